//! The rows that a row can refer to.

use migrate_runtime::{Column, ForeignKey, Table};
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::super::cell::value;
use super::Style;
use super::form::{Cell, Choice, Form, Slot};
use super::order::{find, is_optional};
use super::value::Numbers;
use crate::shadow::whole::quoted;

/// How many parents are read, the newest first, and how many of them may get a child.
const READ: usize = 60;
const PARENTS: usize = 12;

/// Where parents are found.
pub(super) struct Parents<'a> {
    pub(super) conn: &'a Connection,
    pub(super) tables: &'a [Table],
    /// The tables that get their rows later.
    pub(super) later: &'a [&'a Table],
    pub(super) style: Style,
    /// Whether each parent may get a child: only then if rows are to be awkward.
    pub(super) spares_none: bool,
    /// Whether a row may refer to one that comes later.
    pub(super) may_promise: bool,
}

/// A foreign key whose parent table is there.
#[derive(Clone, Copy)]
pub(super) struct Link<'a> {
    pub(super) key: &'a ForeignKey,
    pub(super) parent: &'a Table,
}

impl<'a> Link<'a> {
    pub(super) fn find(tables: &'a [Table], key: &'a ForeignKey) -> Option<Self> {
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
    pub(super) fn pairs(self) -> impl Iterator<Item = (&'a str, &'a Column)> {
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
    pub(super) fn joined(
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
            "SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT {READ}",
            values.join(", "),
            from.join(", "),
            conditions.join(" AND "),
            newest.join(", "),
        );
        // A parent that cannot be read is none.
        let Ok(mut statement) = self.conn.prepare(&query) else { return Ok(Vec::new()) };
        let row = |row: &rusqlite::Row<'_>| {
            sources.iter().enumerate().map(|(at, (column, _))| Ok((*column, value(row, at)?))).collect()
        };
        statement.query_map([], row)?.collect()
    }

    /// The first row of a call gets the first parent, the second the second. Where rows are to be awkward, the newest come
    /// first, which statements choose by what they hold, and in turns with them the oldest, which migrations have written.
    /// The second one stays without a child: it is no twin of another.
    pub(super) fn arranged<T>(&self, mut newest_first: Vec<T>) -> Vec<T> {
        let count = newest_first.len();
        if self.style == Style::Adversarial && count > 1 && !self.spares_none {
            newest_first.remove(1);
        }
        let mut rest = newest_first.into_iter();
        if self.style != Style::Adversarial {
            let mut rows: Vec<T> = rest.take(PARENTS).collect();
            rows[..count.min(2)].reverse();
            return rows;
        }
        let mut rows: Vec<T> = Vec::with_capacity(count);
        while let Some(newest) = rest.next() {
            rows.push(newest);
            rows.extend(rest.next_back());
        }
        rows.truncate(PARENTS);
        rows
    }
}

pub(in crate::shadow) fn has_rows(conn: &Connection, table: &Table) -> Result<bool> {
    let query = format!("SELECT 1 FROM main.{} LIMIT 1", quoted(table.name()));
    conn.prepare(&query).map_or(Ok(false), |mut statement| statement.exists([]))
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
