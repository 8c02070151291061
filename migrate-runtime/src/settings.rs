//! What a migration may change about the connection itself, and gets back as it was.

use rusqlite::Connection;
use rusqlite::ToSql;
use rusqlite::config::DbConfig::{SQLITE_DBCONFIG_ENABLE_FKEY, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE};
use rusqlite::types::Value;

/// Settings of a connection, rather than of the database, that a PRAGMA reads and writes.
/// <https://sqlite.org/pragma.html>. `foreign_keys` is the envelope's own, `defer_foreign_keys` ends with the
/// transaction (switched off inside, it would hide violations), and `case_sensitive_like` and `journal_mode` need
/// more than that: see below. What takes the place of something that could not be put back is passed over (`statement::own`).
pub const SETTINGS: [&str; 26] = [
    "analysis_limit",
    "automatic_index",
    "cache_size",
    "cache_spill",
    "cell_size_check",
    "checkpoint_fullfsync",
    "count_changes",
    "empty_result_callbacks",
    "full_column_names",
    "fullfsync",
    "ignore_check_constraints",
    "journal_size_limit",
    "legacy_alter_table",
    "locking_mode",
    "max_page_count",
    "mmap_size",
    "query_only",
    "read_uncommitted",
    "recursive_triggers",
    "reverse_unordered_selects",
    "secure_delete",
    "short_column_names",
    "synchronous",
    "threads",
    "trusted_schema",
    "writable_schema",
];

/// What a connection was like, to be made so again when this is dropped.
pub(crate) struct Settings<'c> {
    conn: &'c Connection,
    before: Vec<(&'static str, Value)>,
    case_sensitive_like: Option<bool>,
    /// `None` if they could not be listed: then none of them may be taken for new.
    temporary: Option<Vec<Temporary>>,
}

/// An object of the database `temp`, which lasts as long as the connection.
#[derive(PartialEq, Eq)]
struct Temporary {
    kind: String,
    name: String,
}

impl Temporary {
    /// What belongs to a table goes with it.
    fn drop_from(&self, conn: &Connection) {
        let name = self.name.replace('"', "\"\"");
        let _ = conn.execute_batch(&format!("DROP {} IF EXISTS temp.\"{name}\"", self.kind));
    }
}

impl<'c> Settings<'c> {
    pub(crate) fn read(conn: &'c Connection) -> Self {
        let journal_mode = ["journal_mode"].iter();
        let before = SETTINGS.iter().chain(journal_mode).filter_map(|&name| Some((name, read(conn, name)?)));
        Self {
            conn,
            before: before.collect(),
            case_sensitive_like: case_sensitive_like(conn),
            temporary: temporary(conn).ok(),
        }
    }

    /// Puts back what differs, so that the next migration starts as it would on a new connection.
    pub(crate) fn restore(&self) {
        for (name, before) in &self.before {
            let now = read(self.conn, name);
            if *name == "journal_mode" {
                let _ = restore_journal_mode(self.conn, before, now.as_ref());
            } else if now.as_ref() != Some(before) {
                // A few cannot change inside a transaction; the drop after it puts them back.
                let _ = self.conn.pragma_update(None, name, written(name, before));
            }
        }
        let like = case_sensitive_like(self.conn);
        if let (true, Some(before)) = (like != self.case_sensitive_like, self.case_sensitive_like) {
            let _ = self.conn.pragma_update(None, "case_sensitive_like", before);
        }
        if let (Some(before), Ok(now)) = (&self.temporary, temporary(self.conn)) {
            now.iter()
                .filter(|object| !before.contains(object))
                .for_each(|object| object.drop_from(self.conn));
        }
    }
}

impl Drop for Settings<'_> {
    fn drop(&mut self) {
        self.restore();
    }
}

/// WAL is a property of the file, and the author's to change; the other modes are of the connection.
fn restore_journal_mode(conn: &Connection, before: &Value, now: Option<&Value>) -> rusqlite::Result<()> {
    let wal = Value::Text("wal".to_owned());
    match now {
        Some(now) if now == before || *now == wal => Ok(()),
        _ if *before == wal => conn.pragma_update(None, "journal_mode", "delete"),
        _ => conn.pragma_update(None, "journal_mode", before),
    }
}

/// The value as its PRAGMA wants it.
fn written<'v>(name: &str, value: &'v Value) -> &'v dyn ToSql {
    // Written as a number, it would be taken for a truth.
    if name == "secure_delete" && *value == Value::Integer(2) { &"fast" } else { value }
}

/// No PRAGMA tells; SQLite's own LIKE does.
fn case_sensitive_like(conn: &Connection) -> Option<bool> {
    conn.query_row("SELECT NOT 'a' LIKE 'A'", [], |row| row.get(0)).ok()
}

fn temporary(conn: &Connection) -> rusqlite::Result<Vec<Temporary>> {
    let mut statement =
        conn.prepare("SELECT type, name FROM temp.sqlite_schema WHERE name NOT GLOB 'sqlite_*'")?;
    let objects = statement.query_map([], |row| Ok(Temporary { kind: row.get(0)?, name: row.get(1)? }))?;
    objects.collect()
}

/// `None` where this SQLite does not have the setting.
fn read(conn: &Connection, name: &str) -> Option<Value> {
    conn.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0)).ok()
}

/// Foreign-key enforcement as it was, to be put back when this is dropped.
///
/// It is the same for a whole transaction, inside of which `PRAGMA foreign_keys` does nothing. With enforcement on, dropping a
/// table deletes its rows, and ON DELETE CASCADE then empties its children: the most reported accident of SQLite
/// migrations. So it is off unless a file asks for it, and the references are checked before the commit.
///
/// And ALTER TABLE follows names through the whole schema, as in the build, whatever the program has chosen for its own:
/// <https://sqlite.org/pragma.html#pragma_legacy_alter_table>.
///
/// No PRAGMA is used, which an authorizer of the program could deny on the way back.
pub(crate) struct ForeignKeys<'c> {
    conn: &'c Connection,
    before: bool,
    is_legacy: bool,
}

impl<'c> ForeignKeys<'c> {
    pub(crate) fn set(conn: &'c Connection, on: bool) -> rusqlite::Result<Self> {
        let before = conn.db_config(SQLITE_DBCONFIG_ENABLE_FKEY)?;
        let is_legacy = conn.db_config(SQLITE_DBCONFIG_LEGACY_ALTER_TABLE)?;
        let keys = Self { conn, before, is_legacy };
        conn.set_db_config(SQLITE_DBCONFIG_ENABLE_FKEY, on)?;
        conn.set_db_config(SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, false)?;
        Ok(keys)
    }
}

impl Drop for ForeignKeys<'_> {
    fn drop(&mut self) {
        // The file itself may have changed them. Switching a flag cannot fail.
        let _ = self.conn.set_db_config(SQLITE_DBCONFIG_ENABLE_FKEY, self.before);
        let _ = self.conn.set_db_config(SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, self.is_legacy);
    }
}
