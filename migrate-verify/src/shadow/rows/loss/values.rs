//! Columns that have lost their values.

use migrate_files::diagnostic::rows as texts;
use migrate_files::lint::{Finding, VALUES_LOST};
use migrate_runtime::{Affinity, Column, Table};

use super::{Fate, Passage, is_of_schema};
use crate::shadow::explain::place;
use crate::shadow::rows::content::Content;
use crate::shadow::story::Deed;
use crate::shadow::tape::{Event, How, Write};

impl Passage<'_> {
    /// Columns whose values nobody reads, and which have none of them any more; and columns that have changed places.
    pub(super) fn values_lost(&self, fate: &Fate, before: &Content, after: &Content) -> Vec<Finding> {
        let mut findings = Vec::new();
        // Where all rows are deleted, and others come, nothing is left to be compared.
        if !fate.is_copied || (!fate.is_rebuilt && self.deletes(|table| fate.is(table))) {
            return findings;
        }
        if !before.is_whole() || !after.is_whole() || after.count < before.count {
            return findings;
        }
        for (at, column) in before.columns.iter().enumerate() {
            let Some(now) = after.at(column) else { continue };
            let (old, new) = (before.values(at), after.values(now));
            let none_is_there = !old.iter().any(|value| new.contains(value));
            // All are the same now: the default, say, which one of the rows may have had before.
            let is_one = distinct(&old) > 1 && distinct(&new) < 2;
            let sets = |write: &Write| {
                matches!(&write.how, How::Update(set) if set.eq_ignore_ascii_case(column))
                    && fate.is(&write.table)
            };
            if old.is_empty()
                || !(none_is_there || is_one)
                || self.last_write(sets).is_some()
                || self.is_computed(fate, column)
            {
                continue;
            }
            let Some((origin, way)) = self.changer(fate) else { continue };
            let place = place(self.facts.set, origin);
            let moved = if none_is_there { moved_from(before, after, at, &new) } else { None };
            let diagnostic = match moved {
                Some(other) => texts::values_moved(place, &fate.old, column, &other),
                None if self.is_carried(fate, column) || self.is_made_anew(fate, column, &new) => continue,
                None => texts::values_lost(place, &fate.old, column, new.first().map(String::as_str), way),
            };
            findings.push(Finding { lint: &VALUES_LOST, migration: self.index, diagnostic });
        }
        findings
    }

    /// Whether the column is a generated one, before and now: it has no values of its own.
    fn is_computed(&self, fate: &Fate, column: &str) -> bool {
        let now = self.tables.iter().find(|table| table.name().eq_ignore_ascii_case(&fate.now));
        let before = self.facts.chapters[self.index].before(&fate.old).or(now);
        let is_generated =
            |table: &Table| table.column(column).is_some_and(|column| column.generated().is_some());
        [before, now].into_iter().all(|table| table.is_some_and(is_generated))
    }

    /// Whether the copy gives each row another value: not NULL, not one for all, and not what a row gets by itself.
    fn is_made_anew(&self, fate: &Fate, column: &str, new: &[String]) -> bool {
        let now = self.tables.iter().find(|table| table.name().eq_ignore_ascii_case(&fate.now));
        let comes_by_itself = |column: &Column| {
            let is_number = column.primary_key().is_some() && column.affinity() == Affinity::Integer;
            is_number || column.default().is_some()
        };
        let is_given = now.and_then(|now| now.column(column)).is_some_and(|column| !comes_by_itself(column));
        fate.is_rebuilt && is_given && distinct(new) > 1
    }

    /// Whether a statement that writes rows reads the column of the old table: then something is made of its values.
    fn is_carried(&self, fate: &Fate, column: &str) -> bool {
        let is_old =
            |deed: &Deed, table: &str| {
                let has_name = fate.freed.is_none_or(|freed| deed.origin.is_before(freed));
                let is_it = table.eq_ignore_ascii_case(&fate.old) && has_name;
                is_it
                    || self.step().table_changes.iter().any(|(from, to)| {
                        from.eq_ignore_ascii_case(&fate.old) && to.eq_ignore_ascii_case(table)
                    })
            };
        let carries = |deed: &&Deed| {
            let writes = |event: &Event| match event {
                Event::Writes(write) => write.is_direct && write.how != How::Delete,
                Event::Creates(_) => deed.selects > 0,
                _ => false,
            };
            !is_of_schema(deed) && (deed.events.iter().any(writes) || !deed.temporary.is_empty())
        };
        let mut deeds = self.deeds().iter().filter(carries);
        deeds.any(|deed| {
            let is_read =
                |(table, read): &(String, String)| read.eq_ignore_ascii_case(column) && is_old(deed, table);
            deed.reads.iter().any(is_read)
        })
    }
}

/// How many different ones there are; they are sorted.
fn distinct(values: &[String]) -> usize {
    values.chunk_by(|one, other| one == other).count()
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
