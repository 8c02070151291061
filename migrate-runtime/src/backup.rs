//! A copy of a database file, made by SQLite's online backup before anything is changed: <https://sqlite.org/backup.html>.

use std::fmt::Display;
use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup as Copy, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::error::Error;

/// Where a database is copied to before it is changed.
///
/// The copy is a database file like the one that it was made from: `notes.db.backup-20260131T120000.000Z`, with the time in
/// UTC. To restore it, end every program that uses the database, remove `notes.db`, `notes.db-wal` and `notes.db-shm`, and
/// copy it to `notes.db`.
///
/// ```
/// # use migrate_runtime::{Backup, Error, MigrationSet, MigrationVersion};
/// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &mut rusqlite::Connection) -> Result<(), Error> {
/// let report = migrations.runner().backup(Backup::in_directory("backups").keep(5)).apply(db)?;
/// if let Some(copy) = report.backup() {
///     println!("the database from before is {}", copy.display());
/// }
/// # Ok(()) }
/// ```
///
/// A database in memory is never copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    place: Place,
    keep: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Beside,
    Directory(PathBuf),
    File(PathBuf),
}

impl Backup {
    /// Beside the database.
    pub fn beside() -> Self {
        Self { place: Place::Beside, keep: None }
    }

    /// In a directory, which must exist.
    pub fn in_directory(directory: impl AsRef<Path>) -> Self {
        Self { place: Place::Directory(directory.as_ref().to_owned()), keep: None }
    }

    /// In this very file, which must not exist.
    pub fn to(file: impl AsRef<Path>) -> Self {
        Self { place: Place::File(file.as_ref().to_owned()), keep: None }
    }

    /// When the database was changed, removes older copies of it from the same place, so that `count` of them are left, at
    /// least the new one. By default none is removed. What does not bear such a name is never touched.
    pub fn keep(self, count: usize) -> Self {
        Self { keep: Some(count.max(1)), ..self }
    }

    /// Copies the database, page by page, to a file that is not there yet; nothing in memory. `conn` holds the write lock and
    /// has not written yet, so that nobody changes the database meanwhile.
    pub(crate) fn write(&self, conn: &Connection) -> Result<Option<PathBuf>, Error> {
        let Some(database) = file(conn) else {
            return if has_file(conn)? { Err(not_copied(Path::new("?"), &UNREADABLE)) } else { Ok(None) };
        };
        let path = match &self.place {
            Place::File(path) => path.clone(),
            _ => {
                let time: String = conn
                    .query_row("SELECT strftime('%Y%m%dT%H%M%fZ', 'now')", [], |row| row.get(0))
                    .map_err(|error| Error::sqlite("asking for the time", error))?;
                self.directory(database).join(format!("{}{time}", prefix(database)))
            }
        };
        copy(database, &path)?;
        Ok(Some(path))
    }

    /// The change has succeeded: older copies go, if the program wants it so. One that stays does no harm.
    pub(crate) fn prune(&self, conn: &Connection) {
        let (Some(keep), Some(database)) = (self.keep, file(conn)) else { return };
        if matches!(self.place, Place::File(_)) {
            return;
        }
        let (directory, prefix) = (self.directory(database), prefix(database));
        let entries = std::fs::read_dir(&directory).into_iter().flatten().flatten();
        let mut copies: Vec<String> =
            entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        copies.retain(|name| name.strip_prefix(&prefix).is_some_and(is_time));
        copies.sort_unstable();
        let surplus = copies.len().saturating_sub(keep);
        for copy in &copies[..surplus] {
            let _ = std::fs::remove_file(directory.join(copy));
        }
    }

    fn directory(&self, database: &str) -> PathBuf {
        match &self.place {
            Place::Directory(directory) => directory.clone(),
            _ => Path::new(database).parent().unwrap_or(Path::new("")).to_owned(),
        }
    }
}

const UNREADABLE: &str = "the name of the database is not UTF-8";

/// Whether the database has a file, whatever its name is.
fn has_file(conn: &Connection) -> Result<bool, Error> {
    let query = "SELECT length(CAST(file AS BLOB)) > 0 FROM pragma_database_list WHERE name = 'main'";
    conn.query_row(query, [], |row| Ok(row.get::<_, Option<bool>>(0)?.unwrap_or(false)))
        .map_err(|error| Error::sqlite("asking for the file of the database", error))
}

/// The file of a database; `None` in memory.
pub(crate) fn file(conn: &Connection) -> Option<&str> {
    conn.path().filter(|path| !path.is_empty())
}

/// What the names of copies begin with.
fn prefix(database: &str) -> String {
    let name = Path::new(database).file_name().unwrap_or_default().to_string_lossy();
    format!("{name}.backup-")
}

/// Whether it reads like `20260131T120000.000Z`.
fn is_time(text: &str) -> bool {
    let fits = |(byte, form): (u8, u8)| if form == b'0' { byte.is_ascii_digit() } else { byte == form };
    text.len() == TIME.len() && text.bytes().zip(TIME.bytes()).all(fits)
}

const TIME: &str = "00000000T000000.000Z";

fn copy(database: &str, path: &Path) -> Result<(), Error> {
    let failed = |cause: &dyn Display| not_copied(path, cause);
    let file = File::create_new(path).map_err(|error| failed(&error))?;
    // Some builds of SQLite take `file:…` for a URI, of another file; a whole path begins otherwise.
    let whole = std::path::absolute(path).map_err(|error| failed(&error))?;
    let copy = || -> rusqlite::Result<StepResult> {
        // SQLite copies nothing through the connection that writes.
        let from = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut to = Connection::open_with_flags(&whole, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        Copy::new(&from, &mut to)?.step(-1)
    };
    // Whoever must not read the database must not read the copy.
    let protect = || file.set_permissions(std::fs::metadata(database)?.permissions());
    let problem =
        match protect().map_err(|error| failed(&error)).and_then(|()| copy().map_err(|error| failed(&error)))
        {
            Ok(StepResult::Done) => return Ok(()),
            Ok(_) => failed(&"the database is locked"),
            Err(error) => error,
        };
    // Half a copy is none.
    let _ = std::fs::remove_file(path);
    Err(problem)
}

fn not_copied(path: &Path, cause: &dyn Display) -> Error {
    Error::Backup { path: path.to_owned(), cause: cause.to_string() }
}

#[cfg(test)]
mod tests {
    use super::is_time;

    #[test]
    fn only_names_of_copies_are_taken_for_such() {
        assert!(is_time("20260131T120000.000Z"));
        for other in ["", "20260131T120000.000Z.old", "20260131T120000.00Z", "2026-131T120000.000Z", "latest"]
        {
            assert!(!is_time(other), "{other}");
        }
    }
}
