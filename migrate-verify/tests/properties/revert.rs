//! Downs that are derived from the schemas around them, and what databases with rows are behind them.

use std::cell::Cell;
use std::collections::BTreeMap;

use migrate_runtime::__private::schema::read;
use migrate_runtime::__private::{RevertAim, Set, TABLES, apply, plan_revert};
use migrate_runtime::{Error, Schema, TransactionMode};
use proptest::{prop_assert, prop_assert_eq};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::database::Database;
use crate::dump::{dump, dump_without_times, rows};
use crate::history::histories;
use crate::package::{EVERYTHING, Package, set};
use crate::rows::seeds;
use crate::text::quoted;
use crate::{hold, refuted};

#[test]
fn a_revert_gives_back_the_version_and_the_rows_that_no_down_takes() {
    let (reverted, refused, again) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let strategy = (histories(5), seeds(), 0..99_usize);
    let cases = hold(80, "proptest-regressions/revert.txt", &strategy, |(history, seeds, back)| {
        let texts = history.texts();
        let Some(files) = with_downs(&texts) else { return Ok(()) };
        let Ok(verified) = Package::new(files).verdict(EVERYTHING, &[]) else { return Ok(()) };
        let (set, database) = (set(&verified), Database::new());
        let target = back % texts.len();
        let aim = if target == 0 { RevertAim::Nothing } else { RevertAim::To(number(target)) };
        database.fill(&set, &history, texts.len(), &seeds);
        let mut conn = database.open();

        let current = RevertAim::To(number(texts.len()));
        let before = dump(&conn);
        prop_assert!(plan_revert(&set, &conn, current).unwrap().execute(&mut conn).unwrap().is_empty());
        let plan = plan_revert(&set, &conn, aim).unwrap();
        let told = plan.to_string();
        prop_assert_eq!(&dump(&conn), &before);
        if !plan.refused().is_empty() {
            refused.set(refused.get() + 1);
            let outcome = plan.clone().execute(&mut conn);
            let is_refused = matches!(&outcome, Err(Error::RevertRefused { .. }));
            prop_assert!(is_refused, "{:?}", outcome);
            prop_assert_eq!(&dump(&conn), &before, "{}", told);
        }
        let held = contents(&conn);
        let unlogged = dump_without_times(&conn);
        let plan = if plan.refused().is_empty() { plan } else { plan.allow_loss() };
        let tried = plan.dry_run(&mut conn);
        prop_assert_eq!(&dump(&conn), &before, "{}", told);
        let done = plan.execute(&mut conn);
        prop_assert_eq!(tried.is_ok(), done.is_ok(), "{}", told);
        let report = match done {
            Ok(report) => report,
            // What fits one schema need not fit the other.
            Err(Error::Failed(_) | Error::ForeignKeys { .. }) => {
                prop_assert_eq!(dump_without_times(&conn), unlogged, "{}", told);
                return Ok(());
            }
            Err(error) => return Err(refuted(format!("{error}\n{told}"))),
        };
        reverted.set(reverted.get() + 1);
        prop_assert_eq!(report.reverted().len(), texts.len() - target);
        let expected = schema_at(&set, target);
        let differences = expected.differences(&read(&conn, TABLES).unwrap());
        prop_assert!(differences.is_empty(), "{:?}\n{}", differences, told);
        prop_assert!(plan_revert(&set, &conn, aim).unwrap().is_empty());

        // Behind the downs, every row of a table that none of them drops is there, with the columns that it still has.
        let losses = || report.reverted().iter().flat_map(|reverted| reverted.losses());
        let is_dropped = |table: &str| losses().any(|loss| loss.table() == table && loss.column().is_none());
        let now = contents(&conn);
        for (table, (columns, before)) in held.iter().filter(|(table, _)| !is_dropped(table)) {
            let Some((left, after)) = now.get(table) else { continue };
            prop_assert_eq!(before.len(), after.len(), "{}: {}", table, told);
            let common: Vec<&Column> = columns.iter().filter(|column| left.contains(column)).collect();
            prop_assert_eq!(
                part(columns, before, &common),
                part(left, after, &common),
                "{}: {}",
                table,
                told
            );
        }
        if apply(&set, &mut conn, None, TransactionMode::AllInOne.into(), &mut ()).is_err() {
            return Ok(());
        }
        again.set(again.get() + 1);
        let differences = schema_at(&set, texts.len()).differences(&read(&conn, TABLES).unwrap());
        prop_assert!(differences.is_empty(), "{:?}\n{}", differences, told);
        Ok(())
    });
    let cases = cases as usize;
    assert!(again.get() * 3 > cases, "only {} have been applied again", again.get());
    assert!(refused.get() * 10 > cases, "only {} had something to lose", refused.get());
}

fn number(version: usize) -> i64 {
    i64::try_from(version).unwrap()
}

fn schema_at(set: &Set, version: usize) -> Schema {
    let mut conn = Connection::open_in_memory().unwrap();
    if version > 0 {
        let mode = TransactionMode::AllInOne.into();
        apply(set, &mut conn, Some(number(version)), mode, &mut ()).unwrap();
    }
    read(&conn, TABLES).unwrap()
}

/// A column with its type, which decides what becomes of a value.
type Column = (String, String);
type Contents = BTreeMap<String, (Vec<Column>, Vec<Vec<Value>>)>;

