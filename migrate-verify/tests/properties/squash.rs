//! One file in the place of others.

use std::cell::Cell;
use std::collections::BTreeMap;

use migrate_runtime::__private::schema::{read, structure};
use migrate_runtime::__private::{Set, TABLES, apply};
use migrate_runtime::{Digest, Error, TransactionMode};
use migrate_verify::Verified;
use proptest::test_runner::TestCaseResult;
use proptest::{prop_assert, prop_assert_eq};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::dump::rows;
use crate::history::{History, histories};
use crate::package::{EVERYTHING, Package, name, set, told};
use crate::text::quoted;
use crate::{hold, refuted};

/// A squash of a history, and the first version that it replaces.
struct Squash {
    first: usize,
    text: String,
}

impl Squash {
    /// Either the last files as they are, one behind the other; or the tables and rows that are there in the end.
    fn of(history: &History, first: usize) -> Self {
        let texts = history.texts();
        let first = first % (texts.len() + 1);
        let (first, text) =
            if first == 0 { (1, written(history)) } else { (first, texts[first - 1..].concat()) };
        Self { first, text: format!("-- migrate: replaces {first}..{}\n{text}", texts.len()) }
    }
}

fn by_hand(texts: &[String]) -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    texts.iter().for_each(|text| conn.execute_batch(text).unwrap());
    conn
}

/// What somebody would write who looks at the database in the end.
fn written(history: &History) -> String {
    let (conn, schema) = (by_hand(&history.texts()), history.schema());
    let mut text: Vec<String> =
        schema.tables.iter().map(|table| table.create(&schema, &table.name)).collect();
    for table in &schema.tables {
        let columns = table.columns.iter().filter(|column| column.generated.is_none());
        let columns: Vec<String> = columns.map(|column| quoted(&column.name)).collect();
        let (columns, name) = (columns.join(", "), table.sql_name());
        for row in rows(&conn, &format!("SELECT {columns} FROM {name}")) {
            let row: Vec<String> = row.iter().map(literal).collect();
            text.push(format!("INSERT INTO {name} ({columns}) VALUES ({});", row.join(", ")));
        }
        text.extend(table.indexes.iter().map(|index| table.create_index(index)));
    }
    text.extend(schema.views.iter().map(|view| view.create(&schema)));
    for table in &schema.tables {
        text.extend(table.triggers.iter().map(|trigger| table.create_trigger(&schema, trigger)));
    }
    text.join("\n") + "\n"
}

