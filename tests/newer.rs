//! What a program does on a database that is newer than it is.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, history, list, value};
use embed_migrations::{Access, Error, MigrationSet, MigrationVersion, NewerDatabase, State};
use rusqlite::{Connection, ErrorCode};

mod first {
    embed!("tests/sets/phases_1", set = "people");
}
mod second {
    embed!("tests/sets/phases_2", set = "people");
}
mod third {
    embed!("tests/sets/phases_3", set = "people");
}
/// Another third release, whose backfill may be interrupted.
mod filling {
    embed!("tests/sets/phases_3_filling", set = "people");
}

/// A database in each journal mode, which `prepare` has migrated.
fn for_each(prepare: impl Fn(&mut Connection), mut test: impl FnMut(&Scratch, Connection)) {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        prepare(&mut db);
        db.execute("UPDATE schema_migrations SET program = 'people 2.0.0'", []).unwrap();
        common::fix_times(&db);
        test(&scratch, db);
    }
}

fn to_the_second(db: &mut Connection) {
    second::MIGRATIONS.runner().hold_contracts().apply(db).unwrap();
}

fn behind_the_contract(db: &mut Connection) {
    second::MIGRATIONS.apply(db).unwrap();
}

/// What `apply` and a check make of it; both the same.
#[track_caller]
fn access<V: MigrationVersion>(
    set: &MigrationSet<V>,
    scratch: &Scratch,
    policy: NewerDatabase,
) -> Result<Access, Error> {
    let before = scratch.bytes();
    let applied =
        set.runner().newer_database(policy).apply(&mut scratch.open()).map(|report| report.access());
    let checked = set.checker().newer_database(policy).check(&scratch.open());
    assert_eq!(scratch.bytes(), before);
    match (&applied, &checked) {
        (Ok(applied), Ok(checked)) => assert_eq!(applied, checked),
        (Err(applied), Err(checked)) => assert_eq!(applied.to_string(), checked.to_string()),
        _ => panic!("{applied:?}, {checked:?}"),
    }
    applied
}

#[track_caller]
fn refused<V: MigrationVersion>(set: &MigrationSet<V>, scratch: &Scratch, policy: NewerDatabase) -> String {
    let error = access(set, scratch, policy).unwrap_err();
    assert!(matches!(error, Error::Newer { .. }), "{error:?}");
    error.to_string()
}

#[test]
fn a_program_goes_on_where_all_that_is_newer_is_compatible() {
    for_each(to_the_second, |scratch, mut db| {
        let policy = NewerDatabase::IfCompatible;
        assert_eq!(access(&first::MIGRATIONS, scratch, policy).unwrap(), Access::ReadWrite);
        let report = first::MIGRATIONS.runner().newer_database(policy).apply(&mut db).unwrap();
        assert!(report.was_up_to_date());
        db.execute("INSERT INTO user (name) VALUES ('Edsger')", []).unwrap();
        assert_eq!(value(&db, "SELECT full_name FROM user WHERE name = 'Edsger'"), "Edsger");
        assert_eq!(history(&db), ["1 applied", "2 applied"]);
    });
}

#[test]
fn by_default_it_is_refused_and_told_that_it_could_go_on() {
    for_each(to_the_second, |scratch, db| {
        common::assert_message(
            "newer_compatible",
            &refused(&first::MIGRATIONS, scratch, NewerDatabase::Refuse),
        );
        assert!(matches!(first::MIGRATIONS.check(&db), Err(Error::Newer { .. })));
        let status = first::MIGRATIONS.status(&db).unwrap();
        common::assert_message("status_newer_compatible", &status.to_string());
        assert_eq!(status.migrations()[1].state(), State::Newer);
        assert_eq!(status.migrations()[1].entry().unwrap().compatible_with(), Some(1));
    });
}

#[test]
fn one_migration_that_promises_nothing_is_enough_to_refuse() {
    for_each(behind_the_contract, |scratch, _| {
        let error = refused(&first::MIGRATIONS, scratch, NewerDatabase::IfCompatible);
        common::assert_message("newer_breaking", &error);
    });
}

#[test]
fn a_promise_is_for_programs_of_its_version_and_later_ones() {
    let to_the_third = |db: &mut Connection| {
        third::MIGRATIONS.runner().hold_contracts_after(third::Version::DropName).apply(db).unwrap();
    };
    for_each(to_the_third, |scratch, _| {
        let policy = NewerDatabase::IfCompatible;
        assert_eq!(access(&second::MIGRATIONS, scratch, policy).unwrap(), Access::ReadWrite);
        refused(&first::MIGRATIONS, scratch, policy);
    });
}

#[test]
fn a_program_only_reads_where_it_has_asked_for_that() {
    for_each(to_the_second, |scratch, mut db| {
        let policy = NewerDatabase::ReadOnly;
        assert_eq!(access(&first::MIGRATIONS, scratch, policy).unwrap(), Access::ReadOnly);
        let report = first::MIGRATIONS.runner().newer_database(policy).apply(&mut db).unwrap();
        assert_eq!(report.access(), Access::ReadOnly);
        assert_eq!(report.to_string(), "`people` is newer than the program, which only reads");
        assert_eq!(list(&db, "SELECT name FROM user"), ["Ada", "Grace"]);
        let error = db.execute("INSERT INTO user (name) VALUES ('Edsger')", []).unwrap_err();
        assert_eq!(error.sqlite_error_code(), Some(ErrorCode::ReadOnly));
        // A connection for reading will do.
        let read_only = scratch.open_read_only();
        assert_eq!(
            first::MIGRATIONS.checker().newer_database(policy).check(&read_only).unwrap(),
            Access::ReadOnly
        );
    });
}

