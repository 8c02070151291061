//! The way back of a migration, as closed, constant data.

use crate::text::{List, Text};

/// A down file, for the macro and the verifier.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "they are those of the up file")]
pub struct Down {
    pub file: Text,
    /// With a NUL at the end, as `Statements` want it.
    pub sql: Text,
    pub in_transaction: bool,
    pub foreign_keys: bool,
    /// What running it has shown; `None` where the build has not run it, because the version is trusted.
    pub effects: Option<Effects>,
}

/// What a down does, as far as the engine has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the first three are those of `Parts`")]
pub struct Effects {
    pub leaves_traces: bool,
    pub touches: List<Text>,
    pub table_changes: List<(Text, Text)>,
    /// What goes with it, by the names from before it.
    pub losses: List<Loss>,
}

/// Something that a down takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// A table, and no other one has its rows in its place.
    Table(Text),
    /// A column of the table named first.
    Column(Text, Text),
    /// Rows of a table: a statement deletes some or all of them.
    Rows(Text),
}

impl Loss {
    #[cfg(feature = "apply")]
    pub(crate) fn table(&self) -> &str {
        match self {
            Self::Table(table) | Self::Column(table, _) | Self::Rows(table) => table,
        }
    }
}
