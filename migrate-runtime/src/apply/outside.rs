//! Migrations outside a transaction: statement by statement, each recorded, so that a later run goes on where this one
//! stops.

use std::time::Instant;

use rusqlite::{Connection, Transaction};

use super::{Begun, Planned, Round, Run, cannot, milliseconds};
use crate::error::Error;
use crate::failure::Scope;
use crate::ledger::Done;
use crate::progress;
use crate::report::AppliedMigration;
use crate::set::Migration;
use crate::settings::{ForeignKeys, Settings};
use crate::statement::{self, Failure, Observer, Statements};

impl<'a> Run<'a> {
    pub(super) fn without_transaction(
        &mut self,
        planned: &Planned<'a>,
        migration: &Migration,
        observer: &mut dyn Observer,
    ) -> Result<Round, Error> {
        let done = planned.plan.done.clone().unwrap_or_else(Done::nothing);
        // No plan goes on with a file that begins otherwise than what is done; to begin anew would do that twice.
        let Some(from) = progress::end_of(migration.sql(), &done) else { return Ok(Round::Outrun) };
        let _turn = self.turn()?;
        let _keys = ForeignKeys::set(self.conn, migration.foreign_keys())
            .map_err(cannot("setting up the connection"))?;
        let settings = migration.parts.leaves_traces.then(|| Settings::read(self.conn));
        let writing = cannot("writing the migration history");
        let Some(begun) = self.begin(planned)? else { return Ok(Round::Outrun) };
        let Begun { transaction, recorder, .. } = begun;
        recorder.running(migration, 0, &done).map_err(&writing)?;
        transaction.commit().map_err(&writing)?;

        let started = Instant::now();
        let record = |done: &Done| {
            recorder.running(migration, milliseconds(started.elapsed()), done).map_err(&writing)
        };
        let begin = |encloses: bool| {
            self.refuse_cancelled(Some(migration))?;
            encloses.then(|| self.lock(Some(migration))).transpose()
        };
        let failed = |scope, failure: Failure<'_>| self.failed(migration, scope)(failure);
        run_alone(self.conn, migration, (from, &done), observer, &begin, &record, &failed)?;
        drop(settings);
        let elapsed = started.elapsed();
        let transaction = self.lock(Some(migration))?;
        recorder.applied(&[(migration, milliseconds(elapsed))], None).map_err(&writing)?;
        transaction.commit().map_err(&writing)?;
        let applied = AppliedMigration::new(migration, elapsed);
        observer.committed(std::slice::from_ref(&applied));
        self.report.extend([applied]);
        self.guard(&recorder, migration.version(), false)?;
        Ok(Round::Applied(1))
    }
}

/// Runs the statements of a file outside a transaction, from the byte on up to which it is done. Before each, `begin` is asked
/// for the transaction that encloses it, or for leave if none does; behind each, `record` writes how far the file has come;
/// what fails is told by `failed`.
pub(crate) fn run_alone<'c>(
    conn: &'c Connection,
    migration: &Migration,
    (from, done): (usize, &Done),
    observer: &mut dyn Observer,
    begin: &dyn Fn(bool) -> Result<Option<Transaction<'c>>, Error>,
    record: &dyn Fn(&Done) -> Result<(), Error>,
    failed: &dyn Fn(Scope, Failure<'_>) -> Error,
) -> Result<(), Error> {
    observer.started(migration);
    let record = |(number, end)| record(&Done::new(migration.sql(), number, end));
    // They last as long as the connection, which is another one now.
    for pragma in statement::pragmas(&migration.sql()[..from]) {
        conn.execute_batch(pragma).map_err(cannot("repeating the settings of an interrupted migration"))?;
    }
    let mut statements = Statements::behind(migration, from, done.statements);
    // What the file begins and does not end, because one of its statements fails.
    let _rollback = Rollback(conn);
    while let Some(word) = statements.next_word() {
        // Nothing may come between a statement and its record: where SQLite allows it, they are one transaction,
        let encloses = conn.is_autocommit() && is(word, &ENCLOSED);
        let transaction = begin(encloses)?;
        // and the end of a transaction of the file's own is recorded inside it.
        if !conn.is_autocommit() && is(word, &ENDS) {
            record(statements.done_with_next())?;
        }
        let failed = |failure| {
            let begun = !encloses && !conn.is_autocommit();
            failed(if begun { Scope::FilesOwn } else { Scope::Statement }, failure)
        };
        if !statements.run_next(conn, encloses, observer).map_err(failed)? {
            break;
        }
        if !is(word, &ENDS) {
            record(statements.done())?;
        }
        transaction.map_or(Ok(()), Transaction::commit).map_err(cannot("writing the migration history"))?;
    }
    statements.refuse_open_transaction(conn, observer).map_err(|failure| failed(Scope::FilesOwn, failure))?;
    observer.ended(conn, migration);
    Ok(())
}

/// The first words of statements that do the same inside a transaction. VACUUM, PRAGMA and what begins or ends a
/// transaction do not.
const ENCLOSED: [&str; 12] = [
    "ALTER", "ANALYZE", "CREATE", "DELETE", "DROP", "INSERT", "REINDEX", "REPLACE", "SELECT", "UPDATE",
    "VALUES", "WITH",
];

/// The first words of statements that commit what the file has begun.
const ENDS: [&str; 3] = ["COMMIT", "END", "RELEASE"];

fn is(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Rolls back what is still open when this is dropped.
struct Rollback<'c>(&'c Connection);

impl Drop for Rollback<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit() {
            let _ = self.0.execute_batch("ROLLBACK");
        }
    }
}
