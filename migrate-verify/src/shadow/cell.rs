//! Values of a shadow database.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Result, Row};

/// What stands there. Text need not be UTF-8.
pub(super) fn value(row: &Row<'_>, at: usize) -> Result<Value> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_owned()),
    })
}
