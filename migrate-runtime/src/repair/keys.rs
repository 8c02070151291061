//! Whether the rows of a table fit an index.

use migrate_token::Key;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

use super::columns::Widened;

/// The query that shows rows which an index does not take.
pub(super) struct Misfits {
    query: String,
    is_unique: bool,
}

impl Misfits {
    pub(super) fn of(table: &Widened<'_>, index: &str, is_unique: bool) -> Option<Self> {
        let Key { terms, condition } = Key::parse(index)?;
        let list = terms.join(", ");
        // NULL equals nothing.
        let known = terms.iter().filter(|_| is_unique).map(|term| format!("{term} IS NOT NULL"));
        let conditions: Vec<String> = condition.iter().map(|it| format!("({it})")).chain(known).collect();
        let mut query = format!("SELECT {list}, count(*) FROM {table}");
        if !conditions.is_empty() {
            query += &format!(" WHERE {}", conditions.join(" AND "));
        }
        query += &format!(" GROUP BY {list} HAVING count(*) > {}", if is_unique { 1 } else { i64::MAX });
        Some(Self { query, is_unique })
    }

    /// Why the index cannot be created, and what shows it; `None` if it can be.
    pub(super) fn refusal(self, conn: &Connection) -> Option<(String, Vec<String>)> {
        match self.first(conn) {
            Ok(None) => None,
            Ok(Some(values)) => Some((format!("rows have the same key: {values}"), vec![self.query])),
            Err(error) if self.is_unique => {
                Some((format!("whether rows have the same key cannot be seen: {error}"), Vec::new()))
            }
            Err(error) => Some((format!("its key cannot be computed for every row: {error}"), Vec::new())),
        }
    }

    fn first(&self, conn: &Connection) -> Result<Option<String>> {
        let mut statement = conn.prepare(&self.query)?;
        let columns = statement.column_count() - 1;
        let mut rows = statement.query([])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let values: Result<Vec<String>> = (0..columns).map(|column| Ok(told(row.get_ref(column)?))).collect();
        values.map(|values| Some(values.join(", ")))
    }
}

fn told(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => format!("'{}'", String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()),
    }
}
