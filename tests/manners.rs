//! What a program or its pool has set on a connection is there behind every call, and works.

#[macro_use]
mod common;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{JOURNALS, Scratch, assert_message, dump, list, value};
use embed_migrations::{
    Backup, Cancellation, Error, Hook, Ledger, Migration, Observer, Report, Tool, TransactionMode,
};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::hooks::{Action, AuthAction, AuthContext, Authorization, Wal};
use rusqlite::limits::Limit;

mod notes {
    embed!("tests/sets/notes", set = "notes");
}
mod family {
    embed!("tests/sets/family_parent_renamed_forgetful", set = "family");
}
mod steps {
    embed!("tests/sets/steps", set = "steps");
}
mod fill {
    embed!("tests/sets/backfill_slugs", set = "fill");
}
mod slugs {
    embed!("tests/sets/slugs", set = "slugs", hooks = { AddSlug => super::hook });
}
mod back {
    embed!("tests/sets/back", set = "back");
}
mod back_outside {
    embed!("tests/sets/back_outside", set = "outside");
}
mod library {
    embed!("tests/sets/library", set = "library");
}
mod settings {
    embed!("tests/sets/settings", set = "settings");
}
mod settings_outside {
    embed!("tests/sets/settings_outside", set = "settings");
}

/// What the hook of `slugs` does depends on the notes.
fn hook(db: &Hook<'_>) -> Result<(), String> {
    let notes: i64 = db.query_row("SELECT count(*) FROM note", [], |row| row.get(0)).unwrap();
    match notes {
        0 => Ok(()),
        1 => Err("no slug".to_owned()),
        _ => panic!("no slugs"),
    }
}

/// Whom SQLite calls, and how often.
#[derive(Default)]
struct Calls {
    authorizer: AtomicUsize,
    busy: AtomicUsize,
    commit: AtomicUsize,
    function: AtomicUsize,
    progress: AtomicUsize,
    rollback: AtomicUsize,
    update: AtomicUsize,
    wal: AtomicUsize,
}

impl Calls {
    fn all(&self) -> [(&'static str, &AtomicUsize); 8] {
        [
            ("authorizer", &self.authorizer),
            ("busy handler", &self.busy),
            ("commit hook", &self.commit),
            ("function", &self.function),
            ("progress handler", &self.progress),
            ("rollback hook", &self.rollback),
            ("update hook", &self.update),
            ("wal hook", &self.wal),
        ]
    }

    /// Those that are called by what `f` does.
    fn heard(&self, f: impl FnOnce()) -> Vec<&'static str> {
        let before = self.all().map(|(_, count)| count.load(Ordering::SeqCst));
        f();
        let is_called =
            |(before, (_, count)): &(usize, (_, &AtomicUsize))| count.load(Ordering::SeqCst) > *before;
        before.into_iter().zip(self.all()).filter(is_called).map(|(_, (name, _))| name).collect()
    }
}

/// Those that <https://sqlite.org/security.html> recommends, but that VACUUM has to attach a database.
const LIMITS: [(Limit, i32); 12] = [
    (Limit::SQLITE_LIMIT_LENGTH, 1_000_000),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (Limit::SQLITE_LIMIT_COLUMN, 100),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 10),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 3),
    (Limit::SQLITE_LIMIT_VDBE_OP, 25_000),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 8),
    (Limit::SQLITE_LIMIT_ATTACHED, 1),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 10),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

fn limits(db: &Connection) -> Vec<i32> {
    LIMITS.iter().map(|(limit, _)| db.limit(*limit).unwrap()).collect()
}

