//! One file in the place of others: who runs which, and that all end alike.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, history, list, log, process, value};
use embed_migrations::{Error, Kind, MigrationSet, MigrationVersion, Schema, State, TransactionMode};
use rusqlite::Connection;

/// The program before there was a squash: versions 1 to 4.
mod old {
    embed!("tests/sets/squash_old", set = "notes");
}
/// Version 5 replaces 2 to 4, whose files are still there; 6 follows.
mod beside {
    embed!("tests/sets/squash_beside", set = "notes", locked = true);
}
/// The same without the files.
mod alone {
    embed!("tests/sets/squash_alone", set = "notes", locked = true);
}
/// Version 7 replaces 1 to 6, the squash 5 among them; 8 follows.
mod twice {
    embed!("tests/sets/squash_twice", set = "notes", locked = true);
}
/// The same without the files that 5 replaces.
mod twice_inner_alone {
    embed!("tests/sets/squash_twice_inner_alone", set = "notes", locked = true);
}
/// The same without the files that 7 replaces.
mod twice_alone {
    embed!("tests/sets/squash_twice_alone", set = "notes", locked = true);
}

/// A database to which the program before the squash has applied its first `count` files.
fn old_at(count: usize, journal: &str) -> Scratch {
    let scratch = Scratch::with_journal(journal);
    if let Some(last) = count.checked_sub(1) {
        old::MIGRATIONS.apply_to(&mut scratch.open(), old::Version::ALL[last]).unwrap();
    }
    scratch
}

fn schema(db: &Connection) -> Schema {
    embed_migrations::__private::schema::read(db, embed_migrations::__private::TABLES).unwrap()
}

/// What can be seen of a database, but for how it came there: its newest row, and what its tables hold.
fn end(db: &Connection) -> Vec<String> {
    let head = "SELECT version, chain FROM schema_migrations ORDER BY version DESC LIMIT 1";
    let tables = schema(db);
    let tables = tables.tables().iter().map(|table| format!("SELECT * FROM {} ORDER BY 1", table.name()));
    [head.to_owned()].into_iter().chain(tables).flat_map(|query| list(db, &query)).collect()
}

/// Whether everything that looks at a database finds it current.
fn assert_current<V: MigrationVersion>(set: &MigrationSet<V>, scratch: &Scratch) {
    let mut db = scratch.open();
    set.check(&scratch.open_read_only()).unwrap();
    assert!(set.status(&db).unwrap().is_up_to_date(), "{}", set.status(&db).unwrap());
    assert!(set.plan(&db).unwrap().is_up_to_date());
    assert!(set.drift(&db).unwrap().is_empty(), "{}", set.drift(&db).unwrap());
    let before = scratch.bytes();
    assert!(set.apply(&mut db).unwrap().was_up_to_date());
    assert_eq!(scratch.bytes(), before);
}

#[test]
fn a_new_database_runs_the_squash_and_none_of_the_files() {
    for journal in JOURNALS {
        let (with, without) = (Scratch::with_journal(journal), Scratch::with_journal(journal));
        beside::MIGRATIONS.apply(&mut with.open()).unwrap();
        alone::MIGRATIONS.apply(&mut without.open()).unwrap();
        for scratch in [&with, &without] {
            let db = scratch.open();
            assert_eq!(history(&db), ["1 applied", "5 applied", "6 applied"]);
            assert_eq!(log(&db), ["1 applied", "5 applied", "6 applied"]);
            assert_current(&beside::MIGRATIONS, scratch);
            assert_current(&alone::MIGRATIONS, scratch);
        }
        assert_eq!(end(&with.open()), end(&without.open()));
        assert_eq!(schema(&with.open()), schema(&without.open()));
    }
}

