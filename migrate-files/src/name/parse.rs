//! One name.

use super::{Direction, Name, Scheme, is_part, written};
use crate::nearest;

/// Why a name is not that of a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A line end or another control character: it could not stand in a lock.
    Control,
    /// `init.sql`; the description.
    NoVersion(String),
    /// `0001.sql`
    NoDescription,
    /// Almost; how it should be written.
    Spelling(String),
    /// `V1.1__init.sql`; the description.
    Dotted(String),
    /// `U1__init.sql`
    Undo,
    /// `R__views.sql`
    Repeatable,
    /// A version above `i64::MAX`.
    TooLarge,
    /// `0001_init.SQL`: what was found, how it should be written.
    Extension(String, String),
    /// Something else.
    Stray,
}

impl Name {
    /// Reads the path of a file, relative to the directory.
    pub(crate) fn parse(path: &str) -> Result<Self, Fault> {
        if let Some((parent, file)) = path.split_once('/') {
            let direction = match file {
                "up.sql" => Direction::Up,
                "down.sql" => Direction::Down,
                _ => return Err(Fault::Stray),
            };
            return Ok(Self { path: path.to_owned(), direction, ..directory(parent)? });
        }
        if path.contains(char::is_control) {
            return Err(Fault::Control);
        }
        let stem = path.strip_suffix(".sql").ok_or_else(|| extension(path))?;
        // `0001_init.up..sql`
        let bare = stem.trim_end_matches('.');
        let lower = bare.to_ascii_lowercase();
        for (suffix, direction) in [(".up", Direction::Up), (".down", Direction::Down)] {
            if lower.ends_with(suffix) {
                let name = head(path, &bare[..bare.len() - suffix.len()], Scheme::Paired, direction)?;
                let spelled = name.written(Scheme::Paired, direction);
                return if stem.ends_with(suffix) && name.scheme == Scheme::Paired {
                    Ok(name)
                } else {
                    Err(Fault::Spelling(spelled))
                };
            }
        }
        head(path, stem, Scheme::Plain, Direction::Up)
    }

    /// Reads the file name of a fixture for a set whose files are named by `scheme`: that of a migration in one file, or
    /// of the directory of diesel's.
    pub(crate) fn of_fixture(file: &str, scheme: Scheme) -> Option<Self> {
        let directory = file.strip_suffix(".sql").filter(|_| scheme == Scheme::Diesel).map(directory);
        let name = directory.and_then(Result::ok).or_else(|| Self::parse(file).ok())?;
        (name.scheme != Scheme::Paired).then(|| Self { path: file.to_owned(), ..name })
    }
}

/// Reads a name without its extension. `scheme` is meant if it does not begin with a `V`.
fn head(path: &str, stem: &str, scheme: Scheme, direction: Direction) -> Result<Name, Fault> {
    let (letter, numbered) = match stem.chars().next() {
        Some(letter @ ('V' | 'v' | 'U' | 'R')) => (Some(letter), &stem[1..]),
        _ => (None, stem),
    };
    let scheme = if letter.is_some() { Scheme::Refinery } else { scheme };
    let (digits, rest) = numbered.split_at(digits(numbered));
    match letter {
        Some('R') if rest.starts_with("__") => return Err(Fault::Repeatable),
        Some('U') if !digits.is_empty() && rest.contains("__") => return Err(Fault::Undo),
        Some('V' | 'v') | None if !digits.is_empty() => {}
        _ => return Err(Fault::NoVersion(described(stem).unwrap_or("init").to_owned())),
    }
    let separator = if scheme == Scheme::Refinery { "__" } else { "_" };
    let spelling =
        |digits: &str, description: &str| Fault::Spelling(written(scheme, direction, digits, description));
    if let (None, Some((digits, rest))) = (letter, date(numbered)) {
        return Err(
            described(rest).map_or(Fault::NoDescription, |description| spelling(&digits, description))
        );
    }
    let description = described(rest).ok_or(Fault::NoDescription)?;
    if is_dotted(rest, scheme) {
        let description = rest.trim_start_matches(|character: char| !character.is_alphabetic());
        return Err(Fault::Dotted(described(description).unwrap_or("init").to_owned()));
    }
    match rest.strip_prefix(separator) {
        Some(exact) if letter != Some('v') => Ok(Name {
            path: path.to_owned(),
            scheme,
            direction,
            version: digits.parse().map_err(|_| Fault::TooLarge)?,
            prefix: digits.to_owned(),
            description: exact.to_owned(),
        }),
        _ => Err(spelling(digits, description)),
    }
}

/// The length of the digits that `text` begins with.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// `text` without separators around it, if something is left to call a migration by.
fn described(text: &str) -> Option<&str> {
    let text = text.trim_matches(['_', '-', '.', ' ']);
    text.contains(is_part).then_some(text)
}

/// `V1.1__x`, and `V1_1__x`, which Flyway reads as the same.
fn is_dotted(rest: &str, scheme: Scheme) -> bool {
    let after = |separator| rest.strip_prefix(separator).map(|rest| rest.split_at(digits(rest)));
    match (after('.'), after('_')) {
        (Some((digits, _)), _) => !digits.is_empty(),
        (_, Some((digits, rest))) => {
            scheme == Scheme::Refinery && !digits.is_empty() && rest.starts_with("__")
        }
        _ => false,
    }
}

