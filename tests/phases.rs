//! What takes something away from older programs is held back until somebody lets it through.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, history, list, log, value};
use embed_migrations::{Error, MigrationSet, Phase, Report, State};
use rusqlite::Connection;

/// The release that renames a column, in two steps.
mod second {
    embed!("tests/sets/phases_2", set = "people");
}
/// The one behind it.
mod third {
    embed!("tests/sets/phases_3", set = "people");
}
/// One that contracts in rounds.
mod clearing {
    embed!("tests/sets/phases_2_clearing", set = "people");
}
/// One that has replaced its files.
mod squashed {
    embed!("tests/sets/phases_squash", set = "people");
}
/// The one before.
mod first {
    embed!("tests/sets/phases_1", set = "people");
}

/// A database at the version of the release before, in each journal mode.
fn for_each(mut test: impl FnMut(&Scratch, Connection)) {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        first::MIGRATIONS.apply(&mut db).unwrap();
        test(&scratch, db);
    }
}

fn held(report: &Report) -> Vec<i64> {
    report.held().iter().map(|migration| migration.version()).collect()
}

fn state<V: embed_migrations::MigrationVersion>(
    set: &MigrationSet<V>,
    db: &Connection,
    version: i64,
) -> State {
    let status = set.status(db).unwrap();
    status.migrations().iter().find(|migration| migration.version() == version).unwrap().state()
}

#[test]
fn a_migration_knows_its_phase() {
    let phases: Vec<_> =
        third::MIGRATIONS.migrations().iter().map(|m| (m.phase(), m.compatible_with())).collect();
    let (expand, contract) = (Some(Phase::Expand), Some(Phase::Contract));
    assert_eq!(
        phases,
        [(None, None), (expand, Some(1)), (contract, None), (expand, Some(3)), (contract, None)]
    );
}

#[test]
fn a_contract_is_held_back_and_let_through_later() {
    for_each(|_, mut db| {
        let report = second::MIGRATIONS.runner().hold_contracts().apply(&mut db).unwrap();
        assert_eq!((report.applied().len(), held(&report)), (1, vec![3]));
        assert_eq!(history(&db), ["1 applied", "2 applied"]);
        // The program of the release before still writes, and the one of this release finds what it has written.
        db.execute_batch(
            "INSERT INTO user (name) VALUES ('Edsger');
             UPDATE user SET name = 'Ada Lovelace' WHERE name = 'Ada'",
        )
        .unwrap();
        assert_eq!(list(&db, "SELECT full_name FROM user"), ["Ada Lovelace", "Grace", "Edsger"]);
        // And the other way round.
        db.execute_batch(
            "INSERT INTO user (full_name) VALUES ('Barbara');
             UPDATE user SET full_name = 'Grace Hopper' WHERE full_name = 'Grace'",
        )
        .unwrap();
        assert_eq!(list(&db, "SELECT name FROM user"), ["Ada Lovelace", "Grace Hopper", "Edsger", "Barbara"]);
        assert_eq!(log(&db), ["1 applied", "2 applied", "3 held"]);

        // An operator lets it through.
        let report = second::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!((report.applied().len(), held(&report)), (1, vec![]));
        assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied"]);
        assert_eq!(
            list(&db, "SELECT full_name FROM user"),
            ["Ada Lovelace", "Grace Hopper", "Edsger", "Barbara"]
        );
        assert!(second::MIGRATIONS.runner().hold_contracts().apply(&mut db).unwrap().held().is_empty());
    });
}

#[test]
fn status_and_plan_tell_what_is_held_back() {
    for_each(|_, mut db| {
        let runner = || second::MIGRATIONS.runner().hold_contracts();
        let plan = runner().plan(&db).unwrap();
        common::assert_message("plan_held", &plan.to_string());
        assert_eq!((plan.pending().len(), plan.held().len()), (1, 1));
        common::assert_message("plan_contract", &second::MIGRATIONS.plan(&db).unwrap().to_string());
        assert_eq!(state(&second::MIGRATIONS, &db, 3), State::Pending);

        let mut report = runner().apply(&mut db).unwrap().to_string();
        let time = report.find("  add_full_name").unwrap() + "  add_full_name  ".len();
        let end = time + report[time..].find('\n').unwrap();
        report.replace_range(time..end, "1 ms");
        common::assert_message("report_held", &report);
        common::fix_times(&db);
        let status = second::MIGRATIONS.status(&db).unwrap();
        common::assert_message("status_held", &status.to_string());
        assert_eq!(state(&second::MIGRATIONS, &db, 3), State::Held);
        assert_eq!(status.migrations()[2].phase(), Some(Phase::Contract));
        assert!(!status.is_up_to_date());
        let plan = runner().plan(&db).unwrap();
        assert!(plan.is_up_to_date());
        assert_eq!(plan.held()[0].version(), 3);

        second::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(state(&second::MIGRATIONS, &db, 3), State::Applied);
        assert!(second::MIGRATIONS.status(&db).unwrap().is_up_to_date());
    });
}

