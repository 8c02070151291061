//! What the run on the empty database has shown, migration by migration.

use std::collections::BTreeSet;

use migrate_runtime::__private::schema::{Change, Changes, Kind, Table};

use super::lineage::{Fate, Lineage};
use super::objects::Origin;
use super::tape::{Event, How, Recording, Write};

/// A statement that has run.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    /// Where it stands.
    pub(crate) origin: Origin,
    /// What it does to the schema and to rows.
    pub(crate) events: Vec<Event>,
    /// What it makes or drops, if it does.
    pub(crate) kind: Option<Kind>,
    /// The temporary tables that it makes, or inserts into.
    pub(crate) temporary: Vec<String>,
    /// The functions that it calls.
    pub(crate) functions: Vec<String>,
    /// The tables and columns that it reads,
    pub(crate) reads: Vec<(String, String)>,
    /// and those of them that only a view or a trigger of it does.
    pub(crate) indirect: Vec<(String, String)>,
    /// The PRAGMAs that it is, and what it sets them to.
    pub(crate) pragmas: Vec<(String, Option<String>)>,
    /// How many SELECTs stand in it.
    pub(crate) selects: usize,
    /// Whether it sets the numbers that AUTOINCREMENT goes on from.
    pub(crate) sets_sequence: bool,
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
    RenamesTable { from: String, to: String },
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
            kind: recording.kind,
            temporary: recording.temporary.clone(),
            functions: recording.functions.clone(),
            reads: recording.reads.clone(),
            indirect: recording.indirect.clone(),
            pragmas: recording.pragmas.clone(),
            selects: recording.selects,
            sets_sequence: recording.sets_sequence,
            alteration: None,
            skipped: None,
            string: None,
        }
    }

    /// A PRAGMA that is not run, because what it sets is the program's own.
    pub(super) fn passed_over(origin: Origin, pragma: &str, value: &str) -> Self {
        Self {
            origin,
            events: Vec::new(),
            kind: None,
            temporary: Vec::new(),
            functions: Vec::new(),
            reads: Vec::new(),
            indirect: Vec::new(),
            pragmas: vec![(pragma.to_owned(), Some(value.to_owned()))],
            selects: 0,
            sets_sequence: false,
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
        self.events.iter().filter_map(Event::made)
    }

    /// The object of this kind that it makes.
    pub(crate) fn made(&self, kind: Kind) -> Option<&str> {
        self.events.iter().find_map(Event::made).filter(|_| self.kind == Some(kind))
    }

    /// The object of this kind that it drops. What goes along comes after it.
    pub(crate) fn dropped(&self, kind: Kind) -> Option<&str> {
        self.events.iter().find_map(Event::dropped).filter(|_| self.kind == Some(kind))
    }

    /// The tables into which it inserts rows itself, no trigger that it fires.
    pub(crate) fn inserted(&self) -> impl Iterator<Item = &str> {
        self.events.iter().filter_map(|event| match event {
            Event::Writes(Write { table, how: How::Insert, is_direct: true }) => Some(table.as_str()),
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
    /// The views that came or have another text, and their columns.
    pub(crate) views: Vec<(String, Vec<String>)>,
    /// The tables of which rows of its own refer to nothing, where nobody minds.
    pub(crate) orphans: Vec<String>,
    /// Which of its tables is which.
    pub(crate) lineage: Lineage,
}

impl Chapter {
    pub(super) fn new(deeds: Vec<Deed>, changes: Changes, tables: &[Table]) -> Self {
        let Changes { objects: changes, tables: mut before } = changes;
        // A place in the catalog that is given to another object is one change, of two tables.
        let entries = changes.iter().flat_map(|change| [&change.before, &change.after]).flatten();
        let mut changed: Vec<&str> = entries
            .filter(|entry| matches!(entry.kind, Kind::Table | Kind::Index))
            .map(|entry| entry.table.as_str())
            .collect();
        // One that is dropped and made anew by the same words has not changed, and still is another one.
        let dropped = deeds.iter().filter_map(|deed| deed.dropped(Kind::Table));
        let same = tables.iter().filter(|table| !changed.contains(&table.name()));
        let (dropped, same): (Vec<&str>, Vec<&Table>) = (dropped.collect(), same.collect());
        let is_dropped = |table: &&&Table| dropped.iter().any(|name| name.eq_ignore_ascii_case(table.name()));
        before.extend(same.iter().filter(is_dropped).map(|table| (*table).clone()));
        changed.extend(same.iter().filter(is_dropped).map(|table| table.name()));
        let is_changed = |table: &&Table| changed.contains(&table.name());
        let after = tables.iter().filter(is_changed).cloned().collect();
        // Of the others only those count that a statement names, or a table that changes.
        let parents = before.iter().flat_map(Table::foreign_keys).map(|key| key.parent());
        let named = deeds.iter().flat_map(Deed::tables).chain(parents).map(str::to_ascii_lowercase);
        let named: BTreeSet<String> = named.collect();
        let is_named = |table: &&Table| named.contains(&table.name().to_ascii_lowercase());
        let kept = same.into_iter().filter(|table| !is_dropped(&table) && is_named(table));
        let lineage = Lineage::new(&deeds, before.iter().chain(kept).map(Table::name));
        Self { lineage, deeds, after, before, changes, views: Vec::new(), orphans: Vec::new() }
    }

    /// Whether it makes a table anew from the rows of the old one.
    pub(super) fn copies(&self) -> bool {
        let is_copied = |table: &Table| matches!(self.lineage.fate(table.name()), Fate::Rebuilt(rebuilt) if !rebuilt.copies.is_empty());
        self.before.iter().any(is_copied)
    }

    /// The statement that starts there.
    pub(crate) fn deed(&self, origin: Origin) -> Option<&Deed> {
        self.deeds.iter().find(|deed| deed.origin == origin)
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
