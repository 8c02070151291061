//! A table is made anew, and lacks something.

#![allow(missing_docs, reason = "each function is its text, for one lint of the verifier")]

use super::{Diagnostic, Place, counted, listed};
use crate::lint::{CREATE_TABLE_AS, LEFTOVER_TABLE, NEEDLESS_REBUILD};

/// `clauses` is what is lost, in words of SQL; `is_all` says that the tables differ in nothing else.
pub fn lost(place: Place, table: &str, clauses: &[String], why: &str, is_all: bool) -> Diagnostic {
    let clauses = clauses.join(", ");
    let diagnostic =
        Diagnostic::new(format!("table `{table}` is made anew without {clauses}")).at(place).note(why);
    if is_all {
        diagnostic
            .note("the tables differ in nothing else")
            .help("if that is what the file is for, say so; if not, write it into the new table")
    } else {
        diagnostic.help("write it into the new table")
    }
}

/// `by` takes them along; `statements` create them.
pub fn lost_index(place: Place, table: &str, by: &str, names: &[&str], statements: &[String]) -> Diagnostic {
    let lost = counted("index", "indexes", names);
    Diagnostic::new(format!("table `{table}` is made anew without its {lost}"))
        .at(place)
        .note(format!("{by} takes it along; queries become slow, and what was unique no longer is"))
        .help(again(statements, "DROP INDEX"))
}

/// As [`lost_index`]; `table` may be a view.
pub fn lost_trigger(
    place: Place,
    table: &str,
    by: &str,
    names: &[&str],
    statements: &[String],
) -> Diagnostic {
    let lost = counted("trigger", "triggers", names);
    Diagnostic::new(format!("`{table}` is made anew without its {lost}"))
        .at(place)
        .note(format!("{by} takes it along, and what it did is no longer done"))
        .help(again(statements, "DROP TRIGGER"))
}

fn again(statements: &[String], drop: &str) -> String {
    let statements = statements.join("\n");
    format!(
        "if it has to go, say so by a {drop} before; if not, create it again when the new one is there:\n{statements}"
    )
}

/// `lost` is what the table had in whose place it is.
pub fn create_table_as(place: Place, table: &str, lost: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::new(format!("table `{table}` is made by CREATE TABLE … AS SELECT"))
        .at(place)
        .note(CREATE_TABLE_AS.why);
    let diagnostic = match lost {
        [] => diagnostic,
        lost => diagnostic.note(format!("the one before it had {}", lost.join(", "))),
    };
    diagnostic.help("write the table out, and fill it by INSERT … SELECT")
}

/// `of` is the table whose rows it holds.
pub fn leftover_table(place: Place, table: &str, of: &str) -> Diagnostic {
    Diagnostic::new(format!("table `{table}` stays behind, with rows of `{of}`"))
        .at(place)
        .note(LEFTOVER_TABLE.why)
        .help("drop it in the end")
}

/// `statements` do the same.
pub fn needless_rebuild(place: Place, table: &str, statements: &[String]) -> Diagnostic {
    Diagnostic::new(format!("table `{table}` is made anew for what ALTER TABLE does"))
        .at(place)
        .note(NEEDLESS_REBUILD.why)
        .help(format!("use {}", listed(statements)))
}

pub fn rebuild_for_nothing(place: Place, table: &str) -> Diagnostic {
    Diagnostic::new(format!("table `{table}` is made anew, and is the same as before"))
        .at(place)
        .note("the copy takes time and space that grow with the table")
        .help("remove the statements, or write what they were meant to change")
}
