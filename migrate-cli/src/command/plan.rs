//! `plan`: what would be run, what it makes of the schema, and what there is that it touches.

use migrate_runtime::{Difference, Error, Migration, ObjectChange, ObjectKind, Schema};
use migrate_token::significant;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{Scene, data};
use crate::arguments::Forward;
use crate::failure::Failure;
use crate::output::Said;
use crate::paint;
use crate::sets::Set;
use crate::wish::{Hold, Wish};

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
    let plan = scene.set.plan(scene.conn, &wish(forward))?;
    let (mut text, mut pending) = (paint::notes(&plan.to_string()), Vec::new());
    let effects = effects(scene.set, plan.pending()).unwrap_or_else(|error| {
        let title = error.to_string().lines().next().unwrap_or_default().to_owned();
        let note = format!("\n  = note: what becomes of the schema is not known, because the set cannot be run in memory: {title}");
        text.push_str(&paint::notes(&note));
        plan.pending().iter().map(|_| Effect::default()).collect()
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
    let mut said = data(&plan);
    said["pending"] = Value::Array(pending);
    Ok(Said::new(text, said))
}

/// Whether something goes with one of the migrations, or nobody can tell.
pub(super) fn is_destructive(set: &dyn Set, pending: &[&Migration]) -> bool {
    effects(set, pending).map_or(true, |effects| effects.iter().any(|effect| !effect.destroys.is_empty()))
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
        let differences = before.differences(&schemas[at]);
        let renames = migration.renames();
        let is_renamed = |it: &&Difference| {
            it.kind() == ObjectKind::Table && renames.iter().any(|(from, _)| *from == it.name())
        };
        let lost = differences.iter().filter(|it| !is_renamed(it)).flat_map(lost);
        let lost: Vec<String> =
            lost.chain(renames.iter().flat_map(|it| lost_by_rename(before, &schemas[at], *it))).collect();
        Effect { destroys: lost.into_iter().chain(deletes(migration.sql())).collect(), differences }
    };
    Ok(pending.iter().map(effect).collect())
}

/// Tables and columns that go, and what was in them.
fn lost(difference: &Difference) -> Vec<String> {
    let name = difference.name();
    match (difference.kind(), difference.change()) {
        (ObjectKind::Table, ObjectChange::Lost) => vec![format!("table `{name}` goes")],
        (ObjectKind::Table, ObjectChange::Changed { lost, added }) => {
            // A column that is declared otherwise is told by both.
            let column = |fact: &String| Some(fact.strip_prefix("column `")?.split_once('`')?.0.to_owned());
            let is_back = |name: &String| added.iter().filter_map(column).any(|added| added == *name);
            let gone = lost.iter().filter_map(column).filter(|column| !is_back(column));
            gone.map(|column| format!("column `{column}` of `{name}` goes")).collect()
        }
        _ => Vec::new(),
    }
}

/// Columns that a table has lost while it was renamed.
fn lost_by_rename(before: &Schema, behind: &Schema, (from, to): (&str, &str)) -> Vec<String> {
    let (Some(before), Some(behind)) = (before.table(from), behind.table(to)) else { return Vec::new() };
    let gone = before.columns().iter().filter(|column| behind.column(column.name()).is_none());
    gone.map(|column| format!("column `{}` of `{from}` goes", column.name())).collect()
}

/// Statements that delete rows, by their first word.
fn deletes(sql: &str) -> Option<String> {
    let mut is_start = true;
    let is_delete = |token: migrate_token::Token<'_>| {
        let is_delete = is_start && token.is_word("DELETE");
        is_start = token.text == ";";
        is_delete
    };
    significant(sql).any(is_delete).then(|| "rows are deleted".to_owned())
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
