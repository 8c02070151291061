//! What migrations leave in an empty database: a schema, and rows. Of the rows, what no chance and no clock has a part in.

use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::beside::beside;
use super::sandbox::{Sandbox, WHOLE_SET};
use super::whole::quoted;
use super::{cell, internal, run_unrecorded, vary};
use migrate_files::diagnostic::Diagnostic;
use migrate_files::model::Set;
use migrate_files::options::Options;
use migrate_runtime::{Column, Schema, Table};

/// Those of which SQLite makes no use.
const NUMBERS: [&str; 2] = ["application_id", "user_version"];

/// What the migrations of a set leave.
pub(crate) struct State<'a> {
    options: &'a Options,
    set: &'a Set,
    pub(crate) schema: Schema,
    /// Numbers that the file keeps for the program.
    numbers: [i64; 2],
    has_rows: bool,
}

/// A table, and what it holds whenever the migrations run.
pub(crate) struct Content {
    pub(crate) table: String,
    pub(crate) count: usize,
    /// Those of which the values are the same in every run.
    pub(crate) columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Content {
    /// The rows in `columns`, sorted.
    pub(crate) fn rows_in(&self, columns: &[String]) -> Vec<String> {
        let at: Vec<usize> =
            columns.iter().filter_map(|name| self.columns.iter().position(|c| c == name)).collect();
        projected(&self.rows, &at)
    }
}

impl<'a> State<'a> {
    /// Runs the set, which is known to work.
    pub(crate) fn after(options: &'a Options, set: &'a Set) -> std::result::Result<Self, Vec<Diagnostic>> {
        let mut sandbox = Sandbox::open(options, WHOLE_SET).map_err(internal)?;
        let run = run_unrecorded(options, set, &mut sandbox)?;
        if let Some(failure) = run.failure {
            return Err(vec![failure]);
        }
        let schema = run.reader.schema(sandbox.conn()).map_err(internal)?;
        let number = |name: &str| sandbox.conn().pragma_query_value(Some("main"), name, |row| row.get(0));
        let numbers = [number(NUMBERS[0]).map_err(internal)?, number(NUMBERS[1]).map_err(internal)?];
        let has_rows = contents(sandbox.conn(), &schema).iter().any(|content| content.count > 0);
        Ok(Self { options, set, schema, numbers, has_rows })
    }

    /// What has to change for this one to become the `other`, rows apart, as it is told.
    pub(crate) fn differences(&self, other: &Self) -> Vec<String> {
        let schema = self.schema.differences(&other.schema);
        let numbers = NUMBERS.into_iter().zip(self.numbers.into_iter().zip(other.numbers));
        let other_numbers = numbers.filter(|(_, (number, other))| number != other);
        let told = other_numbers.map(|(name, (was, is))| format!("~ PRAGMA {name}\n    - {was}\n    + {is}"));
        schema.iter().map(ToString::to_string).chain(told).collect()
    }

    /// What `one` set leaves, and the `other`.
    pub(crate) fn of_both(
        options: &'a Options,
        one: &'a Set,
        other: &'a Set,
    ) -> std::result::Result<(Self, Self), Vec<Diagnostic>> {
        let (one, other) = beside(|| Self::after(options, one), || Self::after(options, other));
        Ok((one?, other?))
    }

    /// The [contents](Self::contents) of both; none where nothing has rows.
    pub(crate) fn contents_of_both(&self, other: &Self) -> (Vec<Content>, Vec<Content>) {
        if !self.has_rows && !other.has_rows {
            return (Vec::new(), Vec::new());
        }
        beside(|| self.contents(), || other.contents())
    }

    /// The tables whose number of rows is the same in every run, each with what else is; none if the migrations do not run
    /// whatever chance gives them, or rows are missing for want of a function that only the program has.
    fn contents(&self) -> Vec<Content> {
        let (mut others, mut wanted) = (Vec::new(), 1);
        while others.len() < wanted {
            match self.varied(u32::try_from(others.len()).unwrap_or(0)) {
                Ok(Some((contents, runs))) => {
                    others.push(contents);
                    wanted = wanted.max(runs as usize);
                }
                _ => return Vec::new(),
            }
        }
        let first = others.remove(0);
        first.iter().filter_map(|content| common(content, &others)).collect()
    }

