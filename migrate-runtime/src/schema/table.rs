//! Tables, columns and foreign keys.

use super::index::{Index, Origin};
use crate::text::{List, Text};

/// A table, ordinary or virtual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub(super) name: Text,
    pub(super) sql: Text,
    pub(super) module: Option<Text>,
    pub(super) columns: List<Column>,
    pub(super) indexes: List<Index>,
    pub(super) foreign_keys: List<ForeignKey>,
    pub(super) checks: List<Text>,
    pub(super) strict: bool,
    pub(super) without_rowid: bool,
    pub(super) autoincrement: bool,
}

impl Table {
    /// The virtual table that it stood in for.
    pub(super) fn into_virtual(self, module: &str, sql: &str) -> Self {
        Self { module: Some(module.to_owned().into()), sql: sql.to_owned().into(), ..self }
    }

    /// Its name, without quotes.
    pub const fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Its `CREATE TABLE` statement, as SQLite keeps it.
    pub const fn sql(&self) -> &str {
        self.sql.as_str()
    }

    /// The module of a virtual table; `None` for an ordinary table.
    pub const fn module(&self) -> Option<&str> {
        Text::option(&self.module)
    }

    /// Its columns in order, generated and hidden ones included. None for a virtual table whose module is not
    /// registered on the connection that was read.
    pub const fn columns(&self) -> &[Column] {
        self.columns.as_slice()
    }

    /// The column `name`, in any ASCII case, as SQLite compares names.
    pub const fn column(&self, name: &str) -> Option<&Column> {
        let columns = self.columns();
        let mut at = 0;
        while at < columns.len() {
            if columns[at].name().eq_ignore_ascii_case(name) {
                return Some(&columns[at]);
            }
            at += 1;
        }
        None
    }

    /// The columns of its primary key, in the order of the key; empty if it declares none.
    pub fn primary_key(&self) -> Vec<&Column> {
        let part = |place| self.columns().iter().find(|column| column.primary_key == Some(place));
        (1..).map_while(part).collect()
    }

    /// The column that is another name of the rowid: `INTEGER PRIMARY KEY`. Only such a key has no index of its own, so
    /// that `INTEGER PRIMARY KEY DESC`, which is none, is told apart.
    pub const fn rowid_alias(&self) -> Option<&Column> {
        let (mut at, mut found) = (0, None);
        while at < self.indexes().len() {
            if matches!(self.indexes()[at].origin(), Origin::PrimaryKey) {
                return None;
            }
            at += 1;
        }
        at = 0;
        while at < self.columns().len() {
            let column = &self.columns()[at];
            if column.primary_key().is_some() {
                found = Some(column);
            }
            at += 1;
        }
        if self.without_rowid || self.module.is_some() { None } else { found }
    }

    /// Its indexes, by name in byte order, those of UNIQUE and PRIMARY KEY included.
    pub const fn indexes(&self) -> &[Index] {
        self.indexes.as_slice()
    }

    /// Its foreign keys, in the order in which they are declared.
    pub const fn foreign_keys(&self) -> &[ForeignKey] {
        self.foreign_keys.as_slice()
    }

    /// The expressions of its CHECK constraints, in the order in which they are declared, without layout: one space
    /// between tokens, words in lower case.
    pub const fn checks(&self) -> &[Text] {
        self.checks.as_slice()
    }

    /// Whether it is STRICT.
    pub const fn strict(&self) -> bool {
        self.strict
    }

    /// Whether it is WITHOUT ROWID.
    pub const fn without_rowid(&self) -> bool {
        self.without_rowid
    }

    /// Whether its primary key is AUTOINCREMENT.
    pub const fn autoincrement(&self) -> bool {
        self.autoincrement
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub(super) name: Text,
    pub(super) declared_type: Text,
    pub(super) affinity: Affinity,
    pub(super) not_null: bool,
    pub(super) default: Option<Text>,
    pub(super) collation: Option<Text>,
    pub(super) generated: Option<Generated>,
    pub(super) expression: Option<Text>,
    pub(super) hidden: bool,
    pub(super) primary_key: Option<u32>,
}

impl Column {
    /// Its name, without quotes.
    pub const fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Its type as declared, empty if none is.
    pub const fn declared_type(&self) -> &str {
        self.declared_type.as_str()
    }

    /// The affinity that follows from the declared type.
    pub const fn affinity(&self) -> Affinity {
        self.affinity
    }

    /// Whether it refuses NULL: declared NOT NULL, or part of the key of a WITHOUT ROWID table. A column that is
    /// `INTEGER PRIMARY KEY` holds no NULL and is still `false` here, because writing NULL to it is allowed.
    pub const fn not_null(&self) -> bool {
        self.not_null
    }

    /// Its DEFAULT as written, without the parentheses around an expression.
    pub const fn default(&self) -> Option<&str> {
        Text::option(&self.default)
    }

