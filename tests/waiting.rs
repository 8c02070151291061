//! Waiting for other programs, and giving up: the database is as before then.

#[macro_use]
mod common;

use std::fs::File;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::{JOURNALS, Scratch, dump, log, value};
use embed_migrations::{Cancellation, Error, MigrationSet, MigrationVersion, Report};
use rusqlite::Connection;

mod notes {
    embed!("tests/sets/notes", set = "notes");
}
mod steps {
    embed!("tests/sets/steps", set = "steps");
}
mod slugs {
    embed!("tests/sets/backfill_slugs", set = "slugs");
}

/// What a caller waits at least.
const SHORT: Duration = Duration::from_millis(40);
/// What nobody waits for.
const LONG: Duration = Duration::from_secs(120);

/// What keeps others from migrating, until it is dropped.
type Obstacle = Box<dyn Send>;

fn holding(scratch: &Scratch, sql: &str) -> Obstacle {
    let db = scratch.open();
    db.execute_batch(sql).unwrap();
    Box::new(db)
}

fn writer(scratch: &Scratch) -> Obstacle {
    holding(scratch, "BEGIN IMMEDIATE")
}

/// In journal mode `delete`, it keeps others from reading.
fn exclusive(scratch: &Scratch) -> Obstacle {
    holding(scratch, "BEGIN EXCLUSIVE")
}

/// In journal mode `delete`, it keeps others from committing.
fn reader(scratch: &Scratch) -> Obstacle {
    holding(scratch, "BEGIN; SELECT count(*) FROM sqlite_schema")
}

/// Another program is in a file without a transaction, or in a backfill.
fn turn(scratch: &Scratch) -> Obstacle {
    let file = File::create(format!("{}-migration", scratch.path().display())).unwrap();
    file.lock().unwrap();
    Box::new(file)
}

/// How the set of a case is applied: with a lock time-out, and perhaps a cancellation.
type Apply = fn(&mut Connection, Duration, Option<&Cancellation>) -> Result<Report, Error>;

fn apply<V: MigrationVersion>(
    set: &MigrationSet<V>,
    db: &mut Connection,
    lock_timeout: Duration,
    cancellation: Option<&Cancellation>,
) -> Result<Report, Error> {
    let runner = set.runner().lock_timeout(lock_timeout);
    match cancellation {
        Some(cancellation) => runner.cancellation(cancellation).apply(db),
        None => runner.apply(db),
    }
}

/// Applies up to the first version, and the rest.
macro_rules! both {
    ($set:ident) => {
        (
            |db| drop($set::MIGRATIONS.apply_to(db, $set::Version::Init).unwrap()),
            |db, timeout, cancellation| apply(&$set::MIGRATIONS, db, timeout, cancellation),
        )
    };
}

/// What is applied before and then, what stands in its way, in which journal modes, and where it is met.
type Case = ((fn(&mut Connection), Apply), fn(&Scratch) -> Obstacle, &'static [&'static str], &'static str);

const CASES: [Case; 6] = [
    (both!(notes), writer, &JOURNALS, "waiting for the lock to migrate"),
    (both!(notes), exclusive, &["delete"], "reading the migration history"),
    (both!(notes), exclusive, &["wal"], "waiting for the lock to migrate"),
    (both!(notes), reader, &["delete"], "committing the migrations"),
    (both!(steps), turn, &JOURNALS, "waiting for its turn"),
    (both!(slugs), turn, &JOURNALS, "waiting for its turn"),
];

/// Calls `test` with a database at the first version.
fn for_each_case(test: impl Fn(&Scratch, Connection, Apply, fn(&Scratch) -> Obstacle, &str)) {
    for ((begin, apply), obstacle, journals, doing) in CASES {
        for journal in journals {
            let scratch = Scratch::with_journal(journal);
            let mut db = scratch.open();
            begin(&mut db);
            test(&scratch, db, apply, obstacle, doing);
        }
    }
}

