//! The way back: what is reverted, what is refused, and what is left when it fails.

#[macro_use]
mod common;

use back::{MIGRATIONS, Version};
use common::{JOURNALS, Scratch, assert_message, dump, history, list, log, value};
use embed_migrations::{Error, MigrationSet, MigrationVersion, RevertRefusal};
use rusqlite::Connection;

mod back {
    embed!("tests/sets/back", set = "notes");
}
/// The first two files of `back`: an older program.
mod back_older {
    embed!("tests/sets/back_older", set = "notes");
}
mod back_trusted {
    embed!("tests/sets/back", set = "notes", trusted_through = 2);
}
mod back_lossy {
    embed!("tests/sets/back_lossy", set = "notes");
}
mod back_copy {
    embed!("tests/sets/back_copy", set = "shop");
}
mod back_unique {
    embed!("tests/sets/back_unique", set = "shop");
}
mod back_keys {
    embed!("tests/sets/back_keys", set = "books");
}
mod squash_alone {
    embed!("tests/sets/squash_alone", set = "notes");
}
mod squash_beside {
    embed!("tests/sets/squash_beside", set = "notes");
}

fn applied<V: MigrationVersion>(set: &MigrationSet<V>) -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    db.pragma_update(None, "foreign_keys", true).unwrap();
    set.apply(&mut db).unwrap();
    db
}

const ROWS: &str = "INSERT INTO note (text) VALUES ('one'), ('two'); \
                    INSERT INTO tag (note, name) VALUES (1, 'a'), (2, 'b');";

/// Why a revert was refused, as `version reason`.
fn refusals(error: &Error) -> Vec<String> {
    let Error::RevertRefused { refused, .. } = error else { panic!("{error}") };
    refused.iter().map(|refused| format!("{} {:?}", refused.version(), refused.reason())).collect()
}

#[test]
fn a_revert_gives_back_the_version_and_keeps_the_rows() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply(&mut db).unwrap();
        db.execute_batch(ROWS).unwrap();
        let report = MIGRATIONS.revert_to(&mut db, Version::AddTags).unwrap();
        let versions: Vec<i64> = report.reverted().iter().map(|it| it.version()).collect();
        assert_eq!((versions, report.reached(), report.is_dry_run()), (vec![4, 3], Some(2), false));
        assert_eq!(history(&db), ["1 applied", "2 applied"]);
        assert_eq!(log(&db)[4..], ["4 reverted", "3 reverted"]);
        let file = "SELECT file FROM schema_migration_log ORDER BY id DESC LIMIT 1";
        assert_eq!(value(&db, file), "tests/sets/back/0003_add_title.down.sql");
        assert_eq!(list(&db, "SELECT * FROM note"), ["1|one", "2|two"]);
        assert_eq!(list(&db, "SELECT * FROM tag"), ["1|1|a", "2|2|b"]);
        assert!(MIGRATIONS.drift(&db).unwrap().is_empty());
        assert_eq!(value(&db, "PRAGMA foreign_keys"), "1");
        assert_eq!(value(&db, "PRAGMA journal_mode"), journal);
        MIGRATIONS.apply(&mut db).unwrap();
        MIGRATIONS.check(&db).unwrap();
        assert_eq!(list(&db, "SELECT * FROM note"), ["1|one|-", "2|two|-"]);
        assert_eq!(list(&db, "SELECT * FROM tag"), ["1|1|a", "2|2|b"]);
    }
}

#[test]
fn a_revert_to_where_the_database_is_takes_no_lock_and_writes_nothing() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        db.busy_timeout(std::time::Duration::ZERO).unwrap();
        assert!(MIGRATIONS.revert_last(&mut db).unwrap().is_empty());
        assert!(MIGRATIONS.revert_all(&mut db).unwrap().is_empty());
        assert!(MIGRATIONS.redo(&mut db).unwrap().applied().was_up_to_date());
        MIGRATIONS.apply_to(&mut db, Version::AddTitle).unwrap();
        let before = scratch.bytes();
        let other = scratch.open();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let report = MIGRATIONS.revert_to(&mut db, Version::AddTitle).unwrap();
        assert_eq!(report.to_string(), "`notes` had nothing to revert");
        assert!(matches!(
            MIGRATIONS.revert_to(&mut scratch.open_read_only(), Version::AddTitle),
            Ok(report) if report.is_empty()
        ));
        assert_eq!(scratch.bytes(), before);
    }
}

