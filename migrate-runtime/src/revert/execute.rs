//! A plan is carried out: the same envelope as that of `apply`, around the downs.

use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction};

use super::loss::{self, Rows};
use super::{Redone, RevertLoss, RevertPlan, RevertRefusal, RevertReport, RevertStep, RevertedMigration};
use crate::apply::{Options, SHOWN_VIOLATIONS, apply, cannot, lock, milliseconds, run_alone};
use crate::drift::{Drift, snapshot};
use crate::error::Error;
use crate::failure::{FailedMigration, Scope};
use crate::ledger::{self, Done, Head, Kind};
use crate::record::{Event, Recorder};
use crate::references::References;
use crate::replay::schema_at;
use crate::report::Report;
use crate::schema::Schema;
use crate::set::Migration;
use crate::settings::{ForeignKeys, Settings};
use crate::statement::{Failure, Statements};
use crate::turn::Turn;
use crate::{guard, progress};

impl<'s> RevertPlan<'s> {
    /// Reverts what was planned.
    ///
    /// # Errors
    ///
    /// [`Error::RevertOutdated`] if the history has changed since; and those of
    /// [`revert_to`](crate::MigrationSet::revert_to).
    pub fn execute(self, conn: &mut Connection) -> Result<RevertReport, Error> {
        Retreat::begin(self, conn, Purpose::Exactly)?.go()
    }

    /// The same, planned anew where another program was faster.
    pub(super) fn pursue(self, conn: &mut Connection) -> Result<RevertReport, Error> {
        Retreat::begin(self, conn, Purpose::Anyhow)?.go()
    }

    /// Runs it on the database, with all that is looked at, and takes it back again. Nothing is written, not even into the
    /// log; others wait meanwhile as they would for [`execute`](Self::execute).
    ///
    /// # Errors
    ///
    /// Those that [`execute`](Self::execute) would have; and [`Error::NoDryRun`] if the downs are not one transaction, because
    /// of `no-transaction` or `foreign-keys`.
    pub fn dry_run(&self, conn: &mut Connection) -> Result<RevertReport, Error> {
        Retreat::begin(self.clone(), conn, Purpose::Rehearsal)?.go()
    }

    /// Reverts what was planned, and applies it again: [`MigrationSet::redo`](crate::MigrationSet::redo).
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute) and [`apply_to`](crate::MigrationSet::apply_to).
    pub fn redo(self, conn: &mut Connection) -> Result<Redone, Error> {
        let (set, current) = (self.set, self.current);
        let options = Options { allows_drift: self.allows_drift, ..Options::default() };
        let reverted = self.execute(conn)?;
        let applied =
            if reverted.is_empty() { Report::new(set) } else { apply(set, conn, current, options, &mut ())? };
        Ok(Redone { reverted, applied })
    }
}

/// What it is done for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// What was planned, and nothing else.
    Exactly,
    /// To get where the plan leads.
    Anyhow,
    /// To see whether it works.
    Rehearsal,
}

/// One call.
struct Retreat<'s, 'c> {
    plan: RevertPlan<'s>,
    conn: &'c Connection,
    purpose: Purpose,
    report: RevertReport,
}

/// What became of a round.
enum Round {
    /// This many steps are done.
    Reverted(usize),
    /// Another program has been faster: the plan no longer fits the history.
    Outrun,
}

impl<'s, 'c> Retreat<'s, 'c> {
    fn begin(plan: RevertPlan<'s>, conn: &'c mut Connection, purpose: Purpose) -> Result<Self, Error> {
        if !conn.is_autocommit() {
            return Err(Error::InTransaction);
        }
        let mut report = RevertReport::new(plan.set, plan.reached);
        report.is_dry_run = purpose == Purpose::Rehearsal;
        Ok(Self { plan, conn, purpose, report })
    }

