//! A connection is given back as it was.

mod common;

use std::time::Duration;

use common::{JOURNALS, Scratch, history, value};
use embed_migrations::{Error, TransactionMode};
use rusqlite::Connection;

mod settings {
    embed_migrations::embed_migrations!("tests/sets/settings", set = "settings");
}

mod settings_outside {
    embed_migrations::embed_migrations!("tests/sets/settings_outside", set = "settings");
}

/// The settings that a connection has for itself. <https://sqlite.org/pragma.html>
const SETTINGS: [&str; 26] = [
    "analysis_limit",
    "automatic_index",
    "busy_timeout",
    "cache_size",
    "cache_spill",
    "cell_size_check",
    "checkpoint_fullfsync",
    "defer_foreign_keys",
    "foreign_keys",
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
    "trusted_schema",
    "wal_autocheckpoint",
    "writable_schema",
];

fn settings_of(db: &Connection) -> Vec<(&'static str, String)> {
    SETTINGS.into_iter().map(|name| (name, value(db, &format!("PRAGMA {name}")))).collect()
}

/// A connection with some settings of its own.
fn connection(scratch: &Scratch, foreign_keys: bool) -> Connection {
    let db = scratch.open();
    db.pragma_update(None, "foreign_keys", foreign_keys).unwrap();
    db.pragma_update(None, "cache_size", -321).unwrap();
    db.pragma_update(None, "recursive_triggers", false).unwrap();
    db.busy_timeout(Duration::from_millis(4_321)).unwrap();
    db
}

/// Calls `test` with a new database in each journal mode, and foreign keys on and off.
fn for_each_connection(mut test: impl FnMut(&Scratch, Connection)) {
    for journal in JOURNALS {
        for foreign_keys in [false, true] {
            let scratch = Scratch::with_journal(journal);
            let db = connection(&scratch, foreign_keys);
            assert_eq!(value(&db, "PRAGMA foreign_keys"), i64::from(foreign_keys).to_string());
            test(&scratch, db);
        }
    }
}

#[test]
fn settings_are_as_before_after_success() {
    for_each_connection(|_, mut db| {
        for mode in [TransactionMode::PerMigration, TransactionMode::AllInOne] {
            let before = settings_of(&db);
            settings::MIGRATIONS.runner().transaction_mode(mode).apply(&mut db).unwrap();
            assert_eq!(settings_of(&db), before);
            assert!(db.is_autocommit());
        }
        assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied"]);
    });
}

#[test]
fn settings_are_as_before_after_a_failure() {
    for mode in [TransactionMode::PerMigration, TransactionMode::AllInOne] {
        for_each_connection(|_, mut db| {
            settings::MIGRATIONS.apply_to(&mut db, settings::Version::Init).unwrap();
            db.execute_batch("INSERT INTO word VALUES ('twice'), ('twice')").unwrap();
            let before = settings_of(&db);
            let error = settings::MIGRATIONS.runner().transaction_mode(mode).apply(&mut db).unwrap_err();
            assert!(matches!(error, Error::Failed(_)), "{error}");
            assert_eq!(settings_of(&db), before);
            assert!(db.is_autocommit());
            let kept = if mode == TransactionMode::AllInOne {
                &["1 applied"][..]
            } else {
                &["1 applied", "2 applied"]
            };
            assert_eq!(history(&db), kept);
        });
    }
}

#[test]
fn settings_of_a_file_end_with_it() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    // `0002` forbids this connection to write, and `0003` writes.
    settings::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(history(&db).len(), 3);
}

#[test]
fn settings_are_as_before_after_a_file_without_a_transaction() {
    for_each_connection(|scratch, mut db| {
        let before = settings_of(&db);
        settings_outside::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(settings_of(&db), before);
        assert!(db.is_autocommit());
        // The file took the database for itself.
        scratch.open().execute_batch("INSERT INTO word VALUES ('another connection')").unwrap();
    });
}

#[test]
fn settings_are_as_before_after_a_file_without_a_transaction_fails() {
    for_each_connection(|scratch, mut db| {
        settings_outside::MIGRATIONS.apply_to(&mut db, settings_outside::Version::Init).unwrap();
        db.execute_batch("INSERT INTO word VALUES ('twice'), ('twice')").unwrap();
        let before = settings_of(&db);
        let error = settings_outside::MIGRATIONS.apply(&mut db).unwrap_err();
        assert!(matches!(error, Error::Failed(_)), "{error}");
        assert_eq!(settings_of(&db), before);
        assert!(db.is_autocommit());
        scratch.open().execute_batch("INSERT INTO word VALUES ('another connection')").unwrap();
    });
}
