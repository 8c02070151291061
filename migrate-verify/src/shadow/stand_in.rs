//! What only the application has: modules of virtual tables, and the values of its functions.
//!
//! A module cannot be made up in safe Rust, so that a plain table stands in: with the columns that the module's
//! arguments seem to name. What such a table cannot do (hidden columns, MATCH) cannot be verified, and fails.

use migrate_runtime::__private::schema::StandIn;
use migrate_runtime::__private::{Cause, Failure};
use migrate_token::{Kind, Token, significant};
use rusqlite::{Connection, ErrorCode};

use super::explain::message;
use super::tape::{Event, Tape};
use super::whole::quoted;
use migrate_files::options::Options;

/// Creates the table in whose place SQLite said "no such module", if the application declares the module.
pub(super) fn create(conn: &Connection, options: &Options, failure: &Failure<'_>) -> Option<StandIn> {
    let Cause::Sqlite(error) = &failure.cause else { return None };
    let statement = failure.statement.text;
    let message = message(error);
    let missing = message.strip_prefix("no such module: ")?;
    let module = options.modules.iter().find(|module| module.eq_ignore_ascii_case(missing))?;
    let tokens: Vec<Token<'_>> = significant(statement).filter(|token| token.text != ";").collect();
    let using = tokens.iter().position(|token| token.is_word("USING"))?;
    let name = tokens[..using].last()?.name()?.into_owned();
    let columns: Vec<String> = columns(&tokens[using + 2..]).iter().map(|column| quoted(column)).collect();
    let columns = if columns.is_empty() { "\"value\"".to_owned() } else { columns.join(", ") };
    conn.execute(&format!("CREATE TABLE main.{} ({columns})", quoted(&name)), []).ok()?;
    let sql = statement.trim_end_matches(|end: char| end == ';' || end.is_whitespace());
    Some(StandIn { name, module: module.clone(), sql: sql.to_owned() })
}

/// The first word of each argument between the outer parentheses that is not `option = value`.
fn columns(arguments: &[Token<'_>]) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    let mut depth = 0;
    let mut first = false;
    for (index, token) in arguments.iter().enumerate() {
        match token.text {
            "(" => {
                depth += 1;
                first = depth == 1;
            }
            ")" => depth -= 1,
            "," if depth == 1 => first = true,
            "+" if first => {}
            _ if first => {
                first = false;
                let is_option = arguments.get(index + 1).is_some_and(|next| next.text == "=");
                let is_name = matches!(token.kind, Kind::Word | Kind::Quoted);
                let name = token.name().filter(|_| is_name && !is_option).map(|name| name.into_owned());
                columns.extend(
                    name.filter(|name| !columns.iter().any(|known| known.eq_ignore_ascii_case(name))),
                );
            }
            _ => {}
        }
    }
    columns
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
