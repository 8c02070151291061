//! What the verdict calls safe loses no row.

use std::cell::Cell;
use std::collections::BTreeSet;

use migrate_runtime::__private::{Set, apply};
use migrate_runtime::TransactionMode;
use proptest::test_runner::TestCaseResult;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::history::{History, without_oddities};
use crate::model::{Id, Schema, Table};
use crate::package::{Lints, Package, set};
use crate::rows::{self, Seeds, seeds};
use crate::tape::Tape;
use crate::{dump, hold, refuted};

/// Lints that are not about whether it works, and those whose finding the model knows itself: a table or column that is
/// dropped, a DELETE or UPDATE that is meant.
const NOT_ABOUT_ROWS: Lints<'_> = &[
    "rebuild",
    "readers",
    "quality",
    "pragmas",
    "determinism",
    "drop-table",
    "drop-column",
    "unfiltered-delete",
    "unfiltered-update",
];

const FILES: usize = 6;

#[test]
fn what_the_verdict_calls_safe_applies_without_losing_a_row() {
    let safe = Cell::new(0);
    let strategy = (without_oddities(FILES), seeds());
    let cases = hold(150, "proptest-regressions/safe.txt", &strategy, |(history, seeds)| {
        let verdict = Package::of(&history.texts()).verdict(NOT_ABOUT_ROWS, &[]);
        match verdict {
            Ok(verified) if verified.proof.warnings.is_empty() => {
                safe.set(safe.get() + 1);
                loses_nothing(&history, &set(&verified), &seeds)
            }
            _ => Ok(()),
        }
    });
    assert!(safe.get() * 4 > cases, "only {} of {cases} sets were safe", safe.get());
}

fn loses_nothing(history: &History, set: &Set, seeds: &Seeds) -> TestCaseResult {
    let mut conn = Connection::open_in_memory().unwrap();
    conn.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    let (mut inserted, mut changed) = (Vec::new(), BTreeSet::new());
    for (index, file) in history.files.iter().enumerate() {
        let before = match index.checked_sub(1) {
            Some(before) => history.files[before].schema.clone(),
            None => Schema::default(),
        };
        let kept = kept(&conn, &before, history, index);
        let version = i64::try_from(index + 1).unwrap();
        apply(set, &mut conn, Some(version), TransactionMode::AllInOne.into(), &mut ())
            .map_err(|error| refuted(format!("{error}\nafter {inserted:#?}")))?;
        for (table, columns, rows) in kept {
            let Some(now) = file.schema.table(table) else { continue };
            lacks_none(&conn, now, &columns, rows)
                .map_err(|lost| refuted(format!("version {version}: {lost}\nafter {inserted:#?}")))?;
        }
        // A known gap: the verifier's rows do not come again behind an UPDATE or DELETE, and those of a program do.
        changed.extend(file.meant.updates.union(&file.meant.deletes).copied());
        for numbers in &seeds.0 {
            let mut tape = Tape::new(numbers);
            if tape.below(FILES) == index {
                let row = |_| rows::insert(&conn, &file.schema, &mut tape, |t| !changed.contains(&t.id));
                inserted.extend((0..2).filter_map(row));
            }
        }
    }
    Ok(())
}

/// Of each table that stays whole: the columns that keep their values, and what stands in them.
fn kept(
    conn: &Connection,
    before: &Schema,
    history: &History,
    index: usize,
) -> Vec<(Id, Vec<Id>, Vec<Vec<Value>>)> {
    let file = &history.files[index];
    let filled: Vec<Id> = before.filled().chain(file.schema.filled()).collect();
    let mut kept = Vec::new();
    for table in before.tables.iter().filter(|table| !file.meant.deletes.contains(&table.id)) {
        let Some(after) = file.schema.table(table.id) else { continue };
        let is_kept = |id: &Id| {
            let is_ordinary =
                |table: &Table| table.column(*id).is_some_and(|column| column.generated.is_none());
            is_ordinary(table)
                && is_ordinary(after)
                && !file.meant.writes.contains(id)
                && !filled.contains(id)
        };
        let columns: Vec<Id> = table.columns.iter().map(|column| column.id).filter(is_kept).collect();
        let rows = rows_of(conn, table, &columns);
        kept.push((table.id, columns, rows));
    }
    kept
}

fn rows_of(conn: &Connection, table: &Table, columns: &[Id]) -> Vec<Vec<Value>> {
    let names = if columns.is_empty() { "1".to_owned() } else { table.names(columns) };
    dump::rows(conn, &format!("SELECT {names} FROM {}", table.sql_name()))
}

/// Whether all these rows are there: a row that is there twice has to come back twice.
fn lacks_none(conn: &Connection, table: &Table, columns: &[Id], rows: Vec<Vec<Value>>) -> Result<(), String> {
    let mut now = rows_of(conn, table, columns);
    for row in rows {
        match now.iter().position(|other| *other == row) {
            Some(at) => drop(now.swap_remove(at)),
            None => return Err(format!("table {} lacks the row {row:?}", table.name)),
        }
    }
    Ok(())
}
