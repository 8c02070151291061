//! Which statement of which file made each object, and which one took it away.

use std::collections::HashMap;

use super::tape::Event;

/// A statement of the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The index of its migration.
    pub(crate) migration: usize,
    /// The bytes of the file at which it starts and ends.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Origin {
    /// Whether it runs before the other.
    pub(crate) fn is_before(self, other: Self) -> bool {
        (self.migration, self.start) < (other.migration, other.start)
    }
}

/// The objects that there are and were, by their names in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Objects {
    made: HashMap<String, Origin>,
    gone: HashMap<String, Origin>,
    written: HashMap<String, Origin>,
    altered: Vec<(String, Origin)>,
    /// The statements that made a table what it is: its CREATE, and every ALTER since.
    shaped: HashMap<String, Vec<Origin>>,
}

impl Objects {
    /// A statement has run.
    pub(super) fn note(&mut self, origin: Origin, events: &[Event]) {
        for event in events {
            match event {
                Event::Creates(name) => {
                    self.made.insert(name.to_ascii_lowercase(), origin);
                    self.shaped.insert(name.to_ascii_lowercase(), vec![origin]);
                }
                Event::Drops(name) => {
                    let name = name.to_ascii_lowercase();
                    self.made.remove(&name);
                    self.shaped.remove(&name);
                    self.gone.insert(name, origin);
                }
                Event::Writes(write) => {
                    self.written.insert(write.table.to_ascii_lowercase(), origin);
                }
                Event::Alters(table) => {
                    self.altered.push((table.to_ascii_lowercase(), origin));
                    self.shaped.entry(table.to_ascii_lowercase()).or_default().push(origin);
                }
            }
        }
    }

    /// A statement has given every row of the table a value.
    pub(super) fn filled(&mut self, origin: Origin, table: &str) {
        self.written.insert(table.to_ascii_lowercase(), origin);
    }

    /// After an ALTER TABLE, the table has another name.
    pub(super) fn renamed(&mut self, origin: Origin, from: Option<&str>, to: &str) {
        self.made.insert(to.to_ascii_lowercase(), origin);
        if let Some(from) = from {
            let from = from.to_ascii_lowercase();
            self.made.remove(&from);
            if let Some(shaped) = self.shaped.remove(&from) {
                self.shaped.insert(to.to_ascii_lowercase(), shaped);
            }
            self.gone.insert(from, origin);
        }
    }

    pub(crate) fn made(&self, name: &str) -> Option<Origin> {
        self.made.get(&name.to_ascii_lowercase()).copied()
    }

    /// The last statement that wrote rows of the table.
    pub(crate) fn written(&self, table: &str) -> Option<Origin> {
        self.written.get(&table.to_ascii_lowercase()).copied()
    }

    /// The last statement of a migration that wrote one of the tables, or took the parent away.
    pub(super) fn last_touch(&self, migration: usize, child: &str, parent: &str) -> Origin {
        let all = [self.written(child), self.written(parent), self.gone(parent), self.made(child)];
        let here = all.into_iter().flatten().filter(|origin| origin.migration == migration);
        here.max_by_key(|origin| origin.start).unwrap_or(Origin { migration, start: 0, end: 0 })
    }

    /// The last ALTER TABLE of the table that `is_it`.
    pub(crate) fn altered(&self, table: &str, is_it: impl Fn(Origin) -> bool) -> Option<Origin> {
        let mut found = self.altered.iter().rev().filter(|(name, _)| name.eq_ignore_ascii_case(table));
        found.find(|(_, origin)| is_it(*origin)).map(|(_, origin)| *origin)
    }

    /// Of the statements that made the table what it is, under whatever name: the last one that `is_it`, or else the one
    /// that created it.
    pub(crate) fn shaped(&self, table: &str, is_it: impl Fn(Origin) -> bool) -> Option<Origin> {
        let shaped = self.shaped.get(&table.to_ascii_lowercase())?;
        shaped.iter().rev().find(|origin| is_it(**origin)).or(shaped.first()).copied()
    }

    pub(crate) fn gone(&self, name: &str) -> Option<Origin> {
        self.gone.get(&name.to_ascii_lowercase()).copied()
    }
}
