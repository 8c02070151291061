//! A line for each problem, as editors and `grep` like it.

use migrate_files::diagnostic::{Diagnostic, Severity};

use super::{Examined, severity};
use crate::output::Output;

pub(crate) fn all(examined: &[Examined], output: Output) {
    for diagnostic in examined.iter().flat_map(|examined| &examined.diagnostics) {
        match diagnostic.severity() {
            Severity::Error => output.line(&line(diagnostic)),
            Severity::Warning => output.told(&line(diagnostic)),
        }
    }
}

fn line(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place().map(|place| match place.position {
        Some(at) => format!("{}:{}:{}: ", place.path, at.line, at.column),
        None => format!("{}: ", place.path),
    });
    let lint = diagnostic.lint().map(|lint| format!(" [{lint}]")).unwrap_or_default();
    format!("{}{}: {}{lint}", place.unwrap_or_default(), severity(diagnostic), diagnostic.title())
}
