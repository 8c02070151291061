//! The verifier's eye on the engine: it turns statements into facts, and a failure into a diagnostic.

use std::collections::{BTreeMap, BTreeSet};

use migrate_runtime::__private::schema::{Kind, Reader};
use migrate_runtime::__private::{Failure, Observer, Recovery, Statement, digest};
use migrate_runtime::{Column, ForeignKey, Schema, Table};
use rusqlite::{Connection, Result};

use super::before::{Before, column_names, named};
use super::effects::{Reach, adds_reference};
use super::explain::{Scene, message, place};
use super::objects::{Objects, Origin};
use super::orphans::{Broken, Orphans};
use super::quotes;
use super::stand_in;
use super::story::{Alteration, Chapter, Deed};
use super::tape::{Event, Tape};
use super::whole::Whole;
use super::{Step, TABLES, leaves_traces};
use crate::lints::phases;
use migrate_files::diagnostic::{Diagnostic, sql, whole as texts};
use migrate_files::model::{Migration, Set};
use migrate_files::options::Options;
use migrate_token::significant;

/// Everything that the run has shown.
pub(super) struct Run {
    pub(super) steps: Vec<Step>,
    pub(super) chapters: Vec<Chapter>,
    pub(super) reader: Reader,
    pub(super) objects: Objects,
    /// The schema behind some migrations, by their index.
    pub(super) schemas: BTreeMap<usize, Schema>,
    /// The migration that failed, by its index, and why.
    pub(super) failed: usize,
    pub(super) failure: Option<Diagnostic>,
    /// What is wrong although no statement failed.
    pub(super) problems: Vec<Diagnostic>,
    /// The defects of the whole that the trusted migrations had already.
    pub(super) trusted: Vec<Diagnostic>,
    /// Whether a statement was passed over, because a stand-in for a function gave no fitting value.
    pub(super) lacks_rows: bool,
}

/// Watches one run of the engine.
pub(super) struct Watch<'a> {
    set: &'a Set,
    options: &'a Options,
    tape: Tape,
    run: Run,
    /// Behind which migrations a lint asks for the schema.
    wanted: BTreeSet<usize>,
    current: Current,
    orphans: Orphans,
    /// Tables that lack rows, because a stand-in for a function gave no fitting value.
    passed_over: BTreeSet<String>,
    error: Option<rusqlite::Error>,
}

/// The migration that is running.
#[derive(Default)]
struct Current {
    index: usize,
    reach: Reach,
    /// The schema before the statement that is running.
    before: Before,
    /// The statement that wrote SQLite's own catalog.
    wrote_catalog: Option<Origin>,
    deeds: Vec<Deed>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(set: &'a Set, options: &'a Options, tape: Tape) -> Self {
        let run = Run {
            steps: Vec::with_capacity(set.migrations().len()),
            chapters: Vec::with_capacity(set.migrations().len()),
            reader: Reader::new(TABLES),
            objects: Objects::default(),
            schemas: BTreeMap::new(),
            failed: 0,
            failure: None,
            problems: Vec::new(),
            trusted: Vec::new(),
            lacks_rows: false,
        };
        Self {
            set,
            options,
            tape,
            run,
            wanted: phases::wanted(set),
            current: Current::default(),
            orphans: Orphans::default(),
            passed_over: BTreeSet::new(),
            error: None,
        }
    }

    pub(super) fn end(self) -> Result<Run> {
        match self.error {
            Some(error) => Err(error),
            None => {
                Ok(Run { failed: self.current.index, lacks_rows: !self.passed_over.is_empty(), ..self.run })
            }
        }
    }

