//! Two databases come out differently.

#![allow(missing_docs, reason = "each function is its text, for one lint of the verifier")]

use super::{Diagnostic, Place};

const DIFFERENT: &str = "two databases with the same history hold different rows";

/// `more` is how many statements of the file do so as well.
pub fn time(place: Place, function: &str, more: usize) -> Diagnostic {
    Diagnostic::new(format!("rows get the time at which the migration runs, from `{function}`"))
        .at(place)
        .note(format!("{DIFFERENT}{}", and_more(more)))
        .help("write the time that is meant as a constant; or allow the lint where the time of the migration is")
}

/// `more` is how many statements of the file do so as well.
pub fn chance(place: Place, function: &str, more: usize) -> Diagnostic {
    Diagnostic::new(format!("rows get random values, from `{function}`"))
        .at(place)
        .note(format!("{DIFFERENT}{}", and_more(more)))
        .help("write constants, or compute the values from the rows; or let the program give them")
}

/// `more` is how many statements of the file do so as well.
pub fn chosen(place: Place, function: &str, more: usize) -> Diagnostic {
    Diagnostic::new(format!("chance decides which rows go, by `{function}`"))
        .at(place)
        .note(format!("{DIFFERENT}{}", and_more(more)))
        .help("choose them by what they hold")
}

fn and_more(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "; one more statement of the file does so".to_owned(),
        count => format!("; {count} more statements of the file do so"),
    }
}

pub fn default(place: Place, table: &str, column: &str) -> Diagnostic {
    Diagnostic::new(format!("the DEFAULT of `{column}` in `{table}` is random"))
        .at(place)
        .note("a row that leaves the column out gets another value every time it is inserted, from a backup too")
        .help("let the program give the value")
}

pub fn check(place: Place, table: &str, function: &str) -> Diagnostic {
    Diagnostic::new(format!("a CHECK of `{table}` calls `{function}`, whose value changes"))
        .at(place)
        .note("a row that was taken may be refused when it is copied or restored")
        .help("check it in a trigger, or in the program")
}