/// A date or a time with separators, like `2026_01_31_120000`: its digits, and what follows.
fn date(text: &str) -> Option<(String, &str)> {
    let mut found = String::new();
    let mut rest = text;
    loop {
        let (group, after) = rest.split_at(digits(rest));
        let fits = match found.len() {
            0 => group.len() == 4 && matches!(group.get(..2), Some("19" | "20")),
            4 => matches!(group.parse(), Ok(1..=12)) && group.len() == 2,
            6 => matches!(group.parse(), Ok(1..=31)) && group.len() == 2,
            length => matches!(group.len(), 2 | 4 | 6) && length + group.len() <= 14,
        };
        if !fits {
            break;
        }
        found.push_str(group);
        rest = after.strip_prefix(['-', '_']).unwrap_or(after);
    }
    (found.len() >= 8).then_some((found, rest))
}

/// What is wrong with a name that does not end in `.sql`.
fn extension(path: &str) -> Fault {
    let lower = path.to_ascii_lowercase();
    let (stem, found) = match lower.find(".sql").map(|at| path.split_at(at)) {
        Some((_, found)) if found.to_ascii_lowercase().starts_with(".sqlite") => return Fault::Stray,
        Some(parts) => parts,
        None => match path.rfind('.').map(|at| path.split_at(at)) {
            Some(parts) if nearest::nearest(&parts.1[1..], ["sql"]).is_some() => parts,
            Some(_) => return Fault::Stray,
            None => (path, ""),
        },
    };
    let corrected = format!("{stem}.sql");
    match Name::parse(&corrected) {
        Ok(_) => Fault::Extension(found.to_owned(), corrected),
        Err(Fault::Spelling(corrected)) => Fault::Extension(found.to_owned(), corrected),
        Err(_) => Fault::Stray,
    }
}

/// The name of a diesel migration's directory. Its path and direction are those of the whole.
pub(super) fn directory(name: &str) -> Result<Name, Fault> {
    if name.contains(char::is_control) {
        return Err(Fault::Control);
    }
    let length = name.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'-').count();
    let (prefix, rest) = name.split_at(length);
    if digits(prefix) == 0 {
        return Err(Fault::NoVersion(described(name).unwrap_or("init").to_owned()));
    }
    let description = described(rest).ok_or(Fault::NoDescription)?;
    let trimmed = prefix.trim_end_matches('-');
    let Some(exact) = rest.strip_prefix('_').filter(|_| trimmed == prefix) else {
        return Err(Fault::Spelling(format!("{trimmed}_{description}")));
    };
    Ok(Name {
        path: name.to_owned(),
        scheme: Scheme::Diesel,
        direction: Direction::Up,
        version: diesel_version(prefix).parse().map_err(|_| Fault::TooLarge)?,
        prefix: prefix.to_owned(),
        description: exact.to_owned(),
    })
}

/// The digits of a version. Diesel orders versions as text, so that a day without a time, `2024-03-13`, stands between
/// the times of the days around it: as a number it is its first second.
fn diesel_version(prefix: &str) -> String {
    let digits = prefix.replace('-', "");
    let is_day = digits.len() == 8 && prefix.len() == 10 && date(prefix).is_some();
    if is_day { format!("{digits}000000") } else { digits }
}

