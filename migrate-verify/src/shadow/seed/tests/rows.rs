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
        assert_eq!(rows.len(), if variant == 0 { 3 } else { 2 });
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
    let mut parents = shadow.rows("SELECT id FROM z_parent WHERE id > 1 ORDER BY id");
    assert_eq!(parents.len(), 9);
    let mut at = 0;
    // The first of each three stays without a child.
    parents.retain(|_| {
        at += 1;
        at % 3 != 1
    });
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
    assert_eq!(shadow.number("SELECT count(*) FROM b"), 5);
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
    shadow.seeder = Seeder::new(PLAIN, &std::sync::Arc::default());
    shadow.seed();
    assert_eq!(shadow.number("SELECT count(*) FROM a"), 6);
}

#[test]
fn a_box_has_its_limits_in_order() {
    let mut shadow = Shadow::new("CREATE VIRTUAL TABLE box USING rtree(id, x0, x1)", PLAIN);
    assert!(shadow.seed().is_empty());
    assert_eq!(shadow.number("SELECT count(*) FROM box WHERE x0 < x1"), 2);
}
