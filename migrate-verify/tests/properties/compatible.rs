//! Programs of before, on a database that says that they can work with it.

use std::cell::Cell;

use migrate_runtime::__private::{Set, apply};
use migrate_runtime::TransactionMode;
use proptest::prop_assert;

use crate::database::Database;
use crate::history::histories;
use crate::package::{EVERYTHING, Package, set, told};
use crate::rows::{insert, seeds};
use crate::tape::Tape;
use crate::text::quoted;
use crate::{hold, refuted};

fn migrated(set: &Set, version: usize) -> Database {
    let database = Database::new();
    let (target, mode) = (i64::try_from(version).ok(), TransactionMode::AllInOne.into());
    apply(set, &mut database.open(), target, mode, &mut ()).unwrap();
    database
}

#[test]
fn a_program_of_the_version_that_is_promised_reads_and_writes_as_before() {
    let (promised, refused) = (Cell::new(0), Cell::new(0));
    let cases = hold(250, "proptest-regressions/compatible.txt", &(histories(4), seeds()), |case| {
        let (history, seeds) = case;
        let mut texts = history.texts();
        let version = texts.len();
        let last = texts.last().cloned().unwrap_or_default();
        // No schema tells what rows the file leaves, and what its triggers do.
        if version < 2 || ["VALUES", "UPDATE ", "TRIGGER"].iter().any(|word| last.contains(word)) {
            return Ok(());
        }
        let Ok(verified) = Package::of(&texts).verdict(EVERYTHING, &[]) else { return Ok(()) };
        let set = set(&verified);
        texts[version - 1] = format!("-- migrate: compatible-with {}\n{last}", version - 1);
        let said = match Package::of(&texts).verdict(EVERYTHING, &["not-compatible"]) {
            Ok(verified) => verified.proof.warnings,
            Err(diagnostics) => return Err(refuted(told(&diagnostics))),
        };
        if !said.is_empty() {
            refused.set(refused.get() + 1);
            return Ok(());
        }
        promised.set(promised.get() + 1);
        let schema = &history.files[version - 2].schema;
        let (before, behind) = (migrated(&set, version - 1), migrated(&set, version));
        let (before, behind) = (before.open(), behind.open());
        for numbers in &seeds.0 {
            let Some(row) = insert(&before, schema, &mut Tape::new(numbers), |_| true) else { continue };
            let outcome = row.insert(&behind);
            prop_assert!(outcome.is_ok(), "{}: {:?}", row, outcome);
        }
        for table in &schema.tables {
            let names: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
            let read = behind.prepare(&format!("SELECT {} FROM {}", names.join(", "), table.sql_name()));
            prop_assert!(read.is_ok(), "{:?}", read.err());
        }
        for view in &schema.views {
            let read = behind.prepare(&format!("SELECT * FROM {}", quoted(&view.name)));
            prop_assert!(read.is_ok(), "{:?}", read.err());
        }
        Ok(())
    });
    assert!(promised.get() * 8 > cases, "only {} have been promised", promised.get());
    assert!(refused.get() * 8 > cases, "only {} have been refused", refused.get());
}
