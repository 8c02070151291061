//! The build-time verdict of `embed-migrations`: a directory goes in, a verified set or diagnostics come out.
//!
//! `migrate-files` reads, orders and locks the set; here it is run.

mod lints;
mod memo;
pub mod shadow;
mod squash;

/// The schema, as the runtime models it.
pub use migrate_runtime::__private::schema;

pub use memo::verify_once;
pub use migrate_files::{Contents, Reading, Rejected, diagnostic, guess, lint, model, options, phase, read};

use std::path::PathBuf;

use model::Set;
use options::Options;
use shadow::Proof;

/// What the build says to a directory of migrations.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Verdict {
    /// The absolute paths of the files that the verdict depends on.
    pub tracked: Vec<PathBuf>,
    /// The names of the migrations' files, relative to the directory.
    pub entries: Vec<String>,
    /// The set and what its run has shown, or why there is none.
    pub outcome: Result<Verified, Rejected>,
}

/// A set whose migrations work.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Verified {
    /// The migrations.
    pub set: Set,
    /// What running them has shown.
    pub proof: Proof,
}

/// Reads and proves the set that `options` name.
pub fn verify(options: &Options) -> Verdict {
    judged(options).0
}

/// The verdict, and on which contents of the directory it depends alone; `None` if no set was read.
fn judged(options: &Options) -> (Verdict, Option<Contents>) {
    let Reading { tracked, entries, outcome, contents } = read(options);
    let outcome = outcome.and_then(|set| match squash::prove(options, &set) {
        Ok(proof) => Ok(Verified { set, proof }),
        Err(diagnostics) => Err(Rejected { diagnostics, variants: set.variants() }),
    });
    (Verdict { tracked, entries, outcome }, contents)
}
