//! The two tables that the engine keeps in a database, as they are read. `record` writes them.
//!
//! `main.` is part of every name: a temporary table must not stand in for the history.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::Error;
use crate::set::{Digest, Migration};

/// The history: one row per applied migration.
pub const HISTORY: &str = "schema_migrations";
/// Every attempt, append-only.
pub const LOG: &str = "schema_migration_log";

/// Both: no part of anybody's schema.
pub const TABLES: &[&str] = &[HISTORY, LOG];

/// The columns of the history. A table that lacks one of them is not ours.
const COLUMNS: [&str; 16] = [
    "set_name",
    "version",
    "description",
    "checksum",
    "chain",
    "meaning",
    "applied_at",
    "execution_ms",
    "kind",
    "program",
    "statements_done",
    "done_fingerprint",
    "schema_cookie",
    "schema_texts",
    "hook",
    "compatible_with",
];

/// The columns of the log.
const LOG_COLUMNS: [&str; 12] = [
    "id",
    "logged_at",
    "set_name",
    "version",
    "event",
    "file",
    "execution_ms",
    "statement",
    "line",
    "message",
    "program",
    "sqlite_version",
];

/// How a version came to be in the history.
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Its SQL was run.
    Applied,
    /// Another migration tool had applied it, and the set goes on from there.
    Adopted,
    /// The database had the schema of a version from it on, and was taken over.
    Baseline,
    /// It replaces files that this database had run: what it makes was there, and its SQL was not run.
    Squashed,
    /// It runs outside a transaction, or in rounds, and was interrupted: some of it is done.
    Running,
    /// Its down runs outside a transaction and was interrupted: some of its statements are done.
    Reverting,
}

impl Kind {
    /// As the history has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Adopted => "adopted",
            Self::Baseline => "baseline",
            Self::Squashed => "squashed",
            Self::Running => "running",
            Self::Reverting => "reverting",
        }
    }

    fn parse(text: &str) -> Self {
        [Self::Adopted, Self::Baseline, Self::Running, Self::Reverting, Self::Squashed]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .unwrap_or(Self::Applied)
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// A row of the history.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    pub(crate) version: i64,
    pub(crate) description: String,
    pub(crate) checksum: String,
    pub(crate) meaning: String,
    pub(crate) applied_at: String,
    pub(crate) execution_ms: i64,
    pub(crate) kind: Kind,
    pub(crate) program: String,
    pub(crate) hook: Option<String>,
    pub(crate) compatible_with: Option<i64>,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) done: Done,
}

/// How far a file without a transaction has come, or [`BackfillProgress`](crate::BackfillProgress).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) statements: i64,
    /// A hash of the text of those statements, to see whether they are still the same.
    pub(crate) fingerprint: String,
}

impl HistoryEntry {
    /// Whether all of the migration is done: it was interrupted neither on the way there nor on the way back.
    pub(crate) fn is_whole(&self) -> bool {
        !matches!(self.kind, Kind::Running | Kind::Reverting)
    }

    /// The migration's version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Its description when it was applied.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// SHA-256 of the text that was applied, as 64 hexadecimal digits.
    pub fn checksum(&self) -> &str {
        &self.checksum
    }

    /// When it was applied: UTC, as in `2026-01-31T12:00:00.000Z`.
    pub fn applied_at(&self) -> &str {
        &self.applied_at
    }

    /// How long it ran, in milliseconds.
    pub fn execution_ms(&self) -> i64 {
        self.execution_ms
    }

    /// How it came to be here.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The program that applied it: its package and version.
    pub fn program(&self) -> &str {
        &self.program
    }

    /// The function that was called behind its SQL, as that program has written it; `None` if none was.
    pub fn hook(&self) -> Option<&str> {
        self.hook.as_deref()
    }

    /// The oldest version of programs that can work with the database behind it, as its file has said.
    pub fn compatible_with(&self) -> Option<i64> {
        self.compatible_with
    }

    /// Whether the text that was applied is this one.
    pub(crate) fn has_checksum(&self, checksum: Digest) -> bool {
        checksum.is(&self.checksum)
    }

    /// Whether the text that was applied differs from this one at most in comments and white space.
    pub(crate) fn has_meaning(&self, meaning: Digest) -> bool {
        meaning.is(&self.meaning)
    }
}

/// An attempt to apply a migration that failed, as the log has it.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedAttempt {
    pub(crate) at: String,
    pub(crate) message: String,
    pub(crate) program: String,
}

impl FailedAttempt {
    /// When it failed: UTC, as in `2026-01-31T12:00:00.000Z`.
    pub fn at(&self) -> &str {
        &self.at
    }

