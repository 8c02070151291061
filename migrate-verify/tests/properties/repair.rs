//! Databases that somebody has damaged, and what a repair makes of them.

use std::cell::Cell;

use migrate_runtime::__private::schema::read;
use migrate_runtime::__private::{TABLES, repair};
use migrate_runtime::{Difference, Error, ObjectChange, ObjectKind, Schema};
use proptest::collection::vec;
use proptest::{prop_assert, prop_assert_eq};
use rusqlite::Connection;

use crate::database::Database;
use crate::dump::rows;
use crate::history::histories;
use crate::package::{EVERYTHING, Package, set};
use crate::rows::seeds;
use crate::text::quoted;
use crate::{hold, refuted};

#[test]
fn a_repair_restores_what_it_claims_and_loses_no_row() {
    let (repaired, whole) = (Cell::new(0), Cell::new(0));
    let damages = vec((0..99_usize, 0..12_u8), 1..5);
    let strategy = (histories(4), seeds(), damages);
    let cases = hold(60, "proptest-regressions/repair.txt", &strategy, |(history, seeds, damages)| {
        let texts = history.texts();
        let Ok(verified) = Package::of(&texts).verdict(EVERYTHING, &[]) else { return Ok(()) };
        let (set, database) = (set(&verified), Database::new());
        database.fill(&set, &history, texts.len(), &seeds);
        let mut conn = database.open();
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let expected = &verified.proof.schema;
        let done: Vec<Damage> = damages
            .into_iter()
            .filter_map(|(which, how)| Damage::of(&conn, which, how))
            .filter(|it| it.is_done(&conn))
            .collect();
        let before = contents(&conn);
        let plan = match repair(&set, &conn) {
            Ok(plan) => plan,
            // Nothing that was damaged is about the history.
            Err(error) => return Err(refuted(error.to_string())),
        };
        let told = plan.to_string();
        let mut refused: Vec<String> =
            plan.refused().iter().filter_map(|it| it.difference()).map(ToString::to_string).collect();
        let has_steps = !plan.is_empty();
        match plan.execute(&mut conn) {
            Ok(_) => {}
            // A file that was damaged by hand, as NOT NULL that came where NULL was.
            Err(Error::Damaged { .. }) => return Ok(()),
            Err(error) => return Err(refuted(format!("{error}\n{done:?}"))),
        }
        let found = read(&conn, TABLES).unwrap();
        let left = expected.differences(&found);
        let mut left: Vec<String> =
            left.iter().filter(|it| is_of_the_set(it, expected)).map(ToString::to_string).collect();
        left.sort();
        refused.sort();
        prop_assert_eq!(&left, &refused, "{:?}\n{}", done, told);
        for (query, rows_before) in before {
            prop_assert_eq!(rows(&conn, &query), rows_before, "{}: {:?}\n{}", query, done, told);
        }
        prop_assert!(repair(&set, &conn).is_ok_and(|again| again.is_empty()), "{}", told);
        if done.iter().all(|damage| damage.is_mendable) {
            whole.set(whole.get() + 1);
            prop_assert!(left.is_empty(), "{:?}\n{}", done, told);
        }
        repaired.set(repaired.get() + usize::from(has_steps));
        Ok(())
    });
    let cases = cases as usize;
    assert!(repaired.get() * 3 > cases, "only {} have been repaired", repaired.get());
    assert!(whole.get() * 6 > cases, "only {} had damages that can be mended", whole.get());
}

/// Whether it is about the set's own objects.
fn is_of_the_set(difference: &Difference, expected: &Schema) -> bool {
    match (difference.change(), difference.kind()) {
        (ObjectChange::Added, ObjectKind::Table | ObjectKind::View) => false,
        (ObjectChange::Added, _) => {
            let table = difference.table().unwrap_or_default();
            expected.table(table).is_some() || expected.view(table).is_some()
        }
        _ => true,
    }
}

/// What every table holds now, each with the query that tells it.
fn contents(conn: &Connection) -> Vec<(String, Vec<Vec<rusqlite::types::Value>>)> {
    let schema = read(conn, TABLES).unwrap();
    let tables = schema.tables().iter().filter(|table| table.module().is_none());
    let query = |table: &migrate_runtime::Table| {
        let stored = table.columns().iter().filter(|column| column.generated().is_none());
        let columns: Vec<String> = stored.map(|column| quoted(column.name())).collect();
        let columns = columns.join(", ");
        format!("SELECT {columns} FROM {} ORDER BY {columns}", quoted(table.name()))
    };
    tables.map(query).map(|query| (query.clone(), rows(conn, &query))).collect()
}

/// Something that somebody does to a database.
#[derive(Debug)]
struct Damage {
    sql: String,
    /// Whether a repair can undo it, whatever else was done.
    is_mendable: bool,
}

impl Damage {
    fn of(conn: &Connection, which: usize, how: u8) -> Option<Self> {
        let mut statement = conn
            .prepare(
                "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'schema_migration%'",
            )
            .unwrap();
        let objects = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        let objects: Vec<(String, String, String)> = objects.map(Result::unwrap).collect();
        let (kind, name, sql) = objects.get(which % objects.len().max(1))?;
        let name = quoted(name);
        let column = if kind == "table" { column(conn, &name, which / objects.len()) } else { None };
        let (sql, is_mendable) = match (&**kind, how) {
            ("table", 0) => (format!("DROP TABLE {name}"), true),
            ("table", 1) => (format!("ALTER TABLE {name} ADD COLUMN somebodys TEXT DEFAULT 'x'"), false),
            ("table", 2) => {
                (format!("CREATE TRIGGER somebodys AFTER DELETE ON {name} BEGIN SELECT 1; END"), false)
            }
            ("table", 3..=5) => (format!("ALTER TABLE {name} DROP COLUMN {}", column?), false),
            ("table", 6) => (format!("ALTER TABLE {name} RENAME COLUMN {} TO renamed", column?), false),
            ("table", 7) => (format!("ALTER TABLE {name} RENAME TO renamed"), false),
            ("table", 8) => (format!("CREATE INDEX somebodys ON {name} ({})", column?), false),
            ("table", 9) => (format!("INSERT INTO {name} SELECT * FROM {name}"), false),
            ("table", _) => {
                (format!("UPDATE sqlite_sequence SET seq = 0 WHERE name = {}", name.replace('"', "'")), true)
            }
            ("index", 0..=3) if sql.contains("UNIQUE") => (format!("DROP INDEX {name}"), false),
            ("view", 0..=3) => {
                (format!("DROP VIEW {name}; CREATE VIEW {name} AS SELECT 1 AS somebodys"), true)
            }
            (kind, _) => (format!("DROP {kind} {name}"), true),
        };
        Some(Self { sql, is_mendable })
    }

    /// SQLite refuses it where something needs the object.
    fn is_done(&self, conn: &Connection) -> bool {
        let done = conn.execute_batch(&format!("BEGIN; {}; COMMIT", self.sql)).is_ok();
        if !done && !conn.is_autocommit() {
            conn.execute_batch("ROLLBACK").unwrap();
        }
        done
    }
}

/// A column of the table.
fn column(conn: &Connection, table: &str, which: usize) -> Option<String> {
    let columns = rows(conn, &format!("SELECT name FROM pragma_table_info('{}')", table.trim_matches('"')));
    let column = columns.get(which % columns.len().max(1))?;
    match &column[..] {
        [rusqlite::types::Value::Text(name)] => Some(quoted(name)),
        _ => None,
    }
}
