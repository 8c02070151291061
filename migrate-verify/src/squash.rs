//! A squash makes what the files make that it replaces: it is proved on every way that databases go.

use migrate_files::diagnostic::{Diagnostic, squash as texts};
use migrate_files::model::{Migration, Set};
use migrate_files::options::Options;
use migrate_files::squash::{Replaces, Squash, pin, place};
use migrate_runtime::__private::schema::{structure, without};

use crate::shadow::state::{Content, State};
use crate::shadow::{self, Lacking, Proof, Step, place_in};

/// As [`shadow::prove`], of every way through the set; and that all of them lead to the same.
pub(crate) fn prove(options: &Options, set: &Set) -> Result<Proof, Vec<Diagnostic>> {
    if squashes(set).next().is_none() {
        return shadow::prove(options, set);
    }
    let views = Views::new(set);
    let mut proofs = Vec::new();
    let mut problems = Vec::new();
    for view in &views.all {
        match shadow::prove(options, view) {
            Ok(proof) => proofs.push(proof),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(merged(set, problems));
    }
    for (squash, replaces, known) in squashes(set) {
        let found = if known.has_files {
            beside_its_files(options, &views, squash, replaces, known)?
        } else {
            alone(options, &views, squash, replaces, known)?
        };
        // What comes behind differs, too.
        if !found.is_empty() {
            return Err(found);
        }
    }
    let step = |migration: &Migration| views.steps(&proofs, migration.version);
    let steps = set.migrations().iter().filter_map(step).cloned().collect();
    let warnings = merged(set, proofs.iter().flat_map(|proof| proof.warnings.iter().cloned()).collect());
    let lacking = lacking(&proofs);
    // There is a view at least, and with it a proof. A new database goes the shortest way.
    let last = proofs.pop().ok_or_else(Vec::new)?;
    Ok(Proof { steps, warnings, lacking, ..last })
}

/// The tables without rows of all views, once for each migration.
fn lacking(proofs: &[Proof]) -> Vec<Lacking> {
    let mut all: Vec<Lacking> = Vec::new();
    for found in proofs.iter().flat_map(|proof| &proof.lacking) {
        if !all.iter().any(|it| (it.version, it.table.name()) == (found.version, found.table.name())) {
            all.push(found.clone());
        }
    }
    all.sort_by_key(|found| found.version);
    all
}

fn squashes(set: &Set) -> impl Iterator<Item = (&Migration, &Replaces, &Squash)> {
    let known = |m| -> Option<(&Migration, &Replaces, &Squash)> {
        let m: &Migration = m;
        Some((m, m.directives.replaces.as_ref()?, m.squash.as_ref()?))
    };
    set.migrations().iter().filter_map(known)
}

/// The ways through a set. The first is the longest: no squash whose files are there. The last is the shortest: no file
/// that a squash replaces. Between them are those of squashes that are replaced themselves.
struct Views<'a> {
    all: Vec<Set>,
    /// Each squash whose files are there, and the first view that has it.
    heights: Vec<(&'a Migration, &'a Replaces, usize)>,
}

impl<'a> Views<'a> {
    fn new(set: &'a Set) -> Self {
        let mut heights: Vec<(&Migration, &Replaces, usize)> = Vec::new();
        for (squash, replaces, _) in squashes(set).filter(|(.., known)| known.has_files) {
            let inner = heights.iter().filter(|(inner, ..)| replaces.versions().contains(&inner.version));
            let height = 1 + inner.map(|(.., height)| *height).max().unwrap_or(0);
            heights.push((squash, replaces, height));
        }
        let most = heights.iter().map(|(.., height)| *height).max().unwrap_or(0);
        let view = |view: usize| {
            set.without(|migration| {
                heights.iter().any(|(squash, replaces, height)| match *height <= view {
                    true => replaces.versions().contains(&migration.version),
                    false => squash.version == migration.version,
                })
            })
        };
        Self { all: (0..=most).map(view).collect(), heights }
    }

    /// What the migration does, on the shortest way that has it.
    fn steps<'p>(&self, proofs: &'p [Proof], version: i64) -> Option<&'p Step> {
        let step = |(view, proof): (&Set, &'p Proof)| {
            let at = view.migrations().iter().position(|migration| migration.version == version)?;
            proof.steps.get(at)
        };
        self.all.iter().zip(proofs).rev().find_map(step)
    }
}

fn until(set: &Set, version: i64) -> Set {
    set.without(|migration| migration.version > version)
}

