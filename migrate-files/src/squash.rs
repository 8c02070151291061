//! Squashes: files that replace others. Their place in the set, and what the lock says of them.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use crate::diagnostic::{Diagnostic, Place, squash as texts};
use crate::lock::{self, Lock};
use crate::model::{Migration, Set};

/// `replaces FIRST..LAST`, FIRST not above LAST.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replaces {
    /// The first version that it replaces.
    pub first: i64,
    /// The last one.
    pub last: i64,
    /// Where the directive stands in the text.
    pub span: Range<usize>,
}

impl Replaces {
    /// The versions, both ends included.
    pub fn versions(&self) -> RangeInclusive<i64> {
        self.first..=self.last
    }
}

/// What is known of a squash.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Squash {
    /// Whether the files that it replaces are still there: all of them, or none.
    pub has_files: bool,
    /// What the lock says of it; `None` if there is no lock.
    pub lock: Option<Locked>,
}

/// What the lock says of a squash.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Locked {
    /// The lock, as it is shown.
    pub path: String,
    /// The line of the squash's own file, if the lock does not have it yet.
    pub missing_line: Option<String>,
    /// The line that says what the replaced files made.
    pub pin: Option<Pin>,
}

/// A comment of the lock:
/// `# 0041_all.sql replaces 1..40: schema 0123456789abcdef, last files in notes 1.4.2`
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pin {
    /// Where it stands.
    pub place: Place,
    /// The structural digest of the schema that the files make, as it is written.
    pub schema: String,
    /// The package and its version that had the files.
    pub release: String,
    file: String,
    first: i64,
    last: i64,
}

/// The line that pins what the files made that the squash replaces.
pub fn pin(squash: &Migration, replaces: &Replaces, schema: &str, release: &str) -> String {
    let Replaces { first, last, .. } = replaces;
    format!("# {} replaces {first}..{last}: schema {schema}, last files in {release}", squash.up.name)
}

/// The pins of a lock. Every other comment is free text.
pub(crate) fn pins(path: &str, text: &str) -> Vec<Pin> {
    let read = |(index, line): (usize, &str)| {
        let (file, rest) = line.trim_end().strip_prefix('#')?.trim_start().split_once(" replaces ")?;
        let (range, rest) = rest.split_once(": schema ")?;
        let (first, last) = range.split_once("..")?;
        let (schema, release) = rest.split_once(", last files in ")?;
        Some(Pin {
            place: Place::line(path, text, index + 1),
            schema: schema.to_owned(),
            release: release.to_owned(),
            file: file.to_owned(),
            first: first.parse().ok()?,
            last: last.parse().ok()?,
        })
    };
    text.split('\n').enumerate().filter_map(read).collect()
}

/// The squashes of the set.
fn squashes(set: &Set) -> impl Iterator<Item = (&Migration, &Replaces)> {
    set.migrations().iter().filter_map(|migration| Some((migration, migration.directives.replaces.as_ref()?)))
}

fn has_files(set: &Set, replaces: &Replaces) -> bool {
    set.migrations().iter().any(|migration| replaces.versions().contains(&migration.version))
}

/// Whether a squash replaces the version, and all files that it replaces have been deleted.
pub(crate) fn stands_for(set: &Set, version: i64) -> bool {
    squashes(set).any(|(_, replaces)| replaces.versions().contains(&version) && !has_files(set, replaces))
}

/// Whether it is a squash, and the files that it replaces are there.
pub(crate) fn is_beside_its_files(set: &Set, migration: &Migration) -> bool {
    migration.directives.replaces.as_ref().is_some_and(|replaces| has_files(set, replaces))
}

/// The place of the directive.
pub fn place(squash: &Migration, replaces: &Replaces) -> Place {
    Place::span(&squash.up.path, &squash.up.text, replaces.span.clone())
}

