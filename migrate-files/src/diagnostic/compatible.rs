//! `-- migrate: compatible-with VERSION`.

use super::{Diagnostic, Place};
use crate::model::Migration;

pub(crate) fn not_below(place: Place, version: i64, before: Option<i64>) -> Diagnostic {
    let diagnostic = Diagnostic::new(format!("version {version} does not come before this migration"))
        .at(place)
        .note("it says which older programs can work with the database behind it: those of that version, and later ones");
    match before {
        Some(before) => diagnostic
            .help(format!("name the latest version of the oldest such program: {before}, or one before")),
        None => diagnostic.help("remove the line: before the first migration, there is no program"),
    }
}

pub(crate) fn unknown(place: Place, version: i64, known: &[i64]) -> Diagnostic {
    let known = match known {
        [] => {
            return Diagnostic::new(format!("there is no migration {version}"))
                .at(place)
                .help("remove the line: before the first migration, there is no program");
        }
        [only] => only.to_string(),
        [first, .., last] => format!("one of {first} to {last} that has a file"),
    };
    Diagnostic::new(format!("there is no migration {version}"))
        .at(place)
        .help(format!("name the latest version of the oldest program that can work with it: {known}"))
}

/// `last` is the last version that the squash replaces.
pub(crate) fn within_a_squash(place: Place, version: i64, last: i64) -> Diagnostic {
    Diagnostic::new(format!("nobody can prove any more that a program of version {version} can work with it"))
        .at(place)
        .note("a squash stands for that version, whose files are gone, and for later ones")
        .help(format!("name the last version that the squash replaces, {last}, or a later one"))
}

/// A program of the version meets `between`, too.
pub(crate) fn between(place: Place, version: i64, between: &Migration) -> Diagnostic {
    let promise = match &between.directives.compatible_with {
        Some(promise) => format!(
            "`{}` is compatible with programs of version {} and later",
            between.up.path, promise.version
        ),
        None => format!("`{}` says nothing of older programs", between.up.path),
    };
    Diagnostic::new(format!("a program of version {version} cannot work with migration {}, which comes before", between.version))
        .at(place)
        .note(promise)
        .help(format!(
            "write `-- migrate: compatible-with {version}` into that file, too, if it holds; or here, {} or later",
            between.version
        ))
}
