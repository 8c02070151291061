//! What a database or a connection can be wrong about is found before the first statement runs: nothing changes.

#[macro_use]
mod common;
#[path = "common/sets.rs"]
mod sets;

use std::time::Duration;

use common::{JOURNALS, Scratch, chain};
use embed_migrations::{Error, MigrationSet, MigrationVersion};
use rusqlite::Connection;
use sets::notes::{MIGRATIONS, Version};
use sets::{notes_edited, notes_inserted, notes_missing, notes_newer, steps};

/// Databases in each journal mode, to which all of `set` was applied.
fn databases<V: MigrationVersion>(set: &MigrationSet<V>) -> impl Iterator<Item = (Scratch, Connection)> {
    JOURNALS.into_iter().map(|journal| {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        set.apply(&mut db).unwrap();
        db.execute("UPDATE schema_migrations SET program = 'notes 1.4.0'", []).unwrap();
        common::fix_times(&db);
        (scratch, db)
    })
}

/// What `apply` says. It has changed nothing, leaves the connection as it was, and says nothing twice.
#[track_caller]
fn refused<V: MigrationVersion>(set: &MigrationSet<V>, scratch: &Scratch, db: &mut Connection) -> Error {
    let foreign_keys = common::value(db, "PRAGMA foreign_keys");
    let (autocommit, bytes) = (db.is_autocommit(), scratch.bytes());
    let error = set.apply(db).unwrap_err();
    assert_eq!(scratch.bytes(), bytes, "{error}");
    assert_eq!(common::value(db, "PRAGMA foreign_keys"), foreign_keys);
    assert_eq!(db.is_autocommit(), autocommit);
    let chain = chain(&error);
    for pair in chain.windows(2) {
        assert!(!pair[0].contains(&pair[1]), "{chain:?}");
    }
    error
}

/// The same, from `check`, `plan` and `apply`.
#[track_caller]
fn refused_by_all<V: MigrationVersion>(
    set: &MigrationSet<V>,
    scratch: &Scratch,
    db: &mut Connection,
) -> Error {
    let error = refused(set, scratch, db);
    for other in [set.check(db).unwrap_err(), set.plan(db).unwrap_err()] {
        assert_eq!(other.to_string(), error.to_string());
    }
    error
}

#[test]
fn a_database_that_is_newer_than_the_program() {
    for (scratch, mut db) in databases(&notes_newer::MIGRATIONS) {
        let error = refused_by_all(&MIGRATIONS, &scratch, &mut db);
        let Error::Newer { database: 5, program: Some(4), applied_by, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!(applied_by, "notes 1.4.0");
        common::assert_message("newer", &error.to_string());
    }
}

#[test]
fn a_text_that_was_edited() {
    for (scratch, mut db) in databases(&MIGRATIONS) {
        let error = refused_by_all(&notes_edited::MIGRATIONS, &scratch, &mut db);
        let Error::Edited { edited, .. } = &error else { panic!("{error}") };
        assert_eq!(edited.len(), 1);
        assert_eq!((edited[0].version(), edited[0].file()), (2, "tests/sets/notes_edited/0002_add_tags.sql"));
        assert_eq!(edited[0].applied_checksum(), MIGRATIONS.migrations()[1].checksum().to_string());
        assert_eq!(
            edited[0].embedded_checksum(),
            notes_edited::MIGRATIONS.migrations()[1].checksum().to_string()
        );
        common::assert_message("edited", &error.to_string());
    }
}

#[test]
fn a_migration_that_is_missing() {
    for (scratch, mut db) in databases(&MIGRATIONS) {
        let error = refused_by_all(&notes_missing::MIGRATIONS, &scratch, &mut db);
        let Error::Missing { missing, .. } = &error else { panic!("{error}") };
        assert_eq!(missing.len(), 1);
        assert_eq!((missing[0].version(), missing[0].description()), (2, "add_tags"));
        common::assert_message("missing", &error.to_string());
    }
}

#[test]
fn a_migration_that_comes_too_late() {
    for (scratch, mut db) in databases(&MIGRATIONS) {
        let error = refused_by_all(&notes_inserted::MIGRATIONS, &scratch, &mut db);
        let Error::OutOfOrder { files, current: 4, .. } = &error else { panic!("{error}") };
        assert_eq!(*files, ["tests/sets/notes_inserted/0003_add_colours.sql"]);
        common::assert_message("out_of_order", &error.to_string());
    }
}

#[test]
fn a_history_table_of_another_tool() {
    for (name, sql) in [
        ("table", "CREATE TABLE schema_migrations (version varchar PRIMARY KEY)"),
        ("view", "CREATE VIEW Schema_Migrations AS SELECT 1 AS version, 'x' AS set_name"),
    ] {
        for journal in JOURNALS {
            let scratch = Scratch::with_journal(journal);
            let mut db = scratch.open();
            db.execute_batch(sql).unwrap();
            let error = refused_by_all(&MIGRATIONS, &scratch, &mut db);
            let Error::ForeignTable { kind, columns, .. } = &error else { panic!("{error}") };
            assert_eq!((&**kind, &*columns[0]), (name, "version"));
            assert_eq!(MIGRATIONS.status(&db).unwrap_err().to_string(), error.to_string());
            common::assert_message(&format!("foreign_{name}"), &error.to_string());
        }
    }
}

#[test]
fn a_connection_inside_a_transaction() {
    for begin in ["BEGIN", "BEGIN IMMEDIATE", "SAVEPOINT mine"] {
        let scratch = Scratch::new();
        let mut db = scratch.open();
        db.execute_batch(begin).unwrap();
        let error = refused(&MIGRATIONS, &scratch, &mut db);
        assert!(matches!(error, Error::InTransaction), "{error}");
        common::assert_message("in_transaction", &error.to_string());
    }
}

#[test]
fn a_connection_that_cannot_write() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply_to(&mut db, Version::AddTags).unwrap();
        let error = refused(&MIGRATIONS, &scratch, &mut scratch.open_read_only());
        let Error::ReadOnly { files, .. } = &error else { panic!("{error}") };
        assert_eq!(*files, ["tests/sets/notes/0004_unique_names.sql"]);
        common::assert_message("read_only", &error.to_string());
    }
}

