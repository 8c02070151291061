//! The rows that the verifier makes up.

use std::cell::Cell;

use migrate_runtime::__private::apply;
use migrate_runtime::TransactionMode;
use rusqlite::Connection;

use crate::history::histories;
use crate::package::{EVERYTHING, Package, set, told};
use crate::rows::{self, seeds};
use crate::tape::Tape;
use crate::{hold, refuted};

#[test]
fn every_table_that_takes_a_row_gets_one() {
    let tried = Cell::new(0);
    let cases = hold(100, "proptest-regressions/seeded.txt", &(histories(6), seeds()), |(history, seeds)| {
        let verdict = Package::of(&history.texts()).verdict(EVERYTHING, &["not-seeded"]);
        let Ok(verified) = verdict else { return Ok(()) };
        tried.set(tried.get() + 1);
        let warnings = &verified.proof.warnings;
        if warnings.is_empty() {
            return Ok(());
        }
        let mut conn = Connection::open_in_memory().unwrap();
        apply(&set(&verified), &mut conn, None, TransactionMode::AllInOne.into(), &mut ()).unwrap();
        let schema = history.schema();
        let is_unseeded =
            |name: &str| warnings.iter().any(|warning| warning.title().contains(&format!("`{name}`")));
        // Whether it takes one is asked of other rows: triggers and CHECKs together may well refuse all.
        for round in 0..20 {
            for numbers in &seeds.0 {
                let numbers: Vec<u8> = numbers.iter().map(|number| number.wrapping_mul(round + 1)).collect();
                let mut taken = None;
                for _ in 0..schema.tables.len() {
                    let mut tape = Tape::new(&numbers);
                    taken =
                        taken.or(rows::insert(&conn, &schema, &mut tape, |table| is_unseeded(&table.name)));
                    rows::insert(&conn, &schema, &mut tape, |_| true);
                }
                if let Some(row) = taken {
                    return Err(refuted(format!("{}\nbut it takes {row}", told(warnings))));
                }
            }
        }
        Ok(())
    });
    assert!(tried.get() * 3 > cases, "only {} were tried", tried.get());
}