#[test]
fn every_history_of_the_files_ends_like_a_new_database() {
    let fresh = Scratch::new();
    beside::MIGRATIONS.apply(&mut fresh.open()).unwrap();
    for (journal, mode) in
        JOURNALS.into_iter().zip([TransactionMode::AllInOne, TransactionMode::PerMigration])
    {
        for count in 0..=4 {
            let scratch = old_at(count, journal);
            let plan = beside::MIGRATIONS.plan(&scratch.open()).unwrap().to_string();
            common::assert_message(&format!("squash_plan_{count}"), &plan);
            let runner = beside::MIGRATIONS.runner().transaction_mode(mode);
            let report = runner.apply(&mut scratch.open()).unwrap();
            let expected: &[&str] = match count {
                0 | 1 => &["1 applied", "5 applied", "6 applied"],
                _ => &["1 applied", "2 applied", "3 applied", "4 applied", "5 squashed", "6 applied"],
            };
            let db = scratch.open();
            assert_eq!(history(&db), expected, "{count}");
            assert_eq!(log(&db), expected, "{count}");
            let kinds: Vec<Kind> = report.applied().iter().map(|applied| applied.kind()).collect();
            assert_eq!(kinds.contains(&Kind::Squashed), count > 1);
            assert_eq!(end(&db), end(&fresh.open()), "{count}");
            assert!(schema(&db).differences(&schema(&fresh.open())).is_empty(), "{count}");
            assert_current(&beside::MIGRATIONS, &scratch);
            assert_current(&alone::MIGRATIONS, &scratch);
        }
    }
}

#[test]
fn without_the_files_a_database_behind_the_last_of_them_goes_on() {
    let fresh = Scratch::new();
    alone::MIGRATIONS.apply(&mut fresh.open()).unwrap();
    for journal in JOURNALS {
        for count in [0, 1, 4] {
            let scratch = old_at(count, journal);
            alone::MIGRATIONS.apply(&mut scratch.open()).unwrap();
            assert_eq!(end(&scratch.open()), end(&fresh.open()), "{count}");
            assert_current(&alone::MIGRATIONS, &scratch);
            assert_current(&beside::MIGRATIONS, &scratch);
        }
    }
}

#[test]
fn without_the_files_a_database_between_them_is_refused_and_left_alone() {
    for journal in JOURNALS {
        for count in [2, 3] {
            let scratch = old_at(count, journal);
            let mut db = scratch.open();
            let before = scratch.bytes();
            let error = alone::MIGRATIONS.apply(&mut db).unwrap_err();
            let current = i64::try_from(count).unwrap();
            assert!(
                matches!(&error, Error::Squashed { current: at, first: 2, last: 4, .. } if *at == current),
                "{error}"
            );
            common::assert_message(&format!("squash_refused_at_{count}"), &error.to_string());
            for refusal in
                [alone::MIGRATIONS.check(&db).unwrap_err(), alone::MIGRATIONS.plan(&db).unwrap_err()]
            {
                assert_eq!(refusal.to_string(), error.to_string());
            }
            assert_eq!(scratch.bytes(), before);
            // The release that is named has the files.
            beside::MIGRATIONS.apply(&mut db).unwrap();
            assert_current(&alone::MIGRATIONS, &scratch);
        }
    }
}

#[test]
fn a_replaced_file_that_was_interrupted_is_one_that_the_database_has_not_run() {
    let scratch = old_at(4, "delete");
    let mut db = scratch.open();
    // Whether on the way there or on the way back.
    for kind in ["running", "reverting"] {
        let interrupted =
            "UPDATE schema_migrations SET kind = ?1, chain = '', statements_done = 0 WHERE version = 4";
        db.execute(interrupted, [kind]).unwrap();
        let error = alone::MIGRATIONS.apply(&mut db).unwrap_err();
        assert!(matches!(error, Error::Squashed { current: 4, .. }), "{error}");
        let status = alone::MIGRATIONS.status(&db).unwrap();
        assert!(
            status.migrations().iter().any(|it| it.version() == 4 && it.state() == State::Missing),
            "{status}"
        );
    }
    let mut db = Connection::open_in_memory().unwrap();
    old::MIGRATIONS.apply_to(&mut db, old::Version::Kind).unwrap();
    db.execute_batch(
        "UPDATE schema_migrations SET kind = 'running', chain = '', statements_done = 0 WHERE version = 2; DROP TABLE kind",
    )
    .unwrap();
    beside::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(history(&db)[1..], ["2 applied", "3 applied", "4 applied", "5 squashed", "6 applied"]);
}

