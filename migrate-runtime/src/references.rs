//! References between rows that lead nowhere, before and after a migration.

use std::collections::HashSet;

use rusqlite::{Connection, ErrorCode};

use crate::failure::Violation;
use crate::names::Names;

/// The broken references of some tables and of those that refer to them.
#[derive(Default)]
pub(crate) struct References {
    /// The tables, by name and root page: a renamed table keeps its page, and a rebuilt one has another.
    tables: Vec<(String, i64)>,
    broken: Vec<Broken>,
}

/// A broken reference, and what it is known by when its table is renamed.
struct Broken {
    violation: Violation,
    /// The table's root page, the row, and the number of the foreign key. `None` in a table without rowids.
    identity: Option<(i64, i64, i64)>,
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
                references.tables.push((child, root));
            }
        }
        // A table comes up once for each of its foreign keys, one after the other.
        references.tables.dedup();
        let mut broken_references = Vec::new();
        for (child, root) in &references.tables {
            broken_references.extend(broken(conn, child, *root)?);
        }
        Ok(Self { broken: broken_references, ..references })
    }

    /// The violations that `before` did not have.
    ///
    /// A violation is known by its row. Where a table was rebuilt, rows may have got other numbers: there, and in
    /// tables without rowids, as many violations as before are taken for the same ones.
    pub(crate) fn new_since(&self, before: &Self) -> Vec<Violation> {
        let known: HashSet<(i64, i64, i64)> =
            before.broken.iter().filter_map(|broken| broken.identity).collect();
        let was_there = |root: i64| before.tables.iter().any(|(_, known)| *known == root);
        let like = |references: &Self, violation: &Violation| {
            let is_like = |broken: &&Broken| {
                broken.violation.table == violation.table && broken.violation.parent == violation.parent
            };
            references.broken.iter().filter(is_like).count()
        };
        let is_new = |broken: &&Broken| match broken.identity {
            Some(identity) if was_there(identity.0) => !known.contains(&identity),
            _ => like(self, &broken.violation) > like(before, &broken.violation),
        };
        self.broken.iter().filter(is_new).map(|broken| broken.violation.clone()).collect()
    }
}

/// The broken references of one table.
fn broken(conn: &Connection, table: &str, root: i64) -> rusqlite::Result<Vec<Broken>> {
    let mut statement =
        conn.prepare("SELECT \"table\", rowid, parent, fkid FROM pragma_foreign_key_check(?1, 'main')")?;
    let rows = statement.query_map([table], |row| {
        let rowid: Option<i64> = row.get(1)?;
        let key: i64 = row.get(3)?;
        Ok(Broken {
            violation: Violation { table: row.get(0)?, rowid, parent: row.get(2)? },
            identity: rowid.map(|rowid| (root, rowid, key)),
        })
    })?;
    match rows.collect() {
        // "foreign key mismatch": the parent's key is not unique. The build reports that; rows cannot be judged.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => Ok(Vec::new()),
        rows => rows,
    }
}
