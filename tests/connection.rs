//! A connection is given back as it was.

#[macro_use]
mod common;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::{JOURNALS, Scratch, history, list, value};
use embed_migrations::{Error, TransactionMode};
use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

mod settings {
    embed!("tests/sets/settings", set = "settings");
}

mod settings_outside {
    embed!("tests/sets/settings_outside", set = "settings");
}

mod journal_memory {
    embed!("tests/sets/journal_memory", set = "journal");
}
mod journal_wal {
    embed!("tests/sets/journal_wal", set = "journal");
}
mod temporary {
    embed!("tests/sets/temporary", set = "temporary");
}

/// What SQLite calls a PRAGMA and is no setting of a connection. What it adds is taken for one, until it stands here.
/// <https://sqlite.org/pragma.html>
const OTHER_PRAGMAS: [&[&str]; 4] = [
    // Properties of the database, which are the author's to change.
    &["application_id", "auto_vacuum", "default_cache_size", "encoding", "page_size", "user_version"],
    // What the database or the library is like; with arguments, lists.
    &[
        "collation_list",
        "compile_options",
        "data_version",
        "database_list",
        "foreign_key_list",
        "freelist_count",
        "function_list",
        "index_info",
        "index_list",
        "index_xinfo",
        "module_list",
        "page_count",
        "pragma_list",
        "schema_version",
        "table_info",
        "table_list",
        "table_xinfo",
    ],
    // Deeds.
    &[
        "foreign_key_check",
        "incremental_vacuum",
        "integrity_check",
        "optimize",
        "quick_check",
        "shrink_memory",
        "wal_checkpoint",
    ],
    // Settings of the process, which a migration cannot change: the build refuses them.
    &["hard_heap_limit", "soft_heap_limit", "temp_store_directory"],
];

/// The settings that a connection has for itself, by what SQLite says of itself.
fn settings() -> Vec<String> {
    let all = list(&Connection::open_in_memory().unwrap(), "SELECT DISTINCT name FROM pragma_pragma_list");
    let settings: Vec<_> =
        all.into_iter().filter(|name| !OTHER_PRAGMAS.concat().contains(&name.as_str())).collect();
    assert!(settings.len() > 20, "{settings:?}");
    settings
}

fn settings_of(db: &Connection) -> Vec<(String, String)> {
    let read = |name: String| {
        // No PRAGMA tells this one.
        let query = match &*name {
            "case_sensitive_like" => "SELECT 'a' NOT LIKE 'A'".to_owned(),
            name => format!("PRAGMA {name}"),
        };
        let value = value(db, &query);
        assert_ne!(value, "", "{name}");
        (name, value)
    };
    settings().into_iter().map(read).collect()
}

/// A connection with some settings of its own.
fn connection(scratch: &Scratch, foreign_keys: bool) -> Connection {
    let db = scratch.open();
    db.pragma_update(None, "foreign_keys", foreign_keys).unwrap();
    db.pragma_update(None, "cache_size", -321).unwrap();
    db.pragma_update(None, "recursive_triggers", false).unwrap();
    db.pragma_update(None, "secure_delete", "fast").unwrap();
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
fn every_setting_is_changed_by_a_set_of_these_tests() {
    let migrations =
        settings::MIGRATIONS.migrations().iter().chain(settings_outside::MIGRATIONS.migrations());
    let text: String = migrations.chain(journal_memory::MIGRATIONS.migrations()).map(|m| m.sql()).collect();
    let unchanged: Vec<_> =
        settings().into_iter().filter(|name| !text.contains(&format!("PRAGMA {name} = "))).collect();
    assert_eq!(unchanged, [""; 0]);
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

#[test]
fn a_setting_that_is_neither_on_nor_off_is_as_before() {
    for [before, sql] in [["2", "fast"], ["1", "on"], ["0", "off"]] {
        let scratch = Scratch::new();
        let mut db = scratch.open();
        db.pragma_update(None, "secure_delete", sql).unwrap();
        db.pragma_update(None, "synchronous", "extra").unwrap();
        settings_outside::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(value(&db, "PRAGMA secure_delete"), before);
        assert_eq!(value(&db, "PRAGMA synchronous"), "3");
    }
}

#[test]
fn a_case_sensitive_like_of_the_application_stays() {
    for before in [false, true] {
        let scratch = Scratch::new();
        let mut db = scratch.open();
        db.pragma_update(None, "case_sensitive_like", before).unwrap();
        settings::MIGRATIONS.apply_to(&mut db, settings::Version::Tune).unwrap();
        assert_eq!(value(&db, "SELECT 'a' NOT LIKE 'A'"), i64::from(before).to_string());
    }
}

#[test]
fn a_journal_mode_of_the_connection_ends_with_the_file() {
    for before in ["delete", "truncate", "persist"] {
        let scratch = Scratch::with_journal("delete");
        let mut db = scratch.open();
        db.pragma_update(None, "journal_mode", before).unwrap();
        journal_memory::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(value(&db, "PRAGMA journal_mode"), before);
        assert_eq!(list(&db, "SELECT text FROM word"), ["tuned"]);
    }
}

#[test]
fn the_journal_mode_of_the_database_is_the_files_to_change() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        journal_wal::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(value(&db, "PRAGMA journal_mode"), "wal");
        assert_eq!(value(&scratch.open(), "PRAGMA journal_mode"), "wal");
    }
}

