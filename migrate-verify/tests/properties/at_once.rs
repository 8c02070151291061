//! A new database that gets the latest schema at once.

use std::cell::Cell;

use migrate_runtime::__private::{AtOnce, apply, create};
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
fn what_is_made_at_once_is_what_the_migrations_make() {
    let (made, with_rows) = (Cell::new(0), Cell::new(0));
    let cases =
        hold(200, "proptest-regressions/at_once.txt", &(histories(5), seeds()), |(history, seeds)| {
            let Ok(verified) = Package::of(&history.texts()).verdict(EVERYTHING, &[]) else { return Ok(()) };
            let Some(all) = &verified.proof.at_once else { return Ok(()) };
            made.set(made.get() + 1);
            with_rows.set(with_rows.get() + u32::from(!all.rows.is_empty()));
            let at_once = Connection::open_in_memory().unwrap();
            let inserts: Vec<(u16, &str)> =
                all.rows.iter().map(|(at, insert)| (*at, insert.as_str())).collect();
            let all = AtOnce { order: &all.order, rows: &inserts };
            create(&at_once, &verified.proof.schema, all).map_err(|error| refuted(error.to_string()))?;
            let mut replayed = Connection::open_in_memory().unwrap();
            apply(&set(&verified), &mut replayed, None, TransactionMode::AllInOne.into(), &mut ()).unwrap();
            replayed.execute_batch("DROP TABLE schema_migrations; DROP TABLE schema_migration_log").unwrap();
            // A counter at zero, and the place for one, are left of tables that are gone.
            let counters = "CREATE TABLE counts (id INTEGER PRIMARY KEY AUTOINCREMENT); DROP TABLE counts;
                 DELETE FROM sqlite_sequence WHERE seq = 0";
            [&at_once, &replayed].iter().for_each(|conn| conn.execute_batch(counters).unwrap());
            let objects = "SELECT type, name, tbl_name, sql FROM sqlite_schema
                 WHERE name <> 'sqlite_sequence' ORDER BY rowid";
            let catalog = |conn| rows(conn, objects);
            prop_assert_eq!(catalog(&at_once), catalog(&replayed));
            // And both do the same with rows.
            for numbers in &seeds.0 {
                let inserted = insert(&at_once, &history.schema(), &mut Tape::new(numbers), |_| true);
                let other = insert(&replayed, &history.schema(), &mut Tape::new(numbers), |_| true);
                prop_assert_eq!(inserted.map(|row| row.to_string()), other.map(|row| row.to_string()));
            }
            prop_assert_eq!(dump_without_times(&at_once), dump_without_times(&replayed));
            Ok(())
        });
    assert!(with_rows.get() * 100 > cases, "only {} of those have rows", with_rows.get());
    assert!(made.get() * 5 > cases, "only {} have been made at once", made.get());
}
