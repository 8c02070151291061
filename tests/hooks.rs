//! Functions of the program that a migration calls.

#[macro_use]
mod common;

use std::cell::Cell;
use std::error::Error as StdError;
use std::fmt;

use common::{JOURNALS, Scratch, assert_message, chain, dump, history, list, log, value};
use embed_migrations::{
    Cancellation, Error, Hook, HookCause, Kind, Migration, Observer, Progress, TransactionMode,
};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

mod slugs {
    embed!("tests/sets/slugs", set = "slugs", hooks = { AddSlug => super::called });
}
mod plain {
    embed!("tests/sets/slugs", set = "slugs");
}

mod enforced {
    embed!("tests/sets/slugs_enforced", set = "slugs", hooks = { AddSlug => super::called });
}

type Outcome = Result<(), Box<dyn StdError + Send + Sync>>;

thread_local! {
    /// What the hook does in the test that runs on this thread.
    static DOES: Cell<fn(&Hook<'_>) -> Outcome> = const { Cell::new(slug) };
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

fn called(db: &Hook<'_>) -> Outcome {
    CALLS.set(CALLS.get() + 1);
    DOES.get()(db)
}

fn slug(db: &Hook<'_>) -> Outcome {
    assert_eq!((db.set(), db.version()), ("slugs", 2));
    let mut titles = db.prepare("SELECT id, title FROM note")?;
    let mut update = db.prepare("UPDATE note SET slug = ?2 WHERE id = ?1")?;
    let mut rows = titles.query([])?;
    while let Some(row) = rows.next()? {
        let slug = row.get::<_, String>(1)?.to_lowercase().replace(' ', "-");
        assert_eq!(update.execute((row.get::<_, i64>(0)?, slug))?, 1);
        assert_eq!(db.changes(), 1);
    }
    Ok(())
}

const NOTES: &str =
    "INSERT INTO note VALUES (1, 'One Note'), (2, 'Another'); INSERT INTO tag VALUES (1, 1, 'a');";

/// A database at version 1 with rows.
fn with_notes(journal: &str) -> (Scratch, Connection) {
    let scratch = Scratch::with_journal(journal);
    let mut db = scratch.open();
    slugs::MIGRATIONS.apply_to(&mut db, slugs::Version::Init).unwrap();
    db.execute_batch(NOTES).unwrap();
    (scratch, db)
}

/// What is said of a hook that does this, in both journal modes. Nothing has changed then but the log.
#[track_caller]
fn refusal(does: fn(&Hook<'_>) -> Outcome) -> Error {
    let mut errors: Vec<Error> = JOURNALS
        .map(|journal| {
            let (scratch, mut db) = with_notes(journal);
            let before = dump(&db);
            DOES.set(does);
            let error = slugs::MIGRATIONS.apply(&mut db).unwrap_err();
            assert_eq!(dump(&scratch.open()), before);
            assert!(db.is_autocommit());
            let attempts = log(&db);
            assert_eq!(attempts.len(), 2);
            assert_eq!(attempts[1], format!("2 failed {error}"));

            DOES.set(slug);
            assert_eq!(slugs::MIGRATIONS.apply(&mut db).unwrap().applied().len(), 2);
            assert_eq!(list(&db, "SELECT slug FROM note ORDER BY id"), ["one-note", "another"]);
            error
        })
        .into();
    errors.remove(0)
}

fn cause(error: &Error) -> &HookCause {
    let Error::Hook(failed) = error else { panic!("{error}") };
    assert_eq!((failed.set(), failed.version(), failed.applied_before()), ("slugs", 2, 0));
    assert_eq!(failed.hook(), "super::called");
    assert_eq!(failed.file(), "tests/sets/slugs/0002_add_slug.sql");
    failed.cause()
}

#[test]
fn a_hook_writes_in_the_transaction_of_its_migration_and_once() {
    for journal in JOURNALS {
        let (scratch, mut db) = with_notes(journal);
        CALLS.set(0);
        DOES.set(slug);
        slugs::MIGRATIONS.apply(&mut db).unwrap();
        assert!(slugs::MIGRATIONS.apply(&mut scratch.open()).unwrap().was_up_to_date());
        slugs::MIGRATIONS.check(&db).unwrap();
        assert_eq!(CALLS.get(), 1);
        assert_eq!(list(&db, "SELECT slug FROM note ORDER BY id"), ["one-note", "another"]);
        let history = slugs::MIGRATIONS.history(&db).unwrap();
        assert_eq!(
            history.iter().map(|it| it.hook()).collect::<Vec<_>>(),
            [None, Some("super::called"), None]
        );
        assert_eq!(log(&db), ["1 applied", "2 applied", "3 applied"]);
        let hooks: Vec<_> = slugs::MIGRATIONS.migrations().iter().map(Migration::hook).collect();
        assert_eq!(hooks, [None, Some("super::called"), None]);
    }
}

/// An error of the program's own.
#[derive(Debug)]
struct NoTitle(i64);

impl fmt::Display for NoTitle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "note {} has no title", self.0)
    }
}

