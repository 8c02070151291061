//! A table that is made anew although ALTER TABLE would have done.

use migrate_files::diagnostic::rebuild as texts;
use migrate_files::lint::{self, Finding};
use migrate_runtime::__private::schema::Kind as Schema;
use migrate_runtime::__private::schema::facts::{column as column_fact, foreign_key};
use migrate_runtime::{Column, ForeignKey, Generated};
use migrate_token::{Kind, Token, canonical, significant};

use super::super::Scene;
use super::super::remade::{Remade, mentions};
use super::written;
use crate::shadow::lineage::Fate;
use crate::shadow::objects::Origin;

/// `ALTER TABLE … DROP COLUMN` is the youngest of them. https://www.sqlite.org/changes.html#version_3_35_0
const ALTERS_ALL: i32 = 3_035_000;

pub(super) fn needless_rebuild(scene: &Scene<'_>, remade: &Remade<'_>) -> Option<Finding> {
    let rebuilt = &remade.rebuilt;
    let [copy] = rebuilt.copies[..] else { return None };
    let is_plain = !rebuilt.has_others && rebuilt.left.is_none() && is_plain_copy(scene, remade, copy);
    // Where a parent is made anew or renamed, its children may have to follow.
    let has_parents = remade.before.foreign_keys().iter().chain(remade.after.foreign_keys()).all(|key| {
        key.parent().eq_ignore_ascii_case(remade.after.name())
            || scene.chapter.lineage.fate(key.parent()) == Fate::Kept
    });
    if rusqlite::version_number() < ALTERS_ALL || !is_plain || !has_parents {
        return None;
    }
    let statements = statements(scene, remade)?;
    let (place, table) = (remade.made(scene), remade.after.name());
    let diagnostic = if statements.is_empty() {
        texts::rebuild_for_nothing(place, table)
    } else {
        texts::needless_rebuild(place, table, &statements)
    };
    Some(scene.said(&lint::NEEDLESS_REBUILD, diagnostic))
}

/// Whether the statement copies columns of one table as they are, and all rows. What a SELECT makes of them SQLite tells
/// nobody; the words do, and where there is one that is no name, there may be a reason for the copy.
fn is_plain_copy(scene: &Scene<'_>, remade: &Remade<'_>, copy: Origin) -> bool {
    let Some(deed) = scene.chapter.deed(copy) else { return false };
    let tables: Vec<&str> =
        deed.reads.iter().map(|(table, _)| table.as_str()).chain(deed.inserted()).collect();
    let columns = remade.before.columns().iter().chain(remade.after.columns()).map(Column::name);
    let words = columns.chain(tables).chain(["INSERT", "INTO", "SELECT", "FROM"]);
    let words: Vec<&str> = words.collect();
    let is_plain = |token: Token<'_>| match token.kind {
        Kind::Word | Kind::Quoted => {
            token.name().is_some_and(|name| words.iter().any(|word| word.eq_ignore_ascii_case(&name)))
        }
        Kind::Operator => ["(", ")", ",", ".", "*", ";"].contains(&token.text),
        _ => false,
    };
    let text = scene.migration().up.text.get(copy.start..copy.end).unwrap_or("");
    deed.selects == 1 && significant(text).all(is_plain)
}

/// The statements that do the same; `None` if there are none.
fn statements(scene: &Scene<'_>, remade: &Remade<'_>) -> Option<Vec<String>> {
    let table = remade.after.name();
    let (old, new) = (remade.before.columns(), remade.after.columns());
    let gone: Vec<&Column> = old.iter().filter(|old| remade.column(old.name()).is_none()).collect();
    let kept: Vec<&str> = old.iter().filter_map(|old| remade.name(old.name())).collect();
    let come = new.get(kept.len()..)?;
    let is_in_order = kept.iter().zip(new).all(|(name, new)| name.eq_ignore_ascii_case(new.name()));
    let can = is_in_order
        && remade.columns().all(|(old, new)| is_same(remade, old, new))
        && come.iter().all(can_be_added)
        && gone.iter().all(|column| can_be_dropped(scene, column))
        && nothing_else_differs(remade, &gone, come);
    if !can {
        return None;
    }
    let table = quoted(table);
    let drops =
        gone.iter().map(|column| format!("ALTER TABLE {table} DROP COLUMN {}", quoted(column.name())));
    let renames = remade
        .renamed()
        .iter()
        .map(|(from, to)| format!("ALTER TABLE {table} RENAME COLUMN {} TO {}", quoted(from), quoted(to)));
    let adds =
        come.iter().map(|column| format!("ALTER TABLE {table} ADD COLUMN {}", definition(remade, column)));
    Some(drops.chain(renames).chain(adds).collect())
}

