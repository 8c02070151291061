//! The page that tells all of a database: what stands on it.

mod past;
mod pending;
mod versions;

use maud::{Markup, html};
use migrate_runtime::{Drift, Environment, HistoryEntry, LogEntry, Migration, Schema, State, Status};

use crate::command::plan::Effect;
use crate::failure::Failure;
use crate::graph::Graph;
use crate::picture::diagram::Diagram;
use crate::picture::glyphs::{visible, visible_lines};
use crate::picture::{page, svg, tables};
use crate::words;

/// All that is told.
pub(crate) struct Report {
    pub(crate) database: String,
    /// UTC, as in `2026-01-31 12:00:00`.
    pub(crate) written_at: String,
    pub(crate) environment: Option<Environment>,
    pub(crate) sets: Vec<OfSet>,
}

/// Of one set. What cannot be known has a reason.
pub(crate) struct OfSet {
    pub(crate) name: &'static str,
    pub(crate) program: &'static str,
    /// The latest one of the program.
    pub(crate) version: Option<i64>,
    pub(crate) status: Result<Status, Failure>,
    pub(crate) pending: Result<Vec<Pending>, Failure>,
    pub(crate) drift: Result<Drift, Failure>,
    pub(crate) history: Result<Vec<HistoryEntry>, Failure>,
    pub(crate) log: Result<Vec<LogEntry>, Failure>,
    /// That of the latest version.
    pub(crate) schema: &'static Schema,
    pub(crate) diagram: Diagram,
    pub(crate) graph: Result<Graph, String>,
}

/// A migration that `up` would apply.
pub(crate) struct Pending {
    pub(crate) migration: Migration,
    pub(crate) is_recorded_only: bool,
    /// `None` if the set cannot be run in memory.
    pub(crate) effect: Option<Effect>,
    /// The tables that it touches, and how many rows they have now.
    pub(crate) rows: Vec<(String, i64)>,
}

pub(crate) fn page(report: &Report) -> String {
    let file = report.database.rsplit(['/', '\\']).next().unwrap_or_default();
    let title = format!("Migrations of {}", visible(file));
    let stamp = report.environment.map(|environment| environment.to_string());
    let header = html! {
        h1 { (title) }
        p.lead {
            code { (visible(&report.database)) }
            @if let Some(stamp) = stamp { ", stamped " strong { (stamp) } }
            ", at " time datetime=(report.written_at.replace(' ', "T") + "Z") { (report.written_at) } " UTC"
        }
        nav aria-label="Contents" {
            @for (at, set) in report.sets.iter().enumerate() {
                ul {
                    @if report.sets.len() > 1 { li.of { (visible(set.name)) } }
                    @for (id, name, _) in SECTIONS {
                        li { a href=(format!("#{}", place(at, id))) { (name) } }
                    }
                }
            }
        }
    };
    let body = html! {
        @for (at, set) in report.sets.iter().enumerate() {
            section aria-labelledby=(place(at, "set")) {
                h2 id=(place(at, "set")) { "Set " code { (visible(set.name)) } }
                (lead(set))
                @for (id, name, draw) in SECTIONS {
                    section aria-labelledby=(place(at, id)) {
                        h3 id=(place(at, id)) { (name) }
                        (draw(set, &place(at, id)))
                    }
                }
            }
        }
    };
    page::document(&title, &header, &body)
}

type Section = (&'static str, &'static str, fn(&OfSet, &str) -> Markup);

const SECTIONS: [Section; 7] = [
    ("status", "Status", status),
    ("pending", "Pending", pending::section),
    ("drift", "Drift", drift),
    ("schema", "Schema", schema),
    ("versions", "Versions", versions::section),
    ("history", "History", past::history),
    ("log", "Log", past::log),
];

/// Where a section of a set begins.
fn place(set: usize, section: &str) -> String {
    format!("{section}-{}", set + 1)
}

/// How it stands, in a line.
fn lead(set: &OfSet) -> Markup {
    let at = set.version.map_or("without migrations".to_owned(), |version| format!("at version {version}"));
    let (class, said) = match &set.status {
        Err(_) => ("bad", "Its state cannot be told".to_owned()),
        Ok(status) if status.is_up_to_date() => ("good", "Up to date".to_owned()),
        Ok(status) => state(status),
    };
    html! {
        p.lead {
            strong class=(class) { (said) }
            ". The program is " code { (visible(set.program)) } ", with the set " (at) "."
        }
    }
}