/// The application's own temporary objects, of every kind.
const TEMPORARY: &str = "CREATE TEMP TABLE own_table (id INTEGER PRIMARY KEY, text TEXT);
     CREATE INDEX temp.own_index ON own_table (text);
     CREATE TEMP VIEW own_view AS SELECT text FROM own_table;
     CREATE TEMP TRIGGER own_trigger AFTER INSERT ON own_table BEGIN SELECT 1; END;
     INSERT INTO own_table (text) VALUES ('own');";

fn temporary_of(db: &Connection) -> Vec<String> {
    let mut objects =
        list(db, "SELECT type, name, sql FROM temp.sqlite_schema WHERE name NOT GLOB 'sqlite_*'");
    objects.extend(list(db, "SELECT text FROM own_view"));
    objects
}

#[test]
fn temporary_objects_of_a_migration_end_with_it_and_those_of_the_application_stay() {
    for journal in JOURNALS {
        for mode in [TransactionMode::PerMigration, TransactionMode::AllInOne] {
            let scratch = Scratch::with_journal(journal);
            let mut db = scratch.open();
            db.execute_batch(TEMPORARY).unwrap();
            let before = temporary_of(&db);
            assert_eq!(before.len(), 5, "{before:?}");
            temporary::MIGRATIONS.runner().transaction_mode(mode).apply(&mut db).unwrap();
            assert_eq!(temporary_of(&db), before);
            assert_eq!(list(&db, "SELECT text FROM word"), ["left", "after"]);
            assert_eq!(history(&db).len(), 3);
        }
    }
}

#[test]
fn temporary_objects_of_the_application_stay_if_they_cannot_be_listed_at_first() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    db.execute_batch("CREATE TEMP TABLE own (text); INSERT INTO own VALUES ('kept')").unwrap();
    let denials = AtomicUsize::new(0);
    let deny_first = move |context: AuthContext<'_>| match context.action {
        AuthAction::Read { table_name: "sqlite_temp_master" | "sqlite_temp_schema", column_name: "type" }
            if denials.fetch_add(1, Ordering::Relaxed) == 0 =>
        {
            Authorization::Deny
        }
        _ => Authorization::Allow,
    };
    db.authorizer(Some(deny_first)).unwrap();
    temporary::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(list(&db, "SELECT text FROM own"), ["kept"]);
}

#[test]
fn functions_of_the_application_that_replace_sqlites_change_nothing() {
    for_each_connection(|scratch, mut db| {
        common::replace_functions(&db);
        let mut settings = settings_of(&db);
        // SQLite's own LIKE is what this one sets.
        settings.retain(|(name, _)| name != "case_sensitive_like");
        settings_outside::MIGRATIONS.apply(&mut db).unwrap();
        let mut after = settings_of(&db);
        after.retain(|(name, _)| name != "case_sensitive_like");
        assert_eq!(after, settings);

        let other = Scratch::new();
        let mut reference = other.open();
        settings_outside::MIGRATIONS.apply(&mut reference).unwrap();
        common::fix_times(&db);
        common::fix_times(&reference);
        assert_eq!(common::dump(&scratch.open()), common::dump(&reference));
    });
}

#[test]
fn a_like_of_the_application_outlives_settings_that_are_put_back() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    common::replace_functions(&db);
    journal_memory::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(list(&db, "SELECT lower('A'), 'a' LIKE 'a'"), ["another|0"]);
}