#[test]
fn all_is_reverted_but_what_is_of_others() {
    let mut db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE mine (x); INSERT INTO mine VALUES (1)").unwrap();
    back_unique::MIGRATIONS.apply(&mut db).unwrap();
    let before = dump(&db);
    MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(MIGRATIONS.revert_all(&mut db).unwrap().reached(), None);
    assert_eq!(dump(&db), before);
    back_unique::MIGRATIONS.check(&db).unwrap();
    assert!(!MIGRATIONS.status(&db).unwrap().is_up_to_date());
}

#[test]
fn an_older_program_starts_on_what_is_left() {
    let mut db = applied(&MIGRATIONS);
    assert!(matches!(back_older::MIGRATIONS.check(&db), Err(Error::Newer { .. })));
    MIGRATIONS.revert_to(&mut db, Version::AddTags).unwrap();
    let cookie = value(&db, "SELECT schema_cookie FROM schema_migrations WHERE version = 2");
    assert_eq!(cookie, value(&db, "PRAGMA schema_version"));
    back_older::MIGRATIONS.check(&db).unwrap();
    assert!(back_older::MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
}

#[test]
fn a_plan_says_what_runs_and_what_goes_and_only_reads() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply(&mut db).unwrap();
        db.execute_batch(&format!("{ROWS} UPDATE note SET title = 'ONE' WHERE id = 1")).unwrap();
        let before = scratch.bytes();
        let plan = MIGRATIONS.plan_revert_all(&db).unwrap();
        assert_message("revert_plan", &plan.to_string());
        assert_eq!((plan.set(), plan.current(), plan.reached()), ("notes", Some(4), None));
        let losses: Vec<_> = plan.steps().iter().flat_map(|step| step.losses()).collect();
        let told: Vec<_> =
            losses.iter().map(|it| (it.table(), it.column(), it.drops(), it.rows(), it.lost())).collect();
        assert_eq!(
            told,
            [("note", Some("title"), true, 2, 1), ("tag", None, true, 2, 2), ("note", None, true, 2, 2)]
        );
        assert_eq!(plan.steps()[1].file(), "tests/sets/back/0003_add_title.down.sql");
        assert_eq!(MIGRATIONS.plan_revert_last(&db).unwrap().reached(), Some(3));
        assert_eq!(scratch.bytes(), before);
        if journal == "delete" {
            let read_only = scratch.open_read_only();
            assert_eq!(MIGRATIONS.plan_revert_all(&read_only).unwrap().to_string(), plan.to_string());
        }
    }
}

#[test]
fn what_would_be_lost_has_to_be_allowed() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply(&mut db).unwrap();
        db.execute_batch(ROWS).unwrap();
        // The default, or NULL, is no value to be lost.
        db.execute_batch("UPDATE note SET title = NULL WHERE id = 2").unwrap();
        assert!(MIGRATIONS.plan_revert_to(&db, Version::AddTags).unwrap().refused().is_empty());
        db.execute_batch("UPDATE note SET title = 'TWO' WHERE id = 2").unwrap();
        let before = (dump(&db), log(&db));
        let error = MIGRATIONS.revert_to(&mut db, Version::Init).unwrap_err();
        assert_message("revert_refused_loss", &error.to_string());
        assert_eq!((dump(&db), log(&db)), before);
        let plan = MIGRATIONS.plan_revert_to(&db, Version::Init).unwrap();
        assert!(matches!(plan.clone().execute(&mut db), Err(Error::RevertRefused { .. })));
        let plan = plan.allow_loss();
        assert!(plan.refused().is_empty());
        let report = plan.execute(&mut db).unwrap();
        let lost: Vec<i64> =
            report.reverted().iter().flat_map(|it| it.losses()).map(|loss| loss.lost()).collect();
        assert_eq!(lost, [1, 2]);
        assert_eq!(list(&db, "SELECT * FROM note"), ["1|one", "2|two"]);
    }
}