/// Where squashes stand among the other migrations, and among each other.
pub(crate) fn check(set: &Set) -> Result<(), Vec<Diagnostic>> {
    let mut problems = Vec::new();
    for (squash, replaces) in squashes(set) {
        let place = || place(squash, replaces);
        if squash.version <= replaces.last {
            problems.push(texts::not_above(place(), squash.version, replaces.last));
            continue;
        }
        let between = |m: &&Migration| replaces.last < m.version && m.version < squash.version;
        let between = set.migrations().iter().rfind(between);
        problems.extend(between.map(|between| texts::between(place(), between, replaces)));
        let others = squashes(set).take_while(|(other, _)| other.version < squash.version);
        let is_crossed = |(other, earlier): &(&Migration, &Replaces)| {
            let is_inside = replaces.first <= earlier.first && other.version <= replaces.last;
            let is_before = other.version < replaces.first;
            !(is_inside || is_before)
        };
        problems.extend(others.filter(is_crossed).map(|(other, of)| texts::overlap(place(), other, of)));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// What is known of each squash: that its range begins and ends with migrations, and, where their files are gone, that
/// the lock says what they made.
pub(crate) fn settle(set: Set, lock: Option<&Lock>) -> Result<Set, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut known = BTreeMap::new();
    for (squash, replaces) in squashes(&set) {
        let has_line =
            |version: i64| lock.is_some_and(|lock| lock.lines.iter().any(|line| line.version == version));
        let is_version = |version: &i64| {
            set.migration(*version).is_some() || (stands_for(&set, *version) && has_line(*version))
        };
        let unknown: Vec<i64> =
            [replaces.first, replaces.last].into_iter().filter(|version| !is_version(version)).collect();
        let has_files = has_files(&set, replaces);
        let locked = lock.map(|lock| locked(squash, replaces, lock));
        let has_pin = locked.as_ref().is_some_and(|locked| locked.pin.is_some());
        let place = place(squash, replaces);
        match unknown[..] {
            // Whatever else is amiss: without a lock, nobody knows which versions there have been.
            _ if !has_files && lock.is_none() => {
                problems.push(texts::gone_without_lock(place, &set, replaces))
            }
            [version, ..] => {
                problems.push(texts::not_a_version(place, version, &versions(&set, squash, lock)))
            }
            [] if !has_files && !has_pin => {
                problems.push(texts::gone_without_pin(place, &set, squash, replaces))
            }
            [] => {
                known.insert(squash.version, Squash { has_files, lock: locked });
            }
        }
    }
    if problems.is_empty() { Ok(set.with_squashes(known)) } else { Err(problems) }
}

/// The versions before the squash, of files and of the lock.
fn versions(set: &Set, squash: &Migration, lock: Option<&Lock>) -> Vec<i64> {
    let files = set.migrations().iter().map(|migration| migration.version);
    let lines = lock.into_iter().flat_map(|lock| lock.lines.iter().map(|line| line.version));
    let mut versions: Vec<i64> = files.chain(lines).filter(|version| *version < squash.version).collect();
    versions.sort_unstable();
    versions.dedup();
    versions
}

fn locked(squash: &Migration, replaces: &Replaces, lock: &Lock) -> Locked {
    let has_line = lock.lines.iter().any(|line| line.file == squash.up.name);
    let is_its =
        |pin: &&Pin| pin.file == squash.up.name && (pin.first, pin.last) == (replaces.first, replaces.last);
    Locked {
        path: lock.path.clone(),
        missing_line: (!has_line).then(|| lock::line(&squash.up)),
        pin: lock.pins.iter().rfind(is_its).cloned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_one_form_of_comment_and_others_are_free_text() {
        let line = "# 0041_all.sql replaces 1..40: schema 0123456789abcdef, last files in notes 1.4.2";
        let text = format!("# released\n{line}  \n# it replaces a lot: schema and all\n#{}\n", &line[2..]);
        let pins = pins("migrations.lock", &text);
        let found: Vec<_> = pins.iter().map(|pin| (&*pin.file, pin.first, pin.last, &*pin.release)).collect();
        assert_eq!(found, [("0041_all.sql", 1, 40, "notes 1.4.2"); 2]);
        assert_eq!(pins[0].schema, "0123456789abcdef");
        assert_eq!(pins[1].place.position.unwrap().line, 4);
    }
}
