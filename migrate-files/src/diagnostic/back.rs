//! Downs that do not take their migration back.

#![allow(missing_docs, reason = "each function is its text, for one stage of the verifier")]

use super::{Diagnostic, Place};

pub fn empty(down: Place, up: &str) -> Diagnostic {
    Diagnostic::new("the down has no statement").at(down).help(way_out(up))
}

/// `failure` is what is said of the statement.
pub fn fails(failure: Diagnostic, up: &str) -> Diagnostic {
    failure.note(format!("this is the way back: it runs after `{up}`"))
}

/// The same, where it can be gone without rows.
pub fn fails_on_rows(failure: Diagnostic, up: &str) -> Diagnostic {
    let when = "it runs on empty tables, and fails on every database that has rows";
    failure.note(format!("this is the way back: it runs after `{up}`; {when}"))
}

/// `lines` are the differences, like a diff.
pub fn does_not_restore(down: Place, up: &str, lines: &[String]) -> Diagnostic {
    Diagnostic::new("the down does not give back the schema from before its migration")
        .at(down)
        .note(format!("what is different after `{up}` and this file:\n  {}", lines.join("\n  ")))
        .help(way_out(up))
}

pub fn runs_otherwise(down: Place, up: &str, lines: &[String]) -> Diagnostic {
    Diagnostic::new("after the down its migration gives another schema than the first time")
        .at(down)
        .note(format!(
            "what is different after `{up}`, this file, and `{up}` again:\n  {}",
            lines.join("\n  ")
        ))
        .help(way_out(up))
}

/// `failure` is what is said of the statement of the up.
pub fn cannot_run_again(failure: Diagnostic, down: &str) -> Diagnostic {
    failure
        .note(format!("it runs the first time, and not again after `{down}`"))
        .only_help(format!("let `{down}` take back all that the migration does, also to rows"))
}

/// The engine failed outside any statement.
pub fn engine(file: &str, error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::new(error.to_string()).at(Place::file(file))
}

fn way_out(up: &str) -> String {
    format!("mend it; or delete it, and say `-- migrate: irreversible: REASON` at the top of `{up}`")
}
