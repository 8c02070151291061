//! A copy of the database, made before it is migrated.

#[macro_use]
mod common;

use std::path::{Path, PathBuf};

use common::{JOURNALS, Scratch, assert_message, dump, history, value};
use embed_migrations::{Backup, Error, TransactionMode};
use notes::{MIGRATIONS, Version};
use rusqlite::Connection;

mod notes {
    embed!("tests/sets/notes", set = "notes");
}
mod steps {
    embed!("tests/sets/steps", set = "steps");
}

/// The copies in a directory, oldest first.
fn copies(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let mut copies: Vec<PathBuf> =
        entries.filter(|path| path.to_string_lossy().contains(".backup-")).collect();
    copies.sort();
    copies
}

fn at(journal: &str, version: Version) -> (Scratch, Connection) {
    let scratch = Scratch::with_journal(journal);
    let mut db = scratch.open();
    MIGRATIONS.apply_to(&mut db, version).unwrap();
    db.execute_batch("INSERT INTO author (name) VALUES ('ann')").unwrap();
    (scratch, db)
}

#[test]
fn it_is_the_database_from_before() {
    for journal in JOURNALS {
        for mode in [TransactionMode::AllInOne, TransactionMode::PerMigration] {
            let (scratch, mut db) = at(journal, Version::Init);
            let before = dump(&db);
            let runner = MIGRATIONS.runner().transaction_mode(mode).backup(Backup::beside());
            let report = runner.apply(&mut db).unwrap();
            let copy = report.backup().unwrap();
            assert_eq!(copies(scratch.path().parent().unwrap()), [copy]);
            let copied = Connection::open(copy).unwrap();
            assert_eq!(dump(&copied), before);
            assert_eq!(value(&copied, "PRAGMA integrity_check"), "ok");
            drop(copied);

            // As the documentation says.
            drop(db);
            for suffix in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{suffix}", scratch.path().display()));
            }
            std::fs::copy(copy, scratch.path()).unwrap();
            let mut db = scratch.open();
            assert_eq!(dump(&db), before);
            assert_eq!(MIGRATIONS.apply(&mut db).unwrap().applied().len(), 2);
        }
    }
}

#[test]
fn where_nothing_is_pending_none_is_made() {
    let (scratch, mut db) = at("wal", Version::UniqueNames);
    let report = MIGRATIONS.runner().backup(Backup::beside()).apply(&mut db).unwrap();
    assert_eq!(report.backup(), None);
    assert!(copies(scratch.path().parent().unwrap()).is_empty());
    let mut memory = Connection::open_in_memory().unwrap();
    assert_eq!(MIGRATIONS.runner().backup(Backup::beside()).apply(&mut memory).unwrap().backup(), None);
}

#[test]
fn older_ones_go_and_nothing_else_does() {
    let (scratch, mut db) = at("wal", Version::Init);
    let directory = tempfile::tempdir().unwrap();
    let old = ["notes.db.backup-20260131T120000.000Z", "notes.db.backup-20260201T120000.000Z"];
    let others = [
        "notes.db.backup-mine",
        "other.db.backup-20260131T120000.000Z",
        "notes.db.backup-20260131T120000.000Z.gz",
    ];
    for name in old.iter().chain(&others) {
        std::fs::write(directory.path().join(name), "x").unwrap();
    }
    let backup = Backup::in_directory(directory.path()).keep(2);
    let report = MIGRATIONS.runner().backup(backup.clone()).apply(&mut db).unwrap();
    let copy = report.backup().unwrap();
    assert_eq!(copy.parent(), Some(directory.path()));
    assert!(
        !directory.path().join(old[0]).exists() && directory.path().join(old[1]).exists() && copy.exists()
    );
    assert!(others.iter().all(|name| directory.path().join(name).exists()));
    assert!(copies(scratch.path().parent().unwrap()).is_empty());
    assert!(MIGRATIONS.runner().backup(backup).apply(&mut db).unwrap().backup().is_none());
}

#[test]
fn a_failure_that_changed_nothing_leaves_none_and_takes_none_away() {
    for journal in JOURNALS {
        let (scratch, mut db) = at(journal, Version::AddTags);
        db.execute_batch("INSERT INTO author (name) VALUES ('ann')").unwrap();
        let place = scratch.path().parent().unwrap().to_owned();
        std::fs::write(place.join("notes.db.backup-20260131T120000.000Z"), "x").unwrap();
        let backup = Backup::beside().keep(1);
        MIGRATIONS.runner().backup(backup).apply(&mut db).unwrap_err();
        assert_eq!(copies(&place), [place.join("notes.db.backup-20260131T120000.000Z")]);
    }
}

#[test]
fn a_failure_behind_what_was_done_leaves_it() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    steps::MIGRATIONS.apply_to(&mut db, steps::Version::Init).unwrap();
    db.execute_batch("INSERT INTO item VALUES ('cup'), ('cup')").unwrap();
    let before = dump(&db);
    steps::MIGRATIONS.runner().backup(Backup::beside()).apply(&mut db).unwrap_err();
    let [copy] = &copies(scratch.path().parent().unwrap())[..] else { panic!() };
    assert_eq!(dump(&Connection::open(copy).unwrap()), before);
}

#[test]
fn a_database_that_cannot_be_copied_is_not_migrated() {
    let (scratch, mut db) = at("delete", Version::Init);
    let before = (dump(&db), history(&db));
    for backup in [Backup::to(scratch.path()), Backup::in_directory(scratch.path().with_extension("none"))] {
        let error = MIGRATIONS.runner().backup(backup).apply(&mut db).unwrap_err();
        assert!(matches!(error, Error::Backup { .. }), "{error}");
        assert_eq!((dump(&db), history(&db)), before);
    }
    let cause =
        Error::Backup { path: "backups/notes.db".into(), cause: "No space left on device".to_owned() };
    assert_message("backup", &cause.to_string());
    assert!(scratch.path().exists());
}
