//! What triggers have written while foreign keys were off.

use migrate_runtime::Table;
use migrate_token::{Kind, significant};
use rusqlite::{Connection, Result};

use super::form::Form;
use super::parent::has_rows;
use super::rule::Rules;
use crate::shadow::whole::orphans;

/// Whether there are rows without their parents now, in a table that stands in the table's triggers, or refers to one.
pub(super) fn is_false(conn: &Connection, tables: &[Table], table: &Table) -> Result<bool> {
    let mut rules = Rules::default();
    rules.read_triggers(conn, &Form::new(table))?;
    let tokens = rules.triggers.iter().flat_map(|rule| significant(&rule.text));
    let names = tokens.filter(|token| matches!(token.kind, Kind::Word | Kind::Quoted));
    let names: Vec<_> = names.filter_map(|token| token.name()).collect();
    let is_named = |table: &str| names.iter().any(|name| name.eq_ignore_ascii_case(table));
    let is_touched = |table: &&Table| {
        let mut keys = table.foreign_keys().iter();
        keys.len() > 0 && (is_named(table.name()) || keys.any(|key| is_named(key.parent())))
    };
    for written in tables.iter().filter(is_touched) {
        // Keys that do not fit their parents are another matter.
        if orphans(conn, written.name()).is_ok_and(|orphans| !orphans.is_empty()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a table that got rows has none: a trigger has deleted them.
pub(super) fn is_empty(conn: &Connection, filled: &[&Table]) -> Result<bool> {
    for table in filled {
        if !has_rows(conn, table)? {
            return Ok(true);
        }
    }
    Ok(false)
}
