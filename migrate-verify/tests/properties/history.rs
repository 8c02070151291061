//! A set of migrations, and what the schema is after each of them.

use std::fmt;

use proptest::strategy::Strategy;
use rusqlite::Connection;

use crate::change::{ADDING, ALL, Change, Draft, Meant, create_table};
use crate::model::{Breadth, Schema};
use crate::tape::{Tape, Tapes};

/// It prints as its files.
#[derive(Clone)]
pub(crate) struct History {
    pub(crate) files: Vec<File>,
}

#[derive(Clone)]
pub(crate) struct File {
    pub(crate) statements: Vec<String>,
    pub(crate) meant: Meant,
    /// Behind it.
    pub(crate) schema: Schema,
}

impl File {
    pub(crate) fn text(&self) -> String {
        self.statements.join("\n") + "\n"
    }
}

impl History {
    pub(crate) fn texts(&self) -> Vec<String> {
        self.files.iter().map(File::text).collect()
    }

    pub(crate) fn schema(&self) -> Schema {
        self.files.last().map(|file| file.schema.clone()).unwrap_or_default()
    }
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.files
            .iter()
            .enumerate()
            .try_for_each(|(index, file)| write!(f, "\n-- {:04}_f{index}.sql\n{}", index + 1, file.text()))
    }
}

/// Sets of every kind, of at most so many files.
pub(crate) fn histories(files: usize) -> impl Strategy<Value = History> {
    some(files, ALL, Breadth::default())
}

/// Those without what the verifier knows less of.
pub(crate) fn without_oddities(files: usize) -> impl Strategy<Value = History> {
    some(files, ALL, Breadth { oddities: false, ..Breadth::default() })
}

/// Those in which no file takes anything away, and no name is quoted: a column in quotes that is not there yet is a text.
pub(crate) fn adding(files: usize) -> impl Strategy<Value = History> {
    // A known gap, and a false alarm: in a table that refers to itself and to one that refers to it, no row has a parent of
    // its own, so that a UNIQUE over such a column seems to fail on every database.
    some(files, ADDING, Breadth { oddities: false, quotes: false })
}

fn some(files: usize, changes: &'static [Change], breadth: Breadth) -> impl Strategy<Value = History> {
    Tapes { most: files, length: 40 }.prop_map(move |tapes| write(&tapes, changes, breadth))
}

fn write(tapes: &[Vec<u8>], changes: &[Change], breadth: Breadth) -> History {
    let scratch = Connection::open_in_memory().unwrap();
    scratch.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let mut draft = Draft::default();
    draft.schema.breadth = breadth;
    let mut files = Vec::new();
    for numbers in tapes {
        let mut tape = Tape::new(numbers);
        let creates = files.is_empty() || tape.one_in(6);
        for _ in 0..1 + tape.below(2) {
            let change = if creates || draft.schema.tables.is_empty() {
                create_table
            } else {
                tape.pick(changes).unwrap_or(create_table)
            };
            if !draft.is_done {
                attempt(&scratch, &mut draft, change, &mut tape);
            }
        }
        if !draft.statements.is_empty() {
            let next = Draft { schema: draft.schema.clone(), ..Draft::default() };
            let Draft { schema, statements, meant, .. } = std::mem::replace(&mut draft, next);
            files.push(File { statements, meant, schema });
        }
    }
    History { files }
}

/// Keeps a change if SQLite does: which changes are possible is not told twice.
fn attempt(scratch: &Connection, draft: &mut Draft, change: Change, tape: &mut Tape<'_>) {
    let mut next = draft.clone();
    if change(&mut next, tape).is_none() {
        return;
    }
    scratch.execute_batch("SAVEPOINT change").unwrap();
    let statements = next.statements[draft.statements.len()..].join("\n");
    let undo = if scratch.execute_batch(&statements).is_ok() { "" } else { "ROLLBACK TO change;" };
    scratch.execute_batch(&format!("{undo} RELEASE change")).unwrap();
    if undo.is_empty() {
        *draft = next;
    }
}
