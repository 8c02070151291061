//! What takes a database over, and what mends one.

use migrate_runtime::Ledger;

use super::{Scene, data};
use crate::arguments::From;
use crate::failure::Failure;
use crate::output::Said;
use crate::paint;

pub(super) fn baseline(scene: Scene<'_>, version: Option<i64>) -> Result<Said, Failure> {
    let baseline = scene.set.baseline(scene.conn, version)?;
    Ok(Said::new(baseline.to_string(), data(&baseline)))
}

pub(super) fn adopt(scene: Scene<'_>, from: Option<From>, table: Option<&str>) -> Result<Said, Failure> {
    let ledger = from.map(|from| {
        let ledger = Ledger::of(from.tool());
        table.map_or(ledger.clone(), |table| ledger.in_table(table))
    });
    let adoption = scene.set.adopt(scene.conn, ledger)?;
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
