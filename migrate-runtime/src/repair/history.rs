//! What the history of a database has lost, as far as the schema proves it.

use std::borrow::Cow;

use rusqlite::Connection;

use super::{RefusedRepair, RepairAction, RepairStep, latest};
use crate::drift::differences;
use crate::error::Error;
use crate::fit::version_of;
use crate::ledger;
use crate::plan::{Wish, plan};
use crate::record::Recorder;
use crate::replay::{Replay, schema_at};
use crate::schema::Schema;
use crate::set::{Migration, Set};

/// Rows to be written.
#[derive(Clone, Debug, Default)]
pub(super) struct Lost<'s> {
    written: Vec<&'s Migration>,
    realigned: Vec<&'s Migration>,
}

/// Where a database stands.
pub(super) struct Standing<'s> {
    pub(super) version: i64,
    pub(super) expected: Cow<'static, Schema>,
    pub(super) lost: Lost<'s>,
    pub(super) refused: Vec<RefusedRepair>,
}

/// The version that the database is at: by its history; where that has lost rows, by the log; where that has lost them, too,
/// by the schema.
pub(super) fn standing<'s>(set: &'s Set, conn: &Connection, found: &Schema) -> Result<Standing<'s>, Error> {
    let history = ledger::entries(conn, set.name())?;
    let logged: Vec<i64> = ledger::logged(conn, set.name())?
        .into_iter()
        .filter(|version| set.find(*version).is_some())
        .collect();
    if history.is_empty() {
        let Some(version) = logged.last() else {
            let version = version_of(set, conn, found, None)?;
            return Standing::at(set, version, set.way(version).collect());
        };
        let all = set.way(*version).collect();
        return Ok(Standing::at(set, *version, Vec::new())?.with(set, &logged, all).all_or_none(set));
    }
    let is_as_expected =
        |standing: &Standing<'_>| differences(&standing.expected, found, |_| false).is_empty();
    match plan(set, &history, Wish::default()) {
        Ok(plan) => {
            let Some(current) = plan.current().filter(|_| plan.statements_done().is_none()) else {
                let version = plan.pending().first().map_or(0, |migration| migration.version());
                return Err(Error::HalfDone { set: set.name().to_owned(), version });
            };
            let mut standing = Standing::at(set, current, Vec::new())?;
            standing.lost.realigned.clone_from(&plan.realign);
            let is_behind = |migration: &&Migration| migration.version() > current;
            if let Some(last) = logged.last().filter(|last| **last > current) {
                let realigned = standing.lost.realigned;
                let behind = set.way(*last).filter(is_behind).collect();
                standing = Standing::at(set, *last, Vec::new())?.with(set, &logged, behind).all_or_none(set);
                standing.lost.realigned = realigned;
                return Ok(standing);
            }
            if is_as_expected(&standing) { Ok(standing) } else { standing.with_end(set, found) }
        }
        Err(Error::OutOfOrder { current, files, set: name }) => {
            let standing = Standing::at(set, current, Vec::new())?;
            let is_late = |it: &&Migration| files.iter().any(|file| file == it.file());
            // A squash on the way stands for what it replaces.
            let late: Vec<&Migration> = set.way(current).filter(is_late).collect();
            // What is late may never have run. Only the log, or a schema that has all of it, says otherwise.
            if !is_as_expected(&standing) && !late.iter().all(|it| logged.contains(&it.version())) {
                return Err(Error::OutOfOrder { current, files, set: name });
            }
            Ok(standing.with(set, &logged, late))
        }
        Err(error) => Err(error),
    }
}

impl<'s> Standing<'s> {
    fn at(set: &Set, version: i64, written: Vec<&'s Migration>) -> Result<Self, Error> {
        let expected = expected(set, version)?;
        let lost = Lost { written, realigned: Vec::new() };
        Ok(Self { version, expected, lost, refused: Vec::new() })
    }

    /// Moves on to the later version whose schema the database has, if there is one and nothing but the schema was to be
    /// changed on the way.
    fn with_end(self, set: &'s Set, found: &Schema) -> Result<Self, Error> {
        let mut replay = Replay::new(set)?;
        let mut fitting = Vec::new();
        for migration in set.migrations() {
            replay.go_on(migration)?;
            if migration.version() > self.version
                && differences(&replay.schema()?, found, |_| false).is_empty()
            {
                // A squash makes what the last file makes that it replaces.
                let is_made = |last: &i64| migration.replaces().is_some_and(|it| it.last() == *last);
                fitting.pop_if(|last| is_made(last));
                fitting.push(migration.version());
            }
        }
        let Some(version) = fitting.last().copied() else { return Ok(self) };
        let is_behind = |migration: &&Migration| migration.version() > self.version;
        let behind: Vec<&Migration> = set.way(version).filter(is_behind).collect();
        if fitting.len() == 1 && behind.iter().all(|migration| is_proved_by_schema(set, migration)) {
            return Self::at(set, version, behind);
        }
        // Nothing is changed back to what the history says.
        let unclear = behind.into_iter().map(|migration| unproven(set, migration)).collect();
        Ok(Self { refused: unclear, ..Self::at(set, version, Vec::new())? })
    }

