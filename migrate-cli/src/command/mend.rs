//! What takes a database over, and what mends one.

use migrate_runtime::Ledger;
use serde_json::json;

use super::{Scene, data};
use crate::arguments::From;
use crate::failure::Failure;
use crate::output::Said;
use crate::paint;

pub(super) fn baseline(scene: Scene<'_>, version: Option<i64>) -> Result<Said, Failure> {
    let baseline = match scene.set.baseline(scene.conn, version) {
        Err(failure) if scene.has_others() && failure.kind == "has_history" => {
            return Ok(has_history(&scene));
        }
        baseline => baseline?,
    };
    Ok(Said::new(baseline.to_string(), data(&baseline)))
}

pub(super) fn adopt(scene: Scene<'_>, from: Option<From>, table: Option<&str>) -> Result<Said, Failure> {
    let ledger = from.map(|from| {
        let ledger = Ledger::of(from.tool());
        table.map_or(ledger.clone(), |table| ledger.in_table(table))
    });
    let adoption = match scene.set.adopt(scene.conn, ledger) {
        Err(error) if scene.has_others() && error.code() == "has_history" => return Ok(has_history(&scene)),
        adoption => adoption?,
    };
    Ok(Said::new(adoption.to_string(), data(&adoption)))
}

pub(super) fn repair(scene: Scene<'_>, executes: bool, without_backup: bool) -> Result<Said, Failure> {
    let repair = scene.set.repair(scene.conn)?;
    if !executes || repair.is_empty() {
        return Ok(Said::new(paint::notes(&repair.to_string()), data(&repair)));
    }
    let repair = if without_backup { repair.without_backup() } else { repair };
    let repaired = repair.execute(scene.conn)?;
    Ok(Said::new(paint::notes(&repaired.to_string()), data(&repaired)))
}

/// Nothing is to be done of this one of several sets.
fn has_history(scene: &Scene<'_>) -> Said {
    let text = format!("`{}` has a history already", scene.set.name());
    Said::new(text, json!({ "set": scene.set.name(), "has_history": true }))
}
