//! A program that is killed while it migrates: a prefix of the history is there, with all of its effects, and no more.

mod common;

use std::io::{Read as _, Write as _};
use std::path::Path;

use common::{JOURNALS, Scratch, list, process, value};
use embed_migrations::TransactionMode;
use many::MIGRATIONS;
use rusqlite::Connection;
use rusqlite::hooks::Action;

mod many {
    embed_migrations::embed_migrations!("tests/sets/many", set = "many");
}

const ROUNDS: u64 = 25;
/// The rows that the migrations insert; the history and the log come on top.
const ROWS: u64 = 200 * 9;
/// A pipe holds 64 KiB: a program that prints so much per row is at most a few rows ahead of its reader.
const CHUNK: [u8; 4096] = [b'.'; 4096];

/// Applies the set, and prints a chunk for each row that is written, if somebody reads it.
fn apply_and_tell(database: &Path, mode: TransactionMode) {
    let mut db = common::open(database);
    // What the operating system has, a killed program cannot take back.
    db.pragma_update(None, "synchronous", "off").unwrap();
    db.update_hook(Some(|_: Action, _: &str, _: &str, _: i64| {
        let _ = std::io::stdout().lock().write_all(&CHUNK);
    }))
    .unwrap();
    process::say_ready();
    MIGRATIONS.runner().transaction_mode(mode).apply(&mut db).unwrap();
}

/// How many migrations are applied. Their effects are all there, and those of others are not.
fn applied(db: &Connection) -> usize {
    assert_eq!(value(db, "PRAGMA integrity_check"), "ok");
    let expected: Vec<String> =
        MIGRATIONS.history(db).unwrap().iter().map(|e| e.version().to_string()).collect();
    let tables = list(db, "SELECT name FROM sqlite_schema WHERE name GLOB 'table_*' ORDER BY name");
    let numbers: Vec<String> = tables
        .iter()
        .map(|name| name.trim_start_matches("table_").trim_start_matches('0').to_owned())
        .collect();
    assert_eq!(numbers, expected);
    for table in tables {
        assert_eq!(value(db, &format!("SELECT count(*) FROM {table}")), "8");
    }
    if !expected.is_empty() {
        assert_eq!(list(db, "SELECT version FROM progress ORDER BY version"), expected);
        let log = "SELECT version FROM schema_migration_log WHERE event = 'applied' ORDER BY id";
        assert_eq!(list(db, log), expected);
    }
    let prefix: Vec<String> = (1..=expected.len()).map(|version| version.to_string()).collect();
    assert_eq!(prefix, expected);
    expected.len()
}

/// Kills programs that run the test `name` at evenly spaced rows, on a new database each. Gives how many migrations
/// each had applied.
fn killed(name: &str, mode: TransactionMode) -> Option<Vec<usize>> {
    if let Some(database) = process::database() {
        apply_and_tell(&database, mode);
        return None;
    }
    let round = |(journal, round): (&str, u64)| {
        let scratch = Scratch::with_journal(journal);
        let mut program = process::start(name, &scratch.path());
        let mut out = process::wait_until_ready(&mut program);
        let bytes = ROWS * round / ROUNDS * CHUNK.len() as u64;
        std::io::copy(&mut out.by_ref().take(bytes), &mut std::io::sink()).unwrap();
        // Half of them are killed at a row, half at full speed: nobody reads, and printing fails.
        let out = (round % 2 == 0).then_some(out);
        program.kill().unwrap();
        program.wait().unwrap();
        drop(out);

        let mut db = scratch.open();
        let count = applied(&db);
        MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(applied(&db), MIGRATIONS.migrations().len());
        count
    };
    let rounds = JOURNALS.into_iter().flat_map(|journal| (0..ROUNDS).map(move |round| (journal, round)));
    Some(rounds.map(round).collect())
}

#[test]
fn one_transaction_each_leaves_a_prefix() {
    let counts = killed("one_transaction_each_leaves_a_prefix", TransactionMode::PerMigration);
    let Some(counts) = counts else { return };
    let all = MIGRATIONS.migrations().len();
    assert!(counts.iter().filter(|count| (1..all).contains(count)).count() > 10, "{counts:?}");
}

#[test]
fn one_transaction_for_all_leaves_nothing() {
    let Some(counts) = killed("one_transaction_for_all_leaves_nothing", TransactionMode::AllInOne) else {
        return;
    };
    let all = MIGRATIONS.migrations().len();
    assert!(counts.iter().all(|count| [0, all].contains(count)), "{counts:?}");
    assert!(counts.contains(&0), "{counts:?}");
}
