//! The schema of a database in memory, on which a repair is tried before it is shown.

use rusqlite::Connection;

use super::RepairStep;
use crate::drift::{live, reading};
use crate::error::Error;
use crate::schema::{Index, Schema, Table, Trigger, View};
use crate::set::Set;
use crate::stand_in;

pub(super) struct Rehearsal {
    conn: Connection,
    /// Whether everything could be created.
    is_whole: bool,
}

impl Rehearsal {
    /// With everything that the database has but rows, as far as it can be had without the program.
    pub(super) fn of(set: &Set, found: &Schema) -> Result<Self, Error> {
        let opening = |error| Error::sqlite("opening a database in memory", error);
        let conn = Connection::open_in_memory().map_err(opening)?;
        stand_in::register(&conn, set.declared()).map_err(opening)?;
        let tables = found.tables().iter().flat_map(|table| {
            std::iter::once(table.sql()).chain(table.indexes().iter().filter_map(Index::sql))
        });
        let views = found.views().iter().map(View::sql);
        let mut is_whole = true;
        for sql in tables.chain(views).chain(found.triggers().iter().map(Trigger::sql)) {
            is_whole &= conn.execute_batch(sql).is_ok();
        }
        Ok(Self { conn, is_whole })
    }

    /// Takes the step, if it works and those who use what it creates can be compiled; or says why not.
    pub(super) fn take(&self, step: &RepairStep, users: &[String]) -> Result<(), String> {
        // What only the program has may be what they need.
        let users = if self.is_whole { users } else { &[] };
        let before: Vec<Option<String>> = users.iter().map(|user| self.refusal(user)).collect();
        let all = || -> rusqlite::Result<rusqlite::Transaction<'_>> {
            let transaction = self.conn.unchecked_transaction()?;
            step.sql.iter().try_for_each(|statement| self.conn.execute_batch(statement))?;
            Ok(transaction)
        };
        let transaction = all().map_err(|error| told(&error))?;
        for (user, before) in users.iter().zip(before) {
            let now = self.refusal(user).filter(|now| before.as_ref() != Some(now));
            // A view without such a trigger.
            if let Some(now) = now.filter(|now| !now.starts_with("cannot modify ")) {
                return Err(now);
            }
        }
        transaction.commit().map_err(|error| told(&error))
    }

    fn refusal(&self, statement: &str) -> Option<String> {
        self.conn.prepare(statement).err().map(|error| told(&error))
    }

    pub(super) fn schema(&self) -> Result<Schema, Error> {
        live(&self.conn)
    }
}

/// SQLite's words alone, without the statement that they are about.
fn told(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } | rusqlite::Error::SqliteFailure(_, Some(msg)) => {
            msg.clone()
        }
        other => other.to_string(),
    }
}

/// Whether the connection has the module of a virtual table.
pub(super) fn has_module(conn: &Connection, table: &Table) -> Result<bool, Error> {
    let query = "SELECT EXISTS (SELECT 1 FROM pragma_module_list WHERE name = ?1 COLLATE NOCASE)";
    conn.query_row(query, [table.module()], |row| row.get(0)).map_err(reading)
}
