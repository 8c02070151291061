//! Files with `-- migrate: backfill`: round by round, each for itself, and on from the one that failed.

#[macro_use]
mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{JOURNALS, Scratch, history, list, log, value};
use embed_migrations::{Error, State, TransactionMode};
use rusqlite::Connection;
use rusqlite::hooks::{Action, AuthAction, AuthContext, Authorization, TransactionOperation};
use slugs::{MIGRATIONS, Version};

mod slugs {
    embed!("tests/sets/backfill_slugs", set = "slugs");
}
mod slugs_limit {
    embed!("tests/sets/backfill_slugs_limit", set = "slugs");
}
mod slugs_edited {
    embed!("tests/sets/backfill_slugs_edited", set = "slugs");
}
mod slugs_in_transaction {
    embed!("tests/sets/backfill_slugs_in_transaction", set = "slugs");
}
mod endless {
    embed!("tests/sets/endless", set = "endless");
}
mod purge {
    embed!("tests/sets/purge", set = "purge");
}

/// `count` notes without a slug.
fn notes(db: &Connection, count: i64) {
    db.execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
         INSERT INTO note (id, title) SELECT i, 'Title ' || i FROM n",
        [count],
    )
    .unwrap();
}

/// A database with so many notes, before the backfill.
fn filled(journal: &str, count: i64) -> (Scratch, Connection) {
    let scratch = Scratch::with_journal(journal);
    let mut db = scratch.open();
    MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
    notes(&db, count);
    (scratch, db)
}

/// One whose backfill fails in the third round, until the note is mended.
fn interrupted(journal: &str) -> (Scratch, Connection) {
    let (scratch, mut db) = filled(journal, 40);
    db.execute("UPDATE note SET title = 'BAD' WHERE id = 25", []).unwrap();
    db.execute("DELETE FROM change", []).unwrap();
    let error = MIGRATIONS.apply(&mut db).unwrap_err();
    let Error::Failed(failed) = &error else { panic!("{error}") };
    assert_eq!((failed.version(), failed.statement().number(), failed.statement().line()), (2, 1, 2));
    (scratch, db)
}

fn mend(db: &Connection) {
    db.execute_batch("UPDATE note SET title = 'good' WHERE id = 25; DELETE FROM change WHERE note_id = 25")
        .unwrap();
}

/// Each of the notes was changed once, whoever has done it.
#[track_caller]
fn assert_each_once(db: &Connection, notes: i64) {
    assert_eq!(value(db, "SELECT count(*) FROM note WHERE slug = lower(title)"), notes.to_string());
    assert_eq!(value(db, "SELECT count(*) FROM change"), notes.to_string());
    assert_eq!(value(db, "SELECT count(DISTINCT note_id) FROM change"), notes.to_string());
}

/// Calls `turn` whenever the connection is about to begin a round: nobody holds a lock then. For the plan, a look at the newest row
/// is enough.
fn before_each_transaction(db: &mut Connection, mut turn: impl FnMut() + Send + 'static) {
    let authorizer = move |context: AuthContext<'_>| {
        if matches!(context.action, AuthAction::Transaction { operation: TransactionOperation::Begin }) {
            turn();
        }
        Authorization::Allow
    };
    db.authorizer(Some(authorizer)).unwrap();
}

