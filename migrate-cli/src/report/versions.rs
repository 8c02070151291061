//! What each migration makes of the schema.

use maud::{Markup, html};

use super::{OfSet, changes, note};
use crate::graph::{Change, Step, Touch, marks, svg};
use crate::picture::glyphs::visible;
use crate::picture::tables::{framed, sql};

pub(super) fn section(set: &OfSet, _: &str) -> Markup {
    let graph = match &set.graph {
        Ok(graph) => graph,
        Err(reason) => return note("bad", reason),
    };
    html! {
        @if graph.steps.is_empty() {
            p.muted { "The set has no migration." }
        } @else {
            (framed(svg::within(graph), "which migration touches which table"))
            p.legend { "A line is the life of a table, a dashed one that of a view. What a migration only reads is not known." }
            @for step in &graph.steps { (one(step)) }
        }
    }
}

fn one(step: &Step) -> Markup {
    let migration = &step.migration;
    html! {
        details {
            summary {
                (migration.version()) " " (visible(migration.description()))
                @for mark in marks(migration) { span.tag { (visible(&mark)) } }
                span.what { (visible(&told(&step.touches))) }
            }
            div.body {
                p.muted {
                    code { (visible(migration.file())) }
                    @if migration.down().is_some() { ", with a way back" }
                    @if let Some(reason) = migration.irreversible() { ", irreversible: " (visible(reason)) }
                }
                (changes(&step.differences))
                (sql(migration.sql()))
            }
        }
    }
}

fn told(touches: &[Touch]) -> String {
    let one = |touch: &Touch| match &touch.change {
        Some(Change::Renames(from)) => format!("renames {from} to {}", touch.name),
        _ => format!("{} {}", touch.verbs().replace(", ", " and "), touch.name),
    };
    match touches {
        [] => "touches no table".to_owned(),
        some => some.iter().map(one).collect::<Vec<_>>().join(", "),
    }
}
