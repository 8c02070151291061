//! Files with `-- migrate: no-transaction`: each statement for itself, and on from the one that failed.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, dump, history, list, value};
use embed_migrations::{Error, MigrationSet, MigrationVersion, State};
use rusqlite::Connection;
use steps::{MIGRATIONS, Version};

mod steps {
    embed!("tests/sets/steps", set = "steps");
}
mod steps_prefix {
    embed!("tests/sets/steps_prefix", set = "steps");
}
mod steps_remainder {
    embed!("tests/sets/steps_remainder", set = "steps");
}
mod steps_gap {
    embed!("tests/sets/steps_gap", set = "steps");
}
mod steps_gap_filled {
    embed!("tests/sets/steps_gap_filled", set = "steps");
}
mod steps_gap_filled_outside {
    embed!("tests/sets/steps_gap_filled_outside", set = "steps");
}
mod steps_in_transaction {
    embed!("tests/sets/steps_in_transaction", set = "steps");
}
mod steps_diesel {
    embed!("tests/sets/steps_diesel", set = "steps");
}
mod steps_diesel_in_transaction {
    embed!("tests/sets/steps_diesel_in_transaction", set = "steps");
}
mod resumed_settings {
    embed!("tests/sets/resumed_settings", set = "resumed");
}
mod maintenance {
    embed!("tests/sets/maintenance", set = "maintenance");
}
mod own_transaction {
    embed!("tests/sets/own_transaction", set = "own_transaction");
}

/// Version 2 fails at its third statement until one of them is gone.
const TWO_OF_A_NAME: &str = "INSERT INTO item VALUES ('cup'), ('cup')";
const ONE_OF_A_NAME: &str = "DELETE FROM item WHERE rowid = 1";

/// Interrupted behind the second statement of version 2.
fn interrupted(scratch: &Scratch) -> Connection {
    let mut db = scratch.open();
    MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
    db.execute_batch(TWO_OF_A_NAME).unwrap();
    let error = MIGRATIONS.apply(&mut db).unwrap_err();
    let Error::Failed(failed) = &error else { panic!("{error}") };
    assert_eq!((failed.version(), failed.statement().number(), failed.statement().line()), (2, 3, 4));
    db
}

fn steps_of(db: &Connection) -> Vec<String> {
    list(db, "SELECT number FROM step ORDER BY rowid")
}

#[test]
fn a_statement_that_no_transaction_allows_runs() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        maintenance::MIGRATIONS.apply_to(&mut db, maintenance::Version::Init).unwrap();
        db.execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
             INSERT INTO item SELECT 'a name of some length ' || i FROM n",
        )
        .unwrap();
        let pages = |db: &Connection| value(db, "PRAGMA page_count").parse::<u32>().unwrap();
        let before = pages(&db);
        maintenance::MIGRATIONS.apply(&mut db).unwrap();
        assert!(pages(&db) < before);
        assert_eq!(value(&db, "PRAGMA freelist_count"), "0");
        assert_eq!(value(&db, "PRAGMA journal_mode"), "wal");
        assert_eq!(history(&db), ["1 applied", "2 applied"]);
        assert!(maintenance::MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
    }
}

#[test]
fn statements_before_the_failed_one_stay() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let db = interrupted(&scratch);
        assert!(db.is_autocommit());
        assert_eq!(steps_of(&db), ["1", "2"]);
        assert_eq!(history(&db), ["1 applied", "2 running"]);
        assert_eq!(
            list(&db, "SELECT version, event, statement, line FROM schema_migration_log"),
            ["1|applied|NULL|NULL", "2|failed|3|4"]
        );
        let status = MIGRATIONS.status(&db).unwrap();
        let states: Vec<State> = status.migrations().iter().map(|migration| migration.state()).collect();
        assert_eq!(states, [State::Applied, State::Interrupted, State::Pending]);
    }
}

#[test]
fn the_error_says_where_the_next_run_goes_on() {
    let scratch = Scratch::new();
    let error = MIGRATIONS.apply(&mut interrupted(&scratch)).unwrap_err();
    common::assert_message("failed_without_transaction", &error.to_string());
}

