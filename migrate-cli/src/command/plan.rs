//! `plan`: what would be run, what it makes of the schema, and what there is that it touches.

use migrate_runtime::{Difference, Error, Migration, Schema};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{Scene, data};
use crate::arguments::Forward;
use crate::failure::Failure;
use crate::output::Said;
use crate::sets::Set;
use crate::wish::{Hold, Wish};
use crate::{paint, words};

/// What a migration does, as far as a schema tells.
#[derive(Default)]
pub(crate) struct Effect {
    pub(crate) differences: Vec<Difference>,
    /// What goes, in words.
    pub(crate) destroys: Vec<String>,
}

pub(super) fn wish(forward: &Forward) -> Wish {
    let after = forward.hold_contracts_after.map(Hold::After);
    let holds = if forward.hold_contracts { Some(Hold::All) } else { after };
    Wish { to: forward.to, holds, ..Wish::default() }
}

pub(super) fn plan(scene: &Scene<'_>, forward: &Forward) -> Result<Said, Failure> {
    let plan = match scene.set.plan(scene.conn, &wish(forward)) {
        // `up` applies that one first.
        Err(failure) if failure.kind == "needs" && needs_another(scene) => {
            let text =
                format!("`{}` cannot be planned before what it needs:\n{}", scene.set.name(), failure.text);
            return Ok(Said::new(paint::notes(&text), json!({ "waits_for": scene.set.needs() })));
        }
        plan => plan?,
    };
    let (mut text, mut pending) = (paint::notes(&plan.to_string()), Vec::new());
    let effects = effects(scene.set, plan.pending()).unwrap_or_else(|error| {
        let title = error.to_string().lines().next().unwrap_or_default().to_owned();
        let note = format!("\n  = note: what becomes of the schema is not known, because the set cannot be run in memory: {title}");
        text.push_str(&paint::notes(&note));
        plan.pending().iter().map(|m| Effect { differences: Vec::new(), destroys: destroys(m) }).collect()
    });
    for (migration, effect) in plan.pending().iter().zip(&effects) {
        let rows = rows(scene.conn, migration)?;
        let is_recorded_only = plan.is_recorded_only(migration);
        text.push_str(&told(migration, effect, &rows, is_recorded_only));
        let mut of_migration = data(migration);
        of_migration["sql"] = migration.sql().into();
        of_migration["is_recorded_only"] = is_recorded_only.into();
        of_migration["changes"] = data(&effect.differences);
        of_migration["destroys"] = data(&effect.destroys);
        let rows = rows.iter().map(|(table, rows)| json!({ "table": table, "rows": rows }));
        of_migration["touches"] = Value::Array(rows.collect());
        pending.push(of_migration);
    }
    for line in in_the_way(scene) {
        text.push_str(&format!("\n{}", paint::notes(&words::of_tool(&line))));
    }
    let mut said = data(&plan);
    said["pending"] = Value::Array(pending);
    Ok(Said::new(text, said))
}

/// Whether the tool has all that the set needs.
fn needs_another(scene: &Scene<'_>) -> bool {
    scene.set.needs().iter().all(|need| scene.among.iter().any(|other| other.name() == *need))
}

/// Why `up` will not do what is planned, as far as a look tells.
fn in_the_way(scene: &Scene<'_>) -> Vec<String> {
    // What cannot be told is told by `status`.
    let Ok(status) = scene.set.status(scene.conn) else { return Vec::new() };
    let foreign = status.foreign().map(|ledger| {
        format!("  = note: there is the history {ledger}, and `up` would begin anew\n  = help: go on from it: `adopt`")
    });
    let drift = status.drift().filter(|drift| !drift.is_compatible()).map(ToString::to_string);
    foreign.into_iter().chain(drift).collect()
}

/// One for each of the migrations.
pub(super) fn effects(set: &dyn Set, pending: &[&Migration]) -> Result<Vec<Effect>, Error> {
    if pending.is_empty() {
        return Ok(Vec::new());
    }
    let schemas = set.schemas()?;
    let effect = |migration: &&Migration| {
        let at = set.migrations().iter().position(|it| it.version() == migration.version()).unwrap_or(0);
        let before = at.checked_sub(1).map_or(Schema::EMPTY, |before| &schemas[before]);
        Effect { differences: before.differences(&schemas[at]), destroys: destroys(migration) }
    };
    Ok(pending.iter().map(effect).collect())
}

/// What goes with a migration; of what a hook does, nobody knows.
pub(super) fn destroys(migration: &Migration) -> Vec<String> {
    let hook = migration.hook().map(|hook| format!("what its hook `{hook}` takes away, nobody has seen"));
    migration.destroys().map(str::to_owned).chain(hook).collect()
}

/// The tables whose rows the migration touches and that are there, with how many they have.
pub(super) fn rows(conn: &Connection, migration: &Migration) -> Result<Vec<(String, i64)>, Failure> {
    let mut rows = Vec::new();
    for table in migration.touches() {
        let exists =
            "SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE";
        if conn.query_row(exists, [table], |row| row.get::<_, i64>(0))? > 0 {
            let count = format!("SELECT count(*) FROM main.\"{}\"", table.replace('"', "\"\""));
            rows.push((table.to_owned(), conn.query_row(&count, [], |row| row.get(0))?));
        }
    }
    Ok(rows)
}

fn told(migration: &Migration, effect: &Effect, rows: &[(String, i64)], is_recorded_only: bool) -> String {
    let title = format!("{} {}", migration.version(), migration.description());
    let mut text = format!("\n\n{}  {}", paint::bold(&title), paint::dim(migration.file()));
    if is_recorded_only {
        return text + "\n  it is recorded, and not run";
    }
    for difference in &effect.differences {
        text.push('\n');
        text.push_str(&paint::notes(&indented("  ", &difference.to_string())));
    }
    for (table, rows) in rows {
        let noun = if *rows == 1 { "row" } else { "rows" };
        text.push_str(&format!("\n  table `{table}` has {rows} {noun} now"));
    }
    for gone in &effect.destroys {
        text.push_str(&format!("\n  {}", paint::bad(&format!("destructive: {gone}"))));
    }
    let sql = migration.sql().trim_end();
    text.push('\n');
    text.push_str(&paint::notes(&indented("  | ", sql)));
    text
}

fn indented(by: &str, text: &str) -> String {
    text.lines().map(|line| format!("{by}{line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