#[test]
fn the_status_says_what_is_replaced() {
    let status = |name: &str, scratch: &Scratch, both: bool| {
        let db = scratch.open();
        if value(&db, "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migrations'") == "1" {
            common::fix_times(&db);
        }
        let with = beside::MIGRATIONS.status(&db).unwrap();
        common::assert_message(&format!("squash_status_{name}"), &with.to_string());
        let without = alone::MIGRATIONS.status(&db).unwrap();
        if both {
            common::assert_message(&format!("squash_status_{name}_alone"), &without.to_string());
        }
    };
    for count in [0, 3, 4] {
        status(&format!("at_{count}"), &old_at(count, "delete"), true);
    }
    for (name, count) in [("new", 0), ("old", 3)] {
        let scratch = old_at(count, "delete");
        beside::MIGRATIONS.apply(&mut scratch.open()).unwrap();
        status(name, &scratch, true);
    }
    let states = |scratch: &Scratch| -> Vec<State> {
        let status = alone::MIGRATIONS.status(&scratch.open()).unwrap();
        status.migrations().iter().map(|migration| migration.state()).collect()
    };
    assert_eq!(states(&old_at(2, "delete"))[1], State::Missing);
    assert_eq!(states(&old_at(4, "delete"))[1], State::Replaced);
}

#[test]
fn the_report_says_what_was_only_recorded() {
    let scratch = old_at(4, "delete");
    let mut db = scratch.open();
    let report = beside::MIGRATIONS.apply(&mut db).unwrap().to_string();
    assert_eq!(
        report.replace("<1 ms", "1 ms"),
        "`notes` applied 2 migrations\n  5  all    recorded\n  6  title  1 ms"
    );
}

#[test]
fn the_record_is_part_of_the_transaction_of_what_follows() {
    for count in [2, 4] {
        let scratch = old_at(count, "delete");
        let mut db = scratch.open();
        db.execute_batch("ALTER TABLE note ADD COLUMN title TEXT").unwrap();
        let before = common::dump(&db);
        assert!(matches!(beside::MIGRATIONS.apply(&mut db), Err(Error::Failed(_))));
        assert_eq!(common::dump(&db), before);
        assert!(log(&db).last().unwrap().starts_with("6 failed"));
    }
}

#[test]
fn the_chain_is_the_same_with_the_files_and_without() {
    let chain = |migrations: &[embed_migrations::Migration], version: i64| {
        migrations.iter().find(|migration| migration.version() == version).unwrap().chain()
    };
    for version in [1, 5, 6] {
        let expected = chain(alone::MIGRATIONS.migrations(), version);
        assert_eq!(chain(beside::MIGRATIONS.migrations(), version), expected);
        assert_eq!(chain(twice::MIGRATIONS.migrations(), version), expected);
    }
    for version in [7, 8] {
        let expected = chain(twice_alone::MIGRATIONS.migrations(), version);
        assert_eq!(chain(twice::MIGRATIONS.migrations(), version), expected);
        assert_eq!(chain(twice_inner_alone::MIGRATIONS.migrations(), version), expected);
    }
    let replaces = alone::MIGRATIONS.migrations()[1].replaces().unwrap();
    assert_eq!((replaces.first(), replaces.last(), replaces.release()), (2, 4, "notes 1.4.2"));
}

#[test]
fn the_versions_that_are_replaced_have_names_while_their_files_are_there() {
    assert_eq!(beside::Version::ALL.len(), 6);
    assert_eq!(alone::Version::ALL, [alone::Version::Init, alone::Version::All, alone::Version::Title]);
}

