//! Applying twice.

use std::cell::Cell;

use migrate_runtime::__private::apply;
use migrate_runtime::TransactionMode;
use proptest::prop_assert_eq;

use crate::database::Database;
use crate::dump::dump;
use crate::history::histories;
use crate::package::{EVERYTHING, Package, set};
use crate::rows::seeds;
use crate::{hold, refuted};

#[test]
fn applying_twice_is_applying_once() {
    let tried = Cell::new(0);
    let cases = hold(60, "proptest-regressions/again.txt", &(histories(5), seeds(), 0..5_usize), |case| {
        let (history, seeds, stop) = case;
        let Ok(verified) = Package::of(&history.texts()).verdict(EVERYTHING, &[]) else { return Ok(()) };
        let set = set(&verified);
        let database = Database::new();
        database.fill(&set, &history, stop, &seeds);
        for target in [i64::try_from(stop).ok().filter(|stop| *stop > 0), None] {
            let mode = TransactionMode::AllInOne;
            // It may well fail on these rows, and then there is nothing to do again.
            if apply(&set, &mut database.open(), target, mode.into(), &mut ()).is_err() {
                return Ok(());
            }
            let once = dump(&database.open());
            let report = apply(&set, &mut database.open(), target, mode.into(), &mut ())
                .map_err(|error| refuted(error.to_string()))?;
            tried.set(tried.get() + 1);
            prop_assert_eq!(report.applied(), &[]);
            prop_assert_eq!(report.to_string(), "`notes` is up to date");
            prop_assert_eq!(dump(&database.open()), once);
        }
        Ok(())
    });
    assert!(tried.get() * 2 > cases, "only {} have been applied twice", tried.get());
}
