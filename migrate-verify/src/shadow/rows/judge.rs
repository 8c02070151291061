//! A statement that fails on rows: on every database that has some, or on some.

use migrate_files::diagnostic::lint::trust;
use migrate_files::diagnostic::rows as texts;
use rusqlite::Result;

use super::trial::Failed;
use super::walk::{Stepped, Walk};
use super::{Facts, Found};
use crate::shadow::seed::Style;

/// Kinds of values that are tried before a failure is taken for certain.
const VARIANTS: u32 = 4;
/// Versions that are gone on from, to find the one whose rows fail.
const MOST_STARTS: usize = 6;

/// What is said of it; `None` if only made-up values are to blame.
pub(super) fn judge(facts: &Facts<'_>, style: Style, index: usize, failed: Failed) -> Result<Option<Found>> {
    let subject = format!("statement at {}", failed.deed.origin.start);
    let Some(cause) = failed.cause else { return Ok(None) };
    if style != Style::Adversarial && cause.can_be_certain(&facts.chapters[index].deeds, &failed.deed) {
        for start in starts(facts, index) {
            if let Some(again) = on_all_rows(facts, start, index, &failed)? {
                let file = |count: usize| facts.set.migrations()[count - 1].up.path.as_str();
                let from = (start < index && start > 0).then(|| file(start));
                let diagnostic = texts::certain(again.diagnostic, &again.witness, from, cause.way_out());
                let diagnostic = diagnostic.help(trust(facts.set.migrations()[index].version));
                return Ok(Some(Found { migration: index, subject, lint: None, diagnostic }));
            }
        }
    }
    let Some(lint) = failed.lint() else { return Ok(None) };
    let diagnostic = texts::depends(&failed.diagnostic, lint, &failed.witness);
    Ok(Some(Found { migration: index, subject, lint: Some(lint), diagnostic }))
}

/// How many migrations may have run when the rows came: all before this one, or those up to a change of a table that it
/// is about.
fn starts(facts: &Facts<'_>, index: usize) -> Vec<usize> {
    let chapter = &facts.chapters[index];
    let is_involved =
        |name: &str| chapter.deeds.iter().any(|deed| deed.tables().any(|it| it.eq_ignore_ascii_case(name)));
    let changes = |at: &usize| facts.chapters[*at].after.iter().any(|table| is_involved(table.name()));
    let earlier = (0..index.saturating_sub(1)).rev().filter(changes).map(|at| at + 1);
    let is_due = |start: &usize| {
        facts.set.migrations()[start - 1].version.ge(&facts.options.trusted_through.unwrap_or(0))
    };
    std::iter::once(index).chain(earlier.filter(is_due)).take(MOST_STARTS).collect()
}

/// The failure, if the statement fails on plain rows of every kind that came after `start` migrations.
fn on_all_rows(facts: &Facts<'_>, start: usize, index: usize, failed: &Failed) -> Result<Option<Failed>> {
    let mut first = None;
    for variant in 0..VARIANTS {
        let style = Style::Plain(variant);
        let mut walk = Walk::since(facts, style, start, index)?;
        for between in start..index {
            if !matches!(walk.step(between)?, Stepped::Ran(_)) {
                return Ok(None);
            }
        }
        match walk.step(index)? {
            Stepped::Failed(Some(again)) if again.is_like(failed) => first = first.or(Some(*again)),
            _ => return Ok(None),
        }
    }
    Ok(first)
}
