//! Indexes.

use crate::text::{List, Text};

/// An index of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    pub(super) name: Text,
    pub(super) sql: Option<Text>,
    pub(super) unique: bool,
    pub(super) origin: Origin,
    pub(super) partial: bool,
    pub(super) condition: Option<Text>,
    pub(super) columns: List<IndexColumn>,
}

impl Index {
    /// Its name, without quotes; `sqlite_autoindex_…` where SQLite made it.
    pub const fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Its `CREATE INDEX` statement, as SQLite keeps it; `None` where a constraint made it.
    pub const fn sql(&self) -> Option<&str> {
        Text::option(&self.sql)
    }

    /// Whether it refuses duplicates.
    pub const fn unique(&self) -> bool {
        self.unique
    }

    /// What made it.
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// Whether it has a WHERE clause and so covers only some rows.
    pub const fn partial(&self) -> bool {
        self.partial
    }

    /// Its WHERE clause without layout, as in [`Table::checks`](super::Table::checks); `None` if it covers all rows.
    pub const fn condition(&self) -> Option<&str> {
        Text::option(&self.condition)
    }

    /// The columns of its key, in order.
    pub const fn columns(&self) -> &[IndexColumn] {
        self.columns.as_slice()
    }
}

/// What made an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A CREATE INDEX statement.
    Create,
    /// A UNIQUE constraint.
    Unique,
    /// A PRIMARY KEY constraint.
    PrimaryKey,
}

impl Origin {
    /// From the letters that `PRAGMA index_list` uses.
    pub(super) fn parse(letters: &str) -> Self {
        match letters {
            "u" => Self::Unique,
            "pk" => Self::PrimaryKey,
            _ => Self::Create,
        }
    }
}

/// A column in the key of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexColumn {
    pub(super) name: Option<Text>,
    pub(super) expression: Option<Text>,
    pub(super) descending: bool,
    pub(super) collation: Text,
}

impl IndexColumn {
    /// The table's column; `None` for an expression and for the rowid.
    pub const fn name(&self) -> Option<&str> {
        Text::option(&self.name)
    }

    /// What it is computed from, without layout, as in [`Table::checks`](super::Table::checks); `None` for a column.
    pub const fn expression(&self) -> Option<&str> {
        Text::option(&self.expression)
    }

    /// Whether it is sorted from the greatest to the least.
    pub const fn descending(&self) -> bool {
        self.descending
    }

    /// The collation that it is sorted by, `BINARY` where nothing else is declared.
    pub const fn collation(&self) -> &str {
        self.collation.as_str()
    }
}
