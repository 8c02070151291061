//! What is done where SQLite or a trigger refuses a row.

use rusqlite::types::Value;

use super::Shadow;
use crate::shadow::seed::{Refuses, Style};

const PLAIN: Style = Style::Plain(0);

#[test]
fn a_table_that_asks_for_the_present_moment_refuses_every_row() {
    for sql in [
        "CREATE TABLE a (x TEXT NOT NULL CHECK (x > datetime('now')))",
        "CREATE TABLE a (x TEXT, y TEXT CHECK (y IN ('p', 'q')), CHECK (x > datetime('now')))",
        "CREATE TABLE a (at TEXT); CREATE INDEX i ON a (at) WHERE at > date('now')",
        "CREATE TABLE a (x INT, g AS (julianday('now') - x) STORED)",
        "CREATE TABLE a (x INT, g AS (julianday() - x))",
    ] {
        for style in [PLAIN, Style::Adversarial] {
            let unseeded = Shadow::new(sql, style).seed();
            assert_eq!(unseeded[0].refuses, Some(Refuses::Every), "{sql}: {unseeded:?}");
        }
    }
    let unseeded = Shadow::new("CREATE TABLE a (x NOT NULL CHECK (x > datetime('now')))", PLAIN).seed();
    assert_eq!(unseeded[0].message, "non-deterministic use of datetime() in a CHECK constraint");
}

#[test]
fn a_table_that_some_program_may_fill_is_not_said_to_refuse_every_row() {
    for sql in [
        "CREATE TABLE a (x INT CHECK (x = 1234567 * 3 + 1))",
        "CREATE TABLE a (x NOT NULL CHECK (x IS NULL OR x > datetime('now')))",
        "CREATE TABLE a (x INT NOT NULL REFERENCES gone)",
        "CREATE TABLE p (id INTEGER PRIMARY KEY CHECK (0)); CREATE TABLE a (x INT NOT NULL REFERENCES p)",
    ] {
        let shadow = &mut Shadow::new(sql, PLAIN);
        let unseeded = shadow.seed();
        assert!(unseeded.iter().all(|it| it.refuses.is_none()), "{sql}: {unseeded:?}");
        assert_eq!(shadow.complaints(), [""; 0], "{sql}");
    }
}

#[test]
fn a_way_around_the_present_moment_is_found() {
    for sql in [
        "CREATE TABLE a (x TEXT, CHECK (x IS NULL OR x > datetime('now')))",
        "CREATE TABLE a (x TEXT NOT NULL, CHECK (strftime('%s', x, 'localtime') > 0 OR 1))",
        "CREATE TABLE a (k TEXT NOT NULL, x TEXT); CREATE INDEX i ON a (x) WHERE k = 'p' AND x > date('now')",
        "CREATE TABLE a (x TEXT NOT NULL, CHECK (x > CURRENT_TIMESTAMP))",
    ] {
        let shadow = &mut Shadow::new(sql, PLAIN);
        assert!(shadow.seed().is_empty(), "{sql}");
        assert!(shadow.number("SELECT count(*) FROM a") > 0, "{sql}");
    }
}

#[test]
fn a_promise_that_cannot_be_kept_leaves_nothing_behind() {
    let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY, b INT NOT NULL REFERENCES b);
               CREATE TABLE b (id INTEGER PRIMARY KEY CHECK (0), a INT NOT NULL REFERENCES a); CREATE TABLE c (x)";
    let mut shadow = Shadow::new(sql, PLAIN);
    let unseeded: Vec<String> = shadow.seed().into_iter().map(|it| it.table.name().to_owned()).collect();
    assert_eq!(unseeded, ["a", "b"]);
    assert_eq!(shadow.complaints(), [""; 0]);
    assert_eq!(shadow.number("SELECT count(*) FROM c"), 3);
}

#[test]
fn a_singleton_that_is_there_is_no_problem() {
    let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY CHECK (id = 1), x); INSERT INTO a VALUES (1, 2)";
    let mut shadow = Shadow::new(sql, PLAIN);
    assert!(shadow.seed().is_empty());
    assert_eq!(shadow.rows("SELECT * FROM a"), [[Value::Integer(1), Value::Integer(2)]]);
}

#[test]
fn full_text_follows_its_table_and_triggers_are_on_afterwards() {
    let sql = "CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
               CREATE VIRTUAL TABLE f USING fts5(title, content='post', content_rowid='id');
               CREATE TRIGGER t AFTER INSERT ON post BEGIN
                   INSERT INTO f (rowid, title) VALUES (NEW.id, NEW.title); END;
               CREATE VIRTUAL TABLE own USING fts5(body);
               CREATE TABLE stubborn (x); CREATE TRIGGER u BEFORE INSERT ON stubborn BEGIN SELECT RAISE(ABORT, 'no'); END";
    let mut shadow = Shadow::new(sql, PLAIN);
    assert!(shadow.seed().is_empty());
    assert_eq!(shadow.number("SELECT count(*) FROM f WHERE f MATCH 'title'"), 3);
    assert_eq!(shadow.number("SELECT count(*) FROM own WHERE own MATCH 'body'"), 2);
    assert_eq!(shadow.number("SELECT count(*) FROM stubborn"), 3);
    let error = shadow.conn.execute("INSERT INTO stubborn VALUES (1)", []).unwrap_err();
    assert_eq!(error.to_string(), "no");
    assert_eq!(shadow.complaints(), [""; 0]);
}

#[test]
fn what_a_table_needs_is_searched_for_once() {
    let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY, k TEXT NOT NULL CHECK (k IN ('p', 'q')), n INT CHECK (n BETWEEN 7 AND 9));
               CREATE TRIGGER t BEFORE INSERT ON a BEGIN SELECT tally(); END";
    let calls = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let mut shadow = Shadow::new("", PLAIN);
    let counter = calls.clone();
    let tally = move |_: &rusqlite::functions::Context<'_>| {
        counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Ok(1)
    };
    shadow
        .conn
        .create_scalar_function("tally", 0, rusqlite::functions::FunctionFlags::SQLITE_UTF8, tally)
        .unwrap();
    shadow.run(sql);
    shadow.seed_if(|table| table.name() == "a");
    assert!(calls.swap(0, std::sync::atomic::Ordering::Relaxed) > 3);
    shadow.seed_if(|table| table.name() == "a");
    assert_eq!(calls.load(std::sync::atomic::Ordering::Relaxed), 3);
}

#[test]
fn triggers_leave_no_row_without_its_parent() {
    let sql = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE log (p INT NOT NULL REFERENCES p);
               CREATE TABLE a (x); CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO log VALUES (4); END";
    let mut shadow = Shadow::new(sql, PLAIN);
    assert!(shadow.seed().is_empty());
    assert_eq!(shadow.complaints(), [""; 0]);
}

#[test]
fn a_key_that_is_computed_is_left_alone() {
    let sql = "CREATE TABLE p (id INTEGER PRIMARY KEY);
               CREATE TABLE a (x INT, p INT AS (x + 1) STORED REFERENCES p)";
    let mut shadow = Shadow::new(sql, PLAIN);
    assert_eq!(shadow.seed()[0].message, "a generated column refers to `p`");
    assert_eq!(shadow.complaints(), [""; 0]);
}
