//! A disk that is full in the middle of a migration.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, dump, history, value};
use embed_migrations::{Error, TransactionMode};
use rusqlite::Connection;

mod back_copy {
    embed!("tests/sets/back_copy", set = "shop");
}
mod bulk {
    embed!("tests/sets/bulk", set = "bulk");
}

/// At version 1, with room for `pages` more pages.
fn with_room_for(scratch: &Scratch, pages: u32) -> Connection {
    let mut db = scratch.open();
    bulk::MIGRATIONS.apply_to(&mut db, bulk::Version::Init).unwrap();
    db.execute_batch("INSERT INTO measure (value) VALUES (1), (2)").unwrap();
    let used: u32 = value(&db, "PRAGMA page_count").parse().unwrap();
    db.pragma_update(None, "max_page_count", used + pages).unwrap();
    db
}

#[test]
fn a_full_disk_leaves_the_database_as_it_was() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        // The first of the two migrations that are pending needs a few pages, the second some hundred.
        let mut db = with_room_for(&scratch, 20);
        let before = dump(&db);
        let error = bulk::MIGRATIONS.apply(&mut db).unwrap_err();
        let Error::Failed(failed) = &error else { panic!("{error}") };
        assert_eq!((failed.version(), failed.statement().number()), (3, 1));
        let code = error.sqlite_error().and_then(rusqlite::Error::sqlite_error_code);
        assert_eq!(code, Some(rusqlite::ErrorCode::DiskFull));
        common::assert_message("full", &error.to_string());
        assert!(db.is_autocommit());
        assert_eq!(dump(&db), before);
        assert_eq!(value(&scratch.open(), "PRAGMA integrity_check"), "ok");

        db.pragma_update(None, "max_page_count", 1_000_000).unwrap();
        assert_eq!(bulk::MIGRATIONS.apply(&mut db).unwrap().applied().len(), 2);
    }
}

#[test]
fn a_full_disk_keeps_what_earlier_transactions_did() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = with_room_for(&scratch, 20);
        bulk::MIGRATIONS.runner().transaction_mode(TransactionMode::PerMigration).apply(&mut db).unwrap_err();
        assert_eq!(history(&db), ["1 applied", "2 applied"]);
        assert_eq!(value(&db, "SELECT count(*) FROM measure"), "2");
        assert_eq!(value(&db, "PRAGMA integrity_check"), "ok");
    }
}

#[test]
fn a_disk_without_room_for_the_history_gets_nothing() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        db.execute_batch("CREATE TABLE a (b)").unwrap();
        let used: u32 = value(&db, "PRAGMA page_count").parse().unwrap();
        db.pragma_update(None, "max_page_count", used).unwrap();
        let before = dump(&db);
        let error = bulk::MIGRATIONS.apply(&mut db).unwrap_err();
        assert!(matches!(error, Error::Sqlite { .. }), "{error}");
        assert!(db.is_autocommit());
        assert_eq!(dump(&db), before);
    }
}

#[test]
fn a_revert_on_a_full_disk_leaves_the_database_as_it_was() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        back_copy::MIGRATIONS.apply(&mut db).unwrap();
        db.execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
             INSERT INTO item (name, price) SELECT 'a name of some length ' || i, 1 FROM n",
        )
        .unwrap();
        let used: u32 = value(&db, "PRAGMA page_count").parse().unwrap();
        db.pragma_update(None, "max_page_count", used + 10).unwrap();
        let before = dump(&db);
        let error = back_copy::MIGRATIONS.revert_last(&mut db).unwrap_err();
        let Error::Failed(failed) = &error else { panic!("{error}") };
        assert_eq!((failed.version(), failed.statement().number(), failed.is_down()), (2, 2, true));
        let code = error.sqlite_error().and_then(rusqlite::Error::sqlite_error_code);
        assert_eq!(code, Some(rusqlite::ErrorCode::DiskFull));
        assert_eq!(dump(&db), before);
        assert_eq!(value(&scratch.open(), "PRAGMA integrity_check"), "ok");

        db.pragma_update(None, "max_page_count", 1_000_000).unwrap();
        back_copy::MIGRATIONS.revert_last(&mut db).unwrap();
        assert_eq!(value(&db, "SELECT count(*) FROM item"), "5000");
    }
}
