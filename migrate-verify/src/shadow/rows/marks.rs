//! Which rows are made up, so that they can be taken out again without those that migrations have written.

use std::collections::{BTreeSet, HashMap};

use migrate_runtime::__private::schema::{Change, Kind, Object, Table};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, Result};

use crate::shadow::whole::quoted;

/// The rowids of what was made up, by the names of the tables in lower case; `None` where rows cannot be told apart.
#[derive(Default)]
pub(super) struct Marks(HashMap<String, Option<BTreeSet<i64>>>);

/// What was in the tables before rows are made up.
pub(super) struct Unmarked(Vec<(String, Option<BTreeSet<i64>>)>);

impl Marks {
    pub(super) fn before<'t>(conn: &Connection, tables: impl Iterator<Item = &'t Table>) -> Unmarked {
        Unmarked(tables.map(|table| (table.name().to_ascii_lowercase(), rowids(conn, table))).collect())
    }

    /// Rows have been made up.
    pub(super) fn mark(&mut self, conn: &Connection, tables: &[Table], before: Unmarked) {
        for (name, before) in before.0 {
            let Some(table) = tables.iter().find(|table| table.name().eq_ignore_ascii_case(&name)) else {
                continue;
            };
            let marks = self.0.entry(name).or_insert_with(|| Some(BTreeSet::new()));
            match (marks.as_mut(), before, rowids(conn, table)) {
                (Some(marks), Some(before), Some(after)) => marks.extend(after.difference(&before)),
                _ => *marks = None,
            }
        }
    }

    /// Follows the tables through a migration.
    pub(super) fn follow(&mut self, changes: &[Change], tables: &[Table]) {
        for change in changes {
            let name =
                |object: &Object| (object.kind == Kind::Table).then(|| object.name.to_ascii_lowercase());
            let (from, to) = (change.before.as_ref().and_then(name), change.after.as_ref().and_then(name));
            match (from, to) {
                (Some(from), Some(to)) if from != to => {
                    let marks = self.0.remove(&from);
                    self.0.extend(marks.map(|marks| (to, marks)));
                }
                // It may stand in the place of another one. Rows keep their numbers only as values of a column.
                (None, Some(new)) if !tables.iter().any(|table| is_numbered(table, &new)) => {
                    self.0.entry(new).and_modify(|marks| *marks = None);
                }
                _ => {}
            }
        }
    }

    /// Takes out what was made up, and nothing else happens. Returns the tables from which all rows had to go.
    pub(super) fn take_out<'t>(
        &mut self,
        conn: &Connection,
        tables: impl Iterator<Item = &'t Table>,
    ) -> Result<Vec<String>> {
        let mut emptied = Vec::new();
        conn.pragma_update(None, "foreign_keys", false)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        for table in tables {
            let name = table.name().to_ascii_lowercase();
            let Some(marks) = self.0.get_mut(&name) else { continue };
            let delete = format!("DELETE FROM main.{}", quoted(table.name()));
            match marks {
                Some(rowids) => {
                    let listed: Vec<String> = rowids.iter().map(i64::to_string).collect();
                    conn.execute(&format!("{delete} WHERE rowid IN ({})", listed.join(", ")), [])?;
                    rowids.clear();
                }
                None => {
                    conn.execute(&delete, [])?;
                    emptied.push(name);
                }
            }
        }
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
        Ok(emptied)
    }
}

/// Whether it is this table, and its primary key is the rowid.
fn is_numbered(table: &Table, name: &str) -> bool {
    table.name().eq_ignore_ascii_case(name) && table.rowid_alias().is_some()
}

/// `None` for a table that has none.
fn rowids(conn: &Connection, table: &Table) -> Option<BTreeSet<i64>> {
    if table.without_rowid() || table.module().is_some() {
        return None;
    }
    let mut statement = conn.prepare(&format!("SELECT rowid FROM main.{}", quoted(table.name()))).ok()?;
    statement.query_map([], |row| row.get(0)).ok()?.collect::<Result<_>>().ok()
}