    /// The whole text of the error, with the statement and the line.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The program that tried: its package and version.
    pub fn program(&self) -> &str {
        &self.program
    }
}

/// The newest row of a set: all that a start on an unchanged database reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    version: i64,
    chain: String,
    /// How far it has come, if it is not finished.
    done: Option<String>,
    /// The cookie of the schema when it was last found to be that of the version.
    cookie: Option<i64>,
    /// The number of all its texts then, if it was the very one that the build has seen.
    texts: Option<i64>,
}

impl Head {
    /// The head of a database at which `migration` is the last one that was applied.
    #[cfg(feature = "apply")]
    pub(crate) fn after(migration: &Migration) -> Self {
        Self {
            version: migration.version(),
            chain: migration.chain().to_string(),
            done: None,
            cookie: None,
            texts: None,
        }
    }

    /// The highest version of the history.
    pub(crate) const fn version(&self) -> i64 {
        self.version
    }

    /// Whether a history with the one head is where that with the other was. The cookie may have been written since.
    #[cfg(feature = "apply")]
    pub(crate) fn are_where(one: Option<&Self>, other: Option<&Self>) -> bool {
        one.map(Self::place) == other.map(Self::place)
    }

    #[cfg(feature = "apply")]
    fn place(&self) -> (i64, &str, Option<&str>) {
        (self.version, &self.chain, self.done.as_deref())
    }

    pub(crate) fn is(&self, migration: &Migration) -> bool {
        self.version == migration.version() && migration.chain().is(&self.chain)
    }

    /// Whether nobody has changed the schema since it was compared.
    pub(crate) fn has_cookie(&self, cookie: i64) -> bool {
        self.cookie == Some(cookie)
    }

    /// Whether it is the very schema that the build has seen behind the migration, and there is no other.
    #[cfg(feature = "apply")]
    pub(crate) fn is_as_built(&self, migration: &Migration, cookie: i64) -> bool {
        self.has_cookie(cookie)
            && self.is(migration)
            && self.texts == Some(migration.parts.texts.cast_signed())
    }
}

/// The newest row of the set; `None` if there is none or no table that could hold one.
pub(crate) fn head(conn: &Connection, set: &str) -> Result<Option<Head>, Error> {
    // A failure is not looked into here: whatever it is, `entries` meets it again and names it.
    let query = "SELECT version, chain, done_fingerprint, schema_cookie, schema_texts FROM main.schema_migrations WHERE set_name = ?1 ORDER BY version DESC LIMIT 1";
    let Ok(mut statement) = conn.prepare(query) else { return Ok(None) };
    statement
        .query_row([set], |row| {
            // Another value than a number is none that was remembered.
            let (cookie, texts) = (row.get(3).unwrap_or_default(), row.get(4).unwrap_or_default());
            Ok(Head { version: row.get(0)?, chain: row.get(1)?, done: row.get(2)?, cookie, texts })
        })
        .optional()
        .map_err(|error| Error::sqlite("reading the migration history", error))
}

/// The highest version of the set that is applied, whatever this program knows of that set.
pub(crate) fn current(conn: &Connection, set: &str) -> Result<Option<i64>, Error> {
    if !exists(conn)? {
        return Ok(None);
    }
    let query = "SELECT max(version) FROM main.schema_migrations WHERE set_name = ?1 AND kind <> 'running'";
    conn.query_row(query, [set], |row| row.get(0))
        .map_err(|error| Error::sqlite("reading the migration history", error))
}

/// Every row of the set, ascending by version; none if there is no table yet.
pub(crate) fn entries(conn: &Connection, set: &str) -> Result<Vec<HistoryEntry>, Error> {
    let reading = |error| Error::sqlite("reading the migration history", error);
    if !exists(conn)? {
        return Ok(Vec::new());
    }
    let query = "SELECT version, description, checksum, meaning, applied_at, execution_ms, kind, program, \
                 statements_done, done_fingerprint, hook, compatible_with \
                 FROM main.schema_migrations WHERE set_name = ?1 ORDER BY version";
    let mut statement = conn.prepare(query).map_err(reading)?;
    let rows = statement.query_map(params![set], |row| {
        let kind: String = row.get(6)?;
        Ok(HistoryEntry {
            version: row.get(0)?,
            description: row.get(1)?,
            checksum: row.get(2)?,
            meaning: row.get(3)?,
            applied_at: row.get(4)?,
            execution_ms: row.get(5)?,
            kind: Kind::parse(&kind),
            program: row.get(7)?,
            hook: row.get(10)?,
            compatible_with: row.get(11)?,
            done: Done {
                statements: row.get::<_, Option<i64>>(8)?.unwrap_or(0),
                fingerprint: row.get::<_, Option<String>>(9)?.unwrap_or_else(String::new),
            },
        })
    });
    rows.map_err(reading)?.collect::<Result<_, _>>().map_err(reading)
}

