//! What a hook has of the database: everything but the transaction.

use migrate_token::{Token, significant};
use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::{Batch, Connection, Error, Params, Result, Row, Statement};

use super::rows::HookStatement;
use crate::ledger::TABLES;
use crate::message;

/// The database inside the transaction of a migration, for a function that `hooks = { … }` of `embed_migrations!` names.
///
/// The function is called behind the SQL of its migration, once in the life of a database: what it writes is committed with
/// the migration and its history, or not at all. An error rolls all of it back, and so does a panic.
///
/// ```
/// # use migrate_runtime as embed_migrations;
/// use embed_migrations::Hook;
///
/// fn slugs(db: &Hook<'_>) -> rusqlite::Result<()> {
///     let mut titles = db.prepare("SELECT id, title FROM note WHERE slug IS NULL")?;
///     let mut update = db.prepare("UPDATE note SET slug = ?2 WHERE id = ?1")?;
///     let mut rows = titles.query([])?;
///     while let Some(row) = rows.next()? {
///         let slug = row.get::<_, String>(1)?.to_lowercase().replace(' ', "-");
///         update.execute((row.get::<_, i64>(0)?, slug))?;
///     }
///     Ok(())
/// }
/// ```
///
/// It changes rows, and nothing else. BEGIN, COMMIT, END, ROLLBACK, SAVEPOINT, RELEASE, ATTACH, DETACH, VACUUM, PRAGMA and
/// EXPLAIN are refused with an error, and so is whatever writes into the tables of the history. A table or an index that it
/// creates, alters or drops is found behind it, and fails the migration: the schema is what the build has proved. Temporary
/// tables are allowed, and removed behind it.
///
/// Foreign keys are enforced if the file says so, and looked at before the commit in any case.
#[derive(Clone, Copy, Debug)]
pub struct Hook<'c> {
    conn: &'c Connection,
    set: &'c str,
    version: i64,
}

/// The first words of statements that are not for a hook: they end the transaction or do not obey it, or change the
/// connection. Some PRAGMAs do that while they are compiled, even behind EXPLAIN.
const REFUSED: [&str; 11] = [
    "ATTACH",
    "BEGIN",
    "COMMIT",
    "DETACH",
    "END",
    "EXPLAIN",
    "PRAGMA",
    "RELEASE",
    "ROLLBACK",
    "SAVEPOINT",
    "VACUUM",
];

impl<'c> Hook<'c> {
    #[cfg(feature = "apply")]
    pub(crate) fn new(conn: &'c Connection, set: &'c str, version: i64) -> Self {
        Self { conn, set, version }
    }

    /// The name of the set.
    pub fn set(&self) -> &str {
        self.set
    }

    /// The version of the migration.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Runs one statement; gives how many rows it has changed.
    ///
    /// # Errors
    ///
    /// As [`prepare`](Self::prepare), and what SQLite says of the rows.
    pub fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.prepare(sql)?.execute(params)
    }

    /// The first row of a query, as `read` makes it.
    ///
    /// # Errors
    ///
    /// As [`prepare`](Self::prepare); [`Error::QueryReturnedNoRows`]; what SQLite or `read` says of the row.
    pub fn query_row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.prepare(sql)?.query_row(params, read)
    }

    /// Compiles one statement, to be run many times.
    ///
    /// # Errors
    ///
    /// A refusal, with the code `SQLITE_AUTH`, of what is not for a hook, and of anything once the transaction is over;
    /// [`Error::MultipleStatement`]; [`Error::InvalidQuery`] of a text without a statement; what SQLite says of the text.
    pub fn prepare(&self, sql: &str) -> Result<HookStatement<'c>> {
        let Some((statement, end)) = self.first(sql, sql)? else { return Err(Error::InvalidQuery) };
        if next_token(&sql[end..]).is_some() {
            return Err(Error::MultipleStatement);
        }
        Ok(HookStatement::new(self.conn, statement))
    }

    /// Runs the statements of a text, one after the other. Values cannot be bound.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute), of the first statement that fails; those before it have run.
    pub fn execute_batch(&self, sql: &str) -> Result<()> {
        // SQLite copies a text without an end, from each statement on.
        let terminated = format!("{sql}\0");
        let mut from = 0;
        while let Some((mut statement, length)) = self.first(&sql[from..], &terminated[from..])? {
            if statement.parameter_count() > 0 {
                return Err(refused(message::HOOK_PARAMETER.to_owned()));
            }
            let mut rows = statement.raw_query();
            while rows.next()?.is_some() {}
            from += length;
        }
        Ok(())
    }

    /// The rowid of the row that was inserted last.
    pub fn last_insert_rowid(&self) -> i64 {
        self.conn.last_insert_rowid()
    }

    /// How many rows the last statement has changed that was an INSERT, an UPDATE or a DELETE.
    pub fn changes(&self) -> u64 {
        self.conn.changes()
    }

    /// The first statement of a text, and the byte behind it. Nothing behind it is compiled: some PRAGMAs take effect
    /// then.
    fn first(&self, sql: &str, terminated: &str) -> Result<Option<(Statement<'c>, usize)>> {
        refuse_outside(self.conn)?;
        let Some(first) = next_token(sql) else { return Ok(None) };
        if REFUSED.iter().any(|word| first.is_word(word)) {
            return Err(refused(message::hook_statement(&first.text.to_ascii_uppercase())));
        }
        let Some(statement) = Batch::new(self.conn, terminated).next()? else { return Ok(None) };
        // Without parameters, the expanded text is the very text that SQLite has read.
        let end = match statement.expanded_sql() {
            Some(text) if statement.parameter_count() == 0 => text.len().min(sql.len()),
            _ => {
                let mut rest = significant(&sql[first.start..]);
                rest.find(|token| token.text == ";").map_or(sql.len(), |token| first.start + token.start + 1)
            }
        };
        let is_ours = |token: Token<'_>| {
            let name = token.name()?;
            TABLES.iter().find(|table| table.eq_ignore_ascii_case(&name))
        };
        match significant(&sql[..end]).find_map(is_ours) {
            Some(table) if !statement.readonly() => Err(refused(message::hook_history(table))),
            _ => Ok(Some((statement, end))),
        }
    }
}

fn next_token(sql: &str) -> Option<Token<'_>> {
    significant(sql).find(|token| token.text != ";")
}

/// What would run outside of the transaction, because that is over, would be committed by itself.
pub(super) fn refuse_outside(conn: &Connection) -> Result<()> {
    if conn.is_autocommit() { Err(refused(message::HOOK_OUTSIDE.to_owned())) } else { Ok(()) }
}

fn refused(why: String) -> Error {
    Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_AUTH), Some(why))
}
