//! What a database is for, as somebody has stamped it.

use std::fmt;

use rusqlite::{Connection, OptionalExtension as _};

use crate::error::Error;
use crate::ledger;
use crate::set::MigrationSet;
use crate::version::MigrationVersion;

/// What a database is for. Tools ask it before they destroy something: [`MigrationSet::environment`].
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Somebody writes a program with it.
    Development,
    /// Tests run on it.
    Test,
    /// It holds what must not be lost.
    Production,
}

impl Environment {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Development, Self::Test, Self::Production];

    /// Its name, in lower case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Test => "test",
            Self::Production => "production",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<V: MigrationVersion> MigrationSet<V> {
    /// What the database is for, by its last stamp; `None` if nobody has stamped it. It only reads.
    ///
    /// # Errors
    ///
    /// As [`status`](Self::status).
    pub fn environment(&self, conn: &Connection) -> Result<Option<Environment>, Error> {
        let reading = |error| Error::sqlite("reading the migration log", error);
        if !ledger::has_log(conn)? {
            return Ok(None);
        }
        let query = "SELECT message FROM main.schema_migration_log WHERE set_name = '' AND event = 'stamped' ORDER BY id DESC LIMIT 1";
        let name: Option<String> = conn.query_row(query, [], |row| row.get(0)).optional().map_err(reading)?;
        // What a later release calls otherwise is better taken for what needs care.
        let known = |name: String| Environment::ALL.into_iter().find(|it| it.as_str() == name);
        Ok(name.map(|name| known(name).unwrap_or(Environment::Production)))
    }

    /// Stamps the database, for all of its sets, with what it is for. The stamp stands in the log, where it stays when another
    /// one takes its place.
    ///
    /// # Errors
    ///
    /// [`Error::InTransaction`], [`Error::ForeignTable`], [`Error::Busy`] and [`Error::Sqlite`].
    #[cfg(feature = "apply")]
    pub fn stamp(&self, conn: &mut Connection, environment: Environment) -> Result<(), Error> {
        crate::record::stamp(conn, &self.set, environment.as_str())
    }
}
