//! From two schemas to steps. What they leave is not guessed, but seen in a rehearsal.

use rusqlite::Connection;

use super::columns::{self, Missing, Widened};
use super::keys::Misfits;
use super::refusals::{Key, Refusals, dropped, key};
use super::rehearsal::{Rehearsal, has_module};
use super::{RefusedRepair, RepairAction, RepairStep};
use crate::drift::{differences, reading};
use crate::error::Error;
use crate::schema::compare::facts::table_facts;
use crate::schema::{Column, Difference, Index, ObjectChange, ObjectKind, Schema, Table, Text, Trigger};
use crate::set::Set;
use crate::text::quoted;

/// What makes of the schema that is found the expected one, and what stays.
pub(super) fn schema(
    set: &Set,
    conn: &Connection,
    expected: &Schema,
    found: &Schema,
) -> Result<(Vec<RepairStep>, Vec<RefusedRepair>), Error> {
    let differences_now = differences(expected, found, |_| false);
    let refusals = Refusals::new(expected, found);
    let mut draft = Draft { conn, expected, found, steps: Vec::new(), refusals };
    draft.tables(&differences_now)?;
    draft.indexes(&differences_now)?;
    draft.views(&differences_now);
    draft.triggers(&differences_now);
    draft.rehearsed(&Rehearsal::of(set, found)?, &differences_now)
}

/// A plan in the making.
struct Draft<'s> {
    conn: &'s Connection,
    expected: &'s Schema,
    found: &'s Schema,
    steps: Vec<(Key, RepairStep)>,
    refusals: Refusals<'s>,
}

fn is_lost(difference: &Difference) -> bool {
    *difference.change() == ObjectChange::Lost
}

impl<'s> Draft<'s> {
    fn step(&mut self, difference: &Difference, action: RepairAction, subject: String, sql: Vec<String>) {
        let step = RepairStep::new(action, subject, sql);
        self.steps.push((key(difference), step));
    }

    fn refuse(&mut self, difference: &Difference, reason: String, sql: Vec<String>) {
        self.refusals.add(key(difference), reason, sql);
    }

