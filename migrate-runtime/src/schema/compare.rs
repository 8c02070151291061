//! Two schemas, and what is different: same text, else same tokens, else same structure.
//!
//! ALTER TABLE rewrites stored texts, each version of SQLite in its own way, so that a text that differs means nothing
//! yet. An object whose tokens differ is taken apart into facts, and only facts that differ count.

mod clauses;
mod digest;
pub mod facts;
#[cfg(test)]
mod tests;

use std::fmt;

use migrate_token::{Token, canonical, closing, significant};

use super::catalog::Kind;
use super::{Index, Schema, Table, Trigger, View};
pub use digest::structure;
use facts::{columns_in_order, index_facts, table_facts};

/// An object of a schema that differs from that of another one.
///
/// ```
/// # let schema = |sql| {
/// #     let db = rusqlite::Connection::open_in_memory().unwrap();
/// #     db.execute_batch(sql).unwrap();
/// #     migrate_runtime::__private::schema::read(&db, &[]).unwrap()
/// # };
/// let expected = schema("CREATE TABLE note (title TEXT NOT NULL); CREATE INDEX note_title ON note (title)");
/// let found = schema("CREATE TABLE note (title TEXT)");
/// let differences = expected.differences(&found);
/// let printed: Vec<String> = differences.iter().map(ToString::to_string).collect();
/// assert_eq!(printed.join("\n"), "\
/// ~ table `note`
///     - column `title` TEXT NOT NULL
///     + column `title` TEXT
/// - index `note_title` of table `note`");
/// ```
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    kind: Kind,
    name: String,
    table: Option<String>,
    change: ObjectChange,
}

/// How an object differs.
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectChange {
    /// Only the first schema has it.
    Lost,
    /// Only the second schema has it.
    Added,
    /// Both have it, and it is not the same.
    Changed {
        /// What holds of it in the first schema, and not in the second one.
        lost: Vec<String>,
        /// What holds of it in the second schema, and not in the first one.
        added: Vec<String>,
    },
}

impl Difference {
    /// Whether it is a table, an index, a view or a trigger.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Its name, without quotes.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The table of an index or a trigger.
    pub fn table(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// What it is and its name, as in the diff.
    pub(crate) fn subject(&self) -> String {
        match &self.table {
            Some(table) => format!("{} `{}` of table `{table}`", self.kind.as_str(), self.name),
            None => format!("{} `{}`", self.kind.as_str(), self.name),
        }
    }

    /// How it differs.
    pub const fn change(&self) -> &ObjectChange {
        &self.change
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.change {
            ObjectChange::Lost => '-',
            ObjectChange::Added => '+',
            ObjectChange::Changed { .. } => '~',
        };
        write!(f, "{sign} {}", self.subject())?;
        if let ObjectChange::Changed { lost, added } = &self.change {
            lost.iter().try_for_each(|fact| write!(f, "\n    - {fact}"))?;
            added.iter().try_for_each(|fact| write!(f, "\n    + {fact}"))?;
        }
        Ok(())
    }
}

impl Schema {
    /// What has to change for this schema to become the `other`; nothing if their structures are equal. Tables come first,
    /// each followed by its indexes, then views, then triggers, then what only the other one has.
    ///
    /// Texts need not be the same: layout, comments, the case of names and the place of a constraint make no difference.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        between(&Part::all(self), &Part::all(other))
    }
}

/// As [`Schema::differences`], of some objects of each.
pub fn between(before: &[Part<'_>], after: &[Part<'_>]) -> Vec<Difference> {
    let sorted = |parts: &[Part<'_>]| {
        let mut keys: Vec<_> = parts.iter().enumerate().map(|(at, part)| (part.key(), at)).collect();
        keys.sort_unstable();
        keys
    };
    let (known, found) = (sorted(before), sorted(after));
    let mut differences = Vec::new();
    for part in before {
        let change = match found.binary_search_by(|(key, _)| key.cmp(&part.key())) {
            Err(_) => Some(ObjectChange::Lost),
            Ok(at) => part.change(&after[found[at].1]),
        };
        differences.extend(change.map(|change| part.difference(change)));
    }
    let is_new = |part: &&Part<'_>| known.binary_search_by(|(key, _)| key.cmp(&part.key())).is_err();
    differences.extend(after.iter().filter(is_new).map(|part| part.difference(ObjectChange::Added)));
    differences
}

/// An object of any kind.
pub struct Part<'s> {
    kind: Kind,
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

impl<'s> Part<'s> {
    /// All objects of a schema.
    pub fn all(schema: &'s Schema) -> Vec<Self> {
        let tables = schema.tables().iter().flat_map(Self::of_table);
        let views = schema.views().iter().map(Self::of_view);
        let triggers = schema.triggers().iter().map(Self::of_trigger);
        tables.chain(views).chain(triggers).collect()
    }

