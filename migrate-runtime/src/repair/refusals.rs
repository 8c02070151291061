//! Why something is not mended, and what an operator could run who knows better.

use super::RefusedRepair;
use super::rebuild;
use crate::schema::{Difference, Index, ObjectChange, ObjectKind, Schema, Table, Trigger, View};
use crate::text::quoted;

/// The kind and the name, in lower case, of what differs.
pub(super) type Key = (ObjectKind, String);

pub(super) fn key(difference: &Difference) -> Key {
    (difference.kind(), difference.name().to_ascii_lowercase())
}

pub(super) fn dropped(kind: &str, name: &str) -> String {
    format!("DROP {kind} {}", quoted(name))
}

/// What has been refused on the way to a plan.
pub(super) struct Refusals<'s> {
    expected: &'s Schema,
    found: &'s Schema,
    known: Vec<(Key, String, Vec<String>)>,
    /// Columns that seem to have another name, by their table's: the statements that give theirs back.
    renamed: Vec<(String, String)>,
}

impl<'s> Refusals<'s> {
    pub(super) const fn new(expected: &'s Schema, found: &'s Schema) -> Self {
        Self { expected, found, known: Vec::new(), renamed: Vec::new() }
    }

    pub(super) fn add(&mut self, key: Key, reason: String, sql: Vec<String>) {
        self.known.push((key, reason, sql));
    }

    /// A column of the table seems to be another one by name only.
    pub(super) fn renamed(&mut self, table: &Table, from: &str, to: &str) {
        let (name, from, to) = (quoted(table.name()), quoted(from), quoted(to));
        let sql = format!("ALTER TABLE {name} RENAME COLUMN {from} TO {to}");
        self.renamed.push((table.name().to_ascii_lowercase(), sql));
    }

    /// What is left when everything is done that can be.
    pub(super) fn of(&self, difference: Difference) -> RefusedRepair {
        let mine = key(&difference);
        let known = || self.known.iter().filter(|(key, ..)| *key == mine);
        let mut reasons: Vec<String> = known().map(|(_, reason, _)| reason.clone()).collect();
        let mut sql: Vec<String> = known().flat_map(|(.., sql)| sql.clone()).collect();
        match difference.change() {
            ObjectChange::Lost => {
                if reasons.iter().any(|reason| reason.ends_with(" already exists")) {
                    sql.splice(0..0, self.freed(difference.name()));
                }
            }
            ObjectChange::Added => {
                reasons.push(KEPT.to_owned());
                sql.push(dropped(&difference.kind().as_str().to_ascii_uppercase(), difference.name()));
            }
            ObjectChange::Changed { lost, added } if difference.kind() == ObjectKind::Table => {
                let (reason, statements) = self.changed(difference.name(), lost, added);
                reasons.extend(reason.map(str::to_owned));
                sql = statements;
            }
            ObjectChange::Changed { .. } => {}
        }
        let (subject, reason) = (difference.subject(), reasons.join("; "));
        RefusedRepair { difference: Some(difference), subject, reason, sql }
    }

    /// A table that has other facts.
    fn changed(&self, name: &str, lost: &[String], added: &[String]) -> (Option<&'static str>, Vec<String>) {
        let (Some(expected), Some(found)) = (self.expected.table(name), self.found.table(name)) else {
            return (None, Vec::new());
        };
        if expected.module().is_some() || found.module().is_some() {
            return (
                Some("what it holds would go with it"),
                vec![dropped("TABLE", name), expected.sql().to_owned()],
            );
        }
        let renamed: Vec<String> = self
            .renamed
            .iter()
            .filter(|(table, _)| table.eq_ignore_ascii_case(name))
            .map(|(_, sql)| sql.clone())
            .collect();
        if (lost.len(), added.len()) == (renamed.len(), renamed.len()) {
            return (None, renamed);
        }
        if lost.is_empty() && added.iter().all(|fact| fact.starts_with("column ")) {
            let is_more = |it: &&str| expected.column(it).is_none();
            let more = found.columns().iter().map(|column| column.name()).filter(is_more);
            let drop = |column| format!("ALTER TABLE {} DROP COLUMN {}", quoted(name), quoted(column));
            return (Some(KEPT), more.map(drop).collect());
        }
        let is_order = |facts: &[String]| facts.iter().all(|fact| fact.starts_with("columns in the order "));
        let reason = if is_order(lost) && is_order(added) {
            "SQLite adds a column behind the others; for another order the table has to be made anew"
        } else {
            "SQLite cannot change this in place; the table has to be made anew"
        };
        (Some(reason), rebuild::statements(self.expected, expected, found))
    }

    /// What gives a name free that something else has.
    fn freed(&self, name: &str) -> Option<String> {
        let is_it = |other: &str| other.eq_ignore_ascii_case(name);
        let quoted = quoted(name);
        let has_index = |table: &Table| table.indexes().iter().any(|index: &Index| is_it(index.name()));
        if self.found.table(name).is_some() {
            Some(format!("ALTER TABLE {quoted} RENAME TO …"))
        } else if self.found.view(name).map(View::name).is_some() {
            Some(format!("DROP VIEW {quoted}"))
        } else if self.found.tables().iter().any(has_index) {
            Some(format!("DROP INDEX {quoted}"))
        } else {
            let has = self.found.triggers().iter().any(|trigger: &Trigger| is_it(trigger.name()));
            has.then(|| format!("DROP TRIGGER {quoted}"))
        }
    }
}

const KEPT: &str = "nothing is dropped that somebody may want";
