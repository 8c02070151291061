//! A migration that only real rows show to be wrong.

#[macro_use]
mod common;

use std::error::Error as _;

use common::{JOURNALS, Scratch, chain, dump, history, list, log};
use embed_migrations::{Error, FailedMigration, TransactionMode};
use notes::{MIGRATIONS, Version};
use rusqlite::Connection;

mod notes {
    embed!("tests/sets/notes", set = "notes");
}

/// At version 1, with a name that version 4 does not allow twice.
fn with_a_name_twice(scratch: &Scratch) -> Connection {
    let mut db = scratch.open();
    MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
    db.execute_batch(
        "INSERT INTO author (name) VALUES ('ann'), ('bob'), ('ann');
         INSERT INTO note (author_id, body) VALUES (1, ' one '), (3, 'three');",
    )
    .unwrap();
    db
}

fn failed(error: &Error) -> &FailedMigration {
    match error {
        Error::Failed(failed) => failed,
        error => panic!("{error}"),
    }
}

#[test]
fn all_in_one_leaves_the_database_as_it_was() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = with_a_name_twice(&scratch);
        let before = dump(&db);
        MIGRATIONS.apply(&mut db).unwrap_err();
        assert!(db.is_autocommit());
        assert_eq!(dump(&db), before);
        assert_eq!(dump(&scratch.open()), before);
    }
}

#[test]
fn one_transaction_each_keeps_the_migrations_before_the_failed_one() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = with_a_name_twice(&scratch);
        let runner = || MIGRATIONS.runner().transaction_mode(TransactionMode::PerMigration);
        let error = runner().apply(&mut db).unwrap_err();
        assert_eq!(failed(&error).version(), 4);
        assert_eq!(history(&db), ["1 applied", "2 applied"]);
        assert_eq!(list(&db, "SELECT name FROM tag"), ["inbox", "later"]);
        assert_eq!(list(&db, "SELECT body FROM note"), [" one ", "three"]);

        let before = dump(&db);
        runner().apply(&mut db).unwrap_err();
        assert_eq!(dump(&db), before);
    }
}

#[test]
fn one_transaction_each_stops_at_the_target() {
    let scratch = Scratch::new();
    let mut db = with_a_name_twice(&scratch);
    let runner = MIGRATIONS.runner().transaction_mode(TransactionMode::PerMigration);
    let report = runner.apply_to(&mut db, Version::AddTags).unwrap();
    assert_eq!(report.applied().len(), 1);
    assert_eq!(history(&db), ["1 applied", "2 applied"]);
}

#[test]
fn the_log_has_every_failed_attempt() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = with_a_name_twice(&scratch);
        MIGRATIONS.apply(&mut db).unwrap_err();
        let logged = log(&db);
        assert_eq!(logged.len(), 2, "{logged:?}");
        assert_eq!(logged[0], "1 applied");
        let columns = "set_name, version, event, file, statement, line, program, sqlite_version";
        assert_eq!(
            list(&db, &format!("SELECT {columns} FROM schema_migration_log WHERE event <> 'applied'")),
            [format!(
                "notes|4|failed|tests/sets/notes/0004_unique_names.sql|2|4|{} {}|{}",
                env!("CARGO_PKG_NAME"),
                env!("CARGO_PKG_VERSION"),
                rusqlite::version()
            )]
        );
        assert!(logged[1].contains("UNIQUE constraint failed: author.name"), "{logged:?}");

        MIGRATIONS.apply(&mut db).unwrap_err();
        db.execute("UPDATE author SET name = 'amy' WHERE id = 3", []).unwrap();
        MIGRATIONS.apply(&mut db).unwrap();
        let events = list(&db, "SELECT version || ' ' || event FROM schema_migration_log ORDER BY id");
        assert_eq!(events, ["1 applied", "4 failed", "4 failed", "2 applied", "4 applied"]);

        // The same as data.
        let entries = MIGRATIONS.log(&db).unwrap();
        let told: Vec<String> = entries.iter().map(|it| format!("{} {}", it.version(), it.event())).collect();
        assert_eq!(told, events);
        let (failed, applied) = (&entries[1], &entries[4]);
        assert_eq!((failed.statement(), failed.line(), failed.execution_ms()), (Some(2), Some(4), None));
        assert_eq!(failed.file(), "tests/sets/notes/0004_unique_names.sql");
        assert!(failed.message().is_some_and(|it| it.contains("UNIQUE constraint failed")), "{failed:?}");
        assert_eq!((applied.statement(), applied.message()), (None, None));
        assert!(applied.execution_ms().is_some() && applied.at().ends_with('Z'), "{applied:?}");
        assert_eq!(applied.program(), MIGRATIONS.program());
        assert_eq!(applied.sqlite_version(), rusqlite::version());
    }
}

