//! The rows that a row can refer to.

use migrate_runtime::{Column, ForeignKey, Table};
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::Style;
use super::form::{Cell, Choice, Form, Promise, Slot};
use super::order::{find, is_optional, may_be_null};
use super::value::{Kind, Numbers};
use crate::shadow::whole::quoted;

/// How many parents are looked at, the newest first.
const PARENTS: usize = 12;

/// Where parents are found.
pub(super) struct Parents<'a> {
    pub(super) conn: &'a Connection,
    pub(super) tables: &'a [Table],
    /// The tables that get their rows later.
    pub(super) later: &'a [&'a Table],
    pub(super) style: Style,
    /// Whether the newest parent, too, may get a child: only then if rows are to be awkward.
    pub(super) spares_none: bool,
    /// Whether a row may refer to one that comes later.
    pub(super) may_promise: bool,
}

/// A foreign key whose parent table is there.
#[derive(Clone, Copy)]
struct Link<'a> {
    key: &'a ForeignKey,
    parent: &'a Table,
}

impl<'a> Link<'a> {
    fn find(tables: &'a [Table], key: &'a ForeignKey) -> Option<Self> {
        let link = Self { key, parent: find(tables, key.parent())? };
        (link.targets().len() == key.columns().len()).then_some(link)
    }

    /// The columns referred to, one for each that refers.
    fn targets(self) -> Vec<&'a Column> {
        if self.key.parent_columns().is_empty() {
            return self.parent.primary_key();
        }
        self.key.parent_columns().iter().filter_map(|name| self.parent.column(name)).collect()
    }

    /// What refers, and to what.
    fn pairs(self) -> impl Iterator<Item = (&'a str, &'a Column)> {
        self.key.columns().iter().map(|name| name.as_str()).zip(self.targets())
    }
}

impl<'a> Parents<'a> {
    /// Finds what the columns of foreign keys can hold.
    pub(super) fn look_up(&self, form: &mut Form<'a>, numbers: &mut Numbers) -> Result<()> {
        for at in 0..form.slots.len() {
            if !form.slots[at].keys.is_empty() {
                let (choices, parents) = self.choices(form, &form.slots[at], numbers)?;
                (form.slots[at].choices, form.slots[at].parents) = (choices, parents);
            }
        }
        Ok(())
    }

    fn choices(
        &self,
        form: &Form<'a>,
        slot: &Slot<'a>,
        numbers: &mut Numbers,
    ) -> Result<(Vec<Choice>, usize)> {
        let links: Vec<Option<Link<'a>>> = slot.keys.iter().map(|key| Link::find(self.tables, key)).collect();
        let all: Vec<Link<'a>> = links.iter().copied().flatten().collect();
        let mut choices = Vec::new();
        if all.len() == links.len() {
            let rows = self.arranged(self.joined(form, slot, &all)?);
            choices.extend(rows.into_iter().map(|row| whole(row.into_iter().map(|(_, value)| value))));
        }
        let parents = choices.len();
        // In a table without rows, a root; a row is its own parent only where it has to be.
        if parents == 0 || slot.keys.iter().any(|key| is_optional(form.table, key)) {
            choices.extend(self.makeshift(form, slot, &links, false, numbers)?);
        }
        if slot.keys.iter().any(|key| form.is_own(key) && is_optional(form.table, key)) {
            choices.extend(self.makeshift(form, slot, &links, true, numbers)?);
        }
        Ok((choices, parents))
    }

    /// The values of the slot's columns in every way in which rows of the parents agree.
    fn joined(
        &self,
        form: &Form<'_>,
        slot: &Slot<'_>,
        links: &[Link<'_>],
    ) -> Result<Vec<Vec<(usize, Value)>>> {
        let mut sources: Vec<(usize, String)> = Vec::new();
        let mut conditions: Vec<String> = Vec::new();
        for (number, link) in links.iter().enumerate() {
            for (name, target) in link.pairs() {
                let source = format!("p{number}.{}", quoted(target.name()));
                let Some(at) = form.place(name) else { continue };
                match sources.iter().find(|(other, _)| *other == at) {
                    Some((_, other)) => conditions.push(format!("{other} = {source}")),
                    None => {
                        conditions.push(format!("{source} IS NOT NULL"));
                        sources.push((at, source));
                    }
                }
            }
        }
        sources.sort_unstable_by_key(|(at, _)| *at);
        debug_assert!(sources.iter().all(|(at, _)| slot.columns.contains(at)));
        let values: Vec<&str> = sources.iter().map(|(_, source)| source.as_str()).collect();
        let from: Vec<String> = links
            .iter()
            .enumerate()
            .map(|(number, link)| format!("main.{} AS p{number}", quoted(link.parent.name())))
            .collect();
        let newest: Vec<String> =
            links.iter().enumerate().map(|(number, link)| newest(number, link.parent)).collect();
        let query = format!(
            "SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT {PARENTS}",
            values.join(", "),
            from.join(", "),
            conditions.join(" AND "),
            newest.join(", "),
        );
        let mut statement = self.conn.prepare(&query)?;
        let row = |row: &rusqlite::Row<'_>| {
            sources.iter().enumerate().map(|(at, (column, _))| Ok((*column, row.get(at)?))).collect()
        };
        statement.query_map([], row)?.collect()
    }

    /// The first row of a call gets the first parent, the second the second. The newest stays without a child where rows
    /// are to be awkward.
    fn arranged<T>(&self, mut newest_first: Vec<T>) -> Vec<T> {
        let count = newest_first.len();
        match self.style {
            Style::Plain(_) => newest_first[..count.min(2)].reverse(),
            Style::Adversarial if count > 1 && !self.spares_none => drop(newest_first.remove(0)),
            Style::Adversarial => {}
        }
        newest_first
    }

    /// Values for when there is no row for every key: NULL, the row itself, or what a later row will have. None if one of
    /// the keys allows nothing of that.
    fn makeshift(
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
                Some(link) if self.has_rows(link.parent)? => needed.push(*link),
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

    fn has_rows(&self, table: &Table) -> Result<bool> {
        has_rows(self.conn, table)
    }
}

pub(super) fn has_rows(conn: &Connection, table: &Table) -> Result<bool> {
    conn.prepare(&format!("SELECT 1 FROM main.{} LIMIT 1", quoted(table.name())))?.exists([])
}

fn whole(values: impl Iterator<Item = Value>) -> Choice {
    Choice { cells: values.map(Cell::Value).collect(), promises: Vec::new() }
}

/// The terms that sort a parent's rows, the newest first.
fn newest(number: usize, parent: &Table) -> String {
    if !parent.without_rowid() {
        return format!("p{number}.rowid DESC");
    }
    let key = parent.primary_key();
    let terms = key.iter().map(|column| format!("p{number}.{} DESC", quoted(column.name())));
    terms.collect::<Vec<_>>().join(", ")
}
