//! `0002_add_email.sql` -> version, description, direction.

mod parse;
mod variant;

pub(crate) use parse::Fault;
pub(crate) use variant::{is_part, variants};

use std::collections::BTreeMap;

use crate::diagnostic::{self, Diagnostic};
use crate::directory::{Entry, Kind, Listing};
use crate::{fixture, lock};

/// How the files of a directory are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// `0001_init.sql`
    Plain,
    /// `0001_init.up.sql` and `0001_init.down.sql`
    Paired,
    /// `V1__init.sql`
    Refinery,
    /// `2026-01-31-120000_init/up.sql` and `…/down.sql`
    Diesel,
}

impl Scheme {
    /// A file as an example.
    pub(crate) fn example(self) -> &'static str {
        match self {
            Self::Plain => "0001_init.sql",
            Self::Paired => "0001_init.up.sql",
            Self::Refinery => "V1__init.sql",
            Self::Diesel => "2026-01-31-120000_init/up.sql",
        }
    }

    /// The scheme to change to for a migration with a way back.
    pub(crate) fn with_downs(self) -> Self {
        if self == Self::Diesel { self } else { Self::Paired }
    }
}

/// Which way a file goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Up,
    Down,
}

/// What the name of a migration's file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// Relative to the directory, with forward slashes.
    pub(crate) path: String,
    pub(crate) scheme: Scheme,
    pub(crate) direction: Direction,
    pub(crate) version: i64,
    /// The version as it is written, like `0001` or `2026-01-31-120000`.
    pub(crate) prefix: String,
    pub(crate) description: String,
}

impl Name {
    /// Whether both are files of one migration.
    pub(crate) fn is_pair_of(&self, other: &Self) -> bool {
        (&self.prefix, &self.description) == (&other.prefix, &other.description)
    }

    /// The path that this file would have in another scheme or direction.
    pub(crate) fn written(&self, scheme: Scheme, direction: Direction) -> String {
        written(scheme, direction, &self.prefix, &self.description)
    }

    /// The path that this file would have with another version.
    pub(crate) fn renumbered(&self, prefix: &str) -> String {
        written(self.scheme, self.direction, prefix, &self.description)
    }
}

pub(crate) fn written(scheme: Scheme, direction: Direction, prefix: &str, description: &str) -> String {
    let way = if direction == Direction::Up { "up" } else { "down" };
    let digits = if scheme == Scheme::Diesel { prefix.to_owned() } else { prefix.replace('-', "") };
    match scheme {
        Scheme::Plain => format!("{digits}_{description}.sql"),
        Scheme::Paired => format!("{digits}_{description}.{way}.sql"),
        Scheme::Refinery => format!("V{digits}__{description}.sql"),
        Scheme::Diesel => format!("{digits}_{description}/{way}.sql"),
    }
}

/// The version that is `step` after the highest of `names`, written as they are; `None` if there is no such number.
pub(crate) fn following(names: &[Name], step: i64) -> Option<String> {
    let Some(last) = names.iter().max_by_key(|name| name.version) else {
        return Some(format!("{step:04}"));
    };
    // `0001_a.sql` beside `2_b.sql`: whoever fills up means it.
    let digits = names.iter().map(|name| name.prefix.replace('-', ""));
    let filled =
        digits.filter(|digits| digits.starts_with('0')).map(|digits| digits.len()).max().unwrap_or(0);
    let next = format!("{:0filled$}", last.version.checked_add(step)?);
    // Cut up like `2026-01-31-120000`, if this is a date of the same length.
    let mut rest = next.chars();
    let cut: String = last
        .prefix
        .chars()
        .map(|character| if character == '-' { Some('-') } else { rest.next() })
        .collect::<Option<_>>()?;
    Some(if rest.next().is_none() { cut } else { next })
}

/// The names of a directory's files.
pub(crate) struct Sorted {
    pub(crate) names: Vec<Name>,
    pub(crate) problems: Vec<Diagnostic>,
}

/// Sorts out what lies in a directory.
pub(crate) fn sort(listing: &Listing) -> Sorted {
    let mut sorted = Sorted { names: Vec::new(), problems: Vec::new() };
    let is_flat = listing.entries.iter().any(|entry| Name::parse(&entry.name).is_ok());
    let mut faults: Vec<(&Entry, Fault)> = Vec::new();
    for entry in listing.entries.iter().filter(|entry| !is_tolerated(entry)) {
        let shown = listing.shown(&entry.name);
        match &entry.kind {
            _ if entry.name == fixture::DIRECTORY => {
                sorted.problems.push(diagnostic::fixture::not_a_directory(&shown));
            }
            Kind::File => match Name::parse(&entry.name) {
                Ok(name) => sorted.names.push(name),
                Err(fault) => faults.push((entry, fault)),
            },
            Kind::Other => sorted.problems.push(diagnostic::name::special(&shown)),
            Kind::Directory(_) if entry.name.to_ascii_lowercase().ends_with(".sql") => {
                sorted.problems.push(diagnostic::name::file_is_directory(&shown));
            }
            Kind::Directory(children) => {
                let has_sql = children.iter().any(|child| matches!(&*child.name, "up.sql" | "down.sql"));
                match parse::directory(&entry.name) {
                    Ok(_) if has_sql || !is_flat => diesel(listing, entry, children, &mut sorted),
                    Err(fault) if has_sql => faults.push((entry, fault)),
                    _ => sorted.problems.push(diagnostic::name::subdirectory(&shown, children)),
                }
            }
        }
    }
    let context = Context { listing, scheme: most_common(&sorted.names), next: following(&sorted.names, 1) };
    sorted
        .problems
        .extend(faults.iter().map(|(entry, fault)| diagnostic::name::fault(entry, fault, &context)));
    sorted.problems.extend(mixed(listing, &sorted.names, context.scheme));
    sorted.problems.sort_by_key(path_of);
    sorted
}

