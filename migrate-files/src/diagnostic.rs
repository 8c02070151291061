//! What is wrong, where, and what to do about it.
//!
//! Every text of this crate stands in one of the modules below, one module for each family, so that the texts are
//! read together. A stage calls the constructor of its mistake and words nothing itself.

pub mod back;
pub mod backfill;
pub(crate) mod compatible;
pub mod destructive;
pub mod determinism;
pub(crate) mod directory;
pub(crate) mod fixture;
pub(crate) mod header;
pub mod help;
pub(crate) mod hooks;
pub mod lint;
pub(crate) mod lock;
pub(crate) mod model;
pub(crate) mod name;
pub(crate) mod needs;
pub(crate) mod options;
pub mod order;
pub mod phases;
pub mod policy;
pub mod pragmas;
pub mod quality;
pub mod readers;
pub mod rebuild;
pub mod rows;
pub mod sql;
pub mod squash;
pub(crate) mod text;
pub mod whole;

mod place;
mod render;

pub use crate::lock::{Remedy, Unlocked};
pub use place::{Place, Position, Snippet};

use std::fmt;

/// One problem: a title, the place it was found at, and the way out.
///
/// Title, notes and help are lower case, without a full stop, with names in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic(Box<Parts>);

/// In a box, because a diagnostic is mostly the error of a `Result`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    title: String,
    place: Option<Place>,
    notes: Vec<String>,
    help: Vec<String>,
    severity: Severity,
    lint: Option<&'static str>,
    argument: Option<(&'static str, Option<usize>)>,
    remedy: Option<Remedy>,
}

/// Whether the build fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It does.
    Error,
    /// It does not.
    Warning,
}

impl Diagnostic {
    /// A problem that is told in one line.
    pub fn new(title: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            title: title.into(),
            place: None,
            notes: Vec::new(),
            help: Vec::new(),
            severity: Severity::Error,
            lint: None,
            argument: None,
            remedy: None,
        }))
    }

    /// Says that it does not fail the build.
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        self.0.severity = Severity::Warning;
        self
    }

    /// Says which lint it is.
    #[must_use]
    pub fn of_lint(mut self, name: &'static str) -> Self {
        self.0.lint = Some(name);
        self
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.0.place = Some(place);
        self
    }

    /// Says in which argument of the macro it is, and in which entry of that, from 0.
    #[must_use]
    pub fn in_argument(mut self, key: &'static str, entry: Option<usize>) -> Self {
        self.0.argument = Some((key, entry));
        self
    }

    /// Says that other lines of the lock would solve it.
    #[must_use]
    pub(crate) fn solved_by(mut self, remedy: Remedy) -> Self {
        self.0.remedy = Some(remedy);
        self
    }

    /// Adds why it is a problem.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.0.notes.push(text.into());
        self
    }

    /// Adds what to do, or what would have been valid.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.0.help.push(text.into());
        self
    }

    /// Says what to do in the place of what was said before.
    #[must_use]
    pub fn only_help(mut self, text: impl Into<String>) -> Self {
        self.0.help = vec![text.into()];
        self
    }

    /// The problem in one line.
    pub fn title(&self) -> &str {
        &self.0.title
    }

    /// Where it is; `None` if it is in no file.
    pub fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    /// The argument of the macro that it is in, and the entry of that, from 0.
    pub fn argument(&self) -> Option<(&'static str, Option<usize>)> {
        self.0.argument
    }

    /// Why it is a problem.
    pub fn notes(&self) -> &[String] {
        &self.0.notes
    }

    /// What to do.
    pub fn ways_out(&self) -> &[String] {
        &self.0.help
    }

    /// The lines of the lock that would solve it.
    pub fn remedy(&self) -> Option<&Remedy> {
        self.0.remedy.as_ref()
    }

    /// Whether the build fails.
    pub fn severity(&self) -> Severity {
        self.0.severity
    }

    /// The lint that it is, by name.
    pub fn lint(&self) -> Option<&'static str> {
        self.0.lint
    }

    /// Everything, for a terminal: `error: ` or `warning: `, title, place, snippet, notes and help.
    pub fn render(&self) -> String {
        let severity = match self.0.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        format!("{severity}: {}", self.text())
    }

    /// What [`render`](Self::render) gives, without the leading `error: `, for a reporter that writes its own.
    pub fn text(&self) -> String {
        render::text(&self.0)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text())
    }
}

/// The name as SQL has to write it: bare, or in double quotes where it would be something else.
pub fn in_sql(name: &str) -> String {
    let quoted = format!("\"{}\"", name.replace('"', "\"\""));
    if migrate_token::canonical(&quoted).starts_with('"') { quoted } else { name.to_owned() }
}

/// The path as a word of the shell.
pub fn in_shell(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    if path.bytes().all(is_plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// `names` as they stand in a sentence: in backticks, with commas.
pub fn listed<T: fmt::Display>(names: impl IntoIterator<Item = T>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// `names` with what they are, one or more of it.
fn counted(one: &str, more: &str, names: &[&str]) -> String {
    format!("{} {}", if names.len() == 1 { one } else { more }, listed(names))
}

/// Differences of schemas, as many as are read.
fn shown(differences: &[String]) -> String {
    const MOST: usize = 20;
    let left_out = differences.len().saturating_sub(MOST);
    let more = (left_out > 0).then(|| format!("… and {left_out} more"));
    differences.iter().take(MOST).cloned().chain(more).collect::<Vec<_>>().join("\n")
}