/// What the log has last of each version of the set, if that is this event.
fn last_events(conn: &Connection, set: &str, event: &str) -> Result<Vec<(i64, FailedAttempt)>, Error> {
    let reading = |error| Error::sqlite("reading the migration log", error);
    if !has_log(conn)? {
        return Ok(Vec::new());
    }
    let query = "SELECT version, logged_at, coalesce(message, ''), program FROM main.schema_migration_log \
                 WHERE set_name = ?1 AND event = ?2 AND id IN \
                 (SELECT max(id) FROM main.schema_migration_log WHERE set_name = ?1 GROUP BY version) ORDER BY version";
    let mut statement = conn.prepare(query).map_err(reading)?;
    let rows = statement.query_map([set, event], |row| {
        Ok((row.get(0)?, FailedAttempt { at: row.get(1)?, message: row.get(2)?, program: row.get(3)? }))
    });
    rows.map_err(reading)?.collect::<Result<_, _>>().map_err(reading)
}

/// The versions that a program holds back, ascending, by the log.
pub(crate) fn held(conn: &Connection, set: &str) -> Result<Vec<i64>, Error> {
    Ok(last_events(conn, set, "held")?.into_iter().map(|(version, _)| version).collect())
}

/// Whether a program holds this version back: what the log has last of it. The newest rows are looked at first, and no more.
#[cfg(feature = "apply")]
pub(crate) fn is_held(conn: &Connection, set: &str, version: i64) -> Result<bool, Error> {
    if !has_log(conn)? {
        return Ok(false);
    }
    let query = "SELECT event = 'held' FROM main.schema_migration_log WHERE set_name = ?1 AND version = ?2 ORDER BY id DESC LIMIT 1";
    let last = conn.query_row(query, params![set, version], |row| row.get(0)).optional();
    last.map(Option::unwrap_or_default).map_err(|error| Error::sqlite("reading the migration log", error))
}

/// The versions whose last attempt has failed, ascending.
pub(crate) fn failures(conn: &Connection, set: &str) -> Result<Vec<(i64, FailedAttempt)>, Error> {
    last_events(conn, set, "failed")
}

/// The versions that are applied by what the log says, ascending: the last that became of them is that.
#[cfg(feature = "apply")]
pub(crate) fn logged(conn: &Connection, set: &str) -> Result<Vec<i64>, Error> {
    let reading = |error| Error::sqlite("reading the migration log", error);
    if !has_log(conn)? {
        return Ok(Vec::new());
    }
    let query = "SELECT version FROM main.schema_migration_log WHERE set_name = ?1 AND id IN \
                 (SELECT max(id) FROM main.schema_migration_log WHERE set_name = ?1 \
                  AND event IN ('applied', 'adopted', 'baseline', 'squashed', 'reverted') GROUP BY version) \
                 AND event <> 'reverted' ORDER BY version";
    let mut statement = conn.prepare(query).map_err(reading)?;
    let rows = statement.query_map([set], |row| row.get(0)).map_err(reading)?;
    rows.collect::<Result<_, _>>().map_err(reading)
}

/// Whether the engine's tables are there. Those of another shape are somebody else's: an error.
pub(crate) fn exists(conn: &Connection) -> Result<bool, Error> {
    has_log(conn)?;
    table_exists(conn, HISTORY, &COLUMNS)
}

/// Whether there is a log, which may be the only one of the two tables. One of another shape is somebody else's: an error.
pub(crate) fn has_log(conn: &Connection) -> Result<bool, Error> {
    table_exists(conn, LOG, &LOG_COLUMNS)
}

fn table_exists(conn: &Connection, name: &str, expected: &[&str]) -> Result<bool, Error> {
    let reading = |error| Error::sqlite("reading the schema", error);
    let kind: Option<String> = conn
        .query_row("SELECT type FROM main.sqlite_schema WHERE name = ?1 COLLATE NOCASE", [name], |row| {
            row.get(0)
        })
        .optional()
        .map_err(reading)?;
    let Some(kind) = kind else { return Ok(false) };
    let mut statement = conn.prepare(&format!("PRAGMA main.table_info({name})")).map_err(reading)?;
    let columns: Vec<String> =
        statement.query_map([], |row| row.get("name")).and_then(Iterator::collect).map_err(reading)?;
    let has = |column: &&str| columns.iter().any(|found| found.eq_ignore_ascii_case(column));
    if kind != "table" || !expected.iter().all(has) {
        return Err(Error::ForeignTable { name: name.to_owned(), kind, columns });
    }
    Ok(true)
}
