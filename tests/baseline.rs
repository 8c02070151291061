//! A database that others have made is taken over.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch};
use embed_migrations::{Error, Kind, MigrationSet, MigrationVersion};
use library::{MIGRATIONS, Version};
use rusqlite::Connection;

mod library {
    embed!("tests/sets/library", set = "library");
}
mod billing {
    embed!("tests/sets/billing", set = "billing");
}
mod seeds {
    embed!("tests/sets/seeds", set = "seeds");
}
mod notes {
    embed!("tests/sets/notes", set = "notes");
}
mod notes_comment {
    embed!("tests/sets/notes_comment", set = "notes");
}

/// A database on which somebody has run the first `count` files by hand.
fn by_hand<V: MigrationVersion>(set: &MigrationSet<V>, count: usize) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    set.migrations()[..count].iter().for_each(|migration| db.execute_batch(migration.sql()).unwrap());
    db
}

fn tables(db: &Connection) -> i64 {
    db.query_row("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'schema_migration%'", [], |row| {
        row.get(0)
    })
    .unwrap()
}

#[test]
fn the_version_is_found_and_the_rest_is_applied() {
    for (count, version, pending) in [(1, 1, 1), (2, 2, 0)] {
        let mut db = by_hand(&MIGRATIONS, count);
        db.execute_batch("INSERT INTO author (name) VALUES ('a')").unwrap();
        let baseline = MIGRATIONS.baseline(&mut db).unwrap();
        assert_eq!((baseline.set(), baseline.version(), baseline.pending()), ("library", version, pending));
        let kinds: Vec<Kind> = MIGRATIONS.history(&db).unwrap().iter().map(|entry| entry.kind()).collect();
        assert_eq!(kinds, vec![Kind::Baseline; count]);
        assert_eq!(MIGRATIONS.apply(&mut db).unwrap().applied().len(), pending);
        MIGRATIONS.check(&db).unwrap();
        assert!(MIGRATIONS.drift(&db).unwrap().is_empty());
        assert!(MIGRATIONS.status(&db).unwrap().is_up_to_date());
        assert_eq!(db.query_row("SELECT count(*) FROM author", [], |row| row.get::<_, i64>(0)).unwrap(), 1);
    }
}

#[test]
fn it_is_one_transaction_on_a_file() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        db.execute_batch(MIGRATIONS.migrations()[0].sql()).unwrap();
        let baseline = MIGRATIONS.baseline(&mut db).unwrap();
        assert_eq!(
            baseline.to_string(),
            "the database is taken over for set `library` at version 1; 1 migration is pending"
        );
        assert_eq!(MIGRATIONS.plan(&scratch.open_read_only()).unwrap().current(), Some(1));
        let logged: String =
            db.query_row("SELECT event FROM schema_migration_log", [], |row| row.get(0)).unwrap();
        assert_eq!(logged, "baseline");
    }
}

#[test]
fn what_belongs_to_others_and_how_it_is_written_does_not_matter() {
    let mut db = by_hand(&MIGRATIONS, 2);
    db.execute_batch(
        "CREATE TABLE mine (a); CREATE INDEX mine_a ON mine (a); CREATE VIEW my_view AS SELECT * FROM author;
         DROP INDEX book_author; create index BOOK_author ON BOOK(author_id);
         ALTER TABLE author RENAME TO writer; ALTER TABLE writer RENAME TO author;",
    )
    .unwrap();
    billing::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(MIGRATIONS.baseline(&mut db).unwrap().version(), 2);
}

#[test]
fn where_none_fits_the_nearest_is_shown_and_nothing_is_written() {
    let mut db = by_hand(&MIGRATIONS, 2);
    db.execute_batch("DROP INDEX book_author; ALTER TABLE author ADD COLUMN born TEXT").unwrap();
    let error = MIGRATIONS.baseline(&mut db).unwrap_err();
    assert!(matches!(&error, Error::NoBaseline { nearest: Some((2, _)), stated: None, .. }));
    assert_eq!(
        error.to_string(),
        "the database has the schema of no version of set `library`; the nearest is 2\n \
         --> tests/sets/library/0002_isbn.sql\n\
         ~ table `author`\n    + column `born` TEXT\n\
         - index `book_author` of table `book`\n  \
         = note: `-` is what that version has, `+` what the database has\n  \
         = help: make the database equal to that version by hand, and take it over then; or begin with an empty one"
    );
    assert_eq!(tables(&db), 0);
    assert!(db.is_autocommit());
}

