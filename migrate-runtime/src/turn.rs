//! Whose turn it is to run a migration without a transaction, or a backfill, which no lock of SQLite's covers from end to end.

use std::fs::{File, TryLockError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::ffi::{self, SQLITE_BUSY, SQLITE_CANTOPEN};

use crate::backup;
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
        let Some(path) = backup::file(conn) else { return Ok(Self { _lock: None }) };
        let cannot_lock = |error: std::io::Error| {
            failure(SQLITE_CANTOPEN, "creating the lock file beside the database", error.to_string())
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
                    let message = "another program runs a migration outside a transaction";
                    return Err(failure(SQLITE_BUSY, "waiting for its turn", message.to_owned()));
                }
                Err(TryLockError::Error(error)) => return Err(cannot_lock(error)),
            }
        }
    }
}

/// What SQLite would report if the lock were its own.
fn failure(code: i32, doing: &'static str, message: String) -> Error {
    Error::sqlite(doing, rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some(message)))
}
