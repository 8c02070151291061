//! What the build finds that a down takes away.

use migrate_verify::options::{Options, Value};
use migrate_verify::shadow::Loss;
use migrate_verify::verify;

const BASE: &str = "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE book (id INTEGER PRIMARY KEY, author INTEGER REFERENCES author (id) ON DELETE CASCADE, title TEXT);
    CREATE TABLE event (what TEXT);
    CREATE TABLE word (word TEXT);
    CREATE TRIGGER book_gone AFTER DELETE ON book BEGIN DELETE FROM word WHERE word = OLD.title; END;";

/// What goes when this up was run behind the base and is taken back by this down.
fn losses(up: &str, down: &str) -> Vec<String> {
    let package = tempfile::tempdir().unwrap();
    let directory = package.path().join("migrations");
    std::fs::create_dir(&directory).unwrap();
    let files = [("0001_base.up.sql", BASE), ("0002_change.up.sql", up), ("0002_change.down.sql", down)];
    for (name, text) in files {
        std::fs::write(directory.join(name), text).unwrap();
    }
    let mut options = Options::new(package.path(), "notes");
    options.set_argument("allow", Value::List(vec![Value::Text("all".to_owned())])).unwrap();
    let verified = match verify(&options).outcome {
        Ok(verified) => verified,
        Err(rejected) => {
            panic!("{}", rejected.diagnostics.iter().map(|it| it.render()).collect::<Vec<_>>().join("\n"))
        }
    };
    assert_eq!(verified.proof.steps[0].down, None);
    let effects = verified.proof.steps[1].down.clone().unwrap();
    let told = |loss: &Loss| match loss {
        Loss::Table(table) => format!("table {table}"),
        Loss::Column(table, column) => format!("column {table}.{column}"),
        Loss::Rows(table) => format!("rows {table}"),
    };
    effects.losses.iter().map(told).collect()
}

#[test]
fn tables_and_columns_that_go_are_known() {
    for (up, down, expected) in [
        ("CREATE TABLE tag (id INTEGER PRIMARY KEY)", "DROP TABLE tag", &["table tag"][..]),
        ("CREATE TABLE tag (id INTEGER PRIMARY KEY)", "DROP TABLE IF EXISTS tag", &["table tag"]),
        (
            "ALTER TABLE book ADD COLUMN year INTEGER",
            "ALTER TABLE book DROP COLUMN year",
            &["column book.year"],
        ),
        // What is computed is not lost.
        ("ALTER TABLE book ADD COLUMN size AS (length(title))", "ALTER TABLE book DROP COLUMN size", &[]),
        ("CREATE INDEX book_author ON book (author)", "DROP INDEX book_author", &[]),
        ("CREATE VIEW titles AS SELECT title FROM book", "DROP VIEW titles", &[]),
        ("ALTER TABLE event RENAME TO happening", "ALTER TABLE happening RENAME TO event", &[]),
        ("ALTER TABLE event RENAME COLUMN what TO name", "ALTER TABLE event RENAME COLUMN name TO what", &[]),
        // By the names from before the down.
        (
            "ALTER TABLE event ADD COLUMN at TEXT; ALTER TABLE event RENAME TO happening",
            "ALTER TABLE happening RENAME TO event; ALTER TABLE event RENAME COLUMN at TO gone; ALTER TABLE event DROP COLUMN gone",
            &["column happening.at"],
        ),
        // The table in its place has its rows,
        (
            "ALTER TABLE event ADD COLUMN at TEXT",
            "CREATE TABLE other (what TEXT); INSERT INTO other SELECT what FROM event; DROP TABLE event; \
             ALTER TABLE other RENAME TO event",
            &["column event.at"],
        ),
        // set aside meanwhile, too;
        (
            "ALTER TABLE event ADD COLUMN at TEXT",
            "CREATE TEMP TABLE aside AS SELECT what FROM event; DROP TABLE event; CREATE TABLE event (what TEXT); \
             INSERT INTO event SELECT what FROM aside; DROP TABLE aside",
            &["column event.at"],
        ),
        // or it does not.
        (
            "ALTER TABLE event ADD COLUMN at TEXT",
            "DROP TABLE event; CREATE TABLE event (what TEXT)",
            &["table event"],
        ),
        (
            "DROP TABLE event; CREATE TABLE event (what TEXT, at TEXT)",
            "DROP TABLE event; CREATE TABLE event (what TEXT)",
            &["table event"],
        ),
        // A column that comes again has other values, as far as anybody knows.
        (
            "ALTER TABLE event RENAME COLUMN what TO name; UPDATE event SET name = lower(name)",
            "ALTER TABLE event ADD COLUMN what2 TEXT; UPDATE event SET what2 = name; ALTER TABLE event DROP COLUMN name; \
             ALTER TABLE event RENAME COLUMN what2 TO what",
            &["column event.name"],
        ),
        ("CREATE VIRTUAL TABLE words USING fts5(word)", "DROP TABLE words", &["table words"]),
        ("CREATE VIRTUAL TABLE words USING fts5(title, content=book)", "DROP TABLE words", &[]),
    ] {
        assert_eq!(losses(up, down), expected, "{up}\n{down}");
    }
}

#[test]
fn rows_that_are_deleted_are_known() {
    for (up, down, expected) in [
        ("INSERT INTO event VALUES ('x')", "DELETE FROM event WHERE what = 'x'", &["rows event"][..]),
        ("INSERT INTO event VALUES ('x')", "DELETE FROM event", &["rows event"]),
        // With what a trigger deletes,
        (
            "INSERT INTO book (title) VALUES ('x')",
            "DELETE FROM book WHERE title = 'x'",
            &["rows book", "rows word"],
        ),
        // and a foreign key, where it is enforced.
        ("INSERT INTO author VALUES (0, 'nobody')", "DELETE FROM author WHERE id = 0", &["rows author"]),
        (
            "INSERT INTO author VALUES (0, 'nobody')",
            "-- migrate: foreign-keys = on\nDELETE FROM author WHERE id = 0",
            &["rows author", "rows book", "rows word"],
        ),
        (
            "CREATE TABLE shelf (id INTEGER PRIMARY KEY); \
             ALTER TABLE book ADD COLUMN shelf INTEGER REFERENCES shelf (id) ON DELETE CASCADE",
            "-- migrate: foreign-keys = on\nDROP TABLE shelf; ALTER TABLE book DROP COLUMN shelf",
            &["column book.shelf", "table shelf", "rows book", "rows word"],
        ),
        // By the name from before the down.
        (
            "ALTER TABLE event RENAME TO happening",
            "ALTER TABLE happening RENAME TO event; DELETE FROM event WHERE what = ''",
            &["rows happening"],
        ),
        // What the down has made itself is nobody's.
        (
            "INSERT INTO event VALUES ('x')",
            "CREATE TABLE t AS SELECT 1 AS a; DELETE FROM t; DROP TABLE t",
            &[],
        ),
        ("UPDATE event SET what = lower(what)", "UPDATE event SET what = upper(what)", &[]),
    ] {
        assert_eq!(losses(up, down), expected, "{up}\n{down}");
    }
}
