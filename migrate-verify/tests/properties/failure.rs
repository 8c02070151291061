//! A statement that fails.

use std::cell::Cell;

use migrate_runtime::__private::{LOG, apply};
use migrate_runtime::{Error, TransactionMode};
use proptest::{prop_assert, prop_assert_eq};

use crate::database::Database;
use crate::dump::{dump_without_times, rows};
use crate::history::histories;
use crate::package::{EVERYTHING, Package, set, set_with};
use crate::rows::seeds;
use crate::{hold, refuted};

/// What ends a transaction by its own words is none: the verdict refuses it.
const FAILING: [&str; 8] = [
    "SELECT * FROM missing;",
    "INSERT INTO missing VALUES (1);",
    "CREATE TABLE broken (;",
    "CREATE TABLE guard (a UNIQUE); INSERT INTO guard VALUES (1), (1);",
    "CREATE TABLE guard (a UNIQUE); INSERT OR FAIL INTO guard VALUES (1), (1);",
    "CREATE TABLE guard (a UNIQUE); INSERT OR ROLLBACK INTO guard VALUES (1), (1);",
    "CREATE TEMP TABLE guard (a UNIQUE); INSERT INTO guard VALUES (1), (1);",
    "CREATE TABLE guard (a UNIQUE); SAVEPOINT inner; INSERT INTO guard VALUES (1), (1);",
];

#[test]
fn a_failure_leaves_schema_rows_and_history_as_before() {
    let tried = Cell::new(0);
    let place = (0..6_usize, 0..6_usize, 0..12_usize, 0..FAILING.len());
    let cases = hold(80, "proptest-regressions/failure.txt", &(histories(5), seeds(), place), |case| {
        let (history, seeds, (stop, failing, behind, what)) = case;
        let Ok(verified) = Package::of(&history.texts()).verdict(EVERYTHING, &[]) else { return Ok(()) };
        let good = set(&verified);
        let before = Database::new();
        let stop = stop % history.files.len();
        before.fill(&good, &history, stop, &seeds);
        let failing = stop + failing % (history.files.len() - stop);
        let mut statements = history.files[failing].statements.clone();
        statements.insert(behind % (statements.len() + 1), FAILING[what].to_owned());
        let bad = set_with(&verified, failing, &statements.join("\n"));
        for mode in [TransactionMode::AllInOne, TransactionMode::PerMigration] {
            let database = before.copy();
            let mut conn = database.open();
            let Err(error) = apply(&bad, &mut conn, None, mode.into(), &mut ()) else {
                return Err(refuted("it did not fail"));
            };
            // Rows may make an earlier file fail.
            let version = match error {
                Error::Failed(failed) => failed.version(),
                Error::ForeignKeys { version, .. } => version,
                other => return Err(refuted(other.to_string())),
            };
            prop_assert!(conn.is_autocommit());
            drop(conn);
            let expected = before.copy();
            if mode == TransactionMode::PerMigration && version > 1 {
                apply(&good, &mut expected.open(), Some(version - 1), mode.into(), &mut ())
                    .map_err(|error| refuted(error.to_string()))?;
            }
            prop_assert_eq!(dump_without_times(&database.open()), dump_without_times(&expected.open()));
            let last = format!("SELECT event, version FROM {LOG} ORDER BY id DESC LIMIT 1");
            let told = rows(&database.open(), &last);
            prop_assert_eq!(told, vec![vec!["failed".to_owned().into(), version.into()]]);
            tried.set(tried.get() + 1);
        }
        Ok(())
    });
    assert!(tried.get() > cases, "only {} have failed", tried.get());
}
