//! The rows of a table, and how they are shown.

use rusqlite::types::Value;
use rusqlite::{Connection, Result, Statement};

use crate::shadow::cell::value;
use crate::shadow::whole::quoted;

/// More rows than this are not compared one by one. Made-up rows are few.
const MOST_ROWS: usize = 200;
/// Of a row that is shown.
const MOST_COLUMNS: usize = 6;
const MOST_CHARACTERS: usize = 40;

/// What stands in a table.
pub(super) struct Content {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Value>>,
    /// How many rows there are.
    pub(super) count: i64,
}

impl Content {
    /// An error if there is no such table, or it cannot be read.
    pub(super) fn read(conn: &Connection, table: &str) -> Result<Self> {
        let count = count(conn, table)?;
        let mut statement =
            conn.prepare(&format!("SELECT * FROM main.{} LIMIT {MOST_ROWS}", quoted(table)))?;
        let columns = columns(&statement)?;
        let rows = statement.query_map([], |row| (0..columns.len()).map(|at| value(row, at)).collect())?;
        let rows = rows.collect::<Result<_>>()?;
        Ok(Self { columns, rows, count })
    }

    /// Whether `rows` are all there are.
    pub(super) fn is_whole(&self) -> bool {
        i64::try_from(self.rows.len()).is_ok_and(|rows| rows == self.count)
    }

    pub(super) fn at(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.eq_ignore_ascii_case(column))
    }

    /// What stands in a column where it is not NULL, sorted: the same text for the same value, whatever its type.
    pub(super) fn values(&self, column: usize) -> Vec<String> {
        let mut values: Vec<String> = self.rows.iter().filter_map(|row| plain(&row[column])).collect();
        values.sort_unstable();
        values
    }

    pub(super) fn shown(&self, table: &str, row: &[Value]) -> String {
        shown(table, &self.columns, row, &[])
    }
}

/// The names of what a query gives.
pub(super) fn columns(statement: &Statement<'_>) -> Result<Vec<String>> {
    (0..statement.column_count()).map(|at| statement.column_name(at).map(str::to_owned)).collect()
}

/// ``user (id = 1, email = 'a')``. Of many columns, those that are `named` are shown, and the first ones.
pub(super) fn shown(table: &str, columns: &[String], row: &[Value], named: &[&str]) -> String {
    let is_named = |column: &String| named.iter().any(|name| name.eq_ignore_ascii_case(column));
    let mut others = MOST_COLUMNS.saturating_sub(columns.iter().filter(|column| is_named(column)).count());
    let mut pairs = Vec::new();
    for (column, value) in columns.iter().zip(row) {
        if !is_named(column) {
            if others == 0 {
                continue;
            }
            others -= 1;
        }
        pairs.push(format!("{column} = {}", literal(value)));
    }
    if pairs.len() < row.len() {
        pairs.push("…".to_owned());
    }
    format!("{table} ({})", pairs.join(", "))
}

pub(super) fn count(conn: &Connection, table: &str) -> Result<i64> {
    conn.query_row(&format!("SELECT count(*) FROM main.{}", quoted(table)), [], |row| row.get(0))
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Integer(number) => Some(number.to_string()),
        Value::Real(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.clone()),
        Value::Blob(_) => Some(literal(value)),
    }
}

/// As SQL writes it.
fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => format!("{number:?}"),
        Value::Text(text) if text.chars().count() > MOST_CHARACTERS => {
            let start: String = text.chars().take(MOST_CHARACTERS).collect();
            format!("'{}…'", start.replace('\'', "''"))
        }
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Blob(bytes) => {
            let digits: String = bytes.iter().take(8).map(|byte| format!("{byte:02X}")).collect();
            format!("x'{digits}{}'", if bytes.len() > 8 { "…" } else { "" })
        }
    }
}