#[test]
fn a_connection_that_was_told_not_to_write() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply_to(&mut db, Version::AddTags).unwrap();
        db.pragma_update(None, "query_only", true).unwrap();
        let error = refused(&MIGRATIONS, &scratch, &mut db);
        assert!(matches!(error, Error::ReadOnly { .. }), "{error}");
        assert_eq!(common::value(&db, "PRAGMA query_only"), "1");
    }
}

#[test]
fn a_database_that_stays_locked() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply_to(&mut db, Version::AddTags).unwrap();
        let writer = scratch.open();
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        db.busy_timeout(Duration::from_millis(20)).unwrap();
        let error = refused(&MIGRATIONS, &scratch, &mut db);
        assert!(matches!(error, Error::Busy { .. }), "{error}");
        common::assert_message("busy", &error.to_string());
        writer.execute_batch("ROLLBACK").unwrap();
        MIGRATIONS.apply(&mut db).unwrap();
    }
}

#[test]
fn a_database_that_another_program_migrates_outside_a_transaction() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        steps::MIGRATIONS.apply_to(&mut db, steps::Version::Init).unwrap();
        // The lock that this program holds for as long.
        let turn = std::fs::File::create(format!("{}-migration", scratch.path().display())).unwrap();
        turn.lock().unwrap();
        db.busy_timeout(Duration::from_millis(20)).unwrap();
        let error = refused(&steps::MIGRATIONS, &scratch, &mut db);
        assert!(matches!(error, Error::Busy { .. }), "{error}");
        common::assert_message("busy_turn", &error.to_string());
        drop(turn);
        steps::MIGRATIONS.apply(&mut db).unwrap();
    }
}

#[test]
fn a_file_that_is_no_database() {
    let scratch = Scratch::new();
    std::fs::write(
        scratch.path(),
        "milk, bread, and a text that is longer than a header of SQLite's. ".repeat(20),
    )
    .unwrap();
    let mut db = Connection::open(scratch.path()).unwrap();
    let error = refused_by_all(&MIGRATIONS, &scratch, &mut db);
    assert!(matches!(error, Error::Sqlite { .. }), "{error}");
    let code = error.sqlite_error().and_then(rusqlite::Error::sqlite_error_code);
    assert_eq!(code, Some(rusqlite::ErrorCode::NotADatabase));
    common::assert_message("not_a_database", &error.to_string());
}

#[test]
fn a_log_table_of_another_tool() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    db.execute_batch("CREATE TABLE schema_migration_log (id INTEGER PRIMARY KEY, line TEXT)").unwrap();
    let error = refused(&MIGRATIONS, &scratch, &mut db);
    assert!(matches!(error, Error::ForeignTable { .. }), "{error}");
}
