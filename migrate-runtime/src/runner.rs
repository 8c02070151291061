//! How a program starts applying.

use std::time::Duration;

use rusqlite::Connection;

use crate::apply::{Options, TransactionMode, apply};
use crate::backup::Backup;
use crate::cancel::Cancellation;
use crate::error::Error;
use crate::ledger;
use crate::needs::refuse_unmet;
use crate::newer::NewerDatabase;
use crate::observe::{Observer, Teller};
use crate::plan::{Plan, Wish, plan};
use crate::report::Report;
use crate::set::MigrationSet;
use crate::version::MigrationVersion;

impl<V: MigrationVersion> MigrationSet<V> {
    /// Applies what is pending.
    ///
    /// On a database that is up to date it reads one row, and one for each set that it needs: no lock, no write. If the
    /// schema has changed since it was looked at last, it is compared with that of the program, which is then remembered.
    /// Otherwise it takes the write lock, reads the history again, runs the migrations that are pending in one transaction,
    /// records them, checks the foreign keys of what was touched, and commits. Of several programs that start at once, one
    /// applies and the others wait for as long as their busy timeout allows, and then find nothing to do.
    ///
    /// A backfill runs in transactions of its own, and other programs write in between; it may take long, and goes on where it
    /// was if the call is interrupted.
    ///
    /// The connection's settings (`foreign_keys` and others) are afterwards as they were.
    ///
    /// # Errors
    ///
    /// [`Error::Failed`] and [`Error::ForeignKeys`] if a migration does not work on this database: everything is
    /// rolled back, and the attempt stands in `schema_migration_log`. The same holds of [`Error::Hook`], if a function of the
    /// program fails. [`Error::MissingTables`] if somebody has dropped or
    /// renamed what the applied migrations have made, and [`Error::Drifted`] if the schema at the latest version is not what
    /// the program was compiled against: nothing is applied. [`Error::ReadOnly`], [`Error::InTransaction`]
    /// and [`Error::Busy`] for connections that cannot migrate now. [`Error::Needs`] if another set has to be applied first. And the refusals of [`plan`](Self::plan), before
    /// anything is run.
    pub fn apply(&self, conn: &mut Connection) -> Result<Report, Error> {
        self.runner().apply(conn)
    }

    /// Applies what is pending up to and including `version`. It never goes back.
    ///
    /// # Errors
    ///
    /// As [`apply`](Self::apply), and [`Error::TargetBehind`].
    pub fn apply_to(&self, conn: &mut Connection, version: V) -> Result<Report, Error> {
        self.runner().apply_to(conn, version)
    }

    /// The same, with options.
    ///
    /// ```
    /// # use migrate_runtime::{Error, MigrationSet, MigrationVersion, TransactionMode};
    /// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &mut rusqlite::Connection) -> Result<(), Error> {
    /// migrations.runner().transaction_mode(TransactionMode::PerMigration).apply(db)?;
    /// # Ok(()) }
    /// ```
    pub fn runner(&self) -> Runner<'_, V> {
        Runner { set: self, options: Options::default(), observer: None }
    }
}

/// Applies a set with options: [`MigrationSet::runner`].
#[must_use = "a runner does nothing until `apply` is called"]
pub struct Runner<'s, V> {
    set: &'s MigrationSet<V>,
    options: Options,
    observer: Option<&'s mut dyn Observer>,
}

impl<'s, V: MigrationVersion> Runner<'s, V> {
    /// How many migrations share a transaction. The default is [`TransactionMode::AllInOne`].
    pub fn transaction_mode(mut self, mode: TransactionMode) -> Self {
        self.options.mode = mode;
        self
    }

    /// Copies the database before the first pending migration; by default, no copy is made. If nothing is pending, nor
    /// anything done because the first transaction fails, none is left.
    ///
    /// # Errors
    ///
    /// Of `apply`, [`Error::Backup`] then: nothing is applied to a database that cannot be copied.
    pub fn backup(mut self, backup: Backup) -> Self {
        self.options.backup = Some(backup);
        self
    }

    /// Goes on where the schema is not what the migrations make, because somebody has changed it. By default that is
    /// [`Error::Drifted`], because the program was compiled against another schema.
    pub fn allow_drift(mut self) -> Self {
        self.options.allows_drift = true;
        self
    }

