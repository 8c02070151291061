//! A statement that is repeated round by round, and the same one repeated in one transaction.

use std::cell::Cell;

use migrate_runtime::__private::schema::Fingerprint;
use migrate_runtime::__private::{Observer, Parts, Set, apply};
use migrate_runtime::{Backfill, BackfillProgress, Digest, Migration, TransactionMode};
use proptest::collection::vec;
use proptest::option;
use proptest::prop_assert_eq;
use proptest::strategy::Strategy;
use rusqlite::Connection;

use crate::dump::dump;
use crate::{hold, refuted};

/// What a backfill may be like, each with a limit that is filled in.
const STATEMENTS: [&str; 8] = [
    "UPDATE note SET slug = lower(title) WHERE id IN (SELECT id FROM note WHERE slug IS NULL AND title IS NOT NULL LIMIT {})",
    "UPDATE note SET slug = title || id, size = 0 WHERE id IN (SELECT id FROM note WHERE slug IS NULL AND title > 'b' ORDER BY size DESC, id LIMIT {})",
    "UPDATE note SET size = size + 3 WHERE id IN (SELECT id FROM note WHERE size < 9 ORDER BY id LIMIT {})",
    "UPDATE word SET uses = (SELECT count(*) FROM note WHERE title = text) WHERE text IN (SELECT text FROM word WHERE uses IS NULL ORDER BY text LIMIT {})",
    "DELETE FROM note WHERE id IN (SELECT id FROM note WHERE size > 4 ORDER BY id LIMIT {})",
    "INSERT INTO word (text) SELECT DISTINCT title FROM note WHERE title IS NOT NULL AND title NOT IN (SELECT text FROM word) ORDER BY title LIMIT {}",
    "WITH free AS (SELECT id + 100 AS id, title FROM note WHERE id < 50 AND id + 100 NOT IN (SELECT id FROM note) ORDER BY id LIMIT {}) INSERT INTO note (id, title) SELECT id, title FROM free",
    "REPLACE INTO note (id, title, slug) SELECT id, title, 'new' FROM note WHERE slug IS NOT 'new' ORDER BY id LIMIT {}",
];

const TABLES: &str = "\
    CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT, slug TEXT, size INTEGER);
    CREATE TABLE word (text TEXT PRIMARY KEY NOT NULL, uses INTEGER) WITHOUT ROWID;
    CREATE TABLE change (note_id INTEGER NOT NULL, slug TEXT);
    CREATE TRIGGER note_update AFTER UPDATE ON note BEGIN INSERT INTO change VALUES (NEW.id, NEW.slug); END;";

type Note = (Option<u8>, Option<u8>, i64);

fn fill(conn: &Connection, notes: &[Note], words: &[u8]) {
    let word = |letter: u8| char::from(b'a' + letter % 8).to_string();
    conn.execute_batch(TABLES).unwrap();
    for (title, slug, size) in notes {
        conn.execute(
            "INSERT INTO note (title, slug, size) VALUES (?1, ?2, ?3)",
            (title.map(word), slug.map(word), size),
        )
        .unwrap();
    }
    for letter in words {
        conn.execute("INSERT OR IGNORE INTO word (text) VALUES (?1)", [word(*letter)]).unwrap();
    }
}

/// Sees how far it is.
#[derive(Default)]
struct Seen(Vec<BackfillProgress>);

impl Observer for Seen {
    fn repeated(&mut self, conn: &Connection, _: &Migration, done: BackfillProgress) {
        assert!(conn.is_autocommit());
        self.0.push(done);
    }
}

#[test]
fn round_by_round_is_the_same_as_all_at_once() {
    let several = Cell::new(0);
    let note = (option::of(0..8_u8), option::of(0..8_u8), 0..9_i64);
    let strategy = (vec(note, 0..40), vec(0..8_u8, 0..8), 0..STATEMENTS.len(), 1..12_u32);
    let strategy = strategy.prop_map(|(notes, words, which, limit)| {
        (notes, words, STATEMENTS[which].replace("{}", &limit.to_string()))
    });
    let cases = hold(200, "proptest-regressions/backfill.txt", &strategy, |(notes, words, sql)| {
        let mut conn = Connection::open_in_memory().unwrap();
        fill(&conn, &notes, &words);
        let mut seen = Seen::default();
        let set = Set::owned("notes".to_owned(), String::new(), vec![migration(&sql)]);
        let report = apply(&set, &mut conn, None, TransactionMode::AllInOne.into(), &mut seen)
            .map_err(|error| refuted(error.to_string()))?;

        let once = Connection::open_in_memory().unwrap();
        fill(&once, &notes, &words);
        once.execute_batch("BEGIN").unwrap();
        let (mut rounds, mut rows) = (0, 0);
        loop {
            let changed = once.execute(&sql, []).unwrap() as u64;
            if changed == 0 {
                break;
            }
            (rounds, rows) = (rounds + 1, rows + changed);
        }
        once.execute_batch("COMMIT").unwrap();

        let done = report.applied()[0].backfilled().unwrap();
        prop_assert_eq!((done.rounds(), done.rows()), (rounds, rows));
        prop_assert_eq!(seen.0.last(), Some(&done));
        assert!(seen.0.windows(2).all(|pair| pair[0].rows() <= pair[1].rows()));
        conn.execute_batch("DROP TABLE schema_migrations; DROP TABLE schema_migration_log").unwrap();
        prop_assert_eq!(dump(&conn), dump(&once));
        several.set(several.get() + usize::from(rounds > 2));
        Ok(())
    });
    assert!(several.get() * 3 > cases as usize, "only {} have taken several rounds", several.get());
}

fn migration(sql: &str) -> Migration {
    let digest = Digest::new([0; 32]);
    Parts {
        version: 1,
        description: "fill".to_owned().into(),
        file: "0001_fill.sql".to_owned().into(),
        sql: format!("{sql}\0").into(),
        down: None,
        irreversible: None,
        checksum: digest,
        chain: digest,
        meaning: digest,
        in_transaction: true,
        foreign_keys: true,
        backfill: Some(Backfill::new(None)),
        phase: None,
        compatible_with: None,
        replaces: None,
        hook: None,
        fingerprint: Fingerprint::from_bits(0),
        texts: 0,
        leaves_traces: false,
        touches: Vec::new().into(),
        destroys: Vec::new().into(),
        table_changes: Vec::new().into(),
        shapes: Vec::new().into(),
        gone: Vec::new().into(),
    }
    .build()
}
