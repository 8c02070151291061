//! Waiting for other programs, as long as the caller wants.

use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use super::{Run, cannot};
use crate::error::Error;
use crate::set::Migration;
use crate::turn::Turn;

impl<'a> Run<'a> {
    /// From here on, nobody else writes.
    pub(super) fn lock(&self, during: Option<&Migration>) -> Result<Transaction<'a>, Error> {
        self.refuse_cancelled(during)?;
        self.wait(during, || lock(self.conn))
    }

    pub(super) fn turn(&self) -> Result<Turn, Error> {
        self.wait(None, || Turn::take(self.conn))
    }

    /// SQLite leaves the transaction open if somebody is in the way.
    pub(super) fn commit(
        &self,
        transaction: Transaction<'_>,
        during: Option<&Migration>,
        mut failed: impl FnMut(rusqlite::Error) -> Error,
    ) -> Result<(), Error> {
        self.wait(during, || transaction.execute_batch("COMMIT").map_err(&mut failed))
    }

    /// Tries again while another program is in the way, for as long as the caller wants and has not cancelled.
    pub(super) fn wait<T>(
        &self,
        during: Option<&Migration>,
        mut attempt: impl FnMut() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let must_wake = self.options.cancellation.is_some() || !self.options.lock_timeout.is_zero();
        let awake = must_wake.then(|| Awake::keep(self.conn)).transpose()?.flatten();
        let timeout = awake.as_ref().map_or(Duration::ZERO, |awake| awake.timeout);
        let timeout = timeout.max(self.options.lock_timeout);
        let started = Instant::now();
        loop {
            match attempt() {
                Err(Error::Busy { doing, source }) => {
                    self.refuse_cancelled(during)?;
                    if started.elapsed() >= timeout {
                        return Err(Error::Busy { doing, source });
                    }
                    std::thread::sleep(POLL);
                }
                outcome => return outcome,
            }
        }
    }

    /// What a statement of the engine's own makes of an interrupt.
    pub(super) fn or_cancelled(&self, error: Error) -> Error {
        match (&error, self.refuse_cancelled(None)) {
            (Error::Sqlite { source, .. }, Err(cancelled)) if is_interrupt(source) => cancelled,
            _ => error,
        }
    }

    /// Sleeps, unless somebody cancels.
    pub(super) fn sleep(&self, time: Duration) {
        let started = Instant::now();
        while let Some(left) = time.checked_sub(started.elapsed()).filter(|left| !left.is_zero()) {
            match &self.options.cancellation {
                Some(cancellation) if cancellation.is_cancelled() => return,
                Some(_) => std::thread::sleep(left.min(POLL)),
                None => std::thread::sleep(left),
            }
        }
    }

    pub(super) fn refuse_cancelled(&self, migration: Option<&Migration>) -> Result<(), Error> {
        let Some(cancellation) = &self.options.cancellation else { return Ok(()) };
        if !cancellation.is_cancelled() {
            return Ok(());
        }
        let (set, applied) = (self.set.name().to_owned(), self.report.applied().len());
        let is_half_done = migration.is_some_and(|it| !it.in_transaction());
        let version = migration.map(Migration::version);
        let rounds = migration.filter(|it| it.backfill().is_some()).and_then(|it| self.rounds_of(it));
        Err(Error::Cancelled { set, version, is_half_done, rounds, applied })
    }
}

fn is_interrupt(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
}

/// SQLite does not wait itself while this lives: an interrupt does not wake it from that, and it knows one time only. A busy handler of the program's
/// own stays, since nobody could put it back; SQLite tells no timeout then.
pub(super) struct Awake<'c> {
    conn: &'c Connection,
    /// How long it would wait.
    timeout: Duration,
}

impl<'c> Awake<'c> {
    /// `None` where SQLite does not wait.
    pub(super) fn keep(conn: &'c Connection) -> Result<Option<Self>, Error> {
        let timeout = match conn.query_row("PRAGMA busy_timeout", [], |row| row.get::<_, u32>(0)) {
            // Who cancels at this very moment does not wait for SQLite.
            Err(error) if is_interrupt(&error) => return Err(cannot("reading the busy timeout")(error)),
            timeout => timeout.unwrap_or(0),
        };
        let is_set = timeout > 0 && conn.busy_timeout(Duration::ZERO).is_ok();
        Ok(is_set.then(|| Self { conn, timeout: Duration::from_millis(timeout.into()) }))
    }
}

impl Drop for Awake<'_> {
    fn drop(&mut self) {
        let _ = self.conn.busy_timeout(self.timeout);
    }
}

/// Between two looks whether a lock is free.
const POLL: Duration = Duration::from_millis(5);

/// From here on, nobody else writes.
pub(crate) fn lock(conn: &Connection) -> Result<Transaction<'_>, Error> {
    Transaction::new_unchecked(conn, TransactionBehavior::Immediate)
        .map_err(cannot("waiting for the lock to migrate"))
}
