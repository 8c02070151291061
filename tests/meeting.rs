//! Two programs that meet at the one moment that matters. The authorizer is where the second one comes in: SQLite
//! calls it when a statement is compiled, so a test knows what the first is about to do.

#[macro_use]
mod common;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{JOURNALS, Scratch, history, list, log};
use embed_migrations::{Error, Report};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization, TransactionOperation, Wal};
use rusqlite::{Connection, ErrorCode};

mod blocks {
    embed!("tests/sets/blocks", set = "blocks");
}
mod notes {
    embed!("tests/sets/notes", set = "notes");
}
mod notes_newer {
    embed!("tests/sets/notes_newer", set = "notes");
}
mod steps {
    embed!("tests/sets/steps", set = "steps");
}
mod steps_twice {
    embed!("tests/sets/steps_twice", set = "steps_twice");
}

/// Calls `meet` once: when `db` is about to do what `moment` recognizes for the `nth` time.
fn meet(
    db: &mut Connection,
    mut nth: usize,
    moment: fn(&AuthAction<'_>) -> bool,
    meet: impl FnOnce() + Send + 'static,
) {
    let mut meet = Some(meet);
    let authorizer = move |context: AuthContext<'_>| {
        if moment(&context.action) {
            nth = nth.saturating_sub(1);
            if nth == 0
                && let Some(meet) = meet.take()
            {
                meet();
            }
        }
        Authorization::Allow
    };
    db.authorizer(Some(authorizer)).unwrap();
}

fn alone(db: &mut Connection) {
    db.authorizer(None::<fn(AuthContext<'_>) -> Authorization>).unwrap();
}

fn begins(action: &AuthAction<'_>) -> bool {
    matches!(action, AuthAction::Transaction { operation: TransactionOperation::Begin })
}

/// The last look before the turn is taken that migrations without a transaction take.
fn reads_busy_timeout(action: &AuthAction<'_>) -> bool {
    matches!(action, AuthAction::Pragma { pragma_name: "busy_timeout", .. })
}

fn writes_history(action: &AuthAction<'_>) -> bool {
    matches!(action, AuthAction::Insert { table_name: "schema_migrations" })
}

#[test]
fn the_loser_of_a_race_applies_nothing() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let path = scratch.path();
        let mut db = scratch.open();
        meet(&mut db, 1, begins, move || {
            notes::MIGRATIONS.apply(&mut common::open(&path)).unwrap();
        });
        assert!(notes::MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
        assert_eq!(log(&db), ["1 applied", "2 applied", "4 applied"]);
    }
}

#[test]
fn the_loser_of_half_a_race_applies_the_other_half() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let path = scratch.path();
        let mut db = scratch.open();
        meet(&mut db, 1, begins, move || {
            notes::MIGRATIONS.apply_to(&mut common::open(&path), notes::Version::AddTags).unwrap();
        });
        let report = notes::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(report.applied().iter().map(|migration| migration.version()).collect::<Vec<_>>(), [4]);
        assert_eq!(log(&db), ["1 applied", "2 applied", "4 applied"]);
    }
}

#[test]
fn the_loser_to_a_newer_program_is_refused() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let path = scratch.path();
        let mut db = scratch.open();
        meet(&mut db, 1, begins, move || {
            notes_newer::MIGRATIONS.apply(&mut common::open(&path)).unwrap();
        });
        let error = notes::MIGRATIONS.apply(&mut db).unwrap_err();
        assert!(matches!(error, Error::Newer { database: 5, .. }), "{error}");
        assert_eq!(history(&db).len(), 4);
        assert_eq!(common::value(&db, "PRAGMA foreign_keys"), "1");
    }
}

