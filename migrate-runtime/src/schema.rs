//! What a database consists of: tables, indexes, views and triggers, as closed values.
//!
//! The same types hold the schema that `embed_migrations!` embeds, as constant data, and the one that is read from
//! a live database.

mod catalog;
pub(crate) mod compare;
mod fingerprint;
mod index;
mod parts;
mod pragma;
pub(crate) mod reader;
pub(crate) mod same;
mod table;
#[cfg(test)]
mod tests;
pub(crate) mod texts;

use std::fmt;

use migrate_token as token;

pub use crate::text::Text;
pub use catalog::Kind as ObjectKind;
pub use compare::{Difference, ObjectChange};
pub use fingerprint::Fingerprint;
pub use index::{Index, IndexColumn, Origin};
pub use table::{Action, Affinity, Column, ForeignKey, Generated, Table};

use crate::text::List;
use catalog::Kind;

/// The tables, views and triggers of a database's schema `main`. Indexes are within their table.
///
/// ```
/// # let db = rusqlite::Connection::open_in_memory()?;
/// # db.execute_batch("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL DEFAULT '')")?;
/// # let schema = migrate_runtime::__private::schema::read(&db, &[])?;
/// let body = schema.table("NOTE").and_then(|note| note.column("body")).unwrap();
/// assert_eq!((body.declared_type(), body.default()), ("TEXT", Some("''")));
/// # Ok::<(), rusqlite::Error>(())
/// ```
///
/// Objects that SQLite keeps for itself (`sqlite_…`), the shadow tables of virtual tables and the engine's own two
/// tables are no part of it. Two schemas are `==` only if their SQL texts are the same to the byte; see
/// [`fingerprint`](Self::fingerprint) for a comparison that does not care about layout.
///
/// As a `Display`, it is the SQL that creates it: tables, each followed by its indexes, then views, then triggers.
///
/// Most getters are `const`. A constant expression borrows a constant schema first, `const S: &Schema = &SCHEMA;`,
/// because `SCHEMA.tables()` would make a copy and drop it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    tables: List<Table>,
    views: List<View>,
    triggers: List<Trigger>,
}

impl Schema {
    /// That of a database without any table.
    pub const EMPTY: &'static Self = &__private::schema(&[], &[], &[]);

    /// Its tables, ordinary and virtual, by name in byte order.
    pub const fn tables(&self) -> &[Table] {
        self.tables.as_slice()
    }

    /// The table `name`, in any ASCII case, as SQLite compares names.
    pub const fn table(&self, name: &str) -> Option<&Table> {
        let tables = self.tables();
        let mut at = 0;
        while at < tables.len() {
            if tables[at].name().eq_ignore_ascii_case(name) {
                return Some(&tables[at]);
            }
            at += 1;
        }
        None
    }

    /// Its views, by name in byte order.
    pub const fn views(&self) -> &[View] {
        self.views.as_slice()
    }

    /// The view `name`, in any ASCII case, as SQLite compares names.
    pub const fn view(&self, name: &str) -> Option<&View> {
        let views = self.views();
        let mut at = 0;
        while at < views.len() {
            if views[at].name().eq_ignore_ascii_case(name) {
                return Some(&views[at]);
            }
            at += 1;
        }
        None
    }

    /// Its triggers, by name in byte order.
    pub const fn triggers(&self) -> &[Trigger] {
        self.triggers.as_slice()
    }

    /// A number that is the same for every schema whose SQL texts mean the same, token by token.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut sum = Fingerprint::EMPTY;
        for table in self.tables() {
            sum.add(Kind::Table, table.name(), table.name(), table.sql());
            for index in table.indexes() {
                if let Some(sql) = index.sql() {
                    sum.add(Kind::Index, index.name(), table.name(), sql);
                }
            }
        }
        for view in self.views() {
            sum.add(Kind::View, view.name(), view.name(), view.sql());
        }
        for trigger in self.triggers() {
            sum.add(Kind::Trigger, trigger.name(), trigger.table(), trigger.sql());
        }
        sum
    }
}

impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables = self.tables().iter().flat_map(|table| {
            std::iter::once(table.sql()).chain(table.indexes().iter().filter_map(Index::sql))
        });
        let views = self.views().iter().map(View::sql);
        let triggers = self.triggers().iter().map(Trigger::sql);
        for sql in tables.chain(views).chain(triggers) {
            // SQLite keeps a comment at the end of a text, and it would hide the semicolon.
            let end = token::significant(sql).last().map_or(0, |last| last.start + last.text.len());
            writeln!(f, "{};", &sql[..end])?;
        }
        Ok(())
    }
}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    name: Text,
    columns: List<Text>,
    sql: Text,
}

impl View {
    /// Its name, without quotes.
    pub const fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The names of its columns, in order; none where the view reads something that does not exist.
    pub const fn columns(&self) -> &[Text] {
        self.columns.as_slice()
    }

    /// Its `CREATE VIEW` statement, as SQLite keeps it.
    pub const fn sql(&self) -> &str {
        self.sql.as_str()
    }
}

/// A trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    name: Text,
    table: Text,
    sql: Text,
}

impl Trigger {
    /// Its name, without quotes.
    pub const fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The table or view it belongs to.
    pub const fn table(&self) -> &str {
        self.table.as_str()
    }

    /// Its `CREATE TRIGGER` statement, as SQLite keeps it.
    pub const fn sql(&self) -> &str {
        self.sql.as_str()
    }
}

/// For the macro and the verifier.
pub(crate) mod __private {
    pub use super::catalog::{Change, Kind, Object};
    pub use super::compare::{Part, between, facts, structure, without};
    pub use super::parts::*;
    pub use super::reader::{Changes, Reader, StandIn, read};
    pub use super::{
        Action, Affinity, Column, Fingerprint, ForeignKey, Generated, Index, IndexColumn, Origin, Schema,
        Table, Text, Trigger, View,
    };
}
