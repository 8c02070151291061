//! Whether the schema is still the one that the program was compiled against. It is looked at only where it may have
//! changed: SQLite counts the changes of a schema, and the history remembers the count of the last look.

use rusqlite::Connection;

use crate::drift::{Drift, reading, snapshot};
use crate::error::Error;
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