impl StdError for NoTitle {}

#[test]
fn what_a_hook_returns_is_told_and_kept() {
    let error = refusal(|db| {
        slug(db)?;
        Err(NoTitle(7).into())
    });
    assert!(matches!(cause(&error), HookCause::Returned(_)));
    assert_message("hook_failed", &error.to_string());
    let source = error.source().unwrap();
    assert_eq!(source.downcast_ref::<NoTitle>().unwrap().0, 7);
    assert_eq!(chain(&error).len(), 2);
    assert!(error.sqlite_error().is_none());

    let error = refusal(|db| Ok(db.execute("INSERT INTO note (title) VALUES (NULL)", []).map(drop)?));
    let code = error.sqlite_error().unwrap().sqlite_error_code();
    assert_eq!(code, Some(rusqlite::ErrorCode::ConstraintViolation));
}

#[test]
fn a_panic_rolls_back_and_is_told() {
    let error = refusal(|db| {
        slug(db)?;
        panic!("no slug for {}", 1)
    });
    assert!(matches!(cause(&error), HookCause::Panicked(text) if text == "no slug for 1"));
    assert_message("hook_panicked", &error.to_string());
    let error = refusal(|_| std::panic::panic_any(7));
    assert!(matches!(cause(&error), HookCause::Panicked(text) if text == "without a text"));
    assert!(error.source().is_none());
}

/// What ends the transaction, leaves it, or changes the connection.
const REFUSED: [&str; 24] = [
    "BEGIN",
    "BEGIN IMMEDIATE",
    "COMMIT",
    "commit transaction",
    "END",
    "ROLLBACK",
    "ROLLBACK TO s",
    "SAVEPOINT s",
    "RELEASE s",
    "ATTACH ':memory:' AS other",
    "DETACH other",
    "VACUUM",
    "VACUUM INTO 'copy.db'",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA query_only = ON",
    "EXPLAIN PRAGMA query_only = ON",
    "EXPLAIN QUERY PLAN SELECT 1",
    "\u{feff}COMMIT",
    "; ; COMMIT",
    "-- a comment\nCOMMIT",
    "/* SELECT 1; */ COMMIT",
    "\t\r\n\u{c}COMMIT",
    "DELETE FROM schema_migrations",
    "INSERT INTO main.\"Schema_Migration_Log\" DEFAULT VALUES",
];

#[test]
fn what_is_not_for_a_hook_is_refused_in_every_way() {
    fn refused(outcome: rusqlite::Result<()>, sql: &str) {
        let error = outcome.unwrap_err();
        let code = error.sqlite_error_code();
        assert_eq!(code, Some(rusqlite::ErrorCode::AuthorizationForStatementDenied), "{sql}: {error}");
    }
    let (_scratch, mut db) = with_notes("delete");
    DOES.set(|db| {
        for sql in REFUSED {
            refused(db.execute(sql, []).map(drop), sql);
            refused(db.query_row(sql, [], |_| Ok(())), sql);
            refused(db.prepare(sql).map(drop), sql);
            refused(db.execute_batch(sql), sql);
            refused(db.execute_batch(&format!("SELECT ';'; {sql}")), sql);
            // Nothing behind the first statement is even compiled.
            let tail = format!("SELECT ?1; {sql}");
            for error in
                [db.prepare(&tail).unwrap_err(), db.prepare(&format!("SELECT 1; {sql}")).unwrap_err()]
            {
                assert!(matches!(error, rusqlite::Error::MultipleStatement), "{error}");
            }
        }
        refused(db.execute_batch("UPDATE note SET slug = ?1"), "a parameter");
        assert!(matches!(db.prepare(" -- nothing\n;"), Err(rusqlite::Error::InvalidQuery)));
        let count = "SELECT count(*) FROM schema_migrations";
        assert_eq!(db.query_row(count, [], |row| row.get::<_, i64>(0))?, 1);
        assert_eq!(db.query_row("SELECT * FROM pragma_query_only", [], |row| row.get::<_, i64>(0))?, 0);
        Ok(())
    });
    slugs::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied"]);
}

