//! Which differences count.

use super::schema;
use crate::schema::fingerprint::Fingerprint;
use migrate_token::canonical;

/// Statements after this one have something to belong to.
const BASE: &str = "CREATE TABLE p (id INTEGER PRIMARY KEY, q TEXT);";

fn fingerprint(sql: &str) -> Fingerprint {
    schema(&format!("{BASE}{sql}")).fingerprint()
}

#[test]
fn layout_case_comments_and_quotes_do_not_count() {
    for (one, other) in [
        (
            "CREATE TABLE t (a INTEGER NOT NULL, \"b\" TEXT DEFAULT 'x')",
            "create table if not exists [T]\n(\ta integer -- the first\n not null,`B` text/* */default 'x' ) ;",
        ),
        ("CREATE TABLE t (a DEFAULT yes)", "CREATE TABLE t (a DEFAULT \"yes\")"),
        ("CREATE TABLE t (a DEFAULT TRUE)", "CREATE TABLE t (a DEFAULT true)"),
        ("CREATE TABLE t (\"order\" INT, [a b])", "CREATE TABLE t (`ORDER` INT, \"A B\")"),
        ("CREATE TABLE main.t (a)", "CREATE TABLE t(a)"),
        ("CREATE INDEX i ON p (q)", "CREATE INDEX IF NOT EXISTS \"I\" ON [p](Q)"),
        ("CREATE VIEW v AS SELECT id FROM p", "CREATE VIEW V AS select ID\nfrom \"P\" -- all\n;"),
        (
            "CREATE TRIGGER t AFTER INSERT ON p BEGIN DELETE FROM p; END",
            "create trigger T after insert on P begin delete from `p` ; end",
        ),
        (
            "CREATE TABLE t (a REFERENCES p ON DELETE SET DEFAULT MATCH FULL)",
            "CREATE TABLE t (a REFERENCES p ON DELETE SET DEFAULT match full)",
        ),
        ("CREATE VIRTUAL TABLE d USING fts5(a)", "create virtual table [D] using FTS5( A )"),
    ] {
        assert_eq!(fingerprint(one), fingerprint(other), "{one}\n{other}");
    }
}

#[test]
fn the_order_of_statements_does_not_count() {
    assert_eq!(
        fingerprint("CREATE TABLE a (x); CREATE TABLE b (y)"),
        fingerprint("CREATE TABLE b (y); CREATE TABLE a (x)")
    );
}

