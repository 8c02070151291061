//! What `up` would do.

use maud::{Markup, html};

use super::{OfSet, Pending, changes, failed};
use crate::graph::marks;
use crate::picture::glyphs::visible;
use crate::picture::tables::sql;

pub(super) fn section(set: &OfSet, _: &str) -> Markup {
    match &set.pending {
        Err(failure) => failed(failure),
        Ok(pending) if pending.is_empty() => html! { p.muted { "Nothing is pending." } },
        Ok(pending) => html! { @for it in pending { (one(it)) } },
    }
}

fn one(it: &Pending) -> Markup {
    let migration = &it.migration;
    let destroys = it.effect.as_ref().map_or(&[][..], |effect| &effect.destroys);
    let is_destructive = !destroys.is_empty();
    html! {
        details open {
            summary {
                (migration.version()) " " (visible(migration.description()))
                @for mark in marks(migration) { span.tag { (visible(&mark)) } }
                @if is_destructive && !it.is_recorded_only { span.tag.bad { "destructive" } }
            }
            div.body {
                p.muted { code { (visible(migration.file())) } }
                @if it.is_recorded_only {
                    p { "It is recorded, and not run: the database has run the files that it replaces." }
                } @else {
                    @for gone in destroys {
                        p { strong.bad { "Destructive: " } (visible(gone)) "." }
                    }
                    @for (table, rows) in &it.rows {
                        p { "Table " code { (visible(table)) } " has " (rows) @if *rows == 1 { " row" } @else { " rows" } " now." }
                    }
                    @match &it.effect {
                        Some(effect) => (changes(&effect.differences)),
                        None => p.odd { "What becomes of the schema is not known: the set cannot be run in memory." },
                    }
                    (sql(migration.sql()))
                }
            }
        }
    }
}