fn off(db: &mut Connection) {
    db.authorizer(None::<fn(AuthContext<'_>) -> Authorization>).unwrap();
}

#[test]
fn rounds_follow_each_other_until_one_changes_nothing() {
    for journal in JOURNALS {
        let (_scratch, mut db) = filled(journal, 25);
        let report = MIGRATIONS.apply(&mut db).unwrap();
        assert_each_once(&db, 25);
        assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied"]);
        assert_eq!(log(&db), ["1 applied", "2 applied 25 rows in 3 rounds", "3 applied"]);
        let done = report.applied()[0].backfilled().unwrap();
        assert_eq!((done.rounds(), done.rows()), (3, 25));
        assert_eq!(report.applied()[1].backfilled(), None);
        assert!(report.to_string().contains(" ms, 25 rows in 3 rounds\n"), "{report}");
        assert!(MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
        MIGRATIONS.check(&db).unwrap();
    }
}

#[test]
fn without_rows_there_is_no_round() {
    for mode in [TransactionMode::AllInOne, TransactionMode::PerMigration] {
        let mut db = Connection::open_in_memory().unwrap();
        let report = MIGRATIONS.runner().transaction_mode(mode).apply(&mut db).unwrap();
        assert_eq!(report.applied().len(), 3);
        assert_eq!(report.applied()[1].backfilled().unwrap().to_string(), "0 rows in 0 rounds");
    }
}

#[test]
fn its_directive_is_embedded() {
    let pauses: Vec<Option<Duration>> =
        MIGRATIONS.migrations().iter().map(|it| it.backfill().map(|backfill| backfill.pause())).collect();
    assert_eq!(pauses, [None, Some(Duration::from_millis(1)), None]);
    assert!(MIGRATIONS.migrations()[1].foreign_keys());
    assert!(MIGRATIONS.migrations()[1].in_transaction());
}

#[test]
fn a_plan_says_what_is_a_backfill() {
    let (_scratch, mut db) = filled("wal", 25);
    common::assert_message("plan_backfill", &MIGRATIONS.plan(&db).unwrap().to_string());
    db.execute("UPDATE note SET title = 'BAD' WHERE id = 15", []).unwrap();
    MIGRATIONS.apply(&mut db).unwrap_err();
    let plan = MIGRATIONS.plan(&db).unwrap();
    common::assert_message("plan_backfill_interrupted", &plan.to_string());
    assert_eq!(plan.backfilled().map(|done| (done.rounds(), done.rows())), Some((1, 10)));
    assert_eq!(plan.statements_done(), None);
}

#[test]
fn rounds_before_the_failed_one_stay() {
    for journal in JOURNALS {
        let (_scratch, db) = interrupted(journal);
        assert!(db.is_autocommit());
        assert_eq!(value(&db, "PRAGMA foreign_keys"), "1");
        assert_each_once(&db, 20);
        assert_eq!(history(&db), ["1 applied", "2 running"]);
        let failure = "SELECT version, event, statement, line FROM schema_migration_log";
        assert_eq!(list(&db, failure), ["1|applied|NULL|NULL", "2|failed|1|2"]);
        let status = MIGRATIONS.status(&db).unwrap();
        let states: Vec<State> = status.migrations().iter().map(|migration| migration.state()).collect();
        assert_eq!(states, [State::Applied, State::Interrupted, State::Pending]);
        let done = status.migrations()[1].entry().unwrap().backfilled().unwrap();
        assert_eq!((done.rounds(), done.rows()), (2, 20));
        assert!(matches!(MIGRATIONS.check(&db), Err(Error::Pending { .. })));
    }
}

#[test]
fn a_failure_and_the_status_say_how_far_it_is() {
    let (_scratch, mut db) = interrupted("wal");
    let error = MIGRATIONS.apply(&mut db).unwrap_err();
    common::assert_message("failed_backfill", &error.to_string());
    common::fix_times(&db);
    common::assert_message("status_backfill", &MIGRATIONS.status(&db).unwrap().to_string());
}

#[test]
fn the_next_run_goes_on_behind_the_rounds_that_are_done() {
    for journal in JOURNALS {
        let (scratch, db) = interrupted(journal);
        mend(&db);
        drop(db);
        let mut db = scratch.open();
        let report = MIGRATIONS.apply(&mut db).unwrap();
        assert_each_once(&db, 40);
        assert_eq!(report.applied()[0].backfilled().unwrap().to_string(), "40 rows in 4 rounds");
        assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied"]);
    }
}

#[test]
fn a_first_round_that_fails_leaves_nothing() {
    let (_scratch, mut db) = filled("wal", 5);
    db.execute("UPDATE note SET title = 'BAD' WHERE id = 5", []).unwrap();
    db.execute("DELETE FROM change", []).unwrap();
    let error = MIGRATIONS.apply(&mut db).unwrap_err();
    assert!(error.to_string().contains("= note: nothing was changed"), "{error}");
    assert_eq!(history(&db), ["1 applied"]);
    assert_eq!(MIGRATIONS.status(&db).unwrap().migrations()[1].state(), State::Failed);
    assert_each_once(&db, 0);
}

#[test]
fn which_rows_are_chosen_may_be_mended_in_a_new_release() {
    let (_scratch, mut db) = interrupted("wal");
    let report = slugs_limit::MIGRATIONS.apply(&mut db).unwrap();
    assert_each_once(&db, 39);
    assert_eq!(report.applied()[0].backfilled().unwrap().to_string(), "39 rows in 7 rounds");
    slugs_limit::MIGRATIONS.check(&db).unwrap();
}

#[test]
fn what_is_done_to_them_may_not() {
    let (scratch, mut db) = interrupted("wal");
    mend(&db);
    let bytes = scratch.bytes();
    let error = slugs_edited::MIGRATIONS.apply(&mut db).unwrap_err();
    assert!(matches!(error, Error::BackfillChanged { version: 2, .. }), "{error}");
    common::assert_message("backfill_changed", &error.to_string());
    assert_eq!(slugs_edited::MIGRATIONS.check(&db).unwrap_err().to_string(), error.to_string());
    let error = slugs_in_transaction::MIGRATIONS.apply(&mut db).unwrap_err();
    assert!(matches!(error, Error::BackfillChanged { version: 2, .. }), "{error}");
    assert_eq!(scratch.bytes(), bytes);
    MIGRATIONS.apply(&mut db).unwrap();
    assert_each_once(&db, 40);
}

#[test]
fn between_two_rounds_a_writer_gets_in() {
    for journal in JOURNALS {
        let (scratch, mut db) = filled(journal, 25);
        let other = scratch.open();
        other.busy_timeout(Duration::ZERO).unwrap();
        let turns = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&turns);
        before_each_transaction(&mut db, move || {
            // A lock would make it fail: nobody waits.
            other.execute("INSERT INTO note (title) VALUES ('from another')", []).unwrap();
            noted.lock().unwrap().push(value(&other, "SELECT count(*) FROM note WHERE slug IS NOT NULL"));
        });
        MIGRATIONS.apply_to(&mut db, Version::FillSlug).unwrap();
        off(&mut db);
        // Whoever writes all the time does not keep it from ending.
        assert_eq!(*turns.lock().unwrap(), ["0", "10", "20"]);
        assert_each_once(&db, 28);
    }
}

#[test]
fn a_reader_does_not_wait_for_a_round() {
    let (scratch, mut db) = filled("wal", 25);
    let reader = scratch.open_read_only();
    reader.busy_timeout(Duration::ZERO).unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    // In the middle of a round, its rows are not there yet.
    db.update_hook(Some(move |action: Action, _: &str, table: &str, _: i64| {
        if (action, table) == (Action::SQLITE_UPDATE, "note") {
            noted.lock().unwrap().push(value(&reader, "SELECT count(*) FROM note WHERE slug IS NOT NULL"));
        }
    }))
    .unwrap();
    MIGRATIONS.apply(&mut db).unwrap();
    db.update_hook(None::<fn(Action, &str, &str, i64)>).unwrap();
    let mut seen = seen.lock().unwrap().clone();
    assert_eq!(seen.len(), 25);
    seen.dedup();
    assert_eq!(seen, ["0", "10", "20"]);
}

#[test]
fn the_write_ahead_log_does_not_grow_with_the_rounds() {
    let (scratch, mut db) = filled("wal", 2_000);
    // Without the checkpoints that SQLite makes by itself.
    db.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let report = MIGRATIONS.apply_to(&mut db, Version::FillSlug).unwrap();
    assert_eq!(report.applied()[0].backfilled().unwrap().rounds(), 200);
    let [database, log] = scratch.bytes();
    assert!(log.len() < database.len(), "{} of {}", log.len(), database.len());
}

#[test]
fn another_program_waits_for_its_turn() {
    for journal in JOURNALS {
        let (scratch, mut db) = filled(journal, 25);
        let mut other = scratch.open();
        other.busy_timeout(Duration::ZERO).unwrap();
        let mut errors = 0;
        let count = Arc::new(Mutex::new(0));
        let noted = Arc::clone(&count);
        before_each_transaction(&mut db, move || {
            let error = MIGRATIONS.apply(&mut other).unwrap_err();
            assert!(matches!(error, Error::Busy { .. }), "{error}");
            errors += 1;
            *noted.lock().unwrap() = errors;
        });
        MIGRATIONS.apply_to(&mut db, Version::FillSlug).unwrap();
        off(&mut db);
        assert_eq!(*count.lock().unwrap(), 3);
        assert_each_once(&db, 25);
    }
}

#[test]
fn a_change_of_the_history_between_two_rounds_is_noticed() {
    let (scratch, mut db) = filled("wal", 25);
    let other = scratch.open();
    let mut begun = 0;
    before_each_transaction(&mut db, move || {
        begun += 1;
        if begun == 3 {
            // As if another program had done it all, without a look at whose turn it is.
            other
                .execute_batch(
                    "UPDATE note SET slug = lower(title) WHERE slug IS NULL;
                     UPDATE schema_migrations SET kind = 'applied', statements_done = NULL, done_fingerprint = NULL
                     WHERE version = 2;",
                )
                .unwrap();
        }
    });
    let report = MIGRATIONS.apply(&mut db).unwrap();
    off(&mut db);
    let versions: Vec<i64> = report.applied().iter().map(|migration| migration.version()).collect();
    assert_eq!(versions, [3]);
    assert_each_once(&db, 25);
}

#[test]
fn one_that_does_not_end_is_stopped() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        endless::MIGRATIONS.apply_to(&mut db, endless::Version::Init).unwrap();
        notes(&db, 30);
        db.execute("UPDATE note SET title = 'X' WHERE id > 20", []).unwrap();
        let error = endless::MIGRATIONS.apply(&mut db).unwrap_err();
        common::assert_message("endless_backfill", &error.to_string());
        assert_eq!(value(&db, "SELECT count(*) FROM note WHERE slug = lower(title)"), "20");
        assert_eq!(list(&db, "SELECT event FROM schema_migration_log WHERE version = 2"), ["failed"]);
        // Once the rows are mended, it goes on and ends.
        db.execute("UPDATE note SET title = 'y' WHERE title = 'X'", []).unwrap();
        endless::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(value(&db, "SELECT count(*) FROM note WHERE slug = lower(title)"), "30");
    }
}

