//! `up`.

use migrate_runtime::{Backup, Cancellation, TransactionMode};

use super::plan::{is_destructive, wish};
use super::{Scene, data};
use crate::arguments::Up;
use crate::failure::Failure;
use crate::output::Said;
use crate::progress::Lines;
use crate::wish::Wish;
use crate::{paint, signal};

pub(super) fn up(scene: Scene<'_>, up: &Up) -> Result<Said, Failure> {
    let cancellation = Cancellation::of(scene.conn);
    let wish = Wish {
        mode: if up.per_migration { TransactionMode::PerMigration } else { TransactionMode::AllInOne },
        backup: backup(up),
        allows_drift: up.allow_drift,
        lock_timeout: scene.lock_timeout,
        cancellation: Some(cancellation.clone()),
        ..wish(&up.forward)
    };
    // What is refused is refused below, with its own text.
    if !up.sure.yes_on_production
        && scene.is_production()?
        && let Ok(plan) = scene.set.plan(scene.conn, &wish)
        && is_destructive(scene.set, plan.pending())
    {
        return Err(Failure::production("what is pending takes something away"));
    }
    signal::stops(&cancellation);
    let mut lines = Lines::new(scene.output);
    let report = scene.set.apply(scene.conn, &wish, &mut lines)?;
    drop(lines);
    // Its migrations have been told, one by one.
    let text = match report.applied().len() {
        0 => report.to_string(),
        n => {
            let held = report.held().iter().map(|held| {
                let line = format!("held back {} {}", held.version(), held.description());
                format!("\n{}", paint::odd(&line))
            });
            let copy = report.backup().map(|path| format!("\nthe copy from before is `{}`", path.display()));
            let noun = if n == 1 { "migration" } else { "migrations" };
            let head = format!("`{}`: {n} {noun} applied", scene.set.name());
            [head].into_iter().chain(held).chain(copy).collect()
        }
    };
    Ok(Said::new(text, data(&report)))
}

fn backup(up: &Up) -> Option<Backup> {
    let backup = match up.backup.as_ref()? {
        None => Backup::beside(),
        Some(directory) => Backup::in_directory(directory),
    };
    Some(up.keep.map_or(backup.clone(), |keep| backup.keep(keep)))
}
