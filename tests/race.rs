//! Programs that migrate one database at the same time.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, list, log, process, value};
use embed_migrations::{Error, Hook, MigrationSet, MigrationVersion};
use rusqlite::Connection;

mod back {
    embed!("tests/sets/back", set = "notes");
}
mod back_blocks {
    embed!("tests/sets/back_blocks", set = "blocks");
}
mod race {
    embed!("tests/sets/race", set = "race");
}
mod race_outside {
    embed!("tests/sets/race_outside", set = "race");
}

mod race_hooked {
    embed!("tests/sets/race", set = "race", hooks = { Second => super::enter });
}

fn enter(db: &Hook<'_>) -> rusqlite::Result<()> {
    db.execute("INSERT INTO entry VALUES (?1)", [100 + db.version()]).map(drop)
}
mod fill {
    embed!("tests/sets/fill", set = "fill");
}

const PROGRAMS: usize = 16;

/// Starts the test `name` in sixteen programs at once, on a database that none of them has seen. In those programs,
/// applies the set and returns `None`.
fn race<V: MigrationVersion>(name: &str, set: &MigrationSet<V>) -> Option<Vec<Scratch>> {
    meet(name, |_| {}, |db| drop(set.apply(db).unwrap()))
}

/// The same with what is done `before`, and what each program does then.
fn meet(name: &str, before: fn(&mut Connection), run: impl Fn(&mut Connection)) -> Option<Vec<Scratch>> {
    if let Some(database) = process::database() {
        process::say_ready();
        process::pass_gate(&database);
        run(&mut common::open(&database));
        return None;
    }
    let run = |journal: &str| {
        // A file that is not there yet comes into being in the mode DELETE.
        let scratch = if journal == "delete" { Scratch::new() } else { Scratch::with_journal(journal) };
        before(&mut scratch.open());
        let gate = process::Gate::close(&scratch.path());
        let mut programs: Vec<_> = (0..PROGRAMS).map(|_| process::start(name, &scratch.path())).collect();
        // Whoever dropped its output would let it fail at printing the result.
        let outputs: Vec<_> = programs.iter_mut().map(process::wait_until_ready).collect();
        drop(gate);
        for program in programs {
            let output = program.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        drop(outputs);
        assert_eq!(value(&scratch.open(), "PRAGMA journal_mode"), journal);
        scratch
    };
    Some(JOURNALS.into_iter().map(run).collect())
}

#[test]
fn sixteen_programs_apply_each_migration_once() {
    for scratch in race("sixteen_programs_apply_each_migration_once", &race::MIGRATIONS).into_iter().flatten()
    {
        let db = scratch.open();
        assert_eq!(log(&db), ["1 applied", "2 applied", "3 applied", "4 applied"]);
        assert_eq!(list(&db, "SELECT version FROM entry"), ["1", "2", "3", "4"]);
        assert_eq!(value(&db, "SELECT count(*) FROM number"), "2000");
        assert_eq!(value(&db, "PRAGMA integrity_check"), "ok");
        race::MIGRATIONS.check(&db).unwrap();
    }
}

#[test]
fn sixteen_programs_call_a_hook_once() {
    for scratch in race("sixteen_programs_call_a_hook_once", &race_hooked::MIGRATIONS).into_iter().flatten() {
        let db = scratch.open();
        assert_eq!(log(&db), ["1 applied", "2 applied", "3 applied", "4 applied"]);
        assert_eq!(list(&db, "SELECT version FROM entry"), ["1", "2", "102", "3", "4"]);
        race_hooked::MIGRATIONS.check(&db).unwrap();
    }
}

#[test]
fn sixteen_programs_run_each_statement_without_a_transaction_once() {
    let name = "sixteen_programs_run_each_statement_without_a_transaction_once";
    for scratch in race(name, &race_outside::MIGRATIONS).into_iter().flatten() {
        let db = scratch.open();
        assert_eq!(log(&db), ["1 applied", "2 applied", "3 applied", "4 applied"]);
        assert_eq!(list(&db, "SELECT version FROM entry"), ["1", "2", "3", "33", "4"]);
        assert_eq!(value(&db, "SELECT count(*) FROM number"), "2000");
        assert_eq!(value(&db, "PRAGMA integrity_check"), "ok");
        race_outside::MIGRATIONS.check(&db).unwrap();
    }
}

#[test]
fn sixteen_programs_revert_each_migration_once() {
    let name = "sixteen_programs_revert_each_migration_once";
    let apply = |db: &mut Connection| drop(back::MIGRATIONS.apply(db).unwrap());
    let revert = |db: &mut Connection| {
        let report = back::MIGRATIONS.revert_to(db, back::Version::Init).unwrap();
        assert!([0, 3].contains(&report.reverted().len()), "{report}");
    };
    for scratch in meet(name, apply, revert).into_iter().flatten() {
        let db = scratch.open();
        assert_eq!(log(&db)[4..], ["4 reverted", "3 reverted", "2 reverted"]);
        assert!(back::MIGRATIONS.drift(&db).unwrap().is_empty());
        assert_eq!(value(&db, "PRAGMA integrity_check"), "ok");
    }
}

#[test]
fn nobody_reverts_two_where_each_wants_one() {
    let name = "nobody_reverts_two_where_each_wants_one";
    let apply = |db: &mut Connection| drop(back::MIGRATIONS.apply(db).unwrap());
    let revert = |db: &mut Connection| {
        let current = back::MIGRATIONS.plan_revert_last(db).unwrap();
        match current.execute(db) {
            Ok(report) => assert!(report.reverted().len() <= 1, "{report}"),
            Err(error) => assert!(matches!(error, Error::RevertOutdated { .. }), "{error}"),
        }
        // Who has lost the race has it in writing that it has not reverted anything.
    };
    for scratch in meet(name, apply, revert).into_iter().flatten() {
        let db = scratch.open();
        let reverted = log(&db).len() - 4;
        assert!(reverted >= 1);
        assert_eq!(list(&db, "SELECT version FROM schema_migrations").len(), 4 - reverted);
        assert!(reverted == 4 || back::MIGRATIONS.drift(&db).unwrap().is_empty());
    }
}

#[test]
fn programs_that_go_back_and_programs_that_go_on_meet_at_versions() {
    let name = "programs_that_go_back_and_programs_that_go_on_meet_at_versions";
    let apply = |db: &mut Connection| {
        back::MIGRATIONS.apply(db).unwrap();
        db.execute_batch("INSERT INTO note (text) VALUES ('one'), ('two')").unwrap();
    };
    let run = |db: &mut Connection| {
        let is_even = std::process::id().is_multiple_of(2);
        for round in 0..4 {
            if is_even == (round % 2 == 0) {
                back::MIGRATIONS.apply(db).unwrap();
            } else {
                back::MIGRATIONS.revert_to(db, back::Version::Init).unwrap();
            }
        }
    };
    for scratch in meet(name, apply, run).into_iter().flatten() {
        let mut db = scratch.open();
        // All or none of the three that come and go, and in the log one after the other.
        let events: Vec<String> = log(&db).split_off(4);
        let expected = ["4 reverted", "3 reverted", "2 reverted", "2 applied", "3 applied", "4 applied"];
        assert!(events.len() >= 3 && events.len().is_multiple_of(3), "{events:?}");
        assert!(
            events.iter().zip(expected.iter().cycle()).all(|(is, expected)| is == expected),
            "{events:?}"
        );
        assert!(back::MIGRATIONS.drift(&db).unwrap().is_empty());
        back::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(list(&db, "SELECT id, text FROM note"), ["1|one", "2|two"]);
    }
}

#[test]
fn sixteen_programs_run_each_statement_of_a_down_without_a_transaction_once() {
    let name = "sixteen_programs_run_each_statement_of_a_down_without_a_transaction_once";
    let apply = |db: &mut Connection| drop(back_blocks::MIGRATIONS.apply(db).unwrap());
    let revert = |db: &mut Connection| {
        drop(back_blocks::MIGRATIONS.revert_to(db, back_blocks::Version::Init).unwrap())
    };
    for scratch in meet(name, apply, revert).into_iter().flatten() {
        let db = scratch.open();
        assert_eq!(log(&db)[2..], ["2 reverted"]);
        assert_eq!(value(&db, "SELECT count(*), max(number) FROM step"), "16|16");
    }
}

#[test]
fn sixteen_programs_run_each_round_of_a_backfill_once() {
    let name = "sixteen_programs_run_each_round_of_a_backfill_once";
    for scratch in race(name, &fill::MIGRATIONS).into_iter().flatten() {
        let db = scratch.open();
        assert_eq!(log(&db), ["1 applied", "2 applied 80 rows in 8 rounds", "3 applied"]);
        assert_eq!(value(&db, "SELECT count(*) FROM note WHERE slug = lower(title)"), "80");
        assert_eq!(value(&db, "SELECT count(*) FROM change"), "80");
        assert_eq!(value(&db, "PRAGMA integrity_check"), "ok");
        fill::MIGRATIONS.check(&db).unwrap();
    }
}
