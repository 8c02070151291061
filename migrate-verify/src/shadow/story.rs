//! What the run on the empty database has shown, migration by migration.

use std::collections::BTreeSet;

use migrate_runtime::__private::schema::{Change, Changes, Kind, Table};

use super::objects::Origin;
use super::tape::{Event, Recording};

/// A statement that has run.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    /// Where it stands.
    pub(crate) origin: Origin,
    /// What it does to the schema and to rows.
    pub(crate) events: Vec<Event>,
    /// The functions that it calls.
    pub(crate) functions: Vec<String>,
    /// The tables and columns that it reads.
    pub(crate) reads: Vec<(String, String)>,
    /// The PRAGMAs that it is, and what it sets them to.
    pub(crate) pragmas: Vec<(String, Option<String>)>,
    /// How many SELECTs stand in it.
    pub(crate) selects: usize,
    /// What it does to a table, if it is an ALTER TABLE.
    pub(crate) alteration: Option<Alteration>,
    /// What it does not create, because that exists. It has no events then.
    pub(crate) skipped: Option<Skipped>,
    /// A name in double quotes that is none and so is taken for a string, and the byte of the file where it stands.
    pub(crate) string: Option<(usize, String)>,
}

/// What an ALTER TABLE has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Alteration {
    Renames { from: String, to: String },
    RenamesColumn { table: String, from: String, to: String },
    AddsColumn { table: String, column: String },
    DropsColumn { table: String, column: String },
}

/// What a CREATE … IF NOT EXISTS has passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Skipped {
    pub(crate) name: String,
    /// Whether what is there is what the statement would have created.
    pub(crate) is_same: bool,
}

impl Deed {
    pub(super) fn new(origin: Origin, recording: &Recording) -> Self {
        Self {
            origin,
            events: recording.events.clone(),
            functions: recording.functions.clone(),
            reads: recording.reads.clone(),
            pragmas: recording.pragmas.clone(),
            selects: recording.selects,
            alteration: None,
            skipped: None,
            string: None,
        }
    }

    /// The tables that it reads, writes, alters or drops; some more than once.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &str> {
        self.reads.iter().map(|(table, _)| table.as_str()).chain(self.changes())
    }

    /// Those that it does not only read.
    pub(crate) fn changes(&self) -> impl Iterator<Item = &str> {
        self.events.iter().filter_map(|event| match event {
            Event::Alters(table) | Event::Drops(table) => Some(table.as_str()),
            Event::Writes(write) => Some(write.table.as_str()),
            Event::Creates(_) => None,
        })
    }

    /// The names of what it creates.
    pub(crate) fn creates(&self) -> impl Iterator<Item = &str> {
        self.events.iter().filter_map(|event| match event {
            Event::Creates(name) => Some(name.as_str()),
            _ => None,
        })
    }
}

/// A migration that has run.
#[derive(Clone, Debug)]
pub(crate) struct Chapter {
    /// Its statements, in their order.
    pub(crate) deeds: Vec<Deed>,
    /// The objects whose text came, went or changed.
    pub(crate) changes: Vec<Change>,
    /// The tables that came, went or changed, or whose indexes did: as they were before,
    pub(crate) before: Vec<Table>,
    /// and as they are now.
    pub(crate) after: Vec<Table>,
    /// The tables of which rows of its own refer to nothing, where nobody minds.
    pub(crate) orphans: Vec<String>,
}

impl Chapter {
    pub(super) fn new(deeds: Vec<Deed>, changes: Changes, tables: &[Table]) -> Self {
        let Changes { objects: changes, tables: before } = changes;
        let entries = changes.iter().filter_map(|change| change.after.as_ref().or(change.before.as_ref()));
        let mut names: Vec<&str> = entries
            .filter(|entry| matches!(entry.kind, Kind::Table | Kind::Index))
            .map(|entry| entry.table.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        let find = |name| tables.binary_search_by(|table| table.name().cmp(name)).ok();
        let after = names.into_iter().filter_map(find).map(|at| tables[at].clone()).collect();
        Self { deeds, changes, before, after, orphans: Vec::new() }
    }

    /// What its statements do.
    pub(super) fn events(&self) -> impl Iterator<Item = &Event> {
        self.deeds.iter().flat_map(|deed| &deed.events)
    }

    /// The tables, in lower case, that it reads, writes or changes.
    pub(super) fn involved(&self) -> BTreeSet<String> {
        let names = self.deeds.iter().flat_map(|deed| deed.tables().map(str::to_ascii_lowercase));
        names.chain(self.before.iter().map(|table| table.name().to_ascii_lowercase())).collect()
    }

    /// A table that the migration changes, as it was before; in any ASCII case.
    pub(crate) fn before(&self, table: &str) -> Option<&Table> {
        self.before.iter().find(|known| known.name().eq_ignore_ascii_case(table))
    }

    /// A table that the migration changes, as it is now.
    pub(crate) fn after(&self, table: &str) -> Option<&Table> {
        self.after.iter().find(|known| known.name().eq_ignore_ascii_case(table))
    }
}

/// The tables of these names in lower case, and those that they refer to, and so on.
pub(super) fn with_parents(tables: &[Table], mut names: BTreeSet<String>) -> BTreeSet<String> {
    let mut new: Vec<String> = names.iter().cloned().collect();
    while let Some(name) = new.pop() {
        let table = tables.iter().find(|table| table.name().eq_ignore_ascii_case(&name));
        for key in table.into_iter().flat_map(Table::foreign_keys) {
            let parent = key.parent().to_ascii_lowercase();
            if names.insert(parent.clone()) {
                new.push(parent);
            }
        }
    }
    names
}
