//! What a set asks of a database without changing it.

use rusqlite::Connection;

use crate::drift::snapshot;
use crate::error::Error;
use crate::foreign::{self, Ledger};
use crate::guard;
use crate::ledger::{self, Head, HistoryEntry};
use crate::needs::{refuse_unmet, unmet};
use crate::plan::{Plan, plan};
use crate::set::MigrationSet;
use crate::source::refuse_stale;
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
        refuse_stale(&self.set)?;
        refuse_unmet(&self.set, conn)?;
        let head = self.check_history(conn)?;
        if !head.is_some_and(|head| guard::cookie(conn).is_ok_and(|cookie| head.has_cookie(cookie))) {
            // Of one moment: another program may have gone back meanwhile.
            let _snapshot = snapshot(conn)?;
            self.check_history(conn)?;
            guard::look(&self.set, conn)?;
        }
        Ok(())
    }

    /// Whether the history is that of the latest version; its newest row, if that alone proves it.
    pub(crate) fn check_history(&self, conn: &Connection) -> Result<Option<Head>, Error> {
        let head = ledger::head(conn, self.name())?;
        if let (Some(newest), Some(head)) = (self.migrations().last(), &head)
            && head.is(newest)
        {
            return Ok(Some(head.clone()));
        }
        let plan = self.plan(conn)?;
        if plan.is_up_to_date() {
            return Ok(None);
        }
        let (set, current, files) = (self.name().to_owned(), plan.current(), plan.files());
        Err(Error::Pending { set, current, files, foreign: self.foreign(conn, current.is_none())? })
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
        plan(&self.set, &ledger::entries(conn, self.name())?, None)
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
        let drift = match self.check_history(conn) {
            Ok(_) => Some(self.drift(conn)?).filter(|drift| !drift.is_empty()),
            Err(_) => None,
        };
        Ok(status(&self.set, history, Around { failures, foreign, drift, unmet: unmet(&self.set, conn)? }))
    }

    /// The history of another tool, of interest to a set without one.
    fn foreign(&self, conn: &Connection, is_new: bool) -> Result<Option<Ledger>, Error> {
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