    /// Its COLLATE clause; without one, SQLite compares by `BINARY`.
    pub const fn collation(&self) -> Option<&str> {
        Text::option(&self.collation)
    }

    /// How it is computed; `None` for a column that is stored as it is written.
    pub const fn generated(&self) -> Option<Generated> {
        self.generated
    }

    /// What a generated column is computed from, without layout, as in [`Table::checks`].
    pub const fn expression(&self) -> Option<&str> {
        Text::option(&self.expression)
    }

    /// Whether it is a hidden column of a virtual table.
    pub const fn hidden(&self) -> bool {
        self.hidden
    }

    /// Its place in the primary key, counted from 1.
    pub const fn primary_key(&self) -> Option<u32> {
        self.primary_key
    }
}

/// When a generated column is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Generated {
    /// On every read.
    Virtual,
    /// On every write.
    Stored,
}

/// Which storage class a column prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Affinity {
    /// Text, and numbers become text.
    Text,
    /// Numbers, and text that looks like a number becomes one.
    Numeric,
    /// As `Numeric`; a CAST yields an integer.
    Integer,
    /// As `Numeric`; integers become reals.
    Real,
    /// Everything is kept as it is. Older documents call it NONE.
    Blob,
}

impl Affinity {
    /// The affinity of a column of type `declared`, in a STRICT table or in another.
    ///
    /// ```
    /// use migrate_runtime::Affinity;
    ///
    /// // SQLite's own example of what its rules lead to: the "INT" in "POINT" comes first.
    /// assert_eq!(Affinity::of("FLOATING POINT", false), Affinity::Integer);
    /// assert_eq!(Affinity::of("ANY", false), Affinity::Numeric);
    /// assert_eq!(Affinity::of("ANY", true), Affinity::Blob);
    /// ```
    // https://www.sqlite.org/datatype3.html, 3.1; https://www.sqlite.org/stricttables.html for ANY.
    pub const fn of(declared: &str, strict: bool) -> Self {
        if declared.is_empty() || (strict && declared.eq_ignore_ascii_case("ANY")) {
            Self::Blob
        } else if holds(declared, "INT") {
            Self::Integer
        } else if holds(declared, "CHAR") || holds(declared, "CLOB") || holds(declared, "TEXT") {
            Self::Text
        } else if holds(declared, "BLOB") {
            Self::Blob
        } else if holds(declared, "REAL") || holds(declared, "FLOA") || holds(declared, "DOUB") {
            Self::Real
        } else {
            Self::Numeric
        }
    }
}

/// Whether `part` stands anywhere in `text`, in any ASCII case.
const fn holds(text: &str, part: &str) -> bool {
    let (mut text, part) = (text.as_bytes(), part.as_bytes());
    while let Some((start, _)) = text.split_at_checked(part.len()) {
        if start.eq_ignore_ascii_case(part) {
            return true;
        }
        let [_, rest @ ..] = text else { return false };
        text = rest;
    }
    false
}

/// A foreign key of a table. MATCH is left out, because SQLite ignores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    pub(super) columns: List<Text>,
    pub(super) parent: Text,
    pub(super) parent_columns: List<Text>,
    pub(super) on_update: Action,
    pub(super) on_delete: Action,
}

impl ForeignKey {
    /// The referring columns.
    pub const fn columns(&self) -> &[Text] {
        self.columns.as_slice()
    }

    /// The table that is referred to. It need not exist.
    pub const fn parent(&self) -> &str {
        self.parent.as_str()
    }

    /// The columns that are referred to, one for each of [`columns`](Self::columns); empty if the parent's
    /// primary key is meant.
    pub const fn parent_columns(&self) -> &[Text] {
        self.parent_columns.as_slice()
    }

    /// What happens to the row when its parent's key changes.
    pub const fn on_update(&self) -> Action {
        self.on_update
    }

    /// What happens to the row when its parent is deleted.
    pub const fn on_delete(&self) -> Action {
        self.on_delete
    }
}

/// What a foreign key does to a row whose parent changes or goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Nothing; the constraint is checked when it is due.
    NoAction,
    /// The parent cannot change or go.
    Restrict,
    /// The row's columns become NULL.
    SetNull,
    /// The row's columns become their default.
    SetDefault,
    /// The row follows its parent.
    Cascade,
}

impl Action {
    /// Its words in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
            Self::Cascade => "CASCADE",
        }
    }

    /// From the words that `PRAGMA foreign_key_list` uses.
    pub(super) fn parse(words: &str) -> Self {
        match words {
            "RESTRICT" => Self::Restrict,
            "SET NULL" => Self::SetNull,
            "SET DEFAULT" => Self::SetDefault,
            "CASCADE" => Self::Cascade,
            _ => Self::NoAction,
        }
    }
}
