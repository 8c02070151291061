//! Whether the tables that the applied migrations have made are still there, before others build on them.

use rusqlite::{Connection, Result};

use crate::set::Migration;

/// A table that lacks something: [`Error::MissingTables`](crate::Error::MissingTables).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingTable {
    table: String,
    columns: Vec<String>,
}

impl MissingTable {
    /// Its name.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// The columns that it lacks; none if the whole table is not there.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }
}

/// What is not there of the tables and columns that these migrations, the first ones of a set, leave.
pub(crate) fn missing(conn: &Connection, applied: &[Migration]) -> Result<Vec<MissingTable>> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_xinfo(?1, 'main')")?;
    let mut missing = Vec::new();
    for (table, expected) in tables(applied) {
        let found: Vec<String> = statement.query_map([table], |row| row.get(0))?.collect::<Result<_>>()?;
        let is_missing = |column: &&&str| !found.iter().any(|name| name.eq_ignore_ascii_case(column));
        let columns: Vec<String> =
            expected.iter().filter(is_missing).map(|name| (*name).to_owned()).collect();
        if found.is_empty() && !exists(conn, table)? {
            missing.push(MissingTable { table: table.to_owned(), columns: Vec::new() });
        } else if !columns.is_empty() {
            missing.push(MissingTable { table: table.to_owned(), columns });
        }
    }
    Ok(missing)
}

/// A virtual table whose module is not there has no columns, and is there nevertheless.
fn exists(conn: &Connection, table: &str) -> Result<bool> {
    conn.prepare("SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?1 COLLATE NOCASE")?
        .exists([table])
}

/// The tables that the migrations leave, by name, with their columns; without any where nothing is known of these.
fn tables(applied: &[Migration]) -> Vec<(&str, Vec<&str>)> {
    let mut tables: Vec<(&str, Vec<&str>)> = Vec::new();
    let place = |tables: &[(&str, Vec<&str>)], name: &str| {
        tables.binary_search_by(|(known, _)| known.to_ascii_lowercase().cmp(&name.to_ascii_lowercase()))
    };
    for migration in applied {
        for gone in migration.parts.gone.as_slice() {
            if let Ok(at) = place(&tables, gone) {
                tables.remove(at);
            }
        }
        // The columns of a table come one after the other.
        let mut last = None;
        for (table, column) in migration.parts.columns.as_slice() {
            let at = match place(&tables, table) {
                Ok(at) => at,
                Err(at) => {
                    tables.insert(at, (table, Vec::new()));
                    at
                }
            };
            if last != Some(table) {
                tables[at] = (table, Vec::new());
                last = Some(table);
            }
            tables[at].1.extend((!column.is_empty()).then_some(column.as_str()));
        }
    }
    tables
}
