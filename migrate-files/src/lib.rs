//! The files of `embed-migrations`: a directory goes in, an ordered and locked set or diagnostics come out. No SQL is run.
//!
//! One module is one stage. A stage collects every problem it finds, and the next one starts only if there is none.
//!
//! It is a crate of its own, without SQLite, so that cargo compiles it while SQLite's C code is being compiled.

pub mod checksum;
pub mod compatible;
pub mod diagnostic;
mod directory;
pub mod draft;
mod fixture;
pub mod guess;
pub mod header;
mod hooks;
pub mod lint;
pub mod lock;
mod metadata;
pub mod model;
pub mod name;
pub mod nearest;
mod needs;
pub mod options;
pub mod phase;
mod policy;
pub mod squash;
mod text;

pub use directory::Contents;

use std::path::PathBuf;

use diagnostic::Diagnostic;
use directory::{Listing, Reader};

use model::Set;
use name::{Name, Sorted};
use options::Options;

/// Why there is no set.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// The problems of the first stage that had any; never empty.
    pub diagnostics: Vec<Diagnostic>,
    /// Version, identifier and description of every migration whose name could be read, in ascending order.
    pub variants: Vec<(i64, String, String)>,
}

/// What was read, before any SQL has run.
#[derive(Debug)]
pub struct Reading {
    /// The absolute paths of the files that were read.
    pub tracked: Vec<PathBuf>,
    /// The names of the migrations' files, relative to the directory.
    pub entries: Vec<String>,
    /// The set, or why there is none.
    pub outcome: Result<Set, Rejected>,
    /// What the directory held; `None` if there is no set.
    pub contents: Option<Contents>,
}

/// Reads the set that `options` name: every stage before its SQL is run.
pub fn read(options: &Options) -> Reading {
    let mut reader = Reader::default();
    let mut names = Vec::new();
    let outcome = stages(options, &mut reader, &mut names)
        .map_err(|diagnostics| Rejected { diagnostics, variants: guess::variants(options) });
    let tracked = reader.files.keys().cloned().collect();
    let entries = names.into_iter().map(|name| name.path).collect();
    match outcome {
        Ok((set, listing)) => {
            let contents = Some(Contents { listing, files: reader.files });
            Reading { tracked, entries, outcome: Ok(set), contents }
        }
        Err(rejected) => Reading { tracked, entries, outcome: Err(rejected), contents: None },
    }
}

fn stages(
    options: &Options,
    reader: &mut Reader,
    names: &mut Vec<Name>,
) -> Result<(Set, Listing), Vec<Diagnostic>> {
    needs::check(options)?;
    let listing = directory::list(options)?;
    let Sorted { names: found, problems } = name::sort(&listing);
    *names = found;
    if !problems.is_empty() {
        return Err(problems);
    }
    if names.is_empty() {
        return Err(vec![diagnostic::directory::empty(&listing.path)]);
    }
    let files = header::read(reader.sources(&listing, names)?)?;
    let set = model::build(&listing.path, files, options.trusted_through)?;
    squash::check(&set)?;
    compatible::check(&set)?;
    let lock = options.lock.clone().map_or_else(|| reader.lock(&listing), |text| Ok(Some(text)))?;
    let lock = lock::check(lock.as_deref(), &set, names, options.locked)?;
    let set = squash::settle(set, lock.as_ref())?;
    policy::check(options, &set)?;
    hooks::check(options, &set)?;
    let fixtures = fixture::read(&set, &listing, reader)?;
    Ok((set.with_fixtures(fixtures), listing))
}
