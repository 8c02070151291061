//! A plan is carried out as a whole, or not at all.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use super::{RefusedRepair, Repair, RepairStep, history, latest, plan, sequences};
use crate::backup::Backup;
use crate::drift::{Drift, live, reading};
use crate::error::Error;
use crate::record::{Event, Recorder};
use crate::schema::{Schema, Table};
use crate::set::Set;
use crate::settings::ForeignKeys;
use crate::text::quoted;
use crate::{guard, ledger};

/// What a repair has done: [`Repair::execute`].
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    set: String,
    steps: Vec<RepairStep>,
    refused: Vec<RefusedRepair>,
    backup: Option<PathBuf>,
}

impl Repaired {
    /// What was done, in order.
    pub fn steps(&self) -> &[RepairStep] {
        &self.steps
    }

    /// What was not.
    pub fn refused(&self) -> &[RefusedRepair] {
        &self.refused
    }

    /// The copy of the database from before, if one was made.
    pub fn backup(&self) -> Option<&Path> {
        self.backup.as_deref()
    }
}

impl fmt::Display for Repaired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |count: usize| if count == 1 { "1 step".to_owned() } else { format!("{count} steps") };
        write!(
            f,
            "`{}` is repaired by {}, {} refused",
            self.set,
            count(self.steps.len()),
            self.refused.len()
        )?;
        match &self.backup {
            Some(backup) => write!(f, "; the database from before is `{}`", backup.display()),
            None => Ok(()),
        }
    }
}

impl<'s> Repair<'s> {
    pub(super) fn plan(set: &'s Set, conn: &Connection) -> Result<Self, Error> {
        let found = live(conn)?;
        let standing = history::standing(set, conn, &found)?;
        let (mut steps, mut refused) = plan::schema(set, conn, &standing.expected, &found)?;
        steps.extend(sequences::raised(conn, &standing.expected, &found).map_err(reading)?);
        steps.extend(standing.lost.steps());
        refused.extend(standing.refused);
        let (version, history) = (standing.version, standing.lost);
        Ok(Self { set, version, steps, refused, history, backup: Some(Backup::beside()) })
    }

    /// Does what was planned, in one transaction, after a copy of the database was made.
    ///
    /// Before the commit it is looked whether each table has as many rows as before and no new reference to nothing, and
    /// whether what is left of the drift is what was refused. Otherwise nothing is changed.
    ///
    /// # Errors
    ///
    /// [`Error::RepairOutdated`] if the database has changed since the plan was made, [`Error::Damaged`] if the file is
    /// corrupt, [`Error::Backup`] if it cannot be copied, [`Error::RepairFailed`] if a step fails;
    /// [`Error::InTransaction`], [`Error::Busy`] and [`Error::Sqlite`]. Nothing is changed then.
    pub fn execute(self, conn: &mut Connection) -> Result<Repaired, Error> {
        if !conn.is_autocommit() {
            return Err(Error::InTransaction);
        }
        let conn: &Connection = conn;
        let writing = |error| Error::sqlite("repairing the database", error);
        let _keys = ForeignKeys::set(conn, false).map_err(writing)?;
        let transaction =
            Transaction::new_unchecked(conn, TransactionBehavior::Immediate).map_err(writing)?;
        let now = Self::plan(self.set, conn)?;
        if (now.version, &now.steps, &now.refused) != (self.version, &self.steps, &self.refused) {
            return Err(Error::RepairOutdated { set: self.set.name().to_owned() });
        }
        let done = Repaired {
            set: self.set.name().to_owned(),
            steps: now.steps,
            refused: now.refused,
            backup: None,
        };
        if done.steps.is_empty() {
            return Ok(done);
        }
        if conn.is_readonly("main").map_err(writing)? {
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_READONLY);
            return Err(writing(rusqlite::Error::SqliteFailure(code, None)));
        }
        refuse_damaged(conn)?;
        let backup = self.backup.as_ref().map(|backup| backup.write(conn)).transpose()?.flatten();
        let outcome = carry_out(self.set, conn, self.version, &done, &now.history)
            .and_then(|()| transaction.commit().map_err(writing));
        match (&outcome, &backup) {
            (Ok(()), _) => self.backup.iter().for_each(|backup| backup.prune(conn)),
            // Nothing has changed, so that it is worth nothing.
            (Err(_), Some(copy)) => drop(std::fs::remove_file(copy)),
            (Err(_), None) => {}
        }
        outcome.map(|()| Repaired { backup, ..done })
    }
}