#[test]
fn every_change_of_meaning_counts() {
    let changes = [
        "",
        "CREATE TABLE t (a, b)",
        "CREATE TABLE t (b, a)",
        "CREATE TABLE t (a TEXT, b)",
        "CREATE TABLE t (a TEXT NOT NULL, b)",
        "CREATE TABLE t (a TEXT DEFAULT 'x', b)",
        "CREATE TABLE t (a TEXT DEFAULT 'X', b)",
        "CREATE TABLE t (a TEXT DEFAULT ' x', b)",
        "CREATE TABLE t (a TEXT DEFAULT \"yes\", b)",
        "CREATE TABLE t (a TEXT DEFAULT \"YES\", b)",
        "CREATE TABLE t (a TEXT DEFAULT true, b)",
        "CREATE TABLE t (a TEXT DEFAULT \"true\", b)",
        "CREATE TABLE t (a TEXT DEFAULT null, b)",
        "CREATE TABLE t (a TEXT DEFAULT \"null\", b)",
        "CREATE TABLE t (a TEXT DEFAULT 1, b)",
        "CREATE TABLE t (a TEXT DEFAULT -1, b)",
        "CREATE TABLE t (a TEXT DEFAULT x'00', b)",
        "CREATE TABLE t (a TEXT COLLATE nocase, b)",
        "CREATE TABLE t (a TEXT CHECK (a > 1), b)",
        "CREATE TABLE t (a TEXT CHECK (a > 2), b)",
        "CREATE TABLE t (a TEXT UNIQUE, b)",
        "CREATE TABLE t (a TEXT, b, UNIQUE (a, b))",
        "CREATE TABLE t (a TEXT, b, UNIQUE (b, a))",
        "CREATE TABLE t (a REFERENCES p, b)",
        "CREATE TABLE t (a REFERENCES p ON DELETE CASCADE, b)",
        "CREATE TABLE t (a REFERENCES p ON UPDATE CASCADE, b)",
        "CREATE TABLE t (a TEXT, b) STRICT_",
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b)",
        "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b)",
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b) WITHOUT ROWID",
        "CREATE TABLE \"a b\" (c)",
        "CREATE TABLE \"a  b\" (c)",
        "CREATE TABLE a (\"b c\")",
        "CREATE TABLE a (b c)",
        "CREATE INDEX i ON p (q)",
        "CREATE INDEX i ON p (q DESC)",
        "CREATE INDEX i ON p (q, id)",
        "CREATE INDEX i ON p (id, q)",
        "CREATE INDEX i ON p (q) WHERE id > 1",
        "CREATE UNIQUE INDEX i ON p (q)",
        "CREATE INDEX j ON p (q)",
        "CREATE VIEW v AS SELECT id FROM p",
        "CREATE VIEW v AS SELECT id FROM p WHERE q = 'a'",
        "CREATE VIEW v AS SELECT id FROM p WHERE q = 'A'",
        "CREATE TRIGGER t AFTER INSERT ON p BEGIN DELETE FROM p; END",
        "CREATE TRIGGER t BEFORE INSERT ON p BEGIN DELETE FROM p; END",
        "CREATE VIRTUAL TABLE d USING fts5(a)",
        "CREATE VIRTUAL TABLE d USING fts5(a, tokenize = \"unicode61 tokenchars 'x'\")",
        "CREATE VIRTUAL TABLE d USING fts5(a, tokenize = \"unicode61 tokenchars 'X'\")",
    ]
    .map(|sql| sql.replace(" STRICT_", " STRICT").replace("(a TEXT, b) STRICT", "(a TEXT, b ANY) STRICT"));
    for (at, one) in changes.iter().enumerate() {
        for other in &changes[at + 1..] {
            assert_ne!(fingerprint(one), fingerprint(other), "{one}\n{other}");
        }
    }
}

#[test]
fn opposite_changes_do_not_cancel() {
    let pair = |one, other| {
        fingerprint(&format!(
            "CREATE TABLE t (a, d); CREATE INDEX i ON t ({one}); CREATE INDEX j ON t ({other})"
        ))
    };
    // The plain sum of FNV-1a values is the same for these two.
    assert_ne!(pair("a", "d"), pair("d", "a"));
}

#[test]
fn a_fingerprint_never_changes_for_the_same_schema() {
    // It is embedded by one build and compared by another program: a change here is a change of format.
    let embedded = fingerprint("CREATE INDEX i ON p (q)");
    assert_eq!(embedded.to_string(), "a01d09eb3071aca2");
    assert_eq!(Fingerprint::from_bits(embedded.bits()), embedded);
}

#[test]
fn the_canonical_form_is_sql_with_the_same_meaning() {
    for (sql, form) in [
        ("CREATE TABLE IF NOT EXISTS [a]( \"B c\" TEXT );", "create table a ( \"b c\" text )"),
        ("CREATE TABLE \"Select\" (`x\"y`)", "create table \"select\" ( \"x\"\"y\" )"),
        (
            "CREATE TABLE t (a DEFAULT Yes, B DEFAULT 0X1f)",
            "create table t ( a default \"Yes\" , b default 0X1f )",
        ),
        ("SELECT 'It''s' || X'aB' -- end", "select 'It''s' || X'aB'"),
        ("CREATE TRIGGER t INSERT ON a WHEN if NOT NULL", "create trigger t insert on a when if not null"),
    ] {
        assert_eq!(canonical(sql), form);
        assert_eq!(canonical(form), form);
    }
}
