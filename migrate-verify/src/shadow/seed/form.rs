//! A row to be filled in: which columns are given, and which of them only together.

use migrate_runtime::{Column, ForeignKey, Table};
use rusqlite::types::Value;

/// The columns of a table that an INSERT gives.
pub(super) struct Form<'t> {
    pub(super) table: &'t Table,
    pub(super) columns: Vec<&'t Column>,
    pub(super) slots: Vec<Slot<'t>>,
    /// The foreign keys of generated columns, which refer to what they like.
    pub(super) computed: Vec<&'t ForeignKey>,
}

/// Columns that get their values together: one, or all those of foreign keys that share columns.
pub(super) struct Slot<'t> {
    pub(super) columns: Vec<usize>,
    pub(super) keys: Vec<&'t ForeignKey>,
    /// All that is possible, the most plausible first. None where any value is.
    pub(super) choices: Vec<Choice>,
    /// How many of them, from the first, are rows that are there.
    pub(super) parents: usize,
}

/// The values of a slot's columns.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) cells: Vec<Cell>,
    pub(super) promises: Vec<Promise>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Value(Value),
    /// As in that column of the same row: it is its own parent.
    Same(usize),
}

/// A row that another table will need.
#[derive(Clone, Debug)]
pub(super) struct Promise {
    pub(super) table: String,
    pub(super) values: Vec<(String, Value)>,
}

impl From<Value> for Choice {
    fn from(value: Value) -> Self {
        Self { cells: vec![Cell::Value(value)], promises: Vec::new() }
    }
}

impl Choice {
    /// Whether a column is NULL in it.
    pub(super) fn is_null(&self) -> bool {
        self.cells.contains(&Cell::Value(Value::Null))
    }
}

impl<'t> Form<'t> {
    pub(super) fn new(table: &'t Table) -> Self {
        let is_given = |column: &&Column| column.generated().is_none() && !column.hidden();
        let columns: Vec<&Column> = table.columns().iter().filter(is_given).collect();
        let mut slots: Vec<Slot<'t>> = Vec::with_capacity(columns.len());
        let mut computed = Vec::new();
        for key in table.foreign_keys() {
            let place = |name: &str| columns.iter().position(|column| is(column, name));
            let Some(own) = key.columns().iter().map(|name| place(name)).collect::<Option<Vec<_>>>() else {
                computed.push(key);
                continue;
            };
            let mut slot = Slot { columns: own, keys: vec![key], choices: Vec::new(), parents: 0 };
            while let Some(at) = slots.iter().position(|other| other.shares(&slot)) {
                let other = slots.remove(at);
                slot.columns.extend(other.columns);
                slot.keys.splice(0..0, other.keys);
            }
            slot.columns.sort_unstable();
            slot.columns.dedup();
            slots.push(slot);
        }
        for at in 0..columns.len() {
            if !slots.iter().any(|slot| slot.columns.contains(&at)) {
                slots.push(Slot { columns: vec![at], keys: Vec::new(), choices: Vec::new(), parents: 0 });
            }
        }
        slots.sort_by_key(|slot| slot.columns[0]);
        Self { table, columns, slots, computed }
    }

    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| is(column, name))
    }

    pub(super) fn is_own(&self, key: &ForeignKey) -> bool {
        key.parent().eq_ignore_ascii_case(self.table.name())
    }

    /// Whether a PRIMARY KEY or a UNIQUE has the column in it.
    pub(super) fn in_key(&self, at: usize) -> bool {
        let column = self.columns[at];
        let names = |index: &migrate_runtime::Index| {
            index.columns().iter().filter_map(|part| part.name()).any(|name| is(&column, name))
        };
        column.primary_key().is_some()
            || self.table.indexes().iter().any(|index| index.unique() && names(index))
    }

    /// Whether each row has its own value in the column.
    pub(super) fn is_key(&self, at: usize) -> bool {
        let column = self.columns[at];
        let is_it = |index: &migrate_runtime::Index| matches!(index.columns(), [only] if only.name().is_some_and(|name| is(&column, name)));
        let mut unique = self.table.indexes().iter().filter(|index| index.unique() && !index.partial());
        (column.primary_key().is_some() && self.table.primary_key().len() == 1) || unique.any(is_it)
    }

    /// Lets a column have no other value.
    pub(super) fn pin(&mut self, column: &str, value: &Value) {
        let Some(at) = self.place(column) else { return };
        let Some(slot) = self.slots.iter_mut().find(|slot| slot.columns.contains(&at)) else { return };
        if slot.keys.is_empty() {
            slot.choices = vec![value.clone().into()];
            return;
        }
        slot.parents = 0;
        let part = slot.columns.iter().position(|column| *column == at).unwrap_or(0);
        for choice in &mut slot.choices {
            if choice.cells[part] == Cell::Same(at) {
                choice.cells[part] = Cell::Value(value.clone());
            }
        }
        slot.choices.retain(|choice| match &choice.cells[part] {
            Cell::Value(is) => is == value,
            Cell::Same(_) => true,
        });
    }

    /// The values of all columns, in order.
    pub(super) fn row(&self, draft: &[Choice]) -> Vec<Value> {
        let mut row = vec![Value::Null; self.columns.len()];
        let cells =
            || self.slots.iter().zip(draft).flat_map(|(slot, choice)| slot.columns.iter().zip(&choice.cells));
        for (at, cell) in cells() {
            if let Cell::Value(value) = cell {
                row[*at] = value.clone();
            }
        }
        for (at, cell) in cells() {
            if let Cell::Same(other) = cell {
                row[*at] = row[*other].clone();
            }
        }
        row
    }
}

impl Slot<'_> {
    /// Whether only its choices are possible.
    pub(super) fn is_bound(&self) -> bool {
        !self.keys.is_empty() || !self.choices.is_empty()
    }

    fn shares(&self, other: &Self) -> bool {
        self.columns.iter().any(|column| other.columns.contains(column))
    }
}

fn is(column: &&Column, name: &str) -> bool {
    column.name().eq_ignore_ascii_case(name)
}