    /// A history without a row in its middle would be one of a file that came late.
    fn all_or_none(mut self, set: &Set) -> Self {
        if !self.refused.is_empty() {
            let written = std::mem::take(&mut self.lost.written);
            self.refused.extend(written.into_iter().map(|migration| unproven(set, migration)));
        }
        self
    }

    /// Writes those of which the log or the schema proves that they have run.
    fn with(mut self, set: &Set, logged: &[i64], lost: Vec<&'s Migration>) -> Self {
        // The log does not tell whether there was a hook then.
        let is_logged = |it: &Migration| it.hook().is_none() && logged.contains(&it.version());
        let is_proved = |it: &&Migration| is_logged(it) || is_proved_by_schema(set, it);
        let (proven, unclear): (Vec<_>, Vec<_>) = lost.into_iter().partition(is_proved);
        self.lost.written = proven;
        self.refused = unclear.into_iter().map(|migration| unproven(set, migration)).collect();
        self
    }
}

/// The schema that the set makes at the version.
pub(super) fn expected(set: &Set, version: i64) -> Result<Cow<'static, Schema>, Error> {
    match set.schema() {
        Some(schema) if version == latest(set) => Ok(Cow::Borrowed(schema)),
        _ => schema_at(set, version).map(Cow::Owned),
    }
}

/// Whether the schema that it makes says that it has run: it makes another one, and does nothing else; of a hook no schema
/// tells.
fn is_proved_by_schema(set: &Set, migration: &Migration) -> bool {
    if migration.hook().is_some()
        || !migration.in_transaction()
        || !migration.parts.touches.as_slice().is_empty()
    {
        return false;
    }
    let before =
        set.migrations().partition_point(|other| other.version() < migration.version()).checked_sub(1);
    match before.map(|at| &set.migrations()[at]) {
        Some(before) => before.fingerprint() != migration.fingerprint(),
        None => !migration.parts.shapes.as_slice().is_empty(),
    }
}

fn unproven(set: &Set, migration: &Migration) -> RefusedRepair {
    RefusedRepair {
        difference: None,
        subject: format!("the history of version {} {}", migration.version(), migration.description()),
        reason: match migration.hook() {
            Some(hook) => format!("it calls `{hook}`, and neither the log nor the schema proves that it has"),
            None => "neither the log nor the schema proves that it has run, and all before it".to_owned(),
        },
        sql: vec![insert(set, migration)],
    }
}

/// The row, as an operator could write it.
fn insert(set: &Set, migration: &Migration) -> String {
    let text = |value: &str| format!("'{}'", value.replace('\'', "''"));
    format!(
        "INSERT INTO schema_migrations (set_name, version, description, checksum, chain, meaning, applied_at, execution_ms, \
         kind, program)\nVALUES ({}, {}, {}, '{}',\n  '{}',\n  '{}',\n  strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 0, 'baseline', {})",
        text(set.name()),
        migration.version(),
        text(migration.description()),
        migration.checksum(),
        migration.chain(),
        migration.meaning(),
        text(set.program()),
    )
}

impl Lost<'_> {
    pub(super) fn steps(&self) -> Vec<RepairStep> {
        let subject =
            |migration: &Migration| format!("version {} {}", migration.version(), migration.description());
        let written = self.written.iter().map(|migration| {
            let subject = format!("the history of {}", subject(migration));
            RepairStep::new(RepairAction::WriteHistory, subject, Vec::new())
        });
        let realigned = self.realigned.iter().map(|migration| {
            let subject = format!("the text of {}, edited in comments only", subject(migration));
            RepairStep::new(RepairAction::RecordText, subject, Vec::new())
        });
        written.chain(realigned).collect()
    }

    pub(super) fn write(&self, recorder: &Recorder<'_>) -> rusqlite::Result<()> {
        self.written.iter().try_for_each(|migration| recorder.taken_over(migration))?;
        recorder.realign(&self.realigned)
    }
}
