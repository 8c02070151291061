//! What an ALTER TABLE does: the authorizer names only the table, and the schema tells the rest.

use std::collections::BTreeSet;

use rusqlite::{Connection, Result};

/// What an ALTER TABLE has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Alter {
    RenamesTable { from: String, to: String },
    RenamesColumn { table: String, from: String, to: String },
    AddsColumn { table: String, column: String },
    DropsColumn { table: String, column: String },
}

/// An ALTER TABLE that is running, and what it found.
pub(super) struct Altering {
    table: String,
    tables: BTreeSet<String>,
    columns: Vec<String>,
}

impl Altering {
    /// `table` is about to be altered; `None` if it is a temporary one.
    pub(super) fn start(conn: &Connection, table: String) -> Result<Option<Self>> {
        let tables = tables(conn)?;
        if !tables.contains(&table) {
            return Ok(None);
        }
        let columns = columns(conn, &table)?;
        Ok(Some(Self { table, tables, columns }))
    }

    /// It has been altered; `None` if only its constraints have changed.
    pub(super) fn end(self, conn: &Connection) -> Result<Option<Alter>> {
        let Self { table, tables: before, columns: old } = self;
        let after = tables(conn)?;
        if !after.contains(&table) {
            // A virtual table takes its shadow tables along, whose names are longer.
            let to = after.difference(&before).next().cloned();
            return Ok(to.map(|to| Alter::RenamesTable { from: table, to }));
        }
        let new = columns(conn, &table)?;
        let at = old.iter().zip(&new).position(|(old, new)| old != new);
        Ok(match (at, old.len().cmp(&new.len())) {
            (_, std::cmp::Ordering::Less) => {
                new.into_iter().next_back().map(|column| Alter::AddsColumn { table, column })
            }
            (at, std::cmp::Ordering::Greater) => {
                let column = old.into_iter().nth(at.unwrap_or(new.len()));
                column.map(|column| Alter::DropsColumn { table, column })
            }
            (Some(at), std::cmp::Ordering::Equal) => {
                Some(Alter::RenamesColumn { table, from: old[at].clone(), to: new[at].clone() })
            }
            (None, std::cmp::Ordering::Equal) => None,
        })
    }
}

/// The names of the tables, as ALTER TABLE names them to the authorizer.
fn tables(conn: &Connection) -> Result<BTreeSet<String>> {
    let mut statement = conn.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table'")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

/// The names of its columns, generated ones included.
fn columns(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_xinfo(?1, 'main')")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn altered(sql: &str) -> Option<Alter> {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE a (x, y, z); CREATE VIRTUAL TABLE f USING fts5 (x)").unwrap();
        let table = if sql.contains("TABLE f") { "f" } else { "a" };
        let altering = Altering::start(&db, table.to_owned()).unwrap().unwrap();
        db.execute_batch(sql).unwrap();
        altering.end(&db).unwrap()
    }

    #[test]
    fn an_alter_table_is_known_by_what_it_leaves() {
        let (table, column) = ("a".to_owned(), "y".to_owned());
        assert_eq!(
            altered("ALTER TABLE a RENAME TO b"),
            Some(Alter::RenamesTable { from: "a".into(), to: "b".into() })
        );
        assert_eq!(
            altered("ALTER TABLE f RENAME TO g"),
            Some(Alter::RenamesTable { from: "f".into(), to: "g".into() })
        );
        assert_eq!(
            altered("ALTER TABLE a RENAME y TO yy"),
            Some(Alter::RenamesColumn { table: table.clone(), from: column.clone(), to: "yy".into() })
        );
        assert_eq!(
            altered("ALTER TABLE a ADD v AS (x)"),
            Some(Alter::AddsColumn { table: table.clone(), column: "v".into() })
        );
        assert_eq!(
            altered("ALTER TABLE a DROP y"),
            Some(Alter::DropsColumn { table: table.clone(), column })
        );
        assert_eq!(altered("ALTER TABLE a DROP z"), Some(Alter::DropsColumn { table, column: "z".into() }));
    }
}
