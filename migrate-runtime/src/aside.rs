//! What is written if that takes no time: nobody shall wait for it, or be refused for it.

use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::backup;

/// Writes something, if nobody is in the way and the database can be written. It is not the program's connection that does,
/// which may wait for a lock, or be told by the program what it may do.
pub(crate) fn write<T>(conn: &Connection, write: impl Fn(&Connection) -> rusqlite::Result<T>) {
    let is_writable = conn.is_readonly("main").is_ok_and(|is_readonly| !is_readonly)
        && conn.pragma_query_value(None, "query_only", |row| row.get(0)).is_ok_and(|is_on: bool| !is_on);
    if !is_writable {
        return;
    }
    let _ = match backup::file(conn) {
        None => write(conn),
        Some(path) => Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .and_then(|other| other.busy_timeout(Duration::ZERO).and_then(|()| write(&other))),
    };
}