#[test]
fn an_interrupted_migration_goes_on_where_the_other_program_stopped() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        steps_twice::MIGRATIONS.apply_to(&mut db, steps_twice::Version::Init).unwrap();
        db.execute_batch(
            "INSERT INTO item VALUES ('cup'), ('cup');
             INSERT INTO place VALUES ('shelf'), ('shelf');",
        )
        .unwrap();
        steps_twice::MIGRATIONS.apply(&mut db).unwrap_err();
        db.execute_batch("DELETE FROM item WHERE rowid = 1").unwrap();

        let path = scratch.path();
        meet(&mut db, 1, reads_busy_timeout, move || {
            let error = steps_twice::MIGRATIONS.apply(&mut common::open(&path)).unwrap_err();
            let Error::Failed(failed) = &error else { panic!("{error}") };
            assert_eq!(failed.statement().number(), 3);
        });
        let error = steps_twice::MIGRATIONS.apply(&mut db).unwrap_err();
        let Error::Failed(failed) = &error else { panic!("{error}") };
        assert_eq!(failed.statement().number(), 3, "{error}");
        alone(&mut db);

        db.execute_batch("DELETE FROM place WHERE rowid = 1").unwrap();
        steps_twice::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(list(&db, "SELECT number FROM step"), ["2", "4"]);
    }
}

#[test]
fn a_writer_between_two_statements_makes_none_of_them_run_twice() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        steps::MIGRATIONS.apply_to(&mut db, steps::Version::Init).unwrap();
        db.busy_timeout(Duration::ZERO).unwrap();

        let writer = Arc::new(Mutex::new(scratch.open()));
        let guest = Arc::clone(&writer);
        // The first time says that the migration begins, the second that its first statement is done.
        meet(&mut db, 2, writes_history, move || {
            // It may find the database locked: then nobody is in between.
            let guest = guest.lock().unwrap();
            guest.busy_timeout(Duration::ZERO).unwrap();
            let _ = guest.execute_batch("BEGIN IMMEDIATE");
        });
        let outcome = steps::MIGRATIONS.apply(&mut db);
        assert!(matches!(outcome, Ok(_) | Err(Error::Busy { .. })), "{outcome:?}");
        alone(&mut db);

        let writer = writer.lock().unwrap();
        if !writer.is_autocommit() {
            writer.execute_batch("ROLLBACK").unwrap();
        }
        steps::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(list(&db, "SELECT number FROM step"), ["1", "2", "4"]);
    }
}

/// A connection that meets another one, and waits for nothing.
#[derive(Clone)]
struct Guest {
    db: Arc<Mutex<Connection>>,
    /// What it begins.
    sql: &'static str,
    /// How often it has been called, and when it comes.
    calls: usize,
    nth: usize,
    has_met: Arc<AtomicBool>,
}

impl Guest {
    fn new(scratch: &Scratch, sql: &'static str, nth: usize) -> Self {
        let db = scratch.open();
        db.busy_timeout(Duration::ZERO).unwrap();
        Self { db: Arc::new(Mutex::new(db)), sql, calls: 0, nth, has_met: Arc::default() }
    }

    /// Begins, at the `nth` call. It may find the database locked.
    fn call(&mut self) {
        self.calls += 1;
        if self.calls == self.nth {
            self.has_met.store(true, Ordering::Relaxed);
            let _ = self.db.lock().unwrap().execute_batch(self.sql);
        }
    }

    /// Gives back what it has begun. Says whether it had come at all, and was let in.
    fn leave(self) -> (bool, bool) {
        let db = self.db.lock().unwrap();
        let was_in = !db.is_autocommit();
        if was_in {
            db.execute_batch("ROLLBACK").unwrap();
        }
        (self.has_met.load(Ordering::Relaxed), was_in)
    }
}

/// At version 1 of the set `blocks`, waiting for nothing.
fn before_blocks(scratch: &Scratch) -> Connection {
    let mut db = scratch.open();
    db.pragma_update(None, "synchronous", "off").unwrap();
    db.busy_timeout(Duration::ZERO).unwrap();
    blocks::MIGRATIONS.apply_to(&mut db, blocks::Version::Init).unwrap();
    db
}

