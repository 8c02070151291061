//! The state of every migration, and the table that people read.

#[macro_use]
mod common;
#[path = "common/sets.rs"]
mod sets;

use common::Scratch;
use embed_migrations::{MigrationSet, MigrationVersion, State};
use rusqlite::Connection;
use sets::{notes, notes_edited, notes_inserted, notes_missing, notes_newer, steps};

mod notes_comment {
    embed!("tests/sets/notes_comment", set = "notes");
}

/// A database to which `set` was applied up to `version`.
fn at<V: MigrationVersion>(set: &MigrationSet<V>, version: V) -> (Scratch, Connection) {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    set.apply_to(&mut db, version).unwrap();
    common::fix_times(&db);
    (scratch, db)
}

/// The states, and the table compared with the file `status_NAME.txt`.
#[track_caller]
fn states<V: MigrationVersion>(name: &str, set: &MigrationSet<V>, db: &Connection) -> Vec<(i64, State)> {
    let status = set.status(db).unwrap();
    common::assert_message(&format!("status_{name}"), &status.to_string());
    status.migrations().iter().map(|migration| (migration.version(), migration.state())).collect()
}

#[test]
fn a_new_database_has_everything_pending() {
    let db = Scratch::new().open();
    let found = states("new", &notes::MIGRATIONS, &db);
    assert_eq!(found, [(1, State::Pending), (2, State::Pending), (4, State::Pending)]);
    assert!(!notes::MIGRATIONS.status(&db).unwrap().is_up_to_date());
}

#[test]
fn what_is_applied_comes_before_what_is_pending() {
    let (_scratch, db) = at(&notes::MIGRATIONS, notes::Version::AddTags);
    let found = states("pending", &notes::MIGRATIONS, &db);
    assert_eq!(found, [(1, State::Applied), (2, State::Applied), (4, State::Pending)]);
}

#[test]
fn everything_applied_is_up_to_date() {
    let (_scratch, db) = at(&notes::MIGRATIONS, notes::Version::UniqueNames);
    let found = states("applied", &notes::MIGRATIONS, &db);
    assert_eq!(found, [(1, State::Applied), (2, State::Applied), (4, State::Applied)]);
    let status = notes::MIGRATIONS.status(&db).unwrap();
    assert!(status.is_up_to_date());
    assert_eq!(status.migrations()[1].description(), "add_tags");
    assert_eq!(status.migrations()[1].entry(), notes::MIGRATIONS.history(&db).unwrap().get(1));
}

#[test]
fn an_edit_and_an_edit_of_comments_are_told_apart() {
    let (_scratch, db) = at(&notes::MIGRATIONS, notes::Version::UniqueNames);
    let found = states("edited", &notes_edited::MIGRATIONS, &db);
    assert_eq!(found, [(1, State::Applied), (2, State::Edited), (4, State::Applied)]);
    assert!(!notes_edited::MIGRATIONS.status(&db).unwrap().is_up_to_date());
    let found = states("comments_edited", &notes_comment::MIGRATIONS, &db);
    assert_eq!(found, [(1, State::Applied), (2, State::CommentsEdited), (4, State::Applied)]);
    assert!(notes_comment::MIGRATIONS.status(&db).unwrap().is_up_to_date());
}

#[test]
fn a_late_file_is_out_of_order() {
    let (_scratch, db) = at(&notes::MIGRATIONS, notes::Version::UniqueNames);
    let found = states("out_of_order", &notes_inserted::MIGRATIONS, &db);
    let expected = [(1, State::Applied), (2, State::Applied), (3, State::OutOfOrder), (4, State::Applied)];
    assert_eq!(found, expected);
}

#[test]
fn a_file_that_is_gone_is_missing() {
    let (_scratch, db) = at(&notes::MIGRATIONS, notes::Version::UniqueNames);
    let found = states("missing", &notes_missing::MIGRATIONS, &db);
    assert_eq!(found, [(1, State::Applied), (2, State::Missing), (4, State::Applied)]);
}

#[test]
fn what_a_newer_program_applied_is_newer() {
    let (_scratch, db) = at(&notes_newer::MIGRATIONS, notes_newer::Version::PinNotes);
    let found = states("newer", &notes::MIGRATIONS, &db);
    let expected = [(1, State::Applied), (2, State::Applied), (4, State::Applied), (5, State::Newer)];
    assert_eq!(found, expected);
}

#[test]
fn what_was_interrupted_says_so() {
    let (_scratch, mut db) = at(&steps::MIGRATIONS, steps::Version::Init);
    db.execute_batch("INSERT INTO item VALUES ('cup'), ('cup')").unwrap();
    steps::MIGRATIONS.apply(&mut db).unwrap_err();
    common::fix_times(&db);
    let found = states("interrupted", &steps::MIGRATIONS, &db);
    assert_eq!(found, [(1, State::Applied), (2, State::Interrupted), (3, State::Pending)]);
    assert!(!steps::MIGRATIONS.status(&db).unwrap().is_up_to_date());
}

#[test]
fn an_attempt_that_failed_is_told_until_one_succeeds() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    notes::MIGRATIONS.apply_to(&mut db, notes::Version::AddTags).unwrap();
    db.execute_batch("INSERT INTO author (name) VALUES ('ann'), ('ann')").unwrap();
    let error = notes::MIGRATIONS.apply(&mut db).unwrap_err();
    common::fix_times(&db);
    let found = states("failed", &notes::MIGRATIONS, &db);
    assert_eq!(found, [(1, State::Applied), (2, State::Applied), (4, State::Failed)]);
    let status = notes::MIGRATIONS.status(&db).unwrap();
    let failure = status.migrations()[2].failure().unwrap();
    assert_eq!(failure.message(), error.to_string());
    assert_eq!((failure.at(), failure.program()), ("2026-01-31T12:00:00.000Z", notes::MIGRATIONS.program()));
    db.execute_batch("DELETE FROM author WHERE id = 2").unwrap();
    notes::MIGRATIONS.apply(&mut db).unwrap();
    let status = notes::MIGRATIONS.status(&db).unwrap();
    assert!(status.is_up_to_date() && status.migrations()[2].failure().is_none());
}

#[test]
fn a_drift_stands_behind_the_table() {
    let (_scratch, db) = at(&notes::MIGRATIONS, notes::Version::UniqueNames);
    assert_eq!(notes::MIGRATIONS.status(&db).unwrap().drift(), None);
    db.execute_batch("DROP INDEX author_name").unwrap();
    states("drifted", &notes::MIGRATIONS, &db);
    let status = notes::MIGRATIONS.status(&db).unwrap();
    assert_eq!(status.drift(), Some(&notes::MIGRATIONS.drift(&db).unwrap()));
    assert!(!status.is_up_to_date());
}
