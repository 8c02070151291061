//! Migrations, run in memory to see what they make.

use rusqlite::Connection;

use crate::apply::apply_unrecorded;
use crate::drift::reading;
use crate::error::Error;
use crate::ledger::TABLES;
use crate::schema::Schema;
use crate::schema::reader::Reader;
use crate::set::{Migration, Set};

/// A database in memory on which the migrations of a set are run, one after the other.
pub(crate) struct Replay<'s> {
    set: &'s Set,
    conn: Connection,
    reader: Reader,
}

impl<'s> Replay<'s> {
    pub(crate) fn new(set: &'s Set) -> Result<Self, Error> {
        let opening = |error| Error::sqlite("opening a database in memory", error);
        Ok(Self { set, conn: Connection::open_in_memory().map_err(opening)?, reader: Reader::new(TABLES) })
    }

    /// Goes on to the version of the migration, of a set from its first one on. A squash makes the schema that the files
    /// which it replaces have made, so that behind them it is not run.
    pub(crate) fn go_on(&mut self, migration: &Migration) -> Result<(), Error> {
        let is_made = migration.replaces().is_some_and(|replaces| self.set.has_files_of(replaces));
        if is_made { Ok(()) } else { self.run(migration) }
    }

    fn run(&mut self, migration: &Migration) -> Result<(), Error> {
        let (name, program) = (self.set.name().to_owned(), self.set.program().to_owned());
        apply_unrecorded(&Set::owned(name, program, vec![migration.clone()]), &mut self.conn, &mut ())
    }

    /// The schema behind the migrations that have run.
    pub(crate) fn schema(&mut self) -> Result<Schema, Error> {
        self.reader.refresh(&self.conn).and_then(|_| self.reader.schema(&self.conn)).map_err(reading)
    }
}

/// The schema that the set makes at the version.
pub(crate) fn schema_at(set: &Set, version: i64) -> Result<Schema, Error> {
    let mut replay = Replay::new(set)?;
    set.way_to_schema(version).try_for_each(|migration| replay.run(migration))?;
    replay.schema()
}
