//! A set that needs others in the same database.

#[macro_use]
mod common;

use std::sync::atomic::{AtomicBool, Ordering};

use common::{JOURNALS, Scratch, assert_message, dump, list, log};
use embed_migrations::{Backup, Error};
use rusqlite::Connection;

mod auth {
    embed!("tests/sets/need_auth", set = "auth");
}
mod shop {
    embed!("tests/sets/need_shop", set = "shop", needs = { auth = 3 });
}
/// The same package some releases later.
mod shop_later {
    embed!("tests/sets/need_shop", set = "shop", needs = { auth = 4, "my-mail" = 0 });
}
mod mail {
    embed!("tests/sets/billing", set = "my-mail");
}

/// What is missing: the other set, its version, and what there is of it.
fn unmet(error: &Error) -> Vec<(String, i64, Option<i64>)> {
    let Error::Needs { set, unmet } = error else { panic!("{error}") };
    assert_eq!(set, "shop");
    unmet.iter().map(|it| (it.need().set().to_owned(), it.need().version(), it.found())).collect()
}

#[test]
fn nothing_is_written_before_another_set_is_there() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        for (target, found) in [(None, None), (Some(auth::Version::User), Some(1))] {
            if let Some(target) = target {
                auth::MIGRATIONS.apply_to(&mut db, target).unwrap();
            }
            let before = scratch.bytes();
            let expected = [("auth".to_owned(), 3, found)];
            assert_eq!(unmet(&shop::MIGRATIONS.apply(&mut db).unwrap_err()), expected);
            let runner = shop::MIGRATIONS.runner().backup(Backup::beside());
            assert_eq!(unmet(&runner.apply_to(&mut db, shop::Version::Basket).unwrap_err()), expected);
            assert_eq!(unmet(&shop::MIGRATIONS.check(&scratch.open_read_only()).unwrap_err()), expected);
            assert_eq!(unmet(&shop::MIGRATIONS.plan(&db).unwrap_err()), expected);
            let status = shop::MIGRATIONS.status(&db).unwrap();
            assert_eq!(status.unmet_needs().len(), 1);
            assert!(!status.is_up_to_date());
            assert_eq!(scratch.bytes(), before);
            assert_eq!(
                std::fs::read_dir(scratch.path().parent().unwrap())
                    .unwrap()
                    .filter(|entry| {
                        entry.as_ref().unwrap().file_name().to_string_lossy().contains("backup")
                    })
                    .count(),
                0
            );
        }
        // The version itself will do, and so does a later one.
        auth::MIGRATIONS.apply_to(&mut db, auth::Version::Email).unwrap();
        assert_eq!(shop::MIGRATIONS.apply(&mut db).unwrap().applied().len(), 2);
        auth::MIGRATIONS.apply(&mut db).unwrap();
        shop::MIGRATIONS.check(&db).unwrap();
        assert!(shop::MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
        assert_eq!(shop::MIGRATIONS.status(&db).unwrap().unmet_needs(), []);
    }
}

#[test]
fn what_is_missing_is_told_with_the_way_out() {
    let mut db = Connection::open_in_memory().unwrap();
    assert_message("needs_nothing_there", &shop::MIGRATIONS.apply(&mut db).unwrap_err().to_string());
    auth::MIGRATIONS.apply_to(&mut db, auth::Version::User).unwrap();
    assert_message("needs_too_old", &shop::MIGRATIONS.apply(&mut db).unwrap_err().to_string());
    assert_message("needs_several", &shop_later::MIGRATIONS.apply(&mut db).unwrap_err().to_string());
    assert_message("needs_status", &shop_later::MIGRATIONS.status(&db).unwrap().to_string());
}

#[test]
fn a_release_that_needs_more_refuses_a_database_that_was_current() {
    let mut db = Connection::open_in_memory().unwrap();
    auth::MIGRATIONS.apply_to(&mut db, auth::Version::Email).unwrap();
    shop::MIGRATIONS.apply(&mut db).unwrap();
    let expected = [("auth".to_owned(), 4, Some(3)), ("my-mail".to_owned(), 0, None)];
    let before = dump(&db);
    assert_eq!(unmet(&shop_later::MIGRATIONS.apply(&mut db).unwrap_err()), expected);
    assert_eq!(unmet(&shop_later::MIGRATIONS.check(&db).unwrap_err()), expected);
    assert_eq!(dump(&db), before);
    auth::MIGRATIONS.apply(&mut db).unwrap();
    mail::MIGRATIONS.apply(&mut db).unwrap();
    shop_later::MIGRATIONS.check(&db).unwrap();
    assert!(shop_later::MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
}

/// Whether somebody waits for the lock, and so has looked before.
static IS_WAITING: AtomicBool = AtomicBool::new(false);

#[test]
fn the_history_is_what_counts_and_it_is_read_under_the_lock() {
    // Tables alone are no history, and a file that is half done is not done.
    let mut db = Connection::open_in_memory().unwrap();
    auth::MIGRATIONS.migrations().iter().for_each(|it| db.execute_batch(it.sql()).unwrap());
    assert_eq!(unmet(&shop::MIGRATIONS.apply(&mut db).unwrap_err())[0].2, None);
    auth::MIGRATIONS.baseline(&mut db).unwrap();
    db.execute_batch("UPDATE schema_migrations SET kind = 'running' WHERE version >= 3").unwrap();
    assert_eq!(unmet(&shop::MIGRATIONS.apply(&mut db).unwrap_err())[0].2, Some(1));
    assert_eq!(log(&db).len(), 3);

    // Another program has the lock, and commits that the set is gone.
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        auth::MIGRATIONS.apply(&mut db).unwrap();
        let other = scratch.open();
        other
            .execute_batch("BEGIN IMMEDIATE; DELETE FROM schema_migrations WHERE set_name = 'auth'")
            .unwrap();
        IS_WAITING.store(false, Ordering::SeqCst);
        db.busy_handler(Some(|_| {
            IS_WAITING.store(true, Ordering::SeqCst);
            true
        }))
        .unwrap();
        let applying = std::thread::spawn(move || shop::MIGRATIONS.apply(&mut db).map(drop));
        while !IS_WAITING.load(Ordering::SeqCst) {
            assert!(!applying.is_finished());
            std::thread::yield_now();
        }
        other.execute_batch("COMMIT").unwrap();
        assert_eq!(unmet(&applying.join().unwrap().unwrap_err())[0].2, None);
        assert_eq!(list(&other, "SELECT name FROM sqlite_schema WHERE name = 'basket'"), [""; 0]);
    }
}
