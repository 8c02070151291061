//! The latest schema, made at once: what a new database gets in the place of all migrations, where the build has proved that
//! both are the same.

#[cfg(feature = "apply")]
pub use make::{NOTE, create, texts};

/// What the migrations leave: the objects of their schema, in an order in which they can be made, and rows.
#[derive(Clone, Copy, Debug)]
pub struct AtOnce<'a> {
    /// Places in the list of the schema's texts.
    pub order: &'a [u16],
    /// Statements that insert, each with the place of the table behind which it runs; in the order of `order`.
    pub rows: &'a [(u16, &'a str)],
}

#[cfg(feature = "apply")]
mod make {
    use rusqlite::{Connection, Result};

    use super::AtOnce;
    use crate::schema::{Index, Schema, Table, Trigger, View};

    /// What the log says of migrations that were not run.
    pub const NOTE: &str = "made at once";

    /// The texts of all objects: tables, their indexes, views and triggers, each in the order of the schema.
    pub fn texts(schema: &Schema) -> Vec<&str> {
        let indexes = schema.tables().iter().flat_map(Table::indexes).filter_map(Index::sql);
        let tables = schema.tables().iter().map(Table::sql);
        let views = schema.views().iter().map(View::sql);
        tables.chain(indexes).chain(views).chain(schema.triggers().iter().map(Trigger::sql)).collect()
    }

    /// Makes the objects of the schema, and the rows, before there is a trigger that would hear of them.
    ///
    /// # Errors
    ///
    /// What SQLite reports: something of a name is there, say. Some objects may be made by then.
    pub fn create(conn: &Connection, schema: &Schema, all: AtOnce<'_>) -> Result<()> {
        let texts = texts(schema);
        let mut rows = all.rows.iter().peekable();
        for place in all.order {
            conn.prepare(texts[usize::from(*place)])?.execute([])?;
            while let Some((_, insert)) = rows.next_if(|(table, _)| table == place) {
                // With `PRAGMA count_changes`, it gives a row.
                let mut insert = conn.prepare(insert)?;
                let mut counts = insert.query([])?;
                while counts.next()?.is_some() {}
            }
        }
        Ok(())
    }
}
