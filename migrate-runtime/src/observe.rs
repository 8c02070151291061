//! What a program may hear of migrations while they run.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::backfill::BackfillProgress;
use crate::error::Error;
use crate::report::AppliedMigration;
use crate::set::Migration;
use crate::statement;

/// One who is told what happens while migrations are applied: for logs, or a bar of progress.
///
/// Everything is told on the thread that applies, and most of it inside the transaction: what takes long here, takes long
/// under the write lock. A panic rolls the transaction back.
///
/// ```
/// # use migrate_runtime as embed_migrations;
/// use embed_migrations::{Migration, Observer};
///
/// struct Printer;
///
/// impl Observer for Printer {
///     fn started(&mut self, set: &str, migration: &Migration) {
///         println!("{set}: {} …", migration.file());
///     }
/// }
/// # fn f<V: embed_migrations::MigrationVersion>(migrations: &embed_migrations::MigrationSet<V>, db: &mut rusqlite::Connection) -> Result<(), embed_migrations::Error> {
///
/// migrations.runner().observer(&mut Printer).apply(db)?;
/// # Ok(()) }
/// ```
pub trait Observer {
    /// The statements of this migration follow.
    fn started(&mut self, set: &str, migration: &Migration) {
        let _ = (set, migration);
    }

    /// This statement is about to run; its number in the file counts from 1.
    fn statement(&mut self, migration: &Migration, number: i64, text: &str) {
        let _ = (migration, number, text);
    }

    /// The hook of this migration is about to be called, behind the last statement: the function's path, as the program has
    /// written it.
    fn hook(&mut self, migration: &Migration, hook: &str) {
        let _ = (migration, hook);
    }

    /// A statement has run, or the hook; of a backfill, a round is committed.
    fn progress(&mut self, migration: &Migration, progress: Progress) {
        let _ = (migration, progress);
    }

    /// All statements of the migration have run. If it shares a transaction, that is still open.
    fn finished(&mut self, migration: &Migration, elapsed: Duration) {
        let _ = (migration, elapsed);
    }

    /// These are applied for good.
    fn committed(&mut self, applied: &[AppliedMigration]) {
        let _ = applied;
    }

    /// The call fails. What was not committed is rolled back.
    fn failed(&mut self, error: &Error) {
        let _ = error;
    }
}

/// How far a migration has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    statements: i64,
    rows: u64,
    rounds: u64,
}

impl Progress {
    /// How many statements of the file have run.
    pub fn statements(&self) -> i64 {
        self.statements
    }

    /// How many rounds of a backfill are committed; 0 of every other migration.
    pub fn rounds(&self) -> u64 {
        self.rounds
    }

    /// How many rows the migration has inserted, updated and deleted so far, those of triggers and foreign keys included.
    pub fn rows(&self) -> u64 {
        self.rows
    }
}

/// Tells a program's observer what the engine tells its own.
pub(crate) struct Teller<'o> {
    observer: &'o mut dyn Observer,
    set: &'o str,
    migration: Option<Migration>,
    started: Instant,
    /// Of the connection, before the first statement.
    changes_before: Option<u64>,
}

impl<'o> Teller<'o> {
    pub(crate) fn new(observer: &'o mut dyn Observer, set: &'o str) -> Self {
        Self { observer, set, migration: None, started: Instant::now(), changes_before: None }
    }

    pub(crate) fn failed(&mut self, error: &Error) {
        self.observer.failed(error);
    }

    fn progress(&mut self, conn: &Connection, statements: i64) {
        let now = conn.total_changes();
        let rows = now.saturating_sub(self.changes_before.unwrap_or(now));
        if let Some(migration) = &self.migration {
            self.observer.progress(migration, Progress { statements, rows, rounds: 0 });
        }
    }
}

impl statement::Observer for Teller<'_> {
    fn started(&mut self, migration: &Migration) {
        self.started = Instant::now();
        self.changes_before = None;
        self.migration = Some(migration.clone());
        self.observer.started(self.set, migration);
    }

    fn running(&mut self, conn: &Connection, statement: &statement::Statement<'_>) {
        self.changes_before.get_or_insert(conn.total_changes());
        if let Some(migration) = &self.migration {
            self.observer.statement(migration, statement.number, statement.text);
        }
    }

    fn finished(&mut self, conn: &Connection, statement: &statement::Statement<'_>) {
        // A round counts when it is committed.
        if self.migration.as_ref().is_some_and(|migration| migration.backfill().is_none()) {
            self.progress(conn, statement.number);
        }
    }

    fn calling(&mut self, conn: &Connection, hook: &str) {
        self.changes_before.get_or_insert(conn.total_changes());
        if let Some(migration) = &self.migration {
            self.observer.hook(migration, hook);
        }
    }

    fn called(&mut self, conn: &Connection, statements: i64) {
        self.progress(conn, statements);
    }

    fn ended(&mut self, _conn: &Connection, migration: &Migration) {
        self.observer.finished(migration, self.started.elapsed());
    }

    fn repeated(&mut self, _conn: &Connection, migration: &Migration, done: BackfillProgress) {
        let progress = Progress { statements: 1, rows: done.rows(), rounds: done.rounds() };
        self.observer.progress(migration, progress);
    }

    fn committed(&mut self, applied: &[AppliedMigration]) {
        self.observer.committed(applied);
    }
}