    fn migration(&self) -> &'a Migration {
        &self.set.migrations()[self.current.index]
    }

    fn is_trusted(&self) -> bool {
        self.options.trusted_through >= Some(self.migration().version)
    }

    fn origin(&self, statement: &Statement<'_>) -> Origin {
        let start = statement.start;
        Origin { migration: self.current.index, start, end: start + statement.text.len() }
    }

    /// What the recording of a statement that has run says.
    fn note(&mut self, conn: &Connection, statement: &Statement<'_>) -> Result<()> {
        let origin = self.origin(statement);
        let before = std::mem::take(&mut self.current.before);
        // A backfill is one deed, however often it is repeated.
        if self.current.deeds.iter().any(|deed| deed.origin == origin) {
            return Ok(());
        }
        let skipped = before.skipped(conn, statement.text)?;
        let alteration = before.alteration(conn)?;
        let string = match (&alteration, before.string) {
            (Some(alteration), None) => quotes::string_of(conn, statement.text, alteration)?.map(named),
            (_, string) => string,
        };
        let recording = self.tape.lock();
        let mut deed = Deed::new(origin, &recording);
        let wrote_catalog = recording.wrote_catalog;
        drop(recording);
        if skipped.is_some() {
            deed.events.clear();
        }
        (deed.skipped, deed.alteration) = (skipped, alteration);
        deed.string = string.map(|(start, name)| (statement.start + start, name));
        self.run.objects.note(origin, &deed.events);
        self.current.reach.note(&deed, statement.text);
        for event in &deed.events {
            if let Event::Alters(table) = event
                && adds_reference(statement.text)
            {
                self.run.objects.filled(origin, table);
            }
        }
        if let Some(Alteration::RenamesTable { from, to }) = &deed.alteration {
            self.run.objects.renamed(origin, Some(from), to);
        }
        self.current.deeds.push(deed);
        if wrote_catalog && is_data(statement.text) {
            self.current.wrote_catalog = Some(origin);
        }
        Ok(())
    }

    /// In production the statement runs.
    fn note_skipped(&mut self, failure: &Failure<'_>) {
        let deed = Deed::new(self.origin(&failure.statement), &self.tape.lock());
        if !self.current.deeds.iter().any(|known| known.origin == deed.origin) {
            self.current.deeds.push(deed);
        }
    }

    /// The schema is as the migration leaves it.
    fn note_end(&mut self, conn: &Connection) -> Result<()> {
        if let Some(origin) = self.current.wrote_catalog
            && let Some(problem) = self.misread(conn, origin)
        {
            self.run.problems.push(problem);
            return Ok(());
        }
        let changes = self.run.reader.refresh(conn)?;
        let deeds = std::mem::take(&mut self.current.deeds);
        let mut chapter = Chapter::new(deeds, changes, self.run.reader.tables());
        chapter.views = views(conn, &chapter);
        self.run.chapters.push(chapter);
        let (shapes, gone) = self.reflection();
        let reach = std::mem::take(&mut self.current.reach);
        let step = Step {
            fingerprint: self.run.reader.fingerprint(),
            texts: self.run.reader.texts(),
            touches: reach.touches.into_iter().collect(),
            table_changes: reach.table_changes,
            shapes,
            gone,
            destroys: Vec::new(),
            leaves_traces: leaves_traces(&self.migration().up),
            down: None,
        };
        let problems = self.broken_references(conn, &step);
        self.run.problems.extend(problems);
        self.run.steps.push(step);
        if self.wanted.contains(&self.current.index) {
            self.run.schemas.insert(self.current.index, self.run.reader.schema(conn)?);
        }
        if self.options.trusted_through == Some(self.migration().version) {
            let schema = self.run.reader.schema(conn)?;
            let whole =
                Whole { conn, tape: &self.tape, set: self.set, schema: &schema, objects: &self.run.objects };
            self.run.trusted = whole.check()?;
        }
        Ok(())
    }

    /// The tables that are not as they were before the last chapter, and those that are gone.
    fn reflection(&self) -> (Vec<(String, u64)>, Vec<String>) {
        let Some(chapter) = self.run.chapters.last() else { return (Vec::new(), Vec::new()) };
        let is_other =
            |table: &&Table| chapter.before(table.name()).is_none_or(|before| before.sql() != table.sql());
        let shape = |table: &Table| {
            let is_virtual = table.module().is_some() || self.run.reader.stands_in(table.name());
            let columns = if is_virtual { &[] } else { table.columns() };
            let names: Vec<&str> =
                [table.name()].into_iter().chain(columns.iter().map(Column::name)).collect();
            (names.join("\0"), digest(table.sql()))
        };
        let is_gone = |table: &&Table| chapter.after(table.name()).is_none();
        let gone = chapter.before.iter().filter(is_gone).map(|table| table.name().to_owned());
        (chapter.after.iter().filter(is_other).map(shape).collect(), gone.collect())
    }

    /// What is written into the catalog is read when the database is opened the next time: here, now.
    fn misread(&self, conn: &Connection, origin: Origin) -> Option<Diagnostic> {
        let read_anew =
            conn.execute_batch("PRAGMA writable_schema = RESET; SELECT 1 FROM main.sqlite_schema LIMIT 1");
        Some(sql::misread_catalog(place(self.set, origin), &message(&read_anew.err()?)))
    }

    fn broken_references(&mut self, conn: &Connection, step: &Step) -> Vec<Diagnostic> {
        let broken = self.orphans.newly(conn, self.run.reader.tables(), step);
        if let Some(chapter) = self.run.chapters.last_mut() {
            chapter.orphans = broken.iter().map(|broken| broken.table.clone()).collect();
        }
        if self.is_trusted() {
            return Vec::new();
        }
        // Of rows that only the program can insert, nothing is known.
        let is_known = |name: &str| !self.passed_over.contains(&name.to_ascii_lowercase());
        let mut problems = Vec::new();
        for Broken { table, keys } in broken.iter().filter(|broken| is_known(&broken.table)) {
            let parents: BTreeSet<&str> = keys.iter().map(ForeignKey::parent).collect();
            problems.extend(parents.into_iter().filter(|parent| is_known(parent)).map(|parent| {
                let origin = self.run.objects.last_touch(self.current.index, table, parent);
                texts::orphan(place(self.set, origin), table, parent)
            }));
        }
        problems
    }

    fn keep(&mut self, outcome: Result<()>) {
        if let Err(error) = outcome {
            self.error = Some(error);
        }
    }
}