    fn tables(&mut self, differences: &[Difference]) -> Result<(), Error> {
        for difference in differences.iter().filter(|it| it.kind() == ObjectKind::Table) {
            let Some(expected) = self.expected.table(difference.name()) else { continue };
            match (difference.change(), self.found.table(difference.name())) {
                (ObjectChange::Lost, _) => self.lost_table(difference, expected)?,
                (_, Some(found)) => self.changed_table(difference, expected, found)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn lost_table(&mut self, difference: &Difference, expected: &Table) -> Result<(), Error> {
        let facts = table_facts(expected);
        let is_twin = |it: &&Table| self.expected.table(it.name()).is_none() && table_facts(it) == facts;
        if let Some(twin) = self.found.tables().iter().find(is_twin) {
            let sql = format!("ALTER TABLE {} RENAME TO {}", quoted(twin.name()), quoted(expected.name()));
            let reason = format!("table `{}` is like it, and may be it under another name", twin.name());
            self.refuse(difference, reason, vec![sql]);
        } else if expected.module().is_some() && !has_module(self.conn, expected)? {
            let reason = format!("the connection has no module `{}`", expected.module().unwrap_or_default());
            self.refuse(difference, reason, vec![expected.sql().to_owned()]);
        } else {
            let sql = vec![expected.sql().to_owned()];
            self.step(
                difference,
                RepairAction::CreateTable,
                format!("{}, without rows", difference.subject()),
                sql,
            );
        }
        Ok(())
    }

    fn changed_table(
        &mut self,
        difference: &Difference,
        expected: &'s Table,
        found: &Table,
    ) -> Result<(), Error> {
        for missing in columns::missing(expected, found) {
            let twin = missing.twin(expected, found).map(|twin| {
                let (name, twin) = (missing.column.name(), twin.name());
                self.refusals.renamed(found, twin, name);
                format!("column `{twin}` is like `{name}`, and may be it under another name")
            });
            let refusal = match twin {
                None => missing.refusal(self.conn, found).map_err(reading)?,
                twin => twin,
            };
            match refusal {
                Some(reason) => self.refuse(difference, reason, Vec::new()),
                None => {
                    let subject = format!("column `{}` to {}", missing.column.name(), difference.subject());
                    let sql = vec![missing.added_to(found.name())];
                    self.step(difference, RepairAction::AddColumn, subject, sql);
                }
            }
        }
        Ok(())
    }

    fn indexes(&mut self, differences: &[Difference]) -> Result<(), Error> {
        for difference in differences.iter().filter(|it| it.kind() == ObjectKind::Index) {
            let Some((table, index, sql)) = self.index(difference.name()) else { continue };
            let (subject, create) = (difference.subject(), sql.to_owned());
            let (action, sql) = if is_lost(difference) {
                (RepairAction::CreateIndex, vec![create.clone()])
            } else {
                (RepairAction::RebuildIndex, vec![dropped("INDEX", difference.name()), create.clone()])
            };
            // A column of its own is all that most indexes sort by: every row fits.
            let is_plain = !index.partial() && index.columns().iter().all(|column| column.name().is_some());
            if let (true, Some(found)) = (index.unique() || !is_plain, self.found.table(table.name())) {
                let added: Vec<Missing<'_>> = columns::missing(table, found);
                let misfits = Misfits::of(&Widened::new(found, &added), create.as_str(), index.unique());
                if let Some((reason, query)) = misfits.and_then(|misfits| misfits.refusal(self.conn)) {
                    self.refuse(difference, reason, query.into_iter().chain(sql).collect());
                    continue;
                }
            }
            self.step(difference, action, subject, sql);
        }
        Ok(())
    }

    fn index(&self, name: &str) -> Option<(&'s Table, &'s Index, &'s str)> {
        self.expected.tables().iter().find_map(|table| {
            let index = table.indexes().iter().find(|index| index.name().eq_ignore_ascii_case(name))?;
            Some((table, index, index.sql()?))
        })
    }

    fn views(&mut self, differences: &[Difference]) {
        for difference in differences.iter().filter(|it| it.kind() == ObjectKind::View) {
            let Some(view) = self.expected.view(difference.name()) else { continue };
            let (subject, create) = (difference.subject(), view.sql().to_owned());
            if is_lost(difference) {
                self.step(difference, RepairAction::CreateView, subject, vec![create]);
                continue;
            }
            // Its triggers go with it.
            let on_it =
                self.found.triggers().iter().filter(|it| it.table().eq_ignore_ascii_case(view.name()));
            let again = on_it.map(|trigger| trigger.sql().to_owned());
            let sql = [dropped("VIEW", difference.name()), create].into_iter().chain(again).collect();
            self.step(difference, RepairAction::ReplaceView, subject, sql);
        }
    }

    fn triggers(&mut self, differences: &[Difference]) {
        for difference in differences.iter().filter(|it| it.kind() == ObjectKind::Trigger) {
            let is_it = |it: &&Trigger| it.name().eq_ignore_ascii_case(difference.name());
            let Some(trigger) = self.expected.triggers().iter().find(is_it) else { continue };
            let (subject, create) = (difference.subject(), trigger.sql().to_owned());
            match difference.change() {
                ObjectChange::Lost => {
                    self.step(difference, RepairAction::CreateTrigger, subject, vec![create])
                }
                ObjectChange::Added => {}
                ObjectChange::Changed { .. } => {
                    let sql = vec![dropped("TRIGGER", difference.name()), create];
                    self.step(difference, RepairAction::ReplaceTrigger, subject, sql);
                }
            }
        }
    }

    /// Tries the steps, and looks at what is left behind them.
    fn rehearsed(
        mut self,
        rehearsal: &Rehearsal,
        differences_now: &[Difference],
    ) -> Result<(Vec<RepairStep>, Vec<RefusedRepair>), Error> {
        let (expected, found) = (self.expected, self.found);
        let is_virtual = |name: &str| {
            [expected, found].iter().any(|schema| schema.table(name).is_some_and(|it| it.module().is_some()))
        };
        let of_virtual = |it: &Difference| match it.kind() {
            ObjectKind::Table => is_virtual(it.name()),
            ObjectKind::Index => it.table().is_some_and(is_virtual),
            _ => false,
        };
        let mut steps = Vec::new();
        for (key, step) in std::mem::take(&mut self.steps) {
            match rehearsal.take(&step, &self.users(&key)) {
                // Of a module that only the program has, nothing can be tried.
                Err(reason) if !is_virtual(&key.1) => self.refusals.add(key, reason, step.sql),
                _ => steps.push((key, step)),
            }
        }
        let is_done = |it: &Difference| steps.iter().any(|(done, _)| *done == key(it));
        let virtual_left = differences_now.iter().filter(|it| of_virtual(it) && !is_done(it)).cloned();
        let left = differences(expected, &rehearsal.schema()?, |_| false);
        let left = left.into_iter().filter(|it| !of_virtual(it)).chain(virtual_left);
        let refused = left.map(|difference| self.refusals.of(difference)).collect();
        Ok((steps.into_iter().map(|(_, step)| step).collect(), refused))
    }

    /// Statements that compile what is created.
    fn users(&self, (kind, name): &Key) -> Vec<String> {
        let is_it = |it: &&Trigger| it.name().eq_ignore_ascii_case(name);
        match (kind, self.expected.triggers().iter().find(is_it)) {
            (ObjectKind::View, _) => vec![format!("SELECT * FROM {}", quoted(name))],
            (ObjectKind::Trigger, Some(trigger)) => {
                let of = trigger.table();
                let columns = match (self.expected.table(of), self.expected.view(of)) {
                    (Some(table), _) => table
                        .columns()
                        .iter()
                        .filter(|it| it.generated().is_none())
                        .map(Column::name)
                        .collect(),
                    (_, Some(view)) => view.columns().iter().map(Text::as_str).collect(),
                    _ => Vec::new(),
                };
                let table = quoted(of);
                let set: Vec<String> =
                    columns.into_iter().map(quoted).map(|it| format!("{it} = {it}")).collect();
                vec![
                    format!("INSERT INTO {table} DEFAULT VALUES"),
                    format!("DELETE FROM {table}"),
                    format!("UPDATE {table} SET {}", set.join(", ")),
                ]
            }
            _ => Vec::new(),
        }
    }
}
