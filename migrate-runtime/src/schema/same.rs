//! Whether a database has a schema to the byte, as most have that nobody touched: one look at its texts, and nothing is
//! taken apart.

use rusqlite::{Connection, Result};

use super::{Index, Schema, Table, Trigger, View};

/// Whether every object of the schema is there with its very text, and no other object belongs to its tables and views;
/// what else there is does not matter. `false` says that a closer look is needed.
pub(crate) fn has_texts(conn: &Connection, schema: &Schema) -> Result<bool> {
    let mut statement =
        conn.prepare("SELECT type, name, tbl_name, sql FROM main.sqlite_master WHERE sql IS NOT NULL")?;
    let mut rows = statement.query([])?;
    let mut same = 0;
    while let Some(row) = rows.next()? {
        let text = |column| row.get_ref(column).and_then(|value| Ok(value.as_str()?));
        match expected(schema, text(0)?, text(1)?, text(2)?) {
            Some(sql) if sql == Some(text(3)?) => same += 1,
            Some(_) => return Ok(false),
            None => {}
        }
    }
    Ok(same == count(schema))
}

/// The text that this object should have, if any; `None` for one of somebody else's.
fn expected<'s>(schema: &'s Schema, kind: &str, name: &str, owner: &str) -> Option<Option<&'s str>> {
    let table = |name: &str| find(schema.tables(), Table::name, name);
    let view = |name: &str| find(schema.views(), View::name, name);
    Some(match kind {
        "table" => Some(table(name)?.sql()),
        "view" => Some(view(name)?.sql()),
        "index" => find(table(owner)?.indexes(), Index::name, name).and_then(Index::sql),
        // A trigger names its table as it likes.
        _ if schema.table(owner).is_none() && schema.view(owner).is_none() => return None,
        _ => find(schema.triggers(), Trigger::name, name).map(Trigger::sql),
    })
}

/// The lists of a schema are in the order of their names' bytes.
fn find<'s, T>(list: &'s [T], name_of: fn(&T) -> &str, name: &str) -> Option<&'s T> {
    list.binary_search_by(|item| name_of(item).cmp(name)).ok().map(|at| &list[at])
}

fn count(schema: &Schema) -> usize {
    let indexes = |table: &Table| table.indexes().iter().filter(|index| index.sql().is_some()).count();
    let tables: usize = schema.tables().iter().map(|table| 1 + indexes(table)).sum();
    tables + schema.views().len() + schema.triggers().len()
}