#[test]
fn the_longest_of_all_times_is_waited_and_the_database_is_as_before() {
    for_each_case(|scratch, mut db, apply, obstacle, doing| {
        let never = Cancellation::of(&db);
        let little = Duration::from_millis(1);
        for (own, lock_timeout, cancellation) in [
            (Duration::ZERO, SHORT, None),
            (little, SHORT, Some(&never)),
            (SHORT, Duration::ZERO, None),
            (SHORT, little, Some(&never)),
        ] {
            db.busy_timeout(own).unwrap();
            let before = (dump(&db), log(&db));
            let obstacle = obstacle(scratch);
            let started = Instant::now();
            let error = apply(&mut db, lock_timeout, cancellation).unwrap_err();
            assert!(started.elapsed() >= SHORT, "{error}");
            drop(obstacle);
            let Error::Busy { doing: met, .. } = &error else { panic!("{error}") };
            assert_eq!(*met, doing);
            assert_eq!((dump(&db), log(&db)), before);
            assert!(db.is_autocommit());
            assert_eq!(value(&db, "PRAGMA busy_timeout"), own.as_millis().to_string());
        }
        apply(&mut db, Duration::ZERO, None).unwrap();
    });
}

#[test]
fn a_caller_gives_up_while_it_waits_and_the_database_is_as_before() {
    for_each_case(|scratch, mut db, apply, obstacle, _| {
        for (own, lock_timeout) in [(LONG, Duration::ZERO), (Duration::ZERO, LONG)] {
            db.busy_timeout(own).unwrap();
            let before = dump(&db);
            let obstacle = obstacle(scratch);
            let cancellation = Cancellation::of(&db);
            let other = cancellation.clone();
            let started = Instant::now();
            let waiter = std::thread::spawn(move || {
                let outcome = apply(&mut db, lock_timeout, Some(&cancellation));
                (outcome, db)
            });
            // Long enough that it waits, as a rule. What it has not begun, it does not begin.
            while started.elapsed() < SHORT {
                std::thread::yield_now();
            }
            other.cancel();
            let (outcome, back) = waiter.join().unwrap();
            db = back;
            assert!(matches!(outcome, Err(Error::Cancelled { applied: 0, .. })), "{outcome:?}");
            assert!(started.elapsed() < LONG / 2);
            drop(obstacle);
            assert_eq!(dump(&db), before);
            assert!(db.is_autocommit());
            assert_eq!(value(&db, "PRAGMA busy_timeout"), own.as_millis().to_string());
        }
        apply(&mut db, Duration::ZERO, None).unwrap();
    });
}

#[test]
fn a_busy_handler_of_the_program_decides_how_long_is_waited() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        let obstacle = Mutex::new(Some(writer(&scratch)));
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let patient = move |times| {
            counted.fetch_add(1, Ordering::SeqCst);
            // The other program is through at last.
            if times == 5 {
                drop(obstacle.lock().unwrap().take());
            }
            true
        };
        db.busy_handler(Some(patient)).unwrap();
        let never = Cancellation::of(&db);
        assert_eq!(
            apply(&notes::MIGRATIONS, &mut db, Duration::ZERO, Some(&never)).unwrap().applied().len(),
            3
        );
        assert_eq!(asked.load(Ordering::SeqCst), 6);
    }
}

#[test]
fn wherever_it_is_cancelled_all_is_applied_or_nothing() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        notes::MIGRATIONS.apply_to(&mut db, notes::Version::Init).unwrap();
        db.execute_batch("INSERT INTO author VALUES (1, 'ann'); INSERT INTO note VALUES (1, 1, ' a ')")
            .unwrap();
        let before = dump(&db);
        drop(db);
        let mut cancelled = 0;
        for at in (1..).step_by(23) {
            let copy = Scratch::new();
            std::fs::copy(scratch.path(), copy.path()).unwrap();
            let mut db = copy.open();
            let cancellation = Cancellation::of(&db);
            let other = cancellation.clone();
            let mut steps = 0;
            // For each step of SQLite's virtual machine.
            let count = move || {
                steps += 1;
                if steps == at {
                    other.cancel();
                }
                false
            };
            db.progress_handler(1, Some(count)).unwrap();
            let outcome = apply(&notes::MIGRATIONS, &mut db, Duration::ZERO, Some(&cancellation));
            db.progress_handler(0, None::<fn() -> bool>).unwrap();
            assert!(db.is_autocommit());
            assert_eq!(value(&db, "PRAGMA foreign_keys"), "1");
            match outcome {
                Err(Error::Cancelled { .. }) => assert_eq!(dump(&db), before, "{at}"),
                Err(error) => panic!("{at}: {error}"),
                Ok(_) => notes::MIGRATIONS.check(&db).unwrap(),
            }
            cancelled += usize::from(cancellation.is_cancelled());
            if !cancellation.is_cancelled() {
                break;
            }
            notes::MIGRATIONS.apply(&mut db).unwrap();
            notes::MIGRATIONS.check(&db).unwrap();
        }
        assert!(cancelled > 30, "{cancelled}");
    }
}