fn literal(value: &Value) -> String {
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

/// The files, the squash behind them, and a table behind that.
fn files(history: &History, squash: &Squash) -> Vec<(String, String)> {
    let mut texts = history.texts();
    texts.extend([squash.text.clone(), "CREATE TABLE behind (id INTEGER PRIMARY KEY);\n".to_owned()]);
    texts.into_iter().enumerate().map(|(index, text)| (name(index + 1, index), text)).collect()
}

/// The lock that `verified`, which has all files, needs.
fn lock(verified: &Verified, replaced: &Connection, squash: &Squash) -> String {
    let schema = structure(&read(replaced, TABLES).unwrap());
    let lines = verified.set.migrations().iter().map(|migration| {
        let pin = migration.directives.replaces.as_ref().map_or_else(String::new, |replaces| {
            let (file, last) = (&migration.up.name, replaces.last);
            format!(
                "# {file} replaces {}..{last}: schema {schema}, last files in notes 1.0.0\n",
                squash.first
            )
        });
        format!("{pin}{}  {}\n", Digest::new(migration.checksum), migration.up.name)
    });
    lines.collect()
}

fn migrated(set: &Set, conn: &mut Connection, target: Option<i64>) -> Result<(), Error> {
    apply(set, conn, target, TransactionMode::AllInOne.into(), &mut ()).map(drop)
}

/// The newest row, and what the tables hold.
fn end(conn: &Connection) -> BTreeMap<String, Vec<String>> {
    let schema = read(conn, TABLES).unwrap();
    let head = "SELECT version, chain FROM schema_migrations ORDER BY version DESC LIMIT 1";
    let table = |name: &str| (name.to_ascii_lowercase(), format!("SELECT * FROM {}", quoted(name)));
    let queries = schema.tables().iter().map(|it| table(it.name())).chain([(String::new(), head.to_owned())]);
    let sorted = |query: &str| {
        let mut rows: Vec<String> = rows(conn, query).iter().map(|row| format!("{row:?}")).collect();
        rows.sort();
        rows
    };
    queries.map(|(name, query)| (name, sorted(&query))).collect()
}

/// Every history that the files can leave ends as a new database does.
fn all_end_alike(all: &Set, alone: &Set, last: i64, first: i64) -> TestCaseResult {
    let open = || Connection::open_in_memory().unwrap();
    let mut fresh = open();
    migrated(alone, &mut fresh, None).map_err(|error| refuted(error.to_string()))?;
    let schema = read(&fresh, TABLES).unwrap();
    for stop in 0..=last {
        for (set, is_alone) in [(all, false), (alone, true)] {
            let mut conn = open();
            if stop > 0 {
                migrated(all, &mut conn, Some(stop)).map_err(|error| refuted(error.to_string()))?;
            }
            match migrated(set, &mut conn, None) {
                Ok(()) => {
                    prop_assert_eq!(schema.differences(&read(&conn, TABLES).unwrap()), [], "at {}", stop);
                    prop_assert_eq!(end(&conn), end(&fresh), "at {}", stop);
                }
                Err(Error::Squashed { current, .. }) => {
                    prop_assert!(is_alone && current == stop && (first..last).contains(&stop), "at {}", stop);
                }
                Err(error) => return Err(refuted(format!("at {stop}: {error}"))),
            }
        }
    }
    Ok(())
}

#[test]
fn a_squash_that_makes_the_same_is_proved_and_every_history_ends_alike() {
    let tried = Cell::new(0);
    let cases =
        hold(40, "proptest-regressions/squash.txt", &(histories(5), 0..99_usize), |(history, first)| {
            let squash = Squash::of(&history, first);
            if history.files.is_empty() || Package::of(&history.texts()).verdict(EVERYTHING, &[]).is_err() {
                return Ok(());
            }
            let files = files(&history, &squash);
            let all = Package::new(files.clone()).verdict(EVERYTHING, &[]);
            let all = all.map_err(|problems| refuted(format!("{}\n{}", squash.text, told(&problems))))?;
            tried.set(tried.get() + 1);

            let conn = by_hand(&history.texts());
            let lock = ("migrations.lock".to_owned(), lock(&all, &conn, &squash));
            let locked = Package::new(files.iter().cloned().chain([lock.clone()])).verdict(EVERYTHING, &[]);
            locked.map_err(|problems| refuted(told(&problems)))?;
            let count = history.files.len();
            let kept = files.into_iter().enumerate().filter(|(at, _)| at + 1 < squash.first || *at >= count);
            let alone = Package::new(kept.map(|(_, file)| file).chain([lock])).verdict(EVERYTHING, &[]);
            let alone = alone.map_err(|problems| refuted(told(&problems)))?;
            let (last, first) = (i64::try_from(count).unwrap(), i64::try_from(squash.first).unwrap());
            all_end_alike(&set(&all), &set(&alone), last, first)
        });
    assert!(tried.get() * 2 > cases, "only {} have been squashed", tried.get());
}

#[test]
fn a_squash_that_makes_something_else_is_refused() {
    let tried = Cell::new(0);
    let strategy = (histories(5), 0..99_usize, 0..99_usize);
    let cases = hold(60, "proptest-regressions/squash_refused.txt", &strategy, |(history, first, which)| {
        let mut squash = Squash::of(&history, first);
        if history.files.is_empty() || Package::of(&history.texts()).verdict(EVERYTHING, &[]).is_err() {
            return Ok(());
        }
        let conn = by_hand(&history.texts());
        let plants = plants(&conn);
        let plant = &plants[which % plants.len()];
        // SQLite may refuse it, because something needs the object.
        let before = end_of(&conn);
        if conn.execute_batch(plant).is_err() || end_of(&conn) == before {
            return Ok(());
        }
        squash.text += plant;
        let Err(problems) = Package::new(files(&history, &squash)).verdict(EVERYTHING, &[]) else {
            return Err(refuted(format!("not seen: {plant}")));
        };
        tried.set(tried.get() + 1);
        let is_of_squash = problems.iter().all(|problem| {
            let title = problem.title();
            title.starts_with("the squash does not make the schema")
                || title.ends_with("behind the squash")
                || title.ends_with("does not hold the rows that the replaced files have left")
        });
        prop_assert!(is_of_squash, "{}\n{}", plant, told(&problems));
        Ok(())
    });
    assert!(tried.get() * 2 > cases, "only {} have been refused", tried.get());
}

/// Structure and rows.
fn end_of(conn: &Connection) -> (String, Vec<String>) {
    let schema = read(conn, TABLES).unwrap();
    let queries = schema.tables().iter().map(|table| format!("SELECT * FROM {}", quoted(table.name())));
    (structure(&schema).to_string(), queries.map(|query| format!("{:?}", rows(conn, &query))).collect())
}

/// Statements that leave something else.
fn plants(conn: &Connection) -> Vec<String> {
    let query = "SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'";
    let mut plants = vec!["CREATE TABLE planted (id INTEGER PRIMARY KEY);\n".to_owned()];
    for row in rows(conn, query) {
        let [Value::Text(kind), Value::Text(name)] = &row[..] else { continue };
        let name = quoted(name);
        plants.extend(match kind.as_str() {
            "table" => vec![
                format!("ALTER TABLE {name} ADD COLUMN planted TEXT DEFAULT 'x';\n"),
                format!("CREATE INDEX planted ON {name} (1);\n"),
                format!("DELETE FROM {name};\n"),
                format!("INSERT INTO {name} DEFAULT VALUES;\n"),
                format!("INSERT INTO {name} DEFAULT VALUES;\n"),
            ],
            kind => vec![format!("DROP {kind} {name};\n")],
        });
    }
    plants
}