/// A connection on which everything is set that a program can set.
fn furnished(scratch: &Scratch, foreign_keys: bool) -> (Connection, Arc<Calls>) {
    let mut db = Connection::open(scratch.path()).unwrap();
    db.pragma_update(None, "foreign_keys", foreign_keys).unwrap();
    let calls = Arc::new(Calls::default());
    let count = |of: fn(&Calls) -> &AtomicUsize| {
        let calls = Arc::clone(&calls);
        move || of(&calls).fetch_add(1, Ordering::SeqCst)
    };
    let (authorizer, busy) = (count(|it| &it.authorizer), count(|it| &it.busy));
    let (commit, function) = (count(|it| &it.commit), count(|it| &it.function));
    let (progress, rollback) = (count(|it| &it.progress), count(|it| &it.rollback));
    let (update, wal) = (count(|it| &it.update), count(|it| &it.wal));
    let flags = FunctionFlags::SQLITE_UTF8;
    db.create_scalar_function("ours", 0, flags, move |_| Ok(function() > 0)).unwrap();
    for (limit, value) in LIMITS {
        db.set_limit(limit, value).unwrap();
    }
    let is_patient = move |asked| {
        busy();
        asked < 2
    };
    let is_vetoed = move || {
        commit();
        false
    };
    let is_interrupted = move || {
        progress();
        false
    };
    let rolled_back = move || {
        rollback();
    };
    let updated = move |_: Action, _: &str, _: &str, _| {
        update();
    };
    db.busy_handler(Some(is_patient)).unwrap();
    db.commit_hook(Some(is_vetoed)).unwrap();
    db.rollback_hook(Some(rolled_back)).unwrap();
    db.update_hook(Some(updated)).unwrap();
    let on_wal = move |_: &mut Wal, _| {
        wal();
        Ok(())
    };
    db.wal_hook(Some(on_wal)).unwrap();
    db.progress_handler(20, Some(is_interrupted)).unwrap();
    let allow = move |_: AuthContext<'_>| {
        authorizer();
        Authorization::Allow
    };
    db.authorizer(Some(allow)).unwrap();
    (db, calls)
}

/// Everything is there: it is used, and SQLite calls it.
fn assert_all_there(
    path: &str,
    scratch: &Scratch,
    journal: &str,
    db: &Connection,
    calls: &Calls,
    keys: bool,
) {
    assert!(db.is_autocommit(), "{path}");
    assert_eq!(value(db, "PRAGMA foreign_keys"), i64::from(keys).to_string(), "{path}");
    assert_eq!(limits(db), LIMITS.map(|(_, value)| value), "{path}");
    let heard = calls.heard(|| {
        let work = "CREATE TABLE ours AS SELECT ours();
                    BEGIN; INSERT INTO ours VALUES (1); ROLLBACK;
                    INSERT INTO ours VALUES (1); DROP TABLE ours;";
        db.execute_batch(work).unwrap();
        let writer = scratch.open();
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        db.execute_batch("BEGIN IMMEDIATE").unwrap_err();
    });
    let all = calls.all().map(|(name, _)| name);
    let expected = if journal == "wal" { &all[..] } else { &all[..all.len() - 1] };
    assert_eq!(heard, expected, "{path} in journal mode {journal}");
}

/// A path through the crate: what is there before, and what is done.
struct Path {
    name: &'static str,
    before: fn(&mut Connection),
    does: fn(&Scratch, &mut Connection),
}

const fn path(name: &'static str, before: fn(&mut Connection), does: fn(&Scratch, &mut Connection)) -> Path {
    Path { name, before, does }
}

fn nothing(_: &mut Connection) {}

/// Two authors of a name, which version 4 of `notes` does not allow.
fn twins(db: &mut Connection) {
    notes::MIGRATIONS.apply_to(db, notes::Version::Init).unwrap();
    db.execute_batch("INSERT INTO author (name) VALUES ('ann'), ('ann')").unwrap();
}

fn with_items(db: &mut Connection) {
    steps::MIGRATIONS.apply_to(db, steps::Version::Init).unwrap();
    db.execute_batch("INSERT INTO item VALUES ('cup'), ('cup')").unwrap();
}

fn with_titles(db: &mut Connection) {
    fill::MIGRATIONS.apply_to(db, fill::Version::Init).unwrap();
    db.execute_batch(
        "INSERT INTO note (title) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
         SELECT 'Title ' || i FROM n",
    )
    .unwrap();
}

