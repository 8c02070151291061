//! A file says that older or newer programs can work with the database, and they cannot.

mod usable;

use std::collections::BTreeSet;

use migrate_files::compatible;
use migrate_files::diagnostic::{Place, phases as texts};
use migrate_files::lint::{self, Family, Finding};
use migrate_files::model::Set;
use migrate_files::phase::Phase;
use migrate_runtime::{Column, Schema, Table};

use super::Scene;
use usable::{is_required, lacks};

/// The migrations, by their index, behind which the schema has to be known.
pub(crate) fn wanted(set: &Set) -> BTreeSet<usize> {
    let index = |version: i64| set.migrations().iter().position(|m| m.version == version);
    let of_one = |(at, m): (usize, &migrate_files::model::Migration)| {
        let phase = m.directives.phase.as_ref().map(|_| [at.checked_sub(1), Some(at)]);
        let promise = m.directives.compatible_with.as_ref().map(|it| [index(it.version), Some(at)]);
        phase.into_iter().chain(promise).flatten().flatten().collect::<Vec<_>>()
    };
    set.migrations().iter().enumerate().flat_map(of_one).collect()
}

/// What is found, by what the other families have found in the migration.
pub(super) fn find(scene: &Scene<'_>, others: &[Finding]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let directives = &scene.migration().directives;
    match &directives.phase {
        Some((Phase::Expand, span)) => {
            let lacks = scene.before().zip(scene.after()).map(|(before, after)| lacks(before, after));
            let told = lacks
                .filter(|lacks| !lacks.is_empty())
                .map(|lacks| texts::expand_takes_away(scene.spot(span), &lacks));
            findings.extend(told.map(|it| scene.said(&lint::EXPAND_TAKES_AWAY, it)));
        }
        Some((Phase::Contract, span)) => findings.extend(contract(scene, &scene.spot(span))),
        None => findings.extend(no_phase(scene, others)),
    }
    findings.extend(not_compatible(scene));
    findings
}

fn contract(scene: &Scene<'_>, place: &Place) -> Vec<Finding> {
    let (Some(before), Some(after)) = (scene.before(), scene.after()) else { return Vec::new() };
    let made = made(before, after);
    let adds = (!made.is_empty())
        .then(|| scene.said(&lint::CONTRACT_ADDS, texts::contract_adds(place.clone(), &made)));
    let leaves = before.tables().iter().filter_map(|table| {
        // One that goes as a whole is not written to by whoever no longer knows it.
        let columns = left_required(table, after.table(table.name())?);
        let told = || texts::contract_leaves_required(place.clone(), table.name(), &columns);
        (!columns.is_empty()).then(|| scene.said(&lint::CONTRACT_LEAVES_REQUIRED, told()))
    });
    adds.into_iter().chain(leaves).collect()
}

/// Each table, view and column that is new, in words.
fn made(before: &Schema, after: &Schema) -> Vec<String> {
    let is_there = |name: &str| before.table(name).is_some() || before.view(name).is_some();
    let tables = after.tables().iter().map(Table::name).filter(|name| !is_there(name));
    let views = after.views().iter().map(|view| view.name()).filter(|name| !is_there(name));
    let columns = after.tables().iter().filter_map(|table| Some((before.table(table.name())?, table)));
    let columns = columns.flat_map(|(before, table)| {
        let is_new = |column: &&Column| before.column(column.name()).is_none();
        table
            .columns()
            .iter()
            .filter(is_new)
            .map(|column| format!("column `{}` of `{}`", column.name(), table.name()))
    });
    tables
        .map(|name| format!("table `{name}`"))
        .chain(views.map(|name| format!("view `{name}`")))
        .chain(columns)
        .collect()
}

fn left_required<'t>(before: &'t Table, after: &Table) -> Vec<&'t str> {
    let is_rowid = |column: &Column| before.rowid_alias().is_some_and(|alias| alias.name() == column.name());
    let goes =
        |column: &&Column| after.column(column.name()).is_none() && is_required(column) && !is_rowid(column);
    before.columns().iter().filter(goes).map(Column::name).collect()
}

/// Where phases are in use, taking something away is one.
fn no_phase(scene: &Scene<'_>, others: &[Finding]) -> Option<Finding> {
    let earlier = &scene.story.set.migrations()[..scene.index];
    let takes_away = |lint: &lint::Lint| {
        let destructive = [&lint::DROP_TABLE, &lint::DROP_COLUMN];
        lint.family == Family::Readers || destructive.iter().any(|it| it.name == lint.name)
    };
    let is_one = earlier.iter().any(|m| m.directives.phase.is_some())
        && others.iter().any(|finding| finding.migration == scene.index && takes_away(finding.lint));
    is_one.then(|| scene.finding_in_file(&lint::NO_PHASE, texts::no_phase))
}

fn not_compatible(scene: &Scene<'_>) -> Option<Finding> {
    let promise = scene.migration().directives.compatible_with.as_ref()?;
    let known = scene.story.set.migrations().iter().position(|m| m.version == promise.version)?;
    let lacks = lacks(scene.story.schemas.get(&known)?, scene.after()?);
    let place = || compatible::place(scene.migration(), promise);
    (!lacks.is_empty())
        .then(|| scene.said(&lint::NOT_COMPATIBLE, texts::not_compatible(place(), promise.version, &lacks)))
}
