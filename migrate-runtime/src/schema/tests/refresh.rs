//! A reader that follows changes knows what a fresh one reads.

use rusqlite::hooks::{AuthContext, Authorization};

use super::database;
use crate::schema::reader::{Reader, read};

const CHANGES: [&str; 24] = [
    "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT UNIQUE)",
    "CREATE TABLE c (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id))",
    "CREATE INDEX i ON a (b)",
    "CREATE VIEW v AS SELECT * FROM a",
    "ALTER TABLE a ADD COLUMN d TEXT COLLATE nocase DEFAULT 'x'",
    "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM c; END",
    "CREATE INDEX j ON a (d)",
    "ALTER TABLE a RENAME COLUMN d TO e",
    "DROP INDEX i",
    "CREATE VIRTUAL TABLE docs USING fts5(title)",
    "ALTER TABLE docs RENAME TO papers",
    "ALTER TABLE a RENAME TO z",
    "DROP VIEW v",
    "DROP INDEX j",
    "ALTER TABLE z DROP COLUMN e",
    "CREATE VIEW z_view AS SELECT * FROM z",
    "DROP TABLE papers",
    "DROP TABLE c; CREATE TABLE c (id INTEGER PRIMARY KEY, a TEXT)",
    "BEGIN; DROP TABLE c; CREATE TABLE d (e)",
    "ROLLBACK",
    "CREATE TABLE d (e, f, PRIMARY KEY (f, e)) WITHOUT ROWID",
    "DROP TABLE z",
    "VACUUM",
    "DROP TABLE c; DROP TABLE d; DROP VIEW z_view",
];

#[test]
fn after_every_change_a_refreshed_reader_knows_what_a_fresh_one_reads() {
    knows_what_a_fresh_one_reads(Reader::new(&[]));
}

#[test]
fn a_reader_that_remembers_mistakes_no_table_for_another_one() {
    let db = database("");
    let (mut tables, mut reader) = (Vec::new(), Reader::new(&[]));
    for change in CHANGES {
        db.execute_batch(change).unwrap();
        reader.refresh(&db).unwrap();
        tables.extend_from_slice(reader.tables());
    }
    reader = Reader::new(&[]);
    reader.remember(tables.iter());
    knows_what_a_fresh_one_reads(reader);
}

fn knows_what_a_fresh_one_reads(mut reader: Reader) {
    let db = database("");
    for change in CHANGES {
        db.execute_batch(change).unwrap();
        reader.refresh(&db).unwrap();
        let fresh = read(&db, &[]).unwrap();
        assert_eq!(reader.schema(&db).unwrap(), fresh, "{change}");
        assert!(reader.tables().eq(fresh.tables()), "{change}");
        assert_eq!(reader.fingerprint(), fresh.fingerprint(), "{change}");
    }
    assert_eq!(reader.schema(&db).unwrap().to_string(), "");
}

#[test]
fn a_reader_that_failed_reads_everything_again() {
    // Behind a reference, because only newer versions of rusqlite want it to be mutable.
    let db = &mut database("CREATE TABLE a (b); CREATE TABLE c (d)");
    let mut reader = Reader::new(&[]);
    reader.refresh(db).unwrap();
    db.execute_batch("DROP TABLE c").unwrap();
    db.authorizer(Some(|_: AuthContext<'_>| Authorization::Deny)).unwrap();
    reader.refresh(db).unwrap_err();
    db.authorizer(None::<fn(AuthContext<'_>) -> Authorization>).unwrap();
    reader.refresh(db).unwrap();
    assert_eq!(reader.schema(db).unwrap(), read(db, &[]).unwrap());
}