#[test]
fn a_start_that_holds_back_writes_nothing_the_second_time() {
    for_each(|scratch, mut db| {
        let apply = |db: &mut Connection| second::MIGRATIONS.runner().hold_contracts().apply(db).unwrap();
        apply(&mut db);
        let bytes = scratch.bytes();
        assert_eq!(held(&apply(&mut db)), [3]);
        assert_eq!(scratch.bytes(), bytes);
        // Nor does it wait for who writes.
        let other = scratch.open();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        db.busy_timeout(std::time::Duration::ZERO).unwrap();
        assert_eq!(held(&apply(&mut db)), [3]);
    });
}

#[test]
fn what_is_held_back_is_logged_whenever_there_is_time() {
    for_each(|scratch, mut db| {
        second::MIGRATIONS.apply_to(&mut db, second::Version::AddFullName).unwrap();
        let other = scratch.open();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        db.busy_timeout(std::time::Duration::ZERO).unwrap();
        let apply = |db: &mut Connection| second::MIGRATIONS.runner().hold_contracts().apply(db).unwrap();
        // Who only wants to note something waits for nobody, and is not refused.
        assert_eq!(held(&apply(&mut db)), [3]);
        assert_eq!(held(&apply(&mut scratch.open_read_only())), [3]);
        assert_eq!(state(&second::MIGRATIONS, &db, 3), State::Pending);
        other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(held(&apply(&mut db)), [3]);
        assert_eq!(state(&second::MIGRATIONS, &db, 3), State::Held);
    });
}

#[test]
fn what_the_program_needs_is_not_left_behind_a_contract() {
    for_each(|scratch, mut db| {
        second::MIGRATIONS.runner().hold_contracts().apply(&mut db).unwrap();
        let bytes = scratch.bytes();
        let runner = || third::MIGRATIONS.runner().hold_contracts();
        let error = runner().apply(&mut db).unwrap_err();
        assert!(matches!(&error, Error::Held { version: 3, behind, .. } if behind.len() == 1), "{error:?}");
        common::assert_message("held", &error.to_string());
        assert_eq!(runner().plan(&db).unwrap_err().to_string(), error.to_string());
        let checked = third::MIGRATIONS.checker().hold_contracts().check(&db).unwrap_err();
        assert_eq!(checked.to_string(), error.to_string());
        assert_eq!(scratch.bytes(), bytes);

        // The later release lets it through, and holds back its own.
        let runner = || third::MIGRATIONS.runner().hold_contracts_after(third::Version::DropName);
        let report = runner().apply(&mut db).unwrap();
        assert_eq!((report.applied().len(), held(&report)), (2, vec![5]));
        assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied", "4 applied"]);
        assert_eq!(list(&db, "SELECT full_name, email FROM user"), ["Ada|NULL", "Grace|NULL"]);
        assert_eq!(held(&runner().apply(&mut db).unwrap()), [5]);
        assert_eq!(held(&third::MIGRATIONS.runner().hold_contracts().apply(&mut db).unwrap()), [5]);
    });
}

#[test]
fn a_version_that_is_asked_for_is_reached_before_a_contract() {
    for_each(|_, mut db| {
        let to =
            |db: &mut Connection, version| third::MIGRATIONS.runner().hold_contracts().apply_to(db, version);
        assert!(to(&mut db, third::Version::AddFullName).unwrap().held().is_empty());
        assert_eq!(held(&to(&mut db, third::Version::DropName).unwrap()), [3]);
        assert!(matches!(to(&mut db, third::Version::AddEmail), Err(Error::Held { version: 3, .. })));
        assert_eq!(history(&db), ["1 applied", "2 applied"]);
    });
}

#[test]
fn a_check_accepts_what_is_held_back_if_it_is_told_so() {
    for_each(|scratch, mut db| {
        let check = |db: &Connection| second::MIGRATIONS.checker().hold_contracts().check(db);
        assert!(matches!(check(&db), Err(Error::Pending { files, .. }) if files.len() == 1));
        second::MIGRATIONS.runner().hold_contracts().apply(&mut db).unwrap();
        check(&db).unwrap();
        check(&scratch.open_read_only()).unwrap();
        assert!(
            matches!(second::MIGRATIONS.check(&db), Err(Error::Pending { files, .. }) if files.len() == 1)
        );
        second::MIGRATIONS.apply(&mut db).unwrap();
        check(&db).unwrap();
        second::MIGRATIONS.check(&db).unwrap();
    });
}