/// What a file in the directory of a diesel migration was meant to be called.
pub(super) fn near_diesel(name: &str) -> Option<&'static str> {
    nearest::nearest(name, ["up.sql", "down.sql", "metadata.toml"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(path: &str) -> (Scheme, Direction, i64, String) {
        let name = Name::parse(path).unwrap();
        assert_eq!(name.path, path);
        (name.scheme, name.direction, name.version, name.description)
    }

    fn spelled(path: &str) -> String {
        match Name::parse(path) {
            Err(Fault::Spelling(corrected)) => corrected,
            other => panic!("{path}: {other:?}"),
        }
    }

    #[test]
    fn every_scheme_is_read() {
        use Direction::{Down, Up};
        for (path, scheme, direction, version, description) in [
            ("0001_init.sql", Scheme::Plain, Up, 1, "init"),
            ("0_a b-c.d.sql", Scheme::Plain, Up, 0, "a b-c.d"),
            ("1__init.sql", Scheme::Plain, Up, 1, "_init"),
            ("20260131120000_é.sql", Scheme::Plain, Up, 20_260_131_120_000, "é"),
            ("9223372036854775807_x.sql", Scheme::Plain, Up, i64::MAX, "x"),
            ("0002_x.up.sql", Scheme::Paired, Up, 2, "x"),
            ("0002_x.down.sql", Scheme::Paired, Down, 2, "x"),
            ("V3__x_y.sql", Scheme::Refinery, Up, 3, "x_y"),
            ("2026-01-31-120000_x/up.sql", Scheme::Diesel, Up, 20_260_131_120_000, "x"),
            ("2026-01-31_x/up.sql", Scheme::Diesel, Up, 20_260_131_000_000, "x"),
            ("00000000000000_x/down.sql", Scheme::Diesel, Down, 0, "x"),
        ] {
            assert_eq!(parsed(path), (scheme, direction, version, description.to_owned()));
        }
    }

    #[test]
    fn a_fixture_is_named_like_a_migration_in_one_file() {
        let read = |file, scheme| Name::of_fixture(file, scheme).map(|name| (name.version, name.description));
        let found = |version, description: &str| Some((version, description.to_owned()));
        for scheme in [Scheme::Plain, Scheme::Paired, Scheme::Refinery, Scheme::Diesel] {
            assert_eq!(read("0002_x.sql", scheme), found(2, "x"));
            assert_eq!(read("V2__x.sql", scheme), found(2, "x"));
            for other in ["x.sql", "0002_x.txt", "0002_x", "0002.sql", "x/0002_x.sql"] {
                assert_eq!(read(other, scheme), None, "{other}");
            }
        }
        assert_eq!(read("2026-01-31-120000_x.sql", Scheme::Diesel), found(20_260_131_120_000, "x"));
        assert_eq!(read("2026-01-31_x.sql", Scheme::Diesel), found(20_260_131_000_000, "x"));
        assert_eq!(read("2026-01-31-120000_x.sql", Scheme::Plain), None);
        assert_eq!(read("0002_x.up.sql", Scheme::Paired), None);
        assert_eq!(read("0002_x.down.sql", Scheme::Paired), None);
    }

    #[test]
    fn what_is_almost_right_is_put_right() {
        for (path, corrected) in [
            ("0001init.sql", "0001_init.sql"),
            ("0001-init.sql", "0001_init.sql"),
            ("0001 init.sql", "0001_init.sql"),
            ("0001.init.sql", "0001_init.sql"),
            ("0001.init.up.sql", "0001_init.up.sql"),
            ("0001_init.UP.sql", "0001_init.up.sql"),
            ("0001_init.up..sql", "0001_init.up.sql"),
            ("v1__init.sql", "V1__init.sql"),
            ("V1_init.sql", "V1__init.sql"),
            ("V1-init.sql", "V1__init.sql"),
            ("V1__init.down.sql", "1_init.down.sql"),
            ("2026-01-31-120000_init.sql", "20260131120000_init.sql"),
            ("2026_01_31_120000_init.sql", "20260131120000_init.sql"),
            ("2026-01-31_init.up.sql", "20260131_init.up.sql"),
            ("2026-01-31-120000-init/up.sql", "2026-01-31-120000_init"),
        ] {
            assert_eq!(spelled(path), corrected, "{path}");
            assert!(path.contains('/') || Name::parse(corrected).is_ok(), "{corrected}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        let init = || "init".to_owned();
        for (path, fault) in [
            ("init.sql", Fault::NoVersion(init())),
            (".sql", Fault::NoVersion(init())),
            ("Users.sql", Fault::NoVersion("Users".to_owned())),
            ("é.sql", Fault::NoVersion("é".to_owned())),
            ("0001.sql", Fault::NoDescription),
            ("0001_.sql", Fault::NoDescription),
            ("0001_-.up.sql", Fault::NoDescription),
            ("V1__.sql", Fault::NoDescription),
            ("V1.1__init.sql", Fault::Dotted(init())),
            ("V1_1__init.sql", Fault::Dotted(init())),
            ("1.2.3_init.sql", Fault::Dotted(init())),
            ("U1__init.sql", Fault::Undo),
            ("R__views.sql", Fault::Repeatable),
            ("9223372036854775808_x.sql", Fault::TooLarge),
            ("0001_a\nb.sql", Fault::Control),
            ("schema.rs", Fault::Stray),
            ("dev.sqlite", Fault::Stray),
            ("schema.sql.bak", Fault::Stray),
            ("notes", Fault::Stray),
            ("x/other.sql", Fault::Stray),
            ("init/up.sql", Fault::NoVersion(init())),
            ("2026-01-31/up.sql", Fault::NoDescription),
        ] {
            assert_eq!(Name::parse(path), Err(fault), "{path}");
        }
    }

    #[test]
    fn a_misspelt_extension_is_no_stray_file() {
        for found in [".SQL", ".sq", ".slq", ".sqll", ".sql~", ".sql.bak", ".sql.txt", ""] {
            let expected = Fault::Extension(found.to_owned(), "0001_init.sql".to_owned());
            assert_eq!(Name::parse(&format!("0001_init{found}")), Err(expected));
        }
    }

    #[test]
    fn any_name_is_read_without_a_panic() {
        let alphabet = ["0", "9", "V", "é", "_", "-", ".", "/", "sql", ".up", "\u{0}", " ", "2026-01-31"];
        let mut words = vec![String::new()];
        for _ in 0..4 {
            words = words.iter().flat_map(|word| alphabet.map(|next| format!("{word}{next}"))).collect();
        }
        for word in &words {
            let _ = Name::parse(word);
            let _ = Name::parse(&format!("{word}.sql"));
        }
    }
}
