//! Databases that others have made, or changed.

use std::cell::Cell;

use migrate_runtime::__private::schema::read;
use migrate_runtime::__private::{apply, take_over};
use migrate_runtime::{Error, TransactionMode};
use proptest::{prop_assert, prop_assert_eq};
use rusqlite::Connection;

use crate::history::histories;
use crate::package::{EVERYTHING, Package, set};
use crate::{hold, refuted};

/// The first `count` files, run by hand.
fn by_hand(texts: &[String], count: usize) -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    texts[..count].iter().for_each(|text| conn.execute_batch(text).unwrap());
    conn
}

#[test]
fn a_database_is_taken_over_at_the_version_that_it_has() {
    let taken = Cell::new(0);
    let cases =
        hold(60, "proptest-regressions/takeover.txt", &(histories(5), 1..=5_usize), |(history, count)| {
            let texts = history.texts();
            let Ok(verified) = Package::of(&texts).verdict(EVERYTHING, &[]) else { return Ok(()) };
            let (set, count) = (set(&verified), count.min(texts.len()));
            let version = verified.set.migrations()[count - 1].version;
            let mut conn = by_hand(&texts, count);
            match take_over(&set, &conn, None) {
                Ok(baseline) => prop_assert_eq!(baseline.version(), version),
                Err(Error::AmbiguousBaseline { versions, .. }) => prop_assert!(versions.contains(&version)),
                Err(Error::NoBaseline { nearest: None, .. }) => {
                    let schema = read(&conn, &[]).unwrap();
                    prop_assert!(schema.tables().is_empty() && schema.views().is_empty());
                    return Ok(());
                }
                Err(error) => return Err(refuted(error.to_string())),
            }
            taken.set(taken.get() + 1);
            if conn.prepare("SELECT 1 FROM schema_migrations").is_err() {
                take_over(&set, &conn, Some(version)).map_err(|error| refuted(error.to_string()))?;
            }
            apply(&set, &mut conn, None, TransactionMode::AllInOne.into(), &mut ())
                .map_err(|error| refuted(error.to_string()))?;
            let schema = read(&conn, &["schema_migrations", "schema_migration_log"]).unwrap();
            prop_assert_eq!(verified.proof.schema.differences(&schema), []);
            Ok(())
        });
    assert!(taken.get() * 2 > cases, "only {} have been taken over", taken.get());
}

#[test]
fn schemas_differ_exactly_if_somebody_has_changed_one() {
    let changed = Cell::new(0);
    let cases = hold(80, "proptest-regressions/changed.txt", &(histories(5), 0..99_usize, 0..3_u8), |case| {
        let (history, which, how) = case;
        let texts = history.texts();
        let Ok(verified) = Package::of(&texts).verdict(EVERYTHING, &[]) else { return Ok(()) };
        let conn = by_hand(&texts, texts.len());
        let live = || read(&conn, &[]).unwrap();
        prop_assert_eq!(verified.proof.schema.differences(&live()), []);
        prop_assert_eq!(live().differences(&verified.proof.schema), []);
        let Some(damage) = damage(&conn, which, how) else { return Ok(()) };
        // SQLite may refuse it, because something needs the object.
        if conn.execute_batch(&damage).is_err() {
            return Ok(());
        }
        changed.set(changed.get() + 1);
        let (there, back) =
            (verified.proof.schema.differences(&live()), live().differences(&verified.proof.schema));
        prop_assert!(!there.is_empty() && there.len() == back.len(), "{} is not seen", damage);
        Ok(())
    });
    assert!(changed.get() * 2 > cases, "only {} have been changed", changed.get());
}

/// A statement that changes one of the objects.
fn damage(conn: &Connection, which: usize, how: u8) -> Option<String> {
    let mut statement = conn
        .prepare("SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'")
        .unwrap();
    let objects = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let objects: Vec<(String, String)> = objects.map(Result::unwrap).collect();
    let (kind, name) = objects.get(which % objects.len().max(1))?;
    let name = format!("\"{}\"", name.replace('"', "\"\""));
    Some(match (&**kind, how) {
        ("table", 0) => format!("DROP TABLE {name}"),
        ("table", 1) => format!("ALTER TABLE {name} ADD COLUMN somebodys TEXT DEFAULT 'x'"),
        ("table", _) => format!("CREATE TRIGGER somebodys AFTER DELETE ON {name} BEGIN SELECT 1; END"),
        (kind, _) => format!("DROP {kind} {name}"),
    })
}
