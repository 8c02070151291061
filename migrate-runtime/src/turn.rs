//! Whose turn it is to run a migration without a transaction, which no lock of SQLite's covers from end to end.

use std::fs::{File, TryLockError};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::error::Error;

const POLL: Duration = Duration::from_millis(5);

/// A lock on an empty file beside the database, which the operating system gives back even after a crash. The file
/// stays, because a lock on a removed file would no longer be seen by those who come later.
pub(crate) struct Turn {
    _lock: Option<File>,
}

impl Turn {
    /// Waits for as long as the connection's busy timeout allows.
    pub(crate) fn take(conn: &Connection) -> Result<Self, Error> {
        // A database in memory belongs to one connection.
        let Some(path) = conn.path().filter(|path| !path.is_empty()) else { return Ok(Self { _lock: None }) };
        let cannot_lock = |_| {
            Error::sqlite(
                "creating the lock file beside the database",
                failure(rusqlite::ffi::SQLITE_CANTOPEN),
            )
        };
        let file = File::options()
            .create(true)
            .append(true)
            .open(format!("{path}-migration"))
            .map_err(cannot_lock)?;
        let timeout: i64 = conn
            .query_row("PRAGMA busy_timeout", [], |row| row.get(0))
            .map_err(|error| Error::sqlite("reading the busy timeout", error))?;
        let timeout = Duration::from_millis(timeout.try_into().unwrap_or(0));
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _lock: Some(file) }),
                Err(TryLockError::WouldBlock) if started.elapsed() < timeout => {
                    std::thread::sleep(POLL);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::sqlite(
                        "another program runs a migration without a transaction",
                        failure(rusqlite::ffi::SQLITE_BUSY),
                    ));
                }
                Err(TryLockError::Error(error)) => return Err(cannot_lock(error)),
            }
        }
    }
}

fn failure(code: i32) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)
}
