//! Settings of connections and transactions.

#![allow(missing_docs, reason = "each function is its text, for one lint of the verifier")]

use super::{Diagnostic, Place};

pub fn user_version(place: Place, pragma: &str) -> Diagnostic {
    Diagnostic::new(format!("a migration sets `{pragma}`"))
        .at(place)
        .note("other tools, and older releases of the program, keep the state of their own migrations there")
        .help("remove the statement; the history is in the table `schema_migrations`")
}