#[test]
fn a_batch_runs_statement_by_statement() {
    let (_scratch, mut db) = with_notes("delete");
    DOES.set(|db| {
        db.execute_batch(
            "CREATE TEMP TABLE seen (id);
             CREATE TEMP TRIGGER noted AFTER UPDATE ON note BEGIN SELECT 1; INSERT INTO seen VALUES (new.id); END;
             /* ; */ UPDATE note SET slug = 'a;b' || id; -- the end",
        )?;
        db.execute_batch("")?;
        let mut seen = db.prepare("SELECT id FROM temp.seen WHERE id < ?1 ORDER BY id")?;
        let seen: Vec<i64> = seen.query_map([9], |row| row.get(0))?.collect::<Result<_, _>>()?;
        assert_eq!(seen, [1, 2]);
        assert_eq!(db.execute("INSERT INTO note VALUES (?1, 'x', 'y')", [8])?, 1);
        assert_eq!(db.last_insert_rowid(), 8);
        let error = db.execute_batch("UPDATE note SET slug = NULL; UPDATE missing SET x = 1").unwrap_err();
        assert!(error.to_string().contains("no such table: missing"), "{error}");
        Ok(db.execute_batch("UPDATE note SET slug = id")?)
    });
    slugs::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(list(&db, "SELECT slug FROM note"), ["1", "2", "8"]);
    // What was temporary is gone, as behind SQL.
    assert_eq!(value(&db, "SELECT count(*) FROM sqlite_temp_schema"), "0");
}

#[test]
fn what_ends_the_transaction_is_found_and_nothing_runs_behind_it() {
    let error = refusal(|db| {
        let mut prepared = db.prepare("INSERT INTO note (title, slug) VALUES ('late', ?1)")?;
        let mut returning = db.prepare("INSERT INTO note (title) VALUES ('late') RETURNING id")?;
        let mut late = returning.query([])?;
        db.execute("INSERT INTO tag (note, name) VALUES (1, 'guarded')", []).unwrap_err();
        // Each of these would be a transaction of its own.
        for error in [
            db.execute("INSERT INTO note (title) VALUES ('late')", []).unwrap_err(),
            db.execute_batch("INSERT INTO note (title) VALUES ('late')").unwrap_err(),
            prepared.execute(["late"]).unwrap_err(),
            late.next().map(drop).unwrap_err(),
        ] {
            assert!(error.to_string().contains("was rolled back"), "{error}");
        }
        Ok(())
    });
    assert!(matches!(cause(&error), HookCause::EndedTransaction));
    assert_message("hook_ended_transaction", &error.to_string());

    let error = refusal(|db| {
        let _ = db.execute("INSERT OR ROLLBACK INTO note VALUES (1, 'again', NULL)", []);
        Ok(())
    });
    assert!(matches!(cause(&error), HookCause::EndedTransaction));

    // Who passes the error on says more.
    let error = refusal(|db| Ok(db.execute_batch("INSERT INTO tag (note, name) VALUES (1, 'guarded')")?));
    assert!(matches!(cause(&error), HookCause::Returned(_)));
    assert!(error.to_string().contains("hook `super::called`: guarded"), "{error}");
}

