//! `-- migrate: compatible-with VERSION`: which older programs go on, on a database that is newer than they are.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Place, compatible as texts};
use crate::model::{Migration, Set};

/// What a migration promises: that programs whose latest version is this one, or a later one, can work behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CompatibleWith {
    /// The version.
    pub version: i64,
    /// Where the directive stands in the text.
    pub span: Range<usize>,
}

/// The place of the directive.
pub fn place(migration: &Migration, promise: &CompatibleWith) -> Place {
    Place::span(&migration.up.path, &migration.up.text, promise.span.clone())
}

/// Whether each promise can be kept, as far as versions tell: a program that meets a version has all versions between its own
/// and that one behind it, too.
pub(crate) fn check(set: &Set) -> Result<(), Vec<Diagnostic>> {
    let promises = set.migrations().iter().filter_map(|m| Some((m, m.directives.compatible_with.as_ref()?)));
    let problems: Vec<Diagnostic> =
        promises.filter_map(|(migration, promise)| problem(set, migration, promise)).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn problem(set: &Set, migration: &Migration, promise: &CompatibleWith) -> Option<Diagnostic> {
    let place = || place(migration, promise);
    let known: Vec<i64> =
        set.migrations().iter().map(|m| m.version).take_while(|it| *it < migration.version).collect();
    if promise.version >= migration.version {
        return Some(texts::not_below(place(), promise.version, known.last().copied()));
    }
    if set.migration(promise.version).is_none() && !set.accounts_for(promise.version) {
        return Some(texts::unknown(place(), promise.version, &known));
    }
    let within =
        set.migrations().iter().filter_map(|m| m.directives.replaces.as_ref()).find(|replaces| {
            replaces.versions().contains(&promise.version) && replaces.last != promise.version
        });
    if let (Some(replaces), None) = (within, set.migration(promise.version)) {
        return Some(texts::within_a_squash(place(), promise.version, replaces.last));
    }
    let promises_less = |between: &&Migration| {
        let version = between.directives.compatible_with.as_ref().map(|promise| promise.version);
        version.is_none_or(|version| version > promise.version)
    };
    let between =
        set.migrations().iter().filter(|m| promise.version < m.version && m.version < migration.version);
    let breaking = between.rev().find(promises_less)?;
    Some(texts::between(place(), promise.version, breaking))
}
