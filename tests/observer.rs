//! What a program hears of migrations, and how it stops them.

#[macro_use]
mod common;
#[path = "common/sets.rs"]
mod sets;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use common::{JOURNALS, Scratch, assert_message, dump, history, log};
use embed_migrations::{
    AppliedMigration, Cancellation, Error, Migration, Observer, Progress, TransactionMode,
};
use rusqlite::Connection;
use sets::{notes, steps};

mod fill {
    embed!("tests/sets/backfill_slugs", set = "slugs");
}

/// Everything that it hears, one line each.
#[derive(Default)]
struct Ear(Vec<String>);

impl Observer for Ear {
    fn started(&mut self, set: &str, migration: &Migration) {
        self.0.push(format!("{set} {} started", migration.version()));
    }

    fn statement(&mut self, migration: &Migration, number: i64, text: &str) {
        let word = text.split_whitespace().next().unwrap();
        self.0.push(format!("{} statement {number} {word}", migration.version()));
    }

    fn progress(&mut self, migration: &Migration, progress: Progress) {
        let (statements, rows) = (progress.statements(), progress.rows());
        self.0.push(format!("{} done {statements}, {rows} rows", migration.version()));
    }

    fn finished(&mut self, migration: &Migration, elapsed: Duration) {
        assert!(elapsed < Duration::from_secs(60));
        self.0.push(format!("{} finished", migration.version()));
    }

    fn committed(&mut self, applied: &[AppliedMigration]) {
        let versions: Vec<i64> = applied.iter().map(AppliedMigration::version).collect();
        self.0.push(format!("committed {versions:?}"));
    }

    fn failed(&mut self, error: &Error) {
        self.0.push(format!("failed: {}", error.to_string().lines().next().unwrap()));
    }
}

#[test]
fn an_observer_hears_everything_in_order() {
    let mut db = Connection::open_in_memory().unwrap();
    notes::MIGRATIONS.apply_to(&mut db, notes::Version::Init).unwrap();
    let mut ear = Ear::default();
    notes::MIGRATIONS.runner().observer(&mut ear).apply(&mut db).unwrap();
    assert_eq!(
        ear.0,
        [
            "notes 2 started",
            "2 statement 1 CREATE",
            "2 done 1, 0 rows",
            "2 statement 2 INSERT",
            "2 done 2, 2 rows",
            "2 statement 3 ALTER",
            "2 done 3, 2 rows",
            "2 finished",
            "notes 4 started",
            "4 statement 1 UPDATE",
            "4 done 1, 0 rows",
            "4 statement 2 CREATE",
            "4 done 2, 0 rows",
            "4 finished",
            "committed [2, 4]",
        ]
    );
    let mut ear = Ear::default();
    notes::MIGRATIONS.runner().observer(&mut ear).apply(&mut db).unwrap();
    assert!(ear.0.is_empty());
}

#[test]
fn an_observer_hears_of_a_failure_and_of_what_was_committed_before() {
    let mut db = Connection::open_in_memory().unwrap();
    notes::MIGRATIONS.apply_to(&mut db, notes::Version::Init).unwrap();
    db.execute_batch("INSERT INTO author (name) VALUES ('ann'), ('ann')").unwrap();
    let mut ear = Ear::default();
    let runner = notes::MIGRATIONS.runner().transaction_mode(TransactionMode::PerMigration);
    runner.observer(&mut ear).apply(&mut db).unwrap_err();
    assert_eq!(ear.0[7..9], ["2 finished", "committed [2]"]);
    assert_eq!(
        ear.0.last().unwrap(),
        "failed: migration 4 of set `notes` failed: UNIQUE constraint failed: author.name"
    );
    assert!(!ear.0.contains(&"4 finished".to_owned()));
}

#[test]
fn an_observer_that_panics_rolls_back() {
    struct Bomb;
    impl Observer for Bomb {
        fn finished(&mut self, _: &Migration, _: Duration) {
            panic!("enough");
        }
    }
    let scratch = Scratch::new();
    let mut db = scratch.open();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _ = notes::MIGRATIONS.runner().observer(&mut Bomb).apply(&mut db);
    }));
    assert!(panicked.is_err() && db.is_autocommit());
    assert!(dump(&db).is_empty());
    assert_eq!(notes::MIGRATIONS.apply(&mut db).unwrap().applied().len(), 3);
}

/// Cancels when a statement of a version is about to run.
struct Stop(Cancellation, i64, i64);

impl Observer for Stop {
    fn statement(&mut self, migration: &Migration, number: i64, _: &str) {
        if (migration.version(), number) == (self.1, self.2) {
            self.0.cancel();
        }
    }
}

#[test]
fn a_cancelled_migration_leaves_the_database_as_before() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        notes::MIGRATIONS.apply_to(&mut db, notes::Version::Init).unwrap();
        let before = dump(&db);
        let cancellation = Cancellation::of(&db);
        let mut stop = Stop(cancellation.clone(), 4, 1);
        let runner = notes::MIGRATIONS.runner().cancellation(&cancellation).observer(&mut stop);
        let error = runner.apply(&mut db).unwrap_err();
        assert!(matches!(error, Error::Cancelled { version: Some(4), applied: 0, .. }), "{error}");
        assert_message("cancelled", &error.to_string());
        assert_eq!(dump(&db), before);
        assert_eq!(log(&db).last().unwrap(), "4 cancelled");
        assert!(db.is_autocommit());
        // Who has cancelled once means it.
        let error = notes::MIGRATIONS.runner().cancellation(&cancellation).apply(&mut db).unwrap_err();
        assert!(matches!(error, Error::Cancelled { version: None, .. }), "{error}");
        assert_eq!(notes::MIGRATIONS.apply(&mut db).unwrap().applied().len(), 2);
    }
}