#[test]
fn a_change_of_the_schema_is_found() {
    let hooks: [fn(&Hook<'_>) -> Outcome; 3] = [
        |db| Ok(db.execute_batch("CREATE INDEX note_title ON note (title)")?),
        |db| Ok(db.execute_batch("DROP TABLE tag")?),
        |db| Ok(db.execute_batch("CREATE TABLE x (y); DROP TABLE x")?),
    ];
    for hook in hooks {
        let error = refusal(hook);
        assert!(matches!(cause(&error), HookCause::ChangedSchema));
        assert_message("hook_changed_schema", &error.to_string());
    }
}

#[test]
fn rows_that_a_hook_leaves_without_a_parent_are_found() {
    for journal in JOURNALS {
        let (scratch, mut db) = with_notes(journal);
        db.execute_batch("PRAGMA foreign_keys = OFF; INSERT INTO tag VALUES (2, 77, 'was there before')")
            .unwrap();
        let before = dump(&db);
        DOES.set(|db| Ok(db.execute_batch("DELETE FROM note WHERE id = 1")?));
        let error = slugs::MIGRATIONS.apply(&mut db).unwrap_err();
        let Error::ForeignKeys { violations, total: 1, .. } = &error else { panic!("{error}") };
        assert_eq!((violations[0].table(), violations[0].rowid()), ("tag", Some(1)));
        assert_eq!(dump(&scratch.open()), before);
        DOES.set(slug);
        slugs::MIGRATIONS.apply(&mut db).unwrap();
    }
}

#[test]
fn foreign_keys_are_enforced_where_the_file_says_so() {
    let mut db = Connection::open_in_memory().unwrap();
    enforced::MIGRATIONS.apply_to(&mut db, enforced::Version::Init).unwrap();
    db.execute_batch(NOTES).unwrap();
    DOES.set(|db| Ok(db.execute_batch("DELETE FROM note WHERE id = 1")?));
    let error = enforced::MIGRATIONS.apply(&mut db).unwrap_err();
    assert!(matches!(&error, Error::Hook(_)), "{error}");
    assert!(error.to_string().contains("FOREIGN KEY constraint failed"), "{error}");
    assert_eq!(value(&db, "SELECT count(*) FROM note"), "2");
}

#[test]
fn in_transactions_of_their_own_the_migrations_before_a_hook_stay() {
    let mut db = Connection::open_in_memory().unwrap();
    DOES.set(|_| Err("no".into()));
    let runner = slugs::MIGRATIONS.runner().transaction_mode(TransactionMode::PerMigration);
    let error = runner.apply(&mut db).unwrap_err();
    assert!(error.to_string().contains("the migration before it stays applied"), "{error}");
    assert_eq!(history(&db), ["1 applied"]);
    let error = plain::MIGRATIONS.status(&db).unwrap().to_string();
    assert!(error.contains("failed in its hook `super::called`: no, on "), "{error}");
}

/// What it hears of the hook, and behind it.
#[derive(Default)]
struct Ear(Vec<String>);

impl Observer for Ear {
    fn hook(&mut self, migration: &Migration, hook: &str) {
        self.0.push(format!("{} calls {hook}", migration.version()));
    }

    fn progress(&mut self, migration: &Migration, progress: Progress) {
        self.0.push(format!("{} {} {}", migration.version(), progress.statements(), progress.rows()));
    }
}

#[test]
fn an_observer_hears_of_a_hook() {
    let (_scratch, mut db) = with_notes("delete");
    DOES.set(slug);
    let mut ear = Ear::default();
    slugs::MIGRATIONS.runner().observer(&mut ear).apply(&mut db).unwrap();
    assert_eq!(ear.0, ["2 1 0", "2 calls super::called", "2 1 2", "3 1 0"]);
}

#[test]
fn a_hook_is_planned_and_its_state_is_told() {
    let (_scratch, mut db) = with_notes("delete");
    let plan = slugs::MIGRATIONS.plan(&db).unwrap().to_string();
    assert_message("hook_plan", &plan);
    common::fix_times(&db);
    assert_message("hook_status_pending", &slugs::MIGRATIONS.status(&db).unwrap().to_string());
    DOES.set(slug);
    slugs::MIGRATIONS.apply(&mut db).unwrap();
    let status = slugs::MIGRATIONS.status(&db).unwrap();
    assert_eq!(status.migrations()[1].hook(), Some("super::called"));
    assert!(!status.to_string().contains("note"), "{status}");

    // A hook that came later has not run, and never will: nobody says otherwise.
    let mut other = Connection::open_in_memory().unwrap();
    plain::MIGRATIONS.apply(&mut other).unwrap();
    common::fix_times(&other);
    CALLS.set(0);
    assert!(slugs::MIGRATIONS.apply(&mut other).unwrap().was_up_to_date());
    assert_eq!(CALLS.get(), 0);
    assert_message("hook_status_later", &slugs::MIGRATIONS.status(&other).unwrap().to_string());
}

#[test]
fn nobody_claims_that_a_hook_has_run() {
    CALLS.set(0);
    let by_hand = || {
        let db = Connection::open_in_memory().unwrap();
        slugs::MIGRATIONS.migrations().iter().for_each(|it| db.execute_batch(it.sql()).unwrap());
        db
    };
    let mut db = by_hand();
    let error = slugs::MIGRATIONS.baseline(&mut db).unwrap_err();
    assert!(matches!(&error, Error::UnprovenHooks { version: 3, .. }), "{error}");
    assert_message("hook_unproven", &error.to_string());
    assert!(slugs::MIGRATIONS.repair(&db).is_err_and(|error| matches!(error, Error::UnprovenHooks { .. })));
    assert_eq!(slugs::MIGRATIONS.history(&db).unwrap(), []);
    // Who says so answers for it; and the history still claims no call.
    slugs::MIGRATIONS.baseline_at(&mut db, slugs::Version::UniqueSlug).unwrap();
    let entries = slugs::MIGRATIONS.history(&db).unwrap();
    assert!(entries.iter().all(|it| it.kind() == Kind::Baseline && it.hook().is_none()));
    slugs::MIGRATIONS.check(&db).unwrap();

    // A version before the hook is found as ever.
    let mut db = Connection::open_in_memory().unwrap();
    db.execute_batch(slugs::MIGRATIONS.migrations()[0].sql()).unwrap();
    assert_eq!(slugs::MIGRATIONS.baseline(&mut db).unwrap().version(), 1);
    assert_eq!(CALLS.get(), 0);
    DOES.set(slug);
    slugs::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(CALLS.get(), 1);

    // A row of the history that is lost: what has a hook is not proven by the schema.
    for (lost, count) in [(2, 1), (3, 2)] {
        db.execute("DELETE FROM schema_migrations WHERE version = ?1", [lost]).unwrap();
        let repair = slugs::MIGRATIONS.repair(&db).unwrap();
        assert_eq!(repair.steps().len(), 0, "{repair}");
        assert!(repair.to_string().contains("it calls `super::called`, and neither the log"), "{repair}");
        assert_eq!(plain::MIGRATIONS.repair(&db).unwrap().steps().len(), count);
    }
    assert_eq!(CALLS.get(), 1);
}

#[test]
fn a_replay_in_memory_calls_nothing() {
    let (_scratch, mut db) = with_notes("delete");
    DOES.set(slug);
    slugs::MIGRATIONS.apply_to(&mut db, slugs::Version::AddSlug).unwrap();
    CALLS.set(0);
    db.execute_batch("DROP INDEX tag_note").unwrap();
    let repair = slugs::MIGRATIONS.repair(&db).unwrap();
    assert_eq!((repair.version(), repair.steps().len()), (2, 1), "{repair}");
    repair.execute(&mut db).unwrap();
    assert_eq!(slugs::MIGRATIONS.apply(&mut db).unwrap().applied().len(), 1);
    assert_eq!(CALLS.get(), 0);
}

/// An error of the program's own around one of SQLite's.
#[derive(Debug)]
struct Wrapped(rusqlite::Error);

impl fmt::Display for Wrapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no slugs")
    }
}

