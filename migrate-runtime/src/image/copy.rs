//! A connection to a copy of the image.

use std::io::{self, Read};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, MAIN_DB, version_number};

use super::Image;
use super::pages::unpack;
use crate::apply::cannot;
use crate::error::Error;
use crate::set::MigrationSet;
use crate::source::refuse_stale;
use crate::version::MigrationVersion;

impl<V: MigrationVersion> MigrationSet<V> {
    /// A new database in memory to which all migrations are applied, for tests: what `Connection::open_in_memory` and
    /// [`apply`](Self::apply) give, copied from pages that the build has embedded.
    ///
    /// ```
    /// # use migrate_runtime::{Error, MigrationSet, MigrationVersion};
    /// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>) -> Result<(), Error> {
    /// let db = migrations.in_memory()?; // one for each test; no two have anything in common
    /// migrations.check(&db)?;
    /// # Ok(()) }
    /// ```
    ///
    /// No migration is run: it takes as long as the pages take to be copied. The history says that the program has applied all
    /// of them, at `1970-01-01T00:00:00.000Z`, in no time.
    ///
    /// The build embeds the pages if it can prove that every run leaves the same: no [hook](crate::Hook), no need of another
    /// set, no value that depends on the time, on chance or on a function of the program, and packed no more than 8 MiB.
    /// Otherwise, and where the program links a release of SQLite that is older than that of the build, the migrations are
    /// applied here.
    ///
    /// The connection has nothing of what the program registers on its own. It can do so now, unless a migration has use for
    /// it: then it opens a database itself, registers that, and calls `apply`.
    ///
    /// # Errors
    ///
    /// Those of [`apply`](Self::apply), where the migrations are run; and [`Error::Stale`].
    pub fn in_memory(&self) -> Result<Connection, Error> {
        refuse_stale(&self.set)?;
        // What SQLite may have against a copy is not told: the migrations run.
        if let Some(db) = self.set.image().and_then(|image| image.copy().ok().flatten()) {
            return Ok(db);
        }
        let mut db = Connection::open_in_memory().map_err(cannot("opening a database in memory"))?;
        self.apply(&mut db)?;
        Ok(db)
    }
}

impl<B: AsRef<[u8]>> Image<B> {
    /// A database in memory like any other, and not one that SQLite has deserialized: that one takes every journal mode, and no
    /// more than 1 GiB. `None` where the linked SQLite may not know what stands in the schema, because it is older.
    ///
    /// # Errors
    ///
    /// What SQLite reports.
    pub fn copy(&self) -> rusqlite::Result<Option<Connection>> {
        if version_number() < self.sqlite {
            return Ok(None);
        }
        let mut pages = Connection::open_in_memory()?;
        pages.deserialize_read_exact(MAIN_DB, Packed(self), self.length, true)?;
        let mut db = Connection::open_in_memory()?;
        let step = Backup::new(&pages, &mut db)?.step(-1)?;
        Ok((step == StepResult::Done).then_some(db))
    }
}

/// Reads as the database.
struct Packed<'a, B>(&'a Image<B>);

impl<B: AsRef<[u8]>> Read for Packed<'_, B> {
    /// All of it: who reads exactly so many bytes asks once.
    fn read(&mut self, database: &mut [u8]) -> io::Result<usize> {
        unpack(self.0.packed.as_ref(), self.0.page, database).ok_or(io::ErrorKind::InvalidData)?;
        Ok(database.len())
    }
}
