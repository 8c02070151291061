//! Parents before children.

use migrate_runtime::{Column, ForeignKey, Table};

/// The table, in any ASCII case. `tables` is sorted by name in byte order.
pub(super) fn find<'t>(tables: &'t [Table], name: &str) -> Option<&'t Table> {
    match tables.binary_search_by(|table| table.name().cmp(name)) {
        Ok(at) => Some(&tables[at]),
        Err(_) => tables.iter().find(|table| table.name().eq_ignore_ascii_case(name)),
    }
}

/// Whether NULL is plausible. SQLite lets it stand in most primary keys, and programs do not.
pub(super) fn may_be_null(column: &Column) -> bool {
    !column.not_null() && column.primary_key().is_none()
}

/// Whether a row can do without a parent.
pub(super) fn is_optional(table: &Table, key: &ForeignKey) -> bool {
    key.columns().iter().any(|name| table.column(name).is_some_and(may_be_null))
}

/// The tables, so that each comes after those it refers to. In a circle, those that can do without their parents come
/// first; where none can, any.
pub(super) fn sorted<'t>(tables: &[&'t Table]) -> Vec<&'t Table> {
    // What waits for a table, and whether it has to.
    let place = |name: &str| tables.iter().position(|table| table.name().eq_ignore_ascii_case(name));
    let mut pending: Vec<(&Table, Vec<(usize, bool)>)> = tables
        .iter()
        .enumerate()
        .map(|(at, table)| {
            let keys = table.foreign_keys().iter();
            let parents = keys.filter_map(|key| Some((place(key.parent())?, !is_optional(table, key))));
            (*table, parents.filter(|(parent, _)| *parent != at).collect())
        })
        .collect();
    let mut done = vec![false; tables.len()];
    let mut places: Vec<usize> = (0..tables.len()).collect();
    let mut sorted = Vec::with_capacity(tables.len());
    while !places.is_empty() {
        let before = places.len();
        places.retain(|&at| {
            let is_ready = pending[at].1.iter().all(|(parent, _)| done[*parent]);
            if is_ready {
                done[at] = true;
                sorted.push(pending[at].0);
            }
            !is_ready
        });
        if places.len() == before {
            let can_do = |at: &&usize| pending[**at].1.iter().all(|(parent, must)| done[*parent] || !must);
            let next = places.iter().find(can_do).or(places.first()).copied();
            next.into_iter().for_each(|at| pending[at].1.clear());
        }
    }
    sorted
}