/// What a name that is put right has to fit in with.
pub(crate) struct Context<'a> {
    pub(crate) listing: &'a Listing,
    pub(crate) scheme: Scheme,
    /// The next free version, if there is a greater one.
    pub(crate) next: Option<String>,
}

fn path_of(problem: &Diagnostic) -> Option<String> {
    problem.place().map(|place| place.path.clone())
}

/// What may lie beside the migrations. (Hidden files are not even listed.)
fn is_tolerated(entry: &Entry) -> bool {
    match &entry.kind {
        Kind::Directory(_) => entry.name == fixture::DIRECTORY,
        Kind::File => is_readme(&entry.name) || entry.name == lock::FILE,
        Kind::Other => false,
    }
}

pub(crate) fn is_readme(name: &str) -> bool {
    ["readme", "readme.md", "readme.txt"].contains(&&*name.to_lowercase())
}

/// The files in the directory of one migration.
fn diesel(listing: &Listing, entry: &Entry, children: &[Entry], sorted: &mut Sorted) {
    let has_up = children.iter().any(|child| child.name == "up.sql");
    let mut is_misspelt = false;
    for child in children.iter().filter(|child| !is_readme(&child.name)) {
        let path = format!("{}/{}", entry.name, child.name);
        let shown = listing.shown(&path);
        match (Name::parse(&path), &child.kind) {
            (Ok(name), Kind::File) => sorted.names.push(name),
            (Ok(_), Kind::Directory(_)) => sorted.problems.push(diagnostic::name::file_is_directory(&shown)),
            (_, Kind::Other) => sorted.problems.push(diagnostic::name::special(&shown)),
            (Err(_), Kind::File) if child.name == "metadata.toml" => {}
            (Err(_), _) => {
                let near = parse::near_diesel(&child.name)
                    .filter(|near| !children.iter().any(|child| child.name == *near));
                is_misspelt |= near == Some("up.sql");
                sorted.problems.push(diagnostic::name::stray_in_diesel(&shown, near));
            }
        }
    }
    if !has_up && !is_misspelt {
        sorted.problems.push(diagnostic::name::without_up(&listing.shown(&entry.name)));
    }
}

fn count(names: &[Name]) -> BTreeMap<Scheme, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name.scheme).or_insert(0) += 1;
    }
    counts
}

fn most_common(names: &[Name]) -> Scheme {
    let counts = count(names);
    let most = counts.iter().rev().max_by_key(|(_, count)| **count);
    most.map_or(Scheme::Plain, |(&scheme, _)| scheme)
}

/// Files of several schemes, told once.
fn mixed(listing: &Listing, names: &[Name], most_common: Scheme) -> Option<Diagnostic> {
    let schemes: Vec<Scheme> = count(names).into_keys().collect();
    // A plain file has a paired name, but a down file has no plain one.
    let wanted = match schemes[..] {
        [] | [_] => return None,
        [Scheme::Plain, Scheme::Paired] => Scheme::Paired,
        _ => most_common,
    };
    let first = |scheme: Scheme| names.iter().find(|name| name.scheme == scheme);
    let odd = names.iter().find(|name| name.scheme != wanted)?;
    let others = schemes.iter().filter(|scheme| **scheme != odd.scheme).filter_map(|scheme| first(*scheme));
    Some(diagnostic::name::mixed(listing, odd, &others.collect::<Vec<_>>(), wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[&str]) -> Vec<Name> {
        paths.iter().map(|path| Name::parse(path).unwrap()).collect()
    }

    #[test]
    fn the_next_version_is_written_like_the_last() {
        for (path, next) in [
            ("0009_x.sql", "0010"),
            ("9_x.sql", "10"),
            ("0_x.sql", "1"),
            ("99_x.sql", "100"),
            ("V1__x.sql", "2"),
            ("20260131120000_x.sql", "20260131120001"),
            ("2026-01-31-120000_x/up.sql", "2026-01-31-120001"),
            ("00000000000000_x/up.sql", "00000000000001"),
        ] {
            assert_eq!(following(&names(&[path]), 1).as_deref(), Some(next));
        }
        assert_eq!(following(&[], 1).as_deref(), Some("0001"));
        assert_eq!(following(&names(&["9223372036854775807_x.sql"]), 1), None);
        assert_eq!(following(&names(&["9-9_x/up.sql"]), 1).as_deref(), Some("100"));
    }

    #[test]
    fn filled_up_versions_stay_filled_up() {
        assert_eq!(following(&names(&["0001_a.sql", "2_b.sql"]), 1).as_deref(), Some("0003"));
    }

    #[test]
    fn a_name_is_written_in_every_scheme() {
        let name = Name::parse("2026-01-31-120000_init/up.sql").unwrap();
        assert_eq!(name.written(Scheme::Diesel, Direction::Down), "2026-01-31-120000_init/down.sql");
        assert_eq!(name.written(Scheme::Paired, Direction::Down), "20260131120000_init.down.sql");
        assert_eq!(name.written(Scheme::Refinery, Direction::Up), "V20260131120000__init.sql");
        assert_eq!(Name::parse("0002_a_b.sql").unwrap().renumbered("0010"), "0010_a_b.sql");
    }
}