/// Whether a column is the same but for its name.
fn is_same(remade: &Remade<'_>, old: &Column, new: &Column) -> bool {
    let fact = |column: &Column| column_fact(column).split_once("` ").map(|(_, clauses)| clauses.to_owned());
    let has_place = old.primary_key() == new.primary_key();
    let (old_clauses, new_clauses) = (fact(old), fact(new));
    has_place
        && old_clauses.map(|text| remade.with_new_names(&text))
            == new_clauses.map(|text| remade.with_new_names(&text))
}

/// Whether ADD COLUMN takes it. https://www.sqlite.org/lang_altertable.html#alter_table_add_column
fn can_be_added(column: &Column) -> bool {
    let default = column.default().filter(|default| !default.eq_ignore_ascii_case("NULL"));
    let is_constant = default.is_none_or(|default| {
        let tokens: Vec<Token<'_>> = significant(default).collect();
        let value = match &tokens[..] {
            [value] => value,
            [sign, value] if ["-", "+"].contains(&sign.text) => value,
            _ => return false,
        };
        matches!(value.kind, Kind::Number | Kind::String | Kind::Blob)
            || ["TRUE", "FALSE"].iter().any(|word| value.is_word(word))
    });
    let is_filled = !column.not_null() || default.is_some();
    is_constant
        && is_filled
        && column.primary_key().is_none()
        && column.generated() != Some(Generated::Stored)
}

/// Whether DROP COLUMN takes it: nothing else names it. https://www.sqlite.org/lang_altertable.html#alter_table_drop_column
fn can_be_dropped(scene: &Scene<'_>, column: &Column) -> bool {
    let name = column.name();
    let objects = scene.chapter.changes.iter().flat_map(|change| [&change.before, &change.after]).flatten();
    let mut others = objects.filter(|object| object.kind != Schema::Table);
    column.primary_key().is_none() && !others.any(|object| mentions(&object.sql, name))
}

/// Whether the facts of the two tables differ in these columns and in names only.
fn nothing_else_differs(remade: &Remade<'_>, gone: &[&Column], come: &[Column]) -> bool {
    let (lost, added) = remade.facts();
    let lost = lost.into_iter().filter(|fact| !gone.iter().any(|column| *fact == column_fact(column)));
    // ADD COLUMN takes a foreign key if the rows refer to nothing.
    let adds = |column: &Column| column.default().is_none();
    let keys = remade.after.foreign_keys().iter();
    let keys = keys.filter(|key| come.iter().any(|column| adds(column) && is_of(key, column)));
    let mut allowed: Vec<String> = come.iter().map(column_fact).collect();
    allowed.extend(keys.map(foreign_key));
    let checks = come.iter().flat_map(|column| checks_of(remade, column));
    allowed.extend(checks.map(|check| format!("CHECK ({check})")));
    let added = added.into_iter().filter(|fact| !allowed.contains(fact));
    let mut lost: Vec<String> = lost.map(|fact| remade.with_new_names(&fact)).collect();
    let mut added: Vec<String> = added.map(|fact| remade.with_new_names(&fact)).collect();
    lost.sort_unstable();
    added.sort_unstable();
    lost == added
}

/// The CHECKs of a new column alone: ADD COLUMN takes them if the default passes, as the copy has shown.
fn checks_of<'r>(remade: &'r Remade<'_>, column: &Column) -> impl Iterator<Item = &'r str> {
    let name = column.name().to_owned();
    let is_of = move |check: &&str| matches!(remade.named_in_new(check)[..], [only] if only == name);
    remade.after.checks().iter().map(|check| check.as_str()).filter(is_of)
}

/// Whether it is a foreign key of this column alone.
fn is_of(key: &ForeignKey, column: &Column) -> bool {
    matches!(key.columns(), [only] if only.as_str().eq_ignore_ascii_case(column.name()))
}

/// A column as ADD COLUMN takes it.
fn definition(remade: &Remade<'_>, column: &Column) -> String {
    let mut text = quoted(column.name());
    if !column.declared_type().is_empty() {
        text.push_str(&format!(" {}", column.declared_type()));
    }
    if column.not_null() {
        text.push_str(" NOT NULL");
    }
    if let Some(default) = column.default() {
        text.push_str(&format!(" DEFAULT {default}"));
    }
    if let Some(collation) = column.collation() {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    for check in checks_of(remade, column) {
        text.push_str(&format!(" CHECK ({})", written(check)));
    }
    if let Some(key) = remade.after.foreign_keys().iter().find(|key| is_of(key, column)) {
        // Behind its columns a foreign key is what stands behind a column.
        let fact = foreign_key(key);
        text.push_str(fact.split_once(')').map_or("", |(_, clause)| clause).replace('`', "").as_str());
    }
    if let Some(expression) = column.expression() {
        text.push_str(&format!(" AS ({expression})"));
    }
    text
}

/// A name as it stands in a statement.
fn quoted(name: &str) -> String {
    let quoted = format!("\"{}\"", name.replace('"', "\"\""));
    if canonical(&quoted).starts_with('"') { quoted } else { name.to_owned() }
}
