//! Statements of a hook. None runs once the transaction is over: a trigger or a constraint can end it.

use rusqlite::{Connection, Error, Params, Result, Row, Rows, Statement};

use super::handle::refuse_outside;

/// A statement that [`Hook::prepare`](super::Hook::prepare) has compiled.
#[derive(Debug)]
pub struct HookStatement<'c> {
    conn: &'c Connection,
    statement: Statement<'c>,
}

impl<'c> HookStatement<'c> {
    pub(super) fn new(conn: &'c Connection, statement: Statement<'c>) -> Self {
        Self { conn, statement }
    }

    /// Runs it; gives how many rows it has changed.
    ///
    /// # Errors
    ///
    /// A refusal once the transaction is over, [`Error::ExecuteReturnedResults`] of a query, and what SQLite says.
    pub fn execute(&mut self, params: impl Params) -> Result<usize> {
        refuse_outside(self.conn)?;
        self.statement.execute(params)
    }

    /// Runs it, and gives its rows one by one.
    ///
    /// # Errors
    ///
    /// A refusal once the transaction is over, and what SQLite says of the parameters.
    pub fn query(&mut self, params: impl Params) -> Result<HookRows<'_>> {
        refuse_outside(self.conn)?;
        Ok(HookRows { conn: self.conn, rows: self.statement.query(params)? })
    }

    /// Runs it, and gives its rows as `read` makes them.
    ///
    /// # Errors
    ///
    /// As [`query`](Self::query); each item, what SQLite or `read` says of the row.
    pub fn query_map<'s, T>(
        &'s mut self,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T> + 's,
    ) -> Result<impl Iterator<Item = Result<T>> + 's> {
        let mut rows = self.query(params)?;
        Ok(std::iter::from_fn(move || rows.next().and_then(|row| row.map(&mut read).transpose()).transpose()))
    }

    /// The first row, as `read` makes it.
    ///
    /// # Errors
    ///
    /// As [`query`](Self::query); [`Error::QueryReturnedNoRows`]; what SQLite or `read` says of the row.
    pub fn query_row<T>(
        &mut self,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut rows = self.query(params)?;
        rows.next()?.ok_or(Error::QueryReturnedNoRows).and_then(read)
    }
}

/// The rows of a [`HookStatement`].
#[must_use = "nothing is read, or written, before the first call of `next`"]
pub struct HookRows<'s> {
    conn: &'s Connection,
    rows: Rows<'s>,
}

impl HookRows<'_> {
    /// The next one; `None` behind the last.
    ///
    /// # Errors
    ///
    /// A refusal once the transaction is over, and what SQLite says.
    #[expect(clippy::should_implement_trait, reason = "a row lasts until the next one, as in rusqlite")]
    pub fn next(&mut self) -> Result<Option<&Row<'_>>> {
        refuse_outside(self.conn)?;
        self.rows.next()
    }
}