    /// The tables after a run with another clock and other chances, and in how many runs what depends on them would show.
    fn varied(&self, seed: u32) -> std::result::Result<Option<(Vec<Content>, u32)>, Vec<Diagnostic>> {
        let mut sandbox = Sandbox::open(self.options, WHOLE_SET).map_err(internal)?;
        let asked = vary::vary(sandbox.conn(), self.options, seed).map_err(internal)?;
        let run = run_unrecorded(self.options, self.set, &mut sandbox)?;
        if run.failure.is_some() || run.lacks_rows {
            return Ok(None);
        }
        Ok(Some((contents(sandbox.conn(), &self.schema), asked.runs())))
    }
}

/// What of the table is the same in the other runs.
fn common(first: &Content, others: &[Vec<Content>]) -> Option<Content> {
    let find = |run: &'_ Vec<Content>| run.iter().position(|content| content.table == first.table);
    let others: Vec<&Content> =
        others.iter().map(|run| find(run).map(|at| &run[at])).collect::<Option<_>>()?;
    if others.iter().any(|other| other.count != first.count) {
        return None;
    }
    let is_same = |at: &[usize]| {
        let rows = projected(&first.rows, at);
        others.iter().all(|other| projected(&other.rows, at) == rows)
    };
    let mut steady: Vec<usize> = (0..first.columns.len()).filter(|at| is_same(&[*at])).collect();
    // Each column alone, and yet drawn: which value belongs to which.
    if !is_same(&steady) {
        steady.clear();
    }
    let pick = |row: &Vec<String>| steady.iter().map(|at| row[*at].clone()).collect();
    Some(Content {
        table: first.table.clone(),
        count: first.count,
        columns: steady.iter().map(|at| first.columns[*at].clone()).collect(),
        rows: first.rows.iter().map(pick).collect(),
    })
}

fn projected(rows: &[Vec<String>], at: &[usize]) -> Vec<String> {
    let pick = |row: &Vec<String>| at.iter().map(|at| row[*at].as_str()).collect::<Vec<_>>().join(", ");
    let mut rows: Vec<String> = rows.iter().map(pick).collect();
    rows.sort_unstable();
    rows
}

/// The plain tables. One that cannot be read is left out.
fn contents(conn: &Connection, schema: &Schema) -> Vec<Content> {
    let plain = schema.tables().iter().filter(|table| table.module().is_none());
    plain.filter_map(|table| content(conn, table).ok()).collect()
}

fn content(conn: &Connection, table: &Table) -> Result<Content> {
    let columns: Vec<String> =
        table.columns().iter().map(|column: &Column| column.name().to_ascii_lowercase()).collect();
    let names: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    let query = format!("SELECT {} FROM main.{}", names.join(", "), quoted(table.name()));
    let mut statement = conn.prepare(&query)?;
    let read =
        |row: &rusqlite::Row<'_>| (0..names.len()).map(|at| Ok(told(&cell::value(row, at)?))).collect();
    let rows: Vec<Vec<String>> = statement.query_map([], read)?.collect::<Result<_>>()?;
    Ok(Content { table: table.name().to_owned(), count: rows.len(), columns, rows })
}

/// The value as SQL writes it.
pub(super) fn told(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => format!("{number:?}"),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Blob(bytes) => {
            format!("x'{}'", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many runs there are, and what is the same in all of them.
    fn steady(sql: &str) -> (u32, Vec<String>) {
        let package = tempfile::tempdir().unwrap();
        std::fs::create_dir(package.path().join("migrations")).unwrap();
        std::fs::write(package.path().join("migrations/0001_init.sql"), sql).unwrap();
        let options = Options::new(package.path(), "notes");
        let set = migrate_files::read(&options).outcome.unwrap();
        let state = State::after(&options, &set).unwrap();
        let (_, runs) = state.varied(0).unwrap().unwrap();
        let told = |content: Content| {
            let rows = content.rows_in(&content.columns).join("; ");
            format!("{} {} ({}): {rows}", content.count, content.table, content.columns.join(", "))
        };
        (runs, state.contents().into_iter().map(told).collect())
    }

    #[test]
    fn without_chance_and_clock_everything_is_the_same() {
        let (runs, found) =
            steady("CREATE TABLE a (x, y); INSERT INTO a VALUES (1, 'b'), (date('2024-01-01'), NULL);");
        assert_eq!(runs, 1);
        assert_eq!(found, ["2 a (x, y): '2024-01-01', NULL; 1, 'b'"]);
    }

    #[test]
    fn what_chance_and_clock_have_a_part_in_is_left_out() {
        for (sql, expected) in [
            ("INSERT INTO a VALUES (1, random())", "1 a (x): 1"),
            ("INSERT INTO a VALUES (1, random() & 1)", "1 a (x): 1"),
            ("INSERT INTO a VALUES (1, strftime('%w', 'now'))", "1 a (x): 1"),
            ("INSERT INTO a (x) VALUES (1)", "1 a (x): 1"),
            ("CREATE TABLE b (z); INSERT INTO b VALUES (randomblob(4)); INSERT INTO a SELECT 1, z FROM b", "1 a (x): 1"),
            // Each column is steady, and which value stands beside which is not.
            (
                "INSERT INTO a VALUES (1, 0), (2, 0), (3, 0), (4, 0);
                 CREATE TABLE b (id INTEGER PRIMARY KEY, x); INSERT INTO b (x) SELECT x FROM a ORDER BY random();
                 UPDATE a SET y = (SELECT id FROM b WHERE b.x = a.x)",
                "4 a (): ; ; ; ",
            ),
        ] {
            let (runs, found) = steady(&format!("CREATE TABLE a (x, y DEFAULT CURRENT_TIMESTAMP); {sql};"));
            assert!(runs > 1, "{sql}");
            assert_eq!(found[0], expected, "{sql}");
        }
    }

    #[test]
    fn of_a_number_of_rows_that_chance_decides_nothing_is_said() {
        let count = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)";
        let sql = format!("CREATE TABLE a (x); INSERT INTO a {count} SELECT i FROM n WHERE random() > 0;");
        assert_eq!(steady(&sql), (12, Vec::new()));
    }
}
