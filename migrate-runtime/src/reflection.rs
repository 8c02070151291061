//! Whether the tables that the applied migrations have made are still there, before others build on them.

use rusqlite::{Connection, Result, Statement};

use crate::set::{Migration, Shape};

/// A table that lacks something: [`Error::MissingTables`](crate::Error::MissingTables).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingTable {
    table: String,
    columns: Vec<String>,
}

impl MissingTable {
    /// Its name.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// The columns that it lacks; none if the whole table is not there.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }
}

/// What is not there of the tables and columns that these migrations, the way to a version of a set, leave.
pub(crate) fn missing<'m>(
    conn: &Connection,
    applied: impl Iterator<Item = &'m Migration>,
) -> Result<Vec<MissingTable>> {
    let found = found(conn)?;
    let mut columns = conn.prepare("SELECT name FROM pragma_table_xinfo(?1, 'main')")?;
    let mut missing = Vec::new();
    for (name, shape) in expected(applied) {
        match found.binary_search_by(|(known, _)| known.cmp(&name)) {
            Err(_) => missing.push(MissingTable { table: shape.table().to_owned(), columns: Vec::new() }),
            // Most tables have the text that they had in the build, and nothing else is asked of those.
            Ok(at) if found[at].1 == shape.text => {}
            Ok(_) => {
                let lacking = lacking(&mut columns, shape)?;
                if !lacking.is_empty() {
                    missing.push(MissingTable { table: shape.table().to_owned(), columns: lacking });
                }
            }
        }
    }
    Ok(missing)
}

fn lacking(columns: &mut Statement<'_>, shape: &Shape) -> Result<Vec<String>> {
    let found: Vec<String> = columns.query_map([shape.table()], |row| row.get(0))?.collect::<Result<_>>()?;
    let is_lacking = |column: &&str| !found.iter().any(|name| name.eq_ignore_ascii_case(column));
    Ok(shape.columns().filter(is_lacking).map(str::to_owned).collect())
}

/// The tables of the database by name in lower case, with the digests of their texts.
fn found(conn: &Connection) -> Result<Vec<(String, u64)>> {
    let mut statement = conn.prepare("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let name = row.get_ref(0)?.as_str()?.to_ascii_lowercase();
        // SQLite's own tables have none.
        found.push((name, row.get_ref(1)?.as_str_or_null()?.map_or(0, digest)));
    }
    found.sort_unstable();
    Ok(found)
}

/// The tables that the migrations leave, by name in lower case.
fn expected<'m>(applied: impl Iterator<Item = &'m Migration>) -> Vec<(String, &'m Shape)> {
    let mut changes: Vec<(String, Option<&Shape>)> = Vec::new();
    for migration in applied {
        let gone = migration.parts.gone.as_slice().iter().map(|table| (table.to_ascii_lowercase(), None));
        changes.extend(gone);
        let shapes = migration.parts.shapes.as_slice().iter();
        changes.extend(shapes.map(|shape| (shape.table().to_ascii_lowercase(), Some(shape))));
    }
    // The sort keeps the order of what has become of a table: the last counts.
    changes.sort_by(|(name, _), (other, _)| name.cmp(other));
    changes.reverse();
    changes.dedup_by(|(name, _), (other, _)| name == other);
    changes.reverse();
    changes.into_iter().filter_map(|(name, shape)| Some((name, shape?))).collect()
}

/// FNV-1a over the bytes, see <http://www.isthe.com/chongo/tech/comp/fnv/>. It need not resist anybody.
pub fn digest(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
