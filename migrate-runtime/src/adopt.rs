//! A database that another migration tool has migrated goes on with this set.

use std::fmt;

use rusqlite::Connection;

use crate::baseline::begin;
use crate::drift::live;
use crate::error::Error;
use crate::fit::version_of;
use crate::foreign::{self, Entry, Ledger, Tool};
use crate::guard;
use crate::ledger;
use crate::plan::{Wish, plan};
use crate::record::Recorder;
use crate::schema::Difference;
use crate::set::{Migration, MigrationSet, Set};
use crate::version::MigrationVersion;

/// From which history a database goes on: [`MigrationSet::adopt`].
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adoption {
    set: String,
    ledger: Ledger,
    version: i64,
    adopted: usize,
    pending: usize,
}

impl Adoption {
    /// The set.
    pub fn set(&self) -> &str {
        &self.set
    }

    /// The history of the other tool. Nothing in it has changed.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The version that the database is at.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// How many migrations the other tool had applied.
    pub fn adopted(&self) -> usize {
        self.adopted
    }

    /// How many are still to be applied.
    pub fn pending(&self) -> usize {
        self.pending
    }
}

impl fmt::Display for Adoption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { set, ledger, version, adopted, pending } = self;
        write!(
            f,
            "set `{set}` goes on from {ledger} at version {version}: {adopted} adopted, {pending} pending"
        )
    }
}

/// Why a set cannot go on from another tool's history.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AdoptionRefused {
    /// There is no such history, or it is empty.
    NoHistory,
    /// There are several, and it was not said which.
    Several(Vec<Ledger>),
    /// The other tool says that this version has failed.
    Failed {
        /// As it writes it.
        version: String,
    },
    /// It has applied what the set does not have.
    Unknown {
        /// Its versions, as it writes them.
        versions: Vec<String>,
    },
    /// It counts migrations, and the set no longer has the files of all, because a squash stands for some.
    Uncountable,
    /// It has left out migrations that come before others that it has applied.
    LeftOut {
        /// Their files.
        files: Vec<String>,
        /// The highest version that it has applied.
        current: i64,
    },
    /// The schema is not that of the version that it has applied.
    OtherSchema {
        /// The highest version that it has applied, and its file.
        version: i64,
        /// Its file.
        file: String,
        /// How the database differs from that.
        differences: Vec<Difference>,
        /// The version whose schema the database has, if it is one.
        is: Option<i64>,
    },
}

impl<V: MigrationVersion> MigrationSet<V> {
    /// Goes on from the history of another tool: sqlx, refinery, diesel_migrations or rusqlite_migration.
    ///
    /// What that tool has applied is looked up by its versions, those of rusqlite_migration by their place. The schema has to
    /// be that of the last one, as in [`baseline`](Self::baseline). Then the history is written, with the times that the
    /// other tool has noted. No migration is run and no [`Hook`](crate::Hook) called, and the other history stays as it is. Afterwards only one of the two tools
    /// may migrate the database.
    ///
    /// ```
    /// # use migrate_runtime::{Error, MigrationSet, MigrationVersion};
    /// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &mut rusqlite::Connection) -> Result<(), Error> {
    /// if migrations.status(db)?.foreign().is_some() {
    ///     println!("{}", migrations.adopt(db)?);
    /// }
    /// migrations.apply(db)?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NotAdopted`] with the reason; [`Error::HasHistory`] if the set has a history of its own;
    /// [`Error::Failed`] if a migration cannot be run in memory; [`Error::InTransaction`], [`Error::Busy`],
    /// [`Error::Stale`] and [`Error::Sqlite`].
    pub fn adopt(&self, conn: &mut Connection) -> Result<Adoption, Error> {
        adopt(&self.set, conn, None)
    }

    /// The same from a stated one, where there are several, or its table has another name.
    ///
    /// # Errors
    ///
    /// As [`adopt`](Self::adopt).
    pub fn adopt_from(&self, conn: &mut Connection, ledger: Ledger) -> Result<Adoption, Error> {
        adopt(&self.set, conn, Some(ledger))
    }
}

