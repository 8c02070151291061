//! A document for programs. Its shape is described in `docs/cargo-migrate.md`.

use migrate_files::diagnostic::{Diagnostic, Place};
use serde_json::{Value, json};

use super::{Examined, severity};
use crate::package::Package;

/// Counted up when a program that reads it has to be told.
const FORMAT: u32 = 1;

pub(crate) fn document(package: &Package, examined: &[Examined], code: u8) -> String {
    let sets: Vec<Value> = examined.iter().map(set).collect();
    let whole = json!({
        "format": FORMAT, "command": "check", "package": package.name, "version": package.version,
        "exit_code": code, "sets": sets,
    });
    format!("{whole:#}")
}

fn set(examined: &Examined) -> Value {
    let diagnostics: Vec<Value> = examined.diagnostics.iter().map(diagnostic).collect();
    json!({
        "set": examined.set,
        "directory": examined.directory,
        "call": examined.call.as_ref().map(place),
        "accepted": examined.migrations.is_some(),
        "migrations": examined.migrations,
        "diagnostics": diagnostics,
    })
}

fn diagnostic(diagnostic: &Diagnostic) -> Value {
    json!({
        "severity": severity(diagnostic),
        "title": diagnostic.title(),
        "lint": diagnostic.lint(),
        "place": diagnostic.place().map(place),
        "notes": diagnostic.notes(),
        "help": diagnostic.ways_out(),
        "rendered": diagnostic.render(),
    })
}

fn place(place: &Place) -> Value {
    let width = place.snippet.as_ref().map(|snippet| snippet.width);
    json!({
        "file": place.path,
        "line": place.position.map(|at| at.line),
        "column": place.position.map(|at| at.column),
        "end_column": place.position.zip(width).map(|(at, width)| at.column + width),
    })
}
