//! `migrations.lock` against the set.

mod compare;
mod parse;
mod write;

pub use write::{NotRewritten, Rewritten, rewritten, with};

use crate::checksum::{self, hex};
use crate::diagnostic::{self, Diagnostic};
use crate::directory;
use crate::model::{File, Migration, Set};
use crate::name::{Direction, Name};
use crate::squash::{self, Pin};

/// What it is called.
pub const FILE: &str = "migrations.lock";

/// A line of the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its number, from 1.
    pub(crate) number: usize,
    pub(crate) checksum: [u8; 32],
    pub(crate) file: String,
    pub(crate) version: i64,
    pub(crate) direction: Direction,
}

/// What a lock would need, for a problem to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Lines that it lacks.
    Add(Unlocked),
    /// Another line for this file. Nobody does that unasked: the file is released.
    Rewrite(String),
}

/// Lines that a lock lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unlocked {
    /// As they have to stand there.
    pub lines: Vec<String>,
    /// The number of the line that they come below, from 1; `None` for the last one.
    pub below: Option<usize>,
}

/// A lock that fits the set.
#[derive(Clone, Debug)]
pub(crate) struct Lock {
    /// As it is shown.
    pub(crate) path: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) pins: Vec<Pin>,
}

/// Holds the set against the lock's text; `required` says that there must be one. `names` are those of the set's files.
pub(crate) fn check(
    text: Option<&str>,
    set: &Set,
    names: &[Name],
    required: bool,
) -> Result<Option<Lock>, Vec<Diagnostic>> {
    let path = directory::within(set.directory(), FILE);
    let Some(text) = text else {
        return if required { Err(vec![diagnostic::lock::missing(&path, set)]) } else { Ok(None) };
    };
    let lines = parse::lines(&path, text)?;
    let problems = compare::compare(&path, text, &lines, set, names);
    let pins = squash::pins(&path, text);
    if problems.is_empty() { Ok(Some(Lock { path, lines, pins })) } else { Err(problems) }
}

/// The files of a migration, in the order in which the shell lists them.
pub(crate) fn files(migration: &Migration) -> impl Iterator<Item = &File> {
    migration.down.iter().chain([&migration.up])
}

/// The line that a lock has for `file`.
pub(crate) fn line(file: &File) -> String {
    line_as(file, &file.name)
}

/// The line that a lock would have for `file` if it were called `name`.
pub(crate) fn line_as(file: &File, name: &str) -> String {
    format!("{}  {name}", hex(&checksum::checksum(&file.text)))
}
