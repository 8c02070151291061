//! One run of a migration on rows, watched statement by statement.

use std::collections::{BTreeMap, BTreeSet};

use migrate_files::diagnostic::{Diagnostic, rows as texts};
use migrate_files::lint::Lint;
use migrate_files::model::{File, Set};
use migrate_runtime::__private::{Cause as Reason, Failure, Recovery, Statement};
use migrate_runtime::Table;
use migrate_token::significant;
use rusqlite::Connection;

use super::cause::Cause;
use super::content::count;
use super::marks::Marks;
use super::witness::witness;
use crate::shadow::bench::Trial;
use crate::shadow::explain::{Scene, message};
use crate::shadow::objects::{Objects, Origin};
use crate::shadow::story::Deed;
use crate::shadow::tape::{Event, How, Tape};

/// What is seen.
pub(super) struct Watched<'a> {
    set: &'a Set,
    index: usize,
    file: &'a File,
    /// The tables that were there and hold rows, and how many.
    counts: BTreeMap<String, i64>,
    pub(super) traces: Traces,
    pub(super) failed: Option<Failed>,
    /// What can be done about a statement that fails; `None` if it shall.
    pub(super) rescue: Option<Rescue<'a>>,
    /// Statements that fail on rows which were made up, and not without them,
    pub(super) rescued: Vec<Failed>,
    /// and the tables, in lower case, from which these were taken out.
    pub(super) disturbed: BTreeSet<String>,
}

/// What the statements have done to rows.
#[derive(Default)]
pub(super) struct Traces {
    /// How many rows a table had when it was dropped, or got another name.
    pub(super) left: BTreeMap<String, i64>,
    /// Statements after which a table has fewer rows.
    pub(super) shrinks: Vec<Shrink>,
    /// Statements that delete or update all rows of a table, by the bytes at which they start.
    pub(super) sweeps: Vec<(usize, String)>,
    /// How many rows statements have inserted, by the bytes at which they start.
    pub(super) inserted: BTreeMap<usize, i64>,
}

/// How to go on behind a statement that fails.
pub(super) struct Rescue<'a> {
    /// The tables that were there before the migration, and the rows of them that are made up.
    pub(super) tables: &'a [Table],
    pub(super) marks: &'a mut Marks,
    /// The tables from which all rows had to go.
    pub(super) emptied: Vec<String>,
}

/// A table has lost rows.
pub(super) struct Shrink {
    pub(super) table: String,
    pub(super) origin: Origin,
}

/// A statement has failed.
pub(super) struct Failed {
    pub(super) diagnostic: Diagnostic,
    pub(super) deed: Deed,
    /// `None` if it is no failure of SQLite.
    pub(super) cause: Option<Cause>,
    /// Rows on which it fails, as they are shown.
    pub(super) witness: Vec<String>,
    /// Whether it is a backfill that does not come to an end.
    pub(super) is_endless: bool,
    /// Whether an expression is in it that every row gets a value from.
    is_generated: bool,
}

impl Failed {
    /// Whether it is the same statement that failed in the same way.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.deed.origin == other.deed.origin && self.cause == other.cause
    }

    /// What to do about it, where that is not what the lint says: no statement writes a generated column.
    pub(super) fn way_out(&self) -> Option<&'static str> {
        if self.deed.events.iter().any(|event| event.written().is_some()) {
            return None;
        }
        let alters = matches!(self.deed.events[..], [Event::Alters(_), ..]);
        match self.cause? {
            Cause::NotNull if self.is_generated => Some(texts::COALESCE),
            Cause::NotNull => Some(texts::UPDATE),
            Cause::Computed if alters => Some(texts::TOLERATE),
            _ => None,
        }
    }

    pub(super) fn lint(&self) -> Option<&'static Lint> {
        self.cause?.lint()
    }
}

impl<'a> Watched<'a> {
    pub(super) fn new(
        set: &'a Set,
        index: usize,
        file: &'a File,
        counts: BTreeMap<String, i64>,
        rescue: Option<Rescue<'a>>,
    ) -> Self {
        Self {
            set,
            index,
            file,
            counts,
            traces: Traces::default(),
            failed: None,
            rescue,
            rescued: Vec::new(),
            disturbed: BTreeSet::new(),
        }
    }

