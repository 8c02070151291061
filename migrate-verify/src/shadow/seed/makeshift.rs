//! What a foreign key can hold where there is no row for it.

use migrate_runtime::ForeignKey;
use rusqlite::Result;
use rusqlite::types::Value;

use super::form::{Cell, Choice, Form, Promise, Slot};
use super::order::{is_optional, may_be_null};
use super::parent::{Link, Parents, has_rows};
use super::value::{Kind, Numbers};

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
        let mut cells: Vec<Option<Cell>> = vec![None; slot.columns.len()];
        let part = |at: usize| slot.columns.iter().position(|column| *column == at);
        let places = |key: &ForeignKey| -> Vec<usize> {
            key.columns().iter().filter_map(|name| form.place(name)).collect()
        };
        let (mut needed, mut waiting) = (Vec::new(), Vec::new());
        for (key, link) in slot.keys.iter().zip(links) {
            let itself = form.is_own(key);
            match link {
                Some(link) if itself && (prefers_itself || !is_optional(form.table, key)) => {
                    for (name, target) in link.pairs() {
                        let (Some(at), Some(other)) = (form.place(name), form.place(target.name())) else {
                            return Ok(None);
                        };
                        if let (Some(part), false) = (part(at), at == other) {
                            cells[part] = Some(Cell::Same(other));
                        }
                    }
                }
                _ if is_optional(form.table, key) => {
                    let nullable = places(key).into_iter().filter(|at| may_be_null(form.columns[*at]));
                    let nulls: Vec<usize> = nullable.collect();
                    let is_shared = |at: &usize| {
                        slot.keys
                            .iter()
                            .any(|other| !std::ptr::eq(*other, *key) && places(other).contains(at))
                    };
                    let own: Vec<usize> = nulls.iter().copied().filter(|at| !is_shared(at)).collect();
                    for at in if own.is_empty() { nulls } else { own } {
                        part(at).into_iter().for_each(|part| cells[part] = Some(Cell::Value(Value::Null)));
                    }
                }
                Some(link) if has_rows(self.conn, link.parent)? => needed.push(*link),
                Some(link)
                    if self.may_promise
                        && self.later.iter().any(|table| table.name() == link.parent.name()) =>
                {
                    waiting.push(*link);
                }
                _ => return Ok(None),
            }
        }
        if !needed.is_empty() {
            let Some(row) = self.arranged(self.joined(form, slot, &needed)?).into_iter().next() else {
                return Ok(None);
            };
            for (at, value) in row {
                part(at).into_iter().for_each(|part| cells[part] = Some(Cell::Value(value.clone())));
            }
        }
        let mut promises = Vec::new();
        for link in waiting {
            let mut values = Vec::new();
            for (name, target) in link.pairs() {
                let Some(part) = form.place(name).and_then(part) else { return Ok(None) };
                let number = numbers.next();
                let label = format!("{} {}", link.parent.name(), target.name());
                let cell = cells[part]
                    .get_or_insert_with(|| Cell::Value(Kind::of(target).value(&label, number, number)));
                let Cell::Value(value) = cell else { return Ok(None) };
                values.push((target.name().to_owned(), value.clone()));
            }
            promises.push(Promise { table: link.parent.name().to_owned(), values });
        }
        let mut whole = Vec::with_capacity(cells.len());
        for (cell, at) in cells.into_iter().zip(&slot.columns) {
            let column = form.columns[*at];
            let label = format!("{} {}", form.table.name(), column.name());
            let number = numbers.next();
            whole.push(cell.unwrap_or_else(|| Cell::Value(Kind::of(column).value(&label, number, number))));
        }
        Ok(Some(Choice { cells: whole, promises }))
    }
}
