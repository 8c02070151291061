//! What a set asks of a database without changing it.

use rusqlite::Connection;

use crate::error::Error;
use crate::ledger::{self, HistoryEntry};
use crate::plan::{Plan, plan};
use crate::set::MigrationSet;
use crate::source::refuse_stale;
use crate::status::{Status, status};
use crate::version::MigrationVersion;

impl<V: MigrationVersion> MigrationSet<V> {
    /// Whether the database is exactly where the program needs it: for programs that never migrate.
    ///
    /// It only reads, so that a read-only connection will do, and it may stand inside a transaction. A migration
    /// that was edited in comments only is accepted.
    ///
    /// # Errors
    ///
    /// [`Error::Pending`] if something is not applied yet, and the refusals of [`plan`](Self::plan).
    pub fn check(&self, conn: &Connection) -> Result<(), Error> {
        refuse_stale(&self.set)?;
        if let (Some(newest), Some(head)) = (self.migrations().last(), ledger::head(conn, self.name())?)
            && head.is(newest)
        {
            return Ok(());
        }
        let plan = self.plan(conn)?;
        if plan.is_up_to_date() {
            return Ok(());
        }
        Err(Error::Pending { set: self.name().to_owned(), current: plan.current(), files: plan.files() })
    }

    /// What `apply` would run now. It only reads.
    ///
    /// # Errors
    ///
    /// [`Error::Newer`], [`Error::Squashed`], [`Error::Edited`], [`Error::Missing`], [`Error::OutOfOrder`],
    /// [`Error::Interrupted`] and [`Error::ForeignTable`] for a database that `apply` would refuse; [`Error::Busy`] and [`Error::Sqlite`] if
    /// it cannot be read.
    pub fn plan(&self, conn: &Connection) -> Result<Plan<'_>, Error> {
        plan(&self.set, &ledger::entries(conn, self.name())?, None)
    }

    /// The state of every migration, also where `apply` would refuse. It only reads.
    ///
    /// # Errors
    ///
    /// [`Error::ForeignTable`], [`Error::Busy`] and [`Error::Sqlite`] if the history cannot be read.
    pub fn status(&self, conn: &Connection) -> Result<Status, Error> {
        Ok(status(&self.set, ledger::entries(conn, self.name())?))
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