#[test]
fn a_file_without_a_transaction_goes_on_after_it_was_cancelled() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    steps::MIGRATIONS.apply_to(&mut db, steps::Version::Init).unwrap();
    let cancellation = Cancellation::of(&db);
    let mut stop = Stop(cancellation.clone(), 2, 2);
    let runner = steps::MIGRATIONS.runner().cancellation(&cancellation).observer(&mut stop);
    let error = runner.apply(&mut db).unwrap_err();
    assert_message("cancelled_outside", &error.to_string());
    assert_eq!(history(&db), ["1 applied", "2 running"]);
    steps::MIGRATIONS.apply(&mut db).unwrap();
    steps::MIGRATIONS.check(&db).unwrap();
}

/// Cancels when a round of a backfill is committed.
struct StopBetween(Cancellation);

impl Observer for StopBetween {
    fn progress(&mut self, _: &Migration, progress: Progress) {
        if progress.rounds() > 0 {
            self.0.cancel();
        }
    }
}

#[test]
fn a_backfill_goes_on_after_it_was_cancelled() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        fill::MIGRATIONS.apply_to(&mut db, fill::Version::Init).unwrap();
        db.execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 35)
             INSERT INTO note (title) SELECT 'Title ' || i FROM n",
        )
        .unwrap();
        let cancellation = Cancellation::of(&db);
        let mut stop = StopBetween(cancellation.clone());
        let runner = fill::MIGRATIONS.runner().cancellation(&cancellation).observer(&mut stop);
        assert_message("cancelled_backfill", &runner.apply(&mut db).unwrap_err().to_string());
        assert_eq!(history(&db), ["1 applied", "2 running"]);
        fill::MIGRATIONS.apply(&mut db).unwrap();
        fill::MIGRATIONS.check(&db).unwrap();
    }
}

#[test]
fn a_long_statement_is_interrupted() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    notes::MIGRATIONS.apply_to(&mut db, notes::Version::Init).unwrap();
    // Each update takes for ever.
    db.execute_batch(
        "INSERT INTO author (name) VALUES ('ann'); INSERT INTO note (author_id, body) VALUES (1, 'x');
         CREATE TRIGGER slow BEFORE UPDATE ON note BEGIN
             SELECT count(*) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n);
         END",
    )
    .unwrap();
    let before = dump(&db);
    let cancellation = Cancellation::of(&db);
    let (told, heard) = std::sync::mpsc::channel();
    struct Tell(std::sync::mpsc::Sender<()>);
    impl Observer for Tell {
        fn statement(&mut self, migration: &Migration, _: i64, _: &str) {
            if migration.version() == 4 {
                self.0.send(()).unwrap();
            }
        }
    }
    let (other, is_over) = (cancellation.clone(), Arc::new(AtomicBool::new(false)));
    let is_heard = Arc::clone(&is_over);
    let canceller = std::thread::spawn(move || {
        heard.recv().unwrap();
        // It may not run yet: then nothing is interrupted, and it is said again.
        while !is_heard.load(Ordering::SeqCst) {
            other.cancel();
            std::thread::yield_now();
        }
    });
    let mut tell = Tell(told);
    let error = notes::MIGRATIONS.runner().cancellation(&cancellation).observer(&mut tell).apply(&mut db);
    is_over.store(true, Ordering::SeqCst);
    canceller.join().unwrap();
    assert!(matches!(error, Err(Error::Cancelled { version: Some(4), .. })), "{error:?}");
    assert_eq!(dump(&db), before);
}

#[test]
fn a_lock_is_waited_for_as_long_as_the_caller_says() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        db.busy_timeout(Duration::ZERO).unwrap();
        let writer = scratch.open();
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        let timeout = Duration::from_millis(60);
        let started = Instant::now();
        let error = notes::MIGRATIONS.runner().lock_timeout(timeout).apply(&mut db).unwrap_err();
        assert!(matches!(error, Error::Busy { .. }), "{error}");
        assert!(started.elapsed() >= timeout);
        assert!(dump(&scratch.open()).is_empty());

        let waiter = std::thread::spawn(move || {
            notes::MIGRATIONS.runner().lock_timeout(Duration::from_secs(60)).apply(&mut db).map(|_| db)
        });
        writer.execute_batch("ROLLBACK").unwrap();
        let mut db = waiter.join().unwrap().unwrap();

        // A caller may give up while it waits.
        db.execute_batch("DELETE FROM schema_migrations WHERE version = 4; DROP INDEX author_name").unwrap();
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        let cancellation = Cancellation::of(&db);
        let other = cancellation.clone();
        let waiter = std::thread::spawn(move || {
            let runner = notes::MIGRATIONS.runner().cancellation(&cancellation);
            runner.lock_timeout(Duration::from_secs(60)).apply(&mut db).map(drop)
        });
        other.cancel();
        let error = waiter.join().unwrap().unwrap_err();
        assert!(matches!(error, Error::Cancelled { version: None, .. }), "{error}");
        writer.execute_batch("ROLLBACK").unwrap();
    }
}
