//! References between rows that lead nowhere, before and after a migration.

use rusqlite::{Connection, ErrorCode};

use crate::failure::Violation;
use crate::names::Names;

/// The broken references of some tables and of those that refer to them.
pub(crate) struct References(Vec<Child>);

/// A table that refers to others.
struct Child {
    name: String,
    /// A renamed table keeps its root page; a rebuilt one has another.
    root: i64,
    broken: Vec<Broken>,
}

/// A row's reference to nothing.
struct Broken {
    parent: String,
    /// `None` in a table without rowids.
    rowid: Option<i64>,
    /// The number of the foreign key.
    key: i64,
}

impl References {
    /// Reads them for `tables` and their children.
    pub(crate) fn read<'t>(
        conn: &Connection,
        tables: impl Iterator<Item = &'t str>,
    ) -> rusqlite::Result<Self> {
        let mut touched = Names::new();
        tables.for_each(|table| touched.insert(&table.to_ascii_lowercase()));
        let mut children: Vec<Child> = Vec::new();
        if touched.is_empty() {
            return Ok(Self(children));
        }
        // LIKE spares the tables without foreign keys the PRAGMA, which costs more than reading their text.
        let mut keys = conn.prepare(
            "SELECT m.name, m.rootpage, f.\"table\" FROM main.sqlite_schema m, pragma_foreign_key_list(m.name, 'main') f \
             WHERE m.type = 'table' AND m.sql LIKE '%references%'",
        )?;
        let mut rows = keys.query([])?;
        while let Some(row) = rows.next()? {
            let (name, root, parent): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            // A table comes up once for each of its foreign keys, one after the other.
            let is_new = children.last().is_none_or(|last| last.name != name);
            let is_touched = |table: &str| touched.contains(&table.to_ascii_lowercase());
            if is_new && (is_touched(&name) || is_touched(&parent)) {
                let broken = broken(conn, &name)?;
                children.push(Child { name, root, broken });
            }
        }
        Ok(Self(children))
    }

    /// The violations that `before` did not have.
    ///
    /// A violation is known by its row. Where a table was rebuilt, rows may have got other numbers: there, and in
    /// tables without rowids, as many violations as before are taken for the same ones.
    pub(crate) fn new_since(&self, before: &Self) -> Vec<Violation> {
        let mut violations = Vec::new();
        for child in &self.0 {
            let same = before.0.iter().find(|known| known.root == child.root);
            // Counted once for each parent: broken references to one parent come together.
            let mut counted: Option<(&str, bool)> = None;
            for broken in &child.broken {
                let is_known = match (same.filter(|_| broken.rowid.is_some()), counted) {
                    (Some(same), _) => same.has(broken),
                    (None, Some((parent, is_known))) if parent == broken.parent => is_known,
                    (None, _) => {
                        let count = |references: &Self| references.count(&child.name, &broken.parent);
                        let is_known = count(self) <= count(before);
                        counted = Some((&broken.parent, is_known));
                        is_known
                    }
                };
                if !is_known {
                    violations.push(Violation {
                        table: child.name.clone(),
                        rowid: broken.rowid,
                        parent: broken.parent.clone(),
                    });
                }
            }
        }
        violations
    }

    fn count(&self, table: &str, parent: &str) -> usize {
        let tables = self.0.iter().filter(|child| child.name == table);
        tables.map(|child| child.broken.iter().filter(|broken| broken.parent == parent).count()).sum()
    }
}

impl Child {
    /// SQLite checks key by key, and row by row in the order of their numbers.
    fn has(&self, wanted: &Broken) -> bool {
        self.broken
            .binary_search_by(|known| (known.key, known.rowid).cmp(&(wanted.key, wanted.rowid)))
            .is_ok()
    }
}

/// The broken references of one table.
fn broken(conn: &Connection, table: &str) -> rusqlite::Result<Vec<Broken>> {
    let mut statement =
        conn.prepare("SELECT parent, rowid, fkid FROM pragma_foreign_key_check(?1, 'main')")?;
    let rows = statement
        .query_map([table], |row| Ok(Broken { parent: row.get(0)?, rowid: row.get(1)?, key: row.get(2)? }))?;
    match rows.collect() {
        // "foreign key mismatch": the parent's key is not unique. The build reports that; rows cannot be judged.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => Ok(Vec::new()),
        rows => rows,
    }
}