fn state(status: &Status) -> (&'static str, String) {
    let wrong = |state: State| {
        !matches!(
            state,
            State::Applied | State::CommentsEdited | State::Replaced | State::Pending | State::Held
        )
    };
    let count = |of: &dyn Fn(State) -> bool| status.migrations().iter().filter(|it| of(it.state())).count();
    let pending = count(&|state| matches!(state, State::Pending | State::Held));
    let first = status.migrations().iter().find(|it| wrong(it.state()));
    if let Some(first) = first {
        return ("bad", format!("{} {}: {}", first.version(), visible(first.description()), first.state()));
    }
    if status.foreign().is_some() {
        return ("odd", "The history is that of another tool".to_owned());
    }
    if status.drift().is_some_and(|drift| !drift.is_compatible()) {
        return ("bad", "The schema was changed by hand".to_owned());
    }
    match pending {
        1 => ("odd", "1 migration is pending".to_owned()),
        n => ("odd", format!("{n} migrations are pending")),
    }
}

fn status(set: &OfSet, _: &str) -> Markup {
    let status = match &set.status {
        Ok(status) => status,
        Err(failure) => return failed(failure),
    };
    // What is the matter stands behind the table, and before the drift, which has a place of its own.
    let text = words::of_tool(&status.to_string());
    let matters: Vec<&str> = text.lines().filter(|line| line.starts_with("  = ")).collect();
    let matters: Vec<&str> = match status.drift() {
        Some(drift) => {
            let of_drift = drift.to_string().lines().filter(|line| line.starts_with("  = ")).count();
            matters[..matters.len().saturating_sub(of_drift)].to_vec()
        }
        None => matters,
    };
    html! {
        @if status.migrations().is_empty() {
            p.muted { "The set has no migration." }
        } @else {
            (table(&["version", "migration", "state", "applied at", "ms"], status.migrations().iter().map(|it| html! {
                td.number { (it.version()) }
                th scope="row" { (visible(it.description())) (tags(it.phase().map(|phase| phase.as_str()), it.hook())) }
                td class=(format!("state {}", class_of(it.state()))) { (it.state()) }
                td.time { (it.entry().map_or("", |entry| entry.applied_at())) }
                td.number { (it.entry().map_or(String::new(), |entry| milliseconds(entry.execution_ms()))) }
            })))
        }
        @if !matters.is_empty() { (note("odd", &matters.iter().map(|line| line.trim_start_matches("  = ")).collect::<Vec<_>>().join("\n"))) }
    }
}

fn class_of(state: State) -> &'static str {
    match state {
        State::Applied | State::CommentsEdited | State::Replaced => "good",
        State::Pending | State::Held => "odd",
        _ => "bad",
    }
}

fn drift(set: &OfSet, _: &str) -> Markup {
    match &set.drift {
        Err(failure) => failed(failure),
        Ok(drift) if drift.is_empty() => html! {
            p.muted { "The schema is that of version " (drift.version()) "." }
        },
        Ok(drift) => html! {
            (note(if drift.is_compatible() { "odd" } else { "bad" }, &words::of_tool(&drift.to_string())))
        },
    }
}

fn schema(set: &OfSet, place: &str) -> Markup {
    html! {
        p.lead {
            (svg::summary(&set.diagram))
            @if let Some(version) = set.version { ", as the program needs them: version " (version) }
            "."
        }
        (tables::schema(set.schema, &set.diagram, place))
    }
}

/// A text of the engine, as it is.
fn note(class: &str, text: &str) -> Markup {
    html! { div class=(format!("note {class}")) { pre { (visible_lines(text)) } } }
}

/// Why something is not told.
fn failed(failure: &Failure) -> Markup {
    let class = if matches!(failure.kind, "pending") { "odd" } else { "bad" };
    note(class, &failure.text)
}

/// Columns of numbers are called so.
fn table(heading: &[&str], rows: impl Iterator<Item = Markup>) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="table, which can be scrolled" {
            table {
                thead { tr { @for name in heading { th.number[matches!(*name, "version" | "ms")] scope="col" { (name) } } } }
                tbody { @for row in rows { tr { (row) } } }
            }
        }
    }
}

fn tags<'t>(phase: Option<&'t str>, hook: Option<&'t str>) -> Markup {
    html! {
        @if let Some(phase) = phase { span.tag { (phase) } }
        @if let Some(hook) = hook { span.tag { "hook " (visible(hook)) } }
    }
}

fn milliseconds(ms: i64) -> String {
    if ms == 0 { "<1".to_owned() } else { ms.to_string() }
}

/// What differs, a line for each object and for each fact of it.
fn changes(differences: &[migrate_runtime::Difference]) -> Markup {
    html! {
        ul.changes {
            @for difference in differences {
                @for line in difference.to_string().lines() {
                    @let fact = line.trim_start();
                    @let class = match fact.get(..1) { Some("+") => "good", Some("-") => "bad", _ => "odd" };
                    li class=(if line.len() > fact.len() { format!("fact {class}") } else { class.to_owned() }) { code { (visible(fact)) } }
                }
            }
        }
    }
}
