//! Constructors for the macro: `const`, and from `'static` data only, so that an expansion allocates nothing.
//!
//! Larger ones take a struct of parts. What a table or column does not have comes from a constant:
//! `ColumnParts { name: "id", ..COLUMN }`.

use super::{
    Action, Affinity, Column, ForeignKey, Generated, Index, IndexColumn, Origin, Schema, Table, Trigger, View,
};
use crate::text::{List, Text};

/// The parts of a [`Table`].
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "they are those of the type itself")]
pub struct TableParts {
    pub name: &'static str,
    pub sql: &'static str,
    pub module: Option<&'static str>,
    pub columns: &'static [Column],
    pub indexes: &'static [Index],
    pub foreign_keys: &'static [ForeignKey],
    pub checks: &'static [Text],
    pub strict: bool,
    pub without_rowid: bool,
    pub autoincrement: bool,
}

/// A table without anything.
pub const TABLE: TableParts = TableParts {
    name: "",
    sql: "",
    module: None,
    columns: &[],
    indexes: &[],
    foreign_keys: &[],
    checks: &[],
    strict: false,
    without_rowid: false,
    autoincrement: false,
};

/// The parts of a [`Column`].
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "they are those of the type itself")]
pub struct ColumnParts {
    pub name: &'static str,
    pub declared_type: &'static str,
    pub affinity: Affinity,
    pub not_null: bool,
    pub default: Option<&'static str>,
    pub collation: Option<&'static str>,
    pub generated: Option<Generated>,
    pub expression: Option<&'static str>,
    pub hidden: bool,
    pub primary_key: Option<u32>,
}

/// A column without anything.
pub const COLUMN: ColumnParts = ColumnParts {
    name: "",
    declared_type: "",
    affinity: Affinity::Blob,
    not_null: false,
    default: None,
    collation: None,
    generated: None,
    expression: None,
    hidden: false,
    primary_key: None,
};

/// The parts of an [`Index`].
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "they are those of the type itself")]
pub struct IndexParts {
    pub name: &'static str,
    pub sql: Option<&'static str>,
    pub unique: bool,
    pub origin: Origin,
    pub partial: bool,
    pub condition: Option<&'static str>,
    pub columns: &'static [IndexColumn],
}

/// A name or a piece of SQL.
pub const fn text(text: &'static str) -> Text {
    Text::embedded(text)
}

/// A [`Schema`].
pub const fn schema(
    tables: &'static [Table],
    views: &'static [View],
    triggers: &'static [Trigger],
) -> Schema {
    Schema {
        tables: List::embedded(tables),
        views: List::embedded(views),
        triggers: List::embedded(triggers),
    }
}

/// A [`Table`].
pub const fn table(parts: TableParts) -> Table {
    Table {
        name: text(parts.name),
        sql: text(parts.sql),
        module: option(parts.module),
        columns: List::embedded(parts.columns),
        indexes: List::embedded(parts.indexes),
        foreign_keys: List::embedded(parts.foreign_keys),
        checks: List::embedded(parts.checks),
        strict: parts.strict,
        without_rowid: parts.without_rowid,
        autoincrement: parts.autoincrement,
    }
}

/// A [`Column`].
pub const fn column(parts: ColumnParts) -> Column {
    Column {
        name: text(parts.name),
        declared_type: text(parts.declared_type),
        affinity: parts.affinity,
        not_null: parts.not_null,
        default: option(parts.default),
        collation: option(parts.collation),
        generated: parts.generated,
        expression: option(parts.expression),
        hidden: parts.hidden,
        primary_key: parts.primary_key,
    }
}

/// An [`Index`].
pub const fn index(parts: IndexParts) -> Index {
    Index {
        name: text(parts.name),
        sql: option(parts.sql),
        unique: parts.unique,
        origin: parts.origin,
        partial: parts.partial,
        condition: option(parts.condition),
        columns: List::embedded(parts.columns),
    }
}

/// An [`IndexColumn`].
pub const fn index_column(
    name: Option<&'static str>,
    expression: Option<&'static str>,
    descending: bool,
    collation: &'static str,
) -> IndexColumn {
    IndexColumn { name: option(name), expression: option(expression), descending, collation: text(collation) }
}

/// A [`ForeignKey`].
pub const fn foreign_key(
    columns: &'static [Text],
    parent: &'static str,
    parent_columns: &'static [Text],
    on_update: Action,
    on_delete: Action,
) -> ForeignKey {
    ForeignKey {
        columns: List::embedded(columns),
        parent: text(parent),
        parent_columns: List::embedded(parent_columns),
        on_update,
        on_delete,
    }
}

/// A [`View`].
pub const fn view(name: &'static str, columns: &'static [Text], sql: &'static str) -> View {
    View { name: text(name), columns: List::embedded(columns), sql: text(sql) }
}

/// A [`Trigger`].
pub const fn trigger(name: &'static str, table: &'static str, sql: &'static str) -> Trigger {
    Trigger { name: text(name), table: text(table), sql: text(sql) }
}

const fn option(part: Option<&'static str>) -> Option<Text> {
    match part {
        Some(part) => Some(text(part)),
        None => None,
    }
}
