//! What a migration may change about the connection itself, and gets back as it was.

use rusqlite::Connection;
use rusqlite::types::Value;

/// Settings of a connection, rather than of the database, that a PRAGMA reads and writes.
/// <https://sqlite.org/pragma.html>. `foreign_keys` is the envelope's own, `defer_foreign_keys` ends with the
/// transaction (switched off inside, it would hide violations), and `case_sensitive_like` cannot be read.
const SETTINGS: [&str; 25] = [
    "analysis_limit",
    "automatic_index",
    "busy_timeout",
    "cache_size",
    "cache_spill",
    "cell_size_check",
    "checkpoint_fullfsync",
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
    "synchronous",
    "temp_store",
    "threads",
    "trusted_schema",
    "wal_autocheckpoint",
    "writable_schema",
];

/// The settings as they were, to be put back when this is dropped.
pub(crate) struct Settings<'c> {
    conn: &'c Connection,
    before: Vec<(&'static str, Value)>,
}

impl<'c> Settings<'c> {
    pub(crate) fn read(conn: &'c Connection) -> Self {
        Self { conn, before: SETTINGS.iter().filter_map(|&name| Some((name, read(conn, name)?))).collect() }
    }

    /// Puts back what differs, so that the next migration starts as it would on a new connection.
    pub(crate) fn restore(&self) {
        for (name, before) in &self.before {
            if read(self.conn, name).as_ref() != Some(before) {
                // A few cannot change inside a transaction; the drop after it puts them back.
                let _ = self.conn.pragma_update(None, name, before);
            }
        }
    }
}

impl Drop for Settings<'_> {
    fn drop(&mut self) {
        self.restore();
    }
}

/// `None` where this SQLite does not have the setting.
fn read(conn: &Connection, name: &str) -> Option<Value> {
    conn.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0)).ok()
}

/// Foreign-key enforcement as it was, to be put back when this is dropped.
///
/// `PRAGMA foreign_keys` does nothing inside a transaction, so this encloses one. With enforcement on, dropping a
/// table deletes its rows, and ON DELETE CASCADE then empties its children: the most reported accident of SQLite
/// migrations. So it is off unless a file asks for it, and the references are checked before the commit.
pub(crate) struct ForeignKeys<'c> {
    conn: &'c Connection,
    before: bool,
}

impl<'c> ForeignKeys<'c> {
    pub(crate) fn set(conn: &'c Connection, on: bool) -> rusqlite::Result<Self> {
        let before = conn.pragma_query_value(None, "foreign_keys", |row| row.get(0))?;
        if before != on {
            conn.pragma_update(None, "foreign_keys", on)?;
        }
        Ok(Self { conn, before })
    }
}

impl Drop for ForeignKeys<'_> {
    fn drop(&mut self) {
        // The file itself may have changed it. Switching a flag cannot fail outside a transaction.
        let _ = self.conn.pragma_update(None, "foreign_keys", self.before);
    }
}
