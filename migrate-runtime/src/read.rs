//! What a set asks of a database without changing it.

use rusqlite::Connection;

use crate::drift::snapshot;
use crate::error::Error;
use crate::foreign::{self, Ledger};
use crate::ledger::{self, HistoryEntry};
use crate::needs::{refuse_unmet, unmet};
use crate::plan::{Plan, Wish, plan};
use crate::set::{Migration, MigrationSet};
use crate::status::{Around, Status, status};
use crate::version::MigrationVersion;

impl<V: MigrationVersion> MigrationSet<V> {
    /// Whether the database is exactly where the program needs it: for programs that never migrate.
    ///
    /// It only reads, so that a read-only connection will do, and it may stand inside a transaction. A migration
    /// that was edited in comments only is accepted, and so are additions that take nothing from the program
    /// ([`Drift::is_compatible`](crate::Drift::is_compatible)). The schema is looked at only if it has changed since the
    /// database was migrated.
    ///
    /// # Errors
    ///
    /// [`Error::Needs`] if another set has to be applied before, [`Error::Pending`] if something is not applied yet, the refusals of [`plan`](Self::plan), and [`Error::Drifted`] if
    /// something is not there any more that the program was compiled against.
    pub fn check(&self, conn: &Connection) -> Result<(), Error> {
        self.checker().check(conn).map(drop)
    }

    /// What `apply` would run now. It only reads.
    ///
    /// # Errors
    ///
    /// [`Error::Needs`], [`Error::Newer`], [`Error::Squashed`], [`Error::Edited`], [`Error::Missing`], [`Error::OutOfOrder`],
    /// [`Error::Interrupted`], [`Error::Reverting`] and [`Error::ForeignTable`] for a database that `apply` would refuse;
    /// [`Error::Busy`] and [`Error::Sqlite`] if
    /// it cannot be read.
    pub fn plan(&self, conn: &Connection) -> Result<Plan<'_>, Error> {
        refuse_unmet(&self.set, conn)?;
        plan(&self.set, &ledger::entries(conn, self.name())?, Wish::default())
    }

    /// The state of every migration, also where `apply` would refuse; what has failed; and, of a database at the latest
    /// version, how its schema differs. It only reads.
    ///
    /// # Errors
    ///
    /// [`Error::ForeignTable`], [`Error::Busy`] and [`Error::Sqlite`] if the history cannot be read.
    pub fn status(&self, conn: &Connection) -> Result<Status, Error> {
        let _snapshot = snapshot(conn)?;
        let history = ledger::entries(conn, self.name())?;
        let foreign = self.foreign(conn, history.is_empty())?;
        let failures = ledger::failures(conn, self.name())?;
        let held = ledger::held(conn, self.name())?;
        let drift = match self.check_history(conn) {
            Ok(()) => Some(self.drift(conn)?),
            // Where all that is pending is held back, the database stays where it is, as long as that can be looked at.
            Err(Error::Pending { .. }) if self.is_waiting(conn, &held) => self.drift(conn).ok(),
            Err(_) => None,
        };
        let drift = drift.filter(|drift| !drift.is_empty());
        let unmet = unmet(&self.set, conn)?;
        Ok(status(&self.set, history, Around { failures, held, foreign, drift, unmet }))
    }

    /// Whether nothing is pending but what is held back.
    fn is_waiting(&self, conn: &Connection, held: &[i64]) -> bool {
        let is_held = |migration: &&Migration| held.contains(&migration.version());
        self.plan(conn).is_ok_and(|plan| plan.current().is_some() && plan.pending().iter().all(is_held))
    }

    /// The history of another tool, of interest to a set without one.
    pub(crate) fn foreign(&self, conn: &Connection, is_new: bool) -> Result<Option<Ledger>, Error> {
        if is_new { foreign::of_set(conn, &self.set) } else { Ok(None) }
    }

    /// The set's rows in `schema_migrations`, ascending by version. It only reads.
    ///
    /// # Errors
    ///
    /// As [`status`](Self::status).
    pub fn history(&self, conn: &Connection) -> Result<Vec<HistoryEntry>, Error> {
        ledger::entries(conn, self.name())
    }
}