/// What a file of its own transactions ran into is a lock and nothing else, and the next run does what is left to do.
#[track_caller]
fn goes_on(db: &mut Connection, outcome: Result<Report, Error>) {
    assert!(db.is_autocommit());
    if let Err(error) = outcome {
        let code = error.sqlite_error().and_then(rusqlite::Error::sqlite_error_code);
        assert_eq!(code, Some(ErrorCode::DatabaseBusy), "{:?}", common::chain(&error));
    }
    blocks::MIGRATIONS.apply(db).unwrap();
    let numbers: Vec<String> = (1..=16).map(|number| number.to_string()).collect();
    assert_eq!(list(db, "SELECT number FROM step ORDER BY rowid"), numbers);
    assert_eq!(history(db), ["1 applied", "2 applied", "3 applied"]);
    let applied = "SELECT version FROM schema_migration_log WHERE event = 'applied' ORDER BY id";
    assert_eq!(list(db, applied), ["1", "2", "3"]);
    assert_eq!(common::value(db, "PRAGMA user_version"), "12");
}

#[test]
fn a_writer_right_behind_any_commit_makes_no_statement_run_twice() {
    let mut busy = 0;
    for nth in 1.. {
        let scratch = Scratch::with_journal("wal");
        let mut db = before_blocks(&scratch);
        let guest = Guest::new(&scratch, "BEGIN IMMEDIATE", nth);
        let mut caller = guest.clone();
        // SQLite calls it when a transaction is committed and its lock given back.
        let hook = move |_: &mut Wal, _| {
            caller.call();
            Ok(())
        };
        db.wal_hook(Some(hook)).unwrap();
        let outcome = blocks::MIGRATIONS.apply(&mut db);
        db.wal_hook(None::<fn(&mut Wal, _) -> _>).unwrap();
        let (has_met, was_in) = guest.leave();
        assert_eq!(was_in, has_met);
        busy += usize::from(outcome.is_err());
        goes_on(&mut db, outcome);
        if !has_met {
            assert_eq!(busy, nth - 2, "all but the last one");
            break;
        }
    }
    assert!(busy > 15, "{busy}");
}

#[test]
fn a_writer_right_behind_the_files_own_commit_makes_no_statement_run_twice() {
    // Behind COMMIT, END, RELEASE, RELEASE SAVEPOINT, COMMIT, and the COMMIT that ends the file.
    for last in ["3", "4", "7", "10", "12", "15"] {
        let scratch = Scratch::with_journal("wal");
        let mut db = before_blocks(&scratch);
        let guest = Guest::new(&scratch, "BEGIN IMMEDIATE", 1);
        let mut caller = guest.clone();
        let hook = move |_: &mut Wal, _| {
            let newest = common::value(&caller.db.lock().unwrap(), "SELECT max(number) FROM step");
            if newest == last {
                caller.call();
            }
            Ok(())
        };
        db.wal_hook(Some(hook)).unwrap();
        let error = blocks::MIGRATIONS.apply(&mut db).unwrap_err();
        db.wal_hook(None::<fn(&mut Wal, _) -> _>).unwrap();
        assert_eq!(guest.leave(), (true, true));
        assert_eq!(common::value(&db, "SELECT max(number) FROM step"), last);
        goes_on(&mut db, Err(error));
    }
}

#[test]
fn whoever_comes_at_any_moment_makes_no_statement_run_twice() {
    for journal in JOURNALS {
        // One who writes, and one who reads: where there is no write-ahead log, no COMMIT succeeds beside it.
        for sql in ["BEGIN IMMEDIATE", "BEGIN; SELECT number FROM step"] {
            let mut busy = 0;
            for nth in 1.. {
                let scratch = Scratch::with_journal(journal);
                let mut db = before_blocks(&scratch);
                let guest = Guest::new(&scratch, sql, nth);
                let mut caller = guest.clone();
                let authorizer = move |context: AuthContext<'_>| {
                    use AuthAction::{Savepoint, Transaction};
                    if matches!(context.action, Transaction { .. } | Savepoint { .. })
                        || writes_history(&context.action)
                    {
                        caller.call();
                    }
                    Authorization::Allow
                };
                db.authorizer(Some(authorizer)).unwrap();
                let outcome = blocks::MIGRATIONS.apply(&mut db);
                alone(&mut db);
                let (has_met, _) = guest.leave();
                busy += usize::from(outcome.is_err());
                goes_on(&mut db, outcome);
                if !has_met {
                    break;
                }
            }
            let is_in_the_way = journal == "delete" || sql == "BEGIN IMMEDIATE";
            assert!(!is_in_the_way || busy > 15, "{busy}");
        }
    }
}
