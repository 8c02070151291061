//! The parts of a table, from SQLite's own description of it.

use rusqlite::{Connection, ErrorCode, Result, Statement};

use super::catalog::Object;
use super::{Action, Affinity, Column, ForeignKey, Generated, Index, IndexColumn, Origin, Table};
use crate::text::{List, Text};
use migrate_token::{Clauses, Definition, Key, canonical};

/// The statements that ask for the parts of a table, each prepared once.
pub(super) struct Pragmas<'c> {
    columns: Statement<'c>,
    indexes: Statement<'c>,
    index_columns: Statement<'c>,
    foreign_keys: Statement<'c>,
}

impl<'c> Pragmas<'c> {
    /// For the schema `main` of `conn`.
    pub(super) fn prepare(conn: &'c Connection) -> Result<Self> {
        Ok(Self {
            columns: conn.prepare(
                "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1, 'main')",
            )?,
            indexes: conn.prepare(
                "SELECT name, \"unique\", origin, partial FROM pragma_index_list(?1, 'main') ORDER BY name",
            )?,
            index_columns: conn.prepare(
                "SELECT name, \"desc\", coll, cid FROM pragma_index_xinfo(?1, 'main') WHERE \"key\"",
            )?,
            // SQLite counts foreign keys from the last to the first.
            foreign_keys: conn.prepare(
                "SELECT seq, \"table\", \"from\", \"to\", on_update, on_delete
                 FROM pragma_foreign_key_list(?1, 'main') ORDER BY id DESC, seq",
            )?,
        })
    }

    /// The table `name`, whose text is `sql`; `indexes` are its indexes with a text, and perhaps others, by name.
    pub(super) fn table(&mut self, name: &str, sql: &str, indexes: &[&Object]) -> Result<Table> {
        let definition = Definition::parse(sql);
        let columns = self.columns(name, &definition);
        let ordinary = definition.module.is_none();
        Ok(Table {
            name: name.to_owned().into(),
            sql: sql.to_owned().into(),
            columns: if ordinary { columns? } else { usable(columns)? }.into_iter().collect(),
            indexes: if ordinary { self.indexes(name, indexes)? } else { Vec::new() }.into_iter().collect(),
            foreign_keys: if definition.references { self.foreign_keys(name)? } else { Vec::new() }
                .into_iter()
                .collect(),
            module: definition.module.map(Text::from),
            checks: definition.checks.into_iter().map(Text::from).collect(),
            strict: definition.strict,
            without_rowid: definition.without_rowid,
            autoincrement: definition.autoincrement,
        })
    }

    fn columns(&mut self, table: &str, definition: &Definition) -> Result<Vec<Column>> {
        let mut written = definition.columns.iter();
        let columns = self.columns.query_map([table], |row| {
            let name: String = row.get(0)?;
            let declared: String = row.get(1)?;
            let hidden: i64 = row.get(5)?;
            // Names are compared so that a text which is not understood tells nothing instead of something wrong.
            let clauses = written.next().filter(|clauses| clauses.name.eq_ignore_ascii_case(&name));
            let clause = |part: fn(&Clauses) -> &Option<String>| clauses.and_then(|of| part(of).clone());
            Ok(Column {
                affinity: Affinity::of(&declared, definition.strict),
                not_null: row.get(2)?,
                default: row.get::<_, Option<String>>(3)?.map(Text::from),
                primary_key: row.get(4).map(|place: u32| (place > 0).then_some(place))?,
                collation: clause(|of| &of.collation).map(Text::from),
                expression: clause(|of| &of.expression).map(Text::from),
                // https://www.sqlite.org/pragma.html#pragma_table_xinfo
                generated: match hidden {
                    2 => Some(Generated::Virtual),
                    3 => Some(Generated::Stored),
                    _ => None,
                },
                hidden: hidden == 1,
                name: name.into(),
                declared_type: declared.into(),
            })
        })?;
        columns.collect()
    }

    fn indexes(&mut self, table: &str, all: &[&Object]) -> Result<Vec<Index>> {
        let mut indexes = Vec::new();
        let mut rows = self.indexes.query([table])?;
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            let sql = all.binary_search_by(|object| object.name.cmp(&name)).ok().map(|at| &*all[at].sql);
            let key = sql.and_then(Key::parse);
            let mut terms = key.iter().flat_map(|key| key.terms.iter());
            let columns = self.index_columns.query_map([&name], |row| {
                let term = terms.next();
                // https://www.sqlite.org/pragma.html#pragma_index_xinfo
                let is_expression = row.get::<_, i64>(3)? == -2;
                let expression = term.filter(|_| is_expression).map(|term| canonical(term));
                Ok(IndexColumn {
                    name: row.get::<_, Option<String>>(0)?.map(Text::from),
                    expression: expression.map(Text::from),
                    descending: row.get(1)?,
                    collation: text(row.get(2))?,
                })
            })?;
            let condition = key.as_ref().and_then(|key| key.condition).map(canonical).map(Text::from);
            indexes.push(Index {
                sql: sql.map(|sql| sql.to_owned().into()),
                condition,
                unique: row.get(1)?,
                origin: Origin::parse(row.get_ref(2)?.as_str()?),
                partial: row.get(3)?,
                columns: columns.collect::<Result<_>>()?,
                name: name.into(),
            });
        }
        Ok(indexes)
    }

    fn foreign_keys(&mut self, table: &str) -> Result<Vec<ForeignKey>> {
        let mut keys: Vec<ForeignKey> = Vec::new();
        let mut rows = self.foreign_keys.query([table])?;
        while let Some(row) = rows.next()? {
            if row.get::<_, i64>(0)? == 0 {
                keys.push(ForeignKey {
                    columns: List::embedded(&[]),
                    parent: text(row.get(1))?,
                    parent_columns: List::embedded(&[]),
                    on_update: Action::parse(row.get_ref(4)?.as_str()?),
                    on_delete: Action::parse(row.get_ref(5)?.as_str()?),
                });
            }
            if let Some(key) = keys.last_mut() {
                key.columns.to_mut().push(text(row.get(2))?);
                if let Some(parent) = row.get::<_, Option<String>>(3)? {
                    key.parent_columns.to_mut().push(parent.into());
                }
            }
        }
        Ok(keys)
    }
}

/// Nothing, where SQLite cannot make sense of the object: a missing table, column, function or module.
pub(super) fn usable<T>(list: Result<Vec<T>>) -> Result<Vec<T>> {
    match list {
        // SQLITE_ERROR; an interrupt, a lock or lack of memory has another code.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => Ok(Vec::new()),
        list => list,
    }
}

fn text(text: Result<String>) -> Result<Text> {
    text.map(Text::from)
}
