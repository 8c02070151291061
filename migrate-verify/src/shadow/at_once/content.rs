//! The rows that migrations leave, and the statements that insert them.

use migrate_runtime::{Column, Schema, Table};
use rusqlite::{Connection, Result, Row};

use crate::shadow::cell;
use crate::shadow::state::told;
use crate::shadow::whole::quoted;

/// In one statement.
const ROWS: usize = 100;

/// The statements that insert what is there, each with the place of its table, in the `order` of those; `None` if a row
/// cannot be written down.
pub(super) fn inserts(
    conn: &Connection,
    schema: &Schema,
    order: &[u16],
) -> Result<Option<Vec<(u16, String)>>> {
    let mut all = Vec::new();
    // The texts of the tables come first in the list.
    for place in order {
        let Some(table) = schema.tables().get(usize::from(*place)) else { continue };
        let Some(names) = names(table) else { return Ok(None) };
        let rows = rows(conn, table, &names)?;
        // What is no UTF-8 is not told as it is.
        if rows.iter().any(|row| row.contains(char::REPLACEMENT_CHARACTER)) {
            return Ok(None);
        }
        let target = format!("INSERT INTO main.{} ({})", quoted(table.name()), names.join(", "));
        let insert = |rows: &[String]| (*place, format!("{target} VALUES ({})", rows.join("), (")));
        all.extend(rows.chunks(ROWS).map(insert));
    }
    Ok(Some(all))
}

/// Whether both hold the same, type by type, and count on from the same numbers.
pub(super) fn is_same(one: &Connection, other: &Connection, schema: &Schema) -> Result<bool> {
    for table in schema.tables() {
        let Some(names) = names(table) else { return Ok(false) };
        if rows(one, table, &names)? != rows(other, table, &names)? {
            return Ok(false);
        }
    }
    Ok(counters(one)? == counters(other)?)
}

/// What has to be written of a row: its columns, and the rowid where it is none of them. `None` if it has no name.
fn names(table: &Table) -> Option<Vec<String>> {
    let is = |name: &str| table.columns().iter().any(|column| column.name().eq_ignore_ascii_case(name));
    // What is hidden is the module's, and no part of a row: FTS5 has the number of the cursor there.
    let columns = table.columns().iter().filter(|column| column.generated().is_none() && !column.hidden());
    let columns = columns.map(Column::name).map(quoted);
    if table.without_rowid() || table.rowid_alias().is_some() {
        return Some(columns.collect());
    }
    let rowid = ["rowid", "_rowid_", "oid"].into_iter().find(|name| !is(name))?;
    Some(std::iter::once(rowid.to_owned()).chain(columns).collect())
}

/// Each as SQL writes it, in the order of the table.
fn rows(conn: &Connection, table: &Table, names: &[String]) -> Result<Vec<String>> {
    let query = format!("SELECT {} FROM main.{} NOT INDEXED", names.join(", "), quoted(table.name()));
    let mut statement = conn.prepare(&query)?;
    let row = |row: &Row<'_>| {
        let values = (0..names.len()).map(|at| Ok(told(&cell::value(row, at)?)));
        Ok(values.collect::<Result<Vec<String>>>()?.join(", "))
    };
    statement.query_map([], row)?.collect()
}

/// What AUTOINCREMENT goes on from. A copy of no rows leaves a counter at zero, which counts as none does.
fn counters(conn: &Connection) -> Result<Vec<(String, i64)>> {
    if !conn.prepare("SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_sequence'")?.exists([])? {
        return Ok(Vec::new());
    }
    let mut statement =
        conn.prepare("SELECT name, seq FROM main.sqlite_sequence WHERE seq <> 0 ORDER BY name")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
