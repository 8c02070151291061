//! Migrations, run in memory to see what they make.

use rusqlite::Connection;

use crate::apply::apply_unrecorded;
use crate::drift::reading;
use crate::error::Error;
use crate::ledger::TABLES;
use crate::schema::Schema;
use crate::schema::reader::Reader;
use crate::set::{Migration, Set};

/// Runs the set in memory up to a version, and shows the schema behind each migration.
pub(crate) fn replay<'s>(
    set: &'s Set,
    until: i64,
    mut see: impl FnMut(&'s Migration, &Schema),
) -> Result<(), Error> {
    let mut conn =
        Connection::open_in_memory().map_err(|error| Error::sqlite("opening a database in memory", error))?;
    let mut reader = Reader::new(TABLES);
    for migration in set.migrations().iter().take_while(|migration| migration.version() <= until) {
        let one = Set::owned(set.name().to_owned(), set.program().to_owned(), vec![migration.clone()]);
        apply_unrecorded(&one, &mut conn, &mut ())?;
        reader.refresh(&conn).map_err(reading)?;
        see(migration, &reader.schema(&conn).map_err(reading)?);
    }
    Ok(())
}

/// The schema that the set makes at the version.
pub(crate) fn schema_at(set: &Set, version: i64) -> Result<Option<Schema>, Error> {
    let mut last = None;
    replay(set, version, |_, schema| last = Some(schema.clone()))?;
    Ok(last)
}
