//! What only looks.

use serde_json::json;

use super::{Scene, data};
use crate::arguments::Profile;
use crate::failure::{Failure, NOT_CURRENT};
use crate::output::Said;
use crate::{paint, words};

/// The states of a migration: those that are as they should be, and those that nobody wants. Others wait for something.
const STATES: [(&str, Option<bool>); 11] = [
    ("applied, comments edited", Some(true)),
    ("edited after being applied", Some(false)),
    ("interrupted on the way back", Some(false)),
    ("missing in the program", Some(false)),
    ("newer than the program", Some(false)),
    ("out of order", Some(false)),
    ("interrupted", Some(false)),
    ("held back", None),
    ("pending", None),
    ("failed", Some(false)),
    ("applied", Some(true)),
];

pub(super) fn status(scene: &Scene<'_>) -> Result<Said, Failure> {
    let status = scene.set.status(scene.conn)?;
    let mut said = data(&status);
    said["is_up_to_date"] = status.is_up_to_date().into();
    Ok(Said::new(paint::table(&words::of_tool(&status.to_string()), &STATES), said))
}

pub(super) fn check(scene: &Scene<'_>, holds: bool) -> Result<Said, Failure> {
    let access = scene.set.check(scene.conn, holds).map_err(|error| Failure::from(error).not_current())?;
    Ok(Said::new(format!("`{}` is up to date", scene.set.name()), json!({ "access": data(access) })))
}

pub(super) fn drift(scene: &Scene<'_>) -> Result<Said, Failure> {
    let drift = scene.set.drift(scene.conn).map_err(|error| Failure::from(error).not_current())?;
    let code = if drift.is_compatible() { crate::failure::DONE } else { NOT_CURRENT };
    Ok(Said { code, ..Said::new(paint::notes(&drift.to_string()), data(&drift)) })
}

pub(super) fn history(scene: &Scene<'_>) -> Result<Said, Failure> {
    let history = scene.set.history(scene.conn)?;
    let rows = history.iter().map(|entry| {
        vec![
            entry.version().to_string(),
            entry.description().to_owned(),
            entry.kind().to_string(),
            entry.applied_at().to_owned(),
            entry.execution_ms().to_string(),
            entry.program().to_owned(),
            entry.checksum().get(..12).unwrap_or_default().to_owned(),
        ]
    });
    let heading = ["version", "migration", "kind", "applied at", "ms", "program", "sha256"];
    Ok(Said::new(table(&heading, rows.collect(), "nothing is applied"), data(&history)))
}

pub(super) fn log(scene: &Scene<'_>, failed: bool, count: Option<usize>) -> Result<Said, Failure> {
    let mut log = scene.set.log(scene.conn)?;
    log.retain(|entry| !failed || entry.event() == migrate_runtime::LogEvent::Failed);
    log.drain(..log.len().saturating_sub(count.unwrap_or(usize::MAX)));
    let rows = log.iter().map(|entry| {
        let first = entry.message().and_then(|message| message.lines().next()).unwrap_or_default();
        vec![
            entry.at().to_owned(),
            entry.version().to_string(),
            entry.event().to_string(),
            entry.execution_ms().map_or_else(|| "-".to_owned(), |ms| ms.to_string()),
            entry.program().to_owned(),
            first.to_owned(),
        ]
    });
    let heading = ["at", "version", "event", "ms", "program", "message"];
    Ok(Said::new(table(&heading, rows.collect(), "nothing was tried"), data(&log)))
}

pub(super) fn stamp(scene: Scene<'_>, environment: Option<Profile>, is_sure: bool) -> Result<Said, Failure> {
    if let Some(profile) = environment {
        if profile != Profile::Production && !is_sure && scene.is_production()? {
            return Err(Failure::production("it would no longer be protected"));
        }
        scene.set.stamp(scene.conn, profile.environment())?;
    }
    let found = scene.set.environment(scene.conn)?;
    let text = match found {
        Some(environment) => format!("the database is for {environment}"),
        None => "the database is not stamped".to_owned(),
    };
    Ok(Said::new(text, json!({ "environment": data(found) })))
}

/// Aligned columns: numbers to the right. The last one may be as wide as it is.
fn table(heading: &[&str], rows: Vec<Vec<String>>, nothing: &str) -> String {
    if rows.is_empty() {
        return nothing.to_owned();
    }
    // A text of somebody else's may hold anything.
    let cells = |row: Vec<String>| row.into_iter().map(|cell| cell.replace(char::is_control, " ")).collect();
    let rows: Vec<Vec<String>> = rows.into_iter().map(cells).collect();
    let heading: Vec<String> = heading.iter().map(|name| (*name).to_owned()).collect();
    let width = |at: usize| {
        let all = rows.iter().chain([&heading]);
        all.map(|row| row[at].chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..heading.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).zip(&heading).map(|((cell, &width), name)| {
            if matches!(name.as_str(), "version" | "ms") {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let lines: Vec<String> = [&heading].into_iter().chain(&rows).map(line).collect();
    paint::table(&lines.join("\n"), &STATES)
}
