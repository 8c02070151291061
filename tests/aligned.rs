//! Structs that fit their tables.

#[macro_use]
mod common;

use embed_migrations::{Affinity, Aligned, ColumnType, Error};
use library::{MIGRATIONS, Version};
use rusqlite::Connection;
use rusqlite::types::Value;

mod library {
    embed!("tests/sets/library", set = "library");
}

struct AuthorId(#[expect(dead_code, reason = "nobody reads it")] i64);
impl ColumnType for AuthorId {
    const AFFINITIES: &'static [Affinity] = i64::AFFINITIES;
}

#[derive(Aligned)]
#[aligned(library::SCHEMA, table = "book")]
#[expect(dead_code, reason = "nobody reads it")]
struct Book {
    id: i64,
    #[aligned(rename = "author_id")]
    author: AuthorId,
    #[serde(rename = "title")]
    name: String,
    pages: u32,
    isbn: Option<String>,
    #[aligned(skip)]
    is_open: bool,
}

#[derive(Aligned)]
#[aligned(library::SCHEMA, table = "Author", partial)]
#[expect(dead_code, reason = "nobody reads it")]
struct Name<'a> {
    name: &'a str,
}

#[derive(Aligned)]
#[aligned(library::SCHEMA, table = "shelf")]
#[expect(dead_code, reason = "nobody reads it")]
struct Shelf {
    title: String,
    name: Value,
}

fn database() -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    MIGRATIONS.apply(&mut db).unwrap();
    db
}

/// What does not fit behind this.
fn problems<T: Aligned>(sql: &str) -> Vec<String> {
    let db = database();
    db.execute_batch(sql).unwrap();
    match T::check_aligned(&db) {
        Ok(()) => Vec::new(),
        Err(Error::Misaligned { table, problems }) => {
            assert_eq!(table, T::TABLE);
            problems
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn what_the_compiler_has_found_to_fit_fits_a_migrated_database() {
    let db = database();
    Book::check_aligned(&db).unwrap();
    Name::check_aligned(&db).unwrap();
    Shelf::check_aligned(&db).unwrap();
}

#[test]
fn what_fits_no_more_is_told_of_a_live_database() {
    assert_eq!(
        problems::<Book>("DROP VIEW shelf; ALTER TABLE book RENAME COLUMN pages TO length"),
        [
            "field `pages`: `book` has no column `pages`: rename the field, or say `#[aligned(rename = \"…\")]`; there are `id`, `author_id`, `title`, `length`, `isbn`",
            "no field is for `length` of table `book`: add what is missing, or say `partial` in `#[aligned(…)]`",
        ]
    );
    assert_eq!(
        problems::<Book>(
            "ALTER TABLE book DROP COLUMN isbn; ALTER TABLE book ADD COLUMN isbn INTEGER NOT NULL DEFAULT 0"
        ),
        ["field `isbn`: column `isbn` of table `book` is INTEGER, and `Option<String>` is not: write `i64`"]
    );
    assert_eq!(
        problems::<Name<'_>>(
            "DROP VIEW shelf; DROP TABLE author; CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT)"
        ),
        [
            "field `name`: column `name` of table `Author` can be NULL: write `Option<&'a str>`, or declare the column NOT NULL"
        ]
    );
    assert_eq!(problems::<Name<'_>>("DROP VIEW shelf; DROP TABLE author").len(), 1);
    assert_eq!(problems::<Shelf>("DROP VIEW shelf; CREATE VIEW shelf AS SELECT title FROM book").len(), 1);
}

#[test]
fn an_older_database_is_told_as_a_whole() {
    let mut db = Connection::open_in_memory().unwrap();
    MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
    assert_eq!(
        Book::check_aligned(&db).unwrap_err().to_string(),
        "a struct of this program does not fit `book` in the database\n  \
         field `isbn`: `book` has no column `isbn`: rename the field, or say `#[aligned(rename = \"…\")]`; there are `id`, `author_id`, `title`, `pages`\n  \
         = help: migrate the database, or run the program that fits it"
    );
}

mod keys {
    embed!("tests/sets/keys", set = "keys");
}

#[derive(Aligned)]
#[aligned(keys::SCHEMA, table = "rowid_key")]
#[expect(dead_code, reason = "nobody reads it")]
struct RowidKey {
    id: i64,
    anything: Option<Vec<u8>>,
    price: Option<f64>,
    at: Option<String>,
    day: Option<i64>,
}

#[derive(Aligned)]
#[aligned(keys::SCHEMA, table = "text_key")]
#[expect(dead_code, reason = "nobody reads it")]
struct TextKey {
    key: Option<String>,
    r#type: Option<String>,
}

#[derive(Aligned)]
#[aligned(keys::SCHEMA, table = "strict_key")]
#[expect(dead_code, reason = "nobody reads it")]
struct StrictKey {
    key: String,
    any: Option<f64>,
    bytes: Option<[u8; 16]>,
}

#[derive(Aligned)]
#[aligned(keys::SCHEMA, table = "backward_key")]
#[expect(dead_code, reason = "nobody reads it")]
struct BackwardKey {
    id: Option<i64>,
    double: Option<i64>,
}

#[test]
fn null_is_possible_where_sqlite_takes_it() {
    let mut db = Connection::open_in_memory().unwrap();
    keys::MIGRATIONS.apply(&mut db).unwrap();
    RowidKey::check_aligned(&db).unwrap();
    TextKey::check_aligned(&db).unwrap();
    StrictKey::check_aligned(&db).unwrap();
    BackwardKey::check_aligned(&db).unwrap();
    db.execute_batch("INSERT INTO text_key (key) VALUES (NULL); INSERT INTO backward_key (id) VALUES (NULL)")
        .unwrap();
    db.execute_batch("INSERT INTO strict_key (key) VALUES (NULL)").unwrap_err();
}
