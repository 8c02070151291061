//! Backfills: one statement, repeated until it changes nothing, each time in a transaction of its own that records how far
//! it is. Nothing is locked between two rounds.

use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, Transaction};

use super::{Planned, Round, Run, cannot, milliseconds};
use crate::backfill::BackfillProgress;
use crate::backup;
use crate::error::Error;
use crate::failure::Scope;
use crate::ledger::{self, Head};
use crate::record::Recorder;
use crate::report::AppliedMigration;
use crate::set::Migration;
use crate::settings::ForeignKeys;
use crate::statement::{Cause, Changed, Failure, Observer, Statements};
use crate::turn::Turn;

impl<'a> Run<'a> {
    pub(super) fn in_rounds(
        &mut self,
        planned: &Planned<'a>,
        migration: &Migration,
        observer: &mut dyn Observer,
    ) -> Result<Round, Error> {
        let _turn = self.long_turn()?;
        let _keys = ForeignKeys::set(self.conn, migration.foreign_keys())
            .map_err(cannot("setting up the connection"))?;
        let writing = cannot("writing the migration history");
        let started = Instant::now();
        let mut done = planned.plan.backfilled().unwrap_or_default();
        let mut bound = Bound::new(self.conn, migration, observer.proves_the_end(), done)?;
        let begun = self.begin(planned)?;
        let mut begun = begun.map(|begun| (begun.transaction, begun.recorder));
        let mut most = 0;
        observer.started(migration);
        loop {
            let Some((transaction, recorder)) = begun else { return Ok(Round::Outrun) };
            let round = Instant::now();
            let failed = |failure| self.failed(migration, Scope::Round(done))(failure);
            let (mut changed, statements) = self.once(migration, observer).map_err(failed)?;
            let mut next = done.with(&changed);
            // Where a round has found less than before, the next one is the last, if nobody makes more to do in between: who
            // writes all the time would keep it from ending.
            if changed.any && changed.rows < most {
                changed = self.once(migration, observer).map_err(failed)?.0;
                next = next.with(&changed);
            }
            most = most.max(changed.rows);
            if !changed.any {
                self.refuse_restless(migration, observer).map_err(failed)?;
                observer.ended(self.conn, migration);
                let elapsed = started.elapsed();
                recorder.backfilled(migration, milliseconds(elapsed), next).map_err(&writing)?;
                self.guard(&recorder, migration.version(), false)?;
            } else {
                if let Some(endless) = bound.exceeded(self.conn, next)? {
                    return Err(failed(statements.fail(self.conn, endless, observer)));
                }
                let written = next.written(migration.sql());
                recorder.running(migration, milliseconds(started.elapsed()), &written).map_err(&writing)?;
            }
            let head = ledger::head(self.conn, self.set.name())?;
            self.commit(transaction, Some(migration), |error| match error.sqlite_error_code() {
                // A deferred foreign key is looked at only now.
                Some(ErrorCode::ConstraintViolation) => {
                    let failure = statements.fail(self.conn, Cause::Sqlite(error), observer);
                    self.failed(migration, Scope::Round(done))(failure)
                }
                _ => cannot("committing a round of a backfill")(error),
            })?;
            done = next;
            observer.repeated(self.conn, migration, done);
            if !changed.any {
                let applied = AppliedMigration::in_rounds(migration, started.elapsed(), done);
                observer.committed(std::slice::from_ref(&applied));
                self.report.extend([applied]);
                return Ok(Round::Applied(1));
            }
            self.give_way(migration, round.elapsed());
            begun = self.begin_again(planned.is_recorded, migration, head)?;
        }
    }

