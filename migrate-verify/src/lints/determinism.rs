//! Two databases come out differently.

use migrate_files::diagnostic::determinism as texts;
use migrate_files::lint::{self, Finding};
use migrate_runtime::{Column, Table};

use super::calls::{Call, Source, changing};
use super::{Scene, Story};
use crate::shadow::story::Deed;
use crate::shadow::tape::{Event, How};

pub(super) fn find(scene: &Scene<'_>) -> Vec<Finding> {
    [Source::Chance, Source::Time].into_iter().filter_map(|source| rows(scene, source)).collect()
}

pub(super) fn in_the_end(story: &Story<'_>) -> Vec<Finding> {
    story.tables().flat_map(|table| defaults(story, table).chain(checks(story, table))).collect()
}

/// The first statement that writes such values, and how many more there are.
fn rows(scene: &Scene<'_>, source: Source) -> Option<Finding> {
    let mut found = scene.chapter.deeds.iter().filter_map(|deed| Some((deed, call(scene, deed, source)?)));
    let (deed, (function, _)) = found.next()?;
    let more = found.count();
    Some(scene.finding(&lint::NON_DETERMINISTIC_ROWS, deed, |place| match source {
        _ if deletes(deed) => texts::chosen(place, function, more),
        Source::Time => texts::time(place, function, more),
        _ => texts::chance(place, function, more),
    }))
}

/// A call in the statement itself, which writes rows. Time chooses what is old enough to be deleted; chance chooses nothing
/// that anybody wants.
fn call<'s>(scene: &Scene<'s>, deed: &Deed, source: Source) -> Option<Call<'s>> {
    let calls = |function: &str| deed.functions.iter().any(|called| called.eq_ignore_ascii_case(function));
    if deed.functions.is_empty() || !(writes(deed) || (source == Source::Chance && deletes(deed))) {
        return None;
    }
    changing(scene.text(deed)).into_iter().find(|(function, of)| *of == source && calls(function))
}

/// Whether it inserts or updates rows, or is CREATE TABLE … AS SELECT.
fn writes(deed: &Deed) -> bool {
    deed.events.iter().any(|event| match event {
        Event::Writes(write) => write.is_direct && write.how != How::Delete,
        Event::Creates(_) => deed.selects > 0,
        Event::Drops(_) | Event::Alters(_) => false,
    })
}

fn deletes(deed: &Deed) -> bool {
    let is_delete =
        |event: &Event| matches!(event, Event::Writes(write) if write.is_direct && write.how == How::Delete);
    deed.kind.is_none() && deed.events.iter().any(is_delete)
}

/// A key may be drawn, and so may an identifier, of which `randomblob` is a part.
fn defaults<'s>(story: &'s Story<'_>, table: &'s Table) -> impl Iterator<Item = Finding> {
    let is_identifier = |column: &Column| {
        let is_it = |name: Option<&str>| name.is_some_and(|name| name.eq_ignore_ascii_case(column.name()));
        let is_key = |index: &migrate_runtime::Index| {
            index.unique() && matches!(index.columns(), [only] if is_it(only.name()))
        };
        column.primary_key().is_some() || table.indexes().iter().any(is_key)
    };
    let drawn = move |column: &&Column| {
        let calls = column.default().map(changing).unwrap_or_default();
        let calls = |name: &str| calls.iter().any(|(function, _)| function.eq_ignore_ascii_case(name));
        calls("random") && !calls("randomblob") && !is_identifier(column)
    };
    table.columns().iter().filter(drawn).map(move |column| {
        story.finding_of_column(&lint::NON_DETERMINISTIC_DEFAULT, (table, column.name()), |place| {
            texts::default(place, table.name(), column.name())
        })
    })
}

/// SQLite itself refuses `datetime('now')` in a CHECK when it is computed, and not `CURRENT_TIMESTAMP`.
fn checks<'s>(story: &'s Story<'_>, table: &'s Table) -> impl Iterator<Item = Finding> {
    table.checks().iter().filter_map(move |check| {
        let (function, _) = changing(check.as_str()).into_iter().find(|(function, source)| {
            *source != Source::Time || function.to_ascii_lowercase().starts_with("current_")
        })?;
        Some(story.finding(&lint::NON_DETERMINISTIC_CHECK, story.shaped(table, function), |place| {
            texts::check(place, table.name(), function)
        }))
    })
}
