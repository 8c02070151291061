//! What the rows are like.

use rusqlite::types::Value;

use super::Shadow;
use crate::shadow::seed::{Seeder, Style};

const PLAIN: Style = Style::Plain(0);

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn typical_values_are_odd_keys_and_texts_that_tell_where_they_belong() {
    let mut shadow = Shadow::new(
        "CREATE TABLE user (id INTEGER PRIMARY KEY, first_name TEXT DEFAULT 'x', seen_at DATETIME, day DATE)",
        PLAIN,
    );
    shadow.seed();
    assert_eq!(
        shadow.rows("SELECT * FROM user")[0],
        [
            Value::Integer(1_000_003),
            text("user first_name 1000004"),
            text("2001-01-03 13:46:45"),
            text("2001-01-04")
        ]
    );
}

#[test]
fn plain_rows_differ_in_every_column_and_have_no_null() {
    let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT, n INT, r REAL, b BLOB, x, d DATE, dt DATETIME, f BOOLEAN,
                  j JSON, u UUID, k TEXT CHECK (k IN ('p', 'q', 'r')), l TEXT CHECK (length(l) = 4), made_at INTEGER)";
    for variant in 0..12 {
        let mut shadow = Shadow::new(sql, Style::Plain(variant));
        shadow.seed();
        let rows = shadow.rows("SELECT * FROM a");
        assert_eq!(rows.len(), 2);
        for (at, (one, other)) in rows[0].iter().zip(&rows[1]).enumerate() {
            let is_same_by_kind = variant % 5 == 2 && at == 9;
            assert!(one != other || is_same_by_kind, "{variant}, column {at}: {one:?}");
            assert!(*one != Value::Null && *other != Value::Null, "{variant}, column {at}");
        }
    }
}

#[test]
fn another_variant_takes_the_literals_of_the_table() {
    let sql = "CREATE TABLE a (n INT DEFAULT 17, s TEXT CHECK (s <> 'none')); CREATE INDEX i ON a (n) WHERE s = 'some'";
    let mut shadow = Shadow::new(sql, Style::Plain(5));
    shadow.seed();
    assert!(shadow.number("SELECT count(*) FROM a WHERE n = 17") > 0);
    assert!(shadow.number("SELECT count(*) FROM a WHERE s = 'some'") > 0);
}

#[test]
fn children_refer_to_the_plain_parents_in_turn() {
    let sql = "CREATE TABLE z_parent (id INTEGER PRIMARY KEY, n TEXT);
               CREATE TABLE child (id INTEGER PRIMARY KEY, parent INT REFERENCES z_parent)";
    let mut shadow = Shadow::new(sql, PLAIN);
    shadow.run("INSERT INTO z_parent VALUES (1, 'a migration')");
    for _ in 0..3 {
        shadow.seed();
    }
    let parents = shadow.rows("SELECT id FROM z_parent WHERE id > 1 ORDER BY id");
    assert_eq!(parents.len(), 6);
    assert_eq!(shadow.rows("SELECT parent FROM child ORDER BY id"), parents);
}

#[test]
fn only_due_tables_get_rows_and_refer_to_what_is_there() {
    let sql = "CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent INT NOT NULL REFERENCES parent);
               INSERT INTO parent VALUES (1), (2)";
    let mut shadow = Shadow::new(sql, PLAIN);
    assert!(shadow.seed_if(|table| table.name() == "child").is_empty());
    assert_eq!(shadow.rows("SELECT * FROM child"), [[Value::Integer(1)], [Value::Integer(2)]]);
    assert_eq!(shadow.number("SELECT count(*) FROM parent"), 2);
}

#[test]
fn a_circle_has_no_null_in_the_end() {
    let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY, b INT REFERENCES b);
               CREATE TABLE b (id INTEGER PRIMARY KEY, a INT NOT NULL REFERENCES a)";
    let mut shadow = Shadow::new(sql, PLAIN);
    shadow.seed();
    assert_eq!(shadow.number("SELECT count(*) FROM a WHERE b IS NOT NULL"), 2);
}

#[test]
fn a_tree_has_a_root_and_no_circle() {
    let mut shadow = Shadow::new("CREATE TABLE a (id INTEGER PRIMARY KEY, up INT REFERENCES a)", PLAIN);
    shadow.seed();
    shadow.seed();
    assert_eq!(shadow.number("SELECT count(*) FROM a WHERE up IS NULL"), 1);
    assert_eq!(shadow.number("SELECT count(*) FROM a WHERE up >= id"), 0);
}