fn with_notes<const COUNT: usize>(db: &mut Connection) {
    slugs::MIGRATIONS.apply_to(db, slugs::Version::Init).unwrap();
    for _ in 0..COUNT {
        db.execute("INSERT INTO note (title) VALUES ('a')", []).unwrap();
    }
}

fn with_tags(db: &mut Connection) {
    back::MIGRATIONS.apply(db).unwrap();
    db.execute_batch(
        "INSERT INTO note (text, title) VALUES ('one', 'One'); INSERT INTO tag VALUES (1, 1, 'a')",
    )
    .unwrap();
}

fn without_index(db: &mut Connection) {
    library::MIGRATIONS.apply(db).unwrap();
    db.execute_batch("DROP INDEX book_author").unwrap();
}

/// Cancels when a statement of version 2 is about to run.
struct Stop(Cancellation);

impl Observer for Stop {
    fn statement(&mut self, migration: &Migration, _: i64, _: &str) {
        if migration.version() == 2 {
            self.0.cancel();
        }
    }
}

macro_rules! fails {
    ($outcome:expr, $error:pat) => {{
        let error = $outcome.map(drop).unwrap_err();
        assert!(matches!(error, $error), "{error}");
    }};
}

const PATHS: &[Path] = &[
    path("success", nothing, |_, db| drop(notes::MIGRATIONS.apply(db).unwrap())),
    path("one transaction each", nothing, |_, db| {
        let runner = notes::MIGRATIONS.runner().transaction_mode(TransactionMode::PerMigration);
        runner.apply(db).unwrap();
    }),
    path(
        "nothing to do",
        |db| drop(notes::MIGRATIONS.apply(db).unwrap()),
        |_, db| assert!(notes::MIGRATIONS.apply(db).unwrap().was_up_to_date()),
    ),
    path("settings of a file", nothing, |_, db| drop(settings::MIGRATIONS.apply(db).unwrap())),
    path("settings of a file without a transaction", nothing, |_, db| {
        settings_outside::MIGRATIONS.apply(db).unwrap();
    }),
    path("a failure", twins, |_, db| fails!(notes::MIGRATIONS.apply(db), Error::Failed(_))),
    path(
        "a violation",
        |db| {
            family::MIGRATIONS.apply_to(db, family::Version::Init).unwrap();
            db.execute_batch("INSERT INTO parent VALUES (1, NULL); INSERT INTO child VALUES (1, 1)").unwrap();
        },
        |_, db| fails!(family::MIGRATIONS.apply(db), Error::ForeignKeys { .. }),
    ),
    path("cancelled", twins, |_, db| {
        let cancellation = Cancellation::of(db);
        let mut stop = Stop(cancellation.clone());
        let runner = notes::MIGRATIONS.runner().cancellation(&cancellation).observer(&mut stop);
        fails!(runner.apply(db), Error::Cancelled { version: Some(2), .. });
    }),
    path("a lock", nothing, |scratch, db| {
        let writer = scratch.open();
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        let runner = notes::MIGRATIONS.runner().lock_timeout(Duration::from_millis(10));
        fails!(runner.apply(db), Error::Busy { .. });
    }),
    path("a backup", twins, |_, db| {
        let runner = notes::MIGRATIONS.runner().backup(Backup::beside());
        let report = runner.apply_to(db, notes::Version::AddTags).unwrap();
        assert!(report.backup().is_some());
    }),
    path("a backup of what fails", twins, |_, db| {
        fails!(notes::MIGRATIONS.runner().backup(Backup::beside()).apply(db), Error::Failed(_));
    }),
    path("a hook", with_notes::<0>, |_, db| drop(slugs::MIGRATIONS.apply(db).unwrap())),
    path("a hook that fails", with_notes::<1>, |_, db| fails!(slugs::MIGRATIONS.apply(db), Error::Hook(_))),
    path("a hook that panics", with_notes::<2>, |_, db| fails!(slugs::MIGRATIONS.apply(db), Error::Hook(_))),
    path("an observer that panics", twins, |_, db| {
        struct Bomb;
        impl Observer for Bomb {
            fn finished(&mut self, _: &Migration, _: Duration) {
                panic!("enough");
            }
        }
        let apply = || drop(notes::MIGRATIONS.runner().observer(&mut Bomb).apply(db));
        catch_unwind(AssertUnwindSafe(apply)).unwrap_err();
    }),
    path("no transaction", nothing, |_, db| drop(steps::MIGRATIONS.apply(db).unwrap())),
    path("no transaction, and a failure", with_items, |_, db| {
        fails!(steps::MIGRATIONS.apply(db), Error::Failed(_));
    }),
    path("a backfill", with_titles, |_, db| drop(fill::MIGRATIONS.apply(db).unwrap())),
    path("a backfill that is cancelled", with_titles, |_, db| {
        let cancellation = Cancellation::of(db);
        let mut stop = Stop(cancellation.clone());
        let runner = fill::MIGRATIONS.runner().cancellation(&cancellation).observer(&mut stop);
        fails!(runner.apply(db), Error::Cancelled { version: Some(2), .. });
    }),
    path(
        "a backfill that fails",
        |db| {
            with_titles(db);
            db.execute("UPDATE note SET title = 'bad' WHERE id = 25", []).unwrap();
        },
        |_, db| fails!(fill::MIGRATIONS.apply(db), Error::Failed(_)),
    ),
    path("a revert", with_tags, |_, db| {
        back::MIGRATIONS
            .plan_revert_to(db, back::Version::AddTags)
            .unwrap()
            .allow_loss()
            .execute(db)
            .unwrap();
    }),
    path("a dry run", with_tags, |_, db| {
        let plan = back::MIGRATIONS.plan_revert_to(db, back::Version::AddTags).unwrap().allow_loss();
        assert!(plan.dry_run(db).unwrap().is_dry_run());
    }),
    path("a revert that is refused", with_tags, |_, db| {
        fails!(back::MIGRATIONS.revert_to(db, back::Version::AddTags), Error::RevertRefused { .. });
    }),
    path(
        "a revert that fails",
        |db| {
            with_tags(db);
            db.execute_batch(
                "CREATE TRIGGER no BEFORE DELETE ON schema_migrations BEGIN SELECT raise(ABORT, 'no'); END",
            )
            .unwrap();
        },
        |_, db| {
            let plan = back::MIGRATIONS.plan_revert_to(db, back::Version::AddTags).unwrap();
            fails!(plan.allow_loss().execute(db), Error::Sqlite { .. });
        },
    ),
    path("redo", with_tags, |_, db| drop(back::MIGRATIONS.redo(db).unwrap())),
    path(
        "a revert without a transaction",
        |db| drop(back_outside::MIGRATIONS.apply(db).unwrap()),
        |_, db| drop(back_outside::MIGRATIONS.revert_to(db, back_outside::Version::Init).unwrap()),
    ),
    path(
        "a revert without a transaction that fails",
        |db| {
            back_outside::MIGRATIONS.apply(db).unwrap();
            db.execute_batch("INSERT INTO item (name) VALUES ('cup'), ('cup')").unwrap();
        },
        |_, db| fails!(back_outside::MIGRATIONS.revert_to(db, back_outside::Version::Init), Error::Failed(_)),
    ),
    path(
        "a baseline",
        |db| {
            notes::MIGRATIONS.apply(db).unwrap();
            db.execute_batch("DROP TABLE schema_migrations").unwrap();
        },
        |_, db| drop(notes::MIGRATIONS.baseline(db).unwrap()),
    ),
    path("a baseline that is refused", nothing, |_, db| {
        fails!(notes::MIGRATIONS.baseline(db), Error::NoBaseline { .. });
    }),
    path(
        "an adoption",
        |db| {
            notes::MIGRATIONS.apply(db).unwrap();
            db.execute_batch("DROP TABLE schema_migrations; PRAGMA user_version = 3").unwrap();
        },
        |_, db| drop(notes::MIGRATIONS.adopt(db).unwrap()),
    ),
    path("an adoption that is refused", nothing, |_, db| {
        fails!(notes::MIGRATIONS.adopt(db), Error::NotAdopted { .. });
        let ledger = Ledger::of(Tool::Sqlx);
        fails!(notes::MIGRATIONS.adopt_from(db, ledger), Error::NotAdopted { .. });
    }),
    path("a repair", without_index, |_, db| {
        let repair = library::MIGRATIONS.repair(db).unwrap();
        assert_eq!(repair.execute(db).unwrap().steps().len(), 1);
    }),
    path("a repair that comes too late", without_index, |_, db| {
        let repair = library::MIGRATIONS.repair(db).unwrap();
        db.execute_batch("DROP INDEX book_title").unwrap();
        fails!(repair.execute(db), Error::RepairOutdated { .. });
    }),
    path("looks at what there is", with_tags, |_, db| look(db)),
    path(
        "looks at what is pending",
        |db| drop(back::MIGRATIONS.apply_to(db, back::Version::Init)),
        |_, db| {
            look(db);
        },
    ),
    path(
        "looks at what was changed",
        |db| {
            with_tags(db);
            db.execute_batch("DROP VIEW titled").unwrap();
        },
        |_, db| look(db),
    ),
];