    fn go(mut self) -> Result<RevertReport, Error> {
        let outcome = self.rounds();
        if let (Err(error), false) = (&outcome, self.report.is_dry_run) {
            self.log_failure(error);
        }
        outcome.map(|()| self.report)
    }

    /// Transaction after transaction, until nothing is left to revert.
    fn rounds(&mut self) -> Result<(), Error> {
        loop {
            self.refuse()?;
            let Some(first) = self.plan.steps.first() else { return Ok(()) };
            let round = if first.down.in_transaction() {
                self.in_transaction()?
            } else {
                self.without_transaction()?
            };
            match round {
                Round::Reverted(count) => drop(self.plan.steps.drain(..count)),
                Round::Outrun if self.purpose == Purpose::Anyhow => {
                    let RevertPlan { set, aim, allows_loss, allows_drift, .. } = self.plan;
                    let plan = RevertPlan::new(set, self.conn, aim)?;
                    self.plan = RevertPlan { allows_loss, allows_drift, ..plan };
                    self.report.reached = self.plan.reached;
                }
                Round::Outrun => {
                    return Err(Error::RevertOutdated { set: self.plan.set.name().to_owned() });
                }
            }
        }
    }

    /// What stands against it, before anything runs.
    fn refuse(&self) -> Result<(), Error> {
        let RevertPlan { set, steps, refused, .. } = &self.plan;
        if !refused.is_empty() {
            return Err(Error::RevertRefused { set: set.name().to_owned(), refused: refused.clone() });
        }
        let Some(first) = steps.first() else { return Ok(()) };
        if self.report.is_dry_run {
            let joined = self.joined();
            let apart = if first.down.in_transaction() { steps.get(joined) } else { Some(first) };
            if let Some(apart) = apart {
                let (set, version) = (set.name().to_owned(), apart.migration.version());
                return Err(Error::NoDryRun { set, version, file: apart.file().to_owned() });
            }
        }
        let opening = cannot("opening the database");
        let is_readonly = self.conn.is_readonly("main").map_err(&opening)?;
        let query_only =
            self.conn.pragma_query_value(None, "query_only", |row| row.get(0)).map_err(&opening)?;
        if is_readonly || query_only {
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_READONLY);
            return Err(cannot("reverting migrations")(rusqlite::Error::SqliteFailure(code, None)));
        }
        Ok(())
    }

    /// How many steps, from the first one on, share a transaction: those with the same setting of foreign keys.
    fn joined(&self) -> usize {
        let wanted = self.plan.steps.first().map(|first| first.down.foreign_keys());
        let fits =
            |step: &&RevertStep<'_>| step.down.in_transaction() && Some(step.down.foreign_keys()) == wanted;
        self.plan.steps.iter().take_while(fits).count()
    }

    /// The version that the database has behind so many steps, and its schema.
    fn reached(&self, count: usize) -> Result<Option<(i64, Schema)>, Error> {
        let version = match self.plan.steps.get(count) {
            Some(next) => Some(next.migration.version()),
            None => self.plan.reached,
        };
        version.map(|version| Ok((version, schema_at(self.plan.set, version)?))).transpose()
    }

    /// One transaction: downs, their history, and the check of what they leave. All of it or nothing.
    fn in_transaction(&mut self) -> Result<Round, Error> {
        let count = self.joined();
        // Nobody needs to wait for that.
        let reached = self.reached(count)?;
        let steps = &self.plan.steps[..count];
        let downs: Vec<&Migration> = steps.iter().map(|step| &step.down).collect();
        // Dropped in reverse: the transaction ends before the settings are put back.
        let _keys = ForeignKeys::set(self.conn, downs.first().is_some_and(|down| down.foreign_keys()))
            .map_err(cannot("setting up a transaction"))?;
        let settings = downs.iter().any(|down| down.parts.leaves_traces).then(|| Settings::read(self.conn));
        let Some((transaction, recorder)) = self.lock()? else { return Ok(Round::Outrun) };

        let checking = cannot("checking foreign keys");
        let before = References::read(self.conn, &downs, None).map_err(&checking)?;
        let mut reverted = Vec::with_capacity(count);
        for step in steps {
            let losses = self.losses(step)?;
            let rows = Rows::read(self.conn, &step.down)?;
            let started = Instant::now();
            let mut statements = Statements::behind(&step.down, 0, 0);
            while statements
                .run_next(self.conn, true, &mut ())
                .map_err(|failure| self.failed(&step.down, Scope::Transaction, failure))?
            {}
            settings.iter().for_each(Settings::restore);
            let elapsed = started.elapsed();
            self.refuse_loss(step, rows.lost(self.conn, &step.down)?)?;
            recorder.reverted(&step.down, milliseconds(elapsed)).map_err(writing)?;
            reverted.push(done(step, losses, elapsed));
        }
        let after = References::read(self.conn, &downs, None).map_err(&checking)?;
        let violations = after.new_since(&before, &downs);
        if let (Some(last), false) =
            (downs.iter().rfind(|it| it.parts.touches.iter().next().is_some()), violations.is_empty())
        {
            return Err(Error::ForeignKeys {
                set: self.plan.set.name().to_owned(),
                version: last.version(),
                file: last.file().to_owned(),
                total: violations.len(),
                violations: violations.into_iter().take(SHOWN_VIOLATIONS).collect(),
                applied: self.report.reverted.len(),
                is_down: true,
            });
        }
        let drift = self.compare(&recorder, reached.as_ref())?;
        let head = ledger::head(self.conn, self.plan.set.name())?;
        if self.report.is_dry_run {
            drop(transaction);
        } else {
            transaction.commit().map_err(cannot("committing the revert"))?;
        }
        self.report.drift = drift;
        self.report.reverted.extend(reverted);
        self.plan.head = head;
        Ok(Round::Reverted(count))
    }

    /// One down, statement by statement, each recorded.
    fn without_transaction(&mut self) -> Result<Round, Error> {
        let reached = self.reached(1)?;
        let step = &self.plan.steps[0];
        let (version, down) = (step.migration.version(), &step.down);
        let done_before = step.done.clone().unwrap_or_else(Done::nothing);
        let Some(from) = progress::end_of(down.sql(), &done_before) else { return Ok(Round::Outrun) };
        let _turn = Turn::take(self.conn)?;
        let _keys =
            ForeignKeys::set(self.conn, down.foreign_keys()).map_err(cannot("setting up the connection"))?;
        let settings = down.parts.leaves_traces.then(|| Settings::read(self.conn));
        let Some((transaction, recorder)) = self.lock()? else { return Ok(Round::Outrun) };
        let losses = self.losses(step)?;
        recorder.reverting(version, &done_before).map_err(writing)?;
        transaction.commit().map_err(writing)?;

        let started = Instant::now();
        let record = |done: &Done| recorder.reverting(version, done).map_err(writing);
        let begin = |encloses: bool| encloses.then(|| lock(self.conn)).transpose();
        let failed = |scope, failure: Failure<'_>| self.failed(down, scope, failure);
        if let Err(error) =
            run_alone(self.conn, down, (from, &done_before), &mut (), &begin, &record, &failed)
        {
            // One that has done nothing yet shall not keep anybody from going forward.
            let kind = if step.kind == Kind::Reverting { Kind::Applied } else { step.kind };
            let _ = recorder.kept(step.migration, kind);
            return Err(error);
        }
        drop(settings);
        let elapsed = started.elapsed();
        let transaction = lock(self.conn)?;
        recorder.reverted(down, milliseconds(elapsed)).map_err(writing)?;
        let head = ledger::head(self.conn, self.plan.set.name())?;
        transaction.commit().map_err(writing)?;
        let reverted = done(step, losses, elapsed);
        self.report.reverted.push(reverted);
        self.plan.head = head;
        self.report.drift = self.compare(&recorder, reached.as_ref())?;
        Ok(Round::Reverted(1))
    }

    /// From here on, nobody else writes. `None` if the plan is out of date.
    fn lock(&self) -> Result<Option<(Transaction<'c>, Recorder<'c>)>, Error>
    where
        's: 'c,
    {
        let transaction = lock(self.conn)?;
        let head = ledger::head(self.conn, self.plan.set.name())?;
        if !Head::are_where(head.as_ref(), self.plan.head.as_ref()) {
            return Ok(None);
        }
        let recorder = Recorder::new(self.conn, self.plan.set, true).map_err(writing)?;
        Ok(Some((transaction, recorder)))
    }

    /// What goes with the step, counted again now that nobody else writes and the steps before it have run.
    fn losses(&self, step: &RevertStep<'_>) -> Result<Vec<RevertLoss>, Error> {
        let mut losses = loss::losses(self.conn, step.migration, &[])?;
        losses.retain(|loss| loss.lost > 0);
        self.refuse_loss(step, losses.clone())?;
        Ok(losses)
    }

    fn refuse_loss(&self, step: &RevertStep<'_>, losses: Vec<RevertLoss>) -> Result<(), Error> {
        if losses.is_empty() || self.plan.allows_loss {
            return Ok(());
        }
        let refused = vec![step.refused(RevertRefusal::Loses(losses))];
        Err(Error::RevertRefused { set: self.plan.set.name().to_owned(), refused })
    }

    /// Refuses a schema that is not that of the version.
    fn compare(
        &self,
        recorder: &Recorder<'_>,
        reached: Option<&(i64, Schema)>,
    ) -> Result<Option<Drift>, Error> {
        let Some((version, schema)) = reached.filter(|_| !self.plan.allows_drift) else { return Ok(None) };
        let (cookie, drift) = {
            // Of one moment, behind a down without a transaction, too.
            let _snapshot = snapshot(self.conn)?;
            let drift = Drift::read(self.plan.set, *version, Some(schema), self.conn)?;
            (guard::cookie(self.conn)?, drift)
        };
        if !drift.is_compatible() {
            return Err(Error::Drifted(Box::new(drift)));
        }
        recorder.compared(*version, cookie).map_err(writing)?;
        Ok(Some(drift).filter(|drift| !drift.is_empty()))
    }

    fn failed(&self, down: &Migration, scope: Scope, failure: Failure<'_>) -> Error {
        let reverted = self.report.reverted.len();
        let failed = FailedMigration::new(self.plan.set.name(), down, scope, reverted, failure);
        Error::Failed(Box::new(FailedMigration { is_down: true, ..failed }))
    }

    /// After the rollback, in a transaction of its own. A log that cannot be written must not hide the failure.
    fn log_failure(&self, error: &Error) {
        let (version, statement) = match error {
            Error::Failed(failed) if failed.is_down() => (failed.version(), Some(failed.statement())),
            Error::ForeignKeys { version, .. } => (*version, None),
            _ => return,
        };
        let step = self.plan.steps.iter().find(|step| step.migration.version() == version);
        let Some(step) = step else { return };
        let write = || -> Result<(), Error> {
            let transaction = lock(self.conn)?;
            let recorder = Recorder::new(self.conn, self.plan.set, true).map_err(writing)?;
            let message = error.to_string();
            recorder.log(&step.down, Event::Failed { statement, message: &message }).map_err(writing)?;
            transaction.commit().map_err(writing)
        };
        let _ = write();
    }
}

fn writing(error: rusqlite::Error) -> Error {
    cannot("writing the migration history")(error)
}

fn done(step: &RevertStep<'_>, losses: Vec<RevertLoss>, elapsed: Duration) -> RevertedMigration {
    RevertedMigration {
        version: step.migration.version(),
        description: step.migration.description().to_owned(),
        losses,
        elapsed,
    }
}