/// The columns of the views that a chapter has made, or made anew. One that reads what is not there has none, and is told of
/// in the end.
fn views(conn: &Connection, chapter: &Chapter) -> Vec<(String, Vec<String>)> {
    let made = chapter.changes.iter().filter_map(|change| change.after.as_ref());
    let views = made.filter(|object| object.kind == Kind::View);
    views.map(|view| (view.name.clone(), column_names(conn, &view.name).unwrap_or_default())).collect()
}

/// Whether the statement is about rows, by its first word.
fn is_data(statement: &str) -> bool {
    let first = significant(statement).next();
    let words = ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"];
    first.is_some_and(|first| words.iter().any(|word| first.is_word(word)))
}

impl Observer for Watch<'_> {
    fn started(&mut self, migration: &migrate_runtime::Migration) {
        let found = self.set.migrations().binary_search_by_key(&migration.version(), |m| m.version);
        self.current = Current { index: found.unwrap_or(0), ..Current::default() };
        let mut recording = self.tape.lock();
        recording.in_transaction = migration.in_transaction();
        recording.may_write = self.options.lets_write(migration.version());
    }

    fn compiling(&mut self, start: usize) {
        self.tape.compiling();
        self.tape.lock().is_data = is_data(self.migration().up.text.get(start..).unwrap_or_default());
    }

    fn passed_over(&mut self, statement: &Statement<'_>, pragma: &str, value: &str) {
        let origin = self.origin(statement);
        self.current.deeds.push(Deed::passed_over(origin, pragma, value));
    }

    fn running(&mut self, conn: &Connection, statement: &Statement<'_>) {
        self.tape.resting();
        self.tape.compiled(conn, statement.text);
        let events = self.tape.lock().events.clone();
        let before = Before::look(conn, statement, &events).map(|before| self.current.before = before);
        self.keep(before);
        self.tape.running(conn, statement.text);
    }

    fn finished(&mut self, conn: &Connection, statement: &Statement<'_>) {
        self.tape.resting();
        let noted = self.note(conn, statement);
        self.keep(noted);
    }

    fn failed(&mut self, conn: &Connection, failure: &Failure<'_>) -> Recovery {
        self.tape.resting();
        let origin = self.origin(&failure.statement);
        if let Some(stand_in) = stand_in::create(conn, self.options, failure) {
            self.run.objects.note(origin, &[Event::Creates(stand_in.name.clone())]);
            self.run.reader.take_for_virtual(stand_in);
            self.note_skipped(failure);
            return Recovery::Skip;
        }
        if stand_in::is_made_up(conn, self.options, &self.tape, failure) {
            let recording = self.tape.lock();
            self.passed_over
                .extend(recording.events.iter().filter_map(Event::written).map(str::to_ascii_lowercase));
            drop(recording);
            self.note_skipped(failure);
            return Recovery::Skip;
        }
        let file = &self.migration().up;
        let scene = Scene { conn, set: self.set, file, objects: &self.run.objects };
        self.run.failure = Some(scene.explain(failure, &self.tape));
        Recovery::Fail
    }

    fn proves_the_end(&self) -> bool {
        true
    }

    fn ended(&mut self, conn: &Connection, _: &migrate_runtime::Migration) {
        let noted = self.note_end(conn);
        self.keep(noted);
    }
}