#[test]
fn a_contract_that_fails_is_held_back_no_longer() {
    for_each(|_, mut db| {
        let runner = || second::MIGRATIONS.runner().hold_contracts();
        runner().apply(&mut db).unwrap();
        db.execute_batch("CREATE VIEW names AS SELECT name FROM user").unwrap();
        assert!(matches!(second::MIGRATIONS.apply(&mut db), Err(Error::Failed(_))));
        assert_eq!(state(&second::MIGRATIONS, &db, 3), State::Failed);
        assert_eq!(value(&db, "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"), "3");
        assert_eq!(held(&runner().apply(&mut db).unwrap()), [3]);
        assert_eq!(state(&second::MIGRATIONS, &db, 3), State::Held);
    });
}

#[test]
fn a_new_database_stops_before_a_contract_too() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        let report = second::MIGRATIONS.runner().hold_contracts().apply(&mut db).unwrap();
        assert_eq!((report.applied().len(), held(&report)), (2, vec![3]));
    }
}

#[test]
fn a_contract_that_was_begun_is_finished() {
    for_each(|_, mut db| {
        let stop = "CREATE TRIGGER stop BEFORE UPDATE ON user WHEN NEW.id = 2 BEGIN SELECT raise(ABORT, 'stop'); END";
        let runner = || clearing::MIGRATIONS.runner().hold_contracts();
        assert_eq!(held(&runner().apply(&mut db).unwrap()), [3]);
        db.execute_batch(stop).unwrap();
        clearing::MIGRATIONS.apply(&mut db).unwrap_err();
        assert_eq!(history(&db), ["1 applied", "2 applied", "3 running"]);
        assert!(matches!(
            clearing::MIGRATIONS.checker().hold_contracts().check(&db),
            Err(Error::Pending { .. })
        ));
        db.execute_batch("DROP TRIGGER stop").unwrap();
        let report = runner().apply(&mut db).unwrap();
        assert_eq!((report.applied().len(), held(&report)), (1, vec![]));
        assert_eq!(list(&db, "SELECT name FROM user"), ["NULL", "NULL"]);
    });
}

#[test]
fn a_note_of_what_is_held_back_is_no_reason_to_fail_or_to_wait() {
    let scratch = Scratch::with_journal("delete");
    let mut db = scratch.open();
    let runner = || second::MIGRATIONS.runner().hold_contracts();
    first::MIGRATIONS.apply(&mut db).unwrap();
    second::MIGRATIONS.apply_to(&mut db, second::Version::AddFullName).unwrap();
    // In this journal mode, nobody commits while somebody reads; and nobody writes while somebody does.
    let other = scratch.open();
    for begin in ["BEGIN; SELECT count(*) FROM user", "BEGIN IMMEDIATE"] {
        other.execute_batch(begin).unwrap();
        let started = std::time::Instant::now();
        assert_eq!(held(&runner().apply(&mut db).unwrap()), [3]);
        // The connection itself would wait for two minutes.
        assert!(started.elapsed() < std::time::Duration::from_secs(60));
        other.execute_batch("ROLLBACK").unwrap();
    }
    assert_eq!(state(&second::MIGRATIONS, &db, 3), State::Pending);
}

#[test]
fn a_squash_that_is_only_recorded_waits_along() {
    for_each(|_, mut db| {
        second::MIGRATIONS.runner().hold_contracts().apply(&mut db).unwrap();
        let runner = || squashed::MIGRATIONS.runner().hold_contracts();
        assert_eq!(held(&runner().apply(&mut db).unwrap()), [3, 4]);
        squashed::MIGRATIONS.checker().hold_contracts().check(&db).unwrap();
        squashed::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied", "4 squashed"]);
        assert!(runner().apply(&mut db).unwrap().held().is_empty());
    });
}

#[test]
fn a_table_or_a_column_that_is_gone_is_missed_while_a_contract_is_held_back() {
    for damage in [
        "DROP TRIGGER user_full_name; DROP TRIGGER user_name; DROP TRIGGER user_insert;
                    ALTER TABLE user DROP COLUMN full_name",
        "DROP TABLE user",
    ] {
        for_each(|_, mut db| {
            let runner = || second::MIGRATIONS.runner().hold_contracts();
            runner().apply(&mut db).unwrap();
            db.execute_batch(damage).unwrap();
            assert!(matches!(runner().apply(&mut db), Err(Error::MissingTables { version: 2, .. })));
            let checker = second::MIGRATIONS.checker().hold_contracts();
            assert!(matches!(checker.check(&db), Err(Error::MissingTables { version: 2, .. })));
            let status = second::MIGRATIONS.status(&db).unwrap();
            assert!(status.drift().is_some_and(|drift| drift.version() == 2), "{status}");
        });
    }
}

#[test]
fn a_check_wants_the_contracts_that_are_let_through() {
    for_each(|_, mut db| {
        second::MIGRATIONS.runner().hold_contracts().apply(&mut db).unwrap();
        let check =
            |db: &Connection, version| second::MIGRATIONS.checker().hold_contracts_after(version).check(db);
        check(&db, second::Version::AddFullName).unwrap();
        assert!(matches!(check(&db, second::Version::DropName), Err(Error::Pending { .. })));
    });
}
