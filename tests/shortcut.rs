//! A database that has the schema that the build has seen is not looked into; and what looks like that and is not, is.

#[macro_use]
mod common;

use common::{Scratch, dump, value};
use embed_migrations::Error;
use rusqlite::Connection;
use shortcut::{MIGRATIONS, Version};

mod shortcut {
    embed!("tests/sets/shortcut");
}

/// A database at the second version, of which the history says that it is as built.
fn as_built(scratch: &Scratch) -> Connection {
    let mut db = scratch.open();
    MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
    MIGRATIONS.apply_to(&mut db, Version::Words).unwrap();
    let known = "SELECT count(*) FROM schema_migrations WHERE version = 2 AND schema_texts IS NOT NULL";
    assert_eq!(value(&db, known), "1");
    db
}

#[test]
fn an_untouched_database_stays_known() {
    let scratch = Scratch::new();
    MIGRATIONS.apply(&mut as_built(&scratch)).unwrap();
    let db = scratch.open();
    MIGRATIONS.check(&db).unwrap();
    assert!(MIGRATIONS.drift(&db).unwrap().is_empty());
}

#[test]
fn a_temporary_index_that_is_dropped_in_the_place_of_the_other_is_noticed() {
    let scratch = Scratch::new();
    let mut db = as_built(&scratch);
    let before = dump(&db);
    db.execute_batch("CREATE TABLE temp.mine (text); CREATE UNIQUE INDEX temp.word_text ON mine (text)")
        .unwrap();
    let error = MIGRATIONS.apply(&mut db).unwrap_err();
    assert!(matches!(error, Error::Drifted(_)), "{error}");
    drop(db);
    assert_eq!(dump(&scratch.open()), before);
    MIGRATIONS.apply(&mut scratch.open()).unwrap();
}

#[test]
fn a_table_that_came_behind_the_back_of_the_cookie_keeps_its_references() {
    let scratch = Scratch::new();
    let db = as_built(&scratch);
    let cookie = value(&db, "PRAGMA schema_version");
    db.execute_batch("CREATE TABLE use (word INTEGER REFERENCES word (id)); INSERT INTO use VALUES (1)")
        .unwrap();
    db.execute_batch(&format!("PRAGMA schema_version = {cookie}")).unwrap();
    drop(db);
    let mut db = scratch.open();
    let before = dump(&db);
    let error = MIGRATIONS.apply(&mut db).unwrap_err();
    assert!(matches!(error, Error::ForeignKeys { .. }), "{error}");
    assert_eq!(dump(&db), before);
    db.execute("DELETE FROM use", []).unwrap();
    MIGRATIONS.apply(&mut db).unwrap();
}
