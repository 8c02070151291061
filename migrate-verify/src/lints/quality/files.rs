//! Files beside each other.

use migrate_files::diagnostic::quality as texts;
use migrate_files::lint::{self, Finding};
use migrate_files::model::Migration;
use migrate_files::name::Scheme;
use migrate_token::significant;

use crate::lints::{Scene, Story};
use crate::shadow::story::Deed;
use crate::shadow::tape::Event;

pub(super) fn find(story: &Story<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = same_content(story).collect();
    findings.extend(file_order(story));
    findings.extend(version_gaps(story));
    findings
}

fn scene<'a>(story: &'a Story<'_>, index: usize) -> Scene<'a> {
    Scene { story, index, chapter: &story.chapters[index] }
}

/// Whether the migration changes what is stored, or would if that were not there: what is only tidied up may be tidied up
/// again.
fn changes(story: &Story<'_>, index: usize) -> bool {
    let chapter = &story.chapters[index];
    let writes = |deed: &Deed| deed.events.iter().any(|event| matches!(event, Event::Writes(_)));
    !chapter.changes.is_empty() || chapter.deeds.iter().any(|deed| writes(deed) || deed.skipped.is_some())
}

fn same_content(story: &Story<'_>) -> impl Iterator<Item = Finding> {
    let migrations = story.set.migrations();
    (1..migrations.len()).filter(|index| changes(story, *index)).filter_map(|index| {
        // The case of words is no part of the meaning that is pinned; where statements are skipped, it may hide a copy.
        let skips = story.chapters[index].deeds.iter().any(|deed| deed.skipped.is_some());
        let own = skips.then(|| statements(&migrations[index]));
        let is_same = |first: &&Migration| {
            first.meaning == migrations[index].meaning
                || own.as_ref().is_some_and(|own| *own == statements(first))
        };
        let first = migrations[..index].iter().find(is_same)?;
        Some(
            scene(story, index)
                .finding_in_file(&lint::SAME_CONTENT, |place| texts::same_content(place, &first.up.path)),
        )
    })
}

/// The statements of the file, without layout and case.
fn statements(migration: &Migration) -> String {
    let tokens = significant(&migration.up.text).map(|token| token.text.to_ascii_lowercase());
    tokens.collect::<Vec<_>>().join(" ").trim_end_matches([' ', ';']).to_owned()
}

/// The first file whose name stands before that of an earlier version. Refinery's names are numbers without zeros, and
/// everybody who knows them knows that.
fn file_order(story: &Story<'_>) -> Option<Finding> {
    if story.set.scheme() == Scheme::Refinery {
        return None;
    }
    let is_out_of_order = |pair: &[Migration]| pair[0].up.name >= pair[1].up.name;
    let first = story.set.migrations().windows(2).position(is_out_of_order)?;
    let before = &story.set.migrations()[first].up.path;
    Some(scene(story, first + 1).finding_in_file(&lint::FILE_ORDER, |place| texts::file_order(place, before)))
}

/// Above it, versions are dates.
const GREATEST_COUNT: i64 = 100_000;
/// Who leaves out more begins a new series,
const WIDEST_GAP: i64 = 10;
/// or, where few versions show how they are counted, counts otherwise.
const WIDEST_EARLY_GAP: i64 = 3;

fn version_gaps(story: &Story<'_>) -> impl Iterator<Item = Finding> {
    let migrations = story.set.migrations();
    // A squash is where the files were that it replaces.
    let begins = |m: &Migration| m.directives.replaces.as_ref().map_or(m.version, |replaces| replaces.first);
    let steps: Vec<i64> = migrations.windows(2).map(|pair| begins(&pair[1]) - pair[0].version).collect();
    let count = steps.iter().filter(|step| **step == 1).count();
    let counts = migrations.iter().all(|migration| migration.version <= GREATEST_COUNT);
    let widest = if count * 2 > steps.len() {
        WIDEST_GAP
    } else if migrations.first().is_some_and(|first| begins(first) <= 1) && (count > 0 || steps.len() == 1) {
        WIDEST_EARLY_GAP
    } else {
        1
    };
    let gaps = steps.into_iter().enumerate().filter(move |(_, step)| counts && (2..=widest).contains(step));
    let ends =
        move |(at, step): (usize, i64)| (at, migrations[at].version + 1, migrations[at].version + step - 1);
    let is_open =
        |(_, from, to): &(usize, i64, i64)| (*from..=*to).any(|version| !story.set.accounts_for(version));
    gaps.map(ends).filter(is_open).map(move |(at, from, to)| {
        scene(story, at + 1).finding_in_file(&lint::VERSION_GAP, |place| texts::version_gap(place, from, to))
    })
}