#[test]
fn rows_that_come_after_the_plan_are_not_lost() {
    let mut db = applied(&MIGRATIONS);
    let plan = MIGRATIONS.plan_revert_to(&db, Version::Init).unwrap();
    assert!(plan.refused().is_empty());
    db.execute_batch(ROWS).unwrap();
    let before = (dump(&db), log(&db));
    let error = plan.execute(&mut db).unwrap_err();
    assert!(refusals(&error)[0].starts_with("2 Loses"), "{error}");
    assert_eq!((dump(&db), log(&db)), before);
}

#[test]
fn every_reason_against_a_revert_is_told_at_once() {
    let mut db = applied(&back_lossy::MIGRATIONS);
    db.execute_batch(
        "INSERT INTO entry (text, mark, weight) VALUES ('one', 'm', 1), ('two', NULL, 2);
         INSERT INTO mark VALUES ('m')",
    )
    .unwrap();
    let before = (dump(&db), log(&db));
    let error = back_lossy::MIGRATIONS.revert_all(&mut db).unwrap_err();
    assert_message("revert_refused", &error.to_string());
    let Error::RevertRefused { refused, .. } = &error else { panic!("{error}") };
    assert_eq!(refused.iter().map(|it| it.version()).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
    assert_eq!(refused[4].reason(), &RevertRefusal::NoDown);
    assert_eq!((dump(&db), log(&db)), before);
    // What is allowed is about rows alone.
    let plan = back_lossy::MIGRATIONS.plan_revert_all(&db).unwrap().allow_loss();
    assert_eq!(plan.refused().iter().map(|it| it.version()).collect::<Vec<_>>(), [2, 1]);
    assert!(plan.execute(&mut db).is_err());
    assert_eq!((dump(&db), log(&db)), before);
    let plan = back_lossy::MIGRATIONS.plan_revert_to(&db, back_lossy::Version::Lower).unwrap();
    plan.allow_loss().execute(&mut db).unwrap();
    assert_eq!(list(&db, "SELECT * FROM note"), ["1|one", "2|two"]);
    assert!(back_lossy::MIGRATIONS.revert_last(&mut db).is_err());
}

#[test]
fn a_down_that_copies_only_some_rows_is_found_out() {
    let mut db = applied(&back_copy::MIGRATIONS);
    db.execute_batch("INSERT INTO item (name, price) VALUES ('cup', 5), ('ring', 500)").unwrap();
    let before = (dump(&db), log(&db));
    let error = back_copy::MIGRATIONS.revert_last(&mut db).unwrap_err();
    assert_message("revert_refused_copy", &error.to_string());
    assert_eq!((dump(&db), log(&db)), before);
    back_copy::MIGRATIONS.plan_revert_last(&db).unwrap().allow_loss().execute(&mut db).unwrap();
    assert_eq!(list(&db, "SELECT name FROM item"), ["cup"]);
}

#[test]
fn a_down_that_fails_leaves_everything() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        back_unique::MIGRATIONS.apply(&mut db).unwrap();
        db.execute_batch("INSERT INTO item VALUES ('cup'), ('cup')").unwrap();
        let before = dump(&db);
        let error = back_unique::MIGRATIONS.revert_to(&mut db, back_unique::Version::Init).unwrap_err();
        assert_message("revert_failed", &error.to_string());
        let Error::Failed(failed) = &error else { panic!("{error}") };
        assert!(failed.is_down());
        assert_eq!((failed.set(), failed.version(), failed.statement().number()), ("shop", 2, 1));
        assert!(failed.sqlite_error().is_some());
        assert_eq!(dump(&db), before);
        let failed =
            "SELECT version, event, file, statement, line FROM schema_migration_log ORDER BY id DESC LIMIT 1";
        assert_eq!(list(&db, failed), ["2|failed|tests/sets/back_unique/0002_many.down.sql|1|2"]);
        assert_eq!(value(&db, "PRAGMA foreign_keys"), "1");
        back_unique::MIGRATIONS.check(&db).unwrap();
        assert!(back_unique::MIGRATIONS.status(&db).unwrap().is_up_to_date());
        db.execute_batch("DELETE FROM item WHERE rowid = 1").unwrap();
        back_unique::MIGRATIONS.revert_to(&mut db, back_unique::Version::Init).unwrap();
        assert!(back_unique::MIGRATIONS.drift(&db).unwrap().is_empty());
    }
}

