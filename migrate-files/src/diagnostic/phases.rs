//! What a file says of older and newer programs, and is not so.

#![allow(missing_docs, reason = "each function is its text, for one lint of the verifier")]

use super::{Diagnostic, Place, counted, shown};

/// `lacks` is what programs of the version before lack, in words of [`lack`].
pub fn expand_takes_away(place: Place, lacks: &[String]) -> Diagnostic {
    Diagnostic::new("the phase of the migration is expand, and it takes something from the programs of the version before")
        .at(place)
        .note(shown(lacks))
        .help("take away in a later migration, of the phase contract; here, add what older programs need not know")
}

/// `made` is each table, view or column that is new, in words.
pub fn contract_adds(place: Place, made: &[String]) -> Diagnostic {
    let made = made.join(", ");
    Diagnostic::new(format!("the migration makes {made}, and its phase is contract"))
        .at(place)
        .note("while it is held back, the program of this release lacks what it makes")
        .help("add in an earlier migration, of the phase expand; here, only take away")
}

/// `columns` go with the migration.
pub fn contract_leaves_required(place: Place, table: &str, columns: &[&str]) -> Diagnostic {
    let named = counted("column", "columns", columns);
    let (they_are, them) = if columns.len() == 1 { ("it is", "it") } else { ("they are", "them") };
    Diagnostic::new(format!("until the migration has run, an INSERT into `{table}` without {named} fails"))
        .at(place)
        .note(format!("{they_are} NOT NULL without a default, and the program of this release may no longer know {them}"))
        .help("let an earlier migration, of the phase expand, make the table anew with a default; or allow the lint if the program still gives a value")
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

/// What an older program lacks, each in a line.
pub mod lack {
    pub fn table(name: &str) -> String {
        format!("table `{name}` is gone")
    }

    pub fn view(name: &str) -> String {
        format!("view `{name}` is gone")
    }

    pub fn trigger(name: &str, table: &str) -> String {
        format!("trigger `{name}` of `{table}` is gone")
    }

    pub fn refuses(name: &str, table: &str) -> String {
        format!("trigger `{name}` may refuse what is written to `{table}` now")
    }

    pub fn writes(name: &str) -> String {
        format!("table `{name}` is a view now, without a trigger that takes its writes")
    }

    pub fn module(name: &str) -> String {
        format!("virtual table `{name}` is one of another module now")
    }

    pub fn column(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` is gone")
    }

    pub fn kind(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` keeps and compares values otherwise now")
    }

    pub fn null(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` may hold NULL now")
    }

    pub fn not_null(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` takes no NULL any more")
    }

    pub fn default(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` has no default any more, and takes no NULL")
    }

    pub fn generated(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` is computed otherwise now, or cannot be written")
    }

    pub fn required(name: &str, column: &str) -> String {
        format!("column `{column}` of `{name}` is new, takes no NULL and has no default")
    }

    pub fn key(name: &str) -> String {
        format!("table `{name}` has another primary key now")
    }

    pub fn strict(name: &str) -> String {
        format!("table `{name}` is STRICT now")
    }

    pub fn unique(name: &str, columns: &str) -> String {
        format!("table `{name}` takes no two rows with the same {columns} now")
    }

    pub fn no_longer_unique(name: &str, columns: &str) -> String {
        format!("table `{name}` takes rows with the same {columns} now, so that ON CONFLICT of these fails")
    }

    pub fn index(name: &str, expression: &str) -> String {
        format!("a value of `{name}` for which `{expression}` of an index fails is not taken any more")
    }

    pub fn computed(name: &str, column: &str) -> String {
        format!(
            "a row of `{name}` for which its new column `{column}` cannot be computed is not taken any more"
        )
    }

    pub fn check(name: &str, check: &str) -> String {
        format!("table `{name}` has another CHECK ({check}) now")
    }

    pub fn foreign_key(name: &str, columns: &str, parent: &str) -> String {
        format!("table `{name}` wants a row of `{parent}` for its {columns} now")
    }
}
