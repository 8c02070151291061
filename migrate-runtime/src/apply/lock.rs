//! Waiting for the write lock, as long as the caller wants.

use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{Run, cannot};
use crate::error::Error;
use crate::set::Migration;

impl<'a> Run<'a> {
    /// From here on, nobody else writes.
    pub(super) fn lock(&self) -> Result<Transaction<'a>, Error> {
        let started = Instant::now();
        loop {
            self.refuse_cancelled(None)?;
            match lock(self.conn) {
                Err(Error::Busy { .. }) if started.elapsed() < self.options.lock_timeout => {
                    std::thread::sleep(POLL)
                }
                outcome => return outcome,
            }
        }
    }

    pub(super) fn refuse_cancelled(&self, migration: Option<&Migration>) -> Result<(), Error> {
        let Some(cancellation) = &self.options.cancellation else { return Ok(()) };
        if !cancellation.is_cancelled() {
            return Ok(());
        }
        let (set, applied) = (self.set.name().to_owned(), self.report.applied().len());
        let is_half_done = migration.is_some_and(|it| !it.in_transaction() || it.backfill().is_some());
        Err(Error::Cancelled { set, version: migration.map(Migration::version), is_half_done, applied })
    }
}

/// Between two looks whether a lock is free.
const POLL: Duration = Duration::from_millis(5);

/// From here on, nobody else writes.
pub(crate) fn lock(conn: &Connection) -> Result<Transaction<'_>, Error> {
    Transaction::new_unchecked(conn, TransactionBehavior::Immediate)
        .map_err(cannot("waiting for the lock to migrate"))
}
