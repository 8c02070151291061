//! Why a statement fails on rows, and what that says of other rows.

use migrate_files::diagnostic::rows as texts;
use migrate_files::lint::{
    CHECK_ON_ROWS, EXPRESSION_ON_ROWS, FOREIGN_KEY_ON_ROWS, Lint, NOT_NULL_ON_ROWS, TYPE_ON_ROWS,
    UNIQUE_ON_ROWS,
};
use migrate_token::significant;
use rusqlite::{Connection, ffi};

use crate::shadow::before::column_names;
use crate::shadow::explain::message;
use crate::shadow::story::Deed;
use crate::shadow::tape::{Event, How, Write};

/// What a row did not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    NotNull,
    Unique,
    Check,
    /// A CHECK of nothing but the column that comes with it.
    CheckOfNew,
    ForeignKey,
    /// The type of a STRICT table, or of a rowid.
    Type,
    /// A trigger that says no.
    Raised,
    /// What SQLite cannot do to a table that has rows.
    Structure,
    /// `datetime('now')` where only what never changes may stand: no row at all fits.
    NonDeterministic,
    /// The expression of an index or a generated column fails.
    Computed,
    /// Anything else that an expression can fail of: text that is no JSON, an overflow.
    Expression,
}

impl Cause {
    /// `statement` has failed on `conn`, and left everything as it was.
    pub(crate) fn of(conn: &Connection, statement: &str, error: &rusqlite::Error, deed: &Deed) -> Self {
        let altered = deed.events.iter().find_map(|event| match event {
            Event::Alters(table) => Some(table.as_str()),
            _ => None,
        });
        let message = message(error);
        let code = error.sqlite_error().map_or(0, |error| error.extended_code);
        let has_word = |word| significant(statement).any(|token| token.is_word(word));
        match (code, altered) {
            // What a document holds, and whether it is one, nobody can make up.
            _ if writes(deed) && takes_documents_apart(deed) => Self::Expression,
            (ffi::SQLITE_CONSTRAINT_NOTNULL, _) => Self::NotNull,
            (
                ffi::SQLITE_CONSTRAINT_UNIQUE
                | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                | ffi::SQLITE_CONSTRAINT_ROWID,
                _,
            ) => Self::Unique,
            (ffi::SQLITE_CONSTRAINT_CHECK, _) => Self::Check,
            (ffi::SQLITE_CONSTRAINT_FOREIGNKEY, _) => Self::ForeignKey,
            (ffi::SQLITE_CONSTRAINT_DATATYPE | ffi::SQLITE_MISMATCH, _) => Self::Type,
            (ffi::SQLITE_CONSTRAINT_TRIGGER, _) => Self::Raised,
            _ if message.starts_with("non-deterministic use of ") => Self::NonDeterministic,
            // ALTER TABLE looks for such rows by a query of its own, and does not always say of what.
            (ffi::SQLITE_CONSTRAINT, Some(_)) if has_word("CHECK") => Self::Check,
            (ffi::SQLITE_CONSTRAINT, Some(_)) => Self::NotNull,
            (_, Some(_)) if message.starts_with("NOT NULL constraint failed") => Self::NotNull,
            (_, Some(table)) if message.starts_with("CHECK constraint failed") => {
                if names_a_column(conn, table, statement) { Self::Check } else { Self::CheckOfNew }
            }
            (_, Some(_)) if message.to_ascii_lowercase().starts_with("cannot add") => Self::Structure,
            // What stands in a table or an index is compiled elsewhere, and no function of a statement.
            _ if !writes(deed) || deed.functions.is_empty() => Self::Computed,
            _ => Self::Expression,
        }
    }

    /// The lint, if it depends on the rows. Where an expression of an INSERT or UPDATE fails on values that were made up,
    /// nothing follows for those that there are.
    pub(super) fn lint(self) -> Option<&'static Lint> {
        match self {
            Self::NotNull => Some(&NOT_NULL_ON_ROWS),
            Self::Unique => Some(&UNIQUE_ON_ROWS),
            Self::Check | Self::CheckOfNew | Self::Structure => Some(&CHECK_ON_ROWS),
            Self::ForeignKey => Some(&FOREIGN_KEY_ON_ROWS),
            Self::Type => Some(&TYPE_ON_ROWS),
            Self::Computed => Some(&EXPRESSION_ON_ROWS),
            Self::Expression | Self::Raised | Self::NonDeterministic => None,
        }
    }

    /// What to do about rows that can be mended before.
    pub(super) fn way_out(self) -> Option<&'static str> {
        match self {
            Self::NotNull => Some(texts::FILL),
            Self::Check | Self::CheckOfNew => Some(texts::FULFIL),
            _ => None,
        }
    }

    /// Whether a failure on rows of every kind that can be made up shows that it fails on all others, too.
    ///
    /// Where a statement chooses, computes or looks up what it writes, rows that fit are easily not thought of.
    pub(crate) fn can_be_certain(self, all: &[Deed], deed: &Deed) -> bool {
        let copies = || is_plain_copy(deed) && !is_prepared(all, deed);
        match self {
            Self::Structure | Self::NonDeterministic | Self::CheckOfNew => true,
            // A trigger may look at other tables, and these may hold anything.
            Self::Raised => is_about_one_table(deed),
            Self::NotNull => writes(deed) && copies(),
            // One row is always different from all others.
            Self::Unique
            | Self::Check
            | Self::Computed
            | Self::Expression
            | Self::ForeignKey
            | Self::Type => false,
        }
    }
}

/// Whether a column that the table has stands in the statement.
fn names_a_column(conn: &Connection, table: &str, statement: &str) -> bool {
    let known = column_names(conn, table).unwrap_or_default();
    let mut names = significant(statement).filter_map(|token| token.name());
    names.any(|name| known.iter().any(|column| column.eq_ignore_ascii_case(&name)))
}

/// Whether it reads what a JSON text holds, by a table-valued function.
fn takes_documents_apart(deed: &Deed) -> bool {
    const TABLES: [&str; 4] = ["json_each", "json_tree", "jsonb_each", "jsonb_tree"];
    deed.reads.iter().any(|(table, _)| TABLES.contains(&&**table))
}

fn is_about_one_table(deed: &Deed) -> bool {
    let mut tables = deed.tables();
    let first = tables.next().unwrap_or_default();
    tables.all(|table| table.eq_ignore_ascii_case(first))
}

fn writes(deed: &Deed) -> bool {
    deed.events.iter().any(|event| event.written().is_some())
}

/// Whether statements before it have computed what it reads.
fn is_prepared(all: &[Deed], deed: &Deed) -> bool {
    let reads = |table: &str| deed.reads.iter().any(|(read, _)| read.eq_ignore_ascii_case(table));
    let earlier = all.iter().take_while(|other| other.origin.is_before(deed.origin));
    earlier.flat_map(|other| &other.events).filter_map(Event::written).any(reads)
}

/// Whether it copies rows of one table as they are: an UPDATE those of its own.
fn is_plain_copy(deed: &Deed) -> bool {
    let updated = deed.events.iter().find_map(|event| match event {
        Event::Writes(Write { table, how: How::Update(_), is_direct: true }) => Some(table),
        _ => None,
    });
    let mut read: Vec<&str> = deed.reads.iter().map(|(table, _)| table.as_str()).collect();
    read.dedup();
    if !deed.functions.is_empty() {
        return false;
    }
    match updated {
        Some(table) => deed.selects == 0 && read.iter().all(|read| read.eq_ignore_ascii_case(table)),
        None => deed.selects <= 1 && read.len() <= 1,
    }
}
