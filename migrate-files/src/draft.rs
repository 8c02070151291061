//! A new migration: what its files are called, by the scheme of the directory, and what stands in them.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::directory;
use crate::header::FOR_DOWN;
use crate::name::{self, Direction, Name, Scheme, is_part};
use crate::options::{Options, Policy};

/// A longer name is a comment.
const LONGEST: usize = 100;

/// What is asked of a new migration.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// What it does, in any words: `Add tags!` is `add_tags`.
    pub name: &'a str,
    /// Whether it gets a down.
    pub down: bool,
    /// Whether its version is the time, also where those before it are numbers.
    pub timestamp: bool,
    /// The time, as `20260131120000`.
    pub now: &'a str,
}

/// The files of a migration that is still to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Draft {
    /// The directory of the migrations; it may be missing yet.
    pub root: PathBuf,
    /// Its version.
    pub version: i64,
    /// What it does, as its name says it.
    pub description: String,
    /// Paths within the directory, with forward slashes, and texts: the up file, then the down.
    pub files: Vec<(String, String)>,
}

/// Why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoDraft {
    /// Nothing is left of the name that a file could be called by.
    Nothing,
    /// It is a file name already; the description that is in it.
    FileName(String),
    /// It has more characters than this.
    TooLong(usize),
    /// The directory is not in order.
    Rejected(Vec<Diagnostic>),
    /// Files are named so that there is no down; the first ones, and what they would have to be called.
    NoDowns(Vec<(String, String)>),
    /// The policy of the set is against a down.
    Policy(Policy),
    /// No version is above the highest one.
    NoVersion,
    /// No version comes behind the highest one, which is later than now.
    Ahead(String),
}

/// The files that a new migration gets in the directory of `options`.
///
/// # Errors
///
/// See [`NoDraft`].
pub fn draft(options: &Options, wish: Wish<'_>) -> Result<Draft, NoDraft> {
    let description = description(wish.name)?;
    if let Some(policy @ (Policy::ForwardOnly | Policy::SchemaOnly)) = options.policy.filter(|_| wish.down) {
        return Err(NoDraft::Policy(policy));
    }
    let listing = directory::list_or_begin(options).map_err(NoDraft::Rejected)?;
    let sorted = name::sort(&listing);
    if !sorted.problems.is_empty() {
        return Err(NoDraft::Rejected(sorted.problems));
    }
    let names = sorted.names;
    let scheme = match names.first().map(|first| first.scheme) {
        None if wish.down => Scheme::Paired,
        None => Scheme::Plain,
        Some(scheme @ (Scheme::Plain | Scheme::Refinery)) if wish.down => {
            let renamed = |name: &Name| (name.path.clone(), name.written(scheme.with_downs(), Direction::Up));
            return Err(NoDraft::NoDowns(names.iter().map(renamed).collect()));
        }
        Some(scheme) => scheme,
    };
    let prefix = version(&names, scheme, wish)?;
    let up = path(scheme, Direction::Up, &prefix, &description)?;
    let mut files = vec![(up.path.clone(), text(&up))];
    if wish.down {
        let down = path(scheme, Direction::Down, &prefix, &description)?;
        files.push((down.path.clone(), text(&down)));
    }
    Ok(Draft { root: listing.root, version: up.version, description, files })
}

/// Words as a file has them: in lower case, with `_` between.
fn description(words: &str) -> Result<String, NoDraft> {
    let file = words.strip_suffix(".sql").unwrap_or(words);
    if let Ok(name) = Name::parse(&format!("{file}.sql")).or_else(|_| Name::parse(words)) {
        return Err(NoDraft::FileName(description(&name.description).unwrap_or_default()));
    }
    let mut description = String::new();
    let mut before = None;
    let mut characters = file.chars().peekable();
    while let Some(character) = characters.next() {
        let is_word = is_part(character);
        let begins = |before: char| {
            let is_last_capital =
                before.is_uppercase() && characters.peek().is_some_and(|next| next.is_lowercase());
            !is_part(before) || character.is_uppercase() && (!before.is_uppercase() || is_last_capital)
        };
        if is_word {
            if before.is_some_and(begins) && !description.is_empty() {
                description.push('_');
            }
            description.extend(character.to_lowercase().filter(|lower| is_part(*lower)));
        }
        before = Some(character);
    }
    match description.chars().count() {
        0 => Err(NoDraft::Nothing),
        1..=LONGEST => Ok(description),
        _ => Err(NoDraft::TooLong(LONGEST)),
    }
}

/// The next version, as the directory writes it.
fn version(names: &[Name], scheme: Scheme, wish: Wish<'_>) -> Result<String, NoDraft> {
    let last = names.iter().max_by_key(|name| name.version);
    let following = || name::following(names, 1).ok_or(NoDraft::NoVersion);
    let Some(last) = last else {
        return if wish.timestamp { Ok(wish.now.to_owned()) } else { following() };
    };
    let time = match (is_date(&last.prefix), scheme) {
        // Diesel begins with 00000000000000_diesel_initial_setup.
        (_, Scheme::Diesel) if last.version == 0 && last.prefix.len() == wish.now.len() => dashed(wish.now),
        (true, Scheme::Diesel) if last.prefix.contains('-') => dashed(wish.now),
        (true, _) => wish.now.chars().take(last.prefix.len()).collect(),
        (false, _) if wish.timestamp => wish.now.to_owned(),
        (false, _) => return following(),
    };
    let written = path(scheme, Direction::Up, &time, "x")?;
    match () {
        () if written.version > last.version => Ok(time),
        () if is_date(&last.prefix) => following(),
        () => Err(NoDraft::Ahead(last.prefix.clone())),
    }
}

