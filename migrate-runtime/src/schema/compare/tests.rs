//! What counts as different, and how it is told.

use rusqlite::Connection;

use crate::schema::Schema;
use crate::schema::reader::read;

fn schema(sql: &str) -> Schema {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(sql).unwrap();
    read(&db, &[]).unwrap()
}

fn told(before: &str, after: &str) -> String {
    let differences = schema(before).differences(&schema(after));
    differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn layout_quotes_and_the_place_of_a_constraint_make_no_difference() {
    for (before, after) in [
        ("CREATE TABLE a (x TEXT)", "create table \"a\"(\n  [x] text -- why\n)"),
        ("CREATE TABLE a (x TEXT UNIQUE)", "CREATE TABLE a (x TEXT, UNIQUE (x))"),
        ("CREATE TABLE a (x INTEGER PRIMARY KEY)", "CREATE TABLE a (x INTEGER, PRIMARY KEY (x))"),
        (
            "CREATE TABLE a (\"X\" TEXT DEFAULT NULL CHECK (\"X\" > 0))",
            "CREATE TABLE \"A\" (\"x\" TEXT DEFAULT null CHECK (\"x\" > 0))",
        ),
        (
            "CREATE TABLE a (x NOT NULL ON CONFLICT FAIL UNIQUE)",
            "CREATE TABLE a (X UNIQUE NOT NULL ON CONFLICT fail)",
        ),
        (
            "CREATE TABLE p (x PRIMARY KEY); CREATE TABLE t (\"Order\" INT, a INT REFERENCES \"p\"(x)); ALTER TABLE t RENAME TO a",
            "CREATE TABLE p (x PRIMARY KEY); CREATE TABLE a (\"Order\" INT, a INT REFERENCES p(x))",
        ),
        (
            "CREATE TABLE t (x); CREATE VIEW v AS SELECT t.x AS \"Total\" FROM t; ALTER TABLE t RENAME TO a",
            "CREATE TABLE a (x); CREATE VIEW v AS SELECT a.x AS \"Total\" FROM a",
        ),
        (
            "CREATE TABLE a (x INT, CONSTRAINT \"Foo\" CHECK (x > 0))",
            "CREATE TABLE a (x INT, CONSTRAINT \"foo\" CHECK (x > 0))",
        ),
        (
            "CREATE TABLE a (\"Name\"); CREATE INDEX i ON a (\"Name\")",
            "CREATE TABLE a (\"name\"); CREATE INDEX i ON a (\"name\")",
        ),
        (
            "CREATE TABLE p (x); CREATE TABLE a (y REFERENCES \"P\")",
            "CREATE TABLE p (x); CREATE TABLE a (y REFERENCES \"p\")",
        ),
        (
            "CREATE TABLE a (conflict INT NOT NULL, UNIQUE (conflict))",
            "CREATE TABLE a (\"conflict\" INT NOT NULL UNIQUE)",
        ),
        ("CREATE TABLE a (x UNIQUE ON CONFLICT ABORT)", "CREATE TABLE a (x UNIQUE)"),
        (
            "CREATE TABLE a (x TEXT COLLATE NOCASE UNIQUE ON CONFLICT FAIL)",
            "CREATE TABLE a (x TEXT COLLATE NOCASE, UNIQUE (x COLLATE NOCASE) ON CONFLICT FAIL)",
        ),
        ("CREATE TABLE a (x REFERENCES a (x))", "CREATE TABLE a (x, FOREIGN KEY (x) REFERENCES a (x))"),
        ("CREATE TABLE a (x, y); ALTER TABLE a DROP COLUMN y", "CREATE TABLE a (x)"),
        ("CREATE TABLE a (x); ALTER TABLE a RENAME TO b", "CREATE TABLE b (x)"),
        ("CREATE TABLE a (x, CHECK (x > 0), CHECK (x < 9))", "CREATE TABLE a (x CHECK (x < 9) CHECK(x>0))"),
    ] {
        assert_eq!(told(before, after), "", "{before} / {after}");
    }
}

#[test]
fn what_is_lost_and_what_has_come_is_told_like_a_diff() {
    let before = "CREATE TABLE a (x TEXT NOT NULL DEFAULT 'a', y); CREATE INDEX i ON a (x); CREATE VIEW v AS SELECT x FROM a";
    let after = "CREATE TABLE a (x TEXT, y); CREATE TABLE b (z); CREATE VIEW v AS SELECT y FROM a";
    assert_eq!(
        told(before, after),
        "~ table `a`\n    - column `x` TEXT NOT NULL DEFAULT 'a'\n    + column `x` TEXT\n\
         - index `i` of table `a`\n\
         ~ view `v`\n    - create view v as select x from a\n    + create view v as select y from a\n\
         + table `b`"
    );
}

#[test]
fn every_clause_of_a_table_counts() {
    for (before, after) in [
        ("CREATE TABLE a (x TEXT)", "CREATE TABLE a (x INTEGER)"),
        ("CREATE TABLE a (x TEXT DEFAULT 'a')", "CREATE TABLE a (x TEXT DEFAULT 'A')"),
        ("CREATE TABLE a (x TEXT COLLATE NOCASE)", "CREATE TABLE a (x TEXT)"),
        ("CREATE TABLE a (x, y)", "CREATE TABLE a (y, x)"),
        ("CREATE TABLE a (x, CHECK (x > 0))", "CREATE TABLE a (x, CHECK (x > 1))"),
        ("CREATE TABLE a (x UNIQUE)", "CREATE TABLE a (x)"),
        ("CREATE TABLE a (x UNIQUE ON CONFLICT IGNORE)", "CREATE TABLE a (x UNIQUE)"),
        ("CREATE TABLE a (x REFERENCES a ON DELETE CASCADE)", "CREATE TABLE a (x REFERENCES a)"),
        ("CREATE TABLE a (x REFERENCES a DEFERRABLE INITIALLY DEFERRED)", "CREATE TABLE a (x REFERENCES a)"),
        ("CREATE TABLE a (x INTEGER PRIMARY KEY AUTOINCREMENT)", "CREATE TABLE a (x INTEGER PRIMARY KEY)"),
        ("CREATE TABLE a (x TEXT PRIMARY KEY) WITHOUT ROWID", "CREATE TABLE a (x TEXT PRIMARY KEY)"),
        ("CREATE TABLE a (x TEXT) STRICT", "CREATE TABLE a (x TEXT)"),
        ("CREATE TABLE a (x, y AS (x + 1))", "CREATE TABLE a (x, y AS (x + 2))"),
        ("CREATE TABLE a (x, y AS (x) STORED)", "CREATE TABLE a (x, y AS (x) VIRTUAL)"),
        ("CREATE TABLE a (x); CREATE INDEX i ON a (x)", "CREATE TABLE a (x); CREATE INDEX i ON a (x DESC)"),
        ("CREATE TABLE a (x); CREATE INDEX i ON a (x)", "CREATE TABLE a (x); CREATE UNIQUE INDEX i ON a (x)"),
        (
            "CREATE TABLE a (x); CREATE INDEX i ON a (x) WHERE x > 0",
            "CREATE TABLE a (x); CREATE INDEX i ON a (x) WHERE x > 1",
        ),
        (
            "CREATE TABLE a (x); CREATE INDEX i ON a (x + 1)",
            "CREATE TABLE a (x); CREATE INDEX i ON a (x + 2)",
        ),
        (
            "CREATE TABLE a (x TEXT, PRIMARY KEY (x COLLATE NOCASE))",
            "CREATE TABLE a (x TEXT, PRIMARY KEY (x))",
        ),
        ("CREATE TABLE a (x INTEGER PRIMARY KEY)", "CREATE TABLE a (x INTEGER PRIMARY KEY DESC)"),
        ("CREATE TABLE a (x TEXT DEFAULT Happy)", "CREATE TABLE a (x TEXT DEFAULT happy)"),
        (
            "CREATE TABLE a (x UNIQUE ON CONFLICT IGNORE, y NOT NULL)",
            "CREATE TABLE a (x UNIQUE, y NOT NULL ON CONFLICT IGNORE)",
        ),
        (
            "CREATE TABLE a (x REFERENCES a DEFERRABLE INITIALLY DEFERRED, y REFERENCES a)",
            "CREATE TABLE a (x REFERENCES a, y REFERENCES a DEFERRABLE INITIALLY DEFERRED)",
        ),
        ("CREATE TABLE a (x CHECK (x <> \"Ready\"))", "CREATE TABLE a (x CHECK (x <> \"ready\"))"),
        ("CREATE TABLE \"a\" (x CHECK (x <> \"Ready\"))", "CREATE TABLE a (x CHECK (x <> \"ready\"))"),
        ("CREATE TABLE a (x CHECK (x <> \"A\"))", "CREATE TABLE a (x CHECK (x <> \"a\"))"),
        ("CREATE VIEW v AS SELECT \"Ready\" AS x", "CREATE VIEW v AS SELECT \"ready\" AS x"),
        ("CREATE TABLE a (x, y)", "CREATE TABLE a (y, x, z)"),
    ] {
        assert_ne!(told(before, after), "", "{before} / {after}");
        assert_ne!(told(after, before), "", "{after} / {before}");
    }
}
