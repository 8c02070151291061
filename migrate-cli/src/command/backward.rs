//! `down`.

use serde_json::json;

use super::{Scene, data};
use crate::arguments::Down;
use crate::failure::Failure;
use crate::output::Said;
use crate::paint;
use crate::sets::Back;

pub(super) fn down(scene: Scene<'_>, down: &Down) -> Result<Said, Failure> {
    let back = match (down.aim.to, down.aim.last) {
        (Some(version), _) => Back::To(version),
        (None, true) => Back::Last,
        (None, false) => Back::All,
    };
    let mut plan = scene.set.plan_revert(scene.conn, back)?;
    if down.allow_loss {
        plan = plan.allow_loss();
    }
    if down.allow_drift {
        plan = plan.allow_drift();
    }
    if plan.is_empty() {
        // As a report of nothing.
        let nothing = json!({
            "set": plan.set(), "reached": plan.reached(), "reverted": [], "drift": null, "is_dry_run": down.dry_run,
        });
        return Ok(Said::new(plan.to_string(), nothing));
    }
    if down.dry_run {
        let report = plan.dry_run(scene.conn)?;
        return Ok(Said::new(report.to_string(), data(&report)));
    }
    if !down.sure.yes_on_production && scene.is_production()? {
        return Err(Failure::production("`down` takes away what is in it"));
    }
    let report = plan.execute(scene.conn)?;
    Ok(Said::new(paint::good(&report.to_string()), data(&report)))
}
