//! Rows that fit a schema. What fits is taken from the model and asked of SQLite; the verifier's own rows are not known here.

use std::collections::BTreeMap;
use std::fmt;

use proptest::strategy::Strategy;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::dump;
use crate::model::{Column, Kind, Reference, Schema, Table};
use crate::tape::{Tape, Tapes};
use crate::text::quoted;

/// Some values are sought until one is taken.
const ATTEMPTS: usize = 5;

/// From which rows are made. Who reads them tells which those are.
#[derive(Clone)]
pub(crate) struct Seeds(pub(crate) Vec<Vec<u8>>);

impl fmt::Debug for Seeds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seeds of {} rows", self.0.len())
    }
}

pub(crate) fn seeds() -> impl Strategy<Value = Seeds> {
    Tapes { most: 8, length: 24 }.prop_map(Seeds)
}

/// A row that was put into a table.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

impl Row {
    pub(crate) fn insert(&self, conn: &Connection) -> rusqlite::Result<usize> {
        conn.execute(&self.sql, params_from_iter(&self.values))
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -- {:?}", self.sql, self.values)
    }
}

/// Puts a row into one of the tables, and says which; `None` if none of those that were tried fits.
pub(crate) fn insert(
    conn: &Connection,
    schema: &Schema,
    tape: &mut Tape<'_>,
    may_get: impl Fn(&Table) -> bool,
) -> Option<Row> {
    let table = tape.pick(&schema.tables).filter(may_get)?;
    (0..ATTEMPTS).find_map(|attempt| {
        let row = row(conn, schema, &table, tape, attempt);
        let names: Vec<String> = row.iter().map(|(name, _)| quoted(name)).collect();
        let marks = vec!["?"; row.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", table.sql_name(), names.join(", "));
        let row = Row { sql, values: row.into_iter().map(|(_, value)| value).collect() };
        row.insert(conn).ok()?;
        Some(row)
    })
}

fn row(
    conn: &Connection,
    schema: &Schema,
    table: &Table,
    tape: &mut Tape<'_>,
    attempt: usize,
) -> Vec<(String, Value)> {
    let mut referred = BTreeMap::new();
    for reference in &table.references {
        let is_null = tape.one_in(4);
        let values = if is_null { None } else { parent(conn, schema, reference, tape.below(4)) };
        let mut values = values.unwrap_or_else(|| vec![Value::Null; reference.columns.len()]);
        // Then a key of two columns refers to nothing, whatever the other one is.
        if values.len() > 1 && tape.one_in(4) {
            values.pop();
            values.push(Value::Null);
        }
        referred.extend(reference.columns.iter().copied().zip(values));
    }
    let columns = table.columns.iter().filter(|column| column.generated.is_none());
    let row = columns.map(|column| {
        let value = referred.remove(&column.id).unwrap_or_else(|| value(tape, column, attempt));
        (column.name.clone(), value)
    });
    row.collect()
}

/// What the columns refer to in one row of the parent, if there is one.
fn parent(conn: &Connection, schema: &Schema, reference: &Reference, row: usize) -> Option<Vec<Value>> {
    let table = schema.table(reference.parent)?;
    let (names, name) = (table.names(&reference.parent_columns), table.sql_name());
    dump::rows(conn, &format!("SELECT {names} FROM {name} LIMIT 1 OFFSET {row}"))
        .pop()
        .filter(|values| !values.contains(&Value::Null))
}

fn value(tape: &mut Tape<'_>, column: &Column, attempt: usize) -> Value {
    if !column.not_null && tape.one_in(4) {
        return Value::Null;
    }
    let new = i64::try_from(tape.below(256)).unwrap_or(0);
    let text = |text: &str| Value::Text(text.to_owned());
    let values = match column.kind {
        Kind::Integer => [1, 2, 3, 0, 42, -1, 7, 1000, new, 1 << 40].map(Value::Integer).to_vec(),
        Kind::Text => vec![
            text("a"),
            text("b"),
            text("A"),
            text(""),
            text("x@y.z"),
            Value::Text(format!("text {new}")),
            text("12"),
            text("2024-02-30"),
            text("{\"a\": 1}"),
        ],
        Kind::Real => [0.5, 0.0, 1.0, -2.5, 1e10].map(Value::Real).to_vec(),
        Kind::Blob => [&[0][..], b"", b"ab", &[255; 12]].map(|bytes| Value::Blob(bytes.to_vec())).to_vec(),
    };
    // The later attempts begin elsewhere, so that a tape that has ended gives other rows, too.
    let at = (tape.below(values.len()) + attempt) % values.len();
    values[at].clone()
}
