//! What somebody has taken is given back, and nothing is lost.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, assert_message, dump, history, list, log, value};
use embed_migrations::{Backup, Error, Repair, RepairAction};
use library::{MIGRATIONS, Version};
use rusqlite::Connection;

mod library {
    embed!("tests/sets/library", set = "library");
}
mod notes {
    embed!("tests/sets/notes", set = "notes");
}
mod notes_comment {
    embed!("tests/sets/notes_comment", set = "notes");
}

mod steps {
    embed!("tests/sets/steps", set = "steps");
}
mod filled {
    embed!("tests/sets/filled", set = "filled");
}
mod squash_beside {
    embed!("tests/sets/squash_beside", set = "notes");
}
mod squash_alone {
    embed!("tests/sets/squash_alone", set = "notes");
}

const ROWS: &str = "INSERT INTO author (name) VALUES ('ann'), ('bob');
    INSERT INTO book (author_id, title, pages) VALUES (1, 'one', 1), (2, 'two', 2);";

/// A migrated database with rows to which this was done behind.
fn with(sql: &str) -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    MIGRATIONS.apply(&mut db).unwrap();
    db.execute_batch(&format!("{ROWS} PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    db
}

/// The rows of the tables, whatever columns these have.
fn rows(db: &Connection) -> Vec<String> {
    let tables =
        list(db, "SELECT name FROM sqlite_schema WHERE name IN ('author', 'book') AND type = 'table'");
    let count = |table: &String| format!("{table} {}", value(db, &format!("SELECT count(*) FROM {table}")));
    tables.iter().map(count).collect()
}

fn actions(repair: &Repair<'_>) -> Vec<RepairAction> {
    repair.steps().iter().map(|step| step.action()).collect()
}

/// What the plan says, and what is left of the drift when it was carried out, which is what was refused.
fn repaired(db: &mut Connection) -> (String, Vec<String>) {
    let before = rows(db);
    let repair = MIGRATIONS.repair(db).unwrap();
    let told = repair.to_string();
    let refused: Vec<String> =
        repair.refused().iter().filter_map(|refused| refused.difference()).map(ToString::to_string).collect();
    let done = repair.execute(db).unwrap();
    assert_eq!(done.backup(), None);
    let drift = MIGRATIONS.drift(db).unwrap();
    let mut left: Vec<String> = drift.differences().iter().map(ToString::to_string).collect();
    left.sort();
    let mut sorted = refused.clone();
    sorted.sort();
    assert_eq!(left, sorted, "{told}");
    assert!(before.iter().all(|count| rows(db).contains(count)), "{told}");
    assert!(MIGRATIONS.repair(db).unwrap().is_empty());
    (told, refused)
}

#[test]
fn what_is_missing_or_another_is_made_again() {
    use RepairAction::{
        AddColumn, CreateIndex, CreateTable, CreateTrigger, CreateView, RebuildIndex, ReplaceTrigger,
        ReplaceView,
    };
    for (sql, expected) in [
        ("", vec![]),
        ("DROP INDEX book_author", vec![CreateIndex]),
        ("DROP INDEX book_title", vec![CreateIndex]),
        ("DROP VIEW shelf", vec![CreateView]),
        ("DROP TRIGGER book_of_nothing", vec![CreateTrigger]),
        ("DROP TABLE search", vec![CreateTable]),
        (
            "DROP VIEW shelf; DROP TABLE book",
            vec![CreateTable, CreateIndex, CreateIndex, CreateView, CreateTrigger],
        ),
        ("ALTER TABLE book DROP COLUMN isbn", vec![AddColumn]),
        ("DROP INDEX book_author; CREATE INDEX book_author ON book (pages DESC)", vec![RebuildIndex]),
        ("DROP INDEX book_title; CREATE INDEX book_title ON book (title)", vec![RebuildIndex]),
        ("DROP VIEW shelf; CREATE VIEW shelf AS SELECT 1 AS one", vec![ReplaceView]),
        (
            "DROP TRIGGER book_of_nothing; CREATE TRIGGER book_of_nothing AFTER INSERT ON book BEGIN SELECT 1; END",
            vec![ReplaceTrigger],
        ),
    ] {
        let mut db = with(sql);
        let repair = MIGRATIONS.repair(&db).unwrap();
        assert_eq!(actions(&repair), expected, "{sql}: {repair}");
        assert_eq!((repair.set(), repair.version(), repair.refused()), ("library", 2, &[][..]));
        assert_eq!(repaired(&mut db).1, [""; 0], "{sql}");
        MIGRATIONS.check(&db).unwrap();
        assert!(MIGRATIONS.apply(&mut db).unwrap().drift().is_none());
    }
}

#[test]
fn what_would_lose_something_is_refused_and_the_rest_is_done() {
    for (name, sql) in [
        (
            "added",
            "CREATE INDEX mine ON book (pages); ALTER TABLE author ADD COLUMN born TEXT; DROP INDEX book_author",
        ),
        ("renamed", "DROP VIEW shelf; ALTER TABLE author RENAME TO writer"),
        (
            "duplicates",
            "DROP INDEX book_title; INSERT INTO book (author_id, title, pages) VALUES (1, 'one', 3)",
        ),
        ("column_renamed", "DROP VIEW shelf; ALTER TABLE author RENAME COLUMN name TO label"),
        (
            "constraint",
            "DROP VIEW shelf; DROP TABLE author; CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);
             INSERT INTO author VALUES (1, 'ann'), (2, 'bob')",
        ),
        ("name_taken", "DROP VIEW shelf; CREATE TABLE shelf (title)"),
        ("virtual", "DROP TABLE search; CREATE VIRTUAL TABLE search USING fts5(title)"),
    ] {
        let mut db = with(sql);
        let (told, refused) = repaired(&mut db);
        assert!(!refused.is_empty(), "{told}");
        assert_message(&format!("repair_{name}"), &told);
    }
}

#[test]
fn an_operator_can_run_what_is_refused() {
    for sql in [
        "CREATE INDEX mine ON book (pages)",
        "DROP VIEW shelf; ALTER TABLE author RENAME TO writer; ALTER TABLE book RENAME COLUMN isbn TO number",
        "ALTER TABLE author ADD COLUMN born TEXT",
        // SQLite adds a column behind the others.
        "ALTER TABLE book ADD COLUMN pages2; DROP INDEX book_title; DROP TRIGGER book_of_nothing; ALTER TABLE book DROP COLUMN pages;
         ALTER TABLE book DROP COLUMN pages2",
        "CREATE TABLE book2 (isbn TEXT, id INTEGER PRIMARY KEY, author_id, title, pages TEXT CHECK (pages <> ''));
         INSERT INTO book2 (id, author_id, title, pages) SELECT id, author_id, title, pages FROM book;
         DROP VIEW shelf; DROP TABLE book; ALTER TABLE book2 RENAME TO book",
    ] {
        let mut db = with(sql);
        let _ = repaired(&mut db);
        let refused: Vec<String> =
            MIGRATIONS.repair(&db).unwrap().refused().iter().flat_map(|it| it.sql().to_vec()).collect();
        assert!(!refused.is_empty());
        let before = rows(&db);
        db.execute_batch(&refused.join(";\n")).unwrap_or_else(|error| panic!("{error}\n{}", refused.join(";\n")));
        assert_eq!(rows(&db).len(), 2);
        assert!(before.iter().all(|count| rows(&db).contains(count)));
        let again = MIGRATIONS.repair(&db).unwrap();
        assert!(again.refused().is_empty(), "{sql}: {again}");
        let _ = repaired(&mut db);
        MIGRATIONS.check(&db).unwrap();
    }
}

#[test]
fn a_copy_of_the_database_is_made_before() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply(&mut db).unwrap();
        db.execute_batch(&format!("{ROWS} DROP INDEX book_author")).unwrap();
        let before = dump(&db);
        let done = MIGRATIONS.repair(&db).unwrap().execute(&mut db).unwrap();
        let backup = done.backup().unwrap().to_owned();
        assert_eq!(backup.parent(), scratch.path().parent());
        assert!(
            done.to_string()
                .ends_with(&format!("0 refused; the database from before is `{}`", backup.display()))
        );
        assert_eq!(dump(&Connection::open(&backup).unwrap()), before);
        assert_eq!(value(&Connection::open(&backup).unwrap(), "PRAGMA integrity_check"), "ok");

        db.execute_batch("DROP INDEX book_author").unwrap();
        let place = scratch.path().with_extension("copy");
        let done = MIGRATIONS.repair(&db).unwrap().backup(Backup::to(&place)).execute(&mut db).unwrap();
        assert_eq!(done.backup(), Some(&*place));

        db.execute_batch("DROP INDEX book_author").unwrap();
        let before = (dump(&db), log(&db));
        let error = MIGRATIONS.repair(&db).unwrap().backup(Backup::to(&place)).execute(&mut db).unwrap_err();
        assert!(matches!(&error, Error::Backup { path, .. } if *path == place), "{error}");
        assert_eq!((dump(&db), log(&db)), before);
        assert!(place.exists());
        let done = MIGRATIONS.repair(&db).unwrap().without_backup().execute(&mut db).unwrap();
        assert_eq!(done.backup(), None);
        assert!(db.is_autocommit());
        assert_eq!(value(&db, "PRAGMA foreign_keys"), "1");
    }
}

