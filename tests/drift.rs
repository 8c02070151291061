//! What somebody has changed by hand.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch};
use embed_migrations::{Error, ObjectChange, ObjectKind};
use library::{MIGRATIONS, SCHEMA, Version};
use rusqlite::Connection;

mod library {
    embed!("tests/sets/library", set = "library");
}
mod billing {
    embed!("tests/sets/billing", set = "billing");
}

/// A migrated database to which this was done behind.
fn with(sql: &str) -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    MIGRATIONS.apply(&mut db).unwrap();
    db.execute_batch(sql).unwrap();
    db
}

/// What is told of it, without the first line and the help.
fn told(sql: &str) -> String {
    let drift = MIGRATIONS.drift(&with(sql)).unwrap();
    let lines: Vec<String> = drift.differences().iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn a_database_that_nobody_touched_has_none() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply(&mut db).unwrap();
        let bytes = scratch.bytes();
        let drift = MIGRATIONS.drift(&scratch.open_read_only()).unwrap();
        assert!(drift.is_empty());
        assert_eq!(drift.to_string(), "the schema of set `library` is that of version 2");
        assert_eq!(scratch.bytes(), bytes);
    }
}

#[test]
fn what_belongs_to_others_is_none() {
    let mut db = with(
        "CREATE TABLE setting (key TEXT PRIMARY KEY, value); CREATE INDEX setting_value ON setting (value);
         CREATE VIEW titles AS SELECT title FROM book;
         CREATE TRIGGER setting_book AFTER DELETE ON setting BEGIN DELETE FROM book WHERE title = old.key; END;
         CREATE TEMP TABLE author (other);",
    );
    billing::MIGRATIONS.apply(&mut db).unwrap();
    assert!(MIGRATIONS.drift(&db).unwrap().is_empty());
    assert!(billing::MIGRATIONS.drift(&db).unwrap().is_empty());
}

#[test]
fn another_text_with_the_same_meaning_is_none() {
    assert_eq!(told("ALTER TABLE author RENAME TO writer; ALTER TABLE writer RENAME TO author"), "");
    assert_eq!(told("DROP INDEX book_author; create index BOOK_AUTHOR on Book(\"author_id\") -- again"), "");
    assert_eq!(told("ALTER TABLE book ADD COLUMN x; ALTER TABLE book DROP COLUMN x; VACUUM"), "");
}

#[test]
fn what_is_missing_and_what_is_too_much_is_told_like_a_diff() {
    for (sql, expected) in [
        ("DROP INDEX book_author", "- index `book_author` of table `book`"),
        ("DROP VIEW shelf", "- view `shelf`"),
        ("DROP TRIGGER book_of_nothing", "- trigger `book_of_nothing` of table `book`"),
        ("DROP TABLE search", "- table `search`"),
        ("DROP VIEW shelf; CREATE TABLE shelf (title)", "- view `shelf`"),
        ("CREATE INDEX mine ON book (pages)", "+ index `mine` of table `book`"),
        ("CREATE TRIGGER mine AFTER DELETE ON BOOK BEGIN SELECT 1; END", "+ trigger `mine` of table `BOOK`"),
        (
            "ALTER TABLE author ADD COLUMN born TEXT NOT NULL DEFAULT ''",
            "~ table `author`\n    + column `born` TEXT NOT NULL DEFAULT ''",
        ),
        ("ALTER TABLE book DROP COLUMN isbn", "~ table `book`\n    - column `isbn` TEXT"),
        (
            "ALTER TABLE book RENAME COLUMN isbn TO number",
            "~ table `book`\n    - column `isbn` TEXT\n    + column `number` TEXT",
        ),
        (
            "DROP INDEX book_title; CREATE INDEX book_title ON book (author_id, title) WHERE pages > 0",
            "~ index `book_title` of table `book`\n    - UNIQUE",
        ),
        (
            "DROP INDEX book_title; CREATE UNIQUE INDEX book_title ON book (author_id, lower(title) DESC) WHERE pages>1",
            "~ index `book_title` of table `book`\n    - on (`author_id`, `title`)\n    - WHERE pages > 0\n    \
             + on (`author_id`, lower ( title ) DESC)\n    + WHERE pages > 1",
        ),
    ] {
        assert_eq!(told(sql), expected, "{sql}");
    }
}

#[test]
fn a_table_that_is_gone_takes_what_belongs_to_it_along() {
    assert_eq!(
        told("DROP VIEW shelf; DROP TABLE book"),
        "- table `book`\n- index `book_author` of table `book`\n- index `book_title` of table `book`\n- view `shelf`\n- trigger `book_of_nothing` of table `book`"
    );
}

#[test]
fn it_is_data() {
    let drift = MIGRATIONS.drift(&with("DROP INDEX book_author")).unwrap();
    let [missing] = drift.differences() else { panic!("{drift}") };
    assert_eq!(
        (missing.kind(), missing.name(), missing.table()),
        (ObjectKind::Index, "book_author", Some("book"))
    );
    assert_eq!(missing.change(), &ObjectChange::Lost);
    assert_eq!((drift.set(), drift.version()), ("library", 2));
    assert_eq!(
        drift.to_string(),
        "the schema of set `library` is not that of version 2:\n\
         - index `book_author` of table `book`\n  \
         = note: `-` is what the program was compiled against, `+` what the database has\n  \
         = help: `repair` plans what can be mended without losing anything, and says what cannot"
    );
}

#[test]
fn an_earlier_version_is_compared_with_that() {
    let mut db = Connection::open_in_memory().unwrap();
    assert!(matches!(MIGRATIONS.drift(&db), Err(Error::Pending { .. })));
    MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
    let drift = MIGRATIONS.drift(&db).unwrap();
    assert!(drift.is_empty() && drift.version() == 1, "{drift}");
    db.execute_batch("ALTER TABLE book ADD COLUMN isbn TEXT").unwrap();
    let drift = MIGRATIONS.drift(&db).unwrap();
    assert!(drift.to_string().contains("    + column `isbn` TEXT\n"), "{drift}");
    assert_eq!(SCHEMA.tables().len(), 3);
}

#[test]
fn it_is_found_inside_a_transaction_of_the_program_too() {
    let db = with("BEGIN; DROP VIEW shelf");
    assert_eq!(MIGRATIONS.drift(&db).unwrap().differences().len(), 1);
    assert!(!db.is_autocommit());
    db.execute_batch("ROLLBACK").unwrap();
    assert!(MIGRATIONS.drift(&db).unwrap().is_empty());
}
