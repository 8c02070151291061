//! The rows that a failure is about, found by leaving others out.

use std::collections::BTreeSet;

use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::content::{columns, shown};
use crate::shadow::explain::message;
use crate::shadow::story::Deed;
use crate::shadow::tape::Event;
use crate::shadow::whole::quoted;

/// So often a statement is run again.
const MOST_RUNS: usize = 60;
/// Rows of a table that are tried.
const MOST_ROWS: usize = 8;

/// One row, or else two rows, of a table that `statement` reads, with which alone it fails in the same way; nothing if
/// there are none. The statement has just failed on `conn`, and left everything as it was.
pub(super) fn witness(conn: &Connection, statement: &str, deed: &Deed, failure: &str) -> Vec<String> {
    let found = savepoint(conn, || {
        let mut runs = 0;
        for size in [1, 2] {
            for table in tables(deed) {
                let rows = Rows::read(conn, &table).unwrap_or_default();
                for kept in rows.subsets(size) {
                    runs += 1;
                    if runs > MOST_RUNS {
                        return Ok(Vec::new());
                    }
                    if fails_with(conn, &table, &kept, statement, failure)? {
                        return Ok(kept.iter().map(|row| row.shown.clone()).collect());
                    }
                }
            }
        }
        Ok(Vec::new())
    });
    found.unwrap_or_default()
}

/// The tables that a statement reads, alters or writes.
fn tables(deed: &Deed) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let read = deed.reads.iter().map(|(table, _)| table.clone());
    let changed = deed.events.iter().filter_map(|event| match event {
        Event::Alters(table) => Some(table.clone()),
        Event::Writes(write) => Some(write.table.clone()),
        Event::Creates(_) | Event::Drops(_) => None,
    });
    read.chain(changed).filter(|table| seen.insert(table.to_ascii_lowercase())).collect()
}

#[derive(Default)]
struct Rows(Vec<Row>);

struct Row {
    rowid: i64,
    shown: String,
}

impl Rows {
    /// An error for a table without rowids.
    fn read(conn: &Connection, table: &str) -> Result<Self> {
        let select =
            format!("SELECT rowid, * FROM main.{} ORDER BY rowid DESC LIMIT {MOST_ROWS}", quoted(table));
        let mut statement = conn.prepare(&select)?;
        let columns = columns(&statement)?.split_off(1);
        let rows = statement.query_map([], |row| {
            let values: Vec<Value> = (1..=columns.len()).map(|at| row.get(at)).collect::<Result<_>>()?;
            Ok(Row { rowid: row.get(0)?, shown: shown(table, columns.iter().map(String::as_str), &values) })
        })?;
        Ok(Self(rows.collect::<Result<_>>()?))
    }

    fn subsets(&self, size: usize) -> Vec<Vec<&Row>> {
        let rows = || self.0.iter().rev();
        if size == 1 {
            return rows().map(|row| vec![row]).collect();
        }
        let pairs = rows()
            .enumerate()
            .flat_map(|(at, first)| rows().skip(at + 1).map(move |other| vec![first, other]));
        pairs.collect()
    }
}

/// Whether the statement fails as before if the table has these rows only.
fn fails_with(conn: &Connection, table: &str, kept: &[&Row], statement: &str, failure: &str) -> Result<bool> {
    savepoint(conn, || {
        let rowids: Vec<String> = kept.iter().map(|row| row.rowid.to_string()).collect();
        let delete = format!("DELETE FROM main.{} WHERE rowid NOT IN ({})", quoted(table), rowids.join(", "));
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        let deleted = conn.execute(&delete, []);
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
        deleted?;
        Ok(conn.execute_batch(statement).is_err_and(|error| message(&error) == failure))
    })
}

/// Does it, and takes it back. Triggers do not fire on what is left out.
fn savepoint<T>(conn: &Connection, run: impl FnOnce() -> Result<T>) -> Result<T> {
    conn.execute_batch("SAVEPOINT witness")?;
    let done = run();
    conn.execute_batch("ROLLBACK TO witness; RELEASE witness")?;
    done
}