fn adopt(set: &Set, conn: &Connection, stated: Option<Ledger>) -> Result<Adoption, Error> {
    let transaction = begin(set, conn)?;
    let writing = |error| Error::sqlite("writing the migration history", error);
    let ledger = chosen(set, conn, stated)?;
    let refused = |reason| not_adopted(set, Some(&ledger), reason);
    let entries = foreign::entries(conn, &ledger)?;
    let adopted = mapped(set, &ledger, &entries)?;
    let Some((last, _)) = adopted.last() else { return Err(refused(AdoptionRefused::NoHistory)) };
    refuse_other_schema(set, conn, last, refused)?;
    let recorder = Recorder::new(conn, set, ledger::exists(conn)?).map_err(writing)?;
    for (migration, entry) in &adopted {
        recorder.adopted(migration, entry, &ledger).map_err(writing)?;
    }
    let pending = match plan(set, &ledger::entries(conn, set.name())?, Wish::default()) {
        Ok(plan) => plan.pending().len(),
        Err(Error::OutOfOrder { files, current, .. }) => {
            return Err(refused(AdoptionRefused::LeftOut { files, current }));
        }
        Err(error) => return Err(error),
    };
    if pending == 0 {
        recorder.compared(last.version(), guard::cookie(conn)?).map_err(writing)?;
    }
    transaction.commit().map_err(writing)?;
    let (set, version) = (set.name().to_owned(), last.version());
    Ok(Adoption { set, ledger, version, adopted: adopted.len(), pending })
}

fn not_adopted(set: &Set, ledger: Option<&Ledger>, reason: AdoptionRefused) -> Error {
    Error::NotAdopted { set: set.name().to_owned(), ledger: ledger.cloned(), reason: Box::new(reason) }
}

/// The history to go on from: the stated one, or the only one that there is.
fn chosen(set: &Set, conn: &Connection, stated: Option<Ledger>) -> Result<Ledger, Error> {
    if let Some(ledger) = stated {
        return if foreign::exists(conn, &ledger)? {
            Ok(ledger)
        } else {
            Err(not_adopted(set, Some(&ledger), AdoptionRefused::NoHistory))
        };
    }
    let mut found = foreign::find(conn)?;
    // A number that many programs use for themselves is less than a table.
    if found.len() > 1 {
        found.retain(|ledger| ledger.tool() != Tool::RusqliteMigration);
    }
    match found.len() {
        0 => Err(not_adopted(set, None, AdoptionRefused::NoHistory)),
        1 => Ok(found.remove(0)),
        _ => Err(not_adopted(set, None, AdoptionRefused::Several(found))),
    }
}

/// Each migration that the other tool has applied, in the set's order; a squash for those whose files are gone.
fn mapped<'a>(
    set: &'a Set,
    ledger: &Ledger,
    entries: &'a [Entry],
) -> Result<Vec<(&'a Migration, &'a Entry)>, Error> {
    let refused = |reason| Err(not_adopted(set, Some(ledger), reason));
    if let Some(failed) = entries.iter().find(|entry| entry.has_failed) {
        return refused(AdoptionRefused::Failed { version: failed.version.clone() });
    }
    let number = |entry: &Entry| entry.version.parse::<i64>().ok();
    let find = |entry: &Entry| match ledger.tool() {
        // Its list has no squash: its databases have run what that stands for.
        Tool::RusqliteMigration => {
            let mut listed = set.migrations().iter().filter(|migration| migration.replaces().is_none());
            listed.nth(usize::try_from(number(entry)? - 1).ok()?)
        }
        _ => set.find(number(entry)?),
    };
    let is_counted = ledger.tool() == Tool::RusqliteMigration;
    if is_counted && set.has_lost_files() {
        return refused(AdoptionRefused::Uncountable);
    }
    let numbers: Vec<i64> = if is_counted { Vec::new() } else { entries.iter().filter_map(number).collect() };
    let squashed = set.squashed(&numbers)?;
    let is_known =
        |entry: &&Entry| find(entry).is_some() || number(entry).is_some_and(|it| set.has_replaced(it));
    let unknown = entries.iter().filter(|entry| !is_known(entry));
    let versions: Vec<String> = unknown.map(|entry| entry.version.clone()).collect();
    if !versions.is_empty() {
        return refused(AdoptionRefused::Unknown { versions });
    }
    let mut adopted: Vec<_> = entries.iter().filter_map(|entry| Some((find(entry)?, entry))).collect();
    for (squash, last) in squashed {
        let at = adopted.partition_point(|(known, _)| known.version() < squash.version());
        let is_there = adopted.get(at).is_some_and(|(known, _)| known.version() == squash.version());
        let entry = entries.iter().find(|entry| number(entry) == Some(last));
        if let (Some(entry), false) = (entry, is_there) {
            adopted.insert(at, (squash, entry));
        }
    }
    Ok(adopted)
}

/// Refuses a database that is not what the migrations up to `last` make.
fn refuse_other_schema(
    set: &Set,
    conn: &Connection,
    last: &Migration,
    refused: impl Fn(AdoptionRefused) -> Error,
) -> Result<(), Error> {
    let found = &live(conn)?;
    match version_of(set, conn, found, Some(last.version())) {
        Err(Error::NoBaseline { differences, .. }) => Err(refused(AdoptionRefused::OtherSchema {
            version: last.version(),
            file: last.file().to_owned(),
            differences,
            is: version_of(set, conn, found, None).ok(),
        })),
        other => other.map(drop),
    }
}
