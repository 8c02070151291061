//! What a file says of older and newer programs, and is not so.

#![allow(missing_docs, reason = "each function is its text, for one lint of the verifier")]

use super::{Diagnostic, Place, shown};

/// `lacks` is what programs of the version before lack, in words of [`lack`].
pub fn expand_takes_away(place: Place, lacks: &[String]) -> Diagnostic {
    Diagnostic::new("the phase of the migration is expand, and it takes something from the programs of the version before")
        .at(place)
        .note(shown(lacks))
        .help("take away in a later migration, of the phase contract; here, add what older programs need not know")
}

/// `lacks` is what the program of this release does not find before, in words of [`lack`].
pub fn contract_adds(place: Place, lacks: &[String]) -> Diagnostic {
    Diagnostic::new(
        "the phase of the migration is contract, and it makes what the program of this release needs",
    )
    .at(place)
    .note(format!("while it is held back, that program meets this:\n{}", shown(lacks)))
    .help("add in an earlier migration, of the phase expand; here, only take away")
}

/// `lacks` is what is in the way of the program of this release before, in words of [`lack`].
pub fn contract_leaves_rules(place: Place, lacks: &[String]) -> Diagnostic {
    Diagnostic::new("until the migration has run, rows of the program of this release may be refused")
        .at(place)
        .note(format!("while it is held back, that program meets this:\n{}", shown(lacks)))
        .help("loosen these rules in an earlier migration, of the phase expand; or allow the lint if the program heeds them as long")
}

pub fn no_phase(place: Place) -> Diagnostic {
    Diagnostic::new("the migration takes something from older programs, and has no phase")
        .at(place)
        .note("migrations before it have one, so that what contracts can be held back: this one is not held back")
        .help("write `-- migrate: phase contract` at its top")
}

/// `lacks` is what programs of the version lack, in words of [`lack`].
pub fn not_compatible(place: Place, version: i64, lacks: &[String]) -> Diagnostic {
    Diagnostic::new(format!(
        "a program of version {version} cannot work with the database behind this migration"
    ))
    .at(place)
    .note(shown(lacks))
    .help("name a later version, or remove the line; or allow the lint if such programs use nothing of this")
}

/// What a program does not find as it knows it, each in a line.
pub mod lack {
    pub fn table(name: &str) -> String {
        format!("table `{name}` is not there")
    }

    pub fn view(name: &str) -> String {
        format!("view `{name}` is not there")
    }

    pub fn column(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` is not there")
    }

    pub fn trigger(name: &str, table: &str) -> String {
        format!("trigger `{name}` of `{table}` is not there")
    }

    pub fn refuses(name: &str, table: &str) -> String {
        format!("trigger `{name}` may refuse what is written to `{table}`")
    }

    pub fn writes(name: &str) -> String {
        format!("table `{name}` is a view, without INSTEAD OF triggers for INSERT, UPDATE and DELETE")
    }

    pub fn module(name: &str) -> String {
        format!("virtual table `{name}` is one of another module")
    }

    pub fn kind(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` keeps or compares values otherwise")
    }

    pub fn null(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` may hold NULL")
    }

    pub fn not_null(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` takes no NULL")
    }

    pub fn default(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` has no default, and takes no NULL")
    }

    pub fn generated(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` is computed otherwise, or cannot be written")
    }

    pub fn required(name: &str, column: &str) -> String {
        format!(
            "column `{column}` of `{name}`, which the program does not know, takes no NULL and has no default"
        )
    }

    pub fn key(name: &str) -> String {
        format!("table `{name}` has another primary key")
    }

    pub fn strict(name: &str) -> String {
        format!("table `{name}` is STRICT")
    }

    pub fn unique(name: &str, columns: &str) -> String {
        format!("table `{name}` takes no two rows with the same {columns}")
    }

    pub fn not_unique(name: &str, columns: &str) -> String {
        format!("table `{name}` takes rows with the same {columns}, so that ON CONFLICT of these fails")
    }

    pub fn index(name: &str, expression: &str) -> String {
        format!("`{name}` takes no row for which `{expression}` of an index fails")
    }

    pub fn computed(name: &str, column: &str) -> String {
        format!(
            "`{name}` takes no row for which column `{column}` cannot be computed, or is NULL where it may not be"
        )
    }

    pub fn check(name: &str, check: &str) -> String {
        format!("table `{name}` has the CHECK ({check})")
    }

    pub fn foreign_key(name: &str, columns: &str, parent: &str) -> String {
        format!("table `{name}` wants a row of `{parent}` for its {columns}")
    }

    pub fn reaction(name: &str, clause: &str) -> String {
        format!("table `{name}` has no longer: {clause}")
    }
}