impl StdError for Wrapped {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

#[test]
fn a_hook_can_be_cancelled() {
    let hooks: [fn(&Hook<'_>) -> Outcome; 2] = [
        // It returns in time; what it has written does not stay.
        |db| Ok(db.query_row("UPDATE note SET slug = cancel() WHERE id = 1 RETURNING id", [], |_| Ok(()))?),
        // It would never return, and is interrupted.
        |db| {
            let for_ever =
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(cancel()) FROM n";
            db.query_row(for_ever, [], |_| Ok(())).map_err(|error| Wrapped(error).into())
        },
    ];
    for does in hooks {
        let (scratch, mut db) = with_notes("delete");
        let before = dump(&db);
        let cancellation = Cancellation::of(&db);
        let other = cancellation.clone();
        db.create_scalar_function("cancel", 0, FunctionFlags::SQLITE_UTF8, move |_| {
            other.cancel();
            Ok(1)
        })
        .unwrap();
        DOES.set(does);
        let error = slugs::MIGRATIONS.runner().cancellation(&cancellation).apply(&mut db).unwrap_err();
        assert!(matches!(error, Error::Cancelled { version: Some(2), .. }), "{error}");
        assert_eq!(dump(&scratch.open()), before);
        assert_eq!(log(&db), ["1 applied", "2 cancelled"]);
    }
}