/// Whatever only reads.
fn look(db: &Connection) {
    let _ = back::MIGRATIONS.check(db);
    back::MIGRATIONS.status(db).unwrap();
    back::MIGRATIONS.plan(db).unwrap();
    back::MIGRATIONS.history(db).unwrap();
    back::MIGRATIONS.drift(db).unwrap();
    let _ = back::MIGRATIONS.repair(db).unwrap();
    let _ = back::MIGRATIONS.plan_revert_to(db, back::Version::Init).unwrap();
}

#[test]
fn handlers_hooks_and_limits_of_the_program_are_there_behind_every_call() {
    for journal in JOURNALS {
        for foreign_keys in [false, true] {
            for path in PATHS {
                let scratch = Scratch::with_journal(journal);
                (path.before)(&mut scratch.open());
                let (mut db, calls) = furnished(&scratch, foreign_keys);
                (path.does)(&scratch, &mut db);
                assert_all_there(path.name, &scratch, journal, &db, &calls, foreign_keys);
            }
        }
    }
}

/// At version 1 of `notes`, with rows.
fn begun(journal: &str) -> (Scratch, Connection) {
    let scratch = Scratch::with_journal(journal);
    let mut db = scratch.open();
    notes::MIGRATIONS.apply_to(&mut db, notes::Version::Init).unwrap();
    db.execute_batch(
        "INSERT INTO author VALUES (1, 'ann'); INSERT INTO note VALUES (1, 1, ' a '), (2, 1, 'b')",
    )
    .unwrap();
    (scratch, db)
}