    /// The table, and its indexes.
    pub fn of_table(table: &'s Table) -> Vec<Self> {
        let (name, sql) = (table.name(), table.sql());
        let mut parts = vec![Self { kind: Kind::Table, name, table: None, sql, facts: Facts::Table(table) }];
        // Those of constraints are facts of their table.
        let index = |index: &'s Index| {
            let (table, facts) = (Some(table.name()), Facts::Index(index));
            Some(Self { kind: Kind::Index, name: index.name(), table, sql: index.sql()?, facts })
        };
        parts.extend(table.indexes().iter().filter_map(index));
        parts
    }

    /// A view.
    pub fn of_view(view: &'s View) -> Self {
        Self::of_text(Kind::View, view.name(), view.name(), view.sql())
    }

    /// A trigger.
    pub fn of_trigger(trigger: &'s Trigger) -> Self {
        Self::of_text(Kind::Trigger, trigger.name(), trigger.table(), trigger.sql())
    }

    /// A view, or a trigger of a table.
    pub fn of_text(kind: Kind, name: &'s str, table: &'s str, sql: &'s str) -> Self {
        Self { kind, name, table: (kind == Kind::Trigger).then_some(table), sql, facts: Facts::Text }
    }

    /// What is the same in two schemas for an object that both have.
    fn key(&self) -> (Kind, String, Option<String>) {
        (self.kind, self.name.to_ascii_lowercase(), self.table.map(str::to_ascii_lowercase))
    }

    fn difference(&self, change: ObjectChange) -> Difference {
        Difference {
            kind: self.kind,
            name: self.name.to_owned(),
            table: self.table.map(str::to_owned),
            change,
        }
    }

    /// `None` if it is the same, by its text, its tokens or its facts.
    fn change(&self, other: &Self) -> Option<ObjectChange> {
        if self.sql == other.sql {
            return None;
        }
        if canonical(self.sql) == canonical(other.sql) {
            let (lost, added) = self.strings_that_differ(other);
            return (!lost.is_empty()).then_some(ObjectChange::Changed { lost, added });
        }
        let (before, after) = (self.facts(), other.facts());
        let (mut lost, mut added) = (without(&before, &after), without(&after, &before));
        // The order of facts cannot be seen from outside, but for that of columns.
        if let (Facts::Table(before), Facts::Table(after)) = (&self.facts, &other.facts) {
            let (before, after) = (columns_in_order(before, after), columns_in_order(after, before));
            if before != after {
                lost.push(before);
                added.push(after);
            }
        }
        (!lost.is_empty() || !added.is_empty()).then_some(ObjectChange::Changed { lost, added })
    }

    /// What stands in double quotes and is no name is a string, whose case counts. Texts whose tokens are the same are walked
    /// in step; and where a name may stand, nothing is said.
    fn strings_that_differ(&self, other: &Self) -> (Vec<String>, Vec<String>) {
        let tokens = |sql| -> Vec<Token<'_>> {
            significant(sql)
                .filter(|token| {
                    !["if", "not", "exists", ";"].iter().any(|it| token.is_word(it) || token.text == *it)
                })
                .collect()
        };
        let (mine, theirs) = (tokens(self.sql), tokens(other.sql));
        if mine.len() != theirs.len() {
            return (Vec::new(), Vec::new());
        }
        let is_quoted = |token: &Token<'_>| token.text.starts_with('"');
        let differs = |at: &usize| {
            let (one, two) = (&mine[*at], &theirs[*at]);
            is_quoted(one) && is_quoted(two) && one.text != two.text && self.may_be_string(&mine, *at)
        };
        let differing = (0..mine.len()).filter(differs);
        differing.map(|at| (mine[at].text.to_owned(), theirs[at].text.to_owned())).unzip()
    }

    /// Whether the name in quotes at this place may be a string.
    fn may_be_string(&self, tokens: &[Token<'_>], at: usize) -> bool {
        let text = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |token| token.text);
        if text(at.checked_sub(1)) == "." || text(Some(at + 1)) == "." {
            return false;
        }
        match self.facts {
            // Only an expression can hold one, and there only columns have names.
            Facts::Table(table) => {
                let open = (0..at).rev().find(|open| {
                    tokens[*open].text == "(" && closing(tokens, *open) > at && *open > 0 && {
                        let word = &tokens[open - 1];
                        word.is_word("CHECK") || word.is_word("AS")
                    }
                });
                let name = tokens[at].name().unwrap_or_default();
                open.is_some() && table.column(&name).is_none()
            }
            Facts::Index(_) => false,
            Facts::Text => !at.checked_sub(1).is_some_and(|before| tokens[before].is_word("AS")),
        }
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
pub fn without(facts: &[String], other: &[String]) -> Vec<String> {
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
