//! Made-up rows for a shadow database, so that migrations run on tables that hold some.

mod candidate;
mod document;
mod echo;
mod filling;
mod form;
mod hint;
mod insert;
mod lesson;
mod literals;
mod makeshift;
mod module;
mod order;
mod parent;
mod pattern;
mod refusal;
mod round;
mod rows;
mod rule;
mod search;
mod start;
#[cfg(test)]
mod tests;
mod value;
mod verdict;
mod wish;

use std::collections::HashSet;
use std::sync::Arc;

use migrate_runtime::Table;
use rusqlite::{Connection, Result};

use super::whole::quoted;
use filling::{Filled, Filling, Report};
use form::Promise;
use lesson::Lessons;
pub(super) use literals::Literals;
use parent::Parents;
pub(super) use parent::has_rows;
use value::Numbers;
pub(super) use verdict::Refuses;

/// Which rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Two for each table, with a value in every column, as different as can be. 0 takes what is typical for the declared
    /// type, and one row more where they refer to nothing; each other number takes something else of the same kind.
    Plain(u32),
    /// Rows that a database may hold and that break what is not prepared for them: twins, NULL, nothing, and parents
    /// without a child.
    Adversarial,
}

/// Makes rows up. Each value is new.
pub(super) struct Seeder {
    style: Style,
    numbers: Numbers,
    lessons: Lessons,
    /// Tables whose triggers refuse every row, or undo more than the row that they refuse.
    untriggered: HashSet<String>,
    /// Tables whose rows must not wait for others: those have not come.
    unpromised: HashSet<String>,
    /// What the set compares columns with.
    literals: Arc<Literals>,
}

/// A table into which no row could be put.
#[derive(Debug)]
pub(super) struct Unseeded {
    /// In a box, because hardly any table is one.
    pub(super) table: Box<Table>,
    /// SQLite's words for the row that seemed most likely to be taken.
    pub(super) message: String,
    /// Where it is certain that no program could do better.
    pub(super) refuses: Option<Refuses>,
}

impl Seeder {
    pub(super) fn new(style: Style, literals: &Arc<Literals>) -> Self {
        Self {
            style,
            literals: Arc::clone(literals),
            numbers: Numbers::new(),
            lessons: Lessons::default(),
            untriggered: HashSet::new(),
            unpromised: HashSet::new(),
        }
    }

    /// Adds rows to those of `tables`, all tables of the schema by name, for which `is_due`: parents before children.
    /// Tells which of them are still empty.
    ///
    /// The connection must not be in a transaction: there SQLite lets nobody turn off foreign keys.
    pub(super) fn seed(
        &mut self,
        conn: &Connection,
        tables: &[Table],
        is_due: impl Fn(&Table) -> bool,
    ) -> Result<Vec<Unseeded>> {
        let due: Vec<&Table> = tables.iter().filter(|table| is_due(table)).collect();
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let due = order::sorted(&due);
        let enforced: bool = conn.pragma_query_value(None, "foreign_keys", |row| row.get(0))?;
        if enforced {
            conn.pragma_update(None, "foreign_keys", false)?;
        }
        let result = self.persist(conn, tables, &due);
        if enforced {
            conn.pragma_update(None, "foreign_keys", true)?;
        }
        result
    }

    /// Begins again until nothing goes wrong that a change of means can help. Each time it is one table less.
    fn persist(&mut self, conn: &Connection, tables: &[Table], due: &[&Table]) -> Result<Vec<Unseeded>> {
        loop {
            conn.execute_batch("SAVEPOINT seed")?;
            let outcome = self.pass(conn, tables, due);
            if let Ok(Some(unseeded)) = outcome {
                conn.execute_batch("RELEASE seed")?;
                return Ok(unseeded);
            }
            // A trigger may have ended the transaction.
            if !conn.is_autocommit() {
                conn.execute_batch("ROLLBACK TO seed; RELEASE seed")?;
            }
            outcome?;
        }
    }

