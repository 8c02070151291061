//! Statements that delete or overwrite all rows of a table.

use migrate_files::diagnostic::rows as texts;
use migrate_files::lint::{Finding, UNFILTERED_DELETE, UNFILTERED_UPDATE};
use migrate_token::significant;

use super::Facts;
use crate::shadow::explain::place;
use crate::shadow::story::{Alteration, Chapter, Deed};
use crate::shadow::tape::{Event, How};

/// A statement has changed all rows that there were.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sweep {
    pub(super) migration: usize,
    /// The byte at which it starts.
    pub(super) start: usize,
    pub(super) table: String,
}

/// Those that look at no column of the table, and those that have changed all rows of every kind.
pub(super) fn find(facts: &Facts<'_>, adversarial: &[Sweep]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (migration, chapter) in facts.chapters.iter().enumerate() {
        // One without a condition does not come to an end, and is told as such.
        let is_backfill = facts.set.migrations()[migration].directives.backfill.is_some();
        for deed in &chapter.deeds {
            let Some((table, columns)) = target(deed) else { continue };
            let is_old =
                !facts.steps[migration].table_changes.iter().any(|(_, to)| to.eq_ignore_ascii_case(table));
            if !is_old {
                continue;
            }
            let sweep = Sweep { migration, start: deed.origin.start, table: table.to_owned() };
            let own = deed.reads.iter().filter(|read| !deed.indirect.contains(read));
            let (looks, beyond) = own.clone().fold((false, false), |(looks, beyond), (read, _)| {
                let is_it = read.eq_ignore_ascii_case(table);
                (looks || is_it, beyond || !is_it)
            });
            // A condition that lets all rows of every kind through is none.
            let text = facts.set.migrations()[migration].up.text.get(deed.origin.start..deed.origin.end);
            let has_all = (!beyond || text.is_some_and(joins_all)) && adversarial.contains(&sweep);
            let computes = columns.iter().all(|column| {
                own.clone()
                    .any(|(of, read)| of.eq_ignore_ascii_case(table) && read.eq_ignore_ascii_case(column))
            });
            let place = || place(facts.set, deed.origin);
            // What chance has chosen says nothing of all.
            if (looks && !has_all) || deed.functions.iter().any(|name| name.eq_ignore_ascii_case("random")) {
                continue;
            }
            if columns.is_empty() {
                let diagnostic = texts::unfiltered_delete(place(), table);
                findings.push(Finding { lint: &UNFILTERED_DELETE, migration, diagnostic });
            } else if overwrites(chapter, table, &columns) && !computes && !is_backfill {
                let diagnostic = texts::unfiltered_update(place(), table);
                findings.push(Finding { lint: &UNFILTERED_UPDATE, migration, diagnostic });
            }
        }
    }
    findings
}

/// Whether it is an `UPDATE … FROM` without a condition, which gives every row something of any row.
fn joins_all(statement: &str) -> bool {
    let (mut depth, mut joins) = (0_usize, false);
    for token in significant(statement) {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ if token.is_word("where") || token.is_word("join") => return false,
            _ => joins |= token.is_word("from"),
        }
    }
    joins
}

/// The table that a statement deletes from, or the one that it updates and in which columns.
fn target(deed: &Deed) -> Option<(&str, Vec<&str>)> {
    let mut table = None;
    let mut columns = Vec::new();
    for event in &deed.events {
        let Event::Writes(write) = event else { return None };
        match &write.how {
            _ if !write.is_direct => {}
            // An upsert.
            How::Insert => return None,
            How::Delete => table = Some(write.table.as_str()),
            How::Update(column) => {
                table = Some(write.table.as_str());
                columns.push(column.as_str());
            }
        }
    }
    Some((table?, columns))
}

/// Whether one of the columns was there before the migration.
fn overwrites(chapter: &Chapter, table: &str, columns: &[&str]) -> bool {
    let is_new = |name: &str| {
        chapter.deeds.iter().any(|deed| match &deed.alteration {
            Some(Alteration::AddsColumn { table: of, column }) => {
                of.eq_ignore_ascii_case(table) && column.eq_ignore_ascii_case(name)
            }
            _ => false,
        })
    };
    let was_there =
        |column: &&&str| chapter.before(table).is_none_or(|before| before.column(column).is_some());
    columns.iter().filter(was_there).any(|column| !is_new(column))
}
