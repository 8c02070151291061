//! A database file with rows.

use std::path::PathBuf;

use migrate_runtime::__private::{Set, apply};
use migrate_runtime::TransactionMode;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::history::History;
use crate::rows::{self, Seeds};
use crate::tape::Tape;

pub(crate) struct Database {
    directory: TempDir,
}

impl Database {
    pub(crate) fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn open(&self) -> Connection {
        let conn = Connection::open(self.path()).unwrap();
        conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON").unwrap();
        conn
    }

    pub(crate) fn copy(&self) -> Self {
        let copy = Self::new();
        std::fs::copy(self.path(), copy.path()).unwrap();
        copy
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("notes.db")
    }

    /// Applies the first `stop` files, and puts rows in.
    pub(crate) fn fill(&self, set: &Set, history: &History, stop: usize, seeds: &Seeds) {
        let mut conn = self.open();
        let stop = stop.min(history.files.len());
        let Some(last) = stop.checked_sub(1) else { return };
        apply(set, &mut conn, i64::try_from(stop).ok(), TransactionMode::AllInOne.into(), &mut ()).unwrap();
        for numbers in &seeds.0 {
            rows::insert(&conn, &history.files[last].schema, &mut Tape::new(numbers), |_| true);
        }
    }
}