    /// None if it has to begin again.
    fn pass(&mut self, conn: &Connection, tables: &[Table], due: &[&Table]) -> Result<Option<Vec<Unseeded>>> {
        let mut unseeded = Vec::new();
        let mut promises: Vec<(&Table, Promise)> = Vec::new();
        let (mut filled, mut provisional, mut echoing) = (Vec::new(), Vec::new(), Vec::new());
        for (at, table) in due.iter().enumerate() {
            let awaited = promises.iter().filter(|(_, promise)| promise.table == table.name());
            let awaited = awaited.map(|(_, promise)| promise.clone()).collect();
            let later = &due[at + 1..];
            let Some(mut report) = self.table(conn, tables, table, later, awaited)? else { return Ok(None) };
            for _ in 0..table.foreign_keys().len() {
                let Some(wish) = report.wish.take() else { break };
                let Some(parent) = due[..at].iter().find(|parent| parent.name() == wish.table) else { break };
                if self.table(conn, tables, parent, later, vec![wish])?.is_none() {
                    return Ok(None);
                }
                let Some(again) = self.table(conn, tables, table, later, Vec::new())? else {
                    return Ok(None);
                };
                report = again;
            }
            filled.extend((report.count > 0).then_some(*table));
            unseeded.extend(report.unseeded);
            echoing.extend(report.has_echo.then_some(*table));
            promises.extend(report.promises.into_iter().map(|promise| (*table, promise)));
            if report.is_provisional && matches!(self.style, Style::Plain(_)) {
                provisional.push(*table);
            }
        }
        for (child, promise) in promises {
            if !is_kept(conn, &promise)? {
                self.unpromised.insert(child.name().to_owned());
                return Ok(None);
            }
        }
        // The parents that were missing are there.
        for table in provisional {
            let Some(report) = self.table(conn, tables, table, &[], Vec::new())? else { return Ok(None) };
            echoing.extend(report.has_echo.then_some(table));
        }
        for table in echoing {
            if echo::is_false(conn, tables, table)? || echo::is_empty(conn, &filled)? {
                self.untriggered.insert(table.name().to_owned());
                return Ok(None);
            }
        }
        Ok(Some(unseeded))
    }

    fn table<'a>(
        &'a mut self,
        conn: &'a Connection,
        tables: &'a [Table],
        table: &'a Table,
        later: &'a [&'a Table],
        awaited: Vec<Promise>,
    ) -> Result<Option<Report>> {
        if let Some(module) = table.module() {
            module::fill(conn, table, module, self.style, &mut self.numbers);
            return Ok(Some(Report::default()));
        }
        let may_promise = !self.unpromised.contains(table.name());
        let parents = Parents { conn, tables, later, style: self.style, spares_none: false, may_promise };
        let with_triggers = !self.untriggered.contains(table.name());
        let filling = Filling {
            conn,
            table,
            parents,
            with_triggers,
            awaited,
            numbers: &mut self.numbers,
            lessons: &mut self.lessons,
            literals: &self.literals,
        };
        match filling.fill()? {
            Filled::Done(report) => {
                if report.without_triggers {
                    self.untriggered.insert(table.name().to_owned());
                }
                Ok(Some(report))
            }
            Filled::Spoilt => {
                self.untriggered.insert(table.name().to_owned());
                Ok(None)
            }
        }
    }
}

/// Whether the row that others refer to has come.
fn is_kept(conn: &Connection, promise: &Promise) -> Result<bool> {
    let conditions: Vec<String> =
        promise.values.iter().map(|(column, _)| format!("{} = ?", quoted(column))).collect();
    let query = format!("SELECT 1 FROM main.{} WHERE {}", quoted(&promise.table), conditions.join(" AND "));
    conn.prepare(&query)?.exists(rusqlite::params_from_iter(promise.values.iter().map(|(_, value)| value)))
}
