//! References between rows that lead nowhere, before and after a migration.

use rusqlite::{Connection, ErrorCode};

use crate::failure::Violation;
use crate::names::Names;
use crate::set::Migration;
use crate::text::Text;

/// The broken references of the tables that migrations touch, and of those that refer to them.
pub(crate) struct References(Vec<Child>);

/// A table that refers to others.
struct Child {
    name: String,
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
    pub(crate) fn read(conn: &Connection, migrations: &[&Migration]) -> rusqlite::Result<Self> {
        let mut touched = Names::new();
        for migration in migrations {
            migration
                .parts
                .touches
                .as_slice()
                .iter()
                .for_each(|table| touched.insert(&table.to_ascii_lowercase()));
        }
        let mut children = Vec::new();
        if touched.is_empty() {
            return Ok(Self(children));
        }
        let is_touched = |table: &str| touched.contains(&table.to_ascii_lowercase());
        let mut parents = conn.prepare("SELECT \"table\" FROM pragma_foreign_key_list(?1, 'main')")?;
        for name in tables_with_keys(conn)? {
            let is_due = is_touched(&name) || {
                let mut rows = parents.query([&name])?;
                let mut found = false;
                while let Some(row) = rows.next()? {
                    found |= is_touched(row.get_ref(0)?.as_str()?);
                }
                found
            };
            if is_due {
                let broken = broken(conn, &name)?;
                children.push(Child { name, broken });
            }
        }
        Ok(Self(children))
    }

    /// The violations that `before` did not have, `migrations` having run since.
    ///
    /// A violation is known by its row. Where a table was dropped or created, also under its old name, rows may have
    /// got other numbers: there, and in tables without rowids, as many violations as before are taken for the same ones.
    pub(crate) fn new_since(&self, before: &Self, migrations: &[&Migration]) -> Vec<Violation> {
        let mut violations = Vec::new();
        for child in &self.0 {
            let old_name = old_name(&child.name, migrations);
            let known = before.0.iter().find(|known| known.name.eq_ignore_ascii_case(&old_name));
            let is_same = !is_remade(&child.name, &old_name, migrations);
            // Counted once for each parent: broken references to one parent come together.
            let mut counted: Option<(&str, bool)> = None;
            for broken in &child.broken {
                let is_known = match (known, counted) {
                    (None, _) => false,
                    (Some(known), _) if is_same && broken.rowid.is_some() => known.has(broken),
                    (Some(_), Some((parent, is_known))) if parent == broken.parent => is_known,
                    (Some(known), _) => {
                        let old_parent = old_name_of_parent(&broken.parent, known, migrations);
                        let is_known = child.count(&broken.parent) <= known.count(&old_parent);
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
}

impl Child {
    /// SQLite checks key by key, and row by row in the order of their numbers.
    fn has(&self, wanted: &Broken) -> bool {
        let found =
            self.broken.binary_search_by(|known| (known.key, known.rowid).cmp(&(wanted.key, wanted.rowid)));
        found.is_ok()
    }

    fn count(&self, parent: &str) -> usize {
        self.broken.iter().filter(|broken| broken.parent.eq_ignore_ascii_case(parent)).count()
    }
}

/// The renames of the migrations, the last one first.
fn renames_backwards<'m>(migrations: &'m [&Migration]) -> impl Iterator<Item = &'m (Text, Text)> {
    migrations.iter().rev().flat_map(|migration| migration.parts.renames.as_slice().iter().rev())
}

/// What a table was called before the migrations; a rebuilt one, what the table in its place was called.
fn old_name(name: &str, migrations: &[&Migration]) -> String {
    let is_created = |name: &str| is_remade(name, name, migrations);
    let mut old = name.to_owned();
    for (from, to) in renames_backwards(migrations) {
        // A new table that takes an old one's name is the rebuilt old one.
        if to.eq_ignore_ascii_case(&old) && !is_created(from) {
            old = from.as_str().to_owned();
        }
    }
    old
}

/// A parent is found under its own name if it kept it, and else under the one that it had.
fn old_name_of_parent(parent: &str, known: &Child, migrations: &[&Migration]) -> String {
    if known.count(parent) > 0 { parent.to_owned() } else { old_name(parent, migrations) }
}

fn is_remade(name: &str, old_name: &str, migrations: &[&Migration]) -> bool {
    let is_it = |table: &&Text| table.eq_ignore_ascii_case(name) || table.eq_ignore_ascii_case(old_name);
    migrations.iter().any(|migration| migration.parts.remade.as_slice().iter().any(|table| is_it(&table)))
}

/// The tables whose text speaks of foreign keys. Asking SQLite costs more, and `LIKE` is what a program makes of it.
fn tables_with_keys(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = conn.prepare("SELECT name, sql FROM main.sqlite_schema WHERE type = 'table'")?;
    let mut rows = statement.query([])?;
    let mut names = Vec::new();
    while let Some(row) = rows.next()? {
        let sql: String = row.get(1)?;
        if sql.to_ascii_lowercase().contains("references") {
            names.push(row.get(0)?);
        }
    }
    Ok(names)
}

/// The broken references of one table.
fn broken(conn: &Connection, table: &str) -> rusqlite::Result<Vec<Broken>> {
    let mut statement =
        conn.prepare("SELECT parent, rowid, fkid FROM pragma_foreign_key_check(?1, 'main')")?;
    let rows = statement
        .query_map([table], |row| Ok(Broken { parent: row.get(0)?, rowid: row.get(1)?, key: row.get(2)? }))?;
    match rows.collect() {
        // The parent's key is not unique. The build reports that; rows cannot be judged.
        Err(error) if is_mismatch(&error) => Ok(Vec::new()),
        rows => rows,
    }
}

fn is_mismatch(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::Unknown)
        && error.to_string().contains("foreign key mismatch")
}
