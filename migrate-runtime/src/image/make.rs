//! The image of a database that the build has made.

use rusqlite::{Connection, MAIN_DB, Result, version_number};

use super::Image;
use super::pages::pack;
use crate::record::Recorder;
use crate::set::Set;

/// When the migrations are said to have been applied: two builds of the same files give the same program.
const TIME: &str = "1970-01-01T00:00:00.000Z";

/// SQLite counts a copy into a database that had nothing as the first change of its schema.
const COOKIE: i64 = 1;

impl Image<Vec<u8>> {
    /// Of a database that has the tables of the history, without a row, and all that the set makes. It gets the rows; the `note` is
    /// for the log.
    ///
    /// # Errors
    ///
    /// What SQLite reports.
    pub fn make(conn: &mut Connection, set: &Set, note: Option<&str>) -> Result<Self> {
        let rows: Vec<_> = set.migrations().iter().map(|migration| (migration, 0)).collect();
        let recorder = Recorder::of_existing(conn, set);
        recorder.applied(&rows, note)?;
        if let Some((latest, _)) = rows.last() {
            recorder.compared(latest.version(), COOKIE)?;
        }
        conn.execute_batch(&format!(
            "UPDATE main.schema_migrations SET applied_at = '{TIME}';
             UPDATE main.schema_migration_log SET logged_at = '{TIME}'"
        ))?;
        let page: u32 = conn.pragma_query_value(Some("main"), "page_size", |row| row.get(0))?;
        let page = page as usize;
        let database = conn.serialize(MAIN_DB)?;
        Ok(Self { length: database.len(), page, sqlite: version_number(), packed: pack(&database, page) })
    }
}
