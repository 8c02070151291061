//! Two schemas, and what is different: same text, else same tokens, else same structure.
//!
//! ALTER TABLE rewrites stored texts, each version of SQLite in its own way, so that a text that differs means nothing
//! yet. An object whose tokens differ is taken apart into facts, and only facts that differ count.

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
    let (before, after) = (objects(before), objects(after));
    let mut differences = Vec::new();
    for object in &before {
        let change = match after.iter().find(|found| found.is(object)) {
            None => Some(Change::Lost),
            Some(found) => object.change(found),
        };
        differences.extend(change.map(|change| Difference { object: object.label(), change }));
    }
    let added = after.iter().filter(|object| !before.iter().any(|known| known.is(object)));
    differences.extend(added.map(|object| Difference { object: object.label(), change: Change::Added }));
    differences
}

/// An object of any kind.
struct Object<'s> {
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

fn objects(schema: &Schema) -> Vec<Object<'_>> {
    let mut objects = Vec::new();
    for table in schema.tables() {
        objects.push(Object {
            kind: "table",
            name: table.name(),
            table: None,
            sql: table.sql(),
            facts: Facts::Table(table),
        });
        for index in table.indexes() {
            // Those of constraints are facts of their table.
            let Some(sql) = index.sql() else { continue };
            let facts = Facts::Index(index);
            objects.push(Object { kind: "index", name: index.name(), table: Some(table.name()), sql, facts });
        }
    }
    for view in schema.views() {
        objects.push(Object {
            kind: "view",
            name: view.name(),
            table: None,
            sql: view.sql(),
            facts: Facts::Text,
        });
    }
    for trigger in schema.triggers() {
        objects.push(Object {
            kind: "trigger",
            name: trigger.name(),
            table: Some(trigger.table()),
            sql: trigger.sql(),
            facts: Facts::Text,
        });
    }
    objects
}

impl Object<'_> {
    fn is(&self, other: &Object<'_>) -> bool {
        self.kind == other.kind
            && self.name.eq_ignore_ascii_case(other.name)
            && match (self.table, other.table) {
                (Some(table), Some(other)) => table.eq_ignore_ascii_case(other),
                _ => true,
            }
    }

    fn label(&self) -> String {
        match self.table {
            Some(table) => format!("{} `{}` of table `{table}`", self.kind, self.name),
            None => format!("{} `{}`", self.kind, self.name),
        }
    }

    /// `None` if it is the same, by its text, its tokens or its facts.
    fn change(&self, other: &Object<'_>) -> Option<Change> {
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