#[test]
fn a_sequence_is_raised_to_what_is_taken() {
    for (sql, raised) in [
        ("UPDATE sqlite_sequence SET seq = 1", true),
        ("DELETE FROM sqlite_sequence", true),
        ("UPDATE sqlite_sequence SET seq = 70", false),
        ("DELETE FROM book; DELETE FROM sqlite_sequence", false),
    ] {
        let mut db = with(sql);
        let repair = MIGRATIONS.repair(&db).unwrap();
        assert_eq!(repair.is_empty(), !raised, "{sql}");
        repair.execute(&mut db).unwrap();
        if raised {
            assert_eq!(list(&db, "SELECT * FROM sqlite_sequence"), ["book|2"]);
        }
    }
    assert_message(
        "repair_sequence",
        &MIGRATIONS.repair(&with("DELETE FROM sqlite_sequence")).unwrap().to_string(),
    );
}

#[test]
fn a_history_that_is_lost_is_written_back_where_the_schema_proves_it() {
    for sql in [
        "DELETE FROM schema_migrations",
        "DROP TABLE schema_migrations",
        "DELETE FROM schema_migrations WHERE version = 1",
        "DELETE FROM schema_migrations WHERE version = 2",
    ] {
        let mut db = with(sql);
        let repair = MIGRATIONS.repair(&db).unwrap();
        assert_eq!(repair.version(), 2, "{sql}");
        assert!(actions(&repair).iter().all(|action| *action == RepairAction::WriteHistory), "{repair}");
        repair.execute(&mut db).unwrap();
        MIGRATIONS.check(&db).unwrap();
        assert!(MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
        assert_eq!(rows(&db), ["author 2", "book 2"]);
    }
    let mut db = with("DELETE FROM schema_migrations WHERE version = 1");
    assert_message("repair_history", &MIGRATIONS.repair(&db).unwrap().to_string());
    // The log knows of both.
    db.execute_batch("DROP INDEX book_author").unwrap();
    assert_eq!(
        actions(&MIGRATIONS.repair(&db).unwrap()),
        [RepairAction::CreateIndex, RepairAction::WriteHistory]
    );
    // Without it, a file that came late and one that ran look the same in the history.
    db.execute_batch("DELETE FROM schema_migration_log").unwrap();
    assert!(matches!(MIGRATIONS.repair(&db), Err(Error::OutOfOrder { .. })));
    db.execute_batch("DELETE FROM schema_migrations").unwrap();
    assert!(matches!(MIGRATIONS.repair(&db), Err(Error::NoBaseline { .. })));
    assert!(matches!(
        MIGRATIONS.repair(&Connection::open_in_memory().unwrap()),
        Err(Error::NoBaseline { nearest: None, .. })
    ));
    db.execute_batch("DROP TABLE schema_migrations").unwrap();
    assert!(MIGRATIONS.apply(&mut db).is_err());
}

#[test]
fn an_earlier_version_is_repaired_to_that() {
    let mut db = Connection::open_in_memory().unwrap();
    MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
    db.execute_batch("DROP INDEX book_author; DROP TABLE author").unwrap();
    let repair = MIGRATIONS.repair(&db).unwrap();
    assert_eq!((repair.version(), repair.steps().len()), (1, 2));
    repair.execute(&mut db).unwrap();
    assert!(MIGRATIONS.drift(&db).unwrap().is_empty());
    assert_eq!(MIGRATIONS.apply(&mut db).unwrap().applied().len(), 1);
}

#[test]
fn a_text_that_was_edited_in_comments_is_recorded() {
    let mut db = Connection::open_in_memory().unwrap();
    notes::MIGRATIONS.apply(&mut db).unwrap();
    let repair = notes_comment::MIGRATIONS.repair(&db).unwrap();
    assert!(
        !repair.is_empty() && actions(&repair).iter().all(|it| *it == RepairAction::RecordText),
        "{repair}"
    );
    repair.execute(&mut db).unwrap();
    assert!(notes_comment::MIGRATIONS.plan(&db).unwrap().comments_edited().is_empty());
    notes_comment::MIGRATIONS.check(&db).unwrap();
}

#[test]
fn a_plan_is_carried_out_only_on_the_database_that_it_was_made_for() {
    let mut db = with("DROP INDEX book_author");
    let repair = MIGRATIONS.repair(&db).unwrap();
    db.execute_batch("DROP VIEW shelf").unwrap();
    let before = (dump(&db), log(&db));
    let error = repair.execute(&mut db).unwrap_err();
    assert!(matches!(error, Error::RepairOutdated { .. }));
    assert_message("repair_outdated", &error.to_string());
    assert_eq!((dump(&db), log(&db)), before);
}

#[test]
fn a_repair_that_cannot_be_made_changes_nothing() {
    let mut db = with("DROP INDEX book_author");
    db.execute_batch("BEGIN").unwrap();
    let repair = MIGRATIONS.repair(&db).unwrap();
    assert!(matches!(repair.execute(&mut db), Err(Error::InTransaction)));
    db.execute_batch("ROLLBACK").unwrap();

    // A module that the connection has, and that does not do what its table wants.
    let mut db = with("DROP VIEW shelf; DROP TABLE search; CREATE TABLE search_data (a)");
    let before = (dump(&db), log(&db));
    let error = MIGRATIONS.repair(&db).unwrap().execute(&mut db).unwrap_err();
    assert!(matches!(error, Error::RepairFailed { .. }));
    assert_message("repair_failed", &error.to_string());
    assert_eq!((dump(&db), log(&db)), before);

    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply(&mut db).unwrap();
        db.execute_batch("DROP INDEX book_author").unwrap();
        let mut reader = scratch.open_read_only();
        let error = MIGRATIONS.repair(&reader).unwrap().execute(&mut reader).unwrap_err();
        assert!(matches!(error, Error::Sqlite { .. }), "{error}");
        assert_eq!(
            std::fs::read_dir(scratch.path().parent().unwrap())
                .unwrap()
                .filter(|entry| { entry.as_ref().unwrap().file_name().to_string_lossy().contains("backup") })
                .count(),
            0
        );
    }
}

