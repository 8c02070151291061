//! A program starts only on the schema that it was compiled against.

#[macro_use]
mod common;

use std::sync::{Arc, Mutex};

use common::{JOURNALS, Scratch, assert_message, dump, value};
use embed_migrations::{Error, TransactionMode};
use library::{MIGRATIONS, Version};
use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

mod library {
    embed!("tests/sets/library", set = "library");
}
mod billing {
    embed!("tests/sets/billing", set = "billing");
}
mod if_not_exists {
    embed!("tests/sets/if_not_exists", set = "words");
}
mod maintenance {
    embed!("tests/sets/maintenance", set = "maintenance");
}

/// What takes something from the program.
const TAKEN: [&str; 7] = [
    "DROP INDEX book_author",
    "CREATE UNIQUE INDEX mine ON author (name)",
    "DROP TRIGGER book_of_nothing",
    "DROP VIEW shelf; CREATE VIEW shelf AS SELECT title FROM book",
    "ALTER TABLE book DROP COLUMN isbn",
    "ALTER TABLE author RENAME COLUMN name TO title",
    "DROP VIEW shelf; DROP TABLE author; CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, \
     born TEXT NOT NULL); CREATE VIEW shelf AS SELECT book.title, author.name FROM book JOIN author ON author.id = book.author_id",
];

/// What does not.
const ADDED: [&str; 5] = [
    "CREATE INDEX mine ON book (pages)",
    "ALTER TABLE book ADD COLUMN other INTEGER REFERENCES author (id)",
    "CREATE TRIGGER mine AFTER DELETE ON book BEGIN SELECT 1; END",
    "ALTER TABLE author ADD COLUMN born TEXT",
    "ALTER TABLE author ADD COLUMN born TEXT NOT NULL DEFAULT ''",
];

/// A migrated database to which this was done behind.
fn with(sql: &str) -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    MIGRATIONS.apply(&mut db).unwrap();
    db.execute_batch(sql).unwrap();
    db
}

/// What `apply` and `check` read, but for the history.
fn reads(db: &mut Connection) -> Vec<String> {
    let tables = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&tables);
    db.authorizer(Some(move |context: AuthContext<'_>| {
        if let AuthAction::Read { table_name, .. } = context.action {
            seen.lock().unwrap().push(table_name.to_owned());
        }
        Authorization::Allow
    }))
    .unwrap();
    MIGRATIONS.check(db).unwrap();
    MIGRATIONS.apply(db).unwrap();
    db.authorizer(None::<fn(AuthContext<'_>) -> Authorization>).unwrap();
    let mut tables = std::mem::take(&mut *tables.lock().unwrap());
    tables.retain(|table| table != "schema_migrations");
    tables.dedup();
    tables
}

#[test]
fn a_program_does_not_start_without_what_it_was_compiled_against() {
    for sql in TAKEN {
        let mut db = with(sql);
        let before = dump(&db);
        for error in [MIGRATIONS.check(&db).unwrap_err(), MIGRATIONS.apply(&mut db).unwrap_err()] {
            let Error::Drifted(drift) = error else { panic!("{sql}: {error}") };
            assert_eq!(*drift, MIGRATIONS.drift(&db).unwrap());
            assert!(!drift.is_compatible() && !drift.is_empty());
        }
        assert_eq!(dump(&db), before, "{sql}");
        assert!(MIGRATIONS.runner().allow_drift().apply(&mut db).unwrap().was_up_to_date());
        assert!(MIGRATIONS.apply(&mut db).is_err(), "{sql}");
    }
    assert_message("drifted", &MIGRATIONS.check(&with(TAKEN[4])).unwrap_err().to_string());
}

#[test]
fn a_program_starts_with_more_than_it_needs_and_is_told_once() {
    for sql in ADDED {
        let mut db = with(sql);
        MIGRATIONS.check(&db).unwrap();
        let report = MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(report.drift().map(|drift| drift.differences().len()), Some(1), "{sql}");
        assert!(report.was_up_to_date());
        assert_eq!(MIGRATIONS.apply(&mut db).unwrap().drift(), None);
    }
}

#[test]
fn a_schema_that_nobody_changed_is_not_read() {
    let mut db = with("INSERT INTO author (name) VALUES ('a')");
    assert!(reads(&mut db).is_empty());
    for sql in ["VACUUM", "CREATE TABLE mine (a)", "CREATE TABLE x (a); DROP TABLE x", "ANALYZE"] {
        db.execute_batch(sql).unwrap();
        assert_eq!(reads(&mut db), ["sqlite_master"], "{sql}");
        assert!(reads(&mut db).is_empty(), "{sql}");
    }
    billing::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(reads(&mut db), ["sqlite_master"]);
    assert!(reads(&mut db).is_empty());
}

#[test]
fn a_look_that_cannot_be_remembered_is_taken_again() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply(&mut db).unwrap();
        db.execute_batch("CREATE TABLE mine (a)").unwrap();
        let bytes = scratch.bytes();
        let mut reader = scratch.open_read_only();
        for _ in 0..2 {
            MIGRATIONS.check(&reader).unwrap();
            assert!(MIGRATIONS.apply(&mut reader).unwrap().was_up_to_date());
        }
        let locker = scratch.open();
        locker.execute_batch("BEGIN IMMEDIATE").unwrap();
        db.busy_timeout(std::time::Duration::ZERO).unwrap();
        assert!(MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
        assert_eq!(scratch.bytes(), bytes);
    }
}

#[test]
fn nothing_is_applied_to_a_schema_of_which_something_else_becomes() {
    for mode in [TransactionMode::AllInOne, TransactionMode::PerMigration] {
        let mut db = Connection::open_in_memory().unwrap();
        MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
        db.execute_batch("DROP INDEX book_author").unwrap();
        let before = dump(&db);
        let error = MIGRATIONS.runner().transaction_mode(mode).apply(&mut db).unwrap_err();
        assert!(matches!(&error, Error::Drifted(drift) if drift.version() == 2), "{error}");
        assert_eq!(dump(&db), before);
        let report = MIGRATIONS.runner().transaction_mode(mode).allow_drift().apply(&mut db).unwrap();
        assert_eq!((report.applied().len(), report.drift()), (1, None));
    }
}

#[test]
fn behind_a_file_without_a_transaction_the_schema_is_looked_at_too() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    maintenance::MIGRATIONS.apply_to(&mut db, maintenance::Version::Init).unwrap();
    db.execute_batch("ALTER TABLE item ADD COLUMN price INTEGER CHECK (price > 0)").unwrap();
    let error = maintenance::MIGRATIONS.apply(&mut db).unwrap_err();
    assert!(matches!(error, Error::Drifted(_)), "{error}");
    assert_eq!(value(&db, "SELECT group_concat(kind) FROM schema_migrations"), "applied,applied");
    assert!(matches!(maintenance::MIGRATIONS.apply(&mut db), Err(Error::Drifted(_))));
}

#[test]
fn a_table_that_was_there_before_is_told_of_as_such() {
    let mut db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE word (id INTEGER PRIMARY KEY, somebody TEXT)").unwrap();
    let error = if_not_exists::MIGRATIONS.apply(&mut db).unwrap_err();
    assert_message("drifted_new", &error.to_string());
    assert!(if_not_exists::MIGRATIONS.history(&db).unwrap().is_empty());
}
