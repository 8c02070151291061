//! Downs with `-- migrate: no-transaction`: each statement for itself, and on from the one that failed.

#[macro_use]
mod common;

use back_outside::{MIGRATIONS, Version};
use common::{JOURNALS, Scratch, assert_message, dump, fix_times, history, list, log, value};
use embed_migrations::{Error, State};
use rusqlite::Connection;

mod back_outside {
    embed!("tests/sets/back_outside", set = "shop");
}
/// The same, with another beginning of the down.
mod back_outside_edited {
    embed!("tests/sets/back_outside_edited", set = "shop");
}

const TWO_OF_A_NAME: &str = "INSERT INTO item (name) VALUES ('cup'), ('cup')";
const ONE_OF_A_NAME: &str = "DELETE FROM item WHERE rowid = 1";

/// Interrupted behind the fourth statement of the down of version 2.
fn interrupted(scratch: &Scratch) -> (Connection, Error) {
    let mut db = scratch.open();
    MIGRATIONS.apply(&mut db).unwrap();
    db.execute_batch(TWO_OF_A_NAME).unwrap();
    let error = MIGRATIONS.revert_to(&mut db, Version::Init).unwrap_err();
    (db, error)
}

fn steps(db: &Connection) -> Vec<String> {
    list(db, "SELECT number FROM step ORDER BY rowid")
}

#[test]
fn it_runs_between_the_transactions_of_the_others() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply(&mut db).unwrap();
        db.execute_batch("INSERT INTO item (name) VALUES ('cup')").unwrap();
        let report = MIGRATIONS.revert_to(&mut db, Version::Init).unwrap();
        assert_eq!(report.reverted().iter().map(|it| it.version()).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(log(&db)[3..], ["3 reverted", "2 reverted"]);
        assert_eq!(
            (steps(&db), history(&db)),
            (vec!["1".into(), "2".into(), "3".into()], vec!["1 applied".into()])
        );
        assert!(MIGRATIONS.drift(&db).unwrap().is_empty());
        let cookie = "SELECT schema_cookie FROM schema_migrations WHERE version = 1";
        assert_eq!(value(&db, cookie), value(&db, "PRAGMA schema_version"));
        MIGRATIONS.apply(&mut db).unwrap();
        MIGRATIONS.check(&db).unwrap();
    }
}

#[test]
fn one_that_was_interrupted_goes_on_behind_what_is_done() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let (mut db, error) = interrupted(&scratch);
        assert_message("revert_failed_outside", &error.to_string());
        assert_eq!(history(&db), ["1 applied", "2 reverting"]);
        assert_eq!(value(&db, "SELECT statements_done FROM schema_migrations WHERE version = 2"), "4");
        let before = dump(&db);

        // Nobody builds on what is between two versions.
        assert_message("reverting", &MIGRATIONS.apply(&mut db).unwrap_err().to_string());
        let is_reverting =
            |error: &Error| matches!(error, Error::Reverting { version: 2, statements: 4, .. });
        assert!(is_reverting(&MIGRATIONS.check(&db).unwrap_err()));
        assert!(is_reverting(&MIGRATIONS.plan(&db).unwrap_err()));
        assert!(is_reverting(&MIGRATIONS.drift(&db).unwrap_err()));
        assert!(is_reverting(&MIGRATIONS.repair(&db).unwrap_err()));
        assert!(is_reverting(&MIGRATIONS.revert_to(&mut db, Version::Parts).unwrap_err()));
        assert!(matches!(MIGRATIONS.baseline(&mut db), Err(Error::HasHistory { .. })));
        assert_eq!(MIGRATIONS.status(&db).unwrap().migrations()[1].state(), State::Reverting);
        assert_eq!(dump(&db), before);

        let plan = MIGRATIONS.plan_revert_last(&db).unwrap();
        assert_eq!(
            (plan.current(), plan.reached(), plan.steps()[0].statements_done()),
            (Some(2), Some(1), Some(4))
        );
        assert_message("revert_plan_resumed", &plan.to_string());
        assert!(matches!(plan.dry_run(&mut db), Err(Error::NoDryRun { version: 2, .. })));
        // It fails again, and has done no more.
        assert!(matches!(MIGRATIONS.revert_last(&mut db), Err(Error::Failed(_))));
        assert_eq!(dump(&db), before);
        db.execute_batch(ONE_OF_A_NAME).unwrap();
        MIGRATIONS.revert_last(&mut db).unwrap();
        assert_eq!(
            (steps(&db), history(&db)),
            (vec!["1".into(), "2".into(), "3".into()], vec!["1 applied".into()])
        );
        assert!(MIGRATIONS.drift(&db).unwrap().is_empty());
        MIGRATIONS.apply(&mut db).unwrap();
        MIGRATIONS.check(&db).unwrap();
    }
}

#[test]
fn the_status_says_how_to_go_on() {
    let scratch = Scratch::new();
    let (db, _) = interrupted(&scratch);
    fix_times(&db);
    assert_message("status_reverting", &MIGRATIONS.status(&db).unwrap().to_string());
}

#[test]
fn what_is_done_has_to_be_what_the_file_starts_with() {
    let scratch = Scratch::new();
    let (mut db, _) = interrupted(&scratch);
    db.execute_batch(ONE_OF_A_NAME).unwrap();
    let before = (dump(&db), log(&db));
    let error = back_outside_edited::MIGRATIONS.revert_last(&mut db).unwrap_err();
    assert_message("revert_interrupted", &error.to_string());
    assert_eq!((dump(&db), log(&db)), before);
}

#[test]
fn one_that_fails_before_it_has_done_anything_is_not_begun() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply_to(&mut db, Version::Parts).unwrap();
        db.execute_batch("CREATE TABLE step (mine)").unwrap();
        let before = dump(&db);
        let error = MIGRATIONS.revert_last(&mut db).unwrap_err();
        assert!(matches!(&error, Error::Failed(failed) if failed.statement().number() == 1), "{error}");
        assert_eq!(dump(&db), before);
        db.execute_batch("DROP TABLE step").unwrap();
        MIGRATIONS.apply(&mut db).unwrap();
        MIGRATIONS.check(&db).unwrap();
    }
}

#[test]
fn rows_are_kept_from_it_as_well() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    MIGRATIONS.apply_to(&mut db, Version::Parts).unwrap();
    db.execute_batch("INSERT INTO place VALUES ('here')").unwrap();
    let before = dump(&db);
    assert!(matches!(MIGRATIONS.revert_last(&mut db), Err(Error::RevertRefused { .. })));
    assert_eq!(dump(&db), before);
    MIGRATIONS.plan_revert_last(&db).unwrap().allow_loss().execute(&mut db).unwrap();
    assert_eq!(steps(&db).len(), 3);
}
