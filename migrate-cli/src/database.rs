//! Which database: an argument, the environment, or a `.env` file; found out before anything is opened.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::arguments::{Common, Profile};
use crate::failure::Failure;

const VARIABLE: &str = "DATABASE_URL";
const HELP: &str = "say a path or a URL like `sqlite:shop.db`, by `--database`, or by `DATABASE_URL` in the environment or in `.env`";

/// Where the database is, and what the URL says of how it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Database {
    pub(crate) path: PathBuf,
    mode: Option<Mode>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    ReadOnly,
    ReadWrite,
    Create,
}

/// What a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Reading,
    Writing,
    /// It may be made.
    Creating,
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())
    }
}

impl Database {
    /// The argument comes first, then the environment, then the files of the profile.
    pub(crate) fn find(common: &Common) -> Result<Self, Failure> {
        if let Some(written) = &common.database {
            return match written.to_str() {
                Some(written) => parse(written, "`--database`"),
                // No URL is written so.
                None => Ok(Self { path: written.into(), mode: None }),
            };
        }
        match std::env::var(VARIABLE) {
            Ok(written) => return parse(&written, "`DATABASE_URL`"),
            Err(std::env::VarError::NotUnicode(_)) => {
                return Err(Failure::usage("malformed_url", "`DATABASE_URL` is not UTF-8", HELP));
            }
            Err(std::env::VarError::NotPresent) => {}
        }
        if !common.no_dotenv && common.profile != Profile::Production {
            let directory = std::env::current_dir().unwrap_or_default();
            let own = format!(".env.{}", common.profile.environment());
            for path in directory.ancestors().flat_map(|above| [above.join(&own), above.join(".env")]) {
                if let Some(written) = in_file(&path)? {
                    return parse(&written, &format!("`DATABASE_URL` in `{}`", path.display()));
                }
            }
        }
        Err(Failure::usage("no_url", "no database is named", HELP))
    }

