//! The statement loop: the one way in which migration text is executed, by the build and by the program.

mod own;

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::{Batch, Connection};

use crate::backfill::BackfillProgress;
use crate::report::AppliedMigration;
use crate::set::Migration;

use migrate_token as token;
pub use own::PROGRAMS_OWN;

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
    /// The backfill changes rows again that it has changed.
    Endless {
        /// How many rounds there have been.
        rounds: u64,
        /// How many rows there are.
        rows: u64,
    },
    /// The backfill has changed nothing, and then something again.
    Restless,
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

impl Failure<'_> {
    /// Whether somebody has interrupted it.
    pub(crate) fn is_interrupt(&self) -> bool {
        let Cause::Sqlite(error) = &self.cause else { return false };
        error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted)
    }
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
    /// These migrations are applied for good.
    fn committed(&mut self, _applied: &[AppliedMigration]) {}
    /// The statement that starts at this byte is about to be compiled.
    fn compiling(&mut self, _start: usize) {}
    /// It is about to run.
    fn running(&mut self, _conn: &Connection, _statement: &Statement<'_>) {}
    /// It is not run, because it sets what is the program's to set: a PRAGMA of that name, to that value.
    fn passed_over(&mut self, _statement: &Statement<'_>, _pragma: &str, _value: &str) {}
    /// It has run.
    fn finished(&mut self, _conn: &Connection, _statement: &Statement<'_>) {}
    /// The hook of the migration is about to be called, behind the last statement.
    fn calling(&mut self, _conn: &Connection, _hook: &str) {}
    /// It has done its work, behind so many statements.
    fn called(&mut self, _conn: &Connection, _statements: i64) {}
    /// A statement has failed.
    fn failed(&mut self, _conn: &Connection, _failure: &Failure<'_>) -> Recovery {
        Recovery::Fail
    }
    /// A round of a backfill is committed: in all, so much is done. The next one begins when this has come back.
    fn repeated(&mut self, _conn: &Connection, _migration: &Migration, _done: BackfillProgress) {}
    /// Whether it has to be told of each statement, so that each has to be run.
    fn hears_statements(&self) -> bool {
        true
    }
    /// Whether nobody else has the database, and a backfill has to prove on it that it comes to an end.
    fn proves_the_end(&self) -> bool {
        false
    }
}

impl Observer for () {
    fn hears_statements(&self) -> bool {
        false
    }
}

/// What a round of a backfill has changed.
pub(crate) struct Changed {
    /// Whether there was anything, be it by a trigger.
    pub(crate) any: bool,
    /// The rows that the statement itself has changed.
    pub(crate) rows: u64,
}

/// The statements of a text, one after the other.
///
/// SQLite itself finds the end of each: triggers, comments and strings hold semicolons.
///
/// The text ends with a NUL, which SQLite takes for its end: a text without one is copied from each statement to the end,
/// and a file of many statements would cost the square of its length.
pub(crate) struct Statements<'a> {
    sql: &'a str,
    terminated: &'a str,
    end: usize,
    last: Statement<'a>,
}

impl<'a> Statements<'a> {
    /// Those that come behind the byte `end` and statement number `done`.
    pub(crate) fn behind(migration: &'a Migration, end: usize, done: i64) -> Self {
        let (sql, terminated) = (migration.sql(), migration.terminated_sql());
        Self { sql, terminated, end, last: Statement { number: done, start: end, text: "" } }
    }

    /// The number of the last one that ran, and the byte behind it.
    pub(crate) fn done(&self) -> (i64, usize) {
        (self.last.number, self.end)
    }

    /// The same, once a next one has run that holds no semicolon.
    pub(crate) fn done_with_next(&self) -> (i64, usize) {
        let start = self.next_token().map_or(self.end, |token| self.end + token.start);
        (self.last.number + 1, next_semicolon(self.sql, start))
    }

    /// The word that the next one starts with; `None` if only blanks and semicolons are left.
    pub(crate) fn next_word(&self) -> Option<&'a str> {
        Some(self.next_token()?.text)
    }

    fn next_token(&self) -> Option<token::Token<'a>> {
        token::significant(&self.sql[self.end..]).find(|token| token.text != ";")
    }

    /// Runs the next one. Says whether there was one.
    pub(crate) fn run_next(
        &mut self,
        conn: &Connection,
        in_transaction: bool,
        observer: &mut dyn Observer,
    ) -> Result<bool, Failure<'a>> {
        let Some(first) = self.next_token() else { return Ok(false) };
        let from = self.end;
        self.last = Statement { number: self.last.number + 1, start: from + first.start, text: "" };
        if let Some((pragma, value)) = own::set_by(&self.sql[self.last.start..]) {
            self.reach(next_semicolon(self.sql, self.last.start));
            observer.passed_over(&self.last, pragma, value);
            return Ok(true);
        }
        observer.compiling(self.last.start);
        let outcome = match Batch::new(conn, &self.terminated[from..]).next() {
            Ok(Some(statement)) => self.step(conn, from, statement, in_transaction, observer),
            Ok(None) => return Ok(false),
            Err(error) => {
                self.reach(next_semicolon(self.sql, self.last.start));
                let offset = offset(&error).map(|offset| (from + offset).min(self.sql.len()));
                Err((offset, Cause::Sqlite(error)))
            }
        };
        let Err((offset, cause)) = outcome else {
            observer.finished(conn, &self.last);
            return Ok(true);
        };
        let failure = Failure { statement: self.last.clone(), offset, cause };
        match observer.failed(conn, &failure) {
            Recovery::Skip => Ok(true),
            Recovery::Fail => Err(failure),
        }
    }

    /// Runs the one statement of a backfill.
    pub(crate) fn run_round(
        &mut self,
        conn: &Connection,
        observer: &mut dyn Observer,
    ) -> Result<Changed, Failure<'a>> {
        // What an INSTEAD OF trigger does is in the total alone.
        let before = conn.total_changes();
        self.run_next(conn, true, observer)?;
        Ok(Changed { any: conn.total_changes() != before, rows: conn.changes() })
    }

    /// The last one has failed, as shows only now.
    pub(crate) fn fail(&self, conn: &Connection, cause: Cause, observer: &mut dyn Observer) -> Failure<'a> {
        let failure = Failure { statement: self.last.clone(), offset: None, cause };
        observer.failed(conn, &failure);
        failure
    }

    fn step(
        &mut self,
        conn: &Connection,
        from: usize,
        mut statement: rusqlite::Statement<'_>,
        in_transaction: bool,
        observer: &mut dyn Observer,
    ) -> Result<(), (Option<usize>, Cause)> {
        // Without parameters, the expanded text is the very text that SQLite has read.
        let end = match statement.expanded_sql() {
            Some(text) if statement.parameter_count() == 0 => from + text.len(),
            _ => next_semicolon(self.sql, self.last.start),
        };
        self.reach(end);
        if statement.parameter_count() > 0 {
            return Err((None, Cause::Parameter));
        }
        observer.running(conn, &self.last);
        let mut rows = statement.raw_query();
        while rows.next().map_err(|error| (None, Cause::Sqlite(error)))?.is_some() {}
        // COMMIT, ON CONFLICT ROLLBACK and RAISE(ROLLBACK) end a transaction without an error of their own.
        if in_transaction && conn.is_autocommit() { Err((None, Cause::EndedTransaction)) } else { Ok(()) }
    }

    fn reach(&mut self, end: usize) {
        self.end = end;
        self.last.text = self.sql[self.last.start..end].trim_end();
    }

    /// After the last one of a file that runs outside a transaction: it must have ended those that it began.
    pub(crate) fn refuse_open_transaction(
        &self,
        conn: &Connection,
        observer: &mut dyn Observer,
    ) -> Result<(), Failure<'a>> {
        if conn.is_autocommit() {
            return Ok(());
        }
        Err(self.fail(conn, Cause::LeftTransactionOpen, observer))
    }
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

/// The PRAGMAs among the statements of a text that are run. None of them holds a semicolon.
pub(crate) fn pragmas(sql: &str) -> impl Iterator<Item = &str> {
    let mut is_first = true;
    let starts = token::significant(sql).filter(move |token| {
        // Elsewhere, the word may be a name.
        let begins = std::mem::replace(&mut is_first, token.text == ";");
        begins && token.is_word("PRAGMA")
    });
    let pragmas = starts.map(|token| &sql[token.start..next_semicolon(sql, token.start)]);
    pragmas.filter(|pragma| own::set_by(pragma).is_none())
}

#[cfg(test)]
mod tests {
    use super::pragmas;

    #[test]
    fn a_pragma_begins_a_statement() {
        let sql = "PRAGMA cache_size = 1; CREATE TABLE pragma (pragma TEXT, \"b;\" INT);; pragma x; PRAGMA busy_timeout = 1;";
        assert_eq!(pragmas(sql).collect::<Vec<_>>(), ["PRAGMA cache_size = 1;", "pragma x;"]);
    }
}
