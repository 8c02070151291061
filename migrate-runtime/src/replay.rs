//! Migrations, run in memory to see what they make.

use migrate_token::significant;
use rusqlite::{Connection, ErrorCode};

use crate::apply::apply_unrecorded;
use crate::drift::reading;
use crate::error::Error;
use crate::ledger::TABLES;
use crate::schema::Schema;
use crate::schema::reader::Reader;
use crate::set::{Declared, Migration, MigrationSet, Parts, Set};
use crate::stand_in;
use crate::statement::{Cause, Failure, Observer, Recovery};
use crate::version::MigrationVersion;

/// A database in memory on which the migrations of a set are run, one after the other.
pub(crate) struct Replay<'s> {
    set: &'s Set,
    conn: Connection,
    reader: Reader,
}

impl<'s> Replay<'s> {
    pub(crate) fn new(set: &'s Set) -> Result<Self, Error> {
        let opening = |error| Error::sqlite("opening a database in memory", error);
        let conn = Connection::open_in_memory().map_err(opening)?;
        stand_in::register(&conn, set.declared()).map_err(opening)?;
        Ok(Self { set, conn, reader: Reader::new(TABLES) })
    }

    /// Goes on to the version of the migration, of a set from its first one on. A squash makes the schema that the files
    /// which it replaces have made, so that behind them it is not run.
    pub(crate) fn go_on(&mut self, migration: &Migration) -> Result<(), Error> {
        let is_made = migration.replaces().is_some_and(|replaces| self.set.has_files_of(replaces));
        if is_made { Ok(()) } else { self.run(migration) }
    }

    pub(crate) fn conn(&self) -> &Connection {
        &self.conn
    }

    /// Runs its SQL. A hook cannot change the schema, and is for rows that are not here.
    pub(crate) fn run(&mut self, migration: &Migration) -> Result<(), Error> {
        let (name, program) = (self.set.name().to_owned(), self.set.program().to_owned());
        let parts = Parts { hook: None, ..migration.parts.clone() };
        let alone = Set::owned(name, program, vec![parts.build()]);
        let mut stage = Stage { declared: self.set.declared(), reader: &mut self.reader };
        apply_unrecorded(&alone, &mut self.conn, &mut stage)
    }

    /// The schema behind the migrations that have run.
    pub(crate) fn schema(&mut self) -> Result<Schema, Error> {
        self.reader.refresh(&self.conn).and_then(|_| self.reader.schema(&self.conn)).map_err(reading)
    }
}

/// Does what the build does where only the program has something.
struct Stage<'r> {
    declared: &'r Declared,
    reader: &'r mut Reader,
}

impl Stage<'_> {
    /// Whether a constraint may have failed on a value that stands in for one of the program's functions.
    fn is_made_up(&self, conn: &Connection, failure: &Failure<'_>) -> bool {
        let Cause::Sqlite(error) = &failure.cause else { return false };
        let code = error.sqlite_error_code();
        let is_declared = |sql: &str| {
            significant(sql).filter_map(|token| token.name()).any(|name| {
                self.declared.functions.iter().any(|(function, _)| function.eq_ignore_ascii_case(&name))
            })
        };
        let texts = || -> rusqlite::Result<Vec<String>> {
            let mut statement = conn.prepare("SELECT sql FROM main.sqlite_schema WHERE sql IS NOT NULL")?;
            statement.query_map([], |row| row.get(0))?.collect()
        };
        matches!(code, Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch))
            && (is_declared(failure.statement.text)
                || texts().is_ok_and(|texts| texts.iter().any(|sql| is_declared(sql))))
    }
}

impl Observer for Stage<'_> {
    fn failed(&mut self, conn: &Connection, failure: &Failure<'_>) -> Recovery {
        let is_declared =
            |missing: &str| self.declared.modules.iter().any(|it| it.eq_ignore_ascii_case(missing));
        match stand_in::table(conn, is_declared, failure) {
            Some(stand_in) => {
                self.reader.take_for_virtual(stand_in);
                Recovery::Skip
            }
            // What the build has passed over, because a value of the program's did not fit.
            None if self.is_made_up(conn, failure) => Recovery::Skip,
            None => Recovery::Fail,
        }
    }
}

/// The schema that the set makes at the version.
pub(crate) fn schema_at(set: &Set, version: i64) -> Result<Schema, Error> {
    let mut replay = Replay::new(set)?;
    set.way_to_schema(version).try_for_each(|migration| replay.run(migration))?;
    replay.schema()
}

/// The schemas of a set, version by version: [`MigrationSet::schemas`].
pub struct Schemas<'s> {
    replay: Replay<'s>,
    migrations: std::slice::Iter<'s, Migration>,
}

impl<'s> Iterator for Schemas<'s> {
    type Item = Result<(&'s Migration, Schema), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let migration = self.migrations.next()?;
        let schema = self.replay.go_on(migration).and_then(|()| self.replay.schema());
        if schema.is_err() {
            self.migrations = [].iter();
        }
        Some(schema.map(|schema| (migration, schema)))
    }
}

impl<V: MigrationVersion> MigrationSet<V> {
    /// The schema behind each migration, in order. They are run in memory for that; no database of the program's is needed.
    ///
    /// ```
    /// # use migrate_runtime::{Error, MigrationSet, MigrationVersion};
    /// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>) -> Result<(), Error> {
    /// for schema in migrations.schemas()? {
    ///     let (migration, schema) = schema?;
    ///     println!("{}: {} tables", migration.version(), schema.tables().len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Sqlite`] if no database in memory can be opened. Of an item, `Error::Failed` if its migration cannot be run
    /// there, for want of something that only the program has; it is the last one then.
    pub fn schemas(&self) -> Result<Schemas<'_>, Error> {
        Ok(Schemas { replay: Replay::new(&self.set)?, migrations: self.migrations().iter() })
    }
}
