//! The histories that other migration tools keep.

use std::fmt;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _};

use crate::error::Error;
use crate::set::{Set, Shape};
use crate::text::quoted;

/// Another migration tool.
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tool {
    /// `sqlx migrate`, which keeps its history in `_sqlx_migrations`.
    Sqlx,
    /// `refinery`, which keeps its history in `refinery_schema_history`.
    Refinery,
    /// `diesel_migrations`, which keeps its history in `__diesel_schema_migrations`.
    Diesel,
    /// `rusqlite_migration`, which counts the migrations that are applied in `PRAGMA user_version`.
    RusqliteMigration,
}

impl Tool {
    const ALL: [Self; 4] = [Self::Sqlx, Self::Refinery, Self::Diesel, Self::RusqliteMigration];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sqlx => "sqlx",
            Self::Refinery => "refinery",
            Self::Diesel => "diesel_migrations",
            Self::RusqliteMigration => "rusqlite_migration",
        }
    }

    /// Where it keeps its history unless it is told otherwise.
    const fn usual_place(self) -> &'static str {
        match self {
            Self::Sqlx => "_sqlx_migrations",
            Self::Refinery => "refinery_schema_history",
            Self::Diesel => "__diesel_schema_migrations",
            Self::RusqliteMigration => "user_version",
        }
    }
}

/// Where another tool keeps its history.
///
/// ```
/// use migrate_runtime::{Ledger, Tool};
///
/// assert_eq!(Ledger::of(Tool::Sqlx).to_string(), "`_sqlx_migrations` of sqlx");
/// assert_eq!(Ledger::of(Tool::Refinery).in_table("applied").to_string(), "`applied` of refinery");
/// ```
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    tool: Tool,
    place: String,
}

impl Ledger {
    /// That of a tool which was not told to keep it elsewhere.
    pub fn of(tool: Tool) -> Self {
        Self { tool, place: tool.usual_place().to_owned() }
    }

    /// The same in a table that the tool was told to use. The history of rusqlite_migration is in no table.
    pub fn in_table(self, name: &str) -> Self {
        match self.tool {
            Tool::RusqliteMigration => self,
            _ => Self { place: name.to_owned(), ..self },
        }
    }

    /// The tool.
    pub fn tool(&self) -> Tool {
        self.tool
    }

    /// The table, or `user_version`.
    pub fn place(&self) -> &str {
        &self.place
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` of {}", self.place, self.tool.as_str())
    }
}

/// A migration that another tool has applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// As the tool writes it. Of rusqlite_migration, the place in the list, from 1.
    pub(crate) version: String,
    /// In UTC, as our own history has it; `None` if the tool does not tell.
    pub(crate) applied_at: Option<String>,
    pub(crate) execution_ms: i64,
    /// Whether the tool says that it failed.
    pub(crate) has_failed: bool,
}

/// The histories of other tools that are in the database and not empty.
pub(crate) fn find(conn: &Connection) -> Result<Vec<Ledger>, Error> {
    let mut found = Vec::new();
    for ledger in Tool::ALL.map(Ledger::of) {
        if exists(conn, &ledger)? && entries(conn, &ledger).is_ok_and(|entries| !entries.is_empty()) {
            found.push(ledger);
        }
    }
    Ok(found)
}

/// One that may be of this set: a table of the set is there, which somebody must have made.
pub(crate) fn of_set(conn: &Connection, set: &Set) -> Result<Option<Ledger>, Error> {
    let mut statement =
        conn.prepare("SELECT name FROM main.sqlite_master WHERE type = 'table'").map_err(reading)?;
    let names = statement.query_map([], |row| row.get::<_, String>(0)).map_err(reading)?;
    let names: Vec<String> = names.collect::<Result<_, _>>().map_err(reading)?;
    let is_there = |shape: &Shape| names.iter().any(|name| name.eq_ignore_ascii_case(shape.table()));
    let mut shapes = set.migrations().iter().flat_map(|migration| migration.parts.shapes.as_slice());
    if shapes.any(is_there) { Ok(find(conn)?.into_iter().next()) } else { Ok(None) }
}

pub(crate) fn exists(conn: &Connection, ledger: &Ledger) -> Result<bool, Error> {
    if ledger.tool == Tool::RusqliteMigration {
        return Ok(true);
    }
    conn.query_row(
        "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?1 COLLATE NOCASE",
        [&ledger.place],
        |_| Ok(()),
    )
    .optional()
    .map(|row| row.is_some())
    .map_err(reading)
}

/// What the tool has applied, in the order of its versions.
pub(crate) fn entries(conn: &Connection, ledger: &Ledger) -> Result<Vec<Entry>, Error> {
    let at = |column: &str| format!("strftime('%Y-%m-%dT%H:%M:%fZ', {column})");
    let table = quoted(&ledger.place);
    let columns = match ledger.tool {
        // Nanoseconds; -1 where sqlx could not measure.
        Tool::Sqlx => {
            format!("version, {}, max(execution_time, 0) / 1000000, NOT success", at("installed_on"))
        }
        Tool::Refinery => format!("version, {}, 0, 0", at("applied_on")),
        Tool::Diesel => format!("version, {}, 0, 0", at("run_on")),
        Tool::RusqliteMigration => return counted(conn),
    };
    let query = format!("SELECT {columns} FROM main.{table} ORDER BY CAST(version AS INTEGER)");
    let mut statement = conn.prepare(&query).map_err(reading)?;
    let entries = statement.query_map([], |row| {
        Ok(Entry {
            version: written(&row.get(0)?),
            applied_at: row.get(1)?,
            execution_ms: row.get::<_, Option<i64>>(2)?.unwrap_or(0),
            has_failed: row.get::<_, Option<bool>>(3)?.unwrap_or(false),
        })
    });
    entries.and_then(Iterator::collect).map_err(reading)
}

/// The first so many of a list, whatever they are.
fn counted(conn: &Connection) -> Result<Vec<Entry>, Error> {
    let count: i64 = conn.query_row("PRAGMA main.user_version", [], |row| row.get(0)).map_err(reading)?;
    let entry = |place: i64| Entry {
        version: place.to_string(),
        applied_at: None,
        execution_ms: 0,
        has_failed: false,
    };
    // A number that somebody else has put there may be of any size.
    Ok((1..=count.min(MOST_COUNTED)).map(entry).collect())
}

/// No list has as many.
const MOST_COUNTED: i64 = 100_000;

fn written(version: &Value) -> String {
    match version {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

fn reading(error: rusqlite::Error) -> Error {
    Error::sqlite("reading the history of another tool", error)
}