/// The squash against the files, and the lock against both.
fn beside_its_files(
    options: &Options,
    views: &Views<'_>,
    squash: &Migration,
    replaces: &Replaces,
    known: &Squash,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let height =
        views.heights.iter().find(|(it, ..)| it.version == squash.version).map_or(1, |(.., height)| *height);
    let (long, short) =
        (until(&views.all[height - 1], replaces.last), until(&views.all[height], squash.version));
    let (files, own) = State::of_both(options, &long, &short)?;
    let differences = files.differences(&own);
    if !differences.is_empty() {
        return Ok(vec![texts::schema(place(squash, replaces), replaces, &differences)]);
    }
    let (in_files, in_own) = files.contents_of_both(&own);
    let rows = rows(squash, replaces, &in_files, &in_own);
    if !rows.is_empty() {
        return Ok(rows);
    }
    let Some(locked) = &known.lock else { return Ok(Vec::new()) };
    let schema = structure(&own.schema).to_string();
    let line = |release: &str| pin(squash, replaces, &schema, release);
    let problem = match &locked.pin {
        Some(pin) if pin.schema != schema => {
            Some(texts::stale(pin.place.clone(), squash, &line(&options.release)))
        }
        pin => {
            let missing_pin = pin.is_none().then(|| line(&options.release));
            let lines: Vec<String> = missing_pin.into_iter().chain(locked.missing_line.clone()).collect();
            (!lines.is_empty()).then(|| texts::unlocked(place(squash, replaces), &locked.path, &lines))
        }
    };
    Ok(problem.into_iter().collect())
}

/// The squash against what the lock says of the files.
fn alone(
    options: &Options,
    views: &Views<'_>,
    squash: &Migration,
    replaces: &Replaces,
    known: &Squash,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let Some((locked, pin)) = known.lock.as_ref().and_then(|locked| Some((locked, locked.pin.as_ref()?)))
    else {
        return Ok(Vec::new());
    };
    let way = until(&views.all[0], squash.version);
    let found = structure(&State::after(options, &way)?.schema).to_string();
    let problem = (found != pin.schema)
        .then(|| texts::not_as_pinned(place(squash, replaces), &locked.path, &pin.schema, &found));
    Ok(problem.into_iter().collect())
}

/// The tables that do not hold the same rows.
fn rows(squash: &Migration, replaces: &Replaces, files: &[Content], own: &[Content]) -> Vec<Diagnostic> {
    let place = || place(squash, replaces);
    let compared = |content: &Content| {
        let other = own.iter().find(|other| other.table.eq_ignore_ascii_case(&content.table))?;
        let table = &content.table;
        if content.count != other.count {
            return Some(texts::count(place(), table, replaces, content.count, other.count));
        }
        let is_common = |name: &&String| other.columns.contains(name);
        let columns: Vec<String> = content.columns.iter().filter(is_common).cloned().collect();
        let (files, own) = (content.rows_in(&columns), other.rows_in(&columns));
        let (lost, added) = (without(&files, &own), without(&own, &files));
        (!lost.is_empty() || !added.is_empty()).then(|| texts::rows(place(), table, &columns, &lost, &added))
    };
    files.iter().filter_map(compared).collect()
}

/// What several views say, once, in the order of the files. What is said of a squash need not be said of the files that it
/// replaces: these are past mending.
fn merged(set: &Set, all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let version = |diagnostic: &Diagnostic| {
        let path = &diagnostic.place()?.path;
        set.migrations()
            .iter()
            .find(|migration| migration.up.path == *path)
            .map(|migration| migration.version)
    };
    let stands_for = |squash: &Diagnostic, other: &Diagnostic| {
        (squash.title(), squash.lint()) == (other.title(), other.lint())
            && version(other).zip(version(squash)).is_some_and(|(other, squash)| {
                let replaces = set.migration(squash).and_then(|squash| squash.directives.replaces.as_ref());
                replaces.is_some_and(|replaces| replaces.versions().contains(&other))
            })
    };
    // Notes may differ: the rows that they show are others.
    let subject = |it: &Diagnostic| (it.title().to_owned(), it.place().cloned(), it.lint());
    let mut merged: Vec<Diagnostic> = Vec::new();
    for diagnostic in &all {
        let is_said = merged.iter().any(|known| subject(known) == subject(diagnostic));
        if !is_said && !all.iter().any(|squash| stands_for(squash, diagnostic)) {
            merged.push(diagnostic.clone());
        }
    }
    merged.sort_by_key(|problem| place_in(set, problem));
    merged
}
