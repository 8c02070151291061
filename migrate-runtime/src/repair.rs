//! From a drift to a plan that mends it, and never drops a table, a column or a row.

mod columns;
mod execute;
mod fulltext;
mod history;
mod keys;
mod plan;
mod qualified;
mod rebuild;
mod refusals;
mod rehearsal;
mod sequences;

use std::fmt;

use rusqlite::Connection;

use crate::backup::Backup;
use crate::drift::snapshot;
use crate::error::Error;
use crate::schema::Difference;
use crate::set::{Migration, MigrationSet, Set};
use crate::source::refuse_stale;
use crate::version::MigrationVersion;

pub use execute::Repaired;

impl<V: MigrationVersion> MigrationSet<V> {
    /// Plans how a database gets back what the migrations have made and somebody has taken or changed. It only reads.
    ///
    /// The plan prints as what it does, statement by statement, and as what it refuses, each with the reason and the SQL
    /// that an operator could run. [`Repair::execute`] then does it, in one transaction, with a backup before.
    ///
    /// It creates missing tables, indexes, views and triggers; adds missing columns that take NULL or have a constant
    /// default; makes differing indexes, views and triggers anew; raises `sqlite_sequence` to the highest rowid; writes back
    /// rows of the history that are lost, if the schema proves the version; and records texts that were edited in comments.
    /// A table that was missing is empty then: its rows are in a backup, if anywhere.
    ///
    /// ```
    /// # use migrate_runtime::{Error, MigrationSet, MigrationVersion};
    /// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &mut rusqlite::Connection) -> Result<(), Error> {
    /// let repair = migrations.repair(db)?;
    /// println!("{repair}");
    /// if !repair.is_empty() {
    ///     println!("{}", repair.execute(db)?);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// The refusals of [`plan`](Self::plan): a newer database, edited, missing or late files and one that was interrupted are
    /// nothing that a repair could mend. Without a history, [`Error::NoBaseline`], [`Error::AmbiguousBaseline`] and
    /// [`Error::UnprovenHooks`] if the schema does not prove a version. [`Error::Failed`] if the migrations cannot be run in memory,
    /// [`Error::Stale`], [`Error::Busy`] and [`Error::Sqlite`].
    pub fn repair(&self, conn: &Connection) -> Result<Repair<'_>, Error> {
        repair(&self.set, conn)
    }
}

/// Plans it, of one moment.
pub fn repair<'s>(set: &'s Set, conn: &Connection) -> Result<Repair<'s>, Error> {
    refuse_stale(set)?;
    let _snapshot = snapshot(conn)?;
    Repair::plan(set, conn)
}

/// How a database can be mended: [`MigrationSet::repair`].
#[derive(Clone, Debug)]
#[must_use = "a plan changes nothing until it is executed"]
pub struct Repair<'s> {
    set: &'s Set,
    version: i64,
    steps: Vec<RepairStep>,
    refused: Vec<RefusedRepair>,
    history: history::Lost<'s>,
    backup: Option<Backup>,
}

impl Repair<'_> {
    /// The set.
    pub fn set(&self) -> &str {
        self.set.name()
    }

    /// The version whose schema the database shall have.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// What is done, in order.
    pub fn steps(&self) -> &[RepairStep] {
        &self.steps
    }

    /// What is not done. As far as it is about the schema, the drift is exactly this afterwards.
    pub fn refused(&self) -> &[RefusedRepair] {
        &self.refused
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Says where the database is copied to first. By default that is [beside](Backup::beside) it.
    pub fn backup(self, backup: Backup) -> Self {
        Self { backup: Some(backup), ..self }
    }

    /// Makes no copy.
    pub fn without_backup(self) -> Self {
        Self { backup: None, ..self }
    }
}

/// Something that a repair does.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairStep {
    action: RepairAction,
    subject: String,
    sql: Vec<String>,
}

