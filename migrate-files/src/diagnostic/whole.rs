//! What SQLite accepts when it is created, and fails on when it is first used.

#![allow(missing_docs, reason = "each function is its text, for one stage of the verifier")]

use super::{Diagnostic, Place, listed};

pub fn view(place: Place, name: &str, message: &str, gone: Option<String>) -> Diagnostic {
    let help = match gone {
        Some(gone) => {
            format!("{gone} takes that away: drop the view before it, and create it anew behind it")
        }
        None => "create what it reads, or drop the view".to_owned(),
    };
    Diagnostic::new(format!("view `{name}` cannot be read: {message}")).at(place).help(help)
}

pub fn trigger(place: Place, name: &str, message: &str, gone: Option<String>) -> Diagnostic {
    let help = match gone {
        Some(gone) => {
            format!("{gone} takes that away: drop the trigger before it, and create it anew behind it")
        }
        None => "mend its body, or drop the trigger".to_owned(),
    };
    Diagnostic::new(format!("trigger `{name}` cannot fire: {message}"))
        .at(place)
        .note("every statement that fires it would fail")
        .help(help)
}

pub fn missing_parent(place: Place, table: &str, parent: &str, gone: Option<String>) -> Diagnostic {
    let help = match gone {
        Some(gone) => format!("{gone} drops or renames it: rebuild `{table}` without the foreign key"),
        None => format!("create `{parent}`, or correct its name in the foreign key"),
    };
    Diagnostic::new(format!("table `{table}` has a foreign key to `{parent}`, which does not exist"))
        .at(place)
        .note("with foreign keys enforced, every insert of a row that refers to it fails")
        .help(help)
}

/// `keys` are the foreign keys that may be the ones: a table, and columns of it; none for its primary key.
pub fn mismatch<'a>(
    place: Place,
    message: &str,
    keys: impl Iterator<Item = (&'a str, Vec<&'a str>)>,
) -> Diagnostic {
    let parent_key = |(table, columns): (&str, Vec<&str>)| match columns.as_slice() {
        [] => format!("the primary key of `{table}`"),
        columns => format!("{} of `{table}`", listed(columns)),
    };
    let keys = keys.map(parent_key).collect::<Vec<_>>().join(" or ");
    Diagnostic::new(message)
        .at(place)
        .note("with foreign keys enforced, every change of either table fails")
        .help(format!("make {keys} a PRIMARY KEY or UNIQUE, all of the columns together"))
}

pub fn orphan(place: Place, table: &str, parent: &str) -> Diagnostic {
    Diagnostic::new(format!("rows of `{table}` refer to rows of `{parent}` that do not exist"))
        .at(place)
        .help(format!("insert the rows of `{parent}` too, or leave these rows out"))
}

pub fn integrity(directory: &str, finding: &str) -> Diagnostic {
    Diagnostic::new(format!("the database is not sound after the last migration: {finding}"))
        .at(Place::file(directory))
        .help("see https://sqlite.org/pragma.html#pragma_integrity_check, and look for `PRAGMA writable_schema`")
}
