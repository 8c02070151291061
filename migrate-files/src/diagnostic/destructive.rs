//! What is there goes.

#![allow(missing_docs, reason = "each function is its text, for one lint of the verifier")]

use super::{Diagnostic, Place, counted, listed};
use crate::lint::{DROP_TABLE, RECREATE_TABLE};

/// `heirs` are the tables into which rows of it were copied.
pub fn drop_table(place: Place, table: &str, heirs: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::new(format!("table `{table}` is dropped")).at(place);
    let diagnostic = if heirs.is_empty() {
        diagnostic.note(DROP_TABLE.why)
    } else {
        diagnostic.note(format!("what is not copied into {} is gone for good", listed(heirs)))
    };
    diagnostic.help("keep it until no program reads it any more, and copy what is still needed")
}

/// `is_read` says whether a statement before may have copied values of them.
pub fn drop_column(place: Place, table: &str, columns: &[&str], is_read: bool) -> Diagnostic {
    let why = if is_read { COPIED } else { "the values are gone for good; SQLite rewrites the whole table" };
    let lost = counted("column", "columns", columns);
    Diagnostic::new(format!("table `{table}` loses its {lost}"))
        .at(place)
        .note(why)
        .help("keep what a program still reads, and copy what is still needed")
}

pub fn column_not_remade(place: Place, table: &str, columns: &[&str], is_read: bool) -> Diagnostic {
    let why = if is_read { COPIED } else { "the values are gone for good" };
    let lost = counted("column", "columns", columns);
    Diagnostic::new(format!("table `{table}` is made anew without its {lost}"))
        .at(place)
        .note(why)
        .help("write into the new table what a program still reads, and copy it")
}

const COPIED: &str = "what is not copied before is gone for good";

pub fn recreate_table(place: Place, table: &str) -> Diagnostic {
    Diagnostic::new(format!("table `{table}` is dropped and made anew without its rows"))
        .at(place)
        .note(RECREATE_TABLE.why)
        .help(
            "make the new table under another name, copy the rows by INSERT … SELECT, drop the old one, and rename the new one",
        )
}
