//! The versions that a rejected set was meant to have.
//!
//! The macro defines them although the build fails, so that the rest of the crate, which names them, adds no errors to
//! the one that counts.

use crate::directory::{self, Entry, Kind};
use crate::fixture;
use crate::name::{self, Direction, Name, Scheme};
use crate::options::Options;

/// Version, identifier and description, in ascending order, of every migration that can be told from its name or from
/// what is left of it. Where versions are missing or double, numbers are made up.
pub fn variants(options: &Options) -> Vec<(i64, String, String)> {
    let mut names: Vec<Name> = Vec::new();
    let mut without_version = Vec::new();
    let entries = directory::glimpse(options);
    for path in entries.iter().filter(|entry| entry.name != fixture::DIRECTORY).flat_map(paths) {
        let is_taken = |name: &Name| {
            names.iter().any(|other| other.version == name.version && other.description != name.description)
        };
        match Name::parse(&path).ok().or_else(|| guess(&path)) {
            Some(name) if name.prefix.is_empty() || is_taken(&name) => without_version.push(name),
            Some(name) => names.push(name),
            None => {}
        }
    }
    for name in without_version {
        let free = names.iter().map(|name| name.version).max().map_or(0, |version| version.saturating_add(1));
        names.push(Name { version: free, ..name });
    }
    name::variants(&names)
}

/// A file, or the files in the directory of one migration.
fn paths(entry: &Entry) -> Vec<String> {
    match &entry.kind {
        Kind::Directory(children) => {
            children.iter().map(|child| format!("{}/{}", entry.name, child.name)).collect()
        }
        _ => vec![entry.name.clone()],
    }
}

/// `0003-add tags.SQL` is the migration `add tags`, without a version. What does not look like SQL is none.
fn guess(path: &str) -> Option<Name> {
    let (stem, extension) = path.split_once('.')?;
    if !extension.to_ascii_lowercase().contains("sq") {
        return None;
    }
    let stem = stem.strip_suffix("/up").unwrap_or(stem);
    let numbered =
        stem.strip_prefix(['v', 'V']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let description = numbered.unwrap_or(stem).trim_start_matches(|c: char| !c.is_alphabetic());
    if description.is_empty() {
        return None;
    }
    Some(Name {
        path: path.to_owned(),
        scheme: Scheme::Plain,
        direction: Direction::Up,
        version: 0,
        prefix: String::new(),
        description: description.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn a_misnamed_file_keeps_its_description() {
        for (path, expected) in [
            ("init.sql", Some("init")),
            ("0001init.sql", Some("init")),
            ("0003-add tags.SQL", Some("add tags")),
            ("v1__init.sq", Some("init")),
            ("views.sql", Some("views")),
            ("notes.txt", None),
            ("0001.sql", None),
            ("README", None),
        ] {
            assert_eq!(guess(path).map(|name| name.description).as_deref(), expected, "{path}");
        }
    }
}
