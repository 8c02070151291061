//! A database in memory that the build has made is what `apply` makes of a new one.
#![cfg(feature = "in-memory")]

#[macro_use]
mod common;

use std::thread;
use std::time::Duration;

use common::{dump, list, log, value};
use embed_migrations::{Error, MigrationSet, MigrationVersion};
use rusqlite::backup::Backup;
use rusqlite::{Connection, DropBehavior};

mod notes {
    embed!("tests/sets/notes", set = "notes");
}
mod notes_newer {
    embed!("tests/sets/notes_newer", set = "notes");
}
mod back {
    embed!("tests/sets/back", set = "back");
}
mod library {
    embed!("tests/sets/library", set = "library");
}
mod pure {
    embed!("tests/sets/at_once", set = "pure");
}
mod rows {
    embed!("tests/sets/at_once_rows", set = "rows");
}
mod squashed {
    embed!("tests/sets/phases_squash", set = "people");
}
mod many {
    embed!("tests/sets/many", set = "many");
}
/// It has a file without a transaction, numbers in the header, and more rows than text.
mod file {
    embed!("tests/sets/in_memory_file", set = "file");
}
/// It has a virtual table.
mod odd {
    embed!("tests/sets/odd", set = "odd");
}
mod settings {
    embed!("tests/sets/settings", set = "settings");
}
mod temporary {
    embed!("tests/sets/temporary", set = "temporary");
}
mod slugs {
    embed!("tests/sets/backfill_slugs", set = "slugs");
}
/// Its row is another one each time.
mod timed {
    embed!("tests/sets/at_once_time", set = "timed");
}
/// It has statistics of the history.
mod analyzed {
    embed!("tests/sets/in_memory_statistics", set = "analyzed");
}
mod hooked {
    embed!("tests/sets/at_once", set = "pure", hooks = { Rename => super::count });
}
/// The same files; the program registers what they do not use.
mod registered {
    embed!("tests/sets/at_once", set = "pure", functions = ["uuid7/0"], collations = ["UNICODE"]);
}
/// They do.
mod made_up {
    embed!("tests/sets/made_up", set = "made_up", functions = ["uuid7/0"]);
}
mod auth {
    embed!("tests/sets/need_auth", set = "auth");
}
mod shop {
    embed!("tests/sets/need_shop", set = "shop", needs = { auth = 3 });
}

fn count(db: &embed_migrations::Hook<'_>) -> Result<(), rusqlite::Error> {
    db.execute("INSERT INTO author (name) VALUES ('of the hook')", []).map(drop)
}

/// What the build says of the time.
const LONG_AGO: &str = "1970-01-01T00:00:00.000Z";

fn is_copy(db: &Connection) -> bool {
    let times = "SELECT applied_at FROM schema_migrations UNION SELECT logged_at FROM schema_migration_log";
    list(db, times) == [LONG_AGO]
}

fn applied<V: MigrationVersion>(set: &MigrationSet<V>) -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    set.apply(&mut db).unwrap();
    db
}

