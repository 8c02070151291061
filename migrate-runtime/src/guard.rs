//! Whether the schema is still the one that the program was compiled against. It is looked at only where it may have
//! changed: SQLite counts the changes of a schema, and the history remembers the count of the last look.

use rusqlite::Connection;

#[cfg(feature = "apply")]
use crate::aside;
use crate::drift::{Drift, reading, snapshot};
use crate::error::Error;
#[cfg(feature = "apply")]
use crate::record::Recorder;
use crate::reflection;
use crate::schema::texts::are_those_behind;
use crate::set::{Migration, Set};

/// A look at the schema, and when it was.
#[cfg_attr(not(feature = "apply"), expect(dead_code, reason = "who only checks remembers nothing"))]
pub(crate) struct Look {
    /// What is more than there should be.
    pub(crate) drift: Drift,
    pub(crate) cookie: i64,
    /// Whether it is the very schema that the build has seen, and there is no other.
    is_as_built: bool,
}

#[cfg(feature = "apply")]
impl Look {
    /// So that the next one need not look.
    pub(crate) fn record(&self, recorder: &Recorder<'_>, latest: &Migration) -> rusqlite::Result<()> {
        if self.is_as_built {
            recorder.as_built(latest, self.cookie)
        } else {
            recorder.compared(latest.version(), self.cookie)
        }
    }
}

/// Looks at a database that is at the latest version of the set.
///
/// # Errors
///
/// [`Error::Drifted`] if the program cannot work with what there is.
pub(crate) fn look(set: &Set, conn: &Connection) -> Result<Look, Error> {
    let _snapshot = snapshot(conn)?;
    let cookie = cookie(conn)?;
    let latest = set.migrations().last();
    let version = latest.map_or(0, Migration::version);
    let is_as_built = are_those_behind(conn, latest);
    // Nothing is expected of what is known.
    let expected = set.schema().filter(|_| !is_as_built);
    let drift = Drift::read(set, version, expected, conn)?;
    if drift.is_compatible() {
        Ok(Look { drift, cookie, is_as_built })
    } else {
        Err(Error::Drifted(Box::new(drift)))
    }
}

/// What SQLite counts up whenever the schema changes: <https://sqlite.org/pragma.html#pragma_schema_version>.
pub(crate) fn cookie(conn: &Connection) -> Result<i64, Error> {
    conn.query_row(COOKIE, [], |row| row.get(0)).map_err(reading)
}

/// The same, and what `read` finds of the history in that moment.
///
/// The lock of a statement lasts until it has come to its end, and this one needs nothing of the schema: SQLite takes one lock for it,
/// for the schema that `read` needs, and for what it reads. Apart, they would take three, which is most of what a start costs.
pub(crate) fn cookie_with<T>(conn: &Connection, read: impl FnOnce() -> T) -> Result<(i64, T), Error> {
    let mut statement = conn.prepare(COOKIE).map_err(reading)?;
    let mut rows = statement.query([]).map_err(reading)?;
    let row = rows.next().map_err(reading)?.ok_or_else(|| reading(rusqlite::Error::QueryReturnedNoRows))?;
    let cookie = row.get(0).map_err(reading)?;
    Ok((cookie, read()))
}

const COOKIE: &str = "PRAGMA main.schema_version";

/// Remembers a look, if that takes no time: to look again costs little.
#[cfg(feature = "apply")]
pub(crate) fn remember(conn: &Connection, set: &Set, latest: &Migration, look: &Look) {
    aside::write(conn, |conn| look.record(&Recorder::of_existing(conn, set), latest));
}

/// Refuses a database that lacks tables or columns of an earlier version, at which it stays for a while. The build has left
/// no more of that than their names.
///
/// # Errors
///
/// [`Error::MissingTables`].
pub(crate) fn refuse_missing(set: &Set, conn: &Connection, version: i64) -> Result<(), Error> {
    let missing = reflection::missing(conn, set.way_to_schema(version)).map_err(reading)?;
    if missing.is_empty() {
        return Ok(());
    }
    Err(Error::MissingTables { set: set.name().to_owned(), version, missing })
}
