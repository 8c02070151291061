//! What only the application has: modules of virtual tables, and the values of its functions.
//!
//! The engine replaces both. What a plain table in the place of a virtual one cannot do (hidden columns, MATCH) cannot be
//! verified, and fails.

use migrate_runtime::__private::schema::StandIn;
use migrate_runtime::__private::{Cause, Failure, stand_in};
use migrate_token::significant;
use rusqlite::{Connection, ErrorCode};

use super::tape::{Event, Tape};
use migrate_files::options::Options;

/// Creates the table in whose place SQLite said "no such module", if the application declares the module.
pub(super) fn create(conn: &Connection, options: &Options, failure: &Failure<'_>) -> Option<StandIn> {
    let is_declared =
        |missing: &str| options.modules.iter().any(|module| module.eq_ignore_ascii_case(missing));
    stand_in::table(conn, is_declared, failure)
}

/// Whether a constraint failed on a value that a function of the application would have given, and a stand-in gave:
/// in the statement, or in the text of a table that it writes.
pub(super) fn is_made_up(conn: &Connection, options: &Options, tape: &Tape, failure: &Failure<'_>) -> bool {
    let Cause::Sqlite(error) = &failure.cause else { return false };
    let code = error.sqlite_error_code();
    if !matches!(code, Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch)) {
        return false;
    }
    let is_declared =
        |called: &str| options.functions.iter().any(|function| function.name.eq_ignore_ascii_case(called));
    let recording = tape.lock();
    let called = recording.functions.iter().any(|called| is_declared(called));
    let written: Vec<String> =
        recording.events.iter().filter_map(Event::written).map(str::to_owned).collect();
    drop(recording);
    let calls = |table: &String| {
        texts_of(conn, table)
            .iter()
            .any(|sql| significant(sql).filter_map(|token| token.name()).any(|name| is_declared(&name)))
    };
    called || written.iter().any(calls)
}

/// The SQL of a table and of what belongs to it.
fn texts_of(conn: &Connection, table: &str) -> Vec<String> {
    let query = "SELECT sql FROM main.sqlite_schema WHERE tbl_name = ?1 COLLATE NOCASE AND sql IS NOT NULL";
    let read = |mut statement: rusqlite::Statement<'_>| {
        statement.query_map([table], |row| row.get(0))?.collect::<rusqlite::Result<_>>()
    };
    conn.prepare(query).and_then(read).unwrap_or_default()
}
