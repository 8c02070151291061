//! A column that does not exist.

use std::cell::Cell;

use proptest::prelude::any;
use proptest::{prop_assert, prop_assert_eq};

use crate::history::histories;
use crate::package::{EVERYTHING, Package, told};
use crate::text::quoted;
use crate::{hold, refuted};

/// `T` is a table, `C` one of its columns, `M` none of them.
const NAMING: [&str; 28] = [
    "CREATE INDEX x ON T (M);",
    "CREATE INDEX x ON T (C) WHERE M > 0;",
    "CREATE INDEX x ON T (lower(M));",
    "UPDATE T SET M = 1;",
    "UPDATE T SET C = M;",
    "UPDATE T SET C = C WHERE M = 'a';",
    "DELETE FROM T WHERE M = 'a';",
    "CREATE VIEW x AS SELECT M FROM T;",
    "CREATE VIEW x AS SELECT C FROM T WHERE M = 1;",
    "CREATE VIEW x AS SELECT C FROM T GROUP BY M;",
    "CREATE VIEW x AS SELECT T.C FROM T ORDER BY T.M;",
    "CREATE TRIGGER x AFTER INSERT ON T BEGIN UPDATE T SET C = M; END;",
    "CREATE TRIGGER x AFTER INSERT ON T BEGIN UPDATE T SET M = 1; END;",
    "CREATE TRIGGER x AFTER INSERT ON T BEGIN SELECT C FROM T WHERE M = 'a'; END;",
    "CREATE TRIGGER x AFTER INSERT ON T WHEN NEW.M > 0 BEGIN SELECT 1; END;",
    "CREATE TRIGGER x AFTER DELETE ON T BEGIN INSERT INTO T (M) VALUES (1); END;",
    "CREATE TABLE x (a INTEGER PRIMARY KEY, FOREIGN KEY (M) REFERENCES T);",
    "CREATE TABLE x (a INTEGER PRIMARY KEY, b INTEGER REFERENCES T (M));",
    "CREATE TABLE x (a INTEGER PRIMARY KEY, CHECK (M > 0));",
    "CREATE TABLE x (a INTEGER PRIMARY KEY, b AS (M));",
    "CREATE TABLE x (a INTEGER PRIMARY KEY, b TEXT CHECK (b <> M));",
    "CREATE TABLE x (a); INSERT INTO x SELECT M FROM T;",
    "INSERT INTO T (M) SELECT 1;",
    "ALTER TABLE T ADD COLUMN x AS (M);",
    "ALTER TABLE T ADD COLUMN x INTEGER CHECK (M > 0);",
    "ALTER TABLE T RENAME COLUMN M TO x;",
    "ALTER TABLE T DROP COLUMN M;",
    "CREATE TRIGGER x AFTER UPDATE OF M ON T BEGIN SELECT 1; END;",
];

#[test]
fn a_column_that_does_not_exist_is_found_before_production() {
    let found = Cell::new(0);
    let place = (0..NAMING.len(), any::<bool>(), 0..8_usize, 0..8_usize);
    let cases = hold(150, "proptest-regressions/missing.txt", &(histories(4), place), |case| {
        let (history, (naming, is_quoted, table, column)) = case;
        let mut texts = history.texts();
        if Package::of(&texts).verdict(EVERYTHING, &[]).is_err() {
            return Ok(());
        }
        let tables = history.schema().tables;
        if tables.is_empty() {
            return Ok(());
        }
        let table = &tables[table % tables.len()];
        let column = quoted(&table.columns[column % table.columns.len()].name);
        let missing = if is_quoted { "\"missing\"" } else { "missing" };
        let replaced = NAMING[naming]
            .split_inclusive(|character: char| !character.is_ascii_alphabetic())
            .map(|word| match word.split_at(1) {
                ("T", rest) if !rest.starts_with(char::is_alphabetic) => table.sql_name() + rest,
                ("C", rest) if !rest.starts_with(char::is_alphabetic) => column.clone() + rest,
                ("M", rest) if !rest.starts_with(char::is_alphabetic) => missing.to_owned() + rest,
                _ => word.to_owned(),
            });
        texts.push(replaced.collect::<String>() + "\n");
        let last = texts.last().cloned().unwrap_or_default();
        let said = match Package::of(&texts).verdict(EVERYTHING, &["double-quoted-string"]) {
            Ok(verified) => verified.proof.warnings,
            Err(diagnostics) => diagnostics,
        };
        prop_assert!(!said.is_empty(), "nothing is said of {last}");
        let place = said[0].place().ok_or_else(|| refuted(told(&said)))?;
        let expected = format!("migrations/{}", crate::package::name(texts.len(), texts.len() - 1));
        prop_assert_eq!(&place.path, &expected, "{}", told(&said));
        found.set(found.get() + 1);
        Ok(())
    });
    assert!(found.get() * 3 > cases, "only {} were tried", found.get());
}
