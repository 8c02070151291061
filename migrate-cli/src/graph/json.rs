//! As data: its shape is documented in `docs/pictures.md`.

use serde_json::{Value, json};

use super::{Change, Graph, Step, Touch};

pub(crate) fn graph(graph: &Graph) -> Value {
    json!({ "migrations": graph.steps.iter().map(|step| of_step(step, graph)).collect::<Vec<_>>() })
}

fn of_step(step: &Step, graph: &Graph) -> Value {
    let migration = &step.migration;
    let touch = |it: &Touch| {
        let from = match &it.change {
            Some(Change::Renames(from)) => Some(from.as_str()),
            _ => None,
        };
        json!({
            "kind": if graph.lanes[it.lane].is_view { "view" } else { "table" },
            "name": it.name,
            "change": it.change.as_ref().map(Change::verb),
            "renamed_from": from,
            "writes": it.writes,
        })
    };
    let replaces = migration.replaces().map(|it| json!({ "first": it.first(), "last": it.last() }));
    json!({
        "version": migration.version(),
        "description": migration.description(),
        "file": migration.file(),
        "phase": migration.phase().map(|phase| phase.as_str()),
        "hook": migration.hook(),
        "backfill": migration.backfill().is_some(),
        "in_transaction": migration.in_transaction(),
        "compatible_with": migration.compatible_with(),
        "replaces": replaces,
        "touches": step.touches.iter().map(touch).collect::<Vec<_>>(),
        "differences": crate::command::data(&step.differences),
    })
}
