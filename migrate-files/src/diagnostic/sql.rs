//! Statements that SQLite, or the shadow database, refuses. The titles are SQLite's own words where it has some, so
//! that they can be searched for.

#![allow(missing_docs, reason = "each function is its text, for one stage of the verifier")]

use super::{Diagnostic, Place};

pub fn refused(place: Place, message: &str, help: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(message).at(place);
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// `word` is `COMMIT` or the like.
pub fn transaction(place: Place, word: &str) -> Diagnostic {
    Diagnostic::new(format!("`{word}` inside the transaction that every migration runs in")).at(place).help(
        "remove it; a file that must run outside a transaction starts with `-- migrate: no-transaction`",
    )
}

pub fn attach(place: Place, word: &str) -> Diagnostic {
    Diagnostic::new("a migration cannot reach other databases")
        .at(place)
        .help(format!("remove `{word}`; it depends on a file that the build cannot see"))
}

pub fn vacuum_into(place: Place) -> Diagnostic {
    Diagnostic::new("a migration cannot write files")
        .at(place)
        .help("make copies outside migrations, with SQLite's backup")
}

pub fn load_extension(place: Place) -> Diagnostic {
    Diagnostic::new("a migration cannot load extensions").at(place).help(
        "load it where the connection is opened, and declare what it brings: `functions = [\"name/1\"]`, \
         `modules = [\"name\"]`",
    )
}

/// `table` belongs to the engine.
pub fn ledger(place: Place, table: &str) -> Diagnostic {
    Diagnostic::new(format!("`{table}` is a table in which the migration history is kept"))
        .at(place)
        .help("leave it to the engine, or give your own table another name")
}

pub fn journal_mode(place: Place, mode: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "`PRAGMA journal_mode = {mode}` inside the transaction that every migration runs in"
    ))
    .at(place)
    .note("there it fails, or takes the way back from the transaction")
    .help("set it where the connection is opened, or start the file with `-- migrate: no-transaction`")
}

pub fn temporary(place: Place) -> Diagnostic {
    Diagnostic::new("a temporary object in a file that runs outside a transaction")
        .at(place)
        .note("after an interruption the file goes on in another connection, which does not have it")
        .help("make an ordinary one, and drop it in the end; or remove `-- migrate: no-transaction`")
}

pub fn process_setting(place: Place, pragma: &str) -> Diagnostic {
    Diagnostic::new(format!("`PRAGMA {pragma}` changes every connection of the process"))
        .at(place)
        .help("set it where the program starts")
}

/// `message` is what SQLite says when it reads the schema again.
pub fn misread_catalog(place: Place, message: &str) -> Diagnostic {
    Diagnostic::new(format!("what this writes into SQLite's catalog cannot be read: {message}"))
        .at(place)
        .note("no program could open the database any more")
        .help("correct the SQL text that it writes, or rebuild the table, which needs no `PRAGMA writable_schema`")
}

/// `message` is what the trigger gives to `RAISE`.
pub fn raised(place: Place, message: &str) -> Diagnostic {
    Diagnostic::new(format!("a trigger refuses the statement: {message}"))
        .at(place)
        .help("drop the trigger before the statement and create it anew behind it, or change the rows")
}

pub fn left_transaction_open(place: Place) -> Diagnostic {
    Diagnostic::new("the file leaves a transaction open that it has begun")
        .at(place)
        .help("add `COMMIT;` behind it")
}

pub fn parameter(place: Place) -> Diagnostic {
    Diagnostic::new("the statement has a parameter, and a migration binds no values")
        .at(place)
        .help("write the value itself; text stands in single quotes")
}

pub fn runaway(place: Place) -> Diagnostic {
    Diagnostic::new("the statement was stopped: it takes too many steps, or too long")
        .at(place)
        .note("migrations are run whenever the crate is compiled, on tables that hold no rows but those of the set")
        .help("end the recursion, or load so many rows outside migrations")
}

/// The engine failed outside any statement.
pub fn engine(directory: &str, error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::new(error.to_string()).at(Place::file(directory))
}

pub fn internal(error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::new(format!("the shadow database failed: {error}"))
        .help("this is a defect of embed-migrations: please report it with the migrations that show it")
}
