//! What is there goes.

use migrate_files::diagnostic::destructive as texts;
use migrate_files::lint::{self, Finding};
use migrate_runtime::{Column, Table};

use super::Scene;
use super::altered::altered;
use super::remade::Remade;
use crate::shadow::lineage::Fate;
use crate::shadow::storing::holds_rows;
use crate::shadow::tape::{Event, How, Write};

pub(super) fn find(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = drop_table(scene).collect();
    findings.extend(recreate_table(scene));
    findings.extend(drop_column(scene));
    findings.extend(column_not_remade(scene));
    findings
}

/// A table that is gone, and in whose place there is none.
fn drop_table(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    let lineage = &scene.chapter.lineage;
    scene.chapter.before.iter().filter(|table| holds_rows(table)).filter_map(move |table| {
        let Fate::Dropped(origin) = lineage.fate(table.name()) else { return None };
        let heirs: Vec<&str> = lineage.heirs(table.name()).collect();
        let diagnostic = texts::drop_table(scene.at(origin), table.name(), &heirs);
        Some(scene.said(&lint::DROP_TABLE, diagnostic))
    })
}

/// Another table has its name, and nothing carries rows: neither from the old one, nor from where they may come anew.
fn recreate_table(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    let lineage = &scene.chapter.lineage;
    scene.chapter.before.iter().filter(|table| holds_rows(table)).filter_map(move |table| {
        let Fate::Rebuilt(rebuilt) = lineage.fate(table.name()) else { return None };
        let is_filled = rebuilt.has_others || (table.module().is_some() && is_written(scene, table));
        let is_empty = rebuilt.made.is_some() && rebuilt.copies.is_empty() && !is_filled;
        let is_moved = lineage.heirs(table.name()).next().is_some();
        if !is_empty || is_moved || is_emptied(scene, table) {
            return None;
        }
        let diagnostic = texts::recreate_table(scene.at(rebuilt.freed), table.name());
        Some(scene.said(&lint::RECREATE_TABLE, diagnostic))
    })
}

/// A column that an ALTER TABLE drops, and that no other one brings back.
fn drop_column(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    scene.chapter.before.iter().filter_map(move |before| {
        let now = match scene.chapter.lineage.fate(before.name()) {
            Fate::Kept => before.name(),
            Fate::Renamed(name) => name,
            Fate::Rebuilt(_) | Fate::Dropped(_) => return None,
        };
        let is_back = |column: &str| scene.chapter.after(now).is_some_and(|it| it.column(column).is_some());
        let is_stored =
            |column: &str| before.column(column).is_some_and(|column| column.generated().is_none());
        let mut dropped = altered(scene.chapter, before);
        dropped.retain(|column| is_stored(&column.was) && !is_back(&column.was));
        dropped.retain(|column| column.dropped.is_some());
        dropped.sort_by_key(|column| column.dropped.map(|origin| origin.start));
        let origin = dropped.first()?.dropped?;
        let is_read = dropped.iter().any(|column| column.is_read);
        let columns: Vec<&str> = dropped.iter().map(|column| column.was.as_str()).collect();
        let diagnostic = texts::drop_column(scene.at(origin), before.name(), &columns, is_read);
        Some(scene.said(&lint::DROP_COLUMN, diagnostic))
    })
}

/// A column that a table made anew lacks. What is computed is nothing that could be lost.
fn column_not_remade(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    Remade::all(scene).into_iter().filter_map(move |remade| {
        let columns = remade.before.columns().iter();
        let lost = columns.filter(|old| old.generated().is_none() && remade.column(old.name()).is_none());
        let lost: Vec<&str> = lost.map(Column::name).collect();
        let deeds = scene.chapter.deeds.iter().filter(|deed| deed.inserted().next().is_some());
        let mut reads = deeds.flat_map(|deed| &deed.reads);
        let is_read =
            reads.any(|(table, column)| table == remade.before.name() && lost.contains(&column.as_str()));
        let (place, table) = (remade.made(scene), remade.before.name());
        let diagnostic = texts::column_not_remade(place, table, &lost, is_read);
        (!lost.is_empty()).then(|| scene.said(&lint::DROP_COLUMN, diagnostic))
    })
}

/// Whether a DELETE says before that all rows go.
fn is_emptied(scene: &Scene<'_>, table: &Table) -> bool {
    let empties = |event: &Event| {
        let Event::Writes(Write { table: of, how: How::Delete, is_direct: true }) = event else {
            return false;
        };
        of.eq_ignore_ascii_case(table.name())
    };
    let mut deeds = scene.chapter.deeds.iter().filter(|deed| deed.kind.is_none() && deed.reads.is_empty());
    deeds.any(|deed| deed.events.iter().any(empties))
}

/// Whether a statement of the migration inserts rows into the table.
fn is_written(scene: &Scene<'_>, table: &Table) -> bool {
    let mut inserted = scene.chapter.deeds.iter().flat_map(|deed| deed.inserted());
    inserted.any(|name| name.eq_ignore_ascii_case(table.name()))
}
