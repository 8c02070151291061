//! The statement that inserts a row.

use rusqlite::{Connection, Statement, params_from_iter};

use super::form::{Choice, Form};
use super::refusal::Refusal;
use crate::shadow::whole::quoted;

pub(super) struct Insert<'c> {
    conn: &'c Connection,
    statement: Statement<'c>,
    /// A trigger has ended the transaction.
    pub(super) is_spoilt: bool,
    /// A trigger has refused a row, perhaps not without a trace.
    pub(super) is_raised: bool,
}

impl<'c> Insert<'c> {
    pub(super) fn prepare(conn: &'c Connection, form: &Form<'_>) -> Result<Self, Refusal> {
        let table = form.table;
        let names: Vec<String> = form.columns.iter().map(|column| quoted(column.name())).collect();
        // Duplicates are refused and not resolved, without a word on those that a trigger makes.
        let or = if table.sql().to_ascii_uppercase().contains("CONFLICT") { " OR ABORT" } else { "" };
        let mut sql = format!("INSERT{or} INTO main.{}", quoted(table.name()));
        if names.is_empty() {
            sql.push_str(" DEFAULT VALUES");
        } else {
            let marks = vec!["?"; names.len()].join(", ");
            sql.push_str(&format!(" ({}) VALUES ({marks})", names.join(", ")));
        }
        let statement = conn.prepare(&sql).map_err(|error| Refusal::new(&error))?;
        Ok(Self { conn, statement, is_spoilt: false, is_raised: false })
    }

    pub(super) fn row(&mut self, form: &Form<'_>, draft: &[Choice]) -> Result<(), Refusal> {
        if self.is_spoilt {
            return Err(Refusal::ignored());
        }
        let row = form.row(draft);
        let result = self.statement.execute(params_from_iter(row.iter()));
        self.is_spoilt = result.is_err() && self.conn.is_autocommit();
        match result {
            Ok(0) => Err(Refusal::ignored()),
            Ok(_) => Ok(()),
            Err(error) => Err(Refusal::new(&error)),
        }
    }
}
