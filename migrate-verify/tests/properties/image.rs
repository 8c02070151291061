//! A database in memory that is a copy of what the build has made.

use std::cell::Cell;

use migrate_runtime::__private::apply;
use migrate_runtime::TransactionMode;
use proptest::prop_assert_eq;
use rusqlite::Connection;

use crate::dump::{dump_without_times, rows};
use crate::history::histories;
use crate::package::{EVERYTHING, Package, set};
use crate::rows::{insert, seeds};
use crate::tape::Tape;
use crate::{hold, refuted};

#[test]
fn a_copy_is_what_the_migrations_make() {
    let (copied, run) = (Cell::new(0), Cell::new(0));
    let cases = hold(200, "proptest-regressions/image.txt", &(histories(5), seeds()), |(history, seeds)| {
        let package = Package::of(&history.texts());
        let Ok(verified) = package.verdict(EVERYTHING, &[]) else { return Ok(()) };
        let Some(image) = &verified.proof.image else { return Ok(()) };
        copied.set(copied.get() + 1);
        run.set(run.get() + u32::from(verified.proof.at_once.is_none()));
        let copy = image.copy().map_err(|error| refuted(error.to_string()))?.unwrap();
        let mut replayed = Connection::open_in_memory().unwrap();
        apply(&set(&verified), &mut replayed, None, TransactionMode::AllInOne.into(), &mut ()).unwrap();
        for query in [
            "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name <> 'sqlite_sequence' ORDER BY rowid",
            "SELECT set_name, version, description, checksum, chain, meaning, kind, hook, compatible_with
                 FROM schema_migrations",
            "SELECT id, set_name, version, event, file FROM schema_migration_log",
            "PRAGMA user_version",
            "PRAGMA application_id",
            "PRAGMA encoding",
            "PRAGMA auto_vacuum",
            "PRAGMA page_size",
            "PRAGMA journal_mode",
            "PRAGMA foreign_keys",
            "PRAGMA foreign_key_check",
            "PRAGMA integrity_check",
        ] {
            prop_assert_eq!(rows(&copy, query), rows(&replayed, query));
        }
        let cookies = "SELECT schema_cookie FROM schema_migrations ORDER BY version DESC LIMIT 1";
        prop_assert_eq!(rows(&copy, cookies), rows(&copy, "PRAGMA schema_version"));
        // A counter at zero, and the place for one, are left of tables that are gone.
        let counters = "CREATE TABLE counts (id INTEGER PRIMARY KEY AUTOINCREMENT); DROP TABLE counts;
                 DELETE FROM sqlite_sequence WHERE seq = 0";
        [&copy, &replayed].iter().for_each(|conn| conn.execute_batch(counters).unwrap());
        // And both do the same with rows.
        for numbers in &seeds.0 {
            let inserted = insert(&copy, &history.schema(), &mut Tape::new(numbers), |_| true);
            let other = insert(&replayed, &history.schema(), &mut Tape::new(numbers), |_| true);
            prop_assert_eq!(inserted.map(|row| row.to_string()), other.map(|row| row.to_string()));
        }
        prop_assert_eq!(dump_without_times(&copy), dump_without_times(&replayed));
        Ok(())
    });
    assert!(copied.get() * 2 > cases, "only {} have been copied", copied.get());
    assert!(run.get() * 50 > cases, "only {} of those are no set that is made at once", run.get());
}
