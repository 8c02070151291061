//! What rows and values a migration has lost on its way, though nobody has said that they shall go.

use std::collections::BTreeMap;

use migrate_files::diagnostic::rows as texts;
use migrate_files::lint::{Finding, ROWS_LOST, SEQUENCE_RESET, VALUES_LOST};
use migrate_runtime::__private::schema::Table;
use rusqlite::{Connection, OptionalExtension, Result};

use super::Facts;
use super::content::Content;
use super::trial::Shrink;
use crate::shadow::Step;
use crate::shadow::explain::place;
use crate::shadow::lineage;
use crate::shadow::objects::Origin;
use crate::shadow::story::Deed;
use crate::shadow::tape::{Event, How};

/// A table that a migration touches, as it was before.
pub(super) struct Before {
    pub(super) content: Content,
    /// The greatest number that AUTOINCREMENT has given.
    pub(super) sequence: Option<i64>,
}

/// What there is in the tables of these names that are there and can be read.
pub(super) fn read(conn: &Connection, tables: &[&Table]) -> BTreeMap<String, Before> {
    let read = |table: &&Table| {
        let content = Content::read(conn, table.name()).ok().filter(|content| content.count > 0)?;
        let sequence = if table.autoincrement() { sequence(conn, table.name()).ok()? } else { None };
        Some((table.name().to_owned(), Before { content, sequence }))
    };
    tables.iter().filter_map(read).collect()
}

fn sequence(conn: &Connection, table: &str) -> Result<Option<i64>> {
    let query = "SELECT seq FROM main.sqlite_sequence WHERE name = ?1 COLLATE NOCASE";
    conn.query_row(query, [table], |row| row.get(0)).optional()
}

/// A migration that has run on rows.
pub(super) struct Passage<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) index: usize,
    pub(super) conn: &'a Connection,
    /// The tables that there are now.
    pub(super) tables: &'a [Table],
    pub(super) shrinks: &'a [Shrink],
}

/// Everything that the tables lack now.
pub(super) fn find(passage: &Passage<'_>, before: &BTreeMap<String, Before>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (table, before) in before {
        let Some(fate) = passage.fate(table) else { continue };
        let Ok(after) = Content::read(passage.conn, &fate.now) else { continue };
        match passage.rows_lost(&fate, &before.content, &after) {
            Some(finding) => findings.push(finding),
            None => findings.extend(passage.values_lost(&fate, &before.content, &after)),
        }
        findings.extend(passage.sequence_reset(&fate, before.sequence));
    }
    findings
}

/// What became of a table.
struct Fate {
    /// Its name before.
    old: String,
    /// The name of the table that is in its place.
    now: String,
    /// Every name under which it, or the one in its place, was written.
    names: Vec<String>,
    /// Whether the one in its place was made by this migration.
    is_rebuilt: bool,
}

impl Fate {
    fn is(&self, table: &str) -> bool {
        self.names.iter().any(|name| name.eq_ignore_ascii_case(table))
    }
}