#[test]
fn a_round_that_breaks_a_reference_is_taken_back() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        purge::MIGRATIONS.apply_to(&mut db, purge::Version::Init).unwrap();
        db.execute_batch(
            "INSERT INTO author VALUES (1, ''), (2, ''), (3, ''), (4, 'Ann'); INSERT INTO book VALUES (1, 3)",
        )
        .unwrap();
        let error = purge::MIGRATIONS.apply(&mut db).unwrap_err();
        // The key is a deferred one: the commit is what fails.
        let Error::Failed(failed) = &error else { panic!("{error}") };
        assert_eq!((failed.version(), failed.statement().line()), (2, 2));
        assert!(error.to_string().contains("FOREIGN KEY constraint failed"), "{error}");
        assert_eq!(list(&db, "SELECT id FROM author"), ["3", "4"]);
        db.execute("UPDATE book SET author_id = 4", []).unwrap();
        purge::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(list(&db, "SELECT id FROM author"), ["4"]);
    }
}

#[test]
fn a_database_in_memory_has_rounds_as_well() {
    let mut db = Connection::open_in_memory().unwrap();
    MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
    notes(&db, 25);
    MIGRATIONS.apply(&mut db).unwrap();
    assert_each_once(&db, 25);
    assert_eq!(log(&db)[1], "2 applied 25 rows in 3 rounds");
}
