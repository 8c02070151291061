//! What the engine writes: the history and the log. Only code with the feature `apply` can.

mod applied;

use rusqlite::{Connection, Params, Statement, params};

use crate::backfill::BackfillProgress;
use crate::error::Error;
use crate::failure::FailedStatement;
use crate::foreign::{Entry, Ledger};
use crate::ledger::{self, Done, Kind};
use crate::log::LogEvent;
use crate::set::{Migration, Set};

pub(crate) use applied::Applied;

const CREATE_HISTORY: &str = "\
CREATE TABLE main.schema_migrations (
    set_name TEXT NOT NULL,
    version INTEGER NOT NULL,
    description TEXT NOT NULL,
    checksum TEXT NOT NULL,
    chain TEXT NOT NULL,
    meaning TEXT NOT NULL,
    applied_at TEXT NOT NULL,
    execution_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    program TEXT NOT NULL,
    statements_done INTEGER,
    done_fingerprint TEXT,
    schema_cookie INTEGER,
    schema_texts INTEGER,
    hook TEXT,
    compatible_with INTEGER,
    PRIMARY KEY (set_name, version)
) WITHOUT ROWID";

const CREATE_LOG: &str = "\
CREATE TABLE IF NOT EXISTS main.schema_migration_log (
    id INTEGER PRIMARY KEY,
    logged_at TEXT NOT NULL,
    set_name TEXT NOT NULL,
    version INTEGER NOT NULL,
    event TEXT NOT NULL,
    file TEXT NOT NULL,
    execution_ms INTEGER,
    statement INTEGER,
    line INTEGER,
    message TEXT,
    program TEXT NOT NULL,
    sqlite_version TEXT NOT NULL
)";

const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

/// What the log says of an attempt.
#[derive(Clone, Copy)]
pub(crate) enum Event<'a> {
    /// It was repeated until nothing was left to do.
    Backfilled {
        milliseconds: i64,
        done: &'a str,
    },
    /// The database was taken over.
    Baseline,
    /// Another tool has applied it.
    Adopted {
        from: &'a str,
    },
    /// The files that it replaces had been run.
    Squashed,
    /// The text differs from the applied one in comments only; the history now has the new checksum.
    Realigned,
    /// It was taken back.
    Reverted {
        milliseconds: i64,
    },
    /// The schema or the history got back what it had lost.
    Repaired {
        steps: &'a str,
    },
    /// It is of the phase contract, and the caller does not want it yet.
    Held,
    /// The caller has stopped it.
    Cancelled,
    Failed {
        statement: Option<&'a FailedStatement>,
        message: &'a str,
    },
}

/// Creates both tables. The history must not be there.
pub fn create_tables(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(&format!("{CREATE_HISTORY}; {CREATE_LOG}"))
}

/// Writes a stamp into the log, which is of no set. The history is made as well, so that nobody takes the log for what a
/// failure has left behind.
pub(crate) fn stamp(conn: &Connection, set: &Set, environment: &str) -> Result<(), Error> {
    if !conn.is_autocommit() {
        return Err(Error::InTransaction);
    }
    let writing = |error| Error::sqlite("writing the migration log", error);
    let transaction = crate::apply::lock(conn)?;
    Recorder::new(conn, set, ledger::exists(conn)?).map_err(writing)?;
    let sql = format!(
        "INSERT INTO main.{} (logged_at, set_name, version, event, file, message, program, sqlite_version) \
         VALUES ({NOW}, '', 0, 'stamped', '', ?1, ?2, ?3)",
        ledger::LOG
    );
    conn.execute(&sql, params![environment, set.program(), rusqlite::version()]).map_err(writing)?;
    transaction.commit().map_err(writing)
}

/// Writes into the two tables, for one set. They exist from its creation on; without them, it writes nothing.
pub(crate) struct Recorder<'c> {
    conn: &'c Connection,
    set: &'c Set,
    is_mute: bool,
}

impl<'c> Recorder<'c> {
    /// Creates the tables where they are missing. To be called inside a transaction, after the history was read:
    /// a foreign table has been refused by then.
    pub(crate) fn new(conn: &'c Connection, set: &'c Set, exists: bool) -> rusqlite::Result<Self> {
        if exists {
            conn.execute(CREATE_LOG, [])?;
        } else {
            create_tables(conn)?;
        }
        Ok(Self { conn, set, is_mute: false })
    }

    /// One for tables that are there.
    pub(crate) const fn of_existing(conn: &'c Connection, set: &'c Set) -> Self {
        Self { conn, set, is_mute: false }
    }

