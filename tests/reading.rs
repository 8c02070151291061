//! Questions that change nothing: `check`, `plan`, `status`, `history`.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch};
use embed_migrations::{Error, MigrationSet, State};
use notes::{MIGRATIONS, Version};
use rusqlite::{Connection, OpenFlags};

mod notes {
    embed!("tests/sets/notes", set = "notes");
}

/// The number of pending migrations, according to each of the four.
fn pending(db: &Connection) -> [usize; 4] {
    let check = match MIGRATIONS.check(db) {
        Ok(()) => 0,
        Err(Error::Pending { files, .. }) => files.len(),
        Err(error) => panic!("{error}"),
    };
    let status = MIGRATIONS.status(db).unwrap();
    let status = status.migrations().iter().filter(|migration| migration.state() == State::Pending).count();
    let history = MIGRATIONS.migrations().len() - MIGRATIONS.history(db).unwrap().len();
    [check, MIGRATIONS.plan(db).unwrap().pending().len(), status, history]
}

/// A new database at `version`, with a connection that stays open.
fn at(journal: &str, version: Option<Version>) -> (Scratch, Connection) {
    let scratch = Scratch::with_journal(journal);
    let mut db = scratch.open();
    if let Some(version) = version {
        MIGRATIONS.apply_to(&mut db, version).unwrap();
    }
    (scratch, db)
}

#[test]
fn a_read_only_connection_answers_everything() {
    for journal in JOURNALS {
        for (version, count) in [(None, 3), (Some(Version::AddTags), 1), (Some(Version::UniqueNames), 0)] {
            let (scratch, _db) = at(journal, version);
            let bytes = scratch.bytes();
            assert_eq!(pending(&scratch.open_read_only()), [count; 4]);
            assert_eq!(scratch.bytes(), bytes);
        }
    }
}

#[test]
fn a_file_without_a_byte_is_a_database_without_a_history() {
    let scratch = Scratch::new();
    std::fs::write(scratch.path(), "").unwrap();
    let db = scratch.open_read_only();
    assert_eq!(pending(&db), [3; 4]);
    assert_eq!(MIGRATIONS.plan(&db).unwrap().current(), None);
    assert_eq!(MIGRATIONS.history(&db).unwrap(), []);
    assert_eq!(scratch.bytes(), [const { Vec::<u8>::new() }; 2]);
}

#[test]
fn a_database_in_memory_needs_no_history_either() {
    let db = Connection::open_in_memory_with_flags(OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    assert_eq!(pending(&db), [3; 4]);
}

#[test]
fn nothing_is_written_or_ended_inside_a_transaction() {
    for journal in JOURNALS {
        for begin in ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"] {
            let (_scratch, db) = at(journal, Some(Version::AddTags));
            db.execute_batch(begin).unwrap();
            let changes = db.total_changes();
            assert_eq!(pending(&db), [1; 4]);
            assert!(!db.is_autocommit());
            assert_eq!(db.total_changes(), changes);
        }
    }
}

#[test]
fn a_transaction_sees_its_own_migrations_rolled_back() {
    let (_scratch, db) = at("delete", Some(Version::UniqueNames));
    db.execute_batch("BEGIN; DELETE FROM schema_migrations WHERE version > 1").unwrap();
    assert_eq!(pending(&db), [2; 4]);
    db.execute_batch("ROLLBACK").unwrap();
    assert_eq!(pending(&db), [0; 4]);
}

#[test]
fn a_temporary_table_does_not_stand_in_for_the_history() {
    let (_scratch, db) = at("delete", Some(Version::UniqueNames));
    db.execute_batch("CREATE TEMP TABLE schema_migrations (version INTEGER)").unwrap();
    assert_eq!(pending(&db), [0; 4]);
}

#[test]
fn a_check_lists_the_files_that_are_pending() {
    let (_scratch, db) = at("delete", Some(Version::Init));
    let error = MIGRATIONS.check(&db).unwrap_err();
    let Error::Pending { set, current: Some(1), files, foreign: None } = &error else { panic!("{error}") };
    assert_eq!(set, "notes");
    assert_eq!(*files, ["tests/sets/notes/0002_add_tags.sql", "tests/sets/notes/0004_unique_names.sql"]);
    common::assert_message("pending", &error.to_string());

    let (_scratch, db) = at("delete", None);
    common::assert_message("pending_everything", &MIGRATIONS.check(&db).unwrap_err().to_string());
}

#[test]
fn a_plan_lists_what_apply_would_run() {
    let (_scratch, mut db) = at("delete", Some(Version::Init));
    let plan = MIGRATIONS.plan(&db).unwrap();
    assert_eq!(plan.current(), Some(1));
    let planned: Vec<i64> = plan.pending().iter().map(|migration| migration.version()).collect();
    common::assert_message("plan", &plan.to_string());
    let report = MIGRATIONS.apply(&mut db).unwrap();
    let applied: Vec<i64> = report.applied().iter().map(|migration| migration.version()).collect();
    assert_eq!(applied, planned);
    assert_eq!(MIGRATIONS.plan(&db).unwrap().to_string(), "`notes` is up to date");
}

#[test]
fn a_program_with_an_immutable_database_can_check_it() {
    let (scratch, db) = at("delete", Some(Version::UniqueNames));
    drop(db);
    let uri = format!("file:{}?immutable=1", scratch.path().display());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let set: &MigrationSet<Version> = &MIGRATIONS;
    set.check(&Connection::open_with_flags(uri, flags).unwrap()).unwrap();
}