#[test]
fn rows_that_would_refer_to_nothing_are_refused() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        back_keys::MIGRATIONS.apply_to(&mut db, back_keys::Version::Born).unwrap();
        // One that refers to nothing already is nobody's fault.
        db.execute_batch(
            "INSERT INTO author (id, name) VALUES (1, 'ann'); INSERT INTO book (author, title) VALUES (1, 'a'), (0, 'b');
             PRAGMA foreign_keys = off; INSERT INTO book (author, title) VALUES (77, 'c'); PRAGMA foreign_keys = on",
        )
        .unwrap();
        let before = dump(&db);
        let plan = back_keys::MIGRATIONS.plan_revert_to(&db, back_keys::Version::Init).unwrap();
        let error = plan.allow_loss().execute(&mut db).unwrap_err();
        assert_message("revert_foreign_keys", &error.to_string());
        assert_eq!(dump(&db), before);
        let failed = log(&db).pop().unwrap();
        assert!(failed.starts_with("2 failed the down of migration 2 of set `books` failed"), "{failed}");
        // The parent is made anew, and its children stay.
        back_keys::MIGRATIONS.revert_last(&mut db).unwrap();
        assert_eq!(list(&db, "SELECT author, title FROM book"), ["1|a", "0|b", "77|c"]);
    }
}

#[test]
fn a_down_that_wants_foreign_keys_gets_them_in_a_transaction_of_its_own() {
    let mut db = applied(&back_keys::MIGRATIONS);
    db.execute_batch("INSERT INTO book (author, title) VALUES (-1, 'a'), (0, 'b')").unwrap();
    let plan = back_keys::MIGRATIONS.plan_revert_to(&db, back_keys::Version::Nobody).unwrap();
    assert_message("revert_plan_cascade", &plan.to_string());
    let error = plan.clone().allow_loss().dry_run(&mut db).unwrap_err();
    assert_message("revert_no_dry_run", &error.to_string());
    let report = plan.allow_loss().execute(&mut db).unwrap();
    assert_eq!(report.reverted().len(), 2);
    assert_eq!(list(&db, "SELECT author, title FROM book"), ["0|b"]);
    assert_eq!(value(&db, "PRAGMA foreign_keys"), "1");
}

#[test]
fn what_was_committed_before_a_failure_stays_reverted() {
    let mut db = applied(&back_keys::MIGRATIONS);
    db.execute_batch("INSERT INTO book (author, title) VALUES (0, 'b')").unwrap();
    let plan = back_keys::MIGRATIONS.plan_revert_to(&db, back_keys::Version::Init).unwrap();
    let error = plan.allow_loss().execute(&mut db).unwrap_err();
    assert!(error.to_string().contains("the migration before it stays reverted"), "{error}");
    assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied"]);
    assert!(back_keys::MIGRATIONS.drift(&db).unwrap().is_empty());
}

#[test]
fn a_dry_run_finds_what_would_fail_and_changes_nothing() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply(&mut db).unwrap();
        db.execute_batch(ROWS).unwrap();
        let before = (scratch.bytes(), dump(&db), log(&db));
        let plan = MIGRATIONS.plan_revert_all(&db).unwrap();
        assert!(matches!(plan.dry_run(&mut db), Err(Error::RevertRefused { .. })));
        let plan = plan.allow_loss();
        let report = plan.dry_run(&mut db).unwrap();
        assert!(report.is_dry_run());
        assert!(
            report.to_string().starts_with("`notes` would have reverted 4 migrations, to nothing\n"),
            "{report}"
        );
        assert_eq!((dump(&db), log(&db)), (before.1, before.2));
        assert_eq!(value(&db, "PRAGMA foreign_keys"), "1");
        let cookie = "SELECT schema_cookie FROM schema_migrations WHERE version = 4";
        assert_eq!(value(&db, cookie), value(&db, "PRAGMA schema_version"));
        assert_eq!(scratch.bytes()[0], before.0[0]);
        plan.execute(&mut db).unwrap();
    }
    let mut db = applied(&back_unique::MIGRATIONS);
    db.execute_batch("INSERT INTO item VALUES ('cup'), ('cup')").unwrap();
    let before = (dump(&db), log(&db));
    let plan = back_unique::MIGRATIONS.plan_revert_to(&db, back_unique::Version::Init).unwrap();
    assert!(matches!(plan.dry_run(&mut db), Err(Error::Failed(_))));
    assert_eq!((dump(&db), log(&db)), before);
}

