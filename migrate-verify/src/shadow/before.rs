//! What a statement does that SQLite's authorizer does not tell: it is seen by a look at the schema before the statement
//! and one behind it.

use std::collections::BTreeSet;

use migrate_runtime::__private::Statement;
use migrate_token::{Token, canonical, significant};
use rusqlite::{Connection, OptionalExtension, Result};

use super::quotes;
use super::story::{Alteration, Skipped};
use super::tape::Event;

/// The schema before a statement, as far as the statement gives reason to look.
#[derive(Default)]
pub(super) struct Before {
    /// The table that it alters.
    altered: Option<Altered>,
    /// What it creates unless that exists, and the version of the schema.
    guarded: Option<(String, i64)>,
    /// A name that it takes for a string, and the byte of the statement where that stands.
    pub(super) string: Option<(usize, String)>,
}

struct Altered {
    name: String,
    tables: BTreeSet<String>,
    columns: Vec<String>,
}

impl Before {
    /// `events` are those of the compiled statement.
    pub(super) fn look(conn: &Connection, statement: &Statement<'_>, events: &[Event]) -> Result<Self> {
        let altered = events.iter().find_map(|event| match event {
            Event::Alters(table) => Some(table),
            _ => None,
        });
        let altered = match altered {
            Some(name) => Some(Altered {
                name: name.clone(),
                tables: table_names(conn)?,
                columns: column_names(conn, name)?,
            }),
            None => None,
        };
        let guarded = match guarded(statement.text).filter(|guarded| !guarded.is_temporary) {
            Some(Guarded { name, .. }) => Some((name, schema_version(conn)?)),
            None => None,
        };
        let string = quotes::string(conn, statement.text)?.map(named);
        Ok(Self { altered, guarded, string })
    }

    /// What an ALTER TABLE has done, of which the authorizer tells only the table.
    pub(super) fn alteration(&self, conn: &Connection) -> Result<Option<Alteration>> {
        let Some(Altered { name, tables, columns }) = &self.altered else { return Ok(None) };
        let now = table_names(conn)?;
        if !now.contains(name) {
            let to = now.difference(tables).next();
            return Ok(to.map(|to| Alteration::RenamesTable { from: name.clone(), to: to.clone() }));
        }
        let now = column_names(conn, name)?;
        let first = columns.iter().zip(&now).position(|(before, after)| before != after);
        let first = first.unwrap_or(columns.len().min(now.len()));
        let table = name.clone();
        Ok(match (columns.get(first), now.get(first)) {
            (None, Some(column)) => Some(Alteration::AddsColumn { table, column: column.clone() }),
            (Some(from), Some(to)) if columns.len() == now.len() => {
                Some(Alteration::RenamesColumn { table, from: from.clone(), to: to.clone() })
            }
            (Some(column), _) => Some(Alteration::DropsColumn { table, column: column.clone() }),
            (None, None) => None,
        })
    }

    /// What a CREATE … IF NOT EXISTS has passed over: the authorizer hears of a table that is not created as well.
    pub(super) fn skipped(&self, conn: &Connection, statement: &str) -> Result<Option<Skipped>> {
        let Some((name, version)) = &self.guarded else { return Ok(None) };
        if schema_version(conn)? != *version {
            return Ok(None);
        }
        let query = "SELECT sql FROM main.sqlite_schema WHERE name = ?1 COLLATE NOCASE AND sql IS NOT NULL";
        let there: Option<String> = conn.query_row(query, [name], |row| row.get(0)).optional()?;
        let same = there.is_some_and(|there| canonical(&there) == canonical(statement));
        let is_same = same || stands_in(conn, statement)?;
        Ok(Some(Skipped { name: name.clone(), is_same }))
    }
}

/// Whether what is there stands in for a virtual table, because its module is not.
fn stands_in(conn: &Connection, statement: &str) -> Result<bool> {
    let mut tokens = significant(statement);
    let is_virtual = tokens.nth(1).is_some_and(|token| token.is_word("VIRTUAL"));
    let module = tokens.skip_while(|token| !token.is_word("USING")).nth(1).and_then(|token| token.name());
    let Some(module) = module.filter(|_| is_virtual) else { return Ok(false) };
    let known = "SELECT 1 FROM pragma_module_list WHERE name = ?1 COLLATE NOCASE";
    Ok(!conn.prepare(known)?.exists([module])?)
}

/// Where it stands, and its name.
pub(super) fn named(token: Token<'_>) -> (usize, String) {
    (token.start, token.name().unwrap_or_default().into_owned())
}

/// A CREATE … IF NOT EXISTS.
pub(crate) struct Guarded {
    /// What it creates.
    pub(crate) name: String,
    /// Whether it creates that in the database `temp`.
    is_temporary: bool,
}

/// What the statement creates unless it exists.
pub(crate) fn guarded(statement: &str) -> Option<Guarded> {
    let tokens: Vec<Token<'_>> = significant(statement).take(9).collect();
    let at = tokens.iter().take(4).position(|token| token.is_word("IF"))?;
    if !tokens[0].is_word("CREATE") {
        return None;
    }
    let first = tokens.get(at + 3)?.name()?;
    let qualified = tokens.get(at + 4).filter(|dot| dot.text == ".").and_then(|_| tokens.get(at + 5)?.name());
    let is_temporary = ["TEMP", "TEMPORARY"].iter().any(|word| tokens[1].is_word(word))
        || (qualified.is_some() && first.eq_ignore_ascii_case("temp"));
    Some(Guarded { name: qualified.unwrap_or(first).into_owned(), is_temporary })
}

/// As ALTER TABLE names them to the authorizer.
fn table_names(conn: &Connection) -> Result<BTreeSet<String>> {
    let mut statement = conn.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table'")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

pub(super) fn column_names(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_xinfo(?1, 'main')")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

/// A number that every change of the schema changes.
fn schema_version(conn: &Connection) -> Result<i64> {
    conn.pragma_query_value(Some("main"), "schema_version", |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn altered(sql: &str) -> Option<Alteration> {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE a (x, y, z); CREATE VIRTUAL TABLE f USING fts5 (x)").unwrap();
        let table = if sql.contains("TABLE f") { "f" } else { "a" };
        let statement = Statement { number: 1, start: 0, text: sql };
        let before = Before::look(&db, &statement, &[Event::Alters(table.to_owned())]).unwrap();
        db.execute_batch(sql).unwrap();
        before.alteration(&db).unwrap()
    }

    #[test]
    fn an_alter_table_is_known_by_what_it_leaves() {
        let (table, column) = ("a".to_owned(), "y".to_owned());
        assert_eq!(
            altered("ALTER TABLE a RENAME TO b"),
            Some(Alteration::RenamesTable { from: "a".into(), to: "b".into() })
        );
        assert_eq!(
            altered("ALTER TABLE f RENAME TO g"),
            Some(Alteration::RenamesTable { from: "f".into(), to: "g".into() })
        );
        assert_eq!(
            altered("ALTER TABLE a RENAME y TO yy"),
            Some(Alteration::RenamesColumn { table: table.clone(), from: column.clone(), to: "yy".into() })
        );
        assert_eq!(
            altered("ALTER TABLE a ADD v AS (x)"),
            Some(Alteration::AddsColumn { table: table.clone(), column: "v".into() })
        );
        assert_eq!(
            altered("ALTER TABLE a DROP y"),
            Some(Alteration::DropsColumn { table: table.clone(), column })
        );
        assert_eq!(
            altered("ALTER TABLE a DROP z"),
            Some(Alteration::DropsColumn { table, column: "z".into() })
        );
    }
}