#[test]
fn what_was_done_stands_in_the_log() {
    let mut db = with("DROP INDEX book_author");
    MIGRATIONS.repair(&db).unwrap().execute(&mut db).unwrap();
    assert_eq!(
        log(&db).last().unwrap(),
        "2 repaired create index `book_author` of table `book`\n  | CREATE INDEX main.book_author ON book (author_id);"
    );
}

#[test]
fn a_history_with_a_squash_is_written_back_too() {
    let (beside, alone) = (&squash_beside::MIGRATIONS, &squash_alone::MIGRATIONS);
    for way in [squash_beside::Version::Words, squash_beside::Version::Title] {
        for lost in ["", "WHERE version = 6", "WHERE version = 5", "WHERE version >= 5", "WHERE version = 1"]
        {
            let mut db = Connection::open_in_memory().unwrap();
            beside.apply_to(&mut db, way).unwrap();
            beside.apply(&mut db).unwrap();
            let before = history(&db).len();
            db.execute_batch(&format!("DELETE FROM schema_migrations {lost}")).unwrap();
            let was_lost = before - history(&db).len();
            if was_lost == 0 {
                continue;
            }
            let repair = beside.repair(&db).unwrap_or_else(|error| panic!("{way:?} {lost}: {error}"));
            assert_eq!((repair.version(), repair.refused()), (6, &[][..]), "{way:?} {lost}: {repair}");
            repair.execute(&mut db).unwrap();
            beside.check(&db).unwrap_or_else(|error| panic!("{way:?} {lost}: {error}"));
            alone.check(&db).unwrap_or_else(|error| panic!("{way:?} {lost}: {error}"));
            assert!(beside.apply(&mut db).unwrap().was_up_to_date());
        }
    }
}

