//! A new database gets what the migrations leave at once, where the build has proved that this is all.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, dump, history, list, log, value};
use embed_migrations::{
    Error, LogEvent, Migration, MigrationSet, MigrationVersion, Observer, TransactionMode,
};
use rusqlite::Connection;

mod pure {
    embed!("tests/sets/at_once", set = "pure");
}
/// It leaves rows of all kinds, behind a trigger, too.
mod rows {
    embed!("tests/sets/at_once_rows", set = "rows");
}
/// Its row is another one each time.
mod timed {
    embed!("tests/sets/at_once_time", set = "timed");
}
/// It has a file without a transaction.
mod steps {
    embed!("tests/sets/steps", set = "steps");
}
/// The same files, with a function of the program.
mod hooked {
    embed!("tests/sets/at_once", set = "pure", hooks = { Rename => super::nothing });
}
mod squashed {
    embed!("tests/sets/phases_squash", set = "people");
}

fn nothing(_: &embed_migrations::Hook<'_>) -> Result<(), rusqlite::Error> {
    Ok(())
}

/// Whether the last call has made the schema at once.
fn was_at_once<V: MigrationVersion>(set: &MigrationSet<V>, db: &Connection) -> bool {
    let log = set.log(db).unwrap();
    log.iter().any(|entry| entry.event() == LogEvent::Applied && entry.message() == Some("made at once"))
}

/// Everything in the database, in its order, but for times, and for the counter that a copy of no rows leaves at zero.
fn everything(db: &Connection) -> Vec<String> {
    common::fix_times(db);
    common::fix_cookies(db);
    db.execute_batch(
        "CREATE TABLE counts (id INTEGER PRIMARY KEY AUTOINCREMENT);
         DROP TABLE counts;
         DELETE FROM sqlite_sequence WHERE seq = 0;",
    )
    .unwrap();
    let objects =
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name <> 'sqlite_sequence' ORDER BY rowid";
    let mut all = list(db, objects);
    let mut contents = dump(db);
    contents.sort();
    all.extend(contents);
    all.extend(list(db, "SELECT version, event, file FROM schema_migration_log ORDER BY id"));
    all
}

/// What there is when it is made at once, and when each migration is run, at the end of both.
fn both_ways<V: MigrationVersion>(set: &MigrationSet<V>, then: &str) {
    for journal in JOURNALS {
        let [at_once, replayed] = [false, true].map(|replays| {
            let scratch = Scratch::with_journal(journal);
            let mut db = scratch.open();
            let runner = set.runner();
            let runner = if replays { runner.replay() } else { runner };
            let report = runner.apply(&mut db).unwrap();
            assert_eq!(was_at_once(set, &db), !replays);
            assert_eq!(history(&db).len(), report.applied().len());
            set.check(&db).unwrap();
            assert!(set.drift(&db).unwrap().is_empty());
            assert!(set.apply(&mut db).unwrap().was_up_to_date());
            db.execute_batch(then).unwrap();
            everything(&db)
        });
        assert_eq!(at_once, replayed);
    }
}

#[test]
fn a_schema_is_the_same_as_migration_by_migration() {
    both_ways(&pure::MIGRATIONS, "INSERT INTO author (name) VALUES ('a'); UPDATE author SET born = '1900'");
}

#[test]
fn rows_are_the_same_as_migration_by_migration() {
    both_ways(
        &rows::MIGRATIONS,
        "INSERT INTO item (kind) VALUES ('light'); INSERT INTO loose VALUES ('e', 5)",
    );
    let mut db = Connection::open_in_memory().unwrap();
    rows::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(
        list(&db, "SELECT rowid, text, typeof(any) FROM loose"),
        ["1|a|integer", "3|c|text", "4|d|null"]
    );
    assert_eq!(
        list(&db, "SELECT name, weight, quote(mark), twice FROM kind")[0],
        "heavy|1e300|X'00FF'|2e300"
    );
    assert_eq!(list(&db, "SELECT item FROM change"), ["4", "5"]);
}

