//! How a program that never migrates looks at a database.

use rusqlite::Connection;

use crate::drift::snapshot;
use crate::error::Error;
use crate::guard;
use crate::ledger::{self, Head};
use crate::needs::refuse_unmet;
use crate::newer::{Access, NewerDatabase, enter};
use crate::plan::{Plan, Wish, plan};
use crate::set::{Migration, MigrationSet};
use crate::source::refuse_stale;
use crate::version::MigrationVersion;

impl<V: MigrationVersion> MigrationSet<V> {
    /// As [`check`](Self::check), with options.
    ///
    /// ```
    /// # use migrate_runtime::{Error, MigrationSet, MigrationVersion, NewerDatabase};
    /// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &rusqlite::Connection) -> Result<(), Error> {
    /// migrations.checker().newer_database(NewerDatabase::IfCompatible).hold_contracts().check(db)?;
    /// # Ok(()) }
    /// ```
    pub fn checker(&self) -> Checker<'_, V> {
        Checker { set: self, wish: Wish::default() }
    }
}

/// Checks a database with options: [`MigrationSet::checker`].
#[must_use = "a checker does nothing until `check` is called"]
pub struct Checker<'s, V> {
    set: &'s MigrationSet<V>,
    wish: Wish,
}

impl<V: MigrationVersion> Checker<'_, V> {
    /// What becomes of a database that is newer than the program. By default it is [`Error::Newer`].
    pub fn newer_database(mut self, policy: NewerDatabase) -> Self {
        self.wish.newer = policy;
        self
    }

    /// Accepts a database that lacks nothing but migrations of the phase contract: they take away what this program no
    /// longer uses, and what older ones may still need. By default it is [`Error::Pending`].
    pub fn hold_contracts(mut self) -> Self {
        self.wish.holds_after = Some(i64::MIN);
        self
    }

    /// The same, but for contracts up to and including `version`, which have to be applied.
    pub fn hold_contracts_after(mut self, version: V) -> Self {
        self.wish.holds_after = Some(version.number());
        self
    }

    /// Whether the database is where the program needs it, and what the program may do with it. It only reads.
    ///
    /// # Errors
    ///
    /// As [`MigrationSet::check`], but for what the options accept; and [`Error::Held`] if something is pending behind a
    /// contract that is held back.
    pub fn check(&self, conn: &Connection) -> Result<Access, Error> {
        let set = &self.set.set;
        refuse_stale(set)?;
        refuse_unmet(set, conn)?;
        if let Ok((cookie, head)) = guard::cookie_with(conn, || self.set.head_of_latest(conn))
            && head?.is_some_and(|head| head.has_cookie(cookie))
        {
            return Ok(Access::ReadWrite);
        }
        // Of one moment: another program may have gone back meanwhile.
        let snapshot = snapshot(conn)?;
        if self.set.head_of_latest(conn)?.is_some() {
            guard::look(set, conn)?;
            return Ok(Access::ReadWrite);
        }
        let history = ledger::entries(conn, self.set.name())?;
        let plan = plan(set, &history, self.wish)?;
        if !plan.is_up_to_date() {
            return Err(self.set.pending(conn, &plan)?);
        }
        // Of another version, nobody has left the schema here.
        if plan.current() == set.migrations().last().map(Migration::version) {
            guard::look(set, conn)?;
        }
        drop(snapshot);
        enter(set, conn, &plan)?;
        Ok(plan.access)
    }
}

impl<V: MigrationVersion> MigrationSet<V> {
    /// The newest row of the history, if that alone proves that the database is at the latest version.
    pub(crate) fn head_of_latest(&self, conn: &Connection) -> Result<Option<Head>, Error> {
        let Some(newest) = self.migrations().last() else { return Ok(None) };
        Ok(ledger::head(conn, self.name())?.filter(|head| head.is(newest)))
    }

    /// Whether the history is that of the latest version: an error if it is not.
    pub(crate) fn check_history(&self, conn: &Connection) -> Result<(), Error> {
        if self.head_of_latest(conn)?.is_some() {
            return Ok(());
        }
        let plan = self.plan(conn)?;
        if plan.is_up_to_date() { Ok(()) } else { Err(self.pending(conn, &plan)?) }
    }

    /// The refusal of a database on which something is pending.
    fn pending(&self, conn: &Connection, plan: &Plan<'_>) -> Result<Error, Error> {
        let (current, files) = (plan.current(), plan.files());
        let foreign = self.foreign(conn, current.is_none())?;
        Ok(Error::Pending { set: self.name().to_owned(), current, files, foreign })
    }
}
