//! The library: notes in a database that brings itself up to date when it is opened.

use std::fmt;
use std::path::Path;

use embed_migrations::{Error, Report, Status};
use migrations::MIGRATIONS;
use rusqlite::{Connection, params};

mod migrations {
    embed_migrations::embed_migrations!("examples/quickstart/migrations", set = "notes");
}

/// The notes in a database.
#[derive(Debug)]
pub(crate) struct Notes {
    db: Connection,
}

/// One of them.
#[derive(Debug)]
pub(crate) struct Note {
    id: i64,
    title: String,
    created_at: String,
    tags: String,
}

impl Notes {
    /// Opens a database, and applies the migrations that it lacks.
    pub(crate) fn open(path: &Path) -> Result<(Self, Report), Box<dyn std::error::Error>> {
        let mut db = Connection::open(path)?;
        let report = MIGRATIONS.apply(&mut db)?;
        Ok((Self { db }, report))
    }

    /// How far the database has come.
    pub(crate) fn status(&self) -> Result<Status, Error> {
        MIGRATIONS.status(&self.db)
    }

    /// Adds a note, and the tags that are not there yet. Returns its number.
    pub(crate) fn add(&mut self, text: &str, tags: &[String]) -> rusqlite::Result<i64> {
        let title = text.lines().next().unwrap_or(text);
        let transaction = self.db.transaction()?;
        transaction.execute(
            "INSERT INTO note (text, title, created_at) VALUES (?1, ?2, datetime('now'))",
            [text, title],
        )?;
        let note = transaction.last_insert_rowid();
        for tag in tags {
            transaction.execute("INSERT INTO tag (name) VALUES (?1) ON CONFLICT DO NOTHING", [tag])?;
            transaction.execute(
                "INSERT INTO note_tag SELECT ?1, id FROM tag WHERE name = ?2 ON CONFLICT DO NOTHING",
                params![note, tag],
            )?;
        }
        transaction.commit()?;
        Ok(note)
    }

    /// The notes that contain all of `words`, the newest first. Without words: all notes.
    pub(crate) fn list(&self, words: &[String]) -> rusqlite::Result<Vec<Note>> {
        let quoted = words.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\"")));
        let query = quoted.collect::<Vec<_>>().join(" ");
        let mut statement = self.db.prepare(
            "SELECT id, title, created_at,
                    (SELECT coalesce(group_concat(' #' || tag.name, ''), '') FROM tag
                     JOIN note_tag ON note_tag.tag_id = tag.id WHERE note_tag.note_id = note.id)
             FROM note
             WHERE ?1 = '' OR id IN (SELECT rowid FROM note_search WHERE note_search MATCH ?1)
             ORDER BY id DESC",
        )?;
        let note = |row: &rusqlite::Row<'_>| {
            Ok(Note { id: row.get(0)?, title: row.get(1)?, created_at: row.get(2)?, tags: row.get(3)? })
        };
        statement.query_map([query], note)?.collect()
    }

    /// The tags, and how many notes have them.
    pub(crate) fn tags(&self) -> rusqlite::Result<Vec<(String, i64)>> {
        let mut statement = self.db.prepare("SELECT name, notes FROM tag_count")?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>3}  {}  {}{}", self.id, self.created_at, self.title, self.tags)
    }
}
