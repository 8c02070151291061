//! The verifier's eye on the engine: it turns statements into facts, and a failure into a diagnostic.

use std::collections::BTreeSet;

use migrate_runtime::__private::schema::Reader;
use migrate_runtime::__private::{Cause, Failure, HISTORY, LOG, Observer, Recovery, Statement};
use rusqlite::Connection;

use super::explain;
use super::objects::{Objects, Origin};
use super::stand_in;
use super::tape::{Event, Phase, Tape};
use super::{Step, has_pragma};
use migrate_files::diagnostic::Diagnostic;
use migrate_files::model::{Migration, Set};
use migrate_files::options::Options;

/// The engine's tables are no part of a set's schema.
const OWN_TABLES: &[&str] = &[HISTORY, LOG];

/// Everything that the run has shown.
pub(super) struct Run {
    pub(super) steps: Vec<Step>,
    pub(super) reader: Reader,
    pub(super) objects: Objects,
    /// The migration that failed, by its index, and why.
    pub(super) failed: usize,
    pub(super) failure: Option<Diagnostic>,
}

/// Watches one run of the engine.
pub(super) struct Watch<'a> {
    set: &'a Set,
    options: &'a Options,
    tape: Tape,
    run: Run,
    current: Current,
    error: Option<rusqlite::Error>,
}

/// The migration that is running.
#[derive(Default)]
struct Current {
    index: usize,
    touches: BTreeSet<String>,
    altered: Option<(Origin, String)>,
    tables: BTreeSet<String>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(set: &'a Set, options: &'a Options, tape: Tape) -> Self {
        let run = Run {
            steps: Vec::with_capacity(set.migrations().len()),
            reader: Reader::new(OWN_TABLES),
            objects: Objects::default(),
            failed: 0,
            failure: None,
        };
        Self { set, options, tape, run, current: Current::default(), error: None }
    }

    pub(super) fn end(self) -> rusqlite::Result<Run> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(Run { failed: self.current.index, ..self.run }),
        }
    }

    fn migration(&self) -> &'a Migration {
        &self.set.migrations()[self.current.index]
    }

    /// What the recording of the last statement says.
    fn note(&mut self, origin: Origin) {
        let recording = self.tape.lock();
        self.run.objects.note(origin, &recording.events);
        for event in &recording.events {
            match event {
                Event::Writes(table) | Event::Drops(table) => {
                    self.current.touches.insert(table.clone());
                }
                Event::Alters(table) => self.current.altered = Some((origin, table.clone())),
                Event::Creates(_) => {}
            }
        }
    }

    /// An ALTER TABLE does not say to which name it renames: the schema does.
    fn note_renamed(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        let Some((origin, from)) = self.current.altered.take() else { return Ok(()) };
        let tables = table_names(conn)?;
        if let (false, Some(to)) = (tables.contains(&from), tables.difference(&self.current.tables).next()) {
            self.run.objects.renamed(origin, Some(&from), to);
            self.current.touches.extend([from, to.clone()]);
        }
        Ok(())
    }
}

/// The names of the tables, as ALTER TABLE names them to the authorizer.
fn table_names(conn: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    let mut statement = conn.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table'")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

impl Observer for Watch<'_> {
    fn started(&mut self, migration: &migrate_runtime::Migration) {
        let found = self.set.migrations().binary_search_by_key(&migration.version(), |m| m.version);
        self.current = Current { index: found.unwrap_or(0), ..Current::default() };
        self.tape.lock().in_transaction = migration.in_transaction();
    }

    fn compiling(&mut self, _: usize) {
        self.tape.rewind(Phase::Compiling);
    }

    fn running(&mut self, conn: &Connection, _: &Statement<'_>) {
        self.tape.set_phase(Phase::Engine);
        let alters = self.tape.lock().events.iter().any(|event| matches!(event, Event::Alters(_)));
        if alters {
            self.current.tables = table_names(conn).unwrap_or_else(|error| {
                self.error = Some(error);
                BTreeSet::new()
            });
        }
        self.tape.set_phase(Phase::Running);
    }

    fn finished(&mut self, conn: &Connection, statement: &Statement<'_>) {
        self.tape.set_phase(Phase::Engine);
        self.note(Origin {
            migration: self.current.index,
            start: statement.start,
            end: statement.start + statement.text.len(),
        });
        if let Err(error) = self.note_renamed(conn) {
            self.error = Some(error);
        }
    }

    fn failed(&mut self, conn: &Connection, failure: &Failure<'_>) -> Recovery {
        self.tape.set_phase(Phase::Engine);
        if let Cause::Sqlite(error) = &failure.cause
            && let Some(stand_in) = stand_in::create(conn, self.options, failure.statement.text, error)
        {
            let start = failure.statement.start;
            let origin =
                Origin { migration: self.current.index, start, end: start + failure.statement.text.len() };
            self.run.objects.note(origin, &[Event::Creates(stand_in.name.clone())]);
            self.run.reader.take_for_virtual(stand_in);
            return Recovery::Skip;
        }
        let denial = self.tape.lock().denial.clone();
        let runaway = self.tape.lock().steps == 0;
        let scene =
            explain::Scene { conn, set: self.set, migration: self.migration(), objects: &self.run.objects };
        self.run.failure = Some(scene.explain(failure, denial, runaway));
        Recovery::Fail
    }

    fn ended(&mut self, conn: &Connection, _: &migrate_runtime::Migration) {
        if let Err(error) = self.run.reader.refresh(conn) {
            self.error = Some(error);
        }
        self.run.steps.push(Step {
            fingerprint: self.run.reader.fingerprint(),
            touches: std::mem::take(&mut self.current.touches).into_iter().collect(),
            has_pragma: has_pragma(self.migration()),
        });
    }
}
