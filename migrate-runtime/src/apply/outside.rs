//! Migrations outside a transaction: statement by statement, each recorded, so that a later run goes on where this one
//! stops.

use std::time::Instant;

use rusqlite::{Connection, Transaction};

use super::{Planned, Round, Run, cannot, milliseconds};
use crate::error::Error;
use crate::failure::Scope;
use crate::ledger::Done;
use crate::progress;
use crate::report::AppliedMigration;
use crate::set::Migration;
use crate::settings::{ForeignKeys, Settings};
use crate::statement::{self, Observer, Statements};
use crate::turn::Turn;

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
        let _turn = Turn::take(self.conn)?;
        let _keys = ForeignKeys::set(self.conn, migration.foreign_keys())
            .map_err(cannot("setting up the connection"))?;
        let settings = migration.parts.leaves_traces.then(|| Settings::read(self.conn));
        let writing = cannot("writing the migration history");
        let Some((transaction, recorder)) = self.begin(planned)? else { return Ok(Round::Outrun) };
        recorder.running(migration, 0, &done).map_err(&writing)?;
        transaction.commit().map_err(&writing)?;

        let started = Instant::now();
        observer.started(migration);
        let record = |(number, end)| {
            let done = Done::new(migration.sql(), number, end);
            recorder.running(migration, milliseconds(started.elapsed()), &done).map_err(&writing)
        };
        // They last as long as the connection, which is another one now.
        for pragma in statement::pragmas(&migration.sql()[..from]) {
            self.conn
                .execute_batch(pragma)
                .map_err(cannot("repeating the settings of an interrupted migration"))?;
        }
        let mut statements = Statements::behind(migration, from, done.statements);
        // What the file begins and does not end, because one of its statements fails.
        let _rollback = Rollback(self.conn);
        while let Some(word) = statements.next_word() {
            self.refuse_cancelled(Some(migration))?;
            // Nothing may come between a statement and its record: where SQLite allows it, they are one transaction,
            let encloses = self.conn.is_autocommit() && is(word, &ENCLOSED);
            let transaction = if encloses { Some(self.lock()?) } else { None };
            // and the end of a transaction of the file's own is recorded inside it.
            if !self.conn.is_autocommit() && is(word, &ENDS) {
                record(statements.done_with_next())?;
            }
            let failed = |failure| {
                let begun = !encloses && !self.conn.is_autocommit();
                self.failed(migration, if begun { Scope::FilesOwn } else { Scope::Statement })(failure)
            };
            if !statements.run_next(self.conn, encloses, observer).map_err(failed)? {
                break;
            }
            if !is(word, &ENDS) {
                record(statements.done())?;
            }
            transaction.map_or(Ok(()), Transaction::commit).map_err(&writing)?;
        }
        statements
            .refuse_open_transaction(self.conn, observer)
            .map_err(self.failed(migration, Scope::FilesOwn))?;
        observer.ended(self.conn, migration);
        drop(settings);
        let elapsed = started.elapsed();
        let transaction = self.lock()?;
        recorder.applied(migration, milliseconds(elapsed)).map_err(&writing)?;
        transaction.commit().map_err(&writing)?;
        let applied = AppliedMigration::new(migration, elapsed);
        observer.committed(std::slice::from_ref(&applied));
        self.report.extend([applied]);
        self.guard(&recorder, migration.version(), false)?;
        Ok(Round::Applied(1))
    }
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
