//! An applied file that was edited in comments only: accepted, and recorded.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, dump, list, log, value};
use embed_migrations::State;

mod notes {
    embed!("tests/sets/notes", set = "notes");
}
mod notes_comment {
    embed!("tests/sets/notes_comment", set = "notes");
}

const MIGRATIONS: &embed_migrations::MigrationSet<notes_comment::Version> = &notes_comment::MIGRATIONS;

/// What the history would be if the edited files had been applied.
fn embedded() -> Vec<String> {
    MIGRATIONS
        .migrations()
        .iter()
        .map(|m| format!("{}|{}|{}", m.version(), m.checksum(), m.chain()))
        .collect()
}

const RECORDED: &str = "SELECT version, checksum, chain FROM schema_migrations ORDER BY version";

#[test]
fn the_next_run_records_the_new_text() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        notes::MIGRATIONS.apply(&mut db).unwrap();
        let before = dump(&db);
        assert_ne!(list(&db, RECORDED), embedded());
        let states: Vec<State> =
            MIGRATIONS.status(&db).unwrap().migrations().iter().map(|m| m.state()).collect();
        assert_eq!(states, [State::Applied, State::CommentsEdited, State::Applied]);
        assert!(MIGRATIONS.status(&db).unwrap().is_up_to_date());

        assert!(MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
        assert_eq!(list(&db, RECORDED), embedded());
        assert_eq!(log(&db), ["1 applied", "2 applied", "4 applied", "2 realigned"]);
        let but_the_history = |dump: Vec<String>| {
            dump.into_iter().filter(|row| !row.starts_with("schema_migrations|")).collect::<Vec<_>>()
        };
        assert_eq!(but_the_history(dump(&db)), but_the_history(before));
    }
}

#[test]
fn what_is_recorded_once_is_not_written_again() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        notes::MIGRATIONS.apply(&mut db).unwrap();
        MIGRATIONS.apply(&mut db).unwrap();
        let bytes = scratch.bytes();
        let writer = scratch.open();
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        db.busy_timeout(std::time::Duration::ZERO).unwrap();
        assert!(MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
        writer.execute_batch("ROLLBACK").unwrap();
        assert_eq!(scratch.bytes(), bytes);
        assert_eq!(list(&db, "SELECT count(*) FROM schema_migration_log WHERE event = 'realigned'"), ["1"]);
    }
}

#[test]
fn a_read_only_connection_accepts_the_edit_and_writes_nothing() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        notes::MIGRATIONS.apply(&mut db).unwrap();
        let bytes = scratch.bytes();
        let mut reader = scratch.open_read_only();
        MIGRATIONS.check(&reader).unwrap();
        assert!(MIGRATIONS.plan(&reader).unwrap().is_up_to_date());
        assert!(MIGRATIONS.apply(&mut reader).unwrap().was_up_to_date());
        assert_eq!(scratch.bytes(), bytes);
    }
}

#[test]
fn pending_migrations_and_the_record_of_the_edit_are_one_transaction() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    notes::MIGRATIONS.apply_to(&mut db, notes::Version::AddTags).unwrap();
    db.execute_batch("INSERT INTO author (name) VALUES ('ann'), ('ann')").unwrap();
    let recorded = list(&db, RECORDED);
    MIGRATIONS.apply(&mut db).unwrap_err();
    assert_eq!(list(&db, RECORDED), recorded);

    db.execute_batch("DELETE FROM author WHERE id = 2").unwrap();
    assert_eq!(MIGRATIONS.apply(&mut db).unwrap().applied().len(), 1);
    assert_eq!(list(&db, RECORDED), embedded());
}

#[test]
fn going_back_to_the_old_comment_is_an_edit_like_any_other() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    notes::MIGRATIONS.apply(&mut db).unwrap();
    let recorded = list(&db, RECORDED);
    MIGRATIONS.apply(&mut db).unwrap();
    notes::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(list(&db, RECORDED), recorded);
    assert_eq!(value(&db, "SELECT count(*) FROM schema_migration_log WHERE event = 'realigned'"), "2");
}
