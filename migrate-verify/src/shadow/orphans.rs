//! Rows that refer to nothing, from migration to migration.

use std::collections::HashMap;

use migrate_runtime::__private::schema::Table;
use migrate_runtime::ForeignKey;
use rusqlite::Connection;

use super::Step;
use super::whole::orphans;

/// How many rows of each table refer to nothing.
#[derive(Default)]
pub(super) struct Orphans(HashMap<String, i64>);

/// A table of which more rows refer to nothing than before.
pub(super) struct Broken {
    pub(super) table: String,
    /// The foreign keys by which they do.
    pub(super) keys: Vec<ForeignKey>,
}

impl Orphans {
    /// What has become of references by a migration that `step` describes, and that has run.
    ///
    /// The engine checks this too, with what this run finds out about the tables that a migration touches. Only what has
    /// become more counts.
    pub(super) fn newly(&mut self, conn: &Connection, tables: &[Table], step: &Step) -> Vec<Broken> {
        let is_touched = |name: &str| step.touches.iter().any(|table| table.eq_ignore_ascii_case(name));
        let is_due = |table: &&Table| {
            let keys = table.foreign_keys();
            !keys.is_empty() && (is_touched(table.name()) || keys.iter().any(|key| is_touched(key.parent())))
        };
        for (from, to) in step.table_changes.iter().filter(|(from, to)| !from.is_empty() && !to.is_empty()) {
            if let Some(count) = self.0.remove(&from.to_ascii_lowercase()) {
                self.0.insert(to.to_ascii_lowercase(), count);
            }
        }
        let mut broken = Vec::new();
        for table in tables.iter().filter(is_due) {
            // A mismatch is a defect of the whole.
            let counts = orphans(conn, table.name()).unwrap_or_default();
            let total: i64 = counts.iter().map(|(_, count)| count).sum();
            let before = self.0.insert(table.name().to_ascii_lowercase(), total).unwrap_or(0);
            if total > before {
                let keys = table.foreign_keys();
                // SQLite counts them from the last to the first.
                let key = |number: i64| keys.iter().rev().nth(usize::try_from(number).ok()?);
                let keys = counts.into_iter().filter_map(|(at, _)| key(at).cloned()).collect();
                broken.push(Broken { table: table.name().to_owned(), keys });
            }
        }
        broken
    }
}
