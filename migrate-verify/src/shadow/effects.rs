//! What a file does to tables, as far as the program has to know it: which ones it touches, and of a down, what goes with it.

use std::collections::BTreeSet;

use migrate_runtime::__private::schema::{Changes, Reader};
use migrate_runtime::__private::{Effects, Failure, Loss, Statement};
use migrate_runtime::{Column, Table, Text};
use migrate_token::significant;
use rusqlite::{Connection, Result};

use super::before::Before;
use super::leaves_traces;
use super::lineage::Fate;
use super::objects::Origin;
use super::storing::holds_rows;
use super::story::{Alteration, Chapter, Deed};
use super::tape::{Event, How, Tape, Write};
use crate::lints::altered::altered;
use migrate_files::model::File;

/// The tables that a file touches, and what it does to tables.
#[derive(Default)]
pub(super) struct Reach {
    pub(super) touches: BTreeSet<String>,
    pub(super) table_changes: Vec<(String, String)>,
}

impl Reach {
    /// Goes on behind a statement that has run.
    pub(super) fn note(&mut self, deed: &Deed, statement: &str) {
        for event in &deed.events {
            match event {
                Event::Creates(name) => self.table_changes.push((String::new(), name.clone())),
                Event::Drops(table) => {
                    self.table_changes.push((table.clone(), String::new()));
                    self.touches.insert(table.clone());
                }
                Event::Writes(write) => {
                    self.touches.insert(write.table.clone());
                }
                // A new column with a default makes every row refer to something.
                Event::Alters(table) if adds_reference(statement) => {
                    self.touches.insert(table.clone());
                }
                Event::Alters(_) => {}
            }
        }
        if let Some(Alteration::RenamesTable { from, to }) = &deed.alteration {
            self.touches.extend([from.clone(), to.clone()]);
            self.table_changes.push((from.clone(), to.clone()));
        }
    }

    /// The name that a table had before the file; `None` if the file has made it.
    fn former<'n>(&'n self, mut table: &'n str) -> Option<&'n str> {
        for (from, to) in self.table_changes.iter().rev() {
            if to.eq_ignore_ascii_case(table) {
                table = Some(from.as_str()).filter(|from| !from.is_empty())?;
            }
        }
        Some(table)
    }
}

/// Whether an ALTER TABLE adds a column that refers to a table.
pub(super) fn adds_reference(statement: &str) -> bool {
    significant(statement).any(|token| token.is_word("REFERENCES"))
}

/// What is noted while a down runs.
pub(super) struct Notes {
    /// The index of its migration.
    index: usize,
    before: Before,
    reach: Reach,
    deeds: Vec<Deed>,
    /// The tables, by their names before the down, of which it deletes rows.
    deletes: BTreeSet<String>,
    outcome: Result<()>,
}

impl Notes {
    pub(super) fn new(index: usize) -> Self {
        Self {
            index,
            before: Before::default(),
            reach: Reach::default(),
            deeds: Vec::new(),
            deletes: BTreeSet::new(),
            outcome: Ok(()),
        }
    }

    pub(super) fn running(&mut self, conn: &Connection, statement: &Statement<'_>, tape: &Tape) {
        tape.compiled(conn, statement.text);
        let events = tape.lock().events.clone();
        match Before::look(conn, statement, &events) {
            Ok(before) => self.before = before,
            Err(error) => self.outcome = Err(error),
        }
    }

    pub(super) fn finished(&mut self, conn: &Connection, statement: &Statement<'_>, tape: &Tape) {
        let before = std::mem::take(&mut self.before);
        let seen = before.skipped(conn, statement.text).and_then(|it| Ok((it, before.alteration(conn)?)));
        match seen {
            Ok((skipped, alteration)) => {
                let mut deed = self.deed(statement, tape);
                if skipped.is_some() {
                    deed.events.clear();
                }
                (deed.skipped, deed.alteration) = (skipped, alteration);
                self.take(deed, statement);
            }
            Err(error) => self.outcome = Err(error),
        }
    }

    /// In production the statement runs.
    pub(super) fn passed_over(&mut self, failure: &Failure<'_>, tape: &Tape) {
        let deed = self.deed(&failure.statement, tape);
        self.take(deed, &failure.statement);
    }

    fn deed(&self, statement: &Statement<'_>, tape: &Tape) -> Deed {
        let start = statement.start;
        let origin = Origin { migration: self.index, start, end: start + statement.text.len() };
        Deed::new(origin, &tape.lock())
    }

    fn take(&mut self, deed: Deed, statement: &Statement<'_>) {
        // To the authorizer, who drops a table deletes its rows, and then those that refer to them, where that is enforced.
        let is_own = |table: &str| {
            let is_it = |event: &Event| match event {
                Event::Alters(_) => true,
                event => event.dropped().is_some_and(|dropped| dropped.eq_ignore_ascii_case(table)),
            };
            deed.events.iter().any(is_it)
        };
        let deleted = deed.events.iter().filter_map(|event| match event {
            Event::Writes(Write { table, how: How::Delete, .. }) => Some(table.as_str()),
            _ => None,
        });
        let deleted = deleted.filter(|table| !is_own(table)).filter_map(|table| self.reach.former(table));
        self.deletes.extend(deleted.map(str::to_owned));
        self.reach.note(&deed, statement.text);
        self.deeds.push(deed);
    }

    /// What the down has done: `changes` to the schema, of which the `reader` knows what it is now.
    pub(super) fn end(self, file: &File, changes: Changes, reader: &Reader) -> Result<Effects> {
        self.outcome?;
        let chapter = Chapter::new(self.deeds, changes, reader.tables());
        let mut losses: Vec<Loss> = chapter.before.iter().flat_map(|table| losses(&chapter, table)).collect();
        let is_gone = |name: &str| {
            let is_it = |table: &Text| table.as_str().eq_ignore_ascii_case(name);
            losses.iter().any(|loss| matches!(loss, Loss::Table(table) if is_it(table)))
        };
        let deleted: Vec<Loss> = self
            .deletes
            .into_iter()
            .filter(|table| !is_gone(table))
            .map(|it| Loss::Rows(it.into()))
            .collect();
        losses.extend(deleted);
        let Reach { touches, table_changes } = self.reach;
        let pairs = table_changes.into_iter().map(|(from, to)| (Text::from(from), Text::from(to)));
        Ok(Effects {
            leaves_traces: leaves_traces(file),
            touches: touches.into_iter().map(Text::from).collect(),
            table_changes: pairs.collect(),
            losses: losses.into_iter().collect(),
        })
    }
}

/// What of a table goes that was there before.
fn losses(chapter: &Chapter, before: &Table) -> Vec<Loss> {
    let name = before.name();
    if !holds_rows(before) {
        return Vec::new();
    }
    let whole = || vec![Loss::Table(name.to_owned().into())];
    let now = match chapter.lineage.fate(name) {
        Fate::Kept => name,
        Fate::Renamed(now) => now,
        Fate::Rebuilt(rebuilt) => match rebuilt.left {
            Some(left) => left,
            None if rebuilt.copies.is_empty() => return whole(),
            None => name,
        },
        Fate::Dropped(_) => return whole(),
    };
    let Some(after) = chapter.after(now) else { return Vec::new() };
    let is_stored = |column: &str| before.column(column).is_some_and(|it: &Column| it.generated().is_none());
    let lost = altered(chapter, before).into_iter().filter(|column| {
        is_stored(&column.was) && (column.dropped.is_some() || after.column(&column.now).is_none())
    });
    lost.map(|column| Loss::Column(name.to_owned().into(), column.was.into())).collect()
}
