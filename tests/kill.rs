//! A program that is killed while it migrates, or goes back: a prefix of the history is there, with all of its effects, and no more.

#[macro_use]
mod common;

use std::io::{Read as _, Write as _};
use std::path::Path;

use common::{JOURNALS, Scratch, list, process, value};
use embed_migrations::{Hook, TransactionMode};
use rusqlite::Connection;
use rusqlite::hooks::Action;

mod at_once {
    embed!("tests/sets/at_once", set = "pure");
}
mod blocks {
    embed!("tests/sets/blocks", set = "blocks");
}
mod back_blocks {
    embed!("tests/sets/back_blocks", set = "blocks");
}
mod back_many {
    embed!("tests/sets/back_many", set = "many");
}
mod fill {
    embed!("tests/sets/fill", set = "fill");
}
mod many {
    embed!("tests/sets/many", set = "many");
}

mod hooked {
    embed!("tests/sets/slugs", set = "slugs", hooks = { AddSlug => super::write_notes });
}

/// The rows that the hook writes.
const NOTES: u64 = 400;

fn write_notes(db: &Hook<'_>) -> rusqlite::Result<()> {
    let mut insert = db.prepare("INSERT INTO note (title, slug) VALUES ('a note', ?1)")?;
    (0..NOTES).try_for_each(|number| insert.execute([number.to_string()]).map(drop))
}

const ROUNDS: u64 = 25;
/// A pipe holds 64 KiB: a program that prints so much per row is at most a few rows ahead of its reader.
const PIPE: usize = 64 << 10;

/// A program to be killed.
struct Victim {
    /// The test that is run in it.
    name: &'static str,
    /// What is there before it starts.
    before: fn(&mut Connection),
    apply: fn(&mut Connection),
    /// The rows that it inserts, or deletes; the history and the log come on top.
    rows: u64,
    /// The bytes that it prints for each of them.
    chunk: usize,
    /// How much of its work is done: so much and no more.
    done: fn(&Connection) -> usize,
}

/// Applies the set, and prints a chunk for each row that is written, if somebody reads it.
fn apply_and_tell(database: &Path, victim: &Victim) {
    let mut db = common::open(database);
    // What the operating system has, a killed program cannot take back.
    db.pragma_update(None, "synchronous", "off").unwrap();
    let chunk = vec![b'.'; victim.chunk];
    db.update_hook(Some(move |_: Action, _: &str, _: &str, _: i64| {
        let _ = std::io::stdout().lock().write_all(&chunk);
    }))
    .unwrap();
    process::say_ready();
    (victim.apply)(&mut db);
}

/// The rows that the migrations of `many` insert.
const ROWS: u64 = 200 * 9;

