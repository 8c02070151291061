//! What SQLite accepts when it is created, and fails on when it is first used.

#![allow(missing_docs, reason = "each function is its text, for one stage of the verifier")]

use super::{Diagnostic, Place, listed};

pub const MEND_VIEW: &str = "create what it reads, or drop the view";
pub const MEND_TRIGGER: &str = "mend its body, or drop the trigger";

/// What an object needs went before it was made.
pub fn gone_before(name: &str, by: &str) -> String {
    format!("{by} has dropped or renamed `{name}` before: refer to what is there now")
}

/// What it needs goes behind it.
pub fn gone_after(by: &str) -> String {
    format!("{by} takes that away: drop it before, and create it anew behind that")
}

pub fn view(place: Place, name: &str, message: &str, help: String) -> Diagnostic {
    Diagnostic::new(format!("view `{name}` cannot be read: {message}")).at(place).help(help)
}

pub fn virtual_table(place: Place, name: &str, message: &str) -> Diagnostic {
    Diagnostic::new(format!("virtual table `{name}` cannot be read: {message}"))
        .at(place)
        .help("create what it reads from, or correct its arguments")
}

pub fn default(place: Place, table: &str, function: &str, help: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(format!(
        "a default of table `{table}` calls a function that does not exist: {function}"
    ))
    .at(place)
    .note("every insert that relies on the default would fail");
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

pub fn trigger(place: Place, name: &str, message: &str, help: String) -> Diagnostic {
    Diagnostic::new(format!("trigger `{name}` cannot fire: {message}"))
        .at(place)
        .note("every statement that fires it would fail")
        .help(help)
}

pub fn update_of<'c>(
    place: Place,
    name: &str,
    column: &str,
    table: &str,
    known: impl Iterator<Item = &'c str>,
) -> Diagnostic {
    Diagnostic::new(format!(
        "trigger `{name}` waits for an update of `{column}`, which `{table}` does not have"
    ))
    .at(place)
    .note("it would never fire")
    .help(format!("table `{table}` has the columns {}", listed(known)))
}

/// `named` is where the foreign key stands.
pub fn parent_taken(place: Place, table: &str, parent: &str, named: &str) -> Diagnostic {
    Diagnostic::new(format!("this leaves the foreign key of table `{table}` without its parent `{parent}`"))
        .at(place)
        .note(format!("the foreign key stands at {named}; with foreign keys enforced, inserts into `{table}` fail"))
        .help(format!(
            "to rebuild `{parent}`, create the new table, copy the rows, drop the old one and then rename the new one; \
             to do without it, rebuild `{table}` first"
        ))
}

pub fn missing_parent(place: Place, table: &str, parent: &str, near: Option<&str>) -> Diagnostic {
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("create `{parent}`, or correct its name in the foreign key"),
    };
    Diagnostic::new(format!("table `{table}` has a foreign key to `{parent}`, which does not exist"))
        .at(place)
        .note("with foreign keys enforced, every insert of a row that refers to it fails")
        .help(help)
}

/// `ways_out` is what may be wrong.
pub fn mismatch(place: Place, message: &str, ways_out: &[String]) -> Diagnostic {
    Diagnostic::new(message)
        .at(place)
        .note("with foreign keys enforced, every change of either table fails")
        .help(ways_out.join("; or "))
}

pub fn view_as_parent(parent: &str) -> String {
    format!("`{parent}` is a view: refer to a table")
}

pub fn unknown_parent_column<'c>(parent: &str, column: &str, known: impl Iterator<Item = &'c str>) -> String {
    format!("`{parent}` has no column `{column}`; it has {}", listed(known))
}

pub fn not_unique(parent: &str, columns: &[&str]) -> String {
    format!("make {} of `{parent}` a PRIMARY KEY or UNIQUE, all of the columns together", listed(columns))
}

pub fn no_primary_key(parent: &str) -> String {
    format!("`{parent}` has no primary key: name the columns that are meant, which must be UNIQUE")
}

pub fn key_length(table: &str, count: usize, parent: &str, primary: &[&str]) -> String {
    format!(
        "the foreign key of `{table}` names {count} of the columns of `{parent}`, whose primary key is {}: name all of them",
        listed(primary)
    )
}

pub fn ambiguous(column: &str) -> String {
    format!("say of which table it is: `table.{column}`")
}

pub fn orphan(place: Place, table: &str, parent: &str) -> Diagnostic {
    Diagnostic::new(format!("rows of `{table}` refer to rows of `{parent}` that do not exist"))
        .at(place)
        .note("the references are checked before a migration is committed")
        .help(format!("see that the rows of `{parent}` are there when this file has run, or leave the rows of `{table}` out"))
}

pub fn integrity(directory: &str, finding: &str) -> Diagnostic {
    Diagnostic::new(format!("the database is not sound after the last migration: {finding}"))
        .at(Place::file(directory))
        .help("see https://sqlite.org/pragma.html#pragma_integrity_check, and look for `PRAGMA writable_schema`")
}