#[test]
fn what_has_changed_rows_is_never_taken_for_done_by_its_schema() {
    let mut db = Connection::open_in_memory().unwrap();
    filled::MIGRATIONS.apply_to(&mut db, filled::Version::Init).unwrap();
    db.execute_batch("INSERT INTO word (text) VALUES ('a'); ALTER TABLE word ADD COLUMN upper TEXT").unwrap();
    filled::MIGRATIONS.apply(&mut db).unwrap_err();
    let repair = filled::MIGRATIONS.repair(&db).unwrap();
    assert!(actions(&repair).is_empty(), "{repair}");
    assert!(repair.to_string().contains("the history of version 2 upper"), "{repair}");

    // With the log, it is proved.
    let mut db = Connection::open_in_memory().unwrap();
    filled::MIGRATIONS.apply(&mut db).unwrap();
    for sql in [
        "DELETE FROM schema_migrations WHERE version >= 2",
        "DELETE FROM schema_migrations WHERE version = 2",
    ] {
        db.execute_batch(sql).unwrap();
        let repair = filled::MIGRATIONS.repair(&db).unwrap();
        assert_eq!((repair.version(), repair.refused()), (3, &[][..]), "{repair}");
        repair.execute(&mut db).unwrap();
        filled::MIGRATIONS.check(&db).unwrap();
    }
}

#[test]
fn a_file_that_is_half_done_is_finished_first() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    steps::MIGRATIONS.apply_to(&mut db, steps::Version::Init).unwrap();
    db.execute_batch("INSERT INTO item VALUES ('cup'), ('cup')").unwrap();
    steps::MIGRATIONS.apply(&mut db).unwrap_err();
    let error = steps::MIGRATIONS.repair(&db).unwrap_err();
    assert_message("half_done", &error.to_string());
    assert_eq!(steps::MIGRATIONS.drift(&db).unwrap_err().to_string(), error.to_string());
}