#[test]
fn the_last_one_is_done_again() {
    let mut db = applied(&MIGRATIONS);
    db.execute_batch(ROWS).unwrap();
    let before = dump(&db).len();
    let redone = MIGRATIONS.redo(&mut db).unwrap();
    assert_eq!(redone.reverted().reverted()[0].version(), 4);
    assert_eq!(redone.applied().applied()[0].version(), 4);
    assert_eq!(dump(&db).len(), before);
    MIGRATIONS.check(&db).unwrap();
    // What comes behind it is not applied.
    MIGRATIONS.revert_to(&mut db, Version::AddTags).unwrap();
    assert!(matches!(MIGRATIONS.redo(&mut db), Err(Error::RevertRefused { .. })));
    MIGRATIONS.plan_revert_last(&db).unwrap().allow_loss().redo(&mut db).unwrap();
    assert_eq!(history(&db), ["1 applied", "2 applied"]);
    assert_eq!(value(&db, "SELECT count(*) FROM tag"), "0");
}

#[test]
fn a_plan_is_for_the_history_that_it_was_made_from() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let (mut db, mut other) = (scratch.open(), scratch.open());
        MIGRATIONS.apply(&mut db).unwrap();
        let plan = MIGRATIONS.plan_revert_last(&db).unwrap();
        MIGRATIONS.revert_last(&mut other).unwrap();
        let before = (dump(&db), log(&db));
        let error = plan.execute(&mut db).unwrap_err();
        assert_message("revert_outdated", &error.to_string());
        assert_eq!((dump(&db), log(&db)), before);
    }
}

#[test]
fn a_schema_that_is_not_that_of_the_version_is_refused() {
    let mut db = applied(&MIGRATIONS);
    db.execute_batch("DROP INDEX tag_note; CREATE INDEX mine ON tag (name)").unwrap();
    let before = (dump(&db), log(&db));
    let error = MIGRATIONS.revert_to(&mut db, Version::AddTags).unwrap_err();
    let Error::Drifted(drift) = &error else { panic!("{error}") };
    assert_eq!((drift.version(), drift.differences().len()), (2, 2));
    assert_eq!((dump(&db), log(&db)), before);
    let plan = MIGRATIONS.plan_revert_to(&db, Version::AddTags).unwrap();
    plan.allow_drift().execute(&mut db).unwrap();
    assert_eq!(history(&db), ["1 applied", "2 applied"]);
    // What is more takes nothing from the program.
    let mut db = applied(&MIGRATIONS);
    db.execute_batch("CREATE INDEX mine ON tag (name)").unwrap();
    let report = MIGRATIONS.revert_to(&mut db, Version::AddTags).unwrap();
    assert_eq!(report.drift().unwrap().differences()[0].name(), "mine");
}