/// The stored columns of every table and its rows.
fn contents(conn: &Connection) -> Contents {
    let schema = read(conn, TABLES).unwrap();
    let tables = schema.tables().iter().filter(|table| table.module().is_none());
    let content = |table: &migrate_runtime::Table| {
        let stored = table.columns().iter().filter(|column| column.generated().is_none());
        let column = |it: &migrate_runtime::Column| (it.name().to_owned(), it.declared_type().to_owned());
        let columns: Vec<Column> = stored.map(column).collect();
        let list: Vec<String> = columns.iter().map(|(column, _)| quoted(column)).collect();
        let rows = rows(conn, &format!("SELECT {} FROM {}", list.join(", "), quoted(table.name())));
        (table.name().to_owned(), (columns, rows))
    };
    tables.map(content).collect()
}

/// The rows, sorted, in some of their columns.
fn part(columns: &[Column], rows: &[Vec<Value>], wanted: &[&Column]) -> Vec<String> {
    let places: Vec<usize> =
        wanted.iter().filter_map(|name| columns.iter().position(|column| column == *name)).collect();
    let part = |row: &Vec<Value>| format!("{:?}", places.iter().map(|at| &row[*at]).collect::<Vec<_>>());
    let mut parts: Vec<String> = rows.iter().map(part).collect();
    parts.sort();
    parts
}

/// The files, each with a down.
fn with_downs(texts: &[String]) -> Option<Vec<(String, String)>> {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let mut files = Vec::new();
    let mut before = Objects::read(&conn);
    for (index, text) in texts.iter().enumerate() {
        conn.execute_batch(text).ok()?;
        let after = Objects::read(&conn);
        let stem = format!("{:04}_f{index}", index + 1);
        files.push((format!("{stem}.up.sql"), text.clone()));
        files.push((format!("{stem}.down.sql"), down(&before, &after)));
        before = after;
    }
    Some(files)
}

/// What the catalog has, by kind and name.
struct Objects {
    texts: BTreeMap<(String, String), Text>,
    /// The stored columns of the tables.
    columns: BTreeMap<String, Vec<String>>,
}

#[derive(PartialEq)]
struct Text {
    table: String,
    sql: String,
}

impl Objects {
    fn read(conn: &Connection) -> Self {
        let query = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'";
        let mut statement = conn.prepare(query).unwrap();
        let object = |row: &rusqlite::Row<'_>| {
            Ok(((row.get(0)?, row.get(1)?), Text { table: row.get(2)?, sql: row.get(3)? }))
        };
        let texts = statement.query_map([], object).unwrap().map(Result::unwrap).collect();
        let columns = contents(conn)
            .into_iter()
            .map(|(table, (columns, _))| (table, columns.into_iter().map(|(name, _)| name).collect()))
            .collect();
        Self { texts, columns }
    }

    fn of(&self, wanted: &str) -> impl Iterator<Item = (&str, &Text)> {
        self.texts.iter().filter(move |((kind, _), _)| kind == wanted).map(|((_, name), it)| (&**name, it))
    }

    fn has(&self, kind: &str, name: &str, text: &Text) -> bool {
        self.texts.get(&(kind.to_owned(), name.to_owned())) == Some(text)
    }
}

/// Drops what is new, and makes anew what was another one, with the rows in the columns that both have.
fn down(before: &Objects, after: &Objects) -> String {
    let mut sql = Vec::new();
    let drop = |kind: &str, name: &str| format!("DROP {kind} {};", quoted(name));
    // What depends on tables goes, and comes again.
    for kind in ["trigger", "view"] {
        sql.extend(after.of(kind).map(|(name, _)| drop(kind, name)));
    }
    let is_same = |table: &str| before.texts.get(&key(table)) == after.texts.get(&key(table));
    let stale = |(name, text): &(&str, &Text)| is_same(&text.table) && !before.has("index", name, text);
    sql.extend(after.of("index").filter(stale).map(|(name, _)| drop("index", name)));
    let (mut copies, mut ends) = (Vec::new(), Vec::new());
    for (table, _) in after.of("table").filter(|(table, text)| !before.has("table", table, text)) {
        let aside = quoted(&format!("aside {table}"));
        if let Some(old) = before.columns.get(table) {
            let is_common = |column: &&String| after.columns.get(table).is_some_and(|it| it.contains(column));
            let columns: Vec<String> = old.iter().filter(is_common).map(|column| quoted(column)).collect();
            let (columns, name) = (columns.join(", "), quoted(table));
            if columns.is_empty() {
                sql.push(drop("table", table));
                continue;
            }
            sql.push(format!("CREATE TABLE {aside} AS SELECT {columns} FROM {name};"));
            copies.push(format!("INSERT INTO {name} ({columns}) SELECT {columns} FROM {aside};"));
            ends.push(format!("DROP TABLE {aside};"));
        }
        sql.push(drop("table", table));
    }
    let missing = |(name, text): &(&str, &Text)| !after.has("table", name, text);
    sql.extend(before.of("table").filter(missing).map(|(_, text)| format!("{};", text.sql)));
    sql.extend(copies);
    sql.extend(ends);
    let missing = |(name, text): &(&str, &Text)| !is_same(&text.table) || !after.has("index", name, text);
    sql.extend(before.of("index").filter(missing).map(|(_, text)| format!("{};", text.sql)));
    for kind in ["view", "trigger"] {
        sql.extend(before.of(kind).map(|(_, text)| format!("{};", text.sql)));
    }
    if sql.is_empty() { "SELECT 1;\n".to_owned() } else { sql.join("\n") + "\n" }
}

fn key(table: &str) -> (String, String) {
    ("table".to_owned(), table.to_owned())
}
