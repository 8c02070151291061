//! Whether the schema is still the one that the program was compiled against. It is looked at only where it may have
//! changed: SQLite counts the changes of a schema, and the history remembers the count of the last look.

#[cfg(feature = "apply")]
use std::time::Duration;

use rusqlite::Connection;
#[cfg(feature = "apply")]
use rusqlite::OpenFlags;

#[cfg(feature = "apply")]
use crate::backup;
use crate::drift::{Drift, reading, snapshot};
use crate::error::Error;
#[cfg(feature = "apply")]
use crate::record::Recorder;
use crate::set::{Migration, Set};

/// A look at the schema, and when it was.
#[cfg_attr(not(feature = "apply"), expect(dead_code, reason = "who only checks remembers nothing"))]
pub(crate) struct Look {
    /// What is more than there should be.
    pub(crate) drift: Drift,
    pub(crate) cookie: i64,
}

/// Looks at a database that is at the latest version of the set.
///
/// # Errors
///
/// [`Error::Drifted`] if the program cannot work with what there is.
pub(crate) fn look(set: &Set, conn: &Connection) -> Result<Look, Error> {
    let _snapshot = snapshot(conn)?;
    let cookie = cookie(conn)?;
    let version = set.migrations().last().map_or(0, Migration::version);
    let drift = Drift::read(set, version, set.schema(), conn)?;
    if drift.is_compatible() { Ok(Look { drift, cookie }) } else { Err(Error::Drifted(Box::new(drift))) }
}

/// What SQLite counts up whenever the schema changes: <https://sqlite.org/pragma.html#pragma_schema_version>.
pub(crate) fn cookie(conn: &Connection) -> Result<i64, Error> {
    conn.query_row("PRAGMA main.schema_version", [], |row| row.get(0)).map_err(reading)
}

/// Remembers a look, if that takes no time: to look again costs little, and nobody shall wait for it. So it is not the
/// program's connection that writes, which may wait for a lock.
#[cfg(feature = "apply")]
pub(crate) fn remember(conn: &Connection, set: &Set, version: i64, cookie: i64) {
    let write = |conn: &Connection| Recorder::of_existing(conn, set).compared(version, cookie);
    let is_writable = conn.is_readonly("main").is_ok_and(|is_readonly| !is_readonly)
        && conn.pragma_query_value(None, "query_only", |row| row.get(0)).is_ok_and(|is_on: bool| !is_on);
    let _ = match backup::file(conn) {
        _ if !is_writable => return,
        None => write(conn),
        Some(path) => Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .and_then(|other| other.busy_timeout(Duration::ZERO).and_then(|()| write(&other))),
    };
}
