//! Settings of connections and transactions.

#![allow(missing_docs, reason = "each function is its text, for one lint of the verifier")]

use super::{Diagnostic, Place};

/// `on` is what it sets, `enforced` what the file says at its top.
pub fn foreign_keys(place: Place, on: bool, enforced: bool) -> Diagnostic {
    let help = match (on, enforced) {
        (true, true) => "remove the statement: the file says `-- migrate: foreign-keys = on`",
        (true, false) => {
            "remove the statement, and set it where the program opens its connections; \
             `-- migrate: foreign-keys = on` enforces them in this file"
        }
        (false, true) => "remove the statement, and `-- migrate: foreign-keys = on`",
        (false, false) => "remove the statement",
    };
    let diagnostic = Diagnostic::new(
        "`PRAGMA foreign_keys` does nothing inside the transaction that every migration runs in",
    )
    .at(place);
    if enforced {
        return diagnostic.help(help);
    }
    diagnostic
        .note("foreign keys are not enforced while migrations run; the references are checked before the commit")
        .help(help)
}

pub fn needs_vacuum(place: Place, pragma: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`PRAGMA {pragma}` does nothing to a database that has tables, unless a VACUUM follows"
    ))
    .at(place)
    .help(
        "set it where the program creates the database; \
             or start the file with `-- migrate: no-transaction`, and let `VACUUM` follow",
    )
}

pub fn encoding(place: Place) -> Diagnostic {
    Diagnostic::new("`PRAGMA encoding` does nothing to a database that has tables")
        .at(place)
        .note("the history is in one before the first migration runs")
        .help("set it where the program creates the database")
}

pub fn programs_own(place: Place, pragma: &str) -> Diagnostic {
    Diagnostic::new(format!("`PRAGMA {pragma}` is passed over"))
        .at(place)
        .note("it would take the place of what the program has set on its connection, and nobody could put that back")
        .help("set it where the program opens its connections")
}

pub fn unknown(place: Place, pragma: &str, near: Option<&str>) -> Diagnostic {
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "see https://sqlite.org/pragma.html, or remove the statement".to_owned(),
    };
    Diagnostic::new(format!("SQLite does not know `PRAGMA {pragma}`"))
        .at(place)
        .note("it does nothing, and SQLite does not say so")
        .help(help)
}

pub fn connection(place: Place, pragma: &str) -> Diagnostic {
    Diagnostic::new(format!("`PRAGMA {pragma}` is a setting of the connection, and not of the database"))
        .at(place)
        .note("it is put back behind the migration, and the program never sees it")
        .help("set it where the program opens its connections")
}

/// `enforced` is what the file says at its top.
pub fn defer_foreign_keys(place: Place, enforced: bool) -> Diagnostic {
    let what = if enforced {
        "remove the statement, and `-- migrate: foreign-keys = on`"
    } else {
        "remove the statement"
    };
    Diagnostic::new("a migration defers foreign keys")
        .at(place)
        .note(
            "that does not keep a DROP TABLE from deleting rows by cascade, \
             and switched off before the commit it hides violations",
        )
        .help(format!(
            "{what}: foreign keys are not enforced while migrations run, and checked before the commit"
        ))
}

pub fn writable_schema(place: Place) -> Diagnostic {
    Diagnostic::new("a migration makes SQLite's catalog writable")
        .at(place)
        .note("a mistake in what is then written makes the database unreadable")
        .help("make the table anew and copy its rows")
}

pub fn user_version(place: Place, pragma: &str) -> Diagnostic {
    Diagnostic::new(format!("a migration sets `{pragma}`"))
        .at(place)
        .note("other tools, and older releases of the program, keep the state of their own migrations there")
        .help("remove the statement; the history is in the table `schema_migrations`")
}