#[test]
fn a_version_that_is_replaced_can_still_be_stopped_at() {
    let mut db = Connection::open_in_memory().unwrap();
    beside::MIGRATIONS.apply_to(&mut db, beside::Version::NoteKind).unwrap();
    assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied"]);
    assert!(beside::MIGRATIONS.drift(&db).unwrap().is_empty());
    beside::MIGRATIONS.apply_to(&mut db, beside::Version::All).unwrap();
    assert_eq!(history(&db)[3..], ["4 applied", "5 squashed"]);
    assert!(matches!(
        beside::MIGRATIONS.apply_to(&mut db, beside::Version::Words),
        Err(Error::TargetBehind { target: 4, current: 5, .. })
    ));
    beside::MIGRATIONS.apply(&mut db).unwrap();
    beside::MIGRATIONS.check(&db).unwrap();
    let mut db = Connection::open_in_memory().unwrap();
    beside::MIGRATIONS.apply_to(&mut db, beside::Version::All).unwrap();
    assert_eq!(history(&db), ["1 applied", "5 applied"]);
}

#[test]
fn what_somebody_has_dropped_is_missed_whichever_way_the_database_has_gone() {
    for count in [0, 4] {
        let scratch = old_at(count, "delete");
        let mut db = scratch.open();
        if count == 0 {
            beside::MIGRATIONS.apply_to(&mut db, beside::Version::All).unwrap();
        }
        db.execute_batch("DROP TABLE word; ALTER TABLE note DROP COLUMN text").unwrap();
        for error in
            [beside::MIGRATIONS.apply(&mut db), alone::MIGRATIONS.apply(&mut db)].map(Result::unwrap_err)
        {
            let Error::MissingTables { missing, .. } = &error else { panic!("{error}") };
            let missing: Vec<&str> = missing.iter().map(|missing| missing.table()).collect();
            assert_eq!(missing, ["note", "word"], "{error}");
        }
    }
}

#[test]
fn a_database_without_a_history_is_taken_over_at_the_squash() {
    let by_hand = |count: usize| {
        let db = Connection::open_in_memory().unwrap();
        old::MIGRATIONS.migrations()[..count].iter().for_each(|m| db.execute_batch(m.sql()).unwrap());
        db
    };
    let mut db = by_hand(4);
    let baseline = beside::MIGRATIONS.baseline(&mut db).unwrap();
    assert_eq!((baseline.version(), baseline.pending()), (5, 1));
    assert_eq!(history(&db), ["1 baseline", "5 baseline"]);
    beside::MIGRATIONS.apply(&mut db).unwrap();
    alone::MIGRATIONS.check(&db).unwrap();

    let mut db = by_hand(4);
    assert_eq!(alone::MIGRATIONS.baseline(&mut db).unwrap().version(), 5);

    let mut db = by_hand(4);
    let baseline = beside::MIGRATIONS.baseline_at(&mut db, beside::Version::Words).unwrap();
    assert_eq!((baseline.version(), baseline.pending()), (4, 2));
    beside::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(history(&db)[3..], ["4 baseline", "5 squashed", "6 applied"]);

    let mut db = by_hand(3);
    let baseline = beside::MIGRATIONS.baseline(&mut db).unwrap();
    assert_eq!((baseline.version(), baseline.pending()), (3, 3));
    assert!(matches!(alone::MIGRATIONS.baseline(&mut by_hand(3)), Err(Error::NoBaseline { .. })));

    let mut db = by_hand(1);
    let baseline = beside::MIGRATIONS.baseline(&mut db).unwrap();
    assert_eq!((baseline.version(), baseline.pending()), (1, 2));
}