#[test]
fn the_next_run_goes_on_at_the_statement_that_failed() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let db = interrupted(&scratch);
        db.execute_batch(ONE_OF_A_NAME).unwrap();
        drop(db);
        let mut db = scratch.open();
        let report = MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(report.applied().len(), 2);
        assert_eq!(steps_of(&db), ["1", "2", "4"]);
        assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied"]);
        assert!(MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
    }
}

#[test]
fn a_second_failure_at_the_same_place_repeats_nothing() {
    let scratch = Scratch::new();
    let mut db = interrupted(&scratch);
    common::fix_times(&db);
    let before = dump(&db);
    MIGRATIONS.apply(&mut db).unwrap_err();
    common::fix_times(&db);
    assert_eq!(dump(&db), before);
}

#[test]
fn an_edit_of_what_is_done_is_refused() {
    let scratch = Scratch::new();
    let mut db = interrupted(&scratch);
    db.execute_batch(ONE_OF_A_NAME).unwrap();
    let bytes = scratch.bytes();
    let error = steps_prefix::MIGRATIONS.apply(&mut db).unwrap_err();
    assert!(matches!(error, Error::Interrupted { version: 2, statements: 2, .. }), "{error}");
    common::assert_message("interrupted", &error.to_string());
    assert_eq!(steps_prefix::MIGRATIONS.check(&db).unwrap_err().to_string(), error.to_string());
    assert_eq!(scratch.bytes(), bytes);
}

#[test]
fn an_edit_of_what_is_still_to_be_done_is_welcome() {
    let scratch = Scratch::new();
    let mut db = interrupted(&scratch);
    db.execute_batch(ONE_OF_A_NAME).unwrap();
    steps_remainder::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(steps_of(&db), ["1", "2", "44"]);
    let entry = &steps_remainder::MIGRATIONS.history(&db).unwrap()[1];
    assert_eq!(entry.checksum(), steps_remainder::MIGRATIONS.migrations()[1].checksum().to_string());
}

/// What `set` says of an interrupted migration that now runs in a transaction. It changes nothing.
#[track_caller]
fn assert_refused<V: MigrationVersion>(set: &MigrationSet<V>, scratch: &Scratch, db: &mut Connection) {
    db.execute_batch(ONE_OF_A_NAME).unwrap();
    let bytes = scratch.bytes();
    let error = set.apply(db).unwrap_err();
    assert!(matches!(error, Error::Interrupted { version: 2, statements: 2, .. }), "{error}");
    assert_eq!(set.check(db).unwrap_err().to_string(), error.to_string());
    assert_eq!(scratch.bytes(), bytes);
    assert_eq!(steps_of(db), ["1", "2"]);
}

#[test]
fn a_file_that_was_interrupted_cannot_be_moved_into_a_transaction() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = interrupted(&scratch);
        assert_refused(&steps_in_transaction::MIGRATIONS, &scratch, &mut db);
        MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(steps_of(&db), ["1", "2", "4"]);
    }
}

#[test]
fn a_file_that_was_interrupted_cannot_be_moved_into_a_transaction_by_another_file() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        steps_diesel::MIGRATIONS.apply_to(&mut db, steps_diesel::Version::Init).unwrap();
        db.execute_batch(TWO_OF_A_NAME).unwrap();
        steps_diesel::MIGRATIONS.apply(&mut db).unwrap_err();
        // The text of the migration is the same.
        let texts =
            [steps_diesel::MIGRATIONS.migrations(), steps_diesel_in_transaction::MIGRATIONS.migrations()];
        assert_eq!(texts[0][1].sql(), texts[1][1].sql());
        assert_refused(&steps_diesel_in_transaction::MIGRATIONS, &scratch, &mut db);
        steps_diesel::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(steps_of(&db), ["1", "2", "4"]);
    }
}

#[test]
fn a_file_that_was_interrupted_before_its_first_statement_may_be_moved_into_a_transaction() {
    let scratch = Scratch::new();
    let mut db = interrupted(&scratch);
    db.execute_batch(ONE_OF_A_NAME).unwrap();
    db.execute_batch(
        "DELETE FROM step;
         UPDATE schema_migrations SET statements_done = 0, done_fingerprint = '' WHERE version = 2;",
    )
    .unwrap();
    steps_in_transaction::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(steps_of(&db), ["1", "2", "4"]);
    assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied"]);
}

