//! Constraints: CHECK, UNIQUE, PRIMARY KEY, foreign keys.

use migrate_files::lint::{self, Finding};
use migrate_runtime::__private::schema::facts::{foreign_key, joined};
use migrate_runtime::{Action, Column, ForeignKey, Index, Origin, Table, Text};
use migrate_token::canonical;

use super::super::Scene;
use super::super::remade::{Remade, mentions};
use super::{lost, written};
use crate::shadow::lineage::Fate;

/// A CHECK in whose place there is no other one, and no other clause that does the same.
pub(super) fn lost_check(scene: &Scene<'_>, remade: &Remade<'_>) -> Option<Finding> {
    let (old, new): (Vec<String>, Vec<&str>) = (
        remade.before.checks().iter().map(|check| remade.with_new_names(check.as_str())).collect(),
        remade.after.checks().iter().map(Text::as_str).collect(),
    );
    // Those that have come: what they are about has changed, and is not lost.
    let come: Vec<&&str> = new.iter().filter(|check| !old.iter().any(|known| known == *check)).collect();
    let is_lost = |check: &&String| {
        if new.contains(&check.as_str()) {
            return false;
        }
        let named = remade.named_in_new(check);
        let is_changed =
            !named.is_empty() && named.iter().all(|column| come.iter().any(|check| mentions(check, column)));
        !is_changed && !is_replaced(remade, check, &named)
    };
    let before = remade.before.checks().iter().map(Text::as_str);
    let has_all = |check: &str| remade.names(&remade.named_in(check)).is_some();
    let pairs = before.zip(&old).filter(|(before, now)| has_all(before) && is_lost(now));
    let clauses: Vec<String> = pairs.map(|(_, now)| format!("CHECK ({})", written(now))).collect();
    lost(scene, remade, &lint::LOST_CHECK, lint::LOST_CHECK.why, &clauses)
}

/// Whether NOT NULL, STRICT or a foreign key says what a CHECK over these columns said.
fn is_replaced(remade: &Remade<'_>, check: &str, columns: &[&str]) -> bool {
    let column = |name: &str| remade.after.column(name);
    let is_typed = mentions(check, "typeof") && remade.after.strict() && !remade.before.strict();
    is_typed
        || columns.iter().any(|name| {
            let is_required = column(name).is_some_and(Column::not_null);
            is_required
                && [format!("{name} is not null"), format!("{name} notnull")].contains(&check.to_owned())
        })
        || come_foreign_keys(remade).any(|key| {
            let of_key = |name: &&str| key.columns().iter().any(|column| is(column.as_str(), name));
            columns.iter().any(of_key)
        })
}

/// The columns that have to be unique together.
struct Key {
    columns: Vec<String>,
    what: &'static str,
}

/// What refuses duplicates, by constraints; and, with `indexes`, by unique indexes.
fn keys(table: &Table, indexes: bool) -> Vec<Key> {
    let mut keys = Vec::new();
    let primary = table.primary_key();
    if !primary.is_empty() {
        let columns = primary.iter().map(|column| column.name().to_ascii_lowercase()).collect();
        keys.push(Key { columns, what: "PRIMARY KEY" });
    }
    let is_key = |index: &&Index| index.origin() == Origin::Unique || (indexes && index.unique());
    for index in table.indexes().iter().filter(is_key).filter(|index| !index.partial()) {
        let columns: Option<Vec<String>> =
            index.columns().iter().map(|column| Some(column.name()?.to_ascii_lowercase())).collect();
        keys.extend(columns.map(|columns| Key { columns, what: "UNIQUE" }));
    }
    keys
}

/// A UNIQUE or PRIMARY KEY that nothing in the new table implies, or has taken the place of.
pub(super) fn lost_unique(scene: &Scene<'_>, remade: &Remade<'_>) -> Option<Finding> {
    let new = keys(remade.after, true);
    let old = keys(remade.before, true);
    let now = |key: &Key| -> Option<Vec<String>> {
        let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
        Some(remade.names(&columns)?.iter().map(|name| name.to_ascii_lowercase()).collect())
    };
    let come =
        new.iter().filter(|new| !old.iter().any(|old| now(old).is_some_and(|old| same(&old, &new.columns))));
    let come: Vec<&Key> = come.collect();
    let clauses = keys(remade.before, false).into_iter().filter_map(|key| {
        let columns = now(&key)?;
        let is_kept = new.iter().any(|new| new.columns.iter().all(|column| columns.contains(column)));
        let overlaps = |key: &&Key| key.columns.iter().any(|column| columns.contains(column));
        let is_changed = come.iter().copied().any(|key| overlaps(&key)) || has_come(remade, &columns);
        let is_lost = !is_kept && !is_changed;
        is_lost.then(|| format!("{} ({})", key.what, joined(columns.iter().map(String::as_str))))
    });
    lost(scene, remade, &lint::LOST_UNIQUE, lint::LOST_UNIQUE.why, &clauses.collect::<Vec<_>>())
}