/// Applies what is pending on a connection that denies what `is_denied` says.
fn apply_denied(
    db: &mut Connection,
    mut is_denied: impl FnMut(&AuthAction<'_>) -> bool + Send + 'static,
) -> Result<Report, Error> {
    let deny = move |context: AuthContext<'_>| {
        if is_denied(&context.action) { Authorization::Deny } else { Authorization::Allow }
    };
    db.authorizer(Some(deny)).unwrap();
    let outcome = notes::MIGRATIONS.apply(db);
    db.authorizer(None::<fn(AuthContext<'_>) -> Authorization>).unwrap();
    outcome
}

#[test]
fn whatever_the_program_denies_all_is_applied_or_nothing() {
    for journal in JOURNALS {
        // Each action once.
        let asked = Arc::new(Mutex::new(BTreeSet::new()));
        let heard = Arc::clone(&asked);
        let (_scratch, mut db) = begun(journal);
        let hear = move |action: &AuthAction<'_>| {
            heard.lock().unwrap().insert(format!("{action:?}"));
            false
        };
        apply_denied(&mut db, hear).unwrap();
        let asked = asked.lock().unwrap();
        assert!(asked.len() > 40, "{asked:?}");
        let mut refused = 0;
        // Who denies ROLLBACK keeps every transaction that fails.
        for denied in asked.iter().filter(|action| !action.contains("Rollback")) {
            let (_scratch, mut db) = begun(journal);
            let before = dump(&db);
            let name = String::clone(denied);
            let outcome = apply_denied(&mut db, move |action| format!("{action:?}") == name);
            assert!(db.is_autocommit(), "{denied}");
            assert_eq!(value(&db, "PRAGMA foreign_keys"), "1", "{denied}");
            match outcome {
                Ok(_) => notes::MIGRATIONS.check(&db).unwrap(),
                Err(error) => {
                    refused += 1;
                    assert_eq!(dump(&db), before, "{denied}: {error}");
                    let said = error.to_string();
                    assert!(
                        said.contains("not authorized") || said.contains("prohibited"),
                        "{denied}: {said}"
                    );
                    notes::MIGRATIONS.apply(&mut db).unwrap();
                    notes::MIGRATIONS.check(&db).unwrap();
                }
            }
        }
        assert!(refused > 40, "{refused} of {}", asked.len());
    }
}

#[test]
fn what_the_program_denies_is_told_with_the_way_out() {
    let (_scratch, mut db) = begun("wal");
    let history =
        |action: &AuthAction<'_>| matches!(action, AuthAction::Insert { table_name: "schema_migrations" });
    assert_message("denied", &apply_denied(&mut db, history).unwrap_err().to_string());
    let alter = |action: &AuthAction<'_>| matches!(action, AuthAction::AlterTable { .. });
    assert_message("denied_statement", &apply_denied(&mut db, alter).unwrap_err().to_string());
}

#[test]
fn a_commit_that_the_program_vetoes_changes_nothing() {
    for journal in JOURNALS {
        let (_scratch, mut db) = begun(journal);
        let before = dump(&db);
        db.commit_hook(Some(|| true)).unwrap();
        let error = notes::MIGRATIONS.apply(&mut db).unwrap_err();
        assert!(matches!(error, Error::Sqlite { doing: "committing the migrations", .. }), "{error}");
        db.commit_hook(None::<fn() -> bool>).unwrap();
        assert!(db.is_autocommit());
        assert_eq!(dump(&db), before);
    }
}

#[test]
fn a_transaction_of_the_program_stays_open() {
    for journal in JOURNALS {
        let (_scratch, mut db) = begun(journal);
        db.execute_batch("BEGIN; INSERT INTO author VALUES (2, 'bob')").unwrap();
        fails!(notes::MIGRATIONS.apply(&mut db), Error::InTransaction);
        fails!(notes::MIGRATIONS.baseline(&mut db), Error::InTransaction);
        fails!(notes::MIGRATIONS.adopt(&mut db), Error::InTransaction);
        fails!(notes::MIGRATIONS.repair(&db).unwrap().execute(&mut db), Error::InTransaction);
        fails!(notes::MIGRATIONS.revert_last(&mut db), Error::InTransaction);
        // To look is allowed.
        fails!(notes::MIGRATIONS.check(&db), Error::Pending { .. });
        notes::MIGRATIONS.status(&db).unwrap();
        assert!(notes::MIGRATIONS.drift(&db).unwrap().is_empty());
        db.execute_batch("COMMIT").unwrap();
        assert_eq!(list(&db, "SELECT name FROM author"), ["ann", "bob"]);
    }
}

#[test]
fn a_query_of_the_program_goes_on_while_it_looks() {
    for journal in JOURNALS {
        let (_scratch, db) = begun(journal);
        let mut query = db.prepare("SELECT id FROM note ORDER BY id").unwrap();
        let mut rows = query.query([]).unwrap();
        assert_eq!(rows.next().unwrap().unwrap().get::<_, i64>(0).unwrap(), 1);
        fails!(notes::MIGRATIONS.check(&db), Error::Pending { .. });
        notes::MIGRATIONS.status(&db).unwrap();
        notes::MIGRATIONS.drift(&db).unwrap();
        notes::MIGRATIONS.history(&db).unwrap();
        let _ = notes::MIGRATIONS.repair(&db).unwrap();
        assert_eq!(rows.next().unwrap().unwrap().get::<_, i64>(0).unwrap(), 2);
        assert!(rows.next().unwrap().is_none());
    }
}
