//! Indexes and triggers, which go with their table.

use migrate_files::diagnostic::rebuild as texts;
use migrate_files::lint::{self, Finding};
use migrate_runtime::__private::schema::{Kind, Object};
use migrate_runtime::{Index, Origin, Table};
use migrate_token::{Token, canonical, significant};

use super::super::Scene;
use super::super::remade::{Remade, mentions};
use super::columns::is_rowid;
use super::keys::has_come;
use crate::shadow::lineage::Fate;
use crate::shadow::objects::Origin as Statement;

/// An index that nobody drops by its name, that no other one makes up for, and that no later migration brings back.
pub(super) fn lost_index(scene: &Scene<'_>, remade: &Remade<'_>) -> Option<Finding> {
    let lost = remade.before.indexes().iter().filter_map(|index| {
        let sql = index.sql().filter(|_| index.origin() == Origin::Create)?;
        let is_lost = !is_dropped(scene, Kind::Index, index.name())
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
    Some(scene.finding(&lint::LOST_INDEX, diagnostic))
}

/// Whether an index of this name is there, now or in the end: on the new table, or made for another one.
fn is_elsewhere(scene: &Scene<'_>, remade: &Remade<'_>, index: &Index) -> bool {
    let has_it = |table: &Table| table.indexes().iter().any(|found| is(found.name(), index.name()));
    let tables = scene.chapter.after.iter().chain(scene.story.schema.tables());
    tables.filter(|table| remade.rebuilt.left != Some(table.name())).any(has_it)
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

/// A trigger of the table that nobody drops by its name, for which there is no other one, and that no later migration
/// brings back.
pub(super) fn lost_trigger(scene: &Scene<'_>, remade: &Remade<'_>) -> Option<Finding> {
    let has_all = |sql: &str| remade.names(&remade.named_in(body(sql, "on"))).is_some();
    let lost = lost_triggers(scene, remade.before.name(), remade.rebuilt.left, has_all);
    told(scene, remade.after.name(), remade.rebuilt.freed, by(remade), &lost)
}

/// The triggers of a view go with it.
pub(super) fn lost_trigger_of_view(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    let deeds = &scene.chapter.deeds;
    deeds.iter().enumerate().filter_map(move |(at, deed)| {
        let view = deed.dropped(Kind::View)?;
        let makes = |name: &str| name.eq_ignore_ascii_case(view);
        deeds[at..].iter().find(|deed| deed.made(Kind::View).is_some_and(makes))?;
        told(scene, view, deed.origin, "DROP VIEW", &lost_triggers(scene, view, None, |_| true))
    })
}

/// The triggers that the table or view had, and that it has no more. `left` is the name of the old table, if it is still
/// there; `fits` says whether a trigger could still be made.
fn lost_triggers<'a>(
    scene: &Scene<'a>,
    table: &str,
    left: Option<&str>,
    fits: impl Fn(&str) -> bool,
) -> Vec<&'a Object> {
    let is_trigger = |object: &&Object| object.kind == Kind::Trigger;
    let changes = &scene.chapter.changes;
    let old: Vec<&Object> =
        changes.iter().filter_map(|change| change.before.as_ref()).filter(is_trigger).collect();
    let new: Vec<&Object> =
        changes.iter().filter_map(|change| change.after.as_ref()).filter(is_trigger).collect();
    let is_new = |new: &Object| !old.iter().any(|old| old.name.eq_ignore_ascii_case(&new.name));
    let is_there = |old: &Object| {
        new.iter().any(|new| {
            let is_same_name = new.name.eq_ignore_ascii_case(&old.name) && left != Some(&new.table);
            let is_in_its_place = new.table.eq_ignore_ascii_case(table) && event(&new.sql) == event(&old.sql);
            is_same_name || (is_new(new) && is_in_its_place)
        })
    };
    let in_the_end = || scene.story.schema.triggers().iter().filter(|it| left != Some(it.table()));
    let gone: Vec<&str> = scene
        .chapter
        .before
        .iter()
        .map(Table::name)
        .filter(|name| matches!(scene.chapter.lineage.fate(name), Fate::Dropped(_)))
        .collect();
    old.iter()
        .copied()
        .filter(|old| old.table.eq_ignore_ascii_case(table))
        .filter(|old| !is_there(old) && !is_dropped(scene, Kind::Trigger, &old.name))
        .filter(|old| !in_the_end().any(|it| is(it.name(), &old.name)))
        .filter(|old| fits(&old.sql) && !gone.iter().any(|name| mentions(&old.sql, name)))
        .collect()
}

fn told(scene: &Scene<'_>, table: &str, origin: Statement, by: &str, lost: &[&Object]) -> Option<Finding> {
    if lost.is_empty() {
        return None;
    }
    let names: Vec<&str> = lost.iter().map(|trigger| trigger.name.as_str()).collect();
    let statements: Vec<String> = lost.iter().map(|trigger| first_line(&trigger.sql)).collect();
    let diagnostic = texts::lost_trigger(scene.at(origin), table, by, &names, &statements);
    Some(scene.finding(&lint::LOST_TRIGGER, diagnostic))
}

/// What takes along that which belongs to the old table.
fn by(remade: &Remade<'_>) -> &'static str {
    if remade.rebuilt.left.is_some() { "ALTER TABLE … RENAME" } else { "DROP TABLE" }
}

/// Whether a statement drops the object by its name.
fn is_dropped(scene: &Scene<'_>, kind: Kind, name: &str) -> bool {
    let mut dropped = scene.chapter.deeds.iter().filter_map(|deed| deed.dropped(kind));
    dropped.any(|dropped| dropped.eq_ignore_ascii_case(name))
}

/// What stands behind the name that comes after this word.
fn body<'s>(sql: &'s str, word: &str) -> &'s str {
    let mut tokens = significant(sql).skip_while(|token| !token.is_word(word)).skip(2).peekable();
    tokens.peek().map_or("", |token| &sql[token.start..])
}

/// What an index is on, without layout.
fn new_text(sql: &str) -> String {
    canonical(body(sql, "on"))
}

/// What fires a trigger.
fn event(sql: &str) -> Vec<String> {
    let is_on = |token: &Token<'_>| token.is_word("on");
    let words = significant(body(sql, "trigger")).take_while(|token| !is_on(token));
    words.map(|token| token.text.to_ascii_lowercase()).collect()
}

fn in_a_line(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first line of a statement that has more of them.
fn first_line(sql: &str) -> String {
    match sql.trim().split_once('\n') {
        Some((line, _)) => format!("{} …", line.trim_end()),
        None => format!("{};", sql.trim()),
    }
}

fn is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}