/// How many migrations are applied. Their effects are all there, and those of others are not.
fn applied(db: &Connection) -> usize {
    assert_eq!(value(db, "PRAGMA integrity_check"), "ok");
    let expected: Vec<String> =
        many::MIGRATIONS.history(db).unwrap().iter().map(|e| e.version().to_string()).collect();
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

/// How many of the statements that insert are done: each once, from the first one on.
fn inserted(db: &Connection) -> usize {
    assert_eq!(value(db, "PRAGMA integrity_check"), "ok");
    if list(db, "SELECT name FROM sqlite_schema WHERE name = 'step'").is_empty() {
        return 0;
    }
    let numbers = list(db, "SELECT number FROM step ORDER BY rowid");
    let prefix: Vec<String> = (1..=numbers.len()).map(|number| number.to_string()).collect();
    assert_eq!(numbers, prefix);
    let log = list(db, "SELECT version FROM schema_migration_log WHERE event = 'applied' ORDER BY id");
    assert_eq!(
        log,
        list(db, "SELECT version FROM schema_migrations WHERE kind = 'applied' ORDER BY version")
    );
    numbers.len()
}

/// How many notes are filled in: each once, in whole rounds, of which the history knows.
fn filled_in(db: &Connection) -> usize {
    assert_eq!(value(db, "PRAGMA integrity_check"), "ok");
    let history = fill::MIGRATIONS.history(db).unwrap();
    if history.is_empty() {
        return 0;
    }
    let filled = list(db, "SELECT id FROM note WHERE slug = lower(title) ORDER BY id");
    assert_eq!(list(db, "SELECT note_id FROM change ORDER BY note_id"), filled);
    // Before the first round there is no record, behind the last one none that is not finished.
    let rows = history.get(1).map_or(0, |entry| entry.backfilled().map_or(80, |done| done.rows()));
    assert_eq!(rows, filled.len() as u64);
    assert_eq!(rows % 10, 0);
    filled.len()
}

/// Kills programs at evenly spaced rows, on a new database each. Gives how much each had done, and how much there is
/// to do.
fn killed(victim: &Victim) -> Option<(Vec<usize>, usize)> {
    if let Some(database) = process::database() {
        apply_and_tell(&database, victim);
        return None;
    }
    let all = {
        let scratch = Scratch::new();
        let mut db = scratch.open();
        (victim.before)(&mut db);
        (victim.apply)(&mut db);
        (victim.done)(&db)
    };
    let round = |(journal, round): (&str, u64)| {
        let scratch = Scratch::with_journal(journal);
        (victim.before)(&mut scratch.open());
        let mut program = process::start(victim.name, &scratch.path());
        let mut out = process::wait_until_ready(&mut program);
        let bytes = victim.rows * round / ROUNDS * victim.chunk as u64;
        std::io::copy(&mut out.by_ref().take(bytes), &mut std::io::sink()).unwrap();
        // Half of them are killed at a row, half at full speed: nobody reads, and printing fails.
        let out = (round % 2 == 0).then_some(out);
        program.kill().unwrap();
        program.wait().unwrap();
        drop(out);

        let mut db = scratch.open();
        let count = (victim.done)(&db);
        (victim.apply)(&mut db);
        assert_eq!((victim.done)(&db), all);
        count
    };
    let rounds = JOURNALS.into_iter().flat_map(|journal| (0..ROUNDS).map(move |round| (journal, round)));
    Some((rounds.map(round).collect(), all))
}

/// Whether the schema and the history are both there, or neither.
fn made(db: &Connection) -> usize {
    assert_eq!(value(db, "PRAGMA integrity_check"), "ok");
    let history = at_once::MIGRATIONS.history(db).unwrap().len();
    assert_eq!(
        list(db, "SELECT name FROM sqlite_schema WHERE name IN ('author', 'note')").len() * 3,
        history * 2
    );
    assert!(history == 0 || at_once::MIGRATIONS.drift(db).unwrap().is_empty());
    history
}

#[test]
fn what_is_made_at_once_is_all_there_or_not_at_all() {
    let victim = Victim {
        name: "what_is_made_at_once_is_all_there_or_not_at_all",
        before: |_| {},
        apply: |db| {
            at_once::MIGRATIONS.apply(db).unwrap();
        },
        // It writes the history and the log.
        rows: 6,
        chunk: PIPE,
        done: made,
    };
    let Some((counts, all)) = killed(&victim) else { return };
    assert!(counts.iter().all(|count| [0, all].contains(count)) && counts.contains(&0), "{counts:?}");
}

#[test]
fn one_transaction_each_leaves_a_prefix() {
    let victim = Victim {
        name: "one_transaction_each_leaves_a_prefix",
        before: |_| {},
        apply: |db| {
            many::MIGRATIONS.runner().transaction_mode(TransactionMode::PerMigration).apply(db).unwrap();
        },
        rows: ROWS,
        chunk: PIPE / 16,
        done: applied,
    };
    let Some((counts, all)) = killed(&victim) else { return };
    assert!(counts.iter().filter(|count| (1..all).contains(count)).count() > 10, "{counts:?}");
}

#[test]
fn one_transaction_for_all_leaves_nothing() {
    let victim = Victim {
        name: "one_transaction_for_all_leaves_nothing",
        before: |_| {},
        apply: |db| {
            many::MIGRATIONS.runner().transaction_mode(TransactionMode::AllInOne).apply(db).unwrap();
        },
        rows: ROWS,
        chunk: PIPE / 16,
        done: applied,
    };
    let Some((counts, all)) = killed(&victim) else { return };
    assert!(counts.iter().all(|count| [0, all].contains(count)), "{counts:?}");
    assert!(counts.contains(&0), "{counts:?}");
}

/// How many migrations are applied; the hook's work is there if its migration is, and all of it.
fn hooked(db: &Connection) -> usize {
    assert_eq!(value(db, "PRAGMA integrity_check"), "ok");
    let history = hooked::MIGRATIONS.history(db).unwrap();
    if !history.is_empty() {
        let called = history.iter().filter(|entry| entry.hook().is_some()).count() as u64;
        assert_eq!(value(db, "SELECT count(*) FROM note"), (called * NOTES).to_string());
        assert_eq!(called, u64::from(history.len() > 1));
    }
    history.len()
}

#[test]
fn a_hook_has_done_all_of_its_work_or_nothing() {
    let victim = Victim {
        name: "a_hook_has_done_all_of_its_work_or_nothing",
        before: |_| {},
        apply: |db| {
            hooked::MIGRATIONS.runner().transaction_mode(TransactionMode::PerMigration).apply(db).unwrap();
        },
        rows: NOTES,
        chunk: PIPE / 16,
        done: hooked,
    };
    let Some((counts, all)) = killed(&victim) else { return };
    assert_eq!(all, 3);
    assert!(counts.iter().filter(|count| **count == 1).count() > 10, "{counts:?}");
}

#[test]
fn without_a_transaction_each_statement_takes_effect_once() {
    let victim = Victim {
        name: "without_a_transaction_each_statement_takes_effect_once",
        before: |_| {},
        apply: |db| {
            blocks::MIGRATIONS.apply(db).unwrap();
        },
        rows: 18,
        chunk: PIPE,
        done: inserted,
    };
    let Some((counts, all)) = killed(&victim) else { return };
    assert_eq!(all, 16);
    let mut between: Vec<_> = counts.iter().filter(|count| (1..all).contains(count)).collect();
    between.sort();
    between.dedup();
    assert!(between.len() > 5, "{counts:?}");
}

/// How many migrations are reverted. What is left of the others is all of them.
fn reverted(db: &Connection) -> usize {
    assert_eq!(value(db, "PRAGMA integrity_check"), "ok");
    let history = list(db, "SELECT version FROM schema_migrations ORDER BY version");
    let tables = list(db, "SELECT name FROM sqlite_schema WHERE name GLOB 'table_*' ORDER BY name");
    assert_eq!(tables.len(), history.len());
    for table in tables {
        assert_eq!(value(db, &format!("SELECT count(*) FROM {table}")), "8");
    }
    let log = "SELECT count(*) FROM schema_migration_log WHERE event = 'reverted'";
    assert_eq!(value(db, log), (40 - history.len()).to_string());
    40 - history.len()
}

#[test]
fn a_revert_is_whole_or_has_not_been() {
    let victim = Victim {
        name: "a_revert_is_whole_or_has_not_been",
        before: |db| {
            back_many::MIGRATIONS.apply(db).unwrap();
        },
        apply: |db| {
            back_many::MIGRATIONS.plan_revert_all(db).unwrap().allow_loss().execute(db).unwrap();
        },
        rows: 40 * 9,
        chunk: PIPE / 4,
        done: reverted,
    };
    let Some((counts, all)) = killed(&victim) else { return };
    assert_eq!(all, 40);
    assert!(counts.iter().all(|count| [0, all].contains(count)), "{counts:?}");
    assert!(counts.contains(&0), "{counts:?}");
}

/// How many of the statements of the down that insert are done: each once, from the first one on.
fn inserted_on_the_way_back(db: &Connection) -> usize {
    assert_eq!(value(db, "PRAGMA integrity_check"), "ok");
    let numbers = list(db, "SELECT number FROM step ORDER BY rowid");
    let prefix: Vec<String> = (1..=numbers.len()).map(|number| number.to_string()).collect();
    assert_eq!(numbers, prefix);
    let is_begun = list(db, "SELECT 1 FROM sqlite_schema WHERE name = 'gone'").is_empty();
    let row = list(db, "SELECT kind FROM schema_migrations WHERE version = 2");
    match &row[..] {
        [] => assert_eq!(numbers.len(), 16),
        [kind] => assert!(kind == "reverting" || (!is_begun && kind == "applied"), "{kind}"),
        _ => panic!("{row:?}"),
    }
    assert!(is_begun || numbers.is_empty());
    numbers.len()
}

#[test]
fn a_down_without_a_transaction_takes_effect_once() {
    let victim = Victim {
        name: "a_down_without_a_transaction_takes_effect_once",
        before: |db| {
            back_blocks::MIGRATIONS.apply(db).unwrap();
        },
        apply: |db| {
            // Killed behind the last statement, or not at all, it is done.
            back_blocks::MIGRATIONS.revert_to(db, back_blocks::Version::Init).unwrap();
        },
        rows: 17,
        chunk: PIPE,
        done: inserted_on_the_way_back,
    };
    let Some((counts, all)) = killed(&victim) else { return };
    assert_eq!(all, 16);
    let mut between: Vec<_> = counts.iter().filter(|count| (1..all).contains(count)).collect();
    between.sort();
    between.dedup();
    assert!(between.len() > 5, "{counts:?}");
}

#[test]
fn each_round_of_a_backfill_takes_effect_once() {
    let victim = Victim {
        name: "each_round_of_a_backfill_takes_effect_once",
        before: |_| {},
        apply: |db| {
            fill::MIGRATIONS.apply(db).unwrap();
        },
        // A note is inserted, changed, and its change noted.
        rows: 80 * 3,
        chunk: PIPE / 4,
        done: filled_in,
    };
    let Some((counts, all)) = killed(&victim) else { return };
    assert_eq!(all, 80);
    let mut between: Vec<_> = counts.iter().filter(|count| (1..all).contains(count)).collect();
    between.sort();
    between.dedup();
    assert!(between.len() > 3, "{counts:?}");
}
