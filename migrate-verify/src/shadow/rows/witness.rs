//! The rows that a failure is about.

use std::collections::BTreeSet;

use migrate_token::significant;
use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::cause::Cause;
use super::content::{columns, shown};
use crate::shadow::cell::value;
use crate::shadow::explain::message;
use crate::shadow::story::Deed;
use crate::shadow::whole::quoted;

/// Rows of a table that are looked at.
const MOST_ROWS: usize = 24;
/// So often a statement is run again. After a change of the schema, taking that back makes SQLite read the schema anew.
const MOST_RUNS: usize = 20;

/// One row, or two, of a table that `statement` reads, on which it fails like this; nothing if that is not known. The
/// statement has just failed on `conn`, and left everything as it was.
pub(super) fn witness(
    conn: &Connection,
    statement: &str,
    deed: &Deed,
    cause: Cause,
    failure: &str,
) -> Vec<String> {
    let named = named(failure);
    let tables: Vec<Rows> = tables(deed).iter().filter_map(|table| Rows::read(conn, table).ok()).collect();
    let first = |rows: &Rows| rows.values.first().map(|_| vec![0]);
    let is_stored = |value: &Value| failure.starts_with(&format!("cannot store {} value", type_of(value)));
    let mut runs = 0;
    let found = tables.iter().find_map(|rows| {
        let at = match cause {
            Cause::Unique if is_partial_index(statement) => rows.equal(&named).find(|pair| {
                runs += 1;
                runs <= MOST_RUNS && fails_with(conn, rows, pair, statement, failure).unwrap_or(false)
            }),
            Cause::Unique => rows.equal(&named).next(),
            Cause::NotNull => rows.with(&named, |value| *value == Value::Null),
            Cause::Type => rows.with(&named, is_stored),
            Cause::Structure | Cause::CheckOfNew | Cause::NonDeterministic => first(rows),
            Cause::Raised | Cause::ForeignKey => first(rows),
            Cause::Check | Cause::Computed | Cause::Expression => None,
        };
        Some(rows.shown(&at?, &named))
    });
    found.or_else(|| alone(conn, statement, &tables, failure)).unwrap_or_default()
}

/// The columns that SQLite names: `t.a, t.b` at the end of its words.
fn named(failure: &str) -> Vec<&str> {
    let end = failure.rsplit_once(": ").map_or(failure, |(_, end)| end);
    end.split(", ").filter_map(|name| Some(name.rsplit_once('.')?.1)).collect()
}

/// As SQLite calls it where a STRICT table does not take it.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "NULL",
        Value::Integer(_) => "INT",
        Value::Real(_) => "REAL",
        Value::Text(_) => "TEXT",
        Value::Blob(_) => "BLOB",
    }
}

/// The tables that a statement reads, alters or writes.
fn tables(deed: &Deed) -> Vec<String> {
    let mut seen = BTreeSet::new();
    // ALTER TABLE asks by way of a PRAGMA whether rows fit.
    let tables = deed.tables().filter(|table| !table.starts_with("pragma_"));
    tables.filter(|table| seen.insert(table.to_ascii_lowercase())).map(str::to_owned).collect()
}

/// Rows of a table.
struct Rows {
    table: String,
    columns: Vec<String>,
    /// `None` in a table that has none.
    rowids: Option<Vec<i64>>,
    values: Vec<Vec<Value>>,
}

impl Rows {
    fn read(conn: &Connection, table: &str) -> Result<Self> {
        let name = quoted(table);
        let with_rowid =
            conn.prepare(&format!("SELECT rowid, * FROM main.{name} ORDER BY 1 LIMIT {MOST_ROWS}"));
        let has_rowid = with_rowid.is_ok();
        let mut statement = match with_rowid {
            Ok(statement) => statement,
            Err(_) => conn.prepare(&format!("SELECT * FROM main.{name} LIMIT {MOST_ROWS}"))?,
        };
        let mut columns = columns(&statement)?;
        let first = usize::from(has_rowid);
        let rows = statement.query_map([], |row| {
            let values = (first..columns.len()).map(|at| value(row, at)).collect::<Result<Vec<Value>>>()?;
            Ok((if has_rowid { row.get(0)? } else { 0 }, values))
        })?;
        let (rowids, values) = rows.collect::<Result<Vec<(i64, Vec<Value>)>>>()?.into_iter().unzip();
        let columns = columns.split_off(first);
        Ok(Self { table: table.to_owned(), columns, rowids: has_rowid.then_some(rowids), values })
    }

    /// Where these columns stand; `None` if one of them is not here.
    fn at(&self, names: &[&str]) -> Option<Vec<usize>> {
        let at = |name: &&str| self.columns.iter().position(|column| column.eq_ignore_ascii_case(name));
        let at: Vec<usize> = names.iter().map(at).collect::<Option<_>>()?;
        (!at.is_empty()).then_some(at)
    }

    /// Every two rows that agree in these columns.
    fn equal(&self, names: &[&str]) -> impl Iterator<Item = Vec<usize>> {
        let at = self.at(names);
        let count = if at.is_some() { self.values.len() } else { 0 };
        let pairs = (0..count).flat_map(move |one| (one + 1..count).map(move |other| vec![one, other]));
        pairs.filter(move |pair| {
            at.iter().flatten().all(|at| self.values[pair[0]][*at] == self.values[pair[1]][*at])
        })
    }

    /// A row with such a value in one of these columns.
    fn with(&self, names: &[&str], is_it: impl Fn(&Value) -> bool) -> Option<Vec<usize>> {
        let at = self.at(names)?;
        let row = self.values.iter().position(|row| at.iter().any(|at| is_it(&row[*at])));
        row.map(|row| vec![row])
    }

    fn shown(&self, rows: &[usize], named: &[&str]) -> Vec<String> {
        rows.iter().map(|row| shown(&self.table, &self.columns, &self.values[*row], named)).collect()
    }
}

/// A row with which alone the statement fails as before.
fn alone(conn: &Connection, statement: &str, tables: &[Rows], failure: &str) -> Option<Vec<String>> {
    let mut runs = 0;
    for rows in tables {
        for at in 0..rows.rowids.iter().flatten().count() {
            runs += 1;
            if runs > MOST_RUNS {
                return None;
            }
            if fails_with(conn, rows, &[at], statement, failure).ok()? {
                return Some(rows.shown(&[at], &[]));
            }
        }
    }
    None
}

/// Whether an index on some rows is made: which, SQLite tells nobody.
fn is_partial_index(statement: &str) -> bool {
    let mut tokens = significant(statement);
    let is_create = tokens.next().is_some_and(|first| first.is_word("create"));
    is_create && tokens.any(|token| token.is_word("where"))
}

/// Whether the statement fails as before if the table has these rows only. Everything is taken back.
fn fails_with(
    conn: &Connection,
    rows: &Rows,
    only: &[usize],
    statement: &str,
    failure: &str,
) -> Result<bool> {
    let Some(rowids) = &rows.rowids else { return Ok(false) };
    let kept: Vec<String> = only.iter().filter_map(|at| rowids.get(*at)).map(i64::to_string).collect();
    let delete = format!("DELETE FROM main.{} WHERE rowid NOT IN ({})", quoted(&rows.table), kept.join(", "));
    conn.execute_batch("SAVEPOINT witness")?;
    // Triggers shall not fire on what is left out.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let deleted = conn.execute(&delete, []);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
    let fails = deleted.map(|_| conn.execute_batch(statement).is_err_and(|error| message(&error) == failure));
    conn.execute_batch("ROLLBACK TO witness; RELEASE witness")?;
    fails
}