#[test]
fn awkward_rows_are_twins_and_nulls_and_nothing_at_all() {
    let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT, n INT NOT NULL, at DATETIME, b BLOB)";
    let mut shadow = Shadow::new(sql, Style::Adversarial);
    shadow.seed();
    assert_eq!(shadow.number("SELECT max(c) FROM (SELECT count(*) AS c FROM a GROUP BY t, n, at, b)"), 2);
    assert_eq!(shadow.number("SELECT count(*) FROM a WHERE t IS NULL AND at IS NULL AND b IS NULL"), 1);
    assert_eq!(shadow.number("SELECT count(*) FROM a WHERE t = '' AND n = 0 AND at = '' AND b = x''"), 1);
}

#[test]
fn awkward_keys_differ_by_case_only_where_that_is_possible() {
    let sql = "CREATE TABLE a (t TEXT NOT NULL UNIQUE); CREATE TABLE b (t TEXT NOT NULL COLLATE NOCASE PRIMARY KEY)";
    let mut shadow = Shadow::new(sql, Style::Adversarial);
    shadow.seed();
    assert_eq!(
        shadow.number("SELECT count(*) FROM a x JOIN a y ON x.t < y.t AND lower(x.t) = lower(y.t)"),
        1
    );
    assert_eq!(shadow.number("SELECT count(*) FROM b"), 4);
}

#[test]
fn as_many_columns_are_null_as_checks_allow() {
    let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY, p INT, q INT, r INT, CHECK (p IS NOT NULL OR q IS NOT NULL))";
    let mut shadow = Shadow::new(sql, Style::Adversarial);
    shadow.seed();
    assert_eq!(shadow.number("SELECT max((p IS NULL) + (q IS NULL) + (r IS NULL)) FROM a"), 2);
}

#[test]
fn an_awkward_parent_stays_without_a_child() {
    let sql = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT NOT NULL REFERENCES p)";
    let mut shadow = Shadow::new(sql, Style::Adversarial);
    for _ in 0..3 {
        shadow.seed();
        assert!(shadow.number("SELECT count(*) FROM p WHERE id NOT IN (SELECT p FROM c)") > 0);
    }
}

#[test]
fn two_seeders_do_not_get_in_each_others_way() {
    let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT NOT NULL UNIQUE)";
    let mut shadow = Shadow::new(sql, PLAIN);
    shadow.seed();
    shadow.seeder = Seeder::new(PLAIN);
    shadow.seed();
    assert_eq!(shadow.number("SELECT count(*) FROM a"), 4);
}

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
            assert!(unseeded[0].refuses_every_row, "{sql}: {unseeded:?}");
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
        assert!(!unseeded.iter().any(|it| it.refuses_every_row), "{sql}: {unseeded:?}");
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
    let unseeded: Vec<String> = shadow.seed().into_iter().map(|it| it.table).collect();
    assert_eq!(unseeded, ["a", "b"]);
    assert_eq!(shadow.complaints(), [""; 0]);
    assert_eq!(shadow.number("SELECT count(*) FROM c"), 2);
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
    assert_eq!(shadow.number("SELECT count(*) FROM f WHERE f MATCH 'title'"), 2);
    assert_eq!(shadow.number("SELECT count(*) FROM own WHERE own MATCH 'body'"), 2);
    assert_eq!(shadow.number("SELECT count(*) FROM stubborn"), 2);
    let error = shadow.conn.execute("INSERT INTO stubborn VALUES (1)", []).unwrap_err();
    assert_eq!(error.to_string(), "no");
    assert_eq!(shadow.complaints(), [""; 0]);
}

#[test]
fn a_box_has_its_limits_in_order() {
    let mut shadow = Shadow::new("CREATE VIRTUAL TABLE box USING rtree(id, x0, x1)", PLAIN);
    assert!(shadow.seed().is_empty());
    assert_eq!(shadow.number("SELECT count(*) FROM box WHERE x0 < x1"), 2);
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
    assert!(calls.swap(0, std::sync::atomic::Ordering::Relaxed) > 2);
    shadow.seed_if(|table| table.name() == "a");
    assert_eq!(calls.load(std::sync::atomic::Ordering::Relaxed), 2);
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