fn carry_out(
    set: &Set,
    conn: &Connection,
    version: i64,
    planned: &Repaired,
    history: &history::Lost<'_>,
) -> Result<(), Error> {
    let failed = |step: &str, cause: String| {
        Err(Error::RepairFailed { set: set.name().to_owned(), step: step.to_owned(), cause })
    };
    let writing = |error| Error::sqlite("repairing the database", error);
    let before = Rows::read(conn, &live(conn)?).map_err(reading)?;
    for step in &planned.steps {
        for sql in &step.sql {
            match conn.execute_batch(sql) {
                Err(error) if is_outside(&error) => return Err(writing(error)),
                Err(error) => return failed(&step.to_string(), error.to_string()),
                Ok(()) => {}
            }
        }
    }
    let recorder = Recorder::new(conn, set, ledger::exists(conn)?).map_err(writing)?;
    history.write(&recorder).map_err(writing)?;
    let expected = history::expected(set, version)?;
    let drift = Drift::read(set, version, Some(&expected), conn)?;
    let (mut left, mut refused): (Vec<String>, Vec<String>) = (
        drift.differences().iter().map(ToString::to_string).collect(),
        planned.refused.iter().filter_map(|it| it.difference()).map(ToString::to_string).collect(),
    );
    left.sort_unstable();
    refused.sort_unstable();
    if left != refused {
        return failed("the schema behind it", format!("it is not what was planned\n{}", left.join("\n")));
    }
    if let Some(table) = before.lost_by(conn).map_err(reading)? {
        return failed("the rows behind it", format!("those of `{table}` are others, or refer to nothing"));
    }
    let steps: Vec<String> = planned.steps.iter().map(ToString::to_string).collect();
    if let Some(migration) = set.find(version) {
        recorder.log(migration, Event::Repaired { steps: &steps.join("\n") }).map_err(writing)?;
    }
    if drift.is_compatible() && version == latest(set) {
        recorder.compared(version, guard::cookie(conn)?).map_err(writing)?;
    }
    Ok(())
}

/// Whether it says nothing of the statement that met it.
fn is_outside(error: &rusqlite::Error) -> bool {
    use ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull, OutOfMemory, ReadOnly, SystemIoFailure};
    let outside = [DatabaseBusy, DatabaseLocked, DiskFull, OutOfMemory, ReadOnly, SystemIoFailure];
    error.sqlite_error_code().is_some_and(|code| outside.contains(&code))
}

/// <https://sqlite.org/pragma.html#pragma_quick_check>
fn refuse_damaged(conn: &Connection) -> Result<(), Error> {
    let checking = |error| Error::sqlite("checking the file", error);
    let mut statement = conn.prepare("PRAGMA main.quick_check").map_err(checking)?;
    let problems = statement.query_map([], |row| row.get(0)).map_err(checking)?;
    let mut problems: Vec<String> = problems.collect::<Result<_, _>>().map_err(checking)?;
    // Values that a constraint does not allow are no damage of the file.
    problems.retain(|problem| problem != "ok" && !CONTENT.iter().any(|start| problem.starts_with(start)));
    if problems.is_empty() { Ok(()) } else { Err(Error::Damaged { problems }) }
}

/// How SQLite begins what it says of values.
const CONTENT: [&str; 4] = ["CHECK constraint failed", "NULL value in ", "non-", "TEXT value in "];

/// How many rows each table has, and how many of them refer to nothing; `None` where a foreign key does not fit its
/// parent.
struct Rows(Vec<(String, i64, Option<i64>)>);

impl Rows {
    fn read(conn: &Connection, schema: &Schema) -> rusqlite::Result<Self> {
        let ordinary = schema.tables().iter().filter(|table| table.module().is_none()).map(Table::name);
        let rows = ordinary.map(|name| Ok((name.to_owned(), count(conn, name)?, orphans(conn, name))));
        rows.collect::<rusqlite::Result<_>>().map(Self)
    }

    /// A table that has other rows now.
    fn lost_by(&self, conn: &Connection) -> rusqlite::Result<Option<&str>> {
        for (table, rows, orphans_before) in &self.0 {
            let has_more_orphans =
                orphans_before.is_some_and(|before| orphans(conn, table).is_some_and(|now| now > before));
            if count(conn, table)? != *rows || has_more_orphans {
                return Ok(Some(table));
            }
        }
        Ok(None)
    }
}

fn count(conn: &Connection, table: &str) -> rusqlite::Result<i64> {
    conn.query_row(&format!("SELECT count(*) FROM main.{}", quoted(table)), [], |row| row.get(0))
}

fn orphans(conn: &Connection, table: &str) -> Option<i64> {
    conn.query_row("SELECT count(*) FROM pragma_foreign_key_check(?1, 'main')", [table], |row| row.get(0))
        .ok()
}
