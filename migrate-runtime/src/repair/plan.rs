//! From two schemas to steps. What they leave is not guessed, but seen in a rehearsal.

use migrate_token::significant;
use rusqlite::Connection;

use super::columns::{self, Missing, Widened};
use super::keys::Misfits;
use super::qualified::{dropped, in_main};
use super::refusals::{Key, Refusals, key};
use super::rehearsal::{Rehearsal, has_module};
use super::{RefusedRepair, RepairAction, RepairStep, fulltext};
use crate::drift::differences;
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
    let mut draft = Draft { conn, expected, found, steps: Vec::new(), refusals, gone: Vec::new() };
    draft.tables(&differences_now)?;
    draft.indexes(&differences_now);
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
    /// Columns that stay missing.
    gone: Vec<String>,
}

fn is_lost(difference: &Difference) -> bool {
    *difference.change() == ObjectChange::Lost
}

impl<'s> Draft<'s> {
    fn step(&mut self, difference: &Difference, action: RepairAction, subject: String, sql: Vec<String>) {
        let names = sql.iter().flat_map(|sql| significant(sql)).filter(|token| token.text.starts_with('"'));
        let gone = names.filter_map(|token| token.name()).find(|name| self.is_gone(name));
        if let (Some(gone), true) = (gone, difference.kind() != ObjectKind::Table) {
            let reason = format!(
                "column `{gone}` is not there, and SQLite would take its name in quotes for a string"
            );
            self.refuse(difference, reason, sql);
            return;
        }
        let step = RepairStep::new(action, subject, sql);
        self.steps.push((key(difference), step));
    }

    fn is_gone(&self, name: &str) -> bool {
        self.gone.iter().any(|gone| gone.eq_ignore_ascii_case(name))
    }

    fn refuse(&mut self, difference: &Difference, reason: String, sql: Vec<String>) {
        self.refusals.add(key(difference), reason, sql);
    }

    fn tables(&mut self, differences: &[Difference]) -> Result<(), Error> {
        for difference in differences.iter().filter(|it| it.kind() == ObjectKind::Table) {
            let Some(expected) = self.expected.table(difference.name()) else { continue };
            match (difference.change(), self.found.table(difference.name())) {
                (ObjectChange::Lost, _) => self.lost_table(difference, expected)?,
                (_, Some(found)) => self.changed_table(difference, expected, found),
                _ => {}
            }
        }
        Ok(())
    }

    fn lost_table(&mut self, difference: &Difference, expected: &Table) -> Result<(), Error> {
        let facts = table_facts(expected);
        // One without rows has nothing that would be missed.
        let is_twin = |it: &&Table| {
            self.expected.table(it.name()).is_none()
                && table_facts(it) == facts
                && columns::has_rows(self.conn, &Widened::new(it, &[]).to_string()).unwrap_or(true)
        };
        if let Some(twin) = self.found.tables().iter().find(is_twin) {
            let name = twin.name();
            let sql = format!("ALTER TABLE main.{} RENAME TO {}", quoted(name), quoted(expected.name()));
            let reason = like("table", name, expected.name(), &in_main(expected.sql()));
            self.refuse(difference, reason, vec![sql]);
        } else if let Some(module) = expected.module()
            && !has_module(self.conn, module)?
        {
            let reason = format!("the connection has no module `{module}`");
            self.refuse(difference, reason, vec![in_main(expected.sql())]);
        } else {
            let mut sql = vec![in_main(expected.sql())];
            sql.extend(fulltext::rebuilt(expected));
            self.step(
                difference,
                RepairAction::CreateTable,
                format!("{}, without rows", difference.subject()),
                sql,
            );
        }
        Ok(())
    }

    fn changed_table(&mut self, difference: &Difference, expected: &'s Table, found: &Table) {
        let all = columns::missing(expected, found);
        for (at, missing) in all.iter().enumerate() {
            let add = missing.added_to(found.name());
            let twin = columns::twin(&all, missing, expected, found).map(|twin| {
                let (name, twin) = (missing.column.name(), twin.name());
                self.refusals.renamed(found, twin, name);
                like("column", twin, name, &add)
            });
            match twin.or_else(|| missing.refusal(self.conn, found, &all[..=at])) {
                Some(reason) => {
                    self.gone.push(missing.column.name().to_owned());
                    self.refuse(difference, reason, Vec::new());
                }
                None => {
                    let subject = format!("column `{}` to {}", missing.column.name(), difference.subject());
                    self.step(difference, RepairAction::AddColumn, subject, vec![add]);
                }
            }
        }
    }

