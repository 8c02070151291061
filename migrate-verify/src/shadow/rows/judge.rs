//! A statement that fails on rows: on every database that has some, or on some.

use std::ops::RangeInclusive;

use migrate_files::diagnostic::lint::trust;
use migrate_files::diagnostic::rows as texts;
use migrate_files::lint::ENDLESS_BACKFILL;
use rusqlite::Result;

use super::trial::Failed;
use super::walk::{Ran, Stepped, Walk};
use super::{Facts, Found};
use crate::shadow::seed::Style;

/// Kinds of values that are tried before a failure is taken for certain; the typical ones have failed.
const VARIANTS: RangeInclusive<u32> = 1..=5;
/// Versions that are gone on from, to find the one whose rows fail.
const MOST_STARTS: usize = 6;

/// What is said of it.
#[derive(Default)]
pub(super) struct Judgement {
    /// `None` if only made-up values are to blame.
    pub(super) found: Option<Found>,
    /// The migration has run, on rows with other values.
    pub(super) ran: Option<Ran>,
}

/// `walk` stands before the migration `index`, which has `failed` on it.
pub(super) fn judge(
    walk: &mut Walk<'_>,
    facts: &Facts<'_>,
    style: Style,
    index: usize,
    failed: Failed,
) -> Result<Judgement> {
    if failed.is_endless {
        // Plain rows are such as every database has.
        let is_certain = style != Style::Adversarial;
        let lint = (!is_certain).then_some(&ENDLESS_BACKFILL);
        let (subject, mut diagnostic) = (subject(&failed), failed.diagnostic);
        if is_certain {
            diagnostic = diagnostic.help(trust(facts.set.migrations()[index].version));
        }
        return Ok(Judgement {
            found: Some(Found { migration: index, subject, lint, diagnostic }),
            ran: None,
        });
    }
    let Some(cause) = failed.cause else { return Ok(Judgement::default()) };
    let mut ran = None;
    if style != Style::Adversarial && cause.can_be_certain(&facts.chapters[index].deeds, &failed.deed) {
        let tried = on_new_rows(walk, index, &failed)?;
        ran = tried.ran;
        let earlier = if tried.fails { None } else { of_an_earlier_version(facts, index, &failed)? };
        let certain = match &earlier {
            Some((again, start)) => Some((again, Some(*start).filter(|start| *start < index))),
            None => tried.fails.then_some((&failed, None)),
        };
        if let Some((again, start)) = certain {
            let from = start.map(|count: usize| facts.set.migrations()[count - 1].up.path.as_str());
            let diagnostic = texts::certain(again.diagnostic.clone(), &again.witness, from, cause.way_out());
            let diagnostic = diagnostic.help(trust(facts.set.migrations()[index].version));
            let found = Found { migration: index, subject: subject(&failed), lint: None, diagnostic };
            return Ok(Judgement { found: Some(found), ran });
        }
    }
    Ok(Judgement { found: depends(index, &failed), ran })
}

/// What is said of a failure that other rows do not see; `None` if only made-up values are to blame.
pub(super) fn depends(index: usize, failed: &Failed) -> Option<Found> {
    let lint = failed.lint()?;
    let diagnostic = texts::depends(&failed.diagnostic, lint, &failed.witness, failed.way_out());
    Some(Found { migration: index, subject: subject(failed), lint: Some(lint), diagnostic })
}

fn subject(failed: &Failed) -> String {
    format!("statement at {}", failed.deed.origin.start)
}

/// The migration, tried on plain rows of every kind.
struct Tried {
    /// Whether it fails on all of them.
    fails: bool,
    ran: Option<Ran>,
}

fn on_new_rows(walk: &mut Walk<'_>, index: usize, failed: &Failed) -> Result<Tried> {
    for variant in VARIANTS {
        if !walk.replace_rows(index, Style::Plain(variant))? {
            return Ok(Tried { fails: false, ran: None });
        }
        match walk.step(index)? {
            Stepped::Failed(Some(again)) if again.is_like(failed) => {}
            Stepped::Failed(_) => return Ok(Tried { fails: false, ran: None }),
            Stepped::Ran(ran) => return Ok(Tried { fails: false, ran: Some(ran) }),
        }
    }
    Ok(Tried { fails: true, ran: None })
}

/// The failure on rows that came when fewer migrations had run, and how many.
fn of_an_earlier_version(
    facts: &Facts<'_>,
    index: usize,
    failed: &Failed,
) -> Result<Option<(Failed, usize)>> {
    for start in starts(facts, index) {
        let mut first = None;
        for variant in VARIANTS {
            first = match on_rows_since(facts, Style::Plain(variant), start, index)? {
                Some(again) if again.is_like(failed) => first.or(Some(again)),
                _ => {
                    first = None;
                    break;
                }
            };
        }
        if let Some(again) = first {
            return Ok(Some((again, start)));
        }
    }
    Ok(None)
}

/// How many migrations may have run when the rows came: those up to a change of a table that this one is about, the latest
/// first.
fn starts(facts: &Facts<'_>, index: usize) -> Vec<usize> {
    let involved = facts.chapters[index].involved();
    let changes = |at: &usize| {
        let mut tables = facts.chapters[*at].after.iter();
        tables.any(|table| involved.contains(&table.name().to_ascii_lowercase()))
    };
    let is_due =
        |start: &usize| Some(facts.set.migrations()[start - 1].version) >= facts.options.trusted_through;
    let earlier = (0..index.saturating_sub(1)).rev().filter(changes).map(|at| at + 1);
    // A file that has done a part cannot be tried again where it has failed.
    let here = (!facts.set.migrations()[index].directives.is_all_or_nothing()).then_some(index);
    here.into_iter().chain(earlier.filter(is_due)).take(MOST_STARTS).collect()
}

/// The failure of the migration `index`, if those between have run.
fn on_rows_since(facts: &Facts<'_>, style: Style, start: usize, index: usize) -> Result<Option<Failed>> {
    let mut walk = Walk::since(facts, style, start, index)?;
    for between in start..index {
        if !matches!(walk.step(between)?, Stepped::Ran(_)) {
            return Ok(None);
        }
    }
    match walk.step(index)? {
        Stepped::Failed(failed) => Ok(failed.map(|failed| *failed)),
        Stepped::Ran(_) => Ok(None),
    }
}
