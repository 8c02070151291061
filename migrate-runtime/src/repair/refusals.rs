//! Why something is not mended, and what an operator could run who knows better.

use super::RefusedRepair;
use super::qualified::{dropped, in_main};
use super::rebuild;
use crate::schema::{Column, Difference, Index, ObjectChange, ObjectKind, Schema, Table, Trigger};
use crate::text::quoted;

/// What differs. Names are in lower case.
#[derive(PartialEq, Eq)]
pub(super) struct Key {
    pub(super) kind: ObjectKind,
    pub(super) name: String,
    pub(super) table: Option<String>,
}

pub(super) fn key(difference: &Difference) -> Key {
    Key {
        kind: difference.kind(),
        name: difference.name().to_ascii_lowercase(),
        table: difference.table().map(str::to_ascii_lowercase),
    }
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
        let rename = format!("ALTER TABLE main.{name} RENAME COLUMN {from} TO {to}");
        self.renamed.push((table.name().to_ascii_lowercase(), rename));
    }

    /// What is left in `after`, when everything is done that can be.
    pub(super) fn of(&self, difference: Difference, after: &Schema) -> RefusedRepair {
        let mine = key(&difference);
        let known = || self.known.iter().filter(|(key, ..)| *key == mine);
        let mut reasons: Vec<String> = known().map(|(_, reason, _)| reason.clone()).collect();
        let mut sql: Vec<String> = known().flat_map(|(.., sql)| sql.clone()).collect();
        match difference.change() {
            ObjectChange::Lost => {
                let is_taken = |reason: &String| reason.contains("already");
                if reasons.iter().any(is_taken) {
                    sql.splice(0..0, self.freed(difference.name()));
                }
            }
            ObjectChange::Added => {
                reasons.push(KEPT.to_owned());
                sql.push(dropped(&difference.kind().as_str().to_ascii_uppercase(), difference.name()));
            }
            ObjectChange::Changed { lost, added } if difference.kind() == ObjectKind::Table => {
                let (reason, statements) = self.changed(difference.name(), after, lost, added);
                reasons.extend(reason);
                sql = statements;
            }
            ObjectChange::Changed { .. } => {}
        }
        if reasons.is_empty() {
            reasons.push("it could not be tried in memory".to_owned());
        }
        let (subject, reason) = (difference.subject(), reasons.join("; "));
        RefusedRepair { difference: Some(difference), subject, reason, sql }
    }

    /// A table that has other facts.
    fn changed(
        &self,
        name: &str,
        after: &Schema,
        lost: &[String],
        added: &[String],
    ) -> (Option<String>, Vec<String>) {
        let Some(expected) = self.expected.table(name) else { return (None, Vec::new()) };
        let Some(found) = after.table(name).or(self.found.table(name)) else { return (None, Vec::new()) };
        if expected.module().is_some() || found.module().is_some() {
            let sql = vec![dropped("TABLE", name), in_main(expected.sql())];
            return (Some("what it holds would go with it".to_owned()), sql);
        }
        let of_table = |(table, _): &&(String, String)| table.eq_ignore_ascii_case(name);
        let renamed: Vec<String> = self.renamed.iter().filter(of_table).map(|(_, sql)| sql.clone()).collect();
        if (lost.len(), added.len()) == (renamed.len(), renamed.len()) {
            return (None, renamed);
        }
        let is_more = |it: &&str| expected.column(it).is_none();
        let more: Vec<&str> = found.columns().iter().map(Column::name).filter(is_more).collect();
        if lost.is_empty() && added.iter().all(|fact| fact.starts_with("column ")) {
            let drop =
                |column: &&str| format!("ALTER TABLE main.{} DROP COLUMN {}", quoted(name), quoted(column));
            return (Some(KEPT.to_owned()), more.iter().map(drop).collect());
        }
        let is_order = |facts: &[String]| facts.iter().all(|fact| fact.starts_with("columns in the order "));
        let mut reason = if is_order(lost) && is_order(added) {
            "SQLite adds a column behind the others; for another order the table has to be made anew, and until then `apply` \
             and `check` refuse the database"
                .to_owned()
        } else {
            "SQLite cannot change this in place; the table has to be made anew".to_owned()
        };
        if !more.is_empty() {
            let more: Vec<String> = more.iter().map(|column| format!("`{column}`")).collect();
            reason += &format!(", which leaves out {}", more.join(", "));
        }
        (Some(reason), rebuild::statements(self.expected, expected, found, &self.others(name)))
    }

    /// What others have put on the table, which comes back behind it.
    fn others(&self, name: &str) -> Vec<&str> {
        let expected = self.expected.table(name);
        let has_index = |it: &&Index| {
            let indexes = expected.map_or(&[][..], Table::indexes);
            indexes.iter().any(|known| known.name().eq_ignore_ascii_case(it.name()))
        };
        let found = self.found.table(name).map_or(&[][..], Table::indexes).iter();
        let indexes = found.filter(|index| !has_index(index)).filter_map(Index::sql);
        let has_trigger = |it: &&Trigger| {
            self.expected.triggers().iter().any(|known| known.name().eq_ignore_ascii_case(it.name()))
        };
        let on_it = self.found.triggers().iter().filter(|it| it.table().eq_ignore_ascii_case(name));
        indexes.chain(on_it.filter(|it| !has_trigger(it)).map(Trigger::sql)).collect()
    }

    /// What gives a name free that something else has.
    fn freed(&self, name: &str) -> Option<String> {
        let is_it = |other: &str| other.eq_ignore_ascii_case(name);
        let has_index = |table: &Table| table.indexes().iter().any(|index| is_it(index.name()));
        let has_trigger = |trigger: &Trigger| is_it(trigger.name());
        if self.found.table(name).is_some() {
            Some(format!("ALTER TABLE main.{} RENAME TO …", quoted(name)))
        } else if self.found.view(name).is_some() {
            Some(dropped("VIEW", name))
        } else if self.found.tables().iter().any(has_index) {
            Some(dropped("INDEX", name))
        } else {
            self.found.triggers().iter().any(has_trigger).then(|| dropped("TRIGGER", name))
        }
    }
}

const KEPT: &str = "nothing is dropped that somebody may want";