impl Passage<'_> {
    fn step(&self) -> &Step {
        &self.facts.steps[self.index]
    }

    fn deeds(&self) -> &[Deed] {
        &self.facts.chapters[self.index].deeds
    }

    /// `None` if it was dropped, and nothing has come in its place.
    fn fate(&self, table: &str) -> Option<Fate> {
        let (now, is_rebuilt) = match self.facts.chapters[self.index].lineage.fate(table) {
            lineage::Fate::Kept => (table, false),
            lineage::Fate::Renamed(to) => (to, false),
            lineage::Fate::Rebuilt(_) => (table, true),
            lineage::Fate::Dropped(_) => return None,
        };
        let mut names = vec![table.to_owned(), now.to_owned()];
        let renames =
            self.step().table_changes.iter().filter(|(from, to)| !from.is_empty() && !to.is_empty());
        // From the last to the first: that is how the one in its place has come to its name.
        for (from, to) in renames.rev() {
            for (known, other) in [(from, to), (to, from)] {
                if names.iter().any(|name| name.eq_ignore_ascii_case(known)) {
                    names.push(other.clone());
                }
            }
        }
        Some(Fate { old: table.to_owned(), now: now.to_owned(), names, is_rebuilt })
    }

    /// Whether a statement, and no trigger, does this to the table.
    fn does(&self, fate: &Fate, is_it: impl Fn(&How) -> bool) -> bool {
        self.last(fate, is_it).is_some()
    }

    fn last(&self, fate: &Fate, is_it: impl Fn(&How) -> bool) -> Option<Origin> {
        // A DROP TABLE deletes, too, and that is said by its own name.
        let drops = |deed: &Deed| deed.events.iter().any(|event| matches!(event, Event::Drops(_)));
        let does = |deed: &&Deed| {
            !drops(deed)
                && deed.events.iter().any(|event| match event {
                    Event::Writes(write) => write.is_direct && fate.is(&write.table) && is_it(&write.how),
                    _ => false,
                })
        };
        self.deeds().iter().rev().find(does).map(|deed| deed.origin)
    }

    fn insert(&self, fate: &Fate) -> Option<Origin> {
        self.last(fate, |how| *how == How::Insert)
    }

    /// The statement that took rows away: the one after which there were fewer, or else the last copy.
    fn culprit(&self, fate: &Fate) -> Option<Origin> {
        let shrink = self.shrinks.iter().find(|shrink| fate.is(&shrink.table)).map(|shrink| shrink.origin);
        shrink.or_else(|| self.insert(fate))
    }

    fn rows_lost(&self, fate: &Fate, before: &Content, after: &Content) -> Option<Finding> {
        // A table that is made anew and not filled is another matter: `recreate-table`.
        let is_filled = !fate.is_rebuilt || self.insert(fate).is_some();
        if after.count >= before.count || !is_filled || self.does(fate, |how| *how == How::Delete) {
            return None;
        }
        let place = place(self.facts.set, self.culprit(fate)?);
        let lost = lost_row(before, after).map(|row| before.shown(&fate.old, row));
        let directives = &self.facts.set.migrations()[self.index].directives;
        let cascades = !fate.is_rebuilt && directives.foreign_keys == Some(true);
        let counts = (before.count, after.count);
        let diagnostic = texts::rows_lost(place, &fate.old, counts, lost.as_deref(), cascades);
        Some(Finding { lint: &ROWS_LOST, migration: self.index, diagnostic })
    }

    /// Columns whose values nobody reads, and which have none of them any more; and columns that have changed places.
    fn values_lost(&self, fate: &Fate, before: &Content, after: &Content) -> Vec<Finding> {
        let mut findings = Vec::new();
        if !before.is_whole() || !after.is_whole() || after.count < before.count {
            return findings;
        }
        for (at, column) in before.columns.iter().enumerate() {
            let Some(now) = after.at(column) else { continue };
            let is_set = |how: &How| matches!(how, How::Update(set) if set.eq_ignore_ascii_case(column));
            let (old, new) = (before.values(at), after.values(now));
            if old.is_empty() || old.iter().any(|value| new.contains(value)) || self.does(fate, is_set) {
                continue;
            }
            let Some(origin) = self.insert(fate).or_else(|| self.altered(fate)) else { continue };
            let place = place(self.facts.set, origin);
            let diagnostic = match moved_from(before, after, at, &new) {
                Some(other) => texts::values_moved(place, &fate.old, column, &other),
                None if self.is_read(fate, column) => continue,
                None => texts::values_lost(place, &fate.old, column, new.first().map(String::as_str)),
            };
            findings.push(Finding { lint: &VALUES_LOST, migration: self.index, diagnostic });
        }
        findings
    }

    fn altered(&self, fate: &Fate) -> Option<Origin> {
        let alters = |deed: &&Deed| {
            deed.events.iter().any(|event| matches!(event, Event::Alters(table) if fate.is(table)))
        };
        self.deeds().iter().rev().find(alters).map(|deed| deed.origin)
    }

    /// Whether anything was made of the column's values.
    fn is_read(&self, fate: &Fate, column: &str) -> bool {
        let reads = |deed: &Deed| {
            deed.reads.iter().any(|(table, read)| fate.is(table) && read.eq_ignore_ascii_case(column))
        };
        self.deeds().iter().any(reads)
    }

    fn sequence_reset(&self, fate: &Fate, before: Option<i64>) -> Option<Finding> {
        let before = before?;
        let table = self.tables.iter().find(|table| table.name().eq_ignore_ascii_case(&fate.now))?;
        let after = sequence(self.conn, &fate.now).ok()?.unwrap_or(0);
        if !table.autoincrement() || after >= before {
            return None;
        }
        let sets = || self.deeds().iter().rev().find(|deed| deed.sets_sequence).map(|deed| deed.origin);
        let copy = self.insert(fate).filter(|_| fate.is_rebuilt);
        let place = place(self.facts.set, copy.or_else(sets)?);
        let diagnostic = texts::sequence_reset(place, &fate.old, before, after);
        Some(Finding { lint: &SEQUENCE_RESET, migration: self.index, diagnostic })
    }
}

/// A row of which no value, in the columns that tell rows apart, is there any more.
fn lost_row<'c>(before: &'c Content, after: &Content) -> Option<&'c [rusqlite::types::Value]> {
    let shared: Vec<(usize, usize)> =
        before.columns.iter().enumerate().filter_map(|(at, column)| Some((at, after.at(column)?))).collect();
    let is_there = |row: &[rusqlite::types::Value]| {
        after.rows.iter().any(|other| shared.iter().all(|(at, now)| row[*at] == other[*now]))
    };
    before.rows.iter().map(Vec::as_slice).find(|row| !is_there(row))
}

/// The column whose values the column has now, if that one has lost them, too.
fn moved_from(before: &Content, after: &Content, at: usize, new: &[String]) -> Option<String> {
    let is_it = |other: &usize| {
        *other != at
            && before.values(*other) == new
            && after.at(&before.columns[*other]).is_some_and(|now| after.values(now) != new)
    };
    (0..before.columns.len()).find(is_it).map(|other| before.columns[other].clone())
}