    /// Runs each migration also on a new database.
    ///
    /// By default, one that has nothing of the set gets what the migrations leave at once, the schema, its rows and the whole
    /// history, where the build has proved that this is the same: no hook, no function or collation of the program, no
    /// virtual table, no PRAGMA, no file without a transaction or in rounds, no statement without effect on an empty
    /// database, and no rows that depend on the time, on chance, or are longer than the files. Each migration is run, too,
    /// in [`TransactionMode::PerMigration`], up to another version than the latest, and if an [observer](Self::observer)
    /// wants to hear of each statement. The log says which it was.
    pub fn replay(mut self) -> Self {
        self.options.replays = true;
        self
    }

    /// Tells what happens.
    pub fn observer(mut self, observer: &'s mut dyn Observer) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Stops when the caller says so, with [`Error::Cancelled`]; also while it waits for a lock, unless the connection has a
    /// busy handler of its own, which decides then.
    pub fn cancellation(mut self, cancellation: &Cancellation) -> Self {
        self.options.cancellation = Some(cancellation.clone());
        self
    }

    /// Waits so long for another program that migrates, writes or reads, and longer if the connection's own busy timeout or
    /// busy handler does. By default that alone counts.
    ///
    /// Each lock is waited for anew. A statement that takes a lock for itself, because its file runs outside a transaction,
    /// waits as long as the connection does.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.options.lock_timeout = timeout;
        self
    }

    /// Applies no migration of the phase contract, nor what is pending behind one: programs of an earlier release may still need
    /// what it takes away. [`Report::held`] names them, and `status` shows them as [`State::Held`](crate::State::Held); an `apply`
    /// without this option, by a later release or an operator's tool, lets them through.
    ///
    /// # Errors
    ///
    /// Of `apply`, [`Error::Held`] if something else is pending behind one: this program needs it.
    pub fn hold_contracts(mut self) -> Self {
        self.options.holds_after = Some(i64::MIN);
        self
    }

    /// The same, but for contracts up to and including `version`, which are let through: no program runs any more that needs
    /// what they take away.
    pub fn hold_contracts_after(mut self, version: V) -> Self {
        self.options.holds_after = Some(version.number());
        self
    }

    /// What becomes of a database that is newer than the program: to which a later release has applied migrations. By default
    /// it is [`Error::Newer`]. [`Report::access`] says what the program may do then.
    pub fn newer_database(mut self, policy: NewerDatabase) -> Self {
        self.options.newer = policy;
        self
    }

    /// What [`apply`](Self::apply) would run now, with these options. It only reads.
    ///
    /// # Errors
    ///
    /// As [`MigrationSet::plan`], and [`Error::Held`].
    pub fn plan(&self, conn: &Connection) -> Result<Plan<'s>, Error> {
        self.planned(conn, None)
    }

    /// What [`apply_to`](Self::apply_to) would run now, with these options. It only reads.
    ///
    /// # Errors
    ///
    /// As [`plan`](Self::plan), and [`Error::TargetBehind`].
    pub fn plan_to(&self, conn: &Connection, version: V) -> Result<Plan<'s>, Error> {
        self.planned(conn, Some(version.number()))
    }

    fn planned(&self, conn: &Connection, target: Option<i64>) -> Result<Plan<'s>, Error> {
        let set = &self.set.set;
        refuse_unmet(set, conn)?;
        let (holds_after, newer) = (self.options.holds_after, self.options.newer);
        plan(set, &ledger::entries(conn, set.name())?, Wish { target, holds_after, newer })
    }

    /// As [`MigrationSet::apply`].
    ///
    /// # Errors
    ///
    /// The same, and those of the options.
    pub fn apply(self, conn: &mut Connection) -> Result<Report, Error> {
        self.run(conn, None)
    }

    /// As [`MigrationSet::apply_to`].
    ///
    /// # Errors
    ///
    /// The same, and those of the options.
    pub fn apply_to(self, conn: &mut Connection, version: V) -> Result<Report, Error> {
        self.run(conn, Some(version.number()))
    }

    fn run(self, conn: &mut Connection, target: Option<i64>) -> Result<Report, Error> {
        let set = &self.set.set;
        let Some(observer) = self.observer else { return apply(set, conn, target, self.options, &mut ()) };
        let mut teller = Teller::new(observer, set.name());
        let outcome = apply(set, conn, target, self.options, &mut teller);
        outcome.inspect_err(|error| teller.failed(error))
    }
}
