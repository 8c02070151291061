//! What a file says is what SQLite makes of it, whatever it looks like.

#[macro_use]
mod common;

use common::{Scratch, dump};
use rusqlite::Connection;

mod script {
    embed!("tests/sets/script", set = "script");
}

/// With a byte order mark, CRLF, semicolons everywhere, and letters beyond ASCII.
const SCRIPT: &str = include_str!("sets/script/0001_script.sql");

/// The schema and the rows of a database, without the engine's history.
fn content(db: &Connection) -> Vec<String> {
    dump(db).into_iter().filter(|row| !row.contains("schema_migrations")).collect()
}

#[test]
fn the_file_is_what_its_name_promises() {
    assert!(SCRIPT.starts_with('\u{feff}'));
    assert!(SCRIPT.contains(";\r\n"));
    assert!(SCRIPT.contains("café"));
    assert!(!SCRIPT.trim_end().ends_with(';'));
}

#[test]
fn a_file_does_what_sqlite_does_with_its_text() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    script::MIGRATIONS.apply(&mut db).unwrap();

    let reference = Connection::open_in_memory().unwrap();
    reference.execute_batch(&SCRIPT.replace("\r\n", "\n")).unwrap();
    assert_eq!(content(&db), content(&reference));
    assert_eq!(common::value(&db, "SELECT count(*) FROM log"), "3");
    assert_eq!(common::value(&db, "SELECT hex(\"semi;colon\") FROM \"café; bar\" WHERE id = 2"), "610062");
}

#[test]
fn line_ends_of_windows_are_not_kept() {
    let migration = &script::MIGRATIONS.migrations()[0];
    assert_eq!(migration.sql(), SCRIPT.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
}
