//! How much of what a down takes away there is.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Result};

use super::RevertStep;
use crate::down::{Effects, Loss};
use crate::error::Error;
use crate::references::Origin;
use crate::set::Migration;
use crate::text::quoted;

/// Something that a down takes away: [`RevertStep::losses`](super::RevertStep::losses).
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevertLoss {
    pub(super) table: String,
    pub(super) column: Option<String>,
    pub(super) drops: bool,
    pub(super) rows: i64,
    pub(super) lost: i64,
}

impl RevertLoss {
    /// The table, as the database calls it now.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// The column that is dropped; `None` if it is the table, or rows of it.
    pub fn column(&self) -> Option<&str> {
        self.column.as_deref()
    }

    /// Whether the table or the column is dropped. Otherwise rows of it are deleted.
    pub fn drops(&self) -> bool {
        self.drops
    }

    /// How many rows the table holds.
    pub fn rows(&self) -> i64 {
        self.rows
    }

    /// How many of them go, or lose a value in the column that is neither NULL nor its default. Of rows that a statement
    /// deletes, how many it may be at most; of a column that an earlier down of the same revert renames, too.
    pub fn lost(&self) -> i64 {
        self.lost
    }
}

/// Counts what the steps will take away, before any of them has run.
pub(super) fn find(conn: &Connection, steps: &mut [RevertStep<'_>]) -> std::result::Result<(), Error> {
    for at in 0..steps.len() {
        let (earlier, later) = steps.split_at_mut(at);
        let earlier: Vec<&Migration> = earlier.iter().map(|step| &step.down).collect();
        later[0].losses = losses(conn, later[0].migration, &earlier)?;
    }
    Ok(())
}

/// What the down of the migration takes away, where the `earlier` ones have still to run.
pub(super) fn losses(
    conn: &Connection,
    migration: &Migration,
    earlier: &[&Migration],
) -> std::result::Result<Vec<RevertLoss>, Error> {
    let mut losses = Vec::new();
    for loss in effects(migration).into_iter().flat_map(|effects| effects.losses.as_slice()) {
        let origin = Origin::of(loss.table(), earlier);
        // What an earlier one makes holds nothing yet; it is counted again when that has run.
        let Some(table) = origin.old_name() else { continue };
        losses.extend(count(conn, table, loss).map_err(counting)?);
    }
    Ok(losses)
}

fn effects(migration: &Migration) -> Option<&Effects> {
    migration.parts.down.as_ref()?.effects.as_ref()
}

fn counting(error: rusqlite::Error) -> Error {
    Error::sqlite("counting the rows that would go", error)
}

fn count(conn: &Connection, table: &str, loss: &Loss) -> Result<Option<RevertLoss>> {
    let Some(table) = name_of(conn, table)? else { return Ok(None) };
    let rows = rows(conn, &table)?;
    let (column, lost) = match loss {
        Loss::Table(_) | Loss::Rows(_) => (None, rows),
        Loss::Column(_, column) => (Some(column.to_string()), values(conn, &table, column)?.unwrap_or(rows)),
    };
    Ok(Some(RevertLoss { table, column, drops: !matches!(loss, Loss::Rows(_)), rows, lost }))
}

/// The name of the table as it is written in the schema.
fn name_of(conn: &Connection, table: &str) -> Result<Option<String>> {
    let query = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE";
    conn.query_row(query, [table], |row| row.get(0)).optional()
}

fn rows(conn: &Connection, table: &str) -> Result<i64> {
    conn.query_row(&format!("SELECT count(*) FROM main.{}", quoted(table)), [], |row| row.get(0))
}

/// How many values of a column are neither NULL nor its default; `None` if there is no such column.
fn values(conn: &Connection, table: &str, column: &str) -> Result<Option<i64>> {
    let query = "SELECT dflt_value FROM pragma_table_xinfo(?1, 'main') WHERE name = ?2 COLLATE NOCASE";
    let default: Option<Option<String>> =
        conn.query_row(query, [table, column], |row| row.get(0)).optional()?;
    let Some(default) = default else { return Ok(None) };
    // What cannot be computed now is no value that rows would have by default.
    let default: Option<Value> =
        default.and_then(|sql| conn.query_row(&format!("SELECT ({sql})"), [], |row| row.get(0)).ok());
    let (table, column) = (quoted(table), quoted(column));
    let query = format!(
        "SELECT count(*) FROM main.{table} AS t WHERE t.{column} IS NOT NULL AND (t.{column} COLLATE BINARY) IS NOT ?1"
    );
    conn.query_row(&query, [default.unwrap_or(Value::Null)], |row| row.get(0)).map(Some)
}

/// The rows of the tables that a down touches, to be counted again behind it.
pub(super) struct Rows(Vec<(String, i64)>);

impl Rows {
    pub(super) fn read(conn: &Connection, down: &Migration) -> std::result::Result<Self, Error> {
        let mut counts = Vec::new();
        for table in down.parts.touches.iter() {
            if let Some(table) = name_of(conn, table).map_err(counting)? {
                let rows = rows(conn, &table).map_err(counting)?;
                counts.push((table, rows));
            }
        }
        Ok(Self(counts))
    }

    /// The tables that hold fewer rows now, of those that are still there.
    pub(super) fn lost(
        &self,
        conn: &Connection,
        down: &Migration,
    ) -> std::result::Result<Vec<RevertLoss>, Error> {
        let mut losses = Vec::new();
        for (table, before) in &self.0 {
            let Some(now) = name_of(conn, now(table, down)).map_err(counting)? else { continue };
            let lost = before - rows(conn, &now).map_err(counting)?;
            if lost > 0 {
                losses.push(RevertLoss { table: now, column: None, drops: false, rows: *before, lost });
            }
        }
        Ok(losses)
    }
}

/// What a table is called behind a down; its own name, if it was dropped and another one may be in its place.
fn now<'t>(table: &'t str, down: &'t Migration) -> &'t str {
    let mut now = table;
    for (from, to) in down.parts.table_changes.iter() {
        if from.eq_ignore_ascii_case(now) {
            if to.is_empty() {
                return table;
            }
            now = to;
        }
    }
    now
}
