//! What triggers have written while foreign keys were off.

use migrate_runtime::Table;
use migrate_token::{Kind, significant};
use rusqlite::{Connection, Result};

use super::form::Form;
use super::rule::Rules;
use crate::shadow::whole::orphans;

/// Whether one of the tables that stand in the table's triggers has rows without their parents now.
pub(super) fn is_false(conn: &Connection, tables: &[Table], table: &Table) -> Result<bool> {
    let mut rules = Rules::default();
    rules.read_triggers(conn, &Form::new(table))?;
    let tokens = rules.triggers.iter().flat_map(|rule| significant(&rule.text));
    let names = tokens.filter(|token| matches!(token.kind, Kind::Word | Kind::Quoted));
    let names: Vec<_> = names.filter_map(|token| token.name()).collect();
    let is_named = |table: &&Table| names.iter().any(|name| name.eq_ignore_ascii_case(table.name()));
    let with_keys = tables.iter().filter(|table| !table.foreign_keys().is_empty());
    for written in with_keys.filter(is_named) {
        // Keys that do not fit their parents are another matter.
        if orphans(conn, written.name()).is_ok_and(|orphans| !orphans.is_empty()) {
            return Ok(true);
        }
    }
    Ok(false)
}
