//! Clauses of single columns, and the options behind a table.

use migrate_files::lint::{self, Finding};
use migrate_runtime::{Column, Table};
use migrate_token::canonical;

use super::super::Scene;
use super::super::remade::Remade;
use super::{lost, written};
use crate::shadow::story::Alteration;

/// A column without its COLLATE, in any clause of the new table.
pub(super) fn lost_collation(scene: &Scene<'_>, remade: &Remade<'_>) -> Option<Finding> {
    let clauses = remade.columns().filter_map(|(old, new)| {
        let collation = old.collation().filter(|collation| !collation.eq_ignore_ascii_case("BINARY"))?;
        let in_an_index = remade.after.indexes().iter().flat_map(|index| index.columns()).any(|column| {
            column.name() == Some(new.name()) && column.collation().eq_ignore_ascii_case(collation)
        });
        let is_lost = new.collation().is_none() && has_same_type(old, new) && !in_an_index;
        is_lost.then(|| format!("COLLATE {collation} of column `{}`", new.name()))
    });
    lost(scene, remade, &lint::LOST_COLLATION, lint::LOST_COLLATION.why, &clauses.collect::<Vec<_>>())
}

/// A column without any DEFAULT that still is one to be written.
pub(super) fn lost_default(scene: &Scene<'_>, remade: &Remade<'_>) -> Option<Finding> {
    let clauses = remade.columns().filter_map(|(old, new)| {
        let default = old.default().filter(|default| !default.eq_ignore_ascii_case("NULL"))?;
        if is_forced(scene, remade, old) {
            return None;
        }
        let is_computed = new.generated().is_some() || is_rowid(remade.after, new);
        let is_lost = new.default().is_none() && !is_computed && has_same_type(old, new);
        is_lost.then(|| format!("DEFAULT {} of column `{}`", in_a_line(default), new.name()))
    });
    lost(scene, remade, &lint::LOST_DEFAULT, lint::LOST_DEFAULT.why, &clauses.collect::<Vec<_>>())
}

/// Whether the column has its DEFAULT because an ALTER TABLE of an earlier migration had to fill the rows.
fn is_forced(scene: &Scene<'_>, remade: &Remade<'_>, column: &Column) -> bool {
    let is_it = |name: &str, of: &str| {
        name.eq_ignore_ascii_case(column.name()) && of.eq_ignore_ascii_case(remade.before.name())
    };
    let adds = |alter: &Alteration| matches!(alter, Alteration::AddsColumn { table, column } if is_it(column, table));
    let mut deeds = scene.story.chapters[..scene.index].iter().flat_map(|chapter| &chapter.deeds);
    column.not_null() && deeds.any(|deed| deed.alteration.as_ref().is_some_and(adds))
}

/// A column that is no longer computed, or gone although all that it is computed from is there.
pub(super) fn lost_generated_column(scene: &Scene<'_>, remade: &Remade<'_>) -> Option<Finding> {
    let clauses = remade.before.columns().iter().filter_map(|old| {
        let expression = old.generated().and(old.expression())?;
        let is_lost = match remade.column(old.name()) {
            Some(new) => new.generated().is_none(),
            None => !remade.is_dropped(old.name()) && remade.names(&remade.named_in(expression)).is_some(),
        };
        is_lost.then(|| format!("the expression of its generated column `{}`", old.name()))
    });
    lost(
        scene,
        remade,
        &lint::LOST_GENERATED_COLUMN,
        lint::LOST_GENERATED_COLUMN.why,
        &clauses.collect::<Vec<_>>(),
    )
}

/// An option that the same primary key could have kept.
pub(super) fn lost_table_option(scene: &Scene<'_>, remade: &Remade<'_>) -> Option<Finding> {
    let (before, after) = (remade.before, remade.after);
    let names = |table: &Table| -> Vec<String> {
        table.primary_key().iter().map(|column| column.name().to_ascii_lowercase()).collect()
    };
    let old = names(before);
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let has_same_key = remade.names(&old).is_some_and(|key| {
        let key: Vec<String> = key.iter().map(|name| name.to_ascii_lowercase()).collect();
        key == names(after)
    });
    // A key that is another table's is not given here.
    let is_given = |key: &Column| {
        !after.foreign_keys().iter().any(|of| of.columns().iter().any(|it| it.as_str() == key.name()))
    };
    let counts = after.primary_key().iter().any(|key| is_rowid(after, key) && is_given(key));
    let is_rowid = after.primary_key().iter().any(|key| is_rowid(after, key));
    let options = [
        (STRICT, before.strict() && !after.strict()),
        (WITHOUT_ROWID, before.without_rowid() && !after.without_rowid() && has_same_key && !is_rowid),
        (AUTOINCREMENT, before.autoincrement() && !after.autoincrement() && has_same_key && counts),
    ];
    let (clauses, reasons): (Vec<String>, Vec<&str>) = options
        .into_iter()
        .filter(|(_, is_lost)| *is_lost)
        .map(|((option, why), _)| (option.to_owned(), why))
        .unzip();
    lost(scene, remade, &lint::LOST_TABLE_OPTION, &reasons.join("; "), &clauses)
}

/// The options, and what is so without them.
const STRICT: (&str, &str) = ("STRICT", "types are no longer enforced");
const WITHOUT_ROWID: (&str, &str) =
    ("WITHOUT ROWID", "rows are stored apart from their primary key, which takes more space");
const AUTOINCREMENT: (&str, &str) = ("AUTOINCREMENT", "numbers of deleted rows are given again");

/// What was declared for text means little for numbers.
fn has_same_type(old: &Column, new: &Column) -> bool {
    old.affinity() == new.affinity()
}

/// Whether the column is the rowid, which SQLite gives by itself. https://www.sqlite.org/lang_createtable.html#rowid
pub(super) fn is_rowid(table: &Table, column: &Column) -> bool {
    let is_only = column.primary_key() == Some(1) && table.primary_key().len() == 1;
    is_only && !table.without_rowid() && column.declared_type().eq_ignore_ascii_case("INTEGER")
}

/// As it is written, if that is one line.
fn in_a_line(text: &str) -> String {
    if text.contains('\n') { written(&canonical(text)) } else { text.to_owned() }
}
