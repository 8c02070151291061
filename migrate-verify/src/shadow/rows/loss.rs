//! What rows and values a migration has lost on its way, though nobody has said that they shall go.

mod values;
mod way;

use std::collections::BTreeMap;

use migrate_files::diagnostic::rows as texts;
use migrate_files::lint::{Finding, ROWS_LOST, SEQUENCE_RESET};
use migrate_runtime::__private::schema::Table;
use rusqlite::{Connection, OptionalExtension, Result};

use super::Facts;
use super::content::Content;
use super::trial::Traces;
use crate::shadow::Step;
use crate::shadow::explain::place;
use crate::shadow::lineage;
use crate::shadow::objects::Origin;
use crate::shadow::story::Deed;
use crate::shadow::tape::{Event, How, Write};

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
    pub(super) traces: &'a Traces,
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
    /// Whether that one has got rows of it. If not, that is another matter: `recreate-table`, or what it holds is computed.
    is_copied: bool,
    /// The statement by which it no longer had its name.
    freed: Option<Origin>,
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
        let (now, freed, is_copied) = match self.facts.chapters[self.index].lineage.fate(table) {
            lineage::Fate::Kept => (table, None, true),
            lineage::Fate::Renamed(to) => (to, None, true),
            lineage::Fate::Rebuilt(rebuilt) => (table, Some(rebuilt.freed), !rebuilt.copies.is_empty()),
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
        let is_rebuilt = freed.is_some();
        Some(Fate { old: table.to_owned(), now: now.to_owned(), names, is_rebuilt, is_copied, freed })
    }

    /// The last statement that writes like this itself, and not by a trigger.
    fn last_write(&self, is_it: impl Fn(&Write) -> bool) -> Option<Origin> {
        let writes = |event: &Event| matches!(event, Event::Writes(write) if write.is_direct && is_it(write));
        let found = |deed: &&Deed| !is_of_schema(deed) && deed.events.iter().any(writes);
        self.deeds().iter().rev().find(found).map(|deed| deed.origin)
    }

    fn insert(&self, fate: &Fate) -> Option<Origin> {
        self.last_write(|write| write.how == How::Insert && fate.is(&write.table))
    }

    /// The last statement that inserts what it reads elsewhere.
    fn copy(&self, fate: &Fate) -> Option<Origin> {
        let copies = |deed: &&Deed| {
            !is_of_schema(deed) && !deed.reads.is_empty() && deed.inserted().any(|table| fate.is(table))
        };
        self.deeds().iter().rev().find(copies).map(|deed| deed.origin)
    }

    /// The statement that took rows away: the last copy of a table that is made anew, of another one that after which there
    /// were fewer.
    fn culprit(&self, fate: &Fate) -> Option<Origin> {
        let shrink =
            self.traces.shrinks.iter().find(|shrink| fate.is(&shrink.table)).map(|shrink| shrink.origin);
        let copy = self.copy(fate);
        if fate.is_rebuilt { copy.or(shrink) } else { shrink.or(copy) }
    }

    fn rows_lost(&self, fate: &Fate, before: &Content, after: &Content) -> Option<Finding> {
        // Rows that are deleted before the copy are not there to be copied.
        let left = self.traces.left.get(&fate.old).copied().filter(|_| fate.is_rebuilt);
        let (count, deletes) = match left {
            Some(left) => {
                (left, self.deletes(|table| fate.is(table) && !table.eq_ignore_ascii_case(&fate.old)))
            }
            None => (before.count, self.deletes(|table| fate.is(table))),
        };
        // Rows that the file gives itself do not make up for those that it loses.
        let given = if fate.is_rebuilt { self.given(fate) } else { 0 };
        let carried = after.count - given;
        if carried >= count || !fate.is_copied || deletes {
            return None;
        }
        let place = place(self.facts.set, self.culprit(fate)?);
        let lost = lost_row(before, after).filter(|_| count == before.count);
        let lost = lost.map(|row| before.shown(&fate.old, row));
        let counts = (count, carried);
        let diagnostic =
            texts::rows_lost(place, &fate.old, counts, given, lost.as_deref(), self.way_of_rows(fate));
        Some(Finding { lint: &ROWS_LOST, migration: self.index, diagnostic })
    }

    /// How many rows statements that read no table have inserted into the one in its place.
    fn given(&self, fate: &Fate) -> i64 {
        let is_freed = |deed: &Deed| fate.freed.is_some_and(|freed| freed.is_before(deed.origin));
        let gives = |deed: &&Deed| {
            let is_it =
                |table: &str| fate.is(table) && (is_freed(deed) || !table.eq_ignore_ascii_case(&fate.old));
            deed.reads.is_empty() && deed.inserted().any(is_it)
        };
        let given = self.deeds().iter().filter(gives);
        given.filter_map(|deed| self.traces.inserted.get(&deed.origin.start)).sum()
    }

    /// Whether a statement, and no trigger, deletes rows of such a table.
    fn deletes(&self, is_it: impl Fn(&str) -> bool) -> bool {
        self.last_write(|write| write.how == How::Delete && is_it(&write.table)).is_some()
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

/// DROP TABLE and ALTER TABLE write rows, too, and what they do is said by their own names.
fn is_of_schema(deed: &Deed) -> bool {
    deed.events.iter().any(|event| matches!(event, Event::Drops(_) | Event::Alters(_)))
}
