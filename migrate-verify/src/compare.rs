//! Two schemas, and what is different: same text, else same tokens, else same structure.
//!
//! ALTER TABLE rewrites stored texts, each version of SQLite in its own way, so that a text that differs means nothing
//! yet. An object whose tokens differ is taken apart into facts, and only facts that differ count.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub(crate) mod facts;
#[cfg(test)]
mod tests;

use migrate_runtime::{Index, Schema, Table};
use migrate_token::canonical;

use facts::{columns_in_order, index_facts, table_facts};

/// What one schema has and another has not.
///
/// It prints like a person's diff:
///
/// ```text
/// - index `note_title` of table `note`
/// ~ table `note`
///     - column `title` TEXT NOT NULL
///     + column `title` TEXT
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    object: String,
    change: Change,
}

/// How an object differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is gone.
    Lost,
    /// It has come.
    Added,
    /// It is another one now.
    Changed {
        /// What held of it before and does not now.
        lost: Vec<String>,
        /// What holds of it now and did not before.
        added: Vec<String>,
    },
}

impl Difference {
    /// What differs, like ``index `note_title` of table `note` ``.
    pub fn object(&self) -> &str {
        &self.object
    }

    /// How.
    pub const fn change(&self) -> &Change {
        &self.change
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.change {
            Change::Lost => write!(f, "- {}", self.object),
            Change::Added => write!(f, "+ {}", self.object),
            Change::Changed { lost, added } => {
                write!(f, "~ {}", self.object)?;
                lost.iter().try_for_each(|fact| write!(f, "\n    - {fact}"))?;
                added.iter().try_for_each(|fact| write!(f, "\n    + {fact}"))
            }
        }
    }
}

/// What has to change for `before` to become `after`; nothing if their structures are equal. Tables come first, each
/// followed by its indexes, then views, then triggers.
pub fn differences(before: &Schema, after: &Schema) -> Vec<Difference> {
    between(&parts(before), &parts(after))
}

/// As [`differences`], of some objects of each.
pub(crate) fn between(before: &[Part<'_>], after: &[Part<'_>]) -> Vec<Difference> {
    let known: BTreeSet<_> = before.iter().map(Part::key).collect();
    let found: BTreeMap<_, _> = after.iter().map(|part| (part.key(), part)).collect();
    let mut differences = Vec::new();
    for part in before {
        let change = match found.get(&part.key()) {
            None => Some(Change::Lost),
            Some(found) => part.change(found),
        };
        differences.extend(change.map(|change| Difference { object: part.label(), change }));
    }
    let added = after.iter().filter(|part| !known.contains(&part.key()));
    differences.extend(added.map(|part| Difference { object: part.label(), change: Change::Added }));
    differences
}

/// An object of any kind.
pub(crate) struct Part<'s> {
    kind: &'static str,
    name: &'s str,
    /// Of an index or a trigger.
    table: Option<&'s str>,
    sql: &'s str,
    facts: Facts<'s>,
}

/// What an object is taken apart from.
enum Facts<'s> {
    Table(&'s Table),
    Index(&'s Index),
    /// Views and triggers are nothing but their text.
    Text,
}

fn parts(schema: &Schema) -> Vec<Part<'_>> {
    let tables = schema.tables().iter().flat_map(Part::of_table);
    let views = schema.views().iter().map(|view| Part::of_text("view", view.name(), view.name(), view.sql()));
    let triggers = schema.triggers().iter();
    let triggers = triggers.map(|it| Part::of_text("trigger", it.name(), it.table(), it.sql()));
    tables.chain(views).chain(triggers).collect()
}

impl<'s> Part<'s> {
    /// The table, and its indexes.
    pub(crate) fn of_table(table: &'s Table) -> Vec<Self> {
        let (name, sql) = (table.name(), table.sql());
        let mut parts = vec![Self { kind: "table", name, table: None, sql, facts: Facts::Table(table) }];
        // Those of constraints are facts of their table.
        let index = |index: &'s Index| {
            let (table, facts) = (Some(table.name()), Facts::Index(index));
            Some(Self { kind: "index", name: index.name(), table, sql: index.sql()?, facts })
        };
        parts.extend(table.indexes().iter().filter_map(index));
        parts
    }

    /// A view, or a trigger of a table.
    pub(crate) fn of_text(kind: &'static str, name: &'s str, table: &'s str, sql: &'s str) -> Self {
        Self { kind, name, table: (kind == "trigger").then_some(table), sql, facts: Facts::Text }
    }

    /// What is the same in two schemas for an object that both have.
    fn key(&self) -> (&'static str, String, Option<String>) {
        (self.kind, self.name.to_ascii_lowercase(), self.table.map(str::to_ascii_lowercase))
    }

    fn label(&self) -> String {
        match self.table {
            Some(table) => format!("{} `{}` of table `{table}`", self.kind, self.name),
            None => format!("{} `{}`", self.kind, self.name),
        }
    }

    /// `None` if it is the same, by its text, its tokens or its facts.
    fn change(&self, other: &Self) -> Option<Change> {
        if self.sql == other.sql || canonical(self.sql) == canonical(other.sql) {
            return None;
        }
        let (before, after) = (self.facts(), other.facts());
        let lost = without(&before, &after);
        let added = without(&after, &before);
        if !lost.is_empty() || !added.is_empty() {
            return Some(Change::Changed { lost, added });
        }
        // The same facts in another order: only that of columns can be seen from outside.
        let (Facts::Table(before), Facts::Table(after)) = (&self.facts, &other.facts) else { return None };
        let (lost, added) = (columns_in_order(before), columns_in_order(after));
        (lost != added).then(|| Change::Changed { lost: vec![lost], added: vec![added] })
    }

    fn facts(&self) -> Vec<String> {
        match self.facts {
            Facts::Table(table) => table_facts(table),
            Facts::Index(index) => index_facts(index),
            Facts::Text => vec![canonical(self.sql)],
        }
    }
}

/// The facts that `other` lacks; a fact may hold more than once.
pub(crate) fn without(facts: &[String], other: &[String]) -> Vec<String> {
    let mut rest: Vec<&String> = other.iter().collect();
    let mut missing = Vec::new();
    for fact in facts {
        match rest.iter().position(|known| *known == fact) {
            Some(at) => drop(rest.swap_remove(at)),
            None => missing.push(fact.clone()),
        }
    }
    missing
}
