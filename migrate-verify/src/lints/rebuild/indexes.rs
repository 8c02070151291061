//! Indexes, which go with their table.

use migrate_files::diagnostic::rebuild as texts;
use migrate_files::lint::{self, Finding};
use migrate_runtime::__private::schema::Kind;
use migrate_runtime::{Index, Origin, Table};
use migrate_token::canonical;

use super::super::Scene;
use super::super::remade::Remade;
use super::columns::is_rowid;
use super::keys::has_come;
use super::{body, by, is, is_dropped, is_made_later};

/// An index that nobody drops by its name, that no other one makes up for, and that no later migration brings back.
pub(super) fn lost_index(scene: &Scene<'_>, remade: &Remade<'_>) -> Option<Finding> {
    let lost = remade.before.indexes().iter().filter_map(|index| {
        let sql = index.sql().filter(|_| index.origin() == Origin::Create)?;
        let is_lost = !is_dropped(scene, Kind::Index, index.name())
            && !is_made_later(scene, Kind::Index, index.name())
            && !is_elsewhere(scene, remade, index)
            && remade.names(&remade.named_in(body(sql, "on"))).is_some()
            && !is_made_up_for(remade, index, sql);
        is_lost.then_some((index.name(), sql))
    });
    let (names, statements): (Vec<&str>, Vec<&str>) = lost.unzip();
    if names.is_empty() {
        return None;
    }
    let statements: Vec<String> = statements.into_iter().map(|sql| in_a_line(sql) + ";").collect();
    let place = scene.at(remade.rebuilt.freed);
    let diagnostic = texts::lost_index(place, remade.after.name(), by(remade), &names, &statements);
    Some(scene.said(&lint::LOST_INDEX, diagnostic))
}

/// Whether an index of this name is there: on the new table, or made for another one.
fn is_elsewhere(scene: &Scene<'_>, remade: &Remade<'_>, index: &Index) -> bool {
    // One that is no longer unique is another one.
    let is_it = |found: &Index| is(found.name(), index.name()) && (found.unique() || !index.unique());
    let has_it = |table: &Table| table.indexes().iter().any(is_it);
    let is_old = |table: &&Table| remade.rebuilt.left == Some(table.name());
    scene.chapter.after.iter().filter(|table| !is_old(table)).any(has_it)
}

/// Whether the new table has a key that does as much, or a new one in its place.
fn is_made_up_for(remade: &Remade<'_>, index: &Index, sql: &str) -> bool {
    let columns: Option<Vec<&str>> = index.columns().iter().map(|column| column.name()).collect();
    let text = remade.with_new_names(body(sql, "on"));
    let is_same =
        |new: &Index| new.sql().is_some_and(|sql| new_text(sql) == text && new.unique() == index.unique());
    if remade.after.indexes().iter().any(is_same) {
        return true;
    }
    let Some(columns) = columns.and_then(|columns| remade.names(&columns)) else { return false };
    let is_at = |new: &Index, at: usize, name: &str| {
        new.columns().get(at).and_then(|column| column.name()).is_some_and(|it| is(it, name))
    };
    if index.unique() {
        let columns: Vec<String> = columns.iter().map(|name| name.to_ascii_lowercase()).collect();
        let is_of = |new: &Index| {
            let names = new.columns().iter().map(|column| column.name());
            names.clone().all(|name| name.is_some_and(|name| columns.contains(&name.to_ascii_lowercase())))
        };
        let mut others = remade.after.indexes().iter().filter(|new| new.unique());
        return others.any(|new| !new.partial() && is_of(new))
            || has_come(remade, &columns)
            || is_key(remade, &columns);
    }
    let starts = |new: &Index| columns.iter().enumerate().all(|(at, name)| is_at(new, at, name));
    let is_new = |new: &Index| {
        let mut known = remade.before.indexes().iter();
        new.sql().is_some() && !known.any(|old| is(old.name(), new.name()))
    };
    let first = columns.first().copied().unwrap_or_default();
    let mut others = remade.after.indexes().iter();
    let is_rowid =
        |name: &&str| remade.after.column(name).is_some_and(|column| is_rowid(remade.after, column));
    others.any(|new| (starts(new) && !new.partial()) || (is_new(new) && is_at(new, 0, first)))
        || columns.first().is_some_and(is_rowid)
}

/// Whether the primary key consists of nothing but these columns.
fn is_key(remade: &Remade<'_>, columns: &[String]) -> bool {
    let key = remade.after.primary_key();
    !key.is_empty() && key.iter().all(|column| columns.contains(&column.name().to_ascii_lowercase()))
}

/// What an index is on, without layout.
fn new_text(sql: &str) -> String {
    canonical(body(sql, "on"))
}

fn in_a_line(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}
