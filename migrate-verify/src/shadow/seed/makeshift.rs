//! What a foreign key can hold where there is no row for it.

use migrate_runtime::{Column, ForeignKey};
use rusqlite::Result;
use rusqlite::types::Value;

use super::form::{Cell, Choice, Form, Promise, Slot};
use super::order::{is_optional, may_be_null};
use super::parent::{Link, Parents, has_rows};
use super::value::{Kind, Numbers};

/// A slot that is filled cell by cell.
struct Blank<'b, 't> {
    form: &'b Form<'t>,
    slot: &'b Slot<'t>,
    cells: Vec<Option<Cell>>,
}

impl<'a> Parents<'a> {
    /// Values for when there is no row for every key: NULL, the row itself, or what a later row will have. None if one of
    /// the keys allows nothing of that.
    pub(super) fn makeshift(
        &self,
        form: &Form<'a>,
        slot: &Slot<'a>,
        links: &[Option<Link<'a>>],
        prefers_itself: bool,
        numbers: &mut Numbers,
    ) -> Result<Option<Choice>> {
        let mut blank = Blank { form, slot, cells: vec![None; slot.columns.len()] };
        let (mut needed, mut waiting) = (Vec::new(), Vec::new());
        for (key, link) in slot.keys.iter().zip(links) {
            let is_optional = is_optional(form.table, key);
            match link {
                Some(link) if form.is_own(key) && (prefers_itself || !is_optional) => {
                    blank.refer_to_itself(*link)
                }
                _ if is_optional => blank.refer_to_nothing(key),
                Some(link) if has_rows(self.conn, link.parent)? => needed.push(*link),
                Some(link) if self.may_promise && self.is_later(link.parent.name()) => waiting.push(*link),
                _ => return Ok(None),
            }
        }
        if !needed.is_empty() {
            let Some(row) = self.arranged(self.joined(form, slot, &needed)?).into_iter().next() else {
                return Ok(None);
            };
            row.into_iter().for_each(|(at, value)| blank.set(at, Cell::Value(value)));
        }
        let promises = waiting.into_iter().map(|link| blank.promise(link, numbers));
        let Some(promises) = promises.collect() else { return Ok(None) };
        Ok(Some(Choice { cells: blank.finish(numbers), promises }))
    }

    /// Whether the table gets its rows later.
    pub(super) fn is_later(&self, name: &str) -> bool {
        self.later.iter().any(|table| table.name().eq_ignore_ascii_case(name))
    }
}

impl Blank<'_, '_> {
    fn set(&mut self, at: usize, cell: Cell) {
        if let Some(part) = self.part(at) {
            self.cells[part] = Some(cell);
        }
    }

    fn part(&self, at: usize) -> Option<usize> {
        self.slot.columns.iter().position(|column| *column == at)
    }

    fn refer_to_itself(&mut self, link: Link<'_>) {
        for (name, target) in link.pairs() {
            match (self.form.place(name), self.form.place(target.name())) {
                (Some(at), Some(other)) if at != other => self.set(at, Cell::Same(other)),
                _ => {}
            }
        }
    }

    /// NULL is enough in one column; better in one that no other key has.
    fn refer_to_nothing(&mut self, key: &ForeignKey) {
        let places = |key: &ForeignKey| -> Vec<usize> {
            key.columns().iter().filter_map(|name| self.form.place(name)).collect()
        };
        let is_shared = |at: &usize| {
            self.slot.keys.iter().any(|other| !std::ptr::eq(*other, key) && places(other).contains(at))
        };
        let nullable: Vec<usize> =
            places(key).into_iter().filter(|at| may_be_null(self.form.columns[*at])).collect();
        let own: Vec<usize> = nullable.iter().copied().filter(|at| !is_shared(at)).collect();
        for at in if own.is_empty() { nullable } else { own } {
            self.set(at, Cell::Value(Value::Null));
        }
    }

    /// What a later row will have. None if another key has put something else there.
    fn promise(&mut self, link: Link<'_>, numbers: &mut Numbers) -> Option<Promise> {
        let mut values = Vec::new();
        for (name, target) in link.pairs() {
            let part = self.part(self.form.place(name)?)?;
            let made_up = || made_up(link.parent.name(), target, numbers);
            let Cell::Value(value) = self.cells[part].get_or_insert_with(made_up) else { return None };
            values.push((target.name().to_owned(), value.clone()));
        }
        Some(Promise { table: link.parent.name().to_owned(), values })
    }

    fn finish(self, numbers: &mut Numbers) -> Vec<Cell> {
        let (form, columns) = (self.form, &self.slot.columns);
        let cells = self.cells.into_iter().zip(columns);
        let mut finished = |cell: Option<Cell>, at: usize| {
            cell.unwrap_or_else(|| made_up(form.table.name(), form.columns[at], numbers))
        };
        cells.map(|(cell, at)| finished(cell, *at)).collect()
    }
}

fn made_up(table: &str, column: &Column, numbers: &mut Numbers) -> Cell {
    let number = numbers.next();
    Cell::Value(Kind::of(column).value(&format!("{table} {}", column.name()), number, number))
}