/// What is done to it.
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RepairAction {
    /// A missing table is created, without rows.
    CreateTable,
    /// A missing column is added behind the others.
    AddColumn,
    /// A missing index is created.
    CreateIndex,
    /// An index that is another one is dropped and created.
    RebuildIndex,
    /// A missing view is created.
    CreateView,
    /// A view that is another one is dropped and created, with its triggers.
    ReplaceView,
    /// A missing trigger is created.
    CreateTrigger,
    /// A trigger that is another one is dropped and created.
    ReplaceTrigger,
    /// The number that AUTOINCREMENT goes on from is below one that is taken.
    RaiseSequence,
    /// The history gets the text of a migration that was edited in comments only.
    RecordText,
    /// The history gets back the row of a migration that is applied.
    WriteHistory,
}

impl RepairAction {
    const fn as_str(self) -> &'static str {
        match self {
            Self::CreateTable => "create",
            Self::AddColumn => "add",
            Self::CreateIndex => "create",
            Self::RebuildIndex => "rebuild",
            Self::CreateView => "create",
            Self::ReplaceView => "replace",
            Self::CreateTrigger => "create",
            Self::ReplaceTrigger => "replace",
            Self::RaiseSequence => "raise",
            Self::RecordText => "record",
            Self::WriteHistory => "write back",
        }
    }
}

impl RepairStep {
    fn new(action: RepairAction, subject: String, sql: Vec<String>) -> Self {
        Self { action, subject, sql }
    }

    /// What is done.
    pub fn action(&self) -> RepairAction {
        self.action
    }

    /// To what: `` index `book_author` of table `book` ``.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The statements that do it; none for what is written into the history.
    pub fn sql(&self) -> &[String] {
        &self.sql
    }
}

/// Something that a repair does not do.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRepair {
    difference: Option<Difference>,
    subject: String,
    reason: String,
    sql: Vec<String>,
}

impl RefusedRepair {
    /// The difference that stays; `None` for what is about the history.
    pub fn difference(&self) -> Option<&Difference> {
        self.difference.as_ref()
    }

    /// What it is about.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Why not.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// What an operator could run who knows better. Values that only people know stand as `…` in it.
    pub fn sql(&self) -> &[String] {
        &self.sql
    }
}

impl fmt::Display for Repair<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (set, version) = (self.set.name(), self.version);
        if self.steps.is_empty() && self.refused.is_empty() {
            return write!(f, "nothing to repair: set `{set}` is whole at version {version}");
        }
        let steps = if self.steps.len() == 1 { "1 step" } else { &format!("{} steps", self.steps.len()) };
        write!(f, "repair of set `{set}` at version {version}: {steps}, {} refused", self.refused.len())?;
        self.steps.iter().try_for_each(|step| write!(f, "\n{step}"))?;
        self.refused.iter().try_for_each(|refused| write!(f, "\n{refused}"))
    }
}

impl fmt::Display for RepairStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.action.as_str(), self.subject)?;
        statements(f, &self.sql)
    }
}

impl fmt::Display for RefusedRepair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.difference {
            Some(difference) => write!(f, "refused: {difference}")?,
            None => write!(f, "refused: {}", self.subject)?,
        }
        write!(f, "\n  = note: {}", self.reason)?;
        if !self.sql.is_empty() {
            f.write_str("\n  = help: who knows better could run")?;
        }
        statements(f, &self.sql)
    }
}

fn statements(f: &mut fmt::Formatter<'_>, sql: &[String]) -> fmt::Result {
    let lines = sql.iter().flat_map(|statement| {
        let last = statement.lines().count().saturating_sub(1);
        statement.lines().enumerate().map(move |(at, line)| (line, at == last))
    });
    lines.into_iter().try_for_each(|(line, is_last)| {
        let end = if is_last && !line.ends_with(';') { ";" } else { "" };
        write!(f, "\n  | {line}{end}")
    })
}

/// The highest version that the set has; 0 for an empty set.
fn latest(set: &Set) -> i64 {
    set.migrations().last().map_or(0, Migration::version)
}
