//! The schema of a database in memory, on which a repair is tried before it is shown.

use rusqlite::Connection;

use super::RepairStep;
use crate::drift::{live, reading};
use crate::error::Error;
use crate::schema::{ObjectKind, Schema};
use crate::set::Set;
use crate::stand_in;

pub(super) struct Rehearsal {
    conn: Connection,
    /// What could not be created: its kind, and its name in lower case.
    lacking: Vec<(ObjectKind, String)>,
}

impl Rehearsal {
    /// With everything that the database has but rows, as far as it can be had without the program.
    pub(super) fn of(set: &Set, found: &Schema) -> Result<Self, Error> {
        let opening = |error| Error::sqlite("opening a database in memory", error);
        let conn = Connection::open_in_memory().map_err(opening)?;
        stand_in::register(&conn, set.declared()).map_err(opening)?;
        let mut rehearsal = Self { conn, lacking: Vec::new() };
        for table in found.tables() {
            rehearsal.create(ObjectKind::Table, table.name(), table.sql());
            let indexes = table.indexes().iter().filter_map(|index| Some((index.name(), index.sql()?)));
            indexes.for_each(|(name, sql)| rehearsal.create(ObjectKind::Index, name, sql));
        }
        found.views().iter().for_each(|it| rehearsal.create(ObjectKind::View, it.name(), it.sql()));
        found.triggers().iter().for_each(|it| rehearsal.create(ObjectKind::Trigger, it.name(), it.sql()));
        Ok(rehearsal)
    }

    fn create(&mut self, kind: ObjectKind, name: &str, sql: &str) {
        // Each failure may be about another function or collation of the program's.
        for _ in 0..MOST_STAND_INS {
            let Err(error) = self.conn.execute_batch(sql) else { return };
            if !stand_in::missing(&self.conn, &told(&error)) {
                break;
            }
        }
        self.lacking.push((kind, name.to_ascii_lowercase()));
    }

    /// Whether this could not be had in memory.
    pub(super) fn lacks(&self, kind: ObjectKind, name: &str) -> bool {
        self.lacking.iter().any(|(lacking, known)| *lacking == kind && known.eq_ignore_ascii_case(name))
    }

    /// Takes the step, if it works and those who use what it creates can be compiled; or says why not.
    pub(super) fn take(&self, step: &RepairStep, users: &[String]) -> Result<(), String> {
        // What only the program has may be what they need.
        let users = if self.lacking.is_empty() { users } else { &[] };
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

/// So many functions and collations of the program may stand in one object.
const MOST_STAND_INS: usize = 20;

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
pub(super) fn has_module(conn: &Connection, module: &str) -> Result<bool, Error> {
    let query = "SELECT EXISTS (SELECT 1 FROM pragma_module_list WHERE name = ?1 COLLATE NOCASE)";
    conn.query_row(query, [module], |row| row.get(0)).map_err(reading)
}
