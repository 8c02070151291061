//! A database that has what the build has seen, and one that has more: both go the same way.

use std::cell::Cell;

use migrate_runtime::__private::apply;
use migrate_runtime::{Schema, TransactionMode};
use proptest::arbitrary::any;
use proptest::prop_assert_eq;

use crate::database::Database;
use crate::dump::dump_without_times;
use crate::history::histories;
use crate::hold;
use crate::package::{EVERYTHING, Package, set};
use crate::rows::seeds;

/// A table of somebody else: with it, the schema is not known by its number, and each step looks closer.
const OTHER: &str = "CREATE TABLE somebody_elses (id INTEGER PRIMARY KEY)";

#[test]
fn an_untouched_database_is_migrated_as_one_that_is_looked_into() {
    let upgraded = Cell::new(0);
    let cases = hold(
        150,
        "proptest-regressions/upgrade.txt",
        &(histories(5), seeds(), 1..5_usize, any::<bool>()),
        |case| {
            let (history, seeds, stop, loses_rows) = case;
            let stop = stop.min(history.files.len());
            let Ok(verified) = Package::of(&history.texts()).verdict(EVERYTHING, &[]) else { return Ok(()) };
            let schema: &'static Schema = Box::leak(Box::new(verified.proof.schema.clone()));
            let set = set(&verified).leaving(schema);
            let untouched = Database::new();
            untouched.fill(&set, &history, stop, &seeds);
            // Some of what is referred to goes.
            let conn = untouched.open();
            conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
            for table in history.files[stop - 1].schema.tables.iter().filter(|_| loses_rows) {
                let _ = conn.execute_batch(&format!("DELETE FROM {} WHERE rowid % 2 = 1", table.sql_name()));
            }
            drop(conn);
            let other = untouched.copy();
            other.open().execute_batch(OTHER).unwrap();
            for mode in [TransactionMode::AllInOne, TransactionMode::PerMigration] {
                let (one, other) = (untouched.copy(), other.copy());
                let outcomes = [&one, &other].map(|database| {
                    let outcome = apply(&set, &mut database.open(), None, mode.into(), &mut ());
                    outcome.map(|report| report.applied().len()).map_err(|error| error.to_string())
                });
                prop_assert_eq!(&outcomes[0], &outcomes[1]);
                upgraded.set(upgraded.get() + u32::from(outcomes[0].is_ok() && stop < history.files.len()));
                other.open().execute_batch("DROP TABLE somebody_elses").unwrap();
                prop_assert_eq!(dump_without_times(&one.open()), dump_without_times(&other.open()));
                // Both are what the program was compiled against.
                if outcomes[0].is_ok() {
                    let again = apply(&set, &mut one.open(), None, mode.into(), &mut ());
                    prop_assert_eq!(
                        again.map(|report| report.drift().is_none()).map_err(|it| it.to_string()),
                        Ok(true)
                    );
                }
            }
            Ok(())
        },
    );
    assert!(upgraded.get() * 3 > cases, "only {} have been upgraded", upgraded.get());
}