#[test]
fn a_database_without_a_log_has_no_entries_and_a_foreign_one_is_refused() {
    let db = Connection::open_in_memory().unwrap();
    assert_eq!(MIGRATIONS.log(&db).unwrap(), []);
    db.execute_batch("CREATE TABLE schema_migration_log (id INTEGER PRIMARY KEY)").unwrap();
    assert!(matches!(MIGRATIONS.log(&db), Err(Error::ForeignTable { .. })));
}

#[test]
fn a_new_database_keeps_nothing_but_the_log_of_the_failure() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    db.execute_batch("CREATE TABLE note (id INTEGER PRIMARY KEY)").unwrap();
    let error = MIGRATIONS.apply(&mut db).unwrap_err();
    assert_eq!(failed(&error).version(), 1);
    assert_eq!(failed(&error).statement().number(), 2);
    assert_eq!(history(&db), [""; 0]);
    assert_eq!(list(&db, "SELECT version, event FROM schema_migration_log"), ["1|failed"]);
    assert_eq!(list(&db, "SELECT name FROM sqlite_schema WHERE name IN ('author', 'tag')"), [""; 0]);
}

#[test]
fn the_error_tells_the_whole_story() {
    let scratch = Scratch::new();
    let error = MIGRATIONS.apply(&mut with_a_name_twice(&scratch)).unwrap_err();
    common::assert_message("failed", &error.to_string());
    assert_eq!(format!("{error:?}"), error.to_string());
    let failed = failed(&error);
    assert_eq!((failed.set(), failed.version()), ("notes", 4));
    assert_eq!(failed.file(), "tests/sets/notes/0004_unique_names.sql");
    let statement = failed.statement();
    assert_eq!((statement.number(), statement.line(), statement.column()), (2, 4, 1));
    assert_eq!(statement.text(), "CREATE UNIQUE INDEX author_name ON author (name);");
    let code = error.sqlite_error().and_then(rusqlite::Error::sqlite_error_code);
    assert_eq!(code, Some(rusqlite::ErrorCode::ConstraintViolation));
}

#[test]
fn the_cause_is_there_and_is_not_printed_twice() {
    let scratch = Scratch::new();
    let error = MIGRATIONS.apply(&mut with_a_name_twice(&scratch)).unwrap_err();
    assert!(error.source().is_some_and(|source| source.is::<rusqlite::ffi::Error>()));
    let chain = chain(&error);
    assert_eq!(chain.len(), 2, "{chain:?}");
    assert!(!chain[0].contains(&chain[1]), "{chain:?}");
}

#[test]
fn the_cause_of_a_statement_that_cannot_be_compiled_is_not_printed_twice() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    db.execute_batch("CREATE TABLE tag (id INTEGER PRIMARY KEY)").unwrap();
    let error = MIGRATIONS.apply(&mut db).unwrap_err();
    assert_eq!(failed(&error).statement().number(), 1);
    common::assert_message("failed_to_compile", &error.to_string());
    let chain = chain(&error);
    assert_eq!(chain.len(), 2, "{chain:?}");
    assert!(!chain[0].contains(&chain[1]), "{chain:?}");
}

#[test]
fn a_trigger_that_ends_the_transaction_leaves_nothing_behind() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
        db.execute_batch(
            "CREATE TRIGGER frozen BEFORE UPDATE ON note BEGIN SELECT RAISE(ROLLBACK, 'notes are frozen'); END;
             INSERT INTO author (name) VALUES ('ann');
             INSERT INTO note (author_id, body) VALUES (1, 'one');",
        )
        .unwrap();
        let before = dump(&db);
        let error = MIGRATIONS.apply(&mut db).unwrap_err();
        assert_eq!((failed(&error).version(), failed(&error).statement().number()), (4, 1));
        assert!(error.to_string().contains("notes are frozen"), "{error}");
        assert!(db.is_autocommit());
        assert_eq!(dump(&db), before);
        assert_eq!(log(&db).len(), 2);
    }
}
