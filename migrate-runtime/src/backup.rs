//! A copy of a database file, by SQLite's online backup: <https://sqlite.org/backup.html>.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::error::Error;

/// The name of a copy beside the database, with the time; `None` for a database in memory.
pub(crate) fn beside(conn: &Connection) -> Result<Option<PathBuf>, Error> {
    let Some(path) = file(conn) else { return Ok(None) };
    let time: String = conn
        .query_row("SELECT strftime('%Y%m%dT%H%M%fZ', 'now')", [], |row| row.get(0))
        .map_err(|error| Error::sqlite("asking for the time", error))?;
    Ok(Some(format!("{path}.backup-{time}").into()))
}

/// The file of a database; `None` in memory.
pub(crate) fn file(conn: &Connection) -> Option<&str> {
    conn.path().filter(|path| !path.is_empty())
}

/// Copies the database to a file that is not there yet, page by page. `conn` holds the write lock and has not written yet,
/// so that nobody changes the database meanwhile.
pub(crate) fn write(conn: &Connection, path: &Path) -> Result<(), Error> {
    let failed =
        |cause: &dyn std::fmt::Display| Error::Backup { path: path.to_owned(), cause: cause.to_string() };
    File::create_new(path).map_err(|error| failed(&error))?;
    let copy = || -> rusqlite::Result<StepResult> {
        // SQLite copies nothing through the connection that writes.
        let from =
            Connection::open_with_flags(conn.path().unwrap_or_default(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut to = Connection::open(path)?;
        Backup::new(&from, &mut to)?.step(-1)
    };
    let problem = match copy() {
        Ok(StepResult::Done) => return Ok(()),
        Ok(_) => failed(&"the database is locked"),
        Err(error) => failed(&error),
    };
    // Half a copy is none.
    let _ = std::fs::remove_file(path);
    Err(problem)
}
