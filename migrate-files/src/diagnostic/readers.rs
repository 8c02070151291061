//! A program of the release before no longer finds what it reads.

#![allow(missing_docs, reason = "each function is its text, for one lint of the verifier")]

use super::{Diagnostic, Place, in_sql, listed};

const ONE_PROGRAM: &str = "or allow the lint if no other program reads the database";

fn not_found(names: &[&str]) -> String {
    format!("a program of the release before, which may still run, no longer finds {}", listed(names))
}

pub fn rename_table(place: Place, from: &str, to: &str) -> Diagnostic {
    Diagnostic::new(format!("table `{from}` becomes `{to}`")).at(place).note(not_found(&[from])).help(
        format!(
            "leave `CREATE VIEW {} AS SELECT * FROM {}` behind until nobody reads it; {ONE_PROGRAM}",
            in_sql(from),
            in_sql(to)
        ),
    )
}

pub fn rename_column(place: Place, table: &str, from: &str, to: &str) -> Diagnostic {
    Diagnostic::new(format!("column `{from}` of `{table}` becomes `{to}`"))
        .at(place)
        .note(not_found(&[from]))
        .help(format!("add `{to}` beside it, and drop `{from}` a release later; {ONE_PROGRAM}"))
}

pub fn drop_view(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(format!("view `{name}` is dropped, and not created again"))
        .at(place)
        .note(not_found(&[name]))
        .help(format!("create it again at the end of the file; {ONE_PROGRAM}"))
}

pub fn drop_view_columns(place: Place, name: &str, columns: &[&str]) -> Diagnostic {
    Diagnostic::new(format!("view `{name}` is created again without {}", listed(columns)))
        .at(place)
        .note(not_found(columns))
        .help(format!("keep the old names in it as well; {ONE_PROGRAM}"))
}

/// `column` is the one that goes; the statement there carries its values.
pub fn expand_and_contract(place: Place, table: &str, column: &str) -> Diagnostic {
    Diagnostic::new(format!("one migration replaces column `{column}` of `{table}`, and takes it away"))
        .at(place)
        .note("there is no moment at which programs of the release before and after can run side by side")
        .help(format!("take `{column}` away in a migration of a later release; {ONE_PROGRAM}"))
}
