//! Rows of virtual tables, as far as their modules take them.

use migrate_runtime::Table;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::Style;
use super::value::{Kind, Numbers};
use crate::shadow::storing::has_content_elsewhere;
use crate::shadow::whole::quoted;

/// Inserts what seems to fit. A refusal is no surprise, and tells nothing.
pub(super) fn fill(conn: &Connection, table: &Table, module: &str, style: Style, numbers: &mut Numbers) {
    let names: Vec<&str> =
        table.columns().iter().filter(|column| !column.hidden()).map(|column| column.name()).collect();
    if names.is_empty() || has_content_elsewhere(table.sql()) {
        return;
    }
    let module = module.to_ascii_lowercase();
    let is_text = module.starts_with("fts");
    let mut columns: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    if is_text {
        columns.insert(0, "rowid".to_owned());
    }
    let marks = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT INTO main.{} ({}) VALUES ({marks})", quoted(table.name()), columns.join(", "));
    let Ok(mut statement) = conn.prepare(&sql) else { return };
    let is_awkward = style == Style::Adversarial && is_text;
    for row in 0..if is_awkward { 3 } else { 2 } {
        let mut values = Vec::with_capacity(columns.len());
        if is_text {
            values.push(Value::Integer(numbers.next()));
        }
        let first = numbers.next();
        for (at, name) in names.iter().enumerate() {
            let label = format!("{} {name}", table.name());
            values.push(if module.starts_with("rtree") {
                // An id, and then the limits of each dimension, the smaller one first.
                Value::Integer(if at == 0 { first } else { first % 1_000 + i64::try_from(at).unwrap_or(0) })
            } else if row == 2 {
                Value::Text(String::new())
            } else {
                style.value(Kind::Text, &label, numbers.next(), row, true)
            });
        }
        if statement.execute(params_from_iter(values)).is_err() {
            return;
        }
    }
}