#[test]
fn a_database_that_apply_refuses_is_not_reverted() {
    type Expected = fn(&Error) -> bool;
    let cases: [(&str, Expected); 5] = [
        (
            "INSERT INTO schema_migrations SELECT set_name, 9, 'later', checksum, chain, meaning, applied_at, \
             execution_ms, kind, program, NULL, NULL, NULL, NULL, NULL, NULL FROM schema_migrations WHERE version = 4",
            |error| matches!(error, Error::Newer { database: 9, .. }),
        ),
        (
            "UPDATE schema_migrations SET checksum = 'x', meaning = 'x' WHERE version = 2",
            |error| matches!(error, Error::Edited { edited, .. } if edited[0].version() == 2),
        ),
        ("UPDATE schema_migrations SET version = 0 WHERE version = 1", |error| {
            matches!(error, Error::Missing { .. })
        }),
        ("DELETE FROM schema_migrations WHERE version = 2", |error| {
            matches!(error, Error::OutOfOrder { .. })
        }),
        ("UPDATE schema_migrations SET kind = 'running', statements_done = 1 WHERE version = 4", |error| {
            matches!(error, Error::Interrupted { version: 4, .. })
        }),
    ];
    for (sql, expected) in cases {
        let mut db = applied(&MIGRATIONS);
        db.execute_batch(sql).unwrap();
        let before = (dump(&db), log(&db));
        for error in [
            MIGRATIONS.revert_to(&mut db, Version::Init).unwrap_err(),
            MIGRATIONS.revert_last(&mut db).unwrap_err(),
            MIGRATIONS.revert_all(&mut db).unwrap_err(),
            MIGRATIONS.redo(&mut db).unwrap_err(),
            MIGRATIONS.plan_revert_all(&db).unwrap_err(),
        ] {
            assert!(expected(&error), "{sql}: {error}");
        }
        assert_eq!((dump(&db), log(&db)), before);
    }
    let mut db = applied(&MIGRATIONS);
    db.execute_batch("UPDATE schema_migrations SET kind = 'running', statements_done = 0 WHERE version = 4")
        .unwrap();
    let error = MIGRATIONS.revert_to(&mut db, Version::Init).unwrap_err();
    assert_eq!(refusals(&error), ["4 Unfinished { statements: 0 }"]);
}

#[test]
fn what_a_call_asks_for_has_to_be_possible() {
    let mut db = Connection::open_in_memory().unwrap();
    let error = MIGRATIONS.revert_to(&mut db, Version::Init).unwrap_err();
    assert!(matches!(error, Error::TargetAhead { target: 1, current: None, .. }), "{error}");
    MIGRATIONS.apply_to(&mut db, Version::AddTags).unwrap();
    let error = MIGRATIONS.revert_to(&mut db, Version::AddTitle).unwrap_err();
    assert_message("target_ahead", &error.to_string());
    db.execute_batch("BEGIN").unwrap();
    let plan = MIGRATIONS.plan_revert_last(&db).unwrap();
    assert!(matches!(plan.dry_run(&mut db), Err(Error::InTransaction)));
    assert!(matches!(MIGRATIONS.revert_last(&mut db), Err(Error::InTransaction)));
    db.execute_batch("COMMIT; PRAGMA query_only = on").unwrap();
    let error = MIGRATIONS.revert_last(&mut db).unwrap_err();
    assert!(error.to_string().ends_with("  = help: open the database for writing"), "{error}");
    let scratch = Scratch::new();
    MIGRATIONS.apply(&mut scratch.open()).unwrap();
    let error = MIGRATIONS.revert_last(&mut scratch.open_read_only()).unwrap_err();
    assert!(error.to_string().ends_with("  = help: open the database for writing"), "{error}");
}

#[test]
fn what_the_build_has_not_run_is_not_run() {
    let mut db = applied(&back_trusted::MIGRATIONS);
    let error = back_trusted::MIGRATIONS.revert_all(&mut db).unwrap_err();
    assert_message("revert_refused_trusted", &error.to_string());
    back_trusted::MIGRATIONS.revert_to(&mut db, back_trusted::Version::AddTags).unwrap();
}

#[test]
fn squashes_and_what_they_stand_for_have_no_way_back() {
    let mut db = applied(&squash_alone::MIGRATIONS);
    let error = squash_alone::MIGRATIONS.revert_all(&mut db).unwrap_err();
    assert_eq!(refusals(&error), ["6 NoDown", "5 Squash", "1 NoDown"]);
    // With the files that it replaces, it is recorded behind them.
    let mut db = Connection::open_in_memory().unwrap();
    squash_beside::MIGRATIONS.apply_to(&mut db, squash_beside::Version::Words).unwrap();
    squash_beside::MIGRATIONS.apply(&mut db).unwrap();
    let error = squash_alone::MIGRATIONS.revert_all(&mut db).unwrap_err();
    assert_message("revert_refused_squash", &error.to_string());
    // Nobody gets between files that were never run.
    let mut db = applied(&squash_beside::MIGRATIONS);
    let error = squash_beside::MIGRATIONS.revert_to(&mut db, squash_beside::Version::Kind).unwrap_err();
    assert_eq!(refusals(&error), ["6 NoDown", "5 Squash"]);
}
