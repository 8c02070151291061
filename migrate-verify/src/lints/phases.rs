//! A file says that older or newer programs can work with the database, and they cannot.

mod usable;

use std::collections::BTreeSet;

use migrate_files::compatible;
use migrate_files::diagnostic::{Place, phases as texts};
use migrate_files::lint::{self, Family, Finding};
use migrate_files::model::Set;
use migrate_files::phase::Phase;

use super::Scene;
use usable::{Aspect, Lack, lacks};

/// The migrations, by their index, behind which the schema has to be known.
pub(crate) fn wanted(set: &Set) -> BTreeSet<usize> {
    let index = |version: i64| index_of(set, version);
    let of_one = |(at, m): (usize, &migrate_files::model::Migration)| {
        let phase = m.directives.phase.as_ref().map(|_| [at.checked_sub(1), Some(at)]);
        let promise = m.directives.compatible_with.as_ref().map(|it| [index(it.version), Some(at)]);
        phase.into_iter().chain(promise).flatten().flatten().collect::<Vec<_>>()
    };
    set.migrations().iter().enumerate().flat_map(of_one).collect()
}

/// The migration behind which the schema is that of the version: it, or the squash that stands for it.
fn index_of(set: &Set, version: i64) -> Option<usize> {
    set.migrations().iter().position(|m| {
        m.version == version
            || m.directives.replaces.as_ref().is_some_and(|replaces| replaces.last == version)
    })
}

/// What is found, by what the other families have found in the migration.
pub(super) fn find(scene: &Scene<'_>, others: &[Finding]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let directives = &scene.migration().directives;
    match &directives.phase {
        Some((Phase::Expand, span)) => {
            let lacks = scene.before().zip(scene.after()).map(|(before, after)| told(&lacks(before, after)));
            let found = lacks.filter(|lacks| !lacks.is_empty());
            let text = |lacks: Vec<String>| texts::expand_takes_away(scene.spot(span), &lacks);
            findings.extend(found.map(|lacks| scene.said(&lint::EXPAND_TAKES_AWAY, text(lacks))));
        }
        Some((Phase::Contract, span)) => findings.extend(contract(scene, &scene.spot(span))),
        None => findings.extend(no_phase(scene, others)),
    }
    findings.extend(not_compatible(scene));
    findings
}

/// The program of this release knows what the migration leaves, and finds what was there before.
fn contract(scene: &Scene<'_>, place: &Place) -> Vec<Finding> {
    let (Some(before), Some(after)) = (scene.before(), scene.after()) else { return Vec::new() };
    let (missing, others): (Vec<Lack>, Vec<Lack>) =
        lacks(after, before).into_iter().partition(|lack| lack.aspect == Aspect::Missing);
    let rules: Vec<Lack> = others.into_iter().filter(|lack| lack.aspect == Aspect::Writes).collect();
    let adds = (!missing.is_empty())
        .then(|| scene.said(&lint::CONTRACT_ADDS, texts::contract_adds(place.clone(), &told(&missing))));
    let leaves = (!rules.is_empty()).then(|| {
        scene.said(&lint::CONTRACT_LEAVES_RULES, texts::contract_leaves_rules(place.clone(), &told(&rules)))
    });
    adds.into_iter().chain(leaves).collect()
}

fn told(lacks: &[Lack]) -> Vec<String> {
    lacks.iter().map(|lack| lack.text.clone()).collect()
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
    let known = index_of(scene.story.set, promise.version)?;
    let lacks = told(&lacks(scene.story.schemas.get(&known)?, scene.after()?));
    let place = || compatible::place(scene.migration(), promise);
    (!lacks.is_empty())
        .then(|| scene.said(&lint::NOT_COMPATIBLE, texts::not_compatible(place(), promise.version, &lacks)))
}
