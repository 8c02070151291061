//! From a new database to the latest version, in one call or several, and no further.

#[macro_use]
mod common;

use std::sync::{Arc, Mutex};

use common::{JOURNALS, Scratch, dump, history, list, log, value};
use embed_migrations::{Error, Kind, MigrationVersion as _, Report};
use notes::{MIGRATIONS, SCHEMA, Version};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

mod notes {
    embed!("tests/sets/notes", set = "notes");
}

fn versions(report: &Report) -> Vec<i64> {
    report.applied().iter().map(embed_migrations::AppliedMigration::version).collect()
}

#[test]
fn a_new_database_gets_every_migration_in_order() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        let report = MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(versions(&report), [1, 2, 4]);
        assert!(!report.was_up_to_date());
        assert_eq!(history(&db), ["1 applied", "2 applied", "4 applied"]);
        assert_eq!(log(&db), ["1 applied", "2 applied", "4 applied"]);
        assert_eq!(list(&db, "SELECT name FROM tag"), ["inbox", "later"]);
        assert_eq!(value(&db, "PRAGMA journal_mode"), journal);
    }
}

#[test]
fn the_database_has_the_embedded_schema() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    MIGRATIONS.apply(&mut db).unwrap();
    let mut embedded: Vec<String> = SCHEMA.tables().iter().map(|table| table.sql().to_owned()).collect();
    embedded.extend(
        SCHEMA.tables().iter().flat_map(|table| table.indexes()).filter_map(|i| i.sql().map(str::to_owned)),
    );
    embedded.sort();
    let query = "SELECT sql FROM sqlite_schema WHERE tbl_name NOT LIKE 'schema_migration%' ORDER BY sql";
    assert_eq!(list(&db, query), embedded);
}

#[test]
fn the_second_run_waits_for_no_lock_and_writes_nothing() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        MIGRATIONS.apply(&mut scratch.open()).unwrap();
        let watcher = scratch.open();
        let version = value(&watcher, "PRAGMA data_version");
        let bytes = scratch.bytes();

        let writer = scratch.open();
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut db = scratch.open();
        db.busy_timeout(std::time::Duration::ZERO).unwrap();
        let report = MIGRATIONS.apply(&mut db).unwrap();
        assert!(report.was_up_to_date());
        assert_eq!(report.to_string(), "`notes` is up to date");
        writer.execute_batch("ROLLBACK").unwrap();

        assert_eq!(value(&watcher, "PRAGMA data_version"), version);
        assert_eq!(scratch.bytes(), bytes);
    }
}

#[test]
fn the_second_run_reads_nothing_but_the_history() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    MIGRATIONS.apply(&mut db).unwrap();
    let actions = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&actions);
    let authorizer = move |context: AuthContext<'_>| {
        seen.lock().unwrap().push(match context.action {
            AuthAction::Read { table_name, .. } => format!("read {table_name}"),
            action => format!("{action:?}"),
        });
        Authorization::Allow
    };
    db.authorizer(Some(authorizer)).unwrap();
    MIGRATIONS.apply(&mut db).unwrap();
    MIGRATIONS.check(&db).unwrap();
    let mut actions = std::mem::take(&mut *actions.lock().unwrap());
    actions.sort();
    actions.dedup();
    let cookie = "Pragma { pragma_name: \"schema_version\", pragma_value: None }";
    assert_eq!(actions, [cookie, "Select", "read schema_migrations"]);
}

#[test]
fn a_target_is_the_last_version_that_is_applied() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    assert_eq!(versions(&MIGRATIONS.apply_to(&mut db, Version::AddTags).unwrap()), [1, 2]);
    assert_eq!(history(&db), ["1 applied", "2 applied"]);
    assert!(MIGRATIONS.apply_to(&mut db, Version::AddTags).unwrap().was_up_to_date());
    assert_eq!(versions(&MIGRATIONS.apply(&mut db).unwrap()), [4]);
    assert_eq!(history(&db), ["1 applied", "2 applied", "4 applied"]);
}

#[test]
fn steps_and_one_leap_lead_to_the_same_database() {
    let (steps, leap) = (Scratch::new(), Scratch::new());
    for version in Version::ALL {
        MIGRATIONS.apply_to(&mut steps.open(), *version).unwrap();
    }
    MIGRATIONS.apply(&mut leap.open()).unwrap();
    let (steps, leap) = (steps.open(), leap.open());
    [&steps, &leap].into_iter().for_each(common::fix_times);
    [&steps, &leap].into_iter().for_each(common::fix_cookies);
    assert_eq!(dump(&steps), dump(&leap));
}

#[test]
fn a_target_behind_the_database_is_refused() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply_to(&mut db, Version::AddTags).unwrap();
        let bytes = scratch.bytes();
        let error = MIGRATIONS.apply_to(&mut db, Version::Init).unwrap_err();
        assert!(matches!(error, Error::TargetBehind { target: 1, current: 2, .. }), "{error}");
        common::assert_message("target_behind", &error.to_string());
        assert_eq!(scratch.bytes(), bytes);
    }
}

#[test]
fn the_history_says_what_was_applied_when_and_by_whom() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    let now = || value(&db, "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')");
    let before = now();
    MIGRATIONS.apply(&mut scratch.open()).unwrap();
    let after = now();
    let history = MIGRATIONS.history(&db).unwrap();
    assert_eq!(history.len(), MIGRATIONS.migrations().len());
    for (entry, migration) in history.iter().zip(MIGRATIONS.migrations()) {
        assert_eq!(entry.version(), migration.version());
        assert_eq!(entry.description(), migration.description());
        assert_eq!(entry.checksum(), migration.checksum().to_string());
        assert_eq!(entry.kind(), Kind::Applied);
        assert_eq!(entry.program(), concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")));
        assert!(
            (&*before..=&*after).contains(&entry.applied_at()),
            "{before} {} {after}",
            entry.applied_at()
        );
        assert!(entry.execution_ms() >= 0);
    }
    assert!(MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
    assert_eq!(MIGRATIONS.history(&db).unwrap(), history);
}
