//! A table is made anew, and lacks something.

mod columns;
mod indexes;
mod keys;
mod needless;
mod tables;
mod triggers;

use migrate_files::diagnostic::rebuild as texts;
use migrate_files::lint::{Finding, Lint};
use migrate_runtime::__private::schema::Kind;
use migrate_token::{Kind as Class, significant};

use super::Scene;
use super::remade::Remade;

pub(super) fn find(scene: &Scene<'_>) -> Vec<Finding> {
    let remade = Remade::all(scene);
    let mut findings = Vec::new();
    for remade in &remade {
        findings.extend(indexes::lost_index(scene, remade));
        findings.extend(triggers::lost_trigger(scene, remade));
        findings.extend(needless::needless_rebuild(scene, remade));
        // It lacks all of that, and is told as one thing.
        if tables::selected(scene, remade.after).is_some() {
            continue;
        }
        findings.extend(keys::lost_check(scene, remade));
        findings.extend(keys::lost_unique(scene, remade));
        findings.extend(keys::lost_foreign_key(scene, remade));
        findings.extend(columns::lost_collation(scene, remade));
        findings.extend(columns::lost_default(scene, remade));
        findings.extend(columns::lost_generated_column(scene, remade));
        findings.extend(columns::lost_table_option(scene, remade));
    }
    findings.extend(triggers::lost_trigger_of_view(scene));
    findings.extend(tables::find(scene, &remade));
    findings
}

/// What the old table has and the new one lacks, in words of SQL; and why that matters.
fn lost(
    scene: &Scene<'_>,
    remade: &Remade<'_>,
    lint: &'static Lint,
    why: &str,
    clauses: &[String],
) -> Option<Finding> {
    if clauses.is_empty() {
        return None;
    }
    let is_all = clauses.len() == 1 && remade.differ_in_one();
    let diagnostic = texts::lost(remade.made(scene), remade.after.name(), clauses, why, is_all);
    Some(scene.said(lint, diagnostic))
}

/// Canonical text, closer to how a person writes it.
fn written(canonical: &str) -> String {
    let mut text = String::new();
    let mut is_call = false;
    for token in significant(canonical) {
        let is_close = [")", ",", "."].contains(&token.text) || (token.text == "(" && is_call);
        if !text.is_empty() && !text.ends_with(['(', '.']) && !is_close {
            text.push(' ');
        }
        text.push_str(token.text);
        is_call = token.kind == Class::Word && !OPERATORS.iter().any(|word| token.is_word(word));
    }
    text
}

/// Words behind which a parenthesis does not start the arguments of a call.
const OPERATORS: [&str; 12] =
    ["and", "between", "case", "else", "glob", "in", "is", "like", "not", "or", "then", "when"];

/// What takes along that which belongs to the old table.
fn by(remade: &Remade<'_>) -> &'static str {
    if remade.rebuilt.left.is_some() { "ALTER TABLE … RENAME" } else { "DROP TABLE" }
}

/// Whether a statement drops the object by its name.
fn is_dropped(scene: &Scene<'_>, kind: Kind, name: &str) -> bool {
    let mut dropped = scene.chapter.deeds.iter().filter_map(|deed| deed.dropped(kind));
    dropped.any(|dropped| dropped.eq_ignore_ascii_case(name))
}

/// Whether a later migration brings the object back.
pub(super) fn is_made_later(scene: &Scene<'_>, kind: Kind, name: &str) -> bool {
    let later = scene.story.chapters[scene.index + 1..].iter();
    later.flat_map(|chapter| &chapter.deeds).filter_map(|deed| deed.made(kind)).any(|made| is(made, name))
}

/// What stands behind the name that comes after this word.
fn body<'s>(sql: &'s str, word: &str) -> &'s str {
    let mut tokens = significant(sql).skip_while(|token| !token.is_word(word)).skip(2).peekable();
    tokens.peek().map_or("", |token| &sql[token.start..])
}

fn is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}
