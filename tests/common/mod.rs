//! What the tests of the run time share: database files, and everything that can be seen of one.

#![allow(dead_code, unused_macros, reason = "every test program uses a part of it")]

/// Embeds one of `tests/sets`, which are about the run time: no lint has a say in them.
macro_rules! embed {
    ($($arguments:tt)*) => { embed_migrations::embed_migrations!($($arguments)*, allow = [all]); };
}

mod expected;
pub(crate) mod process;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

/// The journal modes in which a database file is shared.
pub(crate) const JOURNALS: [&str; 2] = ["delete", "wal"];

/// A database file in a directory of its own.
pub(crate) struct Scratch {
    directory: TempDir,
}

impl Scratch {
    /// No file yet.
    pub(crate) fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    /// An empty database in a journal mode.
    pub(crate) fn with_journal(journal: &str) -> Self {
        let scratch = Self::new();
        let mode: String = scratch
            .open()
            .query_row(&format!("PRAGMA journal_mode = {journal}"), [], |row| row.get(0))
            .unwrap();
        assert_eq!(mode, journal);
        scratch
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.directory.path().join("notes.db")
    }

    /// A connection as applications have it: foreign keys are enforced.
    pub(crate) fn open(&self) -> Connection {
        open(&self.path())
    }

    pub(crate) fn open_read_only(&self) -> Connection {
        Connection::open_with_flags(self.path(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
    }

    /// The bytes of the database and of its write-ahead log. A connection has to be open before and after, because
    /// the last one that closes moves the log into the database.
    pub(crate) fn bytes(&self) -> [Vec<u8>; 2] {
        let read = |suffix: &str| {
            let path = format!("{}{suffix}", self.path().display());
            std::fs::read(path).unwrap_or_default()
        };
        [read(""), read("-wal")]
    }
}

/// A connection as applications have it: foreign keys are enforced, and a lock is waited for.
pub(crate) fn open(path: &Path) -> Connection {
    let db = Connection::open(path).unwrap();
    db.pragma_update(None, "foreign_keys", true).unwrap();
    db.busy_timeout(Duration::from_secs(120)).unwrap();
    db
}

/// Replaces functions of SQLite's by ones that say something else, as applications do for other alphabets.
pub(crate) fn replace_functions(db: &Connection) {
    db.create_scalar_function("lower", 1, FunctionFlags::SQLITE_UTF8, |_| Ok("another")).unwrap();
    db.create_scalar_function("like", 2, FunctionFlags::SQLITE_UTF8, |_| Ok(false)).unwrap();
    assert_eq!(list(db, "SELECT lower('A'), 'a' LIKE 'a'"), ["another|0"]);
}

/// The first value of a query, as text.
pub(crate) fn value(db: &Connection, query: &str) -> String {
    list(db, query).into_iter().next().unwrap_or_default()
}

/// The rows of a query, their values separated by `|`.
pub(crate) fn list(db: &Connection, query: &str) -> Vec<String> {
    let mut statement = db.prepare(query).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut list = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let values = (0..columns).map(|column| text(row.get_ref(column).unwrap()));
        list.push(values.collect::<Vec<_>>().join("|"));
    }
    list
}

fn text(value: rusqlite::types::ValueRef<'_>) -> String {
    use rusqlite::types::ValueRef::{Blob, Integer, Null, Real, Text};
    match value {
        Null => "NULL".to_owned(),
        Integer(number) => number.to_string(),
        Real(number) => format!("{number:?}"),
        Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Blob(bytes) => format!("{bytes:x?}"),
    }
}

/// The schema and all rows, without the log of attempts.
pub(crate) fn dump(db: &Connection) -> Vec<String> {
    let mut dump = list(
        db,
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE tbl_name <> 'schema_migration_log' ORDER BY 1, 2",
    );
    for table in
        list(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'schema_migration_log'")
    {
        let mut rows = list(db, &format!("SELECT '{table}', * FROM \"{table}\""));
        rows.sort();
        dump.extend(rows);
    }
    dump
}

/// The attempts that the log has, oldest first: `version event statement line message`.
pub(crate) fn log(db: &Connection) -> Vec<String> {
    let columns = "version || ' ' || event || coalesce(' ' || statement, '') || coalesce(':' || line, '') \
                   || coalesce(' ' || nullif(message, 'made at once'), '')";
    list(db, &format!("SELECT {columns} FROM schema_migration_log ORDER BY id"))
}

/// The versions that the history has, as `version kind`.
pub(crate) fn history(db: &Connection) -> Vec<String> {
    list(db, "SELECT version || ' ' || kind FROM schema_migrations ORDER BY set_name, version")
}

/// An error and its causes, each as printed.
pub(crate) fn chain(error: &dyn std::error::Error) -> Vec<String> {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect()
}

/// Gives the history a fixed time and duration, so that it prints the same in every run.
pub(crate) fn fix_times(db: &Connection) {
    let update = "UPDATE schema_migrations SET applied_at = '2026-01-31T12:00:00.000Z', execution_ms = 3";
    db.execute(update, []).unwrap();
    db.execute("UPDATE schema_migration_log SET logged_at = '2026-01-31T12:00:00.000Z'", []).unwrap();
}

/// Forgets how often the schema had changed when it was looked at, and whether it was before the last migration: the way there
/// tells in it.
pub(crate) fn fix_cookies(db: &Connection) {
    let last = "version = (SELECT max(version) FROM schema_migrations)";
    let update = format!(
        "UPDATE schema_migrations SET schema_cookie = CASE WHEN {last} THEN schema_cookie > 0 END, schema_texts = NULL"
    );
    db.execute(&update, []).unwrap();
}

/// Compares texts with files.
#[track_caller]
pub(crate) fn assert_texts(said: impl IntoIterator<Item = (PathBuf, String)>) {
    expected::assert_all(said);
}

/// Compares a text with the file `tests/messages/NAME.txt`.
#[track_caller]
pub(crate) fn assert_message(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages").join(format!("{name}.txt"));
    expected::assert_all([(path, format!("{text}\n"))]);
}
