//! Going back: the downs of applied migrations, from the last one on.

mod execute;
mod loss;
mod plan;
mod print;
mod report;

use rusqlite::Connection;

use crate::drift::snapshot;
use crate::error::Error;
use crate::ledger::{Done, Head, Kind};
use crate::set::{Migration, MigrationSet, Set};
use crate::source::refuse_stale;
use crate::version::MigrationVersion;

pub use loss::RevertLoss;
pub use report::{Redone, RevertReport, RevertedMigration};

impl<V: MigrationVersion> MigrationSet<V> {
    /// Reverts what is applied above the version: runs the downs, from the last one on. At that version it does nothing.
    ///
    /// All downs are one transaction: a failure leaves the database as it was. Only a down with `no-transaction`, or with
    /// another setting of `foreign-keys` than the one before it, ends it and begins another one. Before the commit the schema
    /// is compared with that of the version, and rows that refer to nothing are looked for.
    ///
    /// A down gives back the schema, and not the rows and values that its migration has deleted, nor those that have come
    /// since into what it drops. Who wants to lose these says so: [`plan_revert_to`](Self::plan_revert_to) and
    /// [`allow_loss`](RevertPlan::allow_loss). What a down overwrites by UPDATE or REPLACE is not looked at;
    /// nor whether the tables that a down with `no-transaction` keeps have all of their rows then.
    ///
    /// Of several programs that do this at once, one reverts, and the others find nothing to do.
    ///
    /// ```
    /// # use migrate_runtime::{Error, MigrationSet, MigrationVersion};
    /// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &mut rusqlite::Connection, version: V) -> Result<(), Error> {
    /// println!("{}", migrations.revert_to(db, version)?);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::RevertRefused`] with all that cannot be reverted, or would lose something; the refusals of
    /// [`plan`](Self::plan), and [`Error::TargetAhead`]; [`Error::Failed`] if a statement fails, [`Error::ForeignKeys`],
    /// [`Error::Drifted`] if the schema is not that of the version then; [`Error::InTransaction`], [`Error::Stale`],
    /// [`Error::Busy`] and [`Error::Sqlite`].
    pub fn revert_to(&self, conn: &mut Connection, version: V) -> Result<RevertReport, Error> {
        self.reverting(conn, RevertAim::To(version.number()))
    }

    /// Reverts the last migration that is applied. On a database without any it does nothing.
    ///
    /// # Errors
    ///
    /// As [`revert_to`](Self::revert_to), and [`Error::RevertOutdated`] if another program was faster: nobody shall revert two
    /// where each program wanted one.
    pub fn revert_last(&self, conn: &mut Connection) -> Result<RevertReport, Error> {
        self.plan_revert_last(conn)?.execute(conn)
    }

    /// Reverts all that is applied. The engine's two tables stay, and what is not of the set.
    ///
    /// # Errors
    ///
    /// As [`revert_to`](Self::revert_to).
    pub fn revert_all(&self, conn: &mut Connection) -> Result<RevertReport, Error> {
        self.reverting(conn, RevertAim::Nothing)
    }

    /// Reverts the last migration and applies it again: for development, to try a way back and there again.
    ///
    /// These are two transactions. If the second one fails, the database is at the version before, and `apply` tries again.
    ///
    /// # Errors
    ///
    /// As [`revert_last`](Self::revert_last) and [`apply_to`](Self::apply_to).
    pub fn redo(&self, conn: &mut Connection) -> Result<Redone, Error> {
        self.plan_revert_last(conn)?.redo(conn)
    }

    /// What [`revert_to`](Self::revert_to) would run, in which order, what it would refuse and why, and how many rows and
    /// values would go. It only reads, until [`RevertPlan::execute`] is called.
    ///
    /// ```
    /// # use migrate_runtime::{Error, MigrationSet, MigrationVersion};
    /// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &mut rusqlite::Connection, version: V) -> Result<(), Error> {
    /// let plan = migrations.plan_revert_to(db, version)?;
    /// println!("{plan}");
    /// plan.allow_loss().execute(db)?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// The refusals of [`plan`](Self::plan), and [`Error::TargetAhead`]; [`Error::Stale`], [`Error::Busy`] and
    /// [`Error::Sqlite`].
    pub fn plan_revert_to(&self, conn: &Connection, version: V) -> Result<RevertPlan<'_>, Error> {
        plan(&self.set, conn, RevertAim::To(version.number()))
    }

    /// The same of [`revert_last`](Self::revert_last).
    ///
    /// # Errors
    ///
    /// As [`plan_revert_to`](Self::plan_revert_to).
    pub fn plan_revert_last(&self, conn: &Connection) -> Result<RevertPlan<'_>, Error> {
        plan(&self.set, conn, RevertAim::Last)
    }

    /// The same of [`revert_all`](Self::revert_all).
    ///
    /// # Errors
    ///
    /// As [`plan_revert_to`](Self::plan_revert_to).
    pub fn plan_revert_all(&self, conn: &Connection) -> Result<RevertPlan<'_>, Error> {
        plan(&self.set, conn, RevertAim::Nothing)
    }

    /// Where it goes is clear, whoever else goes there: so it is planned anew as often as another program was faster.
    fn reverting(&self, conn: &mut Connection, aim: RevertAim) -> Result<RevertReport, Error> {
        plan(&self.set, conn, aim)?.pursue(conn)
    }
}

