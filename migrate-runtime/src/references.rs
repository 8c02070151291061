//! References between rows that lead nowhere, before and after a migration.

use std::collections::HashSet;

use rusqlite::Connection;

use crate::failure::Violation;
use crate::names::Names;

/// The broken references of some tables and of those that refer to them.
#[derive(Default)]
pub(crate) struct References {
    violations: Vec<Violation>,
    /// A rebuilt table has another root page, and its rows may have other rowids.
    roots: Vec<(String, i64)>,
}

impl References {
    /// Reads them for `tables` and their children.
    pub(crate) fn read<'t>(
        conn: &Connection,
        tables: impl IntoIterator<Item = &'t str>,
    ) -> rusqlite::Result<Self> {
        let mut touched = Names::new();
        tables.into_iter().for_each(|table| touched.insert(&table.to_ascii_lowercase()));
        let mut references = Self::default();
        if touched.is_empty() {
            return Ok(references);
        }
        // LIKE spares the tables without foreign keys the PRAGMA, which costs more than reading their text.
        let mut children = conn.prepare(
            "SELECT m.name, m.rootpage, f.\"table\" FROM main.sqlite_schema m, pragma_foreign_key_list(m.name, 'main') f \
             WHERE m.type = 'table' AND m.sql LIKE '%references%'",
        )?;
        let mut rows = children.query([])?;
        while let Some(row) = rows.next()? {
            let (child, root, parent): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if touched.contains(&child.to_ascii_lowercase()) || touched.contains(&parent.to_ascii_lowercase())
            {
                references.roots.push((child, root));
            }
        }
        // A table comes up once for each of its foreign keys, one after the other.
        references.roots.dedup();
        for (child, _) in &references.roots {
            references.violations.extend(violations(conn, child)?);
        }
        Ok(references)
    }

    /// The violations that `before` did not have.
    ///
    /// A violation is known by its row. Where a table was rebuilt, rows may have got other numbers: there, and in
    /// tables without rowids, as many violations as before are taken for the same ones.
    pub(crate) fn new_since(&self, before: &Self) -> Vec<Violation> {
        let known: HashSet<&Violation> = before.violations.iter().collect();
        let stays = |table: &str| {
            let root = |references: &Self| {
                references.roots.iter().find(|(name, _)| name == table).map(|(_, root)| *root)
            };
            root(self) == root(before)
        };
        let per_pair = |references: &Self, violation: &Violation| {
            let same_pair = |v: &&Violation| v.table == violation.table && v.parent == violation.parent;
            references.violations.iter().filter(same_pair).count()
        };
        let is_new = |violation: &&Violation| {
            if violation.rowid.is_some() && stays(&violation.table) {
                !known.contains(violation)
            } else {
                per_pair(self, violation) > per_pair(before, violation)
            }
        };
        self.violations.iter().filter(is_new).cloned().collect()
    }
}

/// The broken references of one table.
fn violations(conn: &Connection, table: &str) -> rusqlite::Result<Vec<Violation>> {
    let mut statement =
        conn.prepare("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check(?1, 'main')")?;
    let rows = statement.query_map([table], |row| {
        Ok(Violation { table: row.get(0)?, rowid: row.get(1)?, parent: row.get(2)? })
    });
    // "foreign key mismatch": the parent's key is not unique. The build reports that; rows cannot be judged.
    Ok(rows?.filter_map(Result::ok).collect())
}