/// Whether a new unique index with a condition or an expression is about one of these columns.
pub(super) fn has_come(remade: &Remade<'_>, columns: &[String]) -> bool {
    let is_known = |index: &Index| {
        remade.before.indexes().iter().any(|old| old.sql().map(canonical) == index.sql().map(canonical))
    };
    let mut found = remade.after.indexes().iter().filter(|index| index.unique() && !is_known(index));
    found.any(|index| index.sql().is_some_and(|sql| columns.iter().any(|column| mentions(sql, column))))
}

fn same(columns: &[String], others: &[String]) -> bool {
    columns.len() == others.len() && columns.iter().all(|column| others.contains(column))
}

/// A foreign key whose parent and columns are still there; or what it does when the parent changes.
pub(super) fn lost_foreign_key(scene: &Scene<'_>, remade: &Remade<'_>) -> Option<Finding> {
    let clauses = remade.before.foreign_keys().iter().filter_map(|old| {
        let columns: Vec<&str> = old.columns().iter().map(Text::as_str).collect();
        let columns = remade.names(&columns)?;
        let parent = parent(scene, old)?;
        let has = |new: &&ForeignKey| of(new, &columns) && is(new.parent(), parent);
        let Some(new) = remade.after.foreign_keys().iter().find(has) else {
            let overlaps = |key: &ForeignKey| {
                !of(key, &columns)
                    && columns.iter().any(|name| key.columns().iter().any(|it| is(it.as_str(), name)))
            };
            let is_changed = come_foreign_keys(remade).any(overlaps);
            return (!is_changed).then(|| foreign_key(old));
        };
        let actions =
            [("UPDATE", old.on_update(), new.on_update()), ("DELETE", old.on_delete(), new.on_delete())];
        let is_lost = |old: Action, new: Action| old != Action::NoAction && new == Action::NoAction;
        let lost = actions.into_iter().filter(|(_, old, new)| is_lost(*old, *new));
        let lost: Vec<String> = lost.map(|(event, old, _)| format!("ON {event} {}", old.as_str())).collect();
        let key = joined(columns.iter().copied());
        (!lost.is_empty()).then(|| format!("{} of FOREIGN KEY ({key})", lost.join(" ")))
    });
    lost(scene, remade, &lint::LOST_FOREIGN_KEY, lint::LOST_FOREIGN_KEY.why, &clauses.collect::<Vec<_>>())
}

/// The name that the parent has now; `None` if it is gone or never was there, or a column that is referred to is not.
fn parent<'a>(scene: &Scene<'a>, key: &'a ForeignKey) -> Option<&'a str> {
    scene.chapter.lineage.known().find(|known| is(known, key.parent()))?;
    let name = match scene.chapter.lineage.fate(key.parent()) {
        Fate::Kept | Fate::Rebuilt(_) => key.parent(),
        Fate::Renamed(name) => name,
        Fate::Dropped(_) => return None,
    };
    let has_all =
        |table: &Table| key.parent_columns().iter().all(|name| table.column(name.as_str()).is_some());
    scene.chapter.after(name).is_none_or(has_all).then_some(name)
}

/// The foreign keys that the old table does not have.
fn come_foreign_keys<'r>(remade: &'r Remade<'_>) -> impl Iterator<Item = &'r ForeignKey> {
    let is_old = |new: &ForeignKey| {
        remade.before.foreign_keys().iter().any(|old| {
            let columns: Vec<&str> = old.columns().iter().map(Text::as_str).collect();
            remade.names(&columns).is_some_and(|columns| of(new, &columns)) && is(old.parent(), new.parent())
        })
    };
    remade.after.foreign_keys().iter().filter(move |key| !is_old(key))
}

/// Whether it is a foreign key of these columns.
fn of(key: &ForeignKey, columns: &[&str]) -> bool {
    key.columns().len() == columns.len()
        && columns.iter().all(|name| key.columns().iter().any(|column| is(column.as_str(), name)))
}

fn is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}