/// Interrupted behind the second statement of version 3, in a set that has no version 2 yet.
fn interrupted_with_a_gap(scratch: &Scratch) -> Connection {
    let mut db = scratch.open();
    steps_gap::MIGRATIONS.apply_to(&mut db, steps_gap::Version::Init).unwrap();
    db.execute_batch(TWO_OF_A_NAME).unwrap();
    steps_gap::MIGRATIONS.apply(&mut db).unwrap_err();
    assert_eq!(steps_of(&db), ["1", "2"]);
    db
}

#[test]
fn a_migration_inserted_before_an_interrupted_one_runs_first() {
    let scratch = Scratch::new();
    let mut db = interrupted_with_a_gap(&scratch);
    db.execute_batch(ONE_OF_A_NAME).unwrap();
    steps_gap_filled::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(steps_of(&db), ["1", "2", "4"]);
    assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied"]);
}

#[test]
fn a_migration_inserted_before_an_interrupted_one_is_not_taken_for_it() {
    let scratch = Scratch::new();
    let mut db = interrupted_with_a_gap(&scratch);
    // It begins with the very statements that are done of the other one.
    let error = steps_gap_filled_outside::MIGRATIONS.apply(&mut db).unwrap_err();
    let Error::Failed(failed) = &error else { panic!("{error}") };
    assert_eq!((failed.version(), failed.statement().number()), (2, 3));
    assert_eq!(steps_of(&db), ["1", "2", "1", "2"]);
    db.execute_batch(ONE_OF_A_NAME).unwrap();
    steps_gap_filled_outside::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(steps_of(&db), ["1", "2", "1", "2", "4"]);
    assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied"]);
}

#[test]
fn a_failure_in_a_transaction_of_the_files_own_rolls_it_back() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        own_transaction::MIGRATIONS.apply_to(&mut db, own_transaction::Version::Init).unwrap();
        db.execute_batch(TWO_OF_A_NAME).unwrap();
        let error = own_transaction::MIGRATIONS.apply(&mut db).unwrap_err();
        assert!(matches!(error, Error::Failed(_)), "{error}");
        assert!(db.is_autocommit());
        assert_eq!(value(&db, "PRAGMA foreign_keys"), "1");
        assert_eq!(steps_of(&db), ["1"]);
        assert_eq!(list(&db, "SELECT version, event FROM schema_migration_log"), ["1|applied", "2|failed"]);

        db.execute_batch(ONE_OF_A_NAME).unwrap();
        own_transaction::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(steps_of(&db), ["1", "2", "3"]);
    }
}

#[test]
fn a_database_in_memory_leaves_no_lock_file() {
    let directory = tempfile::tempdir().unwrap();
    let name = directory.path().join("shared");
    for uri in [":memory:", "file:{}?mode=memory&cache=shared", "file:{}?vfs=memdb"] {
        let mut db = Connection::open(uri.replace("{}", &name.display().to_string())).unwrap();
        MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(steps_of(&db), ["1", "2", "4"]);
    }
    assert_eq!(directory.path().read_dir().unwrap().count(), 0);
}

#[test]
fn a_resumed_file_has_the_settings_of_the_statements_before() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    resumed_settings::MIGRATIONS.apply_to(&mut db, resumed_settings::Version::Init).unwrap();
    db.execute_batch("INSERT INTO item VALUES ('twice'), ('twice')").unwrap();
    let error = resumed_settings::MIGRATIONS.apply(&mut db).unwrap_err();
    assert!(matches!(&error, Error::Failed(failed) if failed.statement().number() == 2), "{error}");
    db.execute_batch("DELETE FROM item").unwrap();
    // Another program goes on.
    let mut db = scratch.open();
    resumed_settings::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(list(&db, "SELECT name FROM item"), ["like 0"]);
    assert_eq!(value(&db, "SELECT 'a' LIKE 'A'"), "1");
}