#[test]
fn drift_is_that_from_the_version_which_the_database_has() {
    for count in 1..=4 {
        let scratch = old_at(count, "delete");
        let db = scratch.open();
        assert!(beside::MIGRATIONS.drift(&db).unwrap().is_empty(), "{count}");
        db.execute_batch("CREATE INDEX mine ON note (text)").unwrap();
        assert_eq!(beside::MIGRATIONS.drift(&db).unwrap().differences().len(), 1);
    }
    let scratch = old_at(4, "delete");
    assert!(alone::MIGRATIONS.drift(&scratch.open()).unwrap().is_empty());
    let mut db = Connection::open_in_memory().unwrap();
    beside::MIGRATIONS.apply_to(&mut db, beside::Version::All).unwrap();
    assert!(alone::MIGRATIONS.drift(&db).unwrap().is_empty());
}

#[test]
fn a_squash_of_a_squash_is_one_for_every_history() {
    let fresh = Scratch::new();
    twice_alone::MIGRATIONS.apply(&mut fresh.open()).unwrap();
    assert_eq!(history(&fresh.open()), ["7 applied", "8 applied"]);
    let stopped: Vec<Scratch> = beside::Version::ALL
        .iter()
        .map(|version| {
            let scratch = Scratch::new();
            beside::MIGRATIONS.apply_to(&mut scratch.open(), *version).unwrap();
            scratch
        })
        .collect();
    let from_old = (0..=4).map(|count| old_at(count, "delete"));
    let current = (0..=4).map(|count| {
        let scratch = old_at(count, "delete");
        beside::MIGRATIONS.apply(&mut scratch.open()).unwrap();
        scratch
    });
    for scratch in stopped.into_iter().chain(from_old).chain(current) {
        let before =
            scratch.open().query_row("SELECT max(version) FROM schema_migrations", [], |row| row.get(0));
        let before: i64 = before.unwrap_or(0);
        let inner = twice_inner_alone::MIGRATIONS.plan(&scratch.open()).is_ok();
        assert_eq!(inner, ![2, 3].contains(&before), "{before}");
        let outer = twice_alone::MIGRATIONS.plan(&scratch.open()).is_ok();
        assert_eq!(outer, [0, 6].contains(&before), "{before}");
        if inner && before % 2 == 0 {
            twice_inner_alone::MIGRATIONS.apply(&mut scratch.open()).unwrap();
        } else {
            twice::MIGRATIONS.apply(&mut scratch.open()).unwrap();
        }
        assert_eq!(end(&scratch.open()), end(&fresh.open()), "{before}");
        assert_current(&twice::MIGRATIONS, &scratch);
        assert_current(&twice_inner_alone::MIGRATIONS, &scratch);
        assert_current(&twice_alone::MIGRATIONS, &scratch);
    }
}

#[test]
fn of_several_programs_one_records_the_squash() {
    if let Some(database) = process::database() {
        process::say_ready();
        process::pass_gate(&database);
        beside::MIGRATIONS.apply(&mut common::open(&database)).unwrap();
        return;
    }
    for (journal, count) in [("delete", 0), ("wal", 0), ("delete", 3), ("wal", 3)] {
        let scratch = old_at(count, journal);
        let gate = process::Gate::close(&scratch.path());
        let name = "of_several_programs_one_records_the_squash";
        let mut programs: Vec<_> = (0..4).map(|_| process::start(name, &scratch.path())).collect();
        let outputs: Vec<_> = programs.iter_mut().map(process::wait_until_ready).collect();
        drop(gate);
        for program in programs {
            let output = program.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        drop(outputs);
        let expected: &[&str] = match count {
            0 => &["1 applied", "5 applied", "6 applied"],
            _ => &["1 applied", "2 applied", "3 applied", "4 applied", "5 squashed", "6 applied"],
        };
        assert_eq!(log(&scratch.open()), expected);
        assert_current(&alone::MIGRATIONS, &scratch);
    }
}

#[test]
fn an_older_program_takes_a_squash_for_something_newer() {
    let mut db = Connection::open_in_memory().unwrap();
    beside::MIGRATIONS.apply(&mut db).unwrap();
    assert!(matches!(
        old::MIGRATIONS.apply(&mut db),
        Err(Error::Newer { database: 6, program: Some(4), .. })
    ));
}