    /// One that writes nothing.
    pub(crate) const fn mute(conn: &'c Connection, set: &'c Set) -> Self {
        Self { conn, set, is_mute: true }
    }

    /// The migrations were run, in this order; a `note` is for the log.
    pub(crate) fn applied(&self, applied: &[Applied<'_>], note: Option<&str>) -> rusqlite::Result<()> {
        if self.is_mute || applied.is_empty() {
            return Ok(());
        }
        applied::write(self.conn, self.set, applied, note)
    }

    /// The backfill has nothing left to do.
    pub(crate) fn backfilled(
        &self,
        migration: &Migration,
        milliseconds: i64,
        done: BackfillProgress,
    ) -> rusqlite::Result<()> {
        self.put(migration, Kind::Applied, milliseconds, None)?;
        self.log(migration, Event::Backfilled { milliseconds, done: &done.to_string() })
    }

    /// The database has what the migration makes.
    pub(crate) fn taken_over(&self, migration: &Migration) -> rusqlite::Result<()> {
        self.put(migration, Kind::Baseline, 0, None)?;
        self.log(migration, Event::Baseline)
    }

    /// Another tool has applied the migration.
    pub(crate) fn adopted(
        &self,
        migration: &Migration,
        entry: &Entry,
        ledger: &Ledger,
    ) -> rusqlite::Result<()> {
        self.put(migration, Kind::Adopted, entry.execution_ms, None)?;
        if let Some(applied_at) = &entry.applied_at {
            self.write(
                "UPDATE main.schema_migrations SET applied_at = ?3 WHERE set_name = ?1 AND version = ?2",
                params![self.set.name(), migration.version(), applied_at],
            )?;
        }
        self.log(migration, Event::Adopted { from: &format!("from {ledger}") })
    }

    /// The database has run the files that the squash replaces.
    pub(crate) fn squashed(&self, squash: &Migration) -> rusqlite::Result<()> {
        self.put(squash, Kind::Squashed, 0, None)?;
        self.log(squash, Event::Squashed)
    }

    /// Some statements of a migration without a transaction are done, or some rounds of a backfill.
    pub(crate) fn running(
        &self,
        migration: &Migration,
        milliseconds: i64,
        done: &Done,
    ) -> rusqlite::Result<()> {
        self.put(migration, Kind::Running, milliseconds, Some(done))
    }

    /// Some statements of a down without a transaction are done, or it is about to begin. As with one that is not finished,
    /// there is no chain.
    pub(crate) fn reverting(&self, version: i64, done: &Done) -> rusqlite::Result<()> {
        self.write(
            "UPDATE main.schema_migrations SET kind = 'reverting', chain = '', statements_done = ?3, \
             done_fingerprint = ?4 WHERE set_name = ?1 AND version = ?2",
            params![self.set.name(), version, done.statements, done.fingerprint],
        )
    }

    /// A down without a transaction has failed before it did anything: the migration is as it was.
    pub(crate) fn kept(&self, migration: &Migration, kind: Kind) -> rusqlite::Result<()> {
        self.write(
            "UPDATE main.schema_migrations SET kind = ?3, chain = ?4, statements_done = NULL, done_fingerprint = NULL \
             WHERE set_name = ?1 AND version = ?2 AND kind = 'reverting' AND statements_done = 0",
            params![self.set.name(), migration.version(), kind.as_str(), migration.chain().to_string()],
        )
    }

    /// The down is done.
    pub(crate) fn reverted(&self, down: &Migration, milliseconds: i64) -> rusqlite::Result<()> {
        self.write(
            "DELETE FROM main.schema_migrations WHERE set_name = ?1 AND version = ?2",
            params![self.set.name(), down.version()],
        )?;
        self.log(down, Event::Reverted { milliseconds })
    }

    fn put(&self, m: &Migration, kind: Kind, ms: i64, done: Option<&Done>) -> rusqlite::Result<()> {
        // A row that is not finished has no chain, so that no start takes it for the head of a whole history.
        let chain = if kind == Kind::Running { String::new() } else { m.chain().to_string() };
        // Numbers stand in the text: SQLite recommends a limit of 10 values that are bound.
        // <https://sqlite.org/security.html>
        let written = |number: Option<i64>| number.map_or("NULL".to_owned(), |number| number.to_string());
        let (statements, oldest) = (written(done.map(|done| done.statements)), written(m.compatible_with()));
        let sql = format!(
            "INSERT OR REPLACE INTO main.schema_migrations (set_name, version, description, checksum, chain, meaning, \
             applied_at, execution_ms, kind, program, statements_done, done_fingerprint, hook, compatible_with) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, {NOW}, {ms}, ?7, ?8, {statements}, ?9, ?10, {oldest})"
        );
        self.write(
            &sql,
            params![
                self.set.name(),
                m.version(),
                m.description(),
                m.checksum().to_string(),
                chain,
                m.meaning().to_string(),
                kind.as_str(),
                self.set.program(),
                done.map(|done| &done.fingerprint),
                // Whoever takes a database over has called nothing.
                m.hook().filter(|_| kind == Kind::Applied),
            ],
        )?;
        Ok(())
    }

    /// The texts of these applied migrations have changed in comments only: the history gets their checksums, and
    /// with them the chains of all that follow.
    pub(crate) fn realign(&self, migrations: &[&Migration]) -> rusqlite::Result<()> {
        let Some(first) = migrations.first() else { return Ok(()) };
        for migration in self.set.migrations().iter().filter(|m| m.version() >= first.version()) {
            self.write(
                "UPDATE main.schema_migrations SET checksum = ?3, chain = ?4, compatible_with = ?5 \
                 WHERE set_name = ?1 AND version = ?2 AND kind <> 'running'",
                params![
                    self.set.name(),
                    migration.version(),
                    migration.checksum().to_string(),
                    migration.chain().to_string(),
                    migration.compatible_with(),
                ],
            )?;
        }
        migrations.iter().try_for_each(|migration| self.log(migration, Event::Realigned))
    }

    /// The schema with this cookie is that of the version.
    pub(crate) fn compared(&self, version: i64, cookie: i64) -> rusqlite::Result<()> {
        self.look(version, cookie, None)
    }

    /// It is the very one that the build has seen behind the migration, and there is no other.
    pub(crate) fn as_built(&self, migration: &Migration, cookie: i64) -> rusqlite::Result<()> {
        self.look(migration.version(), cookie, Some(migration.parts.texts))
    }

    fn look(&self, version: i64, cookie: i64, texts: Option<u64>) -> rusqlite::Result<()> {
        self.write(
            "UPDATE main.schema_migrations SET schema_cookie = ?3, schema_texts = ?4 WHERE set_name = ?1 AND version = ?2",
            params![self.set.name(), version, cookie, texts.map(u64::cast_signed)],
        )
    }

    pub(crate) fn log(&self, migration: &Migration, event: Event<'_>) -> rusqlite::Result<()> {
        let (kind, milliseconds, statement, message) = match event {
            Event::Reverted { milliseconds } => (LogEvent::Reverted, Some(milliseconds), None, None),
            Event::Backfilled { milliseconds, done } => {
                (LogEvent::Applied, Some(milliseconds), None, Some(done))
            }
            Event::Baseline => (LogEvent::Baseline, None, None, None),
            Event::Adopted { from } => (LogEvent::Adopted, None, None, Some(from)),
            Event::Repaired { steps } => (LogEvent::Repaired, None, None, Some(steps)),
            Event::Squashed => (LogEvent::Squashed, None, None, None),
            Event::Held => (LogEvent::Held, None, None, None),
            Event::Cancelled => (LogEvent::Cancelled, None, None, None),
            Event::Realigned => (LogEvent::Realigned, None, None, None),
            Event::Failed { statement, message } => (LogEvent::Failed, None, statement, Some(message)),
        };
        let sql = format!(
            "INSERT INTO main.{} (logged_at, set_name, version, event, file, execution_ms, statement, line, message, \
             program, sqlite_version) VALUES ({NOW}, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            ledger::LOG
        );
        self.write(
            &sql,
            params![
                self.set.name(),
                migration.version(),
                kind.as_str(),
                migration.file(),
                milliseconds,
                statement.map(FailedStatement::number),
                statement.map(|statement| i64::try_from(statement.line()).unwrap_or(i64::MAX)),
                message,
                self.set.program(),
                rusqlite::version(),
            ],
        )?;
        Ok(())
    }

    /// With `PRAGMA count_changes`, a statement that writes gives a row.
    fn write(&self, sql: &str, params: impl Params) -> rusqlite::Result<()> {
        if self.is_mute {
            return Ok(());
        }
        run(&mut self.conn.prepare(sql)?, params)
    }
}

fn run(statement: &mut Statement<'_>, params: impl Params) -> rusqlite::Result<()> {
    let mut rows = statement.query(params)?;
    while rows.next()?.is_some() {}
    Ok(())
}