/// Whether a version is a day, with or without the time: `20260131`, `202601311200`, `2026-01-31-120000`.
fn is_date(prefix: &str) -> bool {
    let digits = prefix.replace('-', "");
    let number = |at: std::ops::Range<usize>| digits.get(at).and_then(|part| part.parse::<u32>().ok());
    matches!(digits.len(), 8 | 12 | 14)
        && matches!(number(0..4), Some(1970..=2199))
        && matches!(number(4..6), Some(1..=12))
        && matches!(number(6..8), Some(1..=31))
}

/// `2026-01-31-120000`, as diesel writes it.
fn dashed(now: &str) -> String {
    let part = |at: std::ops::Range<usize>| now.get(at).unwrap_or_default();
    format!("{}-{}-{}-{}", part(0..4), part(4..6), part(6..8), part(8..14))
}

/// The name, as the build will read it.
fn path(scheme: Scheme, direction: Direction, prefix: &str, description: &str) -> Result<Name, NoDraft> {
    let path = name::written(scheme, direction, prefix, description);
    Name::parse(&path).map_err(|_| NoDraft::NoVersion)
}

/// The directives of an up file, as they are written.
const DIRECTIVES: &str = "\
-- no-transaction, backfill, phase expand, phase contract, compatible-with VERSION, foreign-keys = on,
-- irreversible: REASON, allow(LINT): REASON, replaces FIRST..LAST, checksum sha256:HEX
";

/// What stands in a new file: nothing that counts, and which directives there are.
fn text(name: &Name) -> String {
    match name.direction {
        Direction::Up => format!(
            "-- {}\n--\n-- Above the first statement, a line of its own may say `-- migrate: …`, one of\n{DIRECTIVES}\n",
            name.description.replace('_', " ")
        ),
        Direction::Down => format!(
            "-- Takes {} back: gives back the schema from before it.\n--\n\
             -- Above the first statement, a line of its own may say `-- migrate: …`, one of\n-- {}\n\n",
            name.written(name.scheme, Direction::Up),
            FOR_DOWN.map(|name| if name == "foreign-keys" { "foreign-keys = on" } else { name }).join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::KNOWN;

    fn prefix(paths: &[&str], timestamp: bool) -> Result<String, NoDraft> {
        let names: Vec<Name> = paths.iter().map(|path| Name::parse(path).unwrap()).collect();
        let scheme = names.first().map_or(Scheme::Plain, |name| name.scheme);
        version(&names, scheme, Wish { name: "x", down: false, timestamp, now: "20260131120000" })
    }

    #[test]
    fn a_name_is_made_of_any_words() {
        for (words, expected) in [
            ("add_tags", "add_tags"),
            ("Add tags!", "add_tags"),
            ("  add -- the   tags. ", "add_the_tags"),
            ("AddTags", "add_tags"),
            ("addURLTags", "add_url_tags"),
            ("index URL", "index_url"),
            ("2fa", "2fa"),
            ("Élan vital", "élan_vital"),
            ("добавить метки", "добавить_метки"),
            ("a/b\\c", "a_b_c"),
            ("up", "up"),
        ] {
            assert_eq!(description(words).as_deref(), Ok(expected), "{words}");
        }
    }

    #[test]
    fn what_names_nothing_is_no_name() {
        for words in ["", " ", "!?", "_", ".sql", "🙂"] {
            assert_eq!(description(words), Err(NoDraft::Nothing), "{words}");
        }
        assert_eq!(description(&"x".repeat(101)), Err(NoDraft::TooLong(100)));
        for words in
            ["0003_add_tags", "0003_add_tags.sql", "V3__add_tags.sql", "2026-01-31-120000_add_tags/up.sql"]
        {
            assert_eq!(description(words), Err(NoDraft::FileName("add_tags".to_owned())), "{words}");
        }
    }

    #[test]
    fn a_version_is_a_time_where_the_last_one_is() {
        for (path, expected) in [
            ("0001_init.sql", "0002"),
            ("V9__init.sql", "10"),
            ("20250101000000_init.sql", "20260131120000"),
            ("202501010000_init.sql", "202601311200"),
            ("20250101_init.sql", "20260131"),
            ("20260131_init.sql", "20260132"),
            ("20270101000000_init.sql", "20270101000001"),
            ("2025-01-01-000000_init/up.sql", "2026-01-31-120000"),
            ("2025-01-01_init/up.sql", "2026-01-31-120000"),
            ("00000000000000_diesel_initial_setup/up.sql", "2026-01-31-120000"),
            ("2_init/up.sql", "3"),
            ("99999999_init.sql", "100000000"),
        ] {
            assert_eq!(prefix(&[path], false).as_deref(), Ok(expected), "{path}");
        }
        assert_eq!(prefix(&[], false).as_deref(), Ok("0001"));
        assert_eq!(prefix(&["9223372036854775807_x.sql"], false), Err(NoDraft::NoVersion));
    }

    #[test]
    fn numbers_become_times_on_request_and_only_later_ones() {
        assert_eq!(prefix(&["0001_init.sql"], true).as_deref(), Ok("20260131120000"));
        assert_eq!(prefix(&[], true).as_deref(), Ok("20260131120000"));
        let ahead = NoDraft::Ahead("30000000000000".to_owned());
        assert_eq!(prefix(&["30000000000000_x.sql"], true), Err(ahead));
    }

    #[test]
    fn every_directive_is_told() {
        for known in KNOWN {
            assert!(DIRECTIVES.contains(known), "{known}");
        }
    }
}
