//! The statement loop: the one way in which migration text is executed, by the build and by the program.

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::{Batch, Connection};

use crate::set::Migration;
use migrate_token as token;

/// A statement of a migration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement<'a> {
    /// Its number in the file, from 1.
    pub number: i64,
    /// The byte of the file at which its first token starts.
    pub start: usize,
    /// Its text, from the first token on.
    pub text: &'a str,
}

/// Why a statement failed.
#[derive(Debug)]
pub enum Cause {
    /// SQLite refused it.
    Sqlite(rusqlite::Error),
    /// It ended the transaction that the engine had begun.
    EndedTransaction,
    /// The file left a transaction open that it had begun itself.
    LeftTransactionOpen,
    /// It has a parameter, and a migration binds no values.
    Parameter,
}

/// A statement that failed.
#[derive(Debug)]
pub struct Failure<'a> {
    /// The statement. Where SQLite could not read it to its end, its text goes up to the next semicolon.
    pub statement: Statement<'a>,
    /// The byte of the file that SQLite points at.
    pub offset: Option<usize>,
    /// Why.
    pub cause: Cause,
}

/// What to do about a statement that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Give up the migration.
    Fail,
    /// Go on behind the statement: the observer has done something in its place.
    Skip,
}

/// One who watches the statements. The program watches nothing: `()`.
pub trait Observer {
    /// The statements of this migration follow.
    fn started(&mut self, _migration: &Migration) {}
    /// They have all run. If they run in a transaction, it is still open.
    fn ended(&mut self, _conn: &Connection, _migration: &Migration) {}
    /// The statement that starts at this byte is about to be compiled.
    fn compiling(&mut self, _start: usize) {}
    /// It is about to run.
    fn running(&mut self, _conn: &Connection, _statement: &Statement<'_>) {}
    /// It has run.
    fn finished(&mut self, _conn: &Connection, _statement: &Statement<'_>) {}
    /// It has failed.
    fn failed(&mut self, _conn: &Connection, _failure: &Failure<'_>) -> Recovery {
        Recovery::Fail
    }
}

impl Observer for () {}

/// Runs the statements of `sql` from the byte `from` on, which is behind statement number `done`. After each,
/// `progress` is told its number and the byte behind it.
///
/// SQLite itself finds the end of each statement: triggers, comments and strings hold semicolons.
pub(crate) fn run<'a, E>(
    conn: &Connection,
    sql: &'a str,
    (from, done): (usize, i64),
    in_transaction: bool,
    observer: &mut dyn Observer,
    mut progress: impl FnMut(i64, usize) -> Result<(), E>,
) -> Result<(), Stop<'a, E>> {
    let (mut at, mut number) = (from, done);
    let mut last = None;
    while let Some(start) = first_token(sql, at) {
        number += 1;
        let (end, outcome) =
            run_one(conn, sql, at, Statement { number, start, text: "" }, in_transaction, observer);
        match outcome {
            Ok(Some(statement)) => last = Some(statement),
            Ok(None) => break,
            Err(failure) if observer.failed(conn, &failure) == Recovery::Skip => {}
            Err(failure) => return Err(Stop::Failed(failure)),
        }
        progress(number, end).map_err(Stop::Progress)?;
        at = end;
    }
    match last {
        Some(statement) if !in_transaction && !conn.is_autocommit() => {
            let failure = Failure { statement, offset: None, cause: Cause::LeftTransactionOpen };
            observer.failed(conn, &failure);
            Err(Stop::Failed(failure))
        }
        _ => Ok(()),
    }
}

/// Why [`run`] stopped early.
pub(crate) enum Stop<'a, E> {
    Failed(Failure<'a>),
    Progress(E),
}

/// Runs the statement behind the byte `at`. Gives the byte behind it, and the statement unless only blanks and
/// semicolons were left.
fn run_one<'a>(
    conn: &Connection,
    sql: &'a str,
    at: usize,
    mut statement: Statement<'a>,
    in_transaction: bool,
    observer: &mut dyn Observer,
) -> (usize, Result<Option<Statement<'a>>, Failure<'a>>) {
    observer.compiling(statement.start);
    let mut prepared = match Batch::new(conn, &sql[at..]).next() {
        Ok(Some(prepared)) => prepared,
        Ok(None) => return (sql.len(), Ok(None)),
        Err(error) => {
            let end = next_semicolon(sql, statement.start);
            statement.text = sql[statement.start..end].trim_end();
            let offset = offset(&error).map(|offset| (at + offset).min(sql.len()));
            return (end, Err(Failure { statement, offset, cause: Cause::Sqlite(error) }));
        }
    };
    let parameters = prepared.parameter_count();
    // Without parameters, the expanded text is the very text that SQLite has read, from `at` on.
    let end = match prepared.expanded_sql() {
        Some(text) if parameters == 0 => at + text.len(),
        _ => next_semicolon(sql, statement.start),
    };
    statement.text = sql[statement.start..end].trim_end();
    if parameters > 0 {
        return (end, Err(Failure { statement, offset: None, cause: Cause::Parameter }));
    }
    observer.running(conn, &statement);
    let mut rows = prepared.raw_query();
    let outcome = loop {
        match rows.next() {
            Ok(Some(_)) => {}
            Ok(None) => break Ok(()),
            Err(error) => break Err(Cause::Sqlite(error)),
        }
    };
    drop(rows);
    drop(prepared);
    // COMMIT, ON CONFLICT ROLLBACK and RAISE(ROLLBACK) end a transaction without an error of their own.
    let outcome = match outcome {
        Ok(()) if in_transaction && conn.is_autocommit() => Err(Cause::EndedTransaction),
        outcome => outcome,
    };
    match outcome {
        Ok(()) => {
            observer.finished(conn, &statement);
            (end, Ok(Some(statement)))
        }
        Err(cause) => (end, Err(Failure { statement, offset: None, cause })),
    }
}

/// The byte of the first token behind `at` that is more than a blank or a semicolon.
fn first_token(sql: &str, at: usize) -> Option<usize> {
    token::significant(&sql[at..]).find(|token| token.text != ";").map(|token| at + token.start)
}

fn next_semicolon(sql: &str, start: usize) -> usize {
    let found = token::significant(&sql[start..]).find(|token| token.text == ";");
    found.map_or(sql.len(), |token| start + token.start + 1)
}

/// Where in the text that it was given SQLite saw the mistake.
fn offset(error: &rusqlite::Error) -> Option<usize> {
    match error {
        rusqlite::Error::SqlInputError { offset, .. } => usize::try_from(*offset).ok(),
        _ => None,
    }
}