    fn once<'m>(
        &self,
        migration: &'m Migration,
        observer: &mut dyn Observer,
    ) -> Result<(Changed, Statements<'m>), Failure<'m>> {
        let mut statements = Statements::behind(migration, 0, 0);
        let changed = statements.run_round(self.conn, observer)?;
        Ok((changed, statements))
    }

    /// Begins the next round; `None` if somebody has changed the history since the last one.
    fn begin_again(
        &self,
        is_recorded: bool,
        migration: &Migration,
        head: Option<Head>,
    ) -> Result<Option<(Transaction<'a>, Recorder<'a>)>, Error> {
        let transaction = self.lock(Some(migration))?;
        if ledger::head(self.conn, self.set.name())? != head {
            return Ok(None);
        }
        let recorder = if is_recorded { Recorder::of_existing } else { Recorder::mute };
        Ok(Some((transaction, recorder(self.conn, self.set))))
    }

    /// Whoever proves that a backfill ends proves that it stays where it is then.
    fn refuse_restless<'m>(
        &self,
        migration: &'m Migration,
        observer: &mut dyn Observer,
    ) -> Result<(), Failure<'m>> {
        if !observer.proves_the_end() {
            return Ok(());
        }
        let (changed, statements) = self.once(migration, observer)?;
        if changed.any { Err(statements.fail(self.conn, Cause::Restless, observer)) } else { Ok(()) }
    }

    /// Between two rounds: others have their turn, and the write-ahead log gets into the database, so that it does not grow
    /// with every round.
    fn give_way(&self, migration: &Migration, round: Duration) {
        // A database in memory belongs to one connection.
        if backup::file(self.conn).is_none() {
            return;
        }
        // What cannot be moved now, because somebody reads it or for want of space, the next round tries again.
        let _ = self.conn.query_row("PRAGMA main.wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        // At least half of the time is theirs.
        self.sleep(migration.backfill().map_or(round, |backfill| backfill.pause().max(round)));
    }

    /// How far the backfill is, as the history has it.
    pub(super) fn rounds_of(&self, migration: &Migration) -> Option<BackfillProgress> {
        let history = ledger::entries(self.conn, self.set.name()).ok()?;
        history.iter().find(|entry| entry.version() == migration.version())?.backfilled()
    }

    /// The turn of a backfill may be a long one: who comes later waits for as long as it goes on.
    fn long_turn(&self) -> Result<Turn, Error> {
        let look = || self.wait(None, || ledger::head(self.conn, self.set.name()));
        let mut seen = look()?;
        loop {
            match self.turn() {
                Err(Error::Busy { doing, source }) => {
                    let now = look()?;
                    if now == seen {
                        return Err(Error::Busy { doing, source });
                    }
                    seen = now;
                }
                taken => return taken,
            }
        }
    }
}

/// When a backfill has gone on for longer than one can that leaves out what is done.
struct Bound<'a> {
    migration: &'a Migration,
    /// How far it was when this program came to it.
    before: BackfillProgress,
    /// How many rows there were then,
    first: u64,
    /// and when they were last counted.
    rows: u64,
    is_build: bool,
}

/// How often each row may be changed, on the average. Once is what a backfill is about.
const MOST_CHANGES: u64 = 10;
/// Rounds that the build waits for beyond the number of rows: a statement may make rows of nothing.
const MOST_ROUNDS: u64 = 1_000;

impl<'a> Bound<'a> {
    fn new(
        conn: &Connection,
        migration: &'a Migration,
        is_build: bool,
        before: BackfillProgress,
    ) -> Result<Self, Error> {
        let rows = count(conn, migration)?;
        Ok(Self { migration, before, first: rows, rows, is_build })
    }

    /// Rows come and go meanwhile, and what the backfill itself inserts is never too much: so they are counted again before
    /// anybody complains. In the build nobody else writes, and a round changes a row at least.
    fn exceeded(&mut self, conn: &Connection, done: BackfillProgress) -> Result<Option<Cause>, Error> {
        let slack = if self.is_build { MOST_ROUNDS } else { 0 };
        let most = |rows: u64| rows.saturating_mul(MOST_CHANGES).saturating_add(slack);
        let changed = done.rows() - self.before.rows();
        let mut is_exceeded =
            self.is_build && done.rounds() > self.first.saturating_mul(2).saturating_add(slack);
        if !is_exceeded && changed > most(self.rows) {
            self.rows = self.rows.max(count(conn, self.migration)?);
            is_exceeded = changed > most(self.rows);
        }
        let rows = if self.is_build { self.first } else { self.rows };
        Ok(is_exceeded.then_some(Cause::Endless { rounds: done.rounds(), rows }))
    }
}

/// How many rows the tables have that the migration writes; in the build, which does not know them yet, all.
fn count(conn: &Connection, migration: &Migration) -> Result<u64, Error> {
    let counting = cannot("counting rows");
    let mut tables = conn
        .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'")
        .map_err(&counting)?;
    let names = tables.query_map([], |row| row.get(0)).and_then(Iterator::collect::<Result<Vec<String>, _>>);
    let touched = migration.parts.touches.as_slice();
    let is_written =
        |name: &String| touched.is_empty() || touched.iter().any(|it| it.eq_ignore_ascii_case(name));
    let mut rows = 0_u64;
    for name in names.map_err(&counting)?.into_iter().filter(is_written) {
        let query = format!("SELECT count(*) FROM main.\"{}\"", name.replace('"', "\"\""));
        // Where a table cannot be counted, nothing is known.
        let count = conn.query_row(&query, [], |row| row.get::<_, i64>(0)).unwrap_or(i64::MAX);
        rows = count.unsigned_abs().saturating_add(rows);
    }
    Ok(rows)
}
