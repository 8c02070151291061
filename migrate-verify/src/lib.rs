//! The build-time verdict of `embed-migrations`: a directory goes in, a verified set or diagnostics come out.
//!
//! One module is one stage. A stage collects every problem it finds, and the next one starts only if there is none.

pub mod checksum;
pub mod diagnostic;
mod directory;
pub mod guess;
pub mod header;
mod lock;
mod metadata;
pub mod model;
pub mod name;
mod nearest;
pub mod options;
pub mod shadow;
mod text;

/// The schema, as the runtime models it.
pub use migrate_runtime::__private::schema;

use std::path::PathBuf;

use diagnostic::Diagnostic;
use directory::Reader;
use model::Set;
use name::{Name, Sorted};
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

/// Why there is no set.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rejected {
    /// The problems of the first stage that had any; never empty.
    pub diagnostics: Vec<Diagnostic>,
    /// Version, identifier and description of every migration whose name could be read, in ascending order.
    pub variants: Vec<(i64, String, String)>,
}

/// What was read, before any SQL has run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reading {
    /// The absolute paths of the files that were read.
    pub tracked: Vec<PathBuf>,
    /// The names of the migrations' files, relative to the directory.
    pub entries: Vec<String>,
    /// The set, or why there is none.
    pub outcome: Result<Set, Rejected>,
}

/// Reads and proves the set that `options` name.
pub fn verify(options: &Options) -> Verdict {
    let Reading { tracked, entries, outcome } = read(options);
    let outcome = outcome.and_then(|set| match shadow::prove(options, &set) {
        Ok(proof) => Ok(Verified { set, proof }),
        Err(diagnostics) => Err(Rejected { diagnostics, variants: set.variants() }),
    });
    Verdict { tracked, entries, outcome }
}

/// Reads the set that `options` name: every stage before its SQL is run.
pub fn read(options: &Options) -> Reading {
    let mut reader = Reader::default();
    let mut names = Vec::new();
    let outcome = stages(options, &mut reader, &mut names)
        .map_err(|diagnostics| Rejected { diagnostics, variants: guess::variants(options) });
    Reading {
        tracked: reader.tracked.into_iter().collect(),
        entries: names.into_iter().map(|name| name.path).collect(),
        outcome,
    }
}

fn stages(options: &Options, reader: &mut Reader, names: &mut Vec<Name>) -> Result<Set, Vec<Diagnostic>> {
    let listing = directory::list(options)?;
    let Sorted { names: found, problems } = name::sort(&listing);
    *names = found;
    if !problems.is_empty() {
        return Err(problems);
    }
    let files = header::read(reader.sources(&listing, names)?)?;
    let set = model::build(&listing.path, files, options.trusted_through)?;
    let lock = reader.lock(&listing)?;
    lock::check(lock.as_deref(), &set, names, options.locked)?;
    Ok(set)
}
