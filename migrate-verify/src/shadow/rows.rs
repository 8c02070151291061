//! Every migration is run again, on tables that hold rows: on plain ones, on which it has to work, and on such as a
//! database may hold. Rows stay where they are while migration follows migration, and a table that changes gets new
//! ones: so every version at which a database may have stopped is gone on from, in one run.

pub(super) mod cause;
mod content;
mod doubt;
mod judge;
mod loss;
mod marks;
mod run;
mod sweep;
mod trial;
mod walk;
mod witness;

use std::sync::Arc;

use migrate_files::diagnostic::Diagnostic;
use migrate_files::lint::{Finding, Lint};
use migrate_files::model::Set;
use migrate_files::options::Options;
use rusqlite::Result;

use super::beside::beside;
use super::objects::Objects;
use super::seed::{Literals, Style};
use super::story::Chapter;
use super::{Lacking, Step};
use doubt::Doubt;
use run::Run;

/// What the run on the empty database has shown.
pub(super) struct Facts<'a> {
    pub(super) options: &'a Options,
    pub(super) set: &'a Set,
    pub(super) steps: &'a [Step],
    pub(super) chapters: &'a [Chapter],
    pub(super) objects: &'a Objects,
    /// What the set compares columns with.
    pub(super) literals: Arc<Literals>,
}

impl Facts<'_> {
    /// The index of the first migration that is not trusted. Those before it have run on the rows that there were.
    fn first_due(&self) -> usize {
        self.set.migrations().partition_point(|m| self.options.trusted_through >= Some(m.version))
    }
}

/// What the runs on rows have shown.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) errors: Vec<Diagnostic>,
    pub(super) findings: Vec<Finding>,
    pub(super) lacking: Vec<Lacking>,
}

/// Something that a run has shown.
struct Found {
    /// The index of the migration.
    migration: usize,
    /// What it is about, so that both runs say it once.
    subject: String,
    /// `None` if it is an error, whatever levels lints have.
    lint: Option<&'static Lint>,
    diagnostic: Diagnostic,
}

/// Runs the set on rows: on adversarial ones; and on plain ones, unless these cannot show more. What is said of plain rows
/// goes before.
pub(super) fn check(facts: &Facts<'_>) -> Result<Shown> {
    if facts.first_due() == facts.set.migrations().len() {
        return Ok(Shown::default());
    }
    // Plain rows are among the adversarial ones: where nothing is said of these, there is nothing to say of those. But
    // what a copy does to values is seen best where no two are equal.
    let doubt = Doubt::new();
    let (adversarial, plain) = beside(
        || Run::through(facts, Style::Adversarial, Some(doubt.watch())),
        || if doubt.arises() { Run::through(facts, Style::Plain(0), None) } else { Ok(Run::default()) },
    );
    let (adversarial, plain) = (adversarial?, plain?);
    let sweeps = sweep::find(facts, &adversarial.sweeps);
    let mut all = plain.found;
    for found in adversarial.found {
        if !all.iter().any(|known| known.migration == found.migration && known.subject == found.subject) {
            all.push(found);
        }
    }
    let mut shown = Shown { findings: sweeps, lacking: plain.lacking, ..Shown::default() };
    for Found { migration, lint, diagnostic, .. } in all {
        match lint {
            Some(lint) => shown.findings.push(Finding { lint, migration, diagnostic }),
            None => shown.errors.push(diagnostic),
        }
    }
    Ok(shown)
}