    fn indexes(&mut self, differences: &[Difference]) {
        let of_kind =
            |it: &&Difference| it.kind() == ObjectKind::Index && *it.change() != ObjectChange::Added;
        for difference in differences.iter().filter(of_kind) {
            let Some((table, index, text)) = self.index(difference.name()) else { continue };
            let (subject, create) = (difference.subject(), in_main(text));
            let (action, sql) = if is_lost(difference) {
                (RepairAction::CreateIndex, vec![create])
            } else {
                (RepairAction::RebuildIndex, vec![dropped("INDEX", difference.name()), create])
            };
            // A column of its own is all that most indexes sort by: every row fits.
            let is_plain = !index.partial() && index.columns().iter().all(|column| column.name().is_some());
            if let (true, Some(found)) = (index.unique() || !is_plain, self.found.table(table.name())) {
                let added: Vec<Missing<'_>> = columns::missing(table, found);
                let misfits = Misfits::of(&Widened::new(found, &added), text, index.unique());
                if let Some((reason, query)) = misfits.and_then(|misfits| misfits.refusal(self.conn)) {
                    self.refuse(difference, reason, query.into_iter().chain(sql).collect());
                    continue;
                }
            }
            self.step(difference, action, subject, sql);
        }
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
            let (subject, create) = (difference.subject(), in_main(view.sql()));
            if is_lost(difference) {
                self.step(difference, RepairAction::CreateView, subject, vec![create]);
                continue;
            }
            // Its triggers go with it.
            let on_it =
                self.found.triggers().iter().filter(|it| it.table().eq_ignore_ascii_case(view.name()));
            let again = on_it.map(|trigger| in_main(trigger.sql()));
            let sql = [dropped("VIEW", difference.name()), create].into_iter().chain(again).collect();
            self.step(difference, RepairAction::ReplaceView, subject, sql);
        }
    }

    fn triggers(&mut self, differences: &[Difference]) {
        for difference in differences.iter().filter(|it| it.kind() == ObjectKind::Trigger) {
            let is_it = |it: &&Trigger| it.name().eq_ignore_ascii_case(difference.name());
            let Some(trigger) = self.expected.triggers().iter().find(is_it) else { continue };
            let (subject, create) = (difference.subject(), in_main(trigger.sql()));
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
        let is_virtual = |name: &str| {
            [self.expected, self.found]
                .iter()
                .any(|schema| schema.table(name).is_some_and(|it| it.module().is_some()))
        };
        // What could not be had in memory differs as it does now, and stays as it is.
        let is_untried = |kind: ObjectKind, name: &str, table: Option<&str>| {
            let is_table = |name: &str| is_virtual(name) || rehearsal.lacks(ObjectKind::Table, name);
            rehearsal.lacks(kind, name) || is_table(table.unwrap_or(name))
        };
        let of_untried = |it: &Difference| is_untried(it.kind(), it.name(), it.table());
        let mut steps: Vec<(Key, RepairStep)> = Vec::new();
        for (key, step) in std::mem::take(&mut self.steps) {
            match rehearsal.take(&step, &self.users(&key)) {
                Ok(()) => steps.push((key, step)),
                // Of a module that only the program has, nothing can be tried.
                Err(_) if key.kind == ObjectKind::Table && is_virtual(&key.name) => steps.push((key, step)),
                Err(reason) => self.refusals.add(key, reason, step.sql),
            }
        }
        let is_done = |it: &Difference| steps.iter().any(|(done, _)| *done == key(it));
        let untried = differences_now.iter().filter(|it| of_untried(it) && !is_done(it)).cloned();
        let after = rehearsal.schema()?;
        let left = differences(self.expected, &after, |_| false);
        let left = left.into_iter().filter(|it| !of_untried(it)).chain(untried);
        let refused = left.map(|difference| self.refusals.of(difference, &after)).collect();
        Ok((steps.into_iter().map(|(_, step)| step).collect(), refused))
    }

    /// Statements that compile what is created.
    fn users(&self, Key { kind, name, .. }: &Key) -> Vec<String> {
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

/// What may be the same under another name; and what to do if it is not.
fn like(what: &str, twin: &str, name: &str, create: &str) -> String {
    let create = create.split_whitespace().collect::<Vec<_>>().join(" ");
    format!(
        "{what} `{twin}` is like `{name}`, and may be it under another name; if it is not, run `{create}` instead"
    )
}