#[test]
fn what_leaves_more_than_a_schema_is_run() {
    fn is_run<V: MigrationVersion>(set: &MigrationSet<V>) {
        let mut db = Connection::open_in_memory().unwrap();
        set.apply(&mut db).unwrap();
        assert!(!was_at_once(set, &db));
    }
    is_run(&steps::MIGRATIONS);
    is_run(&hooked::MIGRATIONS);
    is_run(&timed::MIGRATIONS);
}

#[test]
fn a_part_and_what_has_begun_is_run() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        pure::MIGRATIONS.apply_to(&mut db, pure::Version::Rename).unwrap();
        assert!(!was_at_once(&pure::MIGRATIONS, &db));
        pure::MIGRATIONS.apply(&mut db).unwrap();
        assert!(!was_at_once(&pure::MIGRATIONS, &db));
        // One that is named and is the latest is all of it.
        let other = Scratch::with_journal(journal);
        let mut db = other.open();
        pure::MIGRATIONS.apply_to(&mut db, pure::Version::Rebuild).unwrap();
        assert!(was_at_once(&pure::MIGRATIONS, &db));
    }
}

#[test]
fn who_listens_is_told_of_each_statement() {
    struct Count(usize);
    impl Observer for Count {
        fn statement(&mut self, _: &Migration, _: i64, _: &str) {
            self.0 += 1;
        }
    }
    let mut db = Connection::open_in_memory().unwrap();
    let mut count = Count(0);
    pure::MIGRATIONS.runner().observer(&mut count).apply(&mut db).unwrap();
    assert_eq!(count.0, 13);
    assert!(!was_at_once(&pure::MIGRATIONS, &db));
}

#[test]
fn where_something_of_a_name_is_there_the_migrations_say_so() {
    for journal in JOURNALS {
        for (sql, at) in [
            ("CREATE TABLE author (id INTEGER PRIMARY KEY)", "0001_init.sql"),
            ("CREATE TABLE other (a); CREATE INDEX draft_author ON other (a)", "0001_init.sql"),
            ("CREATE TABLE author_new (id INTEGER PRIMARY KEY)", ""),
        ] {
            let scratch = Scratch::with_journal(journal);
            let mut db = scratch.open();
            db.execute_batch(sql).unwrap();
            let before = dump(&db);
            match pure::MIGRATIONS.apply(&mut db) {
                Err(Error::Failed(failed)) => {
                    assert!(failed.file().ends_with(at) && !at.is_empty(), "{failed:?}");
                    assert_eq!(dump(&db).len(), before.len() + 1, "the history is there, and empty");
                }
                // What only a migration on the way would have met.
                Ok(_) => assert!(at.is_empty(), "{sql}"),
                Err(error) => panic!("{error}"),
            }
            assert!(db.is_autocommit());
        }
    }
}

#[test]
fn settings_and_copies_are_as_ever() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        let runner = pure::MIGRATIONS.runner().backup(embed_migrations::Backup::beside());
        let report = runner.apply(&mut db).unwrap();
        assert!(was_at_once(&pure::MIGRATIONS, &db));
        assert!(report.backup().is_some_and(std::path::Path::exists));
        assert_eq!(value(&db, "PRAGMA foreign_keys"), "1");
        assert_eq!(log(&db).len(), 3);
    }
}

#[test]
fn a_squash_is_the_same_as_migration_by_migration() {
    both_ways(&squashed::MIGRATIONS, "");
}

#[test]
fn who_wants_a_transaction_each_gets_it() {
    let mut db = Connection::open_in_memory().unwrap();
    pure::MIGRATIONS.runner().transaction_mode(TransactionMode::PerMigration).apply(&mut db).unwrap();
    assert!(!was_at_once(&pure::MIGRATIONS, &db));
}
