//! What a migration failed on.

use crate::backfill::BackfillProgress;
use crate::foreign::Ledger;
use crate::set::Migration;
use crate::statement::{Cause, Failure, Statement};

/// What is undone after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The transaction of the migration.
    Transaction,
    /// The statement alone, outside a transaction.
    Statement,
    /// The transaction that the file itself has begun.
    FilesOwn,
    /// A round of a backfill, of which so much is done.
    Round(BackfillProgress),
}

/// A migration whose statement failed.
#[derive(Debug)]
pub struct FailedMigration {
    pub(crate) set: String,
    pub(crate) version: i64,
    pub(crate) file: String,
    pub(crate) statement: FailedStatement,
    pub(crate) scope: Scope,
    pub(crate) applied: usize,
    pub(crate) cause: Cause,
    pub(crate) origin: Origin,
    pub(crate) is_down: bool,
}

/// Who has made the objects of a database, as far as it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The set, which has a history.
    Set,
    /// Another tool, which has one.
    Tool(Ledger),
    /// Nobody knows.
    Unknown,
}

impl FailedMigration {
    pub(crate) fn new(
        set: &str,
        migration: &Migration,
        scope: Scope,
        applied: usize,
        failure: Failure<'_>,
    ) -> Self {
        let Failure { statement, offset, cause } = failure;
        Self {
            set: set.to_owned(),
            version: migration.version(),
            file: migration.file().to_owned(),
            statement: FailedStatement::new(migration.sql(), &statement, offset),
            scope,
            applied,
            cause,
            origin: Origin::Set,
            is_down: false,
        }
    }

    /// The set.
    pub fn set(&self) -> &str {
        &self.set
    }

    /// The migration's version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Its file, relative to the package that embeds it: the down file, if it was to be reverted.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether it was to be reverted.
    pub fn is_down(&self) -> bool {
        self.is_down
    }

    /// How many migrations the same call had applied, or reverted, and committed before.
    pub fn applied_before(&self) -> usize {
        self.applied
    }

    /// The statement.
    pub fn statement(&self) -> &FailedStatement {
        &self.statement
    }

    /// SQLite's error; `None` if the engine itself refused the statement.
    pub fn sqlite_error(&self) -> Option<&rusqlite::Error> {
        match &self.cause {
            Cause::Sqlite(error) => Some(error),
            _ => None,
        }
    }
}

/// The statement of a file that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedStatement {
    number: i64,
    line: usize,
    column: usize,
    text: String,
}

impl FailedStatement {
    fn new(sql: &str, statement: &Statement<'_>, offset: Option<usize>) -> Self {
        let (line, column) = crate::place::line_and_column(sql, offset.unwrap_or(statement.start));
        Self { number: statement.number, line, column, text: statement.text.to_owned() }
    }

    /// Its number in the file, from 1.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// The line of the mistake, where SQLite knows it; else the one where the statement starts. From 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column there, in characters, from 1.
    pub fn column(&self) -> usize {
        self.column
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A row that refers to a row that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Violation {
    pub(crate) table: String,
    pub(crate) rowid: Option<i64>,
    pub(crate) parent: String,
}

impl Violation {
    /// The table of the row that refers.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// Its `rowid`; `None` in a table without rowids.
    pub fn rowid(&self) -> Option<i64> {
        self.rowid
    }

    /// The table that it refers to.
    pub fn parent(&self) -> &str {
        &self.parent
    }
}
