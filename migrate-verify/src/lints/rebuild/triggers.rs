//! Triggers, which go with their table or view.

use migrate_files::diagnostic::rebuild as texts;
use migrate_files::lint::{self, Finding};
use migrate_runtime::__private::schema::{Kind, Object};
use migrate_runtime::Table;
use migrate_token::{Token, significant};

use super::super::Scene;
use super::super::remade::{Remade, mentions};
use super::{body, by, is_dropped, is_made_later};
use crate::shadow::lineage::Fate;
use crate::shadow::objects::Origin;

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
        .filter(|old| !is_made_later(scene, Kind::Trigger, &old.name))
        .filter(|old| fits(&old.sql) && !gone.iter().any(|name| mentions(&old.sql, name)))
        .collect()
}

fn told(scene: &Scene<'_>, table: &str, origin: Origin, by: &str, lost: &[&Object]) -> Option<Finding> {
    if lost.is_empty() {
        return None;
    }
    let names: Vec<&str> = lost.iter().map(|trigger| trigger.name.as_str()).collect();
    let statements: Vec<String> = lost.iter().map(|trigger| first_line(&trigger.sql)).collect();
    let diagnostic = texts::lost_trigger(scene.at(origin), table, by, &names, &statements);
    Some(scene.said(&lint::LOST_TRIGGER, diagnostic))
}

/// What fires a trigger.
fn event(sql: &str) -> Vec<String> {
    let is_on = |token: &Token<'_>| token.is_word("on");
    let words = significant(body(sql, "trigger")).take_while(|token| !is_on(token));
    words.map(|token| token.text.to_ascii_lowercase()).collect()
}

/// The first line of a statement that has more of them.
fn first_line(sql: &str) -> String {
    match sql.trim().split_once('\n') {
        Some((line, _)) => format!("{} …", line.trim_end()),
        None => format!("{};", sql.trim()),
    }
}
