//! The log of attempts, as it is read. `record` writes it.

use std::fmt;

use rusqlite::Connection;

use crate::error::Error;
use crate::ledger;
use crate::set::MigrationSet;
use crate::version::MigrationVersion;

/// What has become of a migration: an event of the log.
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogEvent {
    /// It was applied.
    Applied,
    /// The database was taken over with it.
    Baseline,
    /// It was taken over from another tool.
    Adopted,
    /// It was recorded, because the database had run the files that it replaces.
    Squashed,
    /// Its text had changed in comments, and the history has the new checksum.
    Realigned,
    /// It was reverted.
    Reverted,
    /// The schema at this version, or the history, got back what it had lost.
    Repaired,
    /// It was held back.
    Held,
    /// The caller has stopped it.
    Cancelled,
    /// It has failed, forwards or backwards.
    Failed,
    /// Something that only a newer release of this crate knows.
    Unknown,
}

impl LogEvent {
    const ALL: [Self; 10] = [
        Self::Applied,
        Self::Baseline,
        Self::Adopted,
        Self::Squashed,
        Self::Realigned,
        Self::Reverted,
        Self::Repaired,
        Self::Held,
        Self::Cancelled,
        Self::Failed,
    ];

    /// As the log has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Baseline => "baseline",
            Self::Adopted => "adopted",
            Self::Squashed => "squashed",
            Self::Realigned => "realigned",
            Self::Reverted => "reverted",
            Self::Repaired => "repaired",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|event| event.as_str() == text).unwrap_or(Self::Unknown)
    }
}

impl fmt::Display for LogEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A row of `schema_migration_log`: an attempt, and what came of it.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    at: String,
    version: i64,
    event: LogEvent,
    file: String,
    execution_ms: Option<i64>,
    statement: Option<i64>,
    line: Option<i64>,
    message: Option<String>,
    program: String,
    sqlite_version: String,
}

impl LogEntry {
    /// When: UTC, as in `2026-01-31T12:00:00.000Z`.
    pub fn at(&self) -> &str {
        &self.at
    }

    /// The version of the migration.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// What has become of it.
    pub fn event(&self) -> LogEvent {
        self.event
    }

    /// Its file; that of the down, if it was to be reverted.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// How long it ran, in milliseconds, if it did to the end.
    pub fn execution_ms(&self) -> Option<i64> {
        self.execution_ms
    }

    /// The statement that has failed, counted from 1.
    pub fn statement(&self) -> Option<i64> {
        self.statement
    }

    /// The line on which it begins, counted from 1.
    pub fn line(&self) -> Option<i64> {
        self.line
    }

    /// The whole text of the error; of another event, what there is to say: where a migration was adopted from, the steps of a
    /// repair, how far a backfill has come, that what a migration makes was made at once with that of all others.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The program that has tried: its package and version.
    pub fn program(&self) -> &str {
        &self.program
    }

    /// The version of SQLite that it was linked with.
    pub fn sqlite_version(&self) -> &str {
        &self.sqlite_version
    }
}

impl<V: MigrationVersion> MigrationSet<V> {
    /// Every attempt to apply, revert, take over or repair the set in this database, oldest first. It only reads.
    ///
    /// ```
    /// # use migrate_runtime::{Error, LogEvent, MigrationSet, MigrationVersion};
    /// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &rusqlite::Connection) -> Result<(), Error> {
    /// for entry in migrations.log(db)?.iter().filter(|entry| entry.event() == LogEvent::Failed) {
    ///     eprintln!("{} {}", entry.at(), entry.message().unwrap_or_default());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`status`](Self::status).
    pub fn log(&self, conn: &Connection) -> Result<Vec<LogEntry>, Error> {
        let reading = |error| Error::sqlite("reading the migration log", error);
        if !ledger::has_log(conn)? {
            return Ok(Vec::new());
        }
        let query = "SELECT logged_at, version, event, file, execution_ms, statement, line, message, program, sqlite_version \
                     FROM main.schema_migration_log WHERE set_name = ?1 ORDER BY id";
        let mut statement = conn.prepare(query).map_err(reading)?;
        let rows = statement.query_map([self.name()], |row| {
            Ok(LogEntry {
                at: row.get(0)?,
                version: row.get(1)?,
                event: LogEvent::parse(&row.get::<_, String>(2)?),
                file: row.get(3)?,
                execution_ms: row.get(4)?,
                statement: row.get(5)?,
                line: row.get(6)?,
                message: row.get(7)?,
                program: row.get(8)?,
                sqlite_version: row.get(9)?,
            })
        });
        rows.map_err(reading)?.collect::<Result<_, _>>().map_err(reading)
    }
}
