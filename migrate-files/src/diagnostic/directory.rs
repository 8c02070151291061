//! Paths that cannot be read.

use std::io;

use super::{Diagnostic, Place};

pub(crate) fn missing(path: &str, similar: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(format!("no directory `{path}`"));
    match similar {
        Some(similar) => diagnostic.help(format!("there is a `{similar}`; say `dir = \"{similar}\"`")),
        None => diagnostic.help(format!("create `{path}/0001_init.sql` with the first statements")),
    }
}

pub(crate) fn not_a_directory(path: &str) -> Diagnostic {
    Diagnostic::new(format!("`{path}` is not a directory"))
        .help("name the directory that holds the migrations")
}

pub(crate) fn empty(path: &str) -> Diagnostic {
    Diagnostic::new(format!("no migrations in `{path}`"))
        .help(format!("create `{path}/0001_init.sql` with the first statements"))
}

pub(crate) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(format!("cannot read `{path}`: {error}"))
        .at(Place::file(path))
        .help("make it readable for the user who builds")
}

pub(crate) fn dangling(path: &str, target: &str) -> Diagnostic {
    Diagnostic::new("symlink to nowhere").at(Place::file(path)).help(format!(
        "it points to `{target}`, which does not exist; restore that file, or remove the symlink"
    ))
}

pub(crate) fn name_not_utf8(directory: &str, name: &str) -> Diagnostic {
    Diagnostic::new(format!("the file name `{name}` is not UTF-8"))
        .at(Place::file(directory))
        .help("rename it; ASCII letters, digits and `_` are safe everywhere")
}
