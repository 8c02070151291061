//! Programs that migrate one database at the same time.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, list, log, process, value};
use embed_migrations::{MigrationSet, MigrationVersion};

mod race {
    embed!("tests/sets/race", set = "race");
}
mod race_outside {
    embed!("tests/sets/race_outside", set = "race");
}

mod fill {
    embed!("tests/sets/fill", set = "fill");
}

const PROGRAMS: usize = 16;

/// Starts the test `name` in sixteen programs at once, on a database that none of them has seen. In those programs,
/// applies the set and returns `None`.
fn race<V: MigrationVersion>(name: &str, set: &MigrationSet<V>) -> Option<Vec<Scratch>> {
    if let Some(database) = process::database() {
        process::say_ready();
        process::pass_gate(&database);
        set.apply(&mut common::open(&database)).unwrap();
        return None;
    }
    let run = |journal: &str| {
        // A file that is not there yet comes into being in the mode DELETE.
        let scratch = if journal == "delete" { Scratch::new() } else { Scratch::with_journal(journal) };
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
