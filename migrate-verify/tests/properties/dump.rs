//! Everything that stands in a database.

use std::collections::BTreeMap;

use migrate_runtime::__private::{HISTORY, LOG};
use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};

use crate::text::quoted;

/// The rows of every table by its name, sorted; `sqlite_schema` and `sqlite_sequence` are tables as well.
pub(crate) type Dump = BTreeMap<String, Vec<String>>;

pub(crate) fn dump(conn: &Connection) -> Dump {
    let query = "SELECT name FROM sqlite_schema WHERE type = 'table' UNION SELECT 'sqlite_schema'";
    let mut statement = conn.prepare(query).unwrap();
    let names = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    names
        .map(|name| name.unwrap())
        .map(|name| {
            // Where a table stands in the file may change.
            let columns = if name == "sqlite_schema" { "type, name, tbl_name, sql" } else { "*" };
            let rows = rows(conn, &format!("SELECT {columns} FROM {}", quoted(&name)));
            let mut rows: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
            rows.sort();
            (name, rows)
        })
        .collect()
}

/// The same without what is told of attempts, and when. A history without rows is none.
pub(crate) fn dump_without_times(conn: &Connection) -> Dump {
    let mut dump = dump(conn);
    dump.remove(LOG);
    for rows in dump.values_mut() {
        rows.retain(|row| !row.contains("CREATE TABLE schema_migration"));
    }
    if dump.remove(HISTORY).is_some_and(|rows| !rows.is_empty()) {
        let history = rows(conn, &format!("SELECT set_name, version, kind, chain FROM {HISTORY}"));
        dump.insert(HISTORY.to_owned(), history.iter().map(|row| format!("{row:?}")).collect());
    }
    dump
}

pub(crate) fn rows(conn: &Connection, query: &str) -> Vec<Vec<Value>> {
    let mut statement = conn.prepare(query).unwrap();
    let count = statement.column_count();
    // A blob that was cast to text need not be any.
    let value = |value: ValueRef<'_>| match value {
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        other => other.try_into().unwrap(),
    };
    let rows =
        statement.query_map([], |row| (0..count).map(|at| row.get_ref(at).map(value)).collect()).unwrap();
    rows.map(|row| row.unwrap()).collect()
}
