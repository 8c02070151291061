//! What it took to get rows into a table, so that nobody has to search again.

use std::collections::HashMap;

use migrate_runtime::Table;

use super::form::{Choice, Form};
use super::search::Draft;

/// For each table, what was found for its rows.
#[derive(Debug, Default)]
pub(super) struct Lessons(HashMap<String, Lesson>);

#[derive(Debug)]
struct Lesson {
    /// The text of the table that it was found for.
    sql: String,
    /// For each row, slots and what they hold.
    rows: Vec<Vec<(usize, Choice)>>,
    has_given_up: bool,
}

impl Lessons {
    /// Takes over what helped the row of this number the last time.
    pub(super) fn apply(&self, table: &Table, row: usize, draft: &mut Draft) {
        let lesson = self.0.get(table.name()).filter(|lesson| lesson.sql == table.sql());
        for (slot, choice) in lesson.and_then(|lesson| lesson.rows.get(row)).into_iter().flatten() {
            draft[*slot] = choice.clone();
        }
    }

    /// Notes what was changed. In a key, the next row needs something else, and parents are looked up anyway.
    pub(super) fn learn(&mut self, form: &Form<'_>, row: usize, from: &Draft, to: &Draft) {
        let is_general = |slot: usize| {
            let is_null = to[slot].is_null();
            let columns = &form.slots[slot].columns;
            is_null
                || (form.slots[slot].keys.is_empty() && !columns.iter().any(|column| form.in_key(*column)))
        };
        let changed = |slot: &usize| from[*slot].cells != to[*slot].cells && is_general(*slot);
        let changes: Vec<(usize, Choice)> =
            (0..to.len()).filter(changed).map(|slot| (slot, to[slot].clone())).collect();
        let table = form.table;
        if changes.is_empty() {
            return;
        }
        let rows = &mut self.of(table).rows;
        rows.resize_with(rows.len().max(row + 1), Vec::new);
        for (slot, choice) in changes {
            rows[row].retain(|(known, _)| *known != slot);
            rows[row].push((slot, choice));
        }
    }

    /// Notes that a row was searched for in vain.
    pub(super) fn give_up(&mut self, table: &Table) {
        self.of(table).has_given_up = true;
    }

    pub(super) fn has_given_up(&self, table: &Table) -> bool {
        self.0.get(table.name()).is_some_and(|lesson| lesson.sql == table.sql() && lesson.has_given_up)
    }

    /// What is known of the table as it is now.
    fn of(&mut self, table: &Table) -> &mut Lesson {
        let new = || Lesson { sql: table.sql().to_owned(), rows: Vec::new(), has_given_up: false };
        let lesson = self.0.entry(table.name().to_owned()).or_insert_with(new);
        if lesson.sql != table.sql() {
            *lesson = new();
        }
        lesson
    }
}