/// Plans it, of one moment.
pub fn plan<'s>(set: &'s Set, conn: &Connection, aim: RevertAim) -> Result<RevertPlan<'s>, Error> {
    refuse_stale(set)?;
    let _snapshot = snapshot(conn)?;
    RevertPlan::new(set, conn, aim)
}

/// How far back a revert goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevertAim {
    /// To this version, which stays applied.
    To(i64),
    /// Behind the last one that is applied.
    Last,
    /// To a database without any.
    Nothing,
}

/// How a database goes back: [`MigrationSet::plan_revert_to`].
///
/// It prints as one line per migration, what goes with it, and what is refused:
///
/// ```text
/// 2 migrations of `notes` are to be reverted, to version 1
///   3  tag_counts  migrations/0003_tag_counts.down.sql
///   2  add_tags    migrations/0002_add_tags.down.sql
///        drops table `tag`, which holds 12 rows
/// refused: version 2 add_tags
///   …
/// ```
#[derive(Clone, Debug)]
#[must_use = "a plan reverts nothing until it is executed"]
pub struct RevertPlan<'s> {
    set: &'s Set,
    aim: RevertAim,
    head: Option<Head>,
    current: Option<i64>,
    reached: Option<i64>,
    steps: Vec<RevertStep<'s>>,
    refused: Vec<RefusedRevert>,
    allows_loss: bool,
    allows_drift: bool,
}

impl<'s> RevertPlan<'s> {
    /// The set.
    pub fn set(&self) -> &str {
        self.set.name()
    }

    /// The highest version that is applied; `None` on a database without a history of this set.
    pub fn current(&self) -> Option<i64> {
        self.current
    }

    /// The version that the database has afterwards; `None` if none is left.
    pub fn reached(&self) -> Option<i64> {
        self.reached
    }

    /// What is reverted, in the order in which it is. What has no way back is not among it, but [refused](Self::refused).
    pub fn steps(&self) -> &[RevertStep<'s>] {
        &self.steps
    }

    /// Why nothing will be reverted; empty if [`execute`](Self::execute) will.
    pub fn refused(&self) -> &[RefusedRevert] {
        &self.refused
    }

    /// Whether there is nothing to revert.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.refused.is_empty()
    }

    /// Lets rows and values go that downs take away. A copy of the database is nobody's but the caller's to make.
    pub fn allow_loss(mut self) -> Self {
        self.allows_loss = true;
        self.refused.retain(|refused| !matches!(refused.reason, RevertRefusal::Loses(_)));
        self
    }

    /// Goes on where the schema is not that of the version which is reached, because somebody has changed it. By default that
    /// is [`Error::Drifted`].
    pub fn allow_drift(mut self) -> Self {
        self.allows_drift = true;
        self
    }
}

/// A migration that is to be reverted.
#[derive(Clone, Debug)]
pub struct RevertStep<'s> {
    migration: &'s Migration,
    /// Its down, as the engine takes a migration.
    down: Migration,
    losses: Vec<RevertLoss>,
    kind: Kind,
    /// How far it has come, if it was interrupted.
    done: Option<Done>,
}

impl RevertStep<'_> {
    /// The migration.
    pub fn migration(&self) -> &Migration {
        self.migration
    }

    /// Its down file, relative to the package.
    pub fn file(&self) -> &str {
        self.down.file()
    }

    /// What goes with it.
    pub fn losses(&self) -> &[RevertLoss] {
        &self.losses
    }

    /// How many statements of the down are done already, because it runs outside a transaction and was interrupted.
    pub fn statements_done(&self) -> Option<i64> {
        self.done.as_ref().map(|done| done.statements)
    }
}

/// An applied migration that is not reverted, and so none before it is.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRevert {
    version: i64,
    description: String,
    file: Option<String>,
    reason: RevertRefusal,
}

impl RefusedRevert {
    /// Its version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Its description.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Its file, relative to the package: the down file if there is one; `None` if the program has neither.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// Why not.
    pub fn reason(&self) -> &RevertRefusal {
        &self.reason
    }
}

/// Why a migration is not reverted.
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevertRefusal {
    /// Its file says that there is no way back.
    Irreversible {
        /// The reason that the file gives.
        reason: String,
    },
    /// It has no down.
    NoDown,
    /// It is a squash, which has no down: run, or recorded in the place of the files that it replaces.
    Squash,
    /// A squash replaces it, and the program no longer has its files.
    FilesGone {
        /// The file of the squash.
        squash: String,
    },
    /// The build has not run its down, because the version is trusted.
    Unproved,
    /// It was interrupted on its way there.
    Unfinished {
        /// How many of its statements are done.
        statements: i64,
    },
    /// Rows or values would go.
    Loses(Vec<RevertLoss>),
}