    /// Opens it, so that SQLite refuses what the command does not need.
    pub(crate) fn open(&self, need: Need, busy: Duration) -> Result<Connection, Failure> {
        if self.path.is_dir() {
            return Err(Failure::directory(&self.path));
        }
        let creates = need == Need::Creating && self.mode.is_none_or(|mode| mode == Mode::Create);
        // Who may not look has to be told by SQLite.
        if matches!(self.path.try_exists(), Ok(false)) {
            if !creates {
                return Err(Failure::no_file(&self.path));
            }
            let directory = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
            if let Some(directory) = directory.filter(|directory| !directory.is_dir()) {
                return Err(Failure::no_directory(directory));
            }
        }
        let reads_only = need == Need::Reading || self.mode == Some(Mode::ReadOnly);
        let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags |=
            if reads_only { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
        if creates && !reads_only {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        // SQLite may take a path that begins with `file:` for a URL.
        let path = std::path::absolute(&self.path).unwrap_or_else(|_| self.path.clone());
        let opened = Connection::open_with_flags(path, flags);
        let conn = opened.map_err(|error| Failure::open(&self.path, &error))?;
        conn.busy_timeout(busy)?;
        Ok(conn)
    }
}

/// The value that the file has, if there is one. What else stands in it is nobody's business: it may be a secret.
fn in_file(path: &Path) -> Result<Option<String>, Failure> {
    if !path.is_file() {
        return Ok(None);
    }
    let failure = |what: String| {
        let help = "write lines like `DATABASE_URL=sqlite:shop.db`; or say `--no-dotenv`";
        Failure::usage("malformed_dotenv", format!("`{}` {what}", path.display()), help)
    };
    let text = std::fs::read_to_string(path).map_err(|error| failure(format!("cannot be read: {error}")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    for (at, line) in dotenvy::from_read_iter(text.as_bytes()).enumerate() {
        let (key, value) = line.map_err(|_| failure(format!("is malformed at its entry {}", at + 1)))?;
        if key == VARIABLE {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// A path, or one of the URLs that other tools take: `sqlite:shop.db`, `sqlite:///srv/shop.db?mode=rw`, `file:shop.db`.
fn parse(written: &str, from: &str) -> Result<Database, Failure> {
    let malformed = |title: String| Failure::usage("malformed_url", title, HELP);
    if written.trim().is_empty() {
        return Err(malformed(format!("{from} is empty")));
    }
    if written.contains('\0') {
        return Err(malformed(format!("{from} holds a NUL")));
    }
    let is_of =
        |scheme: &&str| written.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    let scheme = ["sqlite://", "sqlite:", "file://", "file:"].into_iter().find(is_of);
    let Some(url) = scheme.map(|scheme| &written[scheme.len()..]) else {
        return match written.split_once("://") {
            Some((scheme, _)) => {
                Err(malformed(format!("{from} is a URL of `{scheme}`, and no database of SQLite")))
            }
            None if written.contains("?mode=") => {
                Err(malformed(format!("{from} has a `?mode=`, and is no URL")))
            }
            None if written == ":memory:" => Err(in_memory(from)),
            None => Ok(Database { path: written.into(), mode: None }),
        };
    };
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    if matches!(path, ":memory:" | "memory:") {
        return Err(in_memory(from));
    }
    let path = decoded(path).ok_or_else(|| malformed(format!("{from} has a malformed `%` in its path")))?;
    if path.is_empty() {
        return Err(malformed(format!("{from} has no path")));
    }
    let mut mode = None;
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        mode = Some(match parameter {
            "mode=ro" => Mode::ReadOnly,
            "mode=rw" => Mode::ReadWrite,
            "mode=rwc" => Mode::Create,
            "mode=memory" => return Err(in_memory(from)),
            other => {
                let title = format!("{from} has an unknown parameter `{other}`");
                return Err(Failure::usage(
                    "malformed_url",
                    title,
                    "the parameters are `mode=ro`, `mode=rw` and `mode=rwc`",
                ));
            }
        });
    }
    Ok(Database { path: path.into(), mode })
}

fn in_memory(from: &str) -> Failure {
    let title = format!("{from} is a database in memory, of which nothing would be left");
    Failure::usage("in_memory", title, "say a file")
}

/// `%20` and the like.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(u8::try_from(digit()? * 16 + digit()?).ok().filter(|byte| *byte != 0)?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str, mode: Option<Mode>) -> Database {
        Database { path: path.into(), mode }
    }

    #[test]
    fn paths_and_the_urls_of_other_tools_name_a_database() {
        for (written, expected) in [
            ("shop.db", at("shop.db", None)),
            ("./a b/shop.db", at("./a b/shop.db", None)),
            ("sqlite:shop.db", at("shop.db", None)),
            ("SQLite:shop.db", at("shop.db", None)),
            ("sqlite://shop.db", at("shop.db", None)),
            ("sqlite:///srv/shop.db", at("/srv/shop.db", None)),
            ("sqlite:/srv/shop.db?mode=rwc", at("/srv/shop.db", Some(Mode::Create))),
            ("file:shop.db?mode=ro", at("shop.db", Some(Mode::ReadOnly))),
            ("sqlite:a%20b.db?mode=rw", at("a b.db", Some(Mode::ReadWrite))),
            ("100%.db", at("100%.db", None)),
        ] {
            assert_eq!(parse(written, "it").unwrap(), expected, "{written}");
        }
    }

    #[test]
    fn what_names_none_is_told_before_anything_is_opened() {
        for (written, expected) in [
            ("", "it is empty"),
            ("  ", "it is empty"),
            ("sqlite:", "it has no path"),
            ("sqlite://?mode=rwc", "it has no path"),
            ("sqlite::memory:", "it is a database in memory, of which nothing would be left"),
            (":memory:", "it is a database in memory, of which nothing would be left"),
            ("sqlite:a.db?mode=memory", "it is a database in memory, of which nothing would be left"),
            ("shop.db?mode=ro", "it has a `?mode=`, and is no URL"),
            ("postgres://host/shop", "it is a URL of `postgres`, and no database of SQLite"),
            ("sqlite:a.db?cache=shared", "it has an unknown parameter `cache=shared`"),
            ("sqlite:a%2", "it has a malformed `%` in its path"),
            ("sqlite:a%00b", "it has a malformed `%` in its path"),
            ("sqlite:a%ff", "it has a malformed `%` in its path"),
        ] {
            let failure = parse(written, "it").unwrap_err();
            assert_eq!((failure.text.lines().next().unwrap(), failure.code), (expected, 2), "{written}");
        }
    }
}
