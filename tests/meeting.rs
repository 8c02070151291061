//! Two programs that meet at the one moment that matters. The authorizer is where the second one comes in: SQLite
//! calls it when a statement is compiled, so a test knows what the first is about to do.

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{JOURNALS, Scratch, history, list, log};
use embed_migrations::Error;
use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization, TransactionOperation};

mod notes {
    embed_migrations::embed_migrations!("tests/sets/notes", set = "notes");
}
mod notes_newer {
    embed_migrations::embed_migrations!("tests/sets/notes_newer", set = "notes");
}
mod steps {
    embed_migrations::embed_migrations!("tests/sets/steps", set = "steps");
}
mod steps_twice {
    embed_migrations::embed_migrations!("tests/sets/steps_twice", set = "steps_twice");
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
