//! What is said of sets, and how.

pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod sarif;
pub(crate) mod short;

use migrate_files::diagnostic::lint::footer;
use migrate_files::diagnostic::{Diagnostic, Place, Severity};
use migrate_verify::Verified;

use crate::sets::Asked;

/// A set that was looked at.
pub(crate) struct Examined {
    pub(crate) set: String,
    /// The directory of the migrations, as it is given.
    pub(crate) directory: String,
    /// Where the macro is called.
    pub(crate) call: Option<Place>,
    /// How many migrations there are; `None` if it is rejected.
    pub(crate) migrations: Option<usize>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Examined {
    pub(crate) fn accepted(asked: &Asked, verified: &Verified) -> Self {
        let migrations = Some(verified.set.migrations().len());
        Self { migrations, ..Self::rejected(asked, verified.proof.warnings.clone()) }
    }

    pub(crate) fn rejected(asked: &Asked, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            set: asked.options.set.clone(),
            directory: asked.options.directory.clone(),
            call: asked.place().cloned(),
            migrations: None,
            diagnostics: diagnostics.into_iter().map(|diagnostic| asked.placed(diagnostic)).collect(),
        }
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == severity).count()
    }
}

/// As all formats call it.
fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// What is said beside the title, line by line.
fn remarks(diagnostic: &Diagnostic) -> Vec<String> {
    let notes = diagnostic.notes().iter().map(|note| format!("note: {note}"));
    let help = diagnostic.ways_out().iter().map(|help| format!("help: {help}"));
    let lint = diagnostic.lint().map(|name| format!("lint: {}", footer(name)));
    notes.chain(help).chain(lint).collect()
}

/// The path in the repository of one in the workspace, which lies `within` it.
fn in_repository(within: &std::path::Path, path: &str) -> String {
    let parts: Vec<_> = within.iter().map(|part| part.to_string_lossy()).collect();
    parts.iter().map(|part| format!("{part}/")).collect::<String>() + path
}