#[test]
fn it_does_not_even_read_where_something_is_gone() {
    for_each(behind_the_contract, |scratch, mut db| {
        let error = refused(&first::MIGRATIONS, scratch, NewerDatabase::ReadOnly);
        common::assert_message("newer_unreadable", &error);
        let _ = first::MIGRATIONS.runner().newer_database(NewerDatabase::ReadOnly).apply(&mut db);
        assert_eq!(value(&db, "PRAGMA query_only"), "0");
    });
    let without_the_table = |db: &mut Connection| {
        behind_the_contract(db);
        db.execute_batch("DROP TABLE user; CREATE VIEW user AS SELECT 1 AS id, 'Ada' AS name").unwrap();
    };
    // A view of its name with its columns is as good for reading.
    for_each(without_the_table, |scratch, db| {
        assert_eq!(access(&first::MIGRATIONS, scratch, NewerDatabase::ReadOnly).unwrap(), Access::ReadOnly);
        db.execute_batch("DROP VIEW user").unwrap();
        let error = refused(&first::MIGRATIONS, scratch, NewerDatabase::ReadOnly);
        assert!(error.contains("not there any more, and known to programs of version 1: `user`"), "{error}");
    });
}

#[test]
fn a_policy_is_of_no_account_where_nothing_is_newer() {
    for_each(behind_the_contract, |scratch, _| {
        for policy in [NewerDatabase::Refuse, NewerDatabase::ReadOnly, NewerDatabase::IfCompatible] {
            assert_eq!(access(&second::MIGRATIONS, scratch, policy).unwrap(), Access::ReadWrite);
        }
    });
    for policy in [NewerDatabase::ReadOnly, NewerDatabase::IfCompatible] {
        let scratch = Scratch::new();
        let mut db = scratch.open();
        let report = first::MIGRATIONS.runner().newer_database(policy).apply(&mut db).unwrap();
        assert_eq!((report.applied().len(), report.access()), (1, Access::ReadWrite));
        assert!(matches!(
            second::MIGRATIONS.checker().newer_database(policy).check(&db),
            Err(Error::Pending { .. })
        ));
    }
}

#[test]
fn what_the_program_knows_is_checked_all_the_same() {
    for_each(to_the_second, |scratch, db| {
        db.execute("UPDATE schema_migrations SET checksum = '0', meaning = '0' WHERE version = 1", [])
            .unwrap();
        for policy in [NewerDatabase::ReadOnly, NewerDatabase::IfCompatible] {
            assert!(matches!(access(&first::MIGRATIONS, scratch, policy), Err(Error::Edited { .. })));
        }
    });
    for_each(to_the_second, |scratch, db| {
        db.execute("DELETE FROM schema_migrations WHERE version = 1", []).unwrap();
        let error = refused(&first::MIGRATIONS, scratch, NewerDatabase::IfCompatible);
        assert!(!error.contains("compatible"), "{error}");
    });
}

#[test]
fn other_comments_of_a_newer_program_are_left_as_they_are() {
    for_each(to_the_second, |scratch, db| {
        db.execute("UPDATE schema_migrations SET checksum = '0' WHERE version = 1", []).unwrap();
        let policy = NewerDatabase::IfCompatible;
        assert_eq!(access(&first::MIGRATIONS, scratch, policy).unwrap(), Access::ReadWrite);
        assert_eq!(value(&db, "SELECT checksum FROM schema_migrations WHERE version = 1"), "0");
    });
}

#[test]
fn a_backfill_of_a_newer_program_may_be_half_done() {
    let half_done = |db: &mut Connection| {
        filling::MIGRATIONS.apply_to(db, filling::Version::DropName).unwrap();
        db.execute_batch(
            "CREATE TRIGGER stop BEFORE UPDATE ON user WHEN NEW.id = 2 BEGIN SELECT raise(ABORT, 'stop'); END",
        )
        .unwrap();
        assert!(filling::MIGRATIONS.apply(db).is_err());
        db.execute_batch("DROP TRIGGER stop").unwrap();
        assert_eq!(history(db), ["1 applied", "2 applied", "3 applied", "4 running"]);
    };
    for_each(half_done, |scratch, db| {
        let policy = NewerDatabase::IfCompatible;
        assert_eq!(access(&second::MIGRATIONS, scratch, policy).unwrap(), Access::ReadWrite);
        // Of other files, nobody knows what there is in between.
        let update = "UPDATE schema_migrations SET done_fingerprint = '1:0123456789abcdef' WHERE version = 4";
        db.execute(update, []).unwrap();
        let error = refused(&second::MIGRATIONS, scratch, policy);
        assert!(error.contains("version 4 is half done, or still runs"), "{error}");
    });
}

#[test]
fn a_promise_holds_as_long_as_nobody_drops_what_the_program_needs() {
    for_each(to_the_second, |scratch, db| {
        db.execute_batch("ALTER TABLE user RENAME TO people").unwrap();
        refused(&first::MIGRATIONS, scratch, NewerDatabase::IfCompatible);
        db.execute_batch("ALTER TABLE people RENAME TO user; CREATE INDEX mine ON user (name)").unwrap();
        let access = access(&first::MIGRATIONS, scratch, NewerDatabase::IfCompatible);
        assert_eq!(access.unwrap(), Access::ReadWrite);
    });
}

#[test]
fn a_promise_that_came_as_a_comment_reaches_the_history() {
    for_each(to_the_second, |_, mut db| {
        let query = "SELECT compatible_with FROM schema_migrations WHERE version = 2";
        db.execute("UPDATE schema_migrations SET checksum = '0', chain = '0', compatible_with = NULL", [])
            .unwrap();
        second::MIGRATIONS.runner().hold_contracts().apply(&mut db).unwrap();
        assert_eq!(value(&db, query), "1");
    });
}
