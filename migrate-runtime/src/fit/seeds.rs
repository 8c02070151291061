//! Versions with one schema, told apart by the rows that a migration between them inserts.

use migrate_token::significant;
use rusqlite::types::Value;
use rusqlite::{Connection, Result, params_from_iter};

use crate::drift::reading;
use crate::error::Error;
use crate::replay::Replay;
use crate::schema::{Column, Schema, Table};
use crate::set::{Migration, Set};
use crate::text::quoted;

/// Leaves of the versions that fit, ascending, the one that the database has, if its rows tell.
pub(super) fn narrow(set: &Set, conn: &Connection, fitting: &mut Vec<&Migration>) -> Result<(), Error> {
    let mut has_run = Vec::with_capacity(fitting.len());
    for pair in fitting.windows(2) {
        let [before, migration] = pair else { continue };
        let Some(ran) = seeds_of(set, before, migration)?.and_then(|seeds| seeds.are_in(conn)) else {
            return Ok(());
        };
        has_run.push(ran);
    }
    // Nobody runs a migration and leaves out the one before it.
    if has_run.is_sorted_by(|before, after| before >= after) {
        let last = has_run.iter().filter(|ran| **ran).count();
        *fitting = vec![fitting[last]];
    }
    Ok(())
}

/// The rows that a migration inserts into a database that has only what the ones before have inserted.
struct Seeds(Vec<Seed>);

/// A row of a table.
struct Seed {
    table: String,
    columns: Vec<String>,
    values: Vec<Value>,
}

/// `None` if they do not tell whether it has run: there are none, or others in every run.
fn seeds_of(set: &Set, before: &Migration, migration: &Migration) -> Result<Option<Seeds>, Error> {
    let is_alone = set.way(migration.version()).filter(|it| it.version() > before.version()).count() == 1;
    if !is_alone || is_of_the_moment(set, migration) {
        return Ok(None);
    }
    let mut replay = Replay::new(set)?;
    set.way(before.version()).try_for_each(|migration| replay.run(migration))?;
    let schema = replay.schema()?;
    let known = rows(replay.conn(), &schema).map_err(reading)?;
    replay.run(migration)?;
    let mut seeds = rows(replay.conn(), &schema).map_err(reading)?;
    for row in known {
        match seeds.iter().position(|seed| *seed == row) {
            Some(at) => drop(seeds.swap_remove(at)),
            // It changes rows that others have inserted: who has changed them since, nobody knows.
            None => return Ok(None),
        }
    }
    Ok((!seeds.is_empty()).then_some(Seeds(seeds)))
}

/// Whether it may insert other rows at another time, or in another program.
fn is_of_the_moment(set: &Set, migration: &Migration) -> bool {
    const WORDS: [&str; 11] = [
        "current_date",
        "current_time",
        "current_timestamp",
        "date",
        "datetime",
        "julianday",
        "random",
        "randomblob",
        "strftime",
        "time",
        "unixepoch",
    ];
    let declared = set.declared().functions;
    significant(migration.sql()).filter_map(|token| token.name()).any(|name| {
        WORDS.iter().chain(declared.iter().map(|(name, _)| name)).any(|word| word.eq_ignore_ascii_case(&name))
    })
}

/// Every row of every table, but for what SQLite or the clock has put there.
fn rows(conn: &Connection, schema: &Schema) -> Result<Vec<Seed>> {
    let mut all = Vec::new();
    for table in schema.tables().iter().filter(|table| table.module().is_none()) {
        let columns: Vec<String> = told(table).map(|column| quoted(column.name())).collect();
        if columns.is_empty() {
            continue;
        }
        let name = quoted(table.name());
        let mut statement = conn.prepare(&format!("SELECT {} FROM main.{name}", columns.join(", ")))?;
        let rows =
            statement.query_map([], |row| (0..columns.len()).map(|at| row.get(at)).collect::<Result<_>>())?;
        for values in rows {
            all.push(Seed { table: name.clone(), columns: columns.clone(), values: values? });
        }
    }
    Ok(all)
}

/// The columns that hold what was written; if that is the rowid alone, this.
fn told(table: &Table) -> impl Iterator<Item = &Column> {
    let rowid = table.rowid_alias().map(Column::name);
    let is_written = move |column: &&Column| {
        let is_computed =
            column.default().is_some_and(|default| significant(default).count() > 1 || is_clock(default));
        column.generated().is_none() && !is_computed
    };
    let is_only = table.columns().iter().filter(is_written).count() == 1;
    table.columns().iter().filter(is_written).filter(move |column| is_only || Some(column.name()) != rowid)
}

fn is_clock(default: &str) -> bool {
    default.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("current_"))
}

impl PartialEq for Seed {
    fn eq(&self, other: &Self) -> bool {
        self.table == other.table && self.values == other.values
    }
}

impl Seeds {
    /// Whether all of them are there; `None` if some are, or it cannot be seen.
    fn are_in(&self, conn: &Connection) -> Option<bool> {
        let mut found = 0;
        for seed in &self.0 {
            let wanted = self.0.iter().filter(|other| *other == seed).count();
            if usize::try_from(seed.count(conn).ok()?).is_ok_and(|count| count >= wanted) {
                found += 1;
            }
        }
        match found {
            0 => Some(false),
            all if all == self.0.len() => Some(true),
            _ => None,
        }
    }
}

impl Seed {
    fn count(&self, conn: &Connection) -> Result<i64> {
        let conditions: Vec<String> = self.columns.iter().map(|column| format!("{column} IS ?")).collect();
        let query = format!("SELECT count(*) FROM main.{} WHERE {}", self.table, conditions.join(" AND "));
        conn.query_row(&query, params_from_iter(&self.values), |row| row.get(0))
    }
}
