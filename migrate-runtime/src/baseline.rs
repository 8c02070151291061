//! A database that has the tables of a set and no history of it is taken over.

use std::fmt;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::drift::live;
use crate::error::Error;
use crate::fit::version_of;
use crate::plan::{Wish, plan};
use crate::record::Recorder;
use crate::set::{MigrationSet, Set};
use crate::version::MigrationVersion;
use crate::{guard, ledger};

/// At which version a database was taken over: [`MigrationSet::baseline`].
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    set: String,
    version: i64,
    pending: usize,
}

impl Baseline {
    /// The set.
    pub fn set(&self) -> &str {
        &self.set
    }

    /// The version that the history begins with.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// How many migrations are still to be applied.
    pub fn pending(&self) -> usize {
        self.pending
    }
}

impl fmt::Display for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the database is taken over for set `{}` at version {}", self.set, self.version)?;
        match self.pending {
            0 => f.write_str(", which is the latest"),
            1 => f.write_str("; 1 migration is pending"),
            count => write!(f, "; {count} migrations are pending"),
        }
    }
}

impl<V: MigrationVersion> MigrationSet<V> {
    /// Takes over a database that has the set's tables and no history of it, because another tool or a program made them:
    /// finds the version whose schema it has, and writes the history up to there. No migration is run on it.
    ///
    /// The migrations are run in memory, and behind each of them the schema is compared with that of the database, as
    /// in [`drift`](Self::drift). Where a migration changes rows only, it has run if all rows that it
    /// inserts are there. A squash is found, and not the last of the files that it replaces.
    ///
    /// ```
    /// # use migrate_runtime::{Error, MigrationSet, MigrationVersion};
    /// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &mut rusqlite::Connection) -> Result<(), Error> {
    /// if migrations.history(db)?.is_empty() {
    ///     println!("{}", migrations.baseline(db)?);
    /// }
    /// migrations.apply(db)?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NoBaseline`] with the nearest version if none fits, and [`Error::AmbiguousBaseline`] if several do,
    /// because what is between them changes rows only and inserts none that would show it:
    /// [`baseline_at`](Self::baseline_at) tells which it is. [`Error::UnprovenHooks`] if a [`Hook`](crate::Hook) belongs to
    /// the versions up to there: who states the version answers for what the hook would have done.
    /// [`Error::HasHistory`] if there is a history; [`Error::Failed`] if a migration cannot be run in memory, for want of
    /// a function of the program, say; [`Error::InTransaction`], [`Error::Busy`], [`Error::Stale`] and [`Error::Sqlite`].
    pub fn baseline(&self, conn: &mut Connection) -> Result<Baseline, Error> {
        take_over(&self.set, conn, None)
    }

    /// The same at a stated version, which the schema has to be that of.
    ///
    /// # Errors
    ///
    /// As [`baseline`](Self::baseline): [`Error::NoBaseline`] if the schema is not that of this version.
    pub fn baseline_at(&self, conn: &mut Connection, version: V) -> Result<Baseline, Error> {
        take_over(&self.set, conn, Some(version.number()))
    }
}

/// Writes the history of a database up to the version whose schema it has.
pub fn take_over(set: &Set, conn: &Connection, stated: Option<i64>) -> Result<Baseline, Error> {
    let transaction = begin(set, conn)?;
    let writing = |error| Error::sqlite("writing the migration history", error);
    let found = live(conn)?;
    let version = version_of(set, conn, &found, stated)?;
    let recorder = Recorder::new(conn, set, ledger::exists(conn)?).map_err(writing)?;
    for migration in set.way(version) {
        recorder.taken_over(migration).map_err(writing)?;
    }
    let pending = plan(set, &ledger::entries(conn, set.name())?, Wish::default())?.pending().len();
    if pending == 0 {
        recorder.compared(version, guard::cookie(conn)?).map_err(writing)?;
    }
    transaction.commit().map_err(writing)?;
    Ok(Baseline { set: set.name().to_owned(), version, pending })
}

/// The transaction in which a database without a history gets one; an error if it has one.
pub(crate) fn begin<'c>(set: &Set, conn: &'c Connection) -> Result<Transaction<'c>, Error> {
    if !conn.is_autocommit() {
        return Err(Error::InTransaction);
    }
    crate::source::refuse_stale(set)?;
    let transaction = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)
        .map_err(|error| Error::sqlite("waiting for the lock to take the database over", error))?;
    match ledger::entries(conn, set.name())?.last() {
        None => Ok(transaction),
        Some(entry) => Err(Error::HasHistory { set: set.name().to_owned(), version: entry.version() }),
    }
}
