//! `up`.

use migrate_runtime::{Backup, Cancellation, TransactionMode};

use rusqlite::Connection;

use super::plan::{destroys, wish};
use super::{Scene, data, is_production};
use crate::arguments::Up;
use crate::failure::Failure;
use crate::output::Said;
use crate::progress::Lines;
use crate::sets::Set;
use crate::wish::Wish;
use crate::{paint, signal};

/// Refuses to destroy something in production unless that is meant, before any set is changed.
pub(super) fn refuse_production(
    sets: &[&'static dyn Set],
    conn: &Connection,
    up: &Up,
) -> Result<(), Failure> {
    for set in sets {
        if up.sure.yes_on_production || !is_production(*set, conn)? {
            return Ok(());
        }
        // What is refused is refused later, with its own text. A database without anything of the set loses nothing.
        let Ok(plan) = set.plan(conn, &wish(&up.forward)) else { continue };
        let gone = plan.pending().iter().find_map(|m| Some((m.version(), destroys(m).into_iter().next()?)));
        if let (Some((version, gone)), Some(_)) = (gone, plan.current()) {
            return Err(Failure::production(&format!(
                "migration {version} of `{}` is destructive: {gone}",
                set.name()
            )));
        }
    }
    Ok(())
}

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
    signal::stops(&cancellation);
    let mut lines = Lines::new(scene.output, scene.has_others().then(|| scene.set.name()));
    let outcome = scene.set.apply(scene.conn, &wish, &mut lines);
    let applied = lines.end();
    let report = outcome.map_err(|failure| failure.behind(data(applied)))?;
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
