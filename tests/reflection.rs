//! Nothing is built on tables that are not there.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, assert_message};
use embed_migrations::Error;
use library::{MIGRATIONS, Version};
use rusqlite::Connection;

mod library {
    embed!("tests/sets/library", set = "library");
}
mod notes {
    embed!("tests/sets/notes", set = "notes");
}

/// What `apply` says behind the first migration, and behind what somebody has done there.
fn behind(sql: &str) -> Result<(), Error> {
    let mut db = Connection::open_in_memory().unwrap();
    MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
    db.execute_batch(sql).unwrap();
    MIGRATIONS.apply(&mut db).map(drop)
}

fn missing(sql: &str) -> Vec<(String, Vec<String>)> {
    match behind(sql) {
        Err(Error::MissingTables { set, version, missing }) => {
            assert_eq!((&*set, version), ("library", 1));
            missing.iter().map(|it| (it.table().to_owned(), it.columns().to_vec())).collect()
        }
        other => panic!("{sql}: {other:?}"),
    }
}

#[test]
fn what_is_missing_is_listed() {
    assert_eq!(missing("DROP VIEW shelf; DROP TABLE book"), [("book".to_owned(), vec![])]);
    assert_eq!(
        missing(
            "DROP VIEW shelf; ALTER TABLE author RENAME TO writer; ALTER TABLE book RENAME COLUMN pages TO length"
        ),
        [("author".to_owned(), vec![]), ("book".to_owned(), vec!["pages".to_owned()])]
    );
    assert_eq!(
        missing("DROP VIEW shelf; DROP TABLE author; CREATE VIEW author AS SELECT 1 AS id, '' AS name"),
        [("author".to_owned(), vec![])]
    );
}

#[test]
fn what_is_there_in_another_way_is_no_reason_to_refuse() {
    let lost = behind("DROP VIEW shelf; DROP INDEX book_author; ALTER TABLE author ADD COLUMN born TEXT");
    assert!(matches!(lost, Err(Error::Drifted(_))), "{lost:?}");
    behind("CREATE INDEX mine ON book (pages); ALTER TABLE author ADD COLUMN born TEXT").unwrap();
    behind("ALTER TABLE book RENAME COLUMN pages TO PAGES").unwrap();
}

#[test]
fn nothing_is_applied_and_everything_stays() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
        db.execute_batch("DROP VIEW shelf; DROP TABLE book").unwrap();
        let before: Vec<String> = schema(&db);
        let error = MIGRATIONS.apply(&mut db).unwrap_err();
        assert_message("missing_tables", &error.to_string());
        assert_eq!(schema(&db), before);
        assert_eq!(MIGRATIONS.history(&db).unwrap().len(), 1);
        assert!(db.is_autocommit());
    }
}

fn schema(db: &Connection) -> Vec<String> {
    let mut statement = db.prepare("SELECT name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn tables_are_followed_from_version_to_version() {
    let mut db = Connection::open_in_memory().unwrap();
    notes::MIGRATIONS.apply_to(&mut db, notes::Version::AddTags).unwrap();
    db.execute_batch("ALTER TABLE note DROP COLUMN tag_id").unwrap();
    let error = notes::MIGRATIONS.apply(&mut db).unwrap_err();
    assert!(
        matches!(&error, Error::MissingTables { missing, .. } if missing[0].columns() == ["tag_id"]),
        "{error}"
    );
}
