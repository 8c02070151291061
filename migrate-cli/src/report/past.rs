//! What has been done, and what has been tried.

use maud::{Markup, html};
use migrate_runtime::{HistoryEntry, LogEntry, LogEvent};

use super::{OfSet, failed, milliseconds, table, tags};
use crate::picture::glyphs::{visible, visible_lines};

pub(super) fn history(set: &OfSet, _: &str) -> Markup {
    let row = |it: &HistoryEntry| {
        html! {
            td.number { (it.version()) }
            th scope="row" { (visible(it.description())) (tags(None, it.hook())) }
            td { (it.kind()) }
            td.time { (visible(it.applied_at())) }
            td.number { (milliseconds(it.execution_ms())) }
            td { (visible(it.program())) }
            td { code { (visible(it.checksum().get(..12).unwrap_or_default())) } }
        }
    };
    match &set.history {
        Err(failure) => failed(failure),
        Ok(history) if history.is_empty() => html! { p.muted { "Nothing is applied." } },
        Ok(history) => {
            let heading = ["version", "migration", "kind", "applied at", "ms", "program", "sha256"];
            table(&heading, history.iter().map(row))
        }
    }
}

pub(super) fn log(set: &OfSet, _: &str) -> Markup {
    let row = |it: &LogEntry| {
        html! {
            td.time { (visible(it.at())) }
            td.number { (it.version()) }
            td.bad[it.event() == LogEvent::Failed] { (it.event()) }
            td.number { (it.execution_ms().map_or(String::new(), milliseconds)) }
            td { (visible(it.program())) }
            td { @if let Some(message) = it.message() { (message_of(message)) } }
        }
    };
    match &set.log {
        Err(failure) => failed(failure),
        Ok(log) if log.is_empty() => html! { p.muted { "Nothing was tried." } },
        Ok(log) => table(&["at", "version", "event", "ms", "program", "message"], log.iter().map(row)),
    }
}

/// Its first line, and the rest for those who want it.
fn message_of(message: &str) -> Markup {
    match message.split_once('\n') {
        None => html! { (visible(message)) },
        Some((first, _)) => html! {
            details { summary { (visible(first)) } pre tabindex="0" role="region" aria-label="message" { (visible_lines(message)) } }
        },
    }
}