/// Everything in the database and of the connection, but for times, and for what the log says of the way.
fn everything(db: &Connection) -> Vec<String> {
    common::fix_times(db);
    common::fix_cookies(db);
    // Where somebody has looked for temporary tables, there is a place for them.
    list(db, "SELECT 1 FROM temp.sqlite_schema");
    let mut all = list(db, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid");
    all.extend(dump(db));
    // A copy does not say that a backfill found nothing.
    all.extend(list(
        db,
        "SELECT id, set_name, version, event, file, nullif(message, '0 rows in 0 rounds'), program, sqlite_version
         FROM schema_migration_log",
    ));
    for pragma in [
        "application_id",
        "auto_vacuum",
        "automatic_index",
        "busy_timeout",
        "cache_size",
        "cache_spill",
        "case_sensitive_like",
        "collation_list",
        "database_list",
        "defer_foreign_keys",
        "encoding",
        "foreign_key_check",
        "foreign_keys",
        "fullfsync",
        "integrity_check",
        "journal_mode",
        "journal_size_limit",
        "legacy_alter_table",
        "locking_mode",
        "max_page_count",
        "page_size",
        "query_only",
        "read_uncommitted",
        "recursive_triggers",
        "reverse_unordered_selects",
        "secure_delete",
        "synchronous",
        "temp_store",
        "trusted_schema",
        "user_version",
        "writable_schema",
    ] {
        all.push(format!("{pragma}: {:?}", list(db, &format!("PRAGMA {pragma}"))));
    }
    all.push(format!("{:?} {}", db.path(), db.is_autocommit()));
    all
}

#[track_caller]
fn is_what_apply_makes<V: MigrationVersion>(set: &MigrationSet<V>) {
    let mut db = set.in_memory().unwrap();
    assert!(is_copy(&db));
    assert_eq!(db.total_changes(), 0, "nothing was written");
    set.check(&db).unwrap();
    assert!(set.drift(&db).unwrap().is_empty());
    assert!(set.status(&db).unwrap().is_up_to_date());
    assert!(set.apply(&mut db).unwrap().was_up_to_date());
    assert_eq!(db.total_changes(), 0, "nothing was left to write");
    let (copied, applied) = (everything(&db), everything(&applied(set)));
    copied.iter().zip(&applied).for_each(|(one, other)| assert_eq!(one, other));
    assert_eq!(copied.len(), applied.len());
}

#[test]
fn a_copy_is_what_apply_makes() {
    is_what_apply_makes(&notes::MIGRATIONS);
    is_what_apply_makes(&back::MIGRATIONS);
    is_what_apply_makes(&library::MIGRATIONS);
    is_what_apply_makes(&pure::MIGRATIONS);
    is_what_apply_makes(&rows::MIGRATIONS);
    is_what_apply_makes(&many::MIGRATIONS);
}

#[test]
fn of_what_cannot_be_made_at_once_a_copy_is_what_apply_makes() {
    is_what_apply_makes(&file::MIGRATIONS);
    is_what_apply_makes(&odd::MIGRATIONS);
    is_what_apply_makes(&settings::MIGRATIONS);
    is_what_apply_makes(&temporary::MIGRATIONS);
    is_what_apply_makes(&slugs::MIGRATIONS);
    let db = file::MIGRATIONS.in_memory().unwrap();
    assert_eq!(value(&db, "PRAGMA user_version"), "7");
    assert_eq!(value(&db, "PRAGMA auto_vacuum"), "2");
    assert_eq!(value(&db, "SELECT count(*) FROM word"), "1334");
}

#[test]
fn the_history_of_a_squash_has_none_of_its_files() {
    is_what_apply_makes(&squashed::MIGRATIONS);
}

/// The shortest way of a start is that on which one row is read.
#[test]
fn the_history_knows_the_schema_of_the_copy() {
    let db = notes::MIGRATIONS.in_memory().unwrap();
    let cookies = list(&db, "SELECT schema_cookie FROM schema_migrations WHERE schema_cookie IS NOT NULL");
    assert_eq!(cookies, list(&db, "PRAGMA schema_version"));
}

#[test]
fn what_may_be_another_in_the_next_run_is_run() {
    let db = timed::MIGRATIONS.in_memory().unwrap();
    assert!(!is_copy(&db));
    timed::MIGRATIONS.check(&db).unwrap();
    assert!(!is_copy(&analyzed::MIGRATIONS.in_memory().unwrap()));
    let db = hooked::MIGRATIONS.in_memory().unwrap();
    assert!(!is_copy(&db));
    assert_eq!(value(&db, "SELECT count(*) FROM author WHERE name = 'of the hook'"), "1");
}

#[test]
fn what_the_program_registers_can_come_later_if_no_migration_uses_it() {
    is_what_apply_makes(&registered::MIGRATIONS);
    let error = made_up::MIGRATIONS.in_memory().unwrap_err();
    assert!(error.to_string().contains("no such function: uuid7"), "{error}");
}

#[test]
fn a_set_that_needs_another_one_is_applied_to_its_copy() {
    let error = shop::MIGRATIONS.in_memory().unwrap_err();
    assert!(matches!(error, Error::Needs { .. }), "{error}");
    let mut db = auth::MIGRATIONS.in_memory().unwrap();
    shop::MIGRATIONS.apply(&mut db).unwrap();
    shop::MIGRATIONS.check(&db).unwrap();
    auth::MIGRATIONS.check(&db).unwrap();
}

#[test]
fn a_later_release_goes_on_from_a_copy() {
    let mut db = notes::MIGRATIONS.in_memory().unwrap();
    notes_newer::MIGRATIONS.apply(&mut db).unwrap();
    notes_newer::MIGRATIONS.check(&db).unwrap();
    assert_eq!(log(&db).len(), notes_newer::MIGRATIONS.migrations().len());
}

#[test]
fn a_copy_goes_back_and_there_again() {
    let mut db = back::MIGRATIONS.in_memory().unwrap();
    back::MIGRATIONS.revert_to(&mut db, back::Version::Init).unwrap();
    assert_eq!(list(&db, "SELECT version FROM schema_migrations"), ["1"]);
    back::MIGRATIONS.apply(&mut db).unwrap();
    back::MIGRATIONS.check(&db).unwrap();
    db.execute_batch("DROP VIEW titled").unwrap();
    assert!(!back::MIGRATIONS.drift(&db).unwrap().is_empty());
    assert!(matches!(back::MIGRATIONS.check(&db), Err(Error::Drifted(_))));
}

#[test]
fn a_copy_takes_far_more_than_it_holds() {
    let mut db = rows::MIGRATIONS.in_memory().unwrap();
    let pages: u32 = value(&db, "PRAGMA page_count").parse().unwrap();
    let fill = "WITH RECURSIVE number (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < 5000)
        INSERT INTO loose SELECT zeroblob(900), n FROM number";
    db.execute_batch(fill).unwrap();
    assert!(value(&db, "PRAGMA page_count").parse::<u32>().unwrap() > pages + 1000);
    db.execute_batch("DELETE FROM loose WHERE any % 10; VACUUM").unwrap();
    assert!(value(&db, "PRAGMA page_count").parse::<u32>().unwrap() < pages + 1000);
    assert_eq!(value(&db, "PRAGMA integrity_check"), "ok");
    rows::MIGRATIONS.check(&db).unwrap();
    // A connection without a file has nothing to keep a journal in.
    for mode in ["wal", "delete"] {
        assert_eq!(value(&db, &format!("PRAGMA journal_mode = {mode}")), "memory");
    }
    let transaction = db.transaction().unwrap();
    transaction.execute_batch(fill).unwrap();
    drop(transaction);
    assert!(value(&db, "SELECT count(*) FROM loose").parse::<u32>().unwrap() < 5000);
}

#[test]
fn transactions_and_savepoints_of_a_copy_are_taken_back() {
    let mut db = library::MIGRATIONS.in_memory().unwrap();
    db.execute_batch("INSERT INTO author (id, name) VALUES (1, 'kept')").unwrap();
    let before = dump(&db);
    let mut transaction = db.transaction().unwrap();
    transaction.execute_batch("CREATE TABLE more (a); INSERT INTO author (name) VALUES ('gone')").unwrap();
    let mut savepoint = transaction.savepoint().unwrap();
    savepoint.execute_batch("DROP TABLE more; DELETE FROM author").unwrap();
    savepoint.set_drop_behavior(DropBehavior::Rollback);
    drop(savepoint);
    assert_eq!(value(&transaction, "SELECT count(*) FROM author, (SELECT count(*) FROM more)"), "2");
    drop(transaction);
    assert_eq!(dump(&db), before);
}

#[test]
fn a_copy_enforces_what_the_schema_says() {
    let db = library::MIGRATIONS.in_memory().unwrap();
    db.pragma_update(None, "foreign_keys", true).unwrap();
    for refused in [
        "INSERT INTO book (author_id, title) VALUES (1, 'without an author')",
        "INSERT INTO author (name) VALUES (NULL)",
    ] {
        db.execute_batch(refused).unwrap_err();
    }
    db.execute_batch(
        "INSERT INTO author (id, name) VALUES (1, 'a'); INSERT INTO book (author_id, title) VALUES (1, 't');
         DELETE FROM author",
    )
    .unwrap();
    assert_eq!(value(&db, "SELECT count(*) FROM book"), "0");
    db.execute_batch("INSERT INTO author (id, name) VALUES (1, 'a')").unwrap();
    db.execute_batch("INSERT INTO book (author_id, title, pages) VALUES (1, 't', -1)").unwrap_err();
}

#[test]
fn a_copy_can_be_copied_attached_and_attached_to() {
    let db = notes::MIGRATIONS.in_memory().unwrap();
    let scratch = common::Scratch::new();
    let mut file = Connection::open(scratch.path()).unwrap();
    Backup::new(&db, &mut file).unwrap().run_to_completion(50, Duration::ZERO, None).unwrap();
    notes::MIGRATIONS.check(&file).unwrap();
    drop(file);
    db.execute("ATTACH ?1 AS other", [scratch.path().to_str()]).unwrap();
    assert_eq!(
        list(&db, "SELECT name FROM other.sqlite_schema ORDER BY rowid"),
        list(&db, "SELECT name FROM main.sqlite_schema ORDER BY rowid"),
    );
}

#[test]
fn no_two_copies_have_anything_in_common() {
    let [one, other] = [(); 2].map(|()| notes::MIGRATIONS.in_memory().unwrap());
    let before = dump(&other);
    one.execute_batch("DROP TABLE tag; CREATE TABLE tag (a)").unwrap();
    assert_eq!(dump(&other), before);
    assert_eq!(dump(&notes::MIGRATIONS.in_memory().unwrap()), before);
}

#[test]
fn many_threads_get_copies_at_once() {
    thread::scope(|scope| {
        for number in 0..16 {
            scope.spawn(move || {
                for _ in 0..20 {
                    let db = many::MIGRATIONS.in_memory().unwrap();
                    let table = value(&db, "SELECT name FROM sqlite_schema WHERE name LIKE 'table%' LIMIT 1");
                    db.execute_batch(&format!("CREATE TABLE \"{table} {number}\" (a)")).unwrap();
                    many::MIGRATIONS.check(&db).unwrap();
                }
            });
        }
    });
}