#[test]
fn what_a_later_version_makes_is_no_business_of_others() {
    let mut db = by_hand(&MIGRATIONS, 1);
    db.execute_batch("CREATE TABLE search (title)").unwrap();
    let error = MIGRATIONS.baseline(&mut db).unwrap_err();
    assert!(error.to_string().contains("+ table `search`"), "{error}");
}

#[test]
fn a_stated_version_has_to_be_the_right_one() {
    let mut db = by_hand(&MIGRATIONS, 1);
    let error = MIGRATIONS.baseline_at(&mut db, Version::Isbn).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the database does not have the schema of set `library` at version 2\n"),
        "{error}"
    );
    assert_eq!(tables(&db), 0);
    assert_eq!(MIGRATIONS.baseline_at(&mut db, Version::Init).unwrap().version(), 1);
}

#[test]
fn where_only_rows_differ_the_rows_tell() {
    let mut db = by_hand(&billing::MIGRATIONS, 2);
    db.execute_batch("INSERT INTO invoice (cents) VALUES (700)").unwrap();
    assert_eq!(billing::MIGRATIONS.baseline(&mut db).unwrap().version(), 2);
    let mut db = by_hand(&seeds::MIGRATIONS, 3);
    db.execute_batch("INSERT INTO tag (id, name) VALUES (77, 'mine'); DELETE FROM tag WHERE name = 'later'")
        .unwrap();
    assert_eq!(seeds::MIGRATIONS.baseline(&mut db).unwrap().version(), 3);
}

#[test]
fn where_the_rows_do_not_tell_the_version_has_to_be_stated() {
    // Who has not run it, and who has deleted or changed its rows, look alike; an UPDATE inserts nothing.
    for (count, sql, expected) in [
        (1, "", vec![1, 2, 3]),
        (2, "", vec![2, 3]),
        (2, "DELETE FROM tag WHERE name = 'later'", vec![1, 2, 3]),
        (3, "UPDATE tag SET name = 'Never' WHERE name = 'never'", vec![2, 3]),
        (5, "INSERT INTO tag (name) VALUES ('A')", vec![4, 5]),
    ] {
        let mut db = by_hand(&seeds::MIGRATIONS, count);
        db.execute_batch(sql).unwrap();
        let error = seeds::MIGRATIONS.baseline(&mut db).unwrap_err();
        assert!(
            matches!(&error, Error::AmbiguousBaseline { versions, .. } if *versions == expected),
            "{error}"
        );
        assert!(error.to_string().ends_with("state the version: `baseline_at`"), "{error}");
        assert_eq!(tables(&db), 0);
        seeds::MIGRATIONS.baseline_at(&mut db, seeds::Version::ALL[count - 1]).unwrap();
        assert_eq!(seeds::MIGRATIONS.apply(&mut db).unwrap().applied().len(), 5 - count);
    }
}

#[test]
fn a_database_with_a_history_or_without_tables_is_refused() {
    let mut db = Connection::open_in_memory().unwrap();
    let error = MIGRATIONS.baseline(&mut db).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the database has no table or view of set `library`\n  = help: `apply` makes them all"
    );
    MIGRATIONS.apply(&mut db).unwrap();
    let error = MIGRATIONS.baseline(&mut db).unwrap_err();
    assert!(matches!(error, Error::HasHistory { version: 2, .. }), "{error}");
    db.execute_batch("BEGIN").unwrap();
    assert!(matches!(MIGRATIONS.baseline(&mut db), Err(Error::InTransaction)));
}

#[test]
fn what_was_taken_over_is_realigned_and_refused_like_what_was_applied() {
    let mut db = by_hand(&notes::MIGRATIONS, 3);
    notes::MIGRATIONS.baseline(&mut db).unwrap();
    notes_comment::MIGRATIONS.apply(&mut db).unwrap();
    notes_comment::MIGRATIONS.check(&db).unwrap();
    let kinds: Vec<Kind> = notes::MIGRATIONS.history(&db).unwrap().iter().map(|entry| entry.kind()).collect();
    assert_eq!(kinds, [Kind::Baseline; 3]);
}
