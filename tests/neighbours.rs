//! Several sets, and the application's own tables, in one database.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, history, list};
use embed_migrations::Error;
use rusqlite::Connection;

mod notes {
    embed!("tests/sets/notes", set = "notes");
}
mod steps {
    embed!("tests/sets/steps", set = "steps");
}
mod billing {
    embed!("tests/sets/billing", set = "billing");
}

#[test]
fn two_sets_keep_their_histories_apart() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        notes::MIGRATIONS.apply_to(&mut db, notes::Version::AddTags).unwrap();
        assert_eq!(billing::MIGRATIONS.history(&db).unwrap(), []);
        billing::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(billing::MIGRATIONS.history(&db).unwrap().len(), 2);
        assert_eq!(notes::MIGRATIONS.plan(&db).unwrap().pending().len(), 1);
        notes::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(notes::MIGRATIONS.status(&db).unwrap().migrations().len(), 3);
        assert!(billing::MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
        assert!(notes::MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
        assert_eq!(
            list(&db, "SELECT set_name, version FROM schema_migrations ORDER BY 1, 2"),
            ["billing|1", "billing|2", "notes|1", "notes|2", "notes|4"]
        );
        assert_eq!(list(&db, "SELECT cents FROM invoice"), ["100"]);
    }
}

#[test]
fn a_failure_of_one_set_leaves_the_other_alone() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    notes::MIGRATIONS.apply(&mut db).unwrap();
    let bytes = history(&db);
    db.execute_batch("CREATE TABLE invoice (id INTEGER PRIMARY KEY)").unwrap();
    let error = billing::MIGRATIONS.apply(&mut db).unwrap_err();
    assert!(matches!(error, Error::Failed(_)), "{error}");
    assert_eq!(history(&db), bytes);
    assert_eq!(list(&db, "SELECT set_name FROM schema_migration_log WHERE event = 'failed'"), ["billing"]);
    notes::MIGRATIONS.check(&db).unwrap();
}

#[test]
fn tables_of_the_application_stay_as_they_are() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        db.execute_batch(
            "CREATE TABLE setting (key TEXT PRIMARY KEY, value ANY) STRICT;
             CREATE TABLE entry (id INTEGER PRIMARY KEY AUTOINCREMENT, setting TEXT REFERENCES setting (key));
             CREATE VIEW first_entry AS SELECT min(id) AS id FROM entry;
             CREATE TRIGGER counted AFTER INSERT ON entry BEGIN UPDATE setting SET value = value + 1; END;
             INSERT INTO setting VALUES ('entries', 0);
             INSERT INTO entry (setting) VALUES ('entries'), ('entries');",
        )
        .unwrap();
        let theirs = || {
            let schema = "SELECT name, sql FROM sqlite_schema \
                          WHERE tbl_name IN ('setting', 'entry', 'first_entry') ORDER BY name";
            [schema, "SELECT * FROM setting", "SELECT * FROM entry", "SELECT * FROM sqlite_sequence"]
                .map(|query| list(&scratch.open(), query))
        };
        let before = theirs();
        notes::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(theirs(), before);
        assert_eq!(before[1], ["entries|2"]);
    }
}

/// Makes the history anew with its columns in another order, and one more of them.
fn reorder_history(db: &Connection) {
    db.execute_batch(
        "CREATE TABLE reordered (
             note TEXT DEFAULT 'by hand', done_fingerprint TEXT, schema_cookie INTEGER, schema_texts INTEGER, program TEXT NOT NULL, kind TEXT NOT NULL,
             version INTEGER NOT NULL, chain TEXT NOT NULL, statements_done INTEGER, meaning TEXT NOT NULL,
             execution_ms INTEGER NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL,
             hook TEXT, description TEXT NOT NULL, set_name TEXT NOT NULL, compatible_with INTEGER,
             PRIMARY KEY (set_name, version)
         );
         INSERT INTO reordered (set_name, version, description, checksum, chain, meaning, applied_at, execution_ms,
                                kind, program, statements_done, done_fingerprint)
         SELECT set_name, version, description, checksum, chain, meaning, applied_at, execution_ms,
                kind, program, statements_done, done_fingerprint FROM schema_migrations;
         DROP TABLE schema_migrations;
         ALTER TABLE reordered RENAME TO schema_migrations;",
    )
    .unwrap();
}

#[test]
fn a_history_with_its_columns_in_another_order_keeps_its_values() {
    for journal in JOURNALS {
        // One that is altered on the way, and one that is not.
        let [altered, reference] = [true, false].map(|alters| {
            let scratch = Scratch::with_journal(journal);
            let mut db = scratch.open();
            steps::MIGRATIONS.apply_to(&mut db, steps::Version::Init).unwrap();
            if alters {
                reorder_history(&db);
            }
            db.execute_batch("INSERT INTO item VALUES ('cup'), ('cup')").unwrap();
            steps::MIGRATIONS.apply(&mut db).unwrap_err();
            let history = || {
                common::fix_times(&db);
                let columns = "set_name, version, description, checksum, chain, meaning, applied_at, execution_ms, \
                               kind, program, statements_done, done_fingerprint";
                list(&db, &format!("SELECT {columns} FROM schema_migrations ORDER BY version"))
            };
            let interrupted = history();
            db.execute_batch("DELETE FROM item WHERE rowid = 1").unwrap();
            let _ = steps::MIGRATIONS.apply(&mut scratch.open()).unwrap();
            assert!(steps::MIGRATIONS.apply(&mut scratch.open()).unwrap().was_up_to_date());
            assert_eq!(list(&db, "SELECT number FROM step"), ["1", "2", "4"]);
            [interrupted, history()]
        });
        assert_eq!(altered, reference);
    }
}

#[test]
fn functions_that_replace_sqlites_change_nothing() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        common::replace_functions(&db);
        notes::MIGRATIONS.apply_to(&mut db, notes::Version::AddTags).unwrap();
        steps::MIGRATIONS.apply(&mut db).unwrap();
        notes::MIGRATIONS.apply(&mut db).unwrap();
        assert!(notes::MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
        notes::MIGRATIONS.check(&scratch.open()).unwrap();
        steps::MIGRATIONS.check(&db).unwrap();
    }
}
