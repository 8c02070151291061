//! A schema that can be had better.

mod files;
mod keys;
mod strings;
mod types;

use migrate_files::diagnostic::quality as texts;
use migrate_files::lint::{self, Finding};
use migrate_token::significant;
use rusqlite::{Connection, Result};

use super::{Scene, Story};
use crate::shadow::before::guarded;
use crate::shadow::explain::told;
use crate::shadow::story::{Deed, Skipped};
use crate::shadow::tape::Event;

/// In what a migration does.
pub(super) fn find(scene: &Scene<'_>) -> Result<Vec<Finding>> {
    let mut findings: Vec<Finding> = skipped(scene).chain(unless_it_exists(scene)).collect();
    findings.extend(strings::in_statements(scene));
    findings.extend(without_effect(scene)?);
    Ok(findings)
}

/// In what all of them come to.
pub(super) fn in_the_end(story: &Story<'_>) -> Result<Vec<Finding>> {
    let mut findings = files::find(story);
    findings.extend(story.tables().flat_map(|table| keys::find(story, table)));
    findings.extend(story.tables().flat_map(|table| types::find(story, table)));
    findings.extend(strings::in_the_end(story)?);
    Ok(findings)
}

/// Statements that create nothing, because what they create is there.
fn skipped(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    scene.chapter.deeds.iter().filter_map(|deed| {
        let Skipped { name, is_same } = deed.skipped.as_ref()?;
        let made = scene.story.objects.made(name).filter(|made| made.is_before(deed.origin));
        let made = made.map(|made| told(scene.story.set, made));
        Some(scene.finding(&lint::SKIPPED_CREATE, deed, |place| {
            texts::skipped_create(place, name, made.as_deref(), *is_same)
        }))
    })
}

fn unless_it_exists(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    scene.chapter.deeds.iter().filter_map(|deed| {
        let name = guarded(scene.text(deed))?.name;
        Some(scene.finding(&lint::IF_NOT_EXISTS, deed, |place| texts::if_not_exists(place, &name)))
    })
}

/// A file without a statement that could do anything, or none that others of it do not take back. What is skipped, or
/// dropped if it exists, was meant to.
fn without_effect(scene: &Scene<'_>) -> Result<Option<Finding>> {
    if !scene.chapter.changes.is_empty() || !scene.chapter.before.is_empty() || scene.has_hook() {
        return Ok(None);
    }
    for deed in &scene.chapter.deeds {
        if !is_taken_back(deed) && !only_reads(scene, deed)? {
            return Ok(None);
        }
    }
    let is_empty = scene.chapter.deeds.is_empty();
    Ok(Some(scene.finding_in_file(&lint::NO_EFFECT, |place| texts::no_effect(place, is_empty))))
}

/// Whether it changes the schema alone, which in the end is the same; or only makes or fills what is temporary.
fn is_taken_back(deed: &Deed) -> bool {
    // ANALYZE makes tables of SQLite's own.
    let is_own = |event: &Event| event.made().is_some_and(|name| name.starts_with("sqlite_"));
    let is_harmless = |event: &Event| event.written().is_none() && !is_own(event);
    (!deed.events.is_empty() && deed.events.iter().all(is_harmless))
        || (deed.events.is_empty() && !deed.temporary.is_empty())
}

/// Whether the statement is a query, of which nothing is left.
fn only_reads(scene: &Scene<'_>, deed: &Deed) -> Result<bool> {
    let text = scene.text(deed);
    let Some(first) = significant(text).next() else { return Ok(true) };
    let is_any = |words: &[&str]| words.iter().any(|word| first.is_word(word));
    if is_any(&["PRAGMA"]) {
        return Ok(deed.pragmas.iter().all(|(name, value)| value.is_none() && !works(name)));
    }
    if !is_any(&["SELECT", "VALUES", "WITH", "EXPLAIN"])
        || deed.events.iter().any(|event| matches!(event, Event::Writes(_)))
    {
        return Ok(false);
    }
    Ok(!calls_another(scene.story.conn, deed)?)
}

/// Whether a PRAGMA does something without being given a value.
fn works(pragma: &str) -> bool {
    ["incremental_vacuum", "optimize", "shrink_memory", "wal_checkpoint"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(pragma))
}

/// Whether it calls a function of the program, which may do anything.
fn calls_another(conn: &Connection, deed: &Deed) -> Result<bool> {
    let mut builtin =
        conn.prepare("SELECT 1 FROM pragma_function_list WHERE builtin AND name = ?1 COLLATE NOCASE")?;
    for function in &deed.functions {
        if !builtin.exists([function])? {
            return Ok(true);
        }
    }
    Ok(false)
}