    fn origin(&self, statement: &Statement<'_>) -> Origin {
        let start = statement.start;
        Origin { migration: self.index, start, end: start + statement.text.len() }
    }

    /// Counts the rows again.
    fn count_again(&mut self, conn: &Connection, origin: Origin) {
        for (table, before) in std::mem::take(&mut self.counts) {
            let Ok(now) = count(conn, &table) else {
                self.traces.left.insert(table, before);
                continue;
            };
            if now < before {
                self.traces.shrinks.push(Shrink { table: table.clone(), origin });
            }
            self.counts.insert(table, now);
        }
    }

    /// Takes out what was made up of the tables that the statement is about, and runs it once more. Without it the
    /// migration would have to begin again, and SQLite to read the schema anew.
    fn rescues(&mut self, conn: &Connection, statement: &str, deed: &Deed) -> bool {
        let Some(rescue) = &mut self.rescue else { return false };
        let involved: BTreeSet<String> = deed.tables().map(str::to_ascii_lowercase).collect();
        let is_involved = |table: &&Table| involved.contains(&table.name().to_ascii_lowercase());
        let Ok(emptied) = rescue.marks.take_out(conn, rescue.tables.iter().filter(is_involved)) else {
            return false;
        };
        rescue.emptied.extend(emptied);
        self.counts.retain(|table, _| !involved.contains(&table.to_ascii_lowercase()));
        self.disturbed.extend(involved);
        conn.execute_batch(statement).is_ok()
    }

    /// How many rows the statement itself has written.
    fn note_count(&mut self, conn: &Connection, statement: &Statement<'_>, events: &[Event]) {
        let direct = events.iter().find_map(|event| match event {
            Event::Writes(write) if write.is_direct => Some(write),
            _ => None,
        });
        let Some(write) = direct else { return };
        let changed = i64::try_from(conn.changes()).unwrap_or(i64::MAX);
        if write.how == How::Insert {
            // Each round of a backfill inserts some.
            *self.traces.inserted.entry(statement.start).or_default() += changed;
            return;
        }
        let before = self.counts.iter().find(|(known, _)| known.eq_ignore_ascii_case(&write.table));
        if before.is_some_and(|(_, count)| *count > 1 && changed >= *count) {
            self.traces.sweeps.push((statement.start, write.table.clone()));
        }
    }
}

impl Trial for Watched<'_> {
    fn finished(&mut self, conn: &Connection, statement: &Statement<'_>, tape: &Tape) {
        if self.counts.is_empty() {
            return;
        }
        let events = tape.lock().events.clone();
        self.note_count(conn, statement, &events);
        let takes_away = events.iter().any(|event| match event {
            Event::Drops(_) | Event::Alters(_) => true,
            Event::Writes(write) => write.how == How::Delete,
            Event::Creates(_) => false,
        });
        // INSERT OR REPLACE deletes, and the authorizer is not asked.
        if takes_away || significant(statement.text).any(|token| token.is_word("REPLACE")) {
            self.count_again(conn, self.origin(statement));
        }
    }

    fn failed(&mut self, conn: &Connection, failure: &Failure<'_>, tape: &Tape) -> Recovery {
        let scene = Scene { conn, set: self.set, file: self.file, objects: &Objects::default() };
        let diagnostic = scene.explain(failure, tape);
        let recording = tape.lock();
        let deed = Deed::new(self.origin(&failure.statement), &recording);
        let is_spent = recording.is_spent();
        drop(recording);
        let is_endless = matches!(failure.cause, Reason::Endless { .. } | Reason::Restless);
        let failed = match &failure.cause {
            Reason::Sqlite(error) if !is_spent => {
                let message = message(error);
                let cause = Cause::of(conn, failure.statement.text, error, &deed);
                let witness = witness(conn, failure.statement.text, &deed, cause, &message);
                let is_generated = significant(failure.statement.text).any(|token| token.is_word("AS"));
                Failed { diagnostic, deed, cause: Some(cause), witness, is_endless, is_generated }
            }
            _ => {
                Failed { diagnostic, deed, cause: None, witness: Vec::new(), is_endless, is_generated: false }
            }
        };
        if failed.cause.is_some() && self.rescues(conn, failure.statement.text, &failed.deed) {
            self.rescued.push(failed);
            return Recovery::Skip;
        }
        self.failed = Some(failed);
        Recovery::Fail
    }
}
