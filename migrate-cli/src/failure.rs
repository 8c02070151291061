//! What can go wrong, the code that the program ends with, and the texts.

use std::fmt;
use std::path::Path;

use migrate_runtime::{Environment, Error};
use serde_json::Value;

use crate::words;

/// Done, or up to date.
pub(crate) const DONE: u8 = 0;
/// Something has failed.
const FAILED: u8 = 1;
/// The arguments or the configuration are wrong: nothing was opened.
const USAGE: u8 = 2;
/// The database is not where the program needs it.
pub(crate) const NOT_CURRENT: u8 = 3;

/// Why a command did not do its work.
#[derive(Debug)]
pub struct Failure {
    pub(crate) code: u8,
    /// In one word, for programs.
    pub(crate) kind: &'static str,
    /// A title, and lines for the place and the way out, like those of the build.
    pub(crate) text: String,
    /// What stays applied, as data.
    pub(crate) applied: Option<Value>,
}

impl Failure {
    pub(crate) fn usage(kind: &'static str, title: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self { code: USAGE, kind, text: format!("{title}\n  = help: {help}"), applied: None }
    }

    /// There is no database, and somebody has asked whether it is current.
    pub(crate) fn not_there(self) -> Self {
        Self { code: if self.kind == "no_database" { NOT_CURRENT } else { self.code }, ..self }
    }

    /// With what was done before it.
    pub(crate) fn behind(self, applied: Value) -> Self {
        Self { applied: Some(applied), ..self }
    }

    /// The database is not current, and somebody has asked whether it is.
    pub(crate) fn not_current(self) -> Self {
        let is_state =
            !matches!(self.kind, "busy" | "sqlite" | "stale" | "foreign_table") && self.code == FAILED;
        Self { code: if is_state { NOT_CURRENT } else { self.code }, ..self }
    }

    pub(crate) fn no_version(set: &str, asked: i64, known: &[i64]) -> Self {
        let nearest = known.iter().min_by_key(|known| known.abs_diff(asked));
        let help = match (nearest, known) {
            (Some(_), [first, ..]) if asked < *first => {
                format!("its first version is {first}; back from it goes `down --all`")
            }
            (Some(nearest), [first, .., last]) => {
                format!("its versions are {first} to {last}; the nearest is {nearest}")
            }
            (Some(only), _) => format!("its only version is {only}"),
            (None, _) => "it has no migration".to_owned(),
        };
        Self::usage("no_such_version", format!("set `{set}` has no version {asked}"), help)
    }

    pub(crate) fn no_set(asked: &str, known: &[&str]) -> Self {
        let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        Self::usage(
            "no_such_set",
            format!("there is no set `{asked}`"),
            format!("the sets are {}", known.join(", ")),
        )
    }

    pub(crate) fn which_set(doing: &str, known: &[&str]) -> Self {
        let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        let help = format!("say which one it is about: `--set`, of {}", known.join(", "));
        Self::usage("which_set", format!("there are several sets, and {doing} is about one"), help)
    }

    pub(crate) fn no_file(path: &Path) -> Self {
        let title = format!("there is no database `{}`", path.display());
        Self::usage(
            "no_database",
            title,
            "`up` creates it; or say another one: `--database PATH`, or `DATABASE_URL`",
        )
    }

    pub(crate) fn no_directory(path: &Path) -> Self {
        let title = format!("there is no directory for the database `{}`", path.display());
        Self::usage("no_directory", title, "create the directory, or say another place")
    }

    pub(crate) fn directory(path: &Path) -> Self {
        let title = format!("`{}` is a directory, and no database", path.display());
        Self::usage("directory", title, "say the file in it: `--database PATH`, or `DATABASE_URL`")
    }

    pub(crate) fn open(path: &Path, error: &rusqlite::Error) -> Self {
        let text = format!(
            "the database `{}` could not be opened: {error}\n  = help: see who may read and write it and its directory: \
             SQLite keeps files beside it",
            path.display()
        );
        Self { code: FAILED, kind: "open", text, applied: None }
    }

    pub(crate) fn read_only(path: &Path) -> Self {
        let text = format!(
            "the database `{}` can only be read\n  = help: see who may write it, and that its URL does not say `mode=ro`",
            path.display()
        );
        Self { code: FAILED, kind: "read_only", text, applied: None }
    }

    pub(crate) fn connect(error: &rusqlite::Error) -> Self {
        let text =
            format!("the program could not set up its connection: {error}\n  = help: mend what it registers");
        Self { code: FAILED, kind: "connect", text, applied: None }
    }

    pub(crate) fn output_is_directory(path: &Path) -> Self {
        let title = format!("`{}` is a directory", path.display());
        Self::usage("directory", title, "name a file in it: `--output FILE`")
    }

    pub(crate) fn no_output_directory(path: &Path) -> Self {
        let title = format!("there is no directory for `{}`", path.display());
        Self::usage("no_directory", title, "create the directory, or name another file: `--output FILE`")
    }

    pub(crate) fn output_is_database(path: &Path) -> Self {
        let title = format!("`{}` is a database, which would be overwritten", path.display());
        Self::usage("output_is_database", title, "name another file: `--output FILE`")
    }

    pub(crate) fn output(path: &Path, error: &std::io::Error) -> Self {
        let text = format!(
            "`{}` could not be written: {error}\n  = help: see who may write it and its directory, or name another file: \
             `--output FILE`",
            path.display()
        );
        Self { code: FAILED, kind: "output", text, applied: None }
    }

    pub(crate) fn production(what: &str) -> Self {
        Self::usage(
            "production",
            format!("the database is stamped `{}`, and {what}", Environment::Production),
            "make a copy of it, and say `--yes-on-production` if that is meant",
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { code: FAILED, kind: error.code(), text: words::of_tool(&error.to_string()), applied: None }
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self { code: FAILED, kind: "sqlite", text: format!("SQLite failed: {error}"), applied: None }
    }
}
