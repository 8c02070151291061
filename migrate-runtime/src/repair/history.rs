//! What the history of a database has lost, as far as the schema proves it.

use std::borrow::Cow;

use rusqlite::Connection;

use super::{RefusedRepair, RepairAction, RepairStep, latest};
use crate::drift::differences;
use crate::error::Error;
use crate::fit::version_of;
use crate::ledger;
use crate::plan::plan;
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

/// The version that the database is at, by its history or, where that has lost rows, by its schema.
pub(super) fn standing<'s>(set: &'s Set, conn: &Connection, found: &Schema) -> Result<Standing<'s>, Error> {
    let history = ledger::entries(conn, set.name())?;
    if history.is_empty() {
        let version = version_of(set, conn, found, None)?;
        return Standing::at(set, version, set.way(version).collect());
    }
    match plan(set, &history, None) {
        Ok(plan) => {
            let (Some(current), None) = (plan.current(), plan.statements_done()) else {
                let (set, current, files) = (set.name().to_owned(), plan.current(), plan.files());
                return Err(Error::Pending { set, current, files, foreign: None });
            };
            let mut standing = Standing::at(set, current, Vec::new())?;
            standing.lost.realigned.clone_from(&plan.realign);
            if differences(&standing.expected, found, |_| false).is_empty() {
                return Ok(standing);
            }
            standing.with_end(set, found)
        }
        Err(Error::OutOfOrder { current, files, set: name }) => {
            let standing = Standing::at(set, current, Vec::new())?;
            // What is late may never have run. Only a schema that has all of it says otherwise.
            if !differences(&standing.expected, found, |_| false).is_empty() {
                return Err(Error::OutOfOrder { current, files, set: name });
            }
            let is_late = |it: &&Migration| files.iter().any(|file| file == it.file());
            Ok(standing.with_rows(set, set.migrations().iter().filter(is_late).collect()))
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

    /// Moves on to the later version whose schema the database has, if there is one.
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
        let Some(version) = fitting.first().copied() else { return Ok(self) };
        let is_behind = |migration: &&Migration| migration.version() > self.version;
        let behind: Vec<&Migration> = set.way(version).filter(is_behind).collect();
        if fitting.len() == 1 && behind.iter().all(|migration| is_proven(set, migration)) {
            return Self::at(set, version, behind);
        }
        let last = fitting.last().copied().unwrap_or(version);
        let unclear = set.way(last).filter(is_behind).map(|migration| unproven(set, migration));
        Ok(Self { refused: unclear.collect(), ..Self::at(set, version, Vec::new())? })
    }

    /// Writes those that are proven by the schema.
    fn with_rows(mut self, set: &Set, late: Vec<&'s Migration>) -> Self {
        let (proven, unclear): (Vec<_>, Vec<_>) =
            late.into_iter().partition(|migration| is_proven(set, migration));
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

/// Whether a database that has the schema behind it must have run it: the one before is another, and there is no hook, of
/// which no schema tells.
fn is_proven(set: &Set, migration: &Migration) -> bool {
    let before =
        set.migrations().partition_point(|other| other.version() < migration.version()).checked_sub(1);
    match before.map(|at| &set.migrations()[at]) {
        _ if migration.hook().is_some() => false,
        _ if migration.replaces().is_some() => true,
        Some(before) => before.fingerprint() != migration.fingerprint(),
        None => !migration.parts.shapes.as_slice().is_empty(),
    }
}

fn unproven(set: &Set, migration: &Migration) -> RefusedRepair {
    RefusedRepair {
        difference: None,
        subject: format!("the history of version {} {}", migration.version(), migration.description()),
        reason: match migration.hook() {
            Some(hook) => format!("it calls `{hook}`, and whether it has cannot be seen from the schema"),
            None => "it changes rows, and whether it has cannot be seen from the schema".to_owned(),
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
