//! The way back: a down after its up gives the schema from before, and then the up runs once more and gives its own.
//!
//! It is gone with rows in the tables. Where that fails, it is gone without: what fails there is told as it is, and what
//! only fails on rows if it fails on all.

mod past;

use migrate_runtime::__private::schema::{Changes, Reader, StandIn};
use migrate_runtime::__private::{Cause as Reason, Effects, Failure, Recovery, Statement};
use migrate_runtime::{Difference, Table};
use migrate_token::significant;
use rusqlite::{Connection, Result};

use super::bench::{Bench, Trial};
use super::effects::Notes;
use super::explain::Scene;
use super::objects::{Objects, Origin};
use super::rows::Facts;
use super::rows::cause::Cause;
use super::seed::{Seeder, Style, has_rows};
use super::story::{Deed, with_parents};
use super::tape::{Event, Tape};
use super::{TABLES, engine_migration, sandbox};
use migrate_files::diagnostic::{Diagnostic, Place, back as texts};
use migrate_files::header::Directives;
use migrate_files::model::{File, Migration};
use past::Past;

/// Each is followed by another walk from the start.
const MOST_PROBLEMS: usize = 20;

/// What the ways back have shown.
pub(super) struct Back {
    /// Every down that fails, does not restore, or after which its migration cannot run again.
    pub(super) problems: Vec<Diagnostic>,
    /// What the down of each migration does, if it was run.
    pub(super) effects: Vec<Option<Effects>>,
}

/// Goes them all. The ups are known to work; downs of trusted migrations are not looked at.
pub(super) fn check(facts: &Facts<'_>) -> Result<Back> {
    let trusted = facts.options.trusted_through;
    let is_due = |migration: &Migration| migration.down.is_some() && trusted < Some(migration.version);
    let mut problems = Vec::new();
    let mut effects = vec![None; facts.set.migrations().len()];
    let Some(last) = facts.set.migrations().iter().rposition(is_due) else {
        return Ok(Back { problems, effects });
    };
    let mut walk = Walk::through(facts, 0)?;
    for (index, migration) in facts.set.migrations().iter().enumerate().take(last + 1) {
        if walk.up(index).is_err() {
            // It works, but not on the rows that an earlier way back has left.
            walk = Walk::through(facts, index + 1)?;
        }
        if !is_due(migration) {
            continue;
        }
        let chapter = &facts.chapters[index];
        walk.reader.remember(chapter.before.iter().chain(&chapter.after));
        walk.look()?;
        walk.seed(index)?;
        let Err(on_rows) = walk.round_trip(index, &mut effects[index])? else { continue };
        let problem = if on_rows.may_be_of_rows() {
            walk = Walk::through(facts, index + 1)?;
            match walk.round_trip(index, &mut effects[index])? {
                Ok(()) => on_rows.certain(migration),
                Err(problem) => Some(problem.diagnostic(migration)),
            }
        } else {
            Some(on_rows.diagnostic(migration))
        };
        if let Some(problem) = problem {
            problems.push(problem);
            if problems.len() == MOST_PROBLEMS {
                break;
            }
            // What comes next is looked at as if this down were right.
            walk = Walk::through(facts, index + 1)?;
        }
    }
    Ok(Back { problems, effects })
}

/// What is wrong with a way back.
enum Problem {
    Empty,
    Fails(Box<Failed>),
    /// The differences.
    DoesNotRestore(Vec<Difference>),
    CannotRunAgain(Box<Failed>),
    RunsOtherwise(Vec<Difference>),
}

/// A file that has failed.
struct Failed {
    diagnostic: Diagnostic,
    /// Whether that it fails on the plain rows shows that it fails on others.
    is_certain: bool,
}

impl Problem {
    /// Whether it may be otherwise without rows, or with others.
    fn may_be_of_rows(&self) -> bool {
        matches!(self, Self::Fails(_) | Self::CannotRunAgain(_))
    }

    fn diagnostic(self, migration: &Migration) -> Diagnostic {
        let up = &migration.up.path;
        let down = migration.down.as_ref().map_or("", |down| &down.path);
        match self {
            Self::Empty => texts::empty(Place::file(down), up),
            Self::Fails(failed) => texts::fails(failed.diagnostic, up),
            Self::DoesNotRestore(differences) => {
                texts::does_not_restore(Place::file(down), up, &told(&differences))
            }
            Self::CannotRunAgain(failed) => texts::cannot_run_again(failed.diagnostic, down),
            Self::RunsOtherwise(differences) => {
                texts::runs_otherwise(Place::file(down), up, &told(&differences))
            }
        }
    }

    /// The same, of a way back that can be gone without rows.
    fn certain(self, migration: &Migration) -> Option<Diagnostic> {
        match self {
            Self::Fails(failed) if failed.is_certain => {
                Some(texts::fails_on_rows(failed.diagnostic, &migration.up.path))
            }
            _ => None,
        }
    }
}

/// A walk through the migrations, with steps back.
struct Walk<'a> {
    facts: &'a Facts<'a>,
    bench: Bench<'a>,
    reader: Reader,
    /// Whether the schema may be another one than the reader knows.
    is_changed: bool,
    seeder: Seeder,
}

impl<'a> Walk<'a> {
    /// One that has come through the first `count` migrations.
    fn through(facts: &'a Facts<'a>, count: usize) -> Result<Self> {
        let bench = Bench::open(facts.options, sandbox::WHOLE_SET)?;
        let seeder = Seeder::new(Style::Plain(0), &facts.literals);
        let mut walk = Self { facts, bench, reader: Reader::new(TABLES), is_changed: true, seeder };
        for index in 0..count {
            let _ = walk.up(index);
        }
        walk.look()?;
        Ok(walk)
    }

    /// What has changed since the last look.
    fn look(&mut self) -> Result<Changes> {
        let is_changed = std::mem::take(&mut self.is_changed);
        if is_changed { self.reader.refresh(self.bench.conn()) } else { Ok(Changes::default()) }
    }

    /// Puts rows into the tables that the migration has changed, and into those without any that it is about.
    fn seed(&mut self, index: usize) -> Result<()> {
        let (conn, tables, chapter) = (self.bench.conn(), self.reader.tables(), &self.facts.chapters[index]);
        let changed: Vec<String> =
            chapter.after.iter().map(|table| table.name().to_ascii_lowercase()).collect();
        let mut due = chapter.involved();
        due.extend(changed.iter().cloned());
        let due = with_parents(tables, due);
        let is_due = |table: &Table| {
            let name = table.name().to_ascii_lowercase();
            due.contains(&name) && (changed.contains(&name) || !has_rows(conn, table).unwrap_or(true))
        };
        self.seeder.seed(conn, tables, is_due).map(drop)
    }

    /// Back, and there again. `effects` gets what the down does.
    fn round_trip(
        &mut self,
        index: usize,
        effects: &mut Option<Effects>,
    ) -> Result<std::result::Result<(), Problem>> {
        let migration = &self.facts.set.migrations()[index];
        let (Some(down), Some(directives)) = (&migration.down, &migration.down_directives) else {
            return Ok(Ok(()));
        };
        if significant(&down.text).all(|token| token.text == ";") {
            return Ok(Err(Problem::Empty));
        }
        let chapter = &self.facts.chapters[index];
        let (mut before, mut there) = (Past::default(), Past::default());
        before.follow(&chapter.before, &chapter.changes);
        let mut notes = Notes::new(index);
        if let Err(failed) = self.run(index, down, directives, Some(&mut notes)) {
            return Ok(Err(Problem::Fails(failed)));
        }
        let changes = self.look()?;
        before.follow_all(&changes);
        there.follow_all(&changes);
        *effects = Some(notes.end(down, changes, &self.reader)?);
        let lost = before.differences(self.reader.tables());
        if !lost.is_empty() {
            return Ok(Err(Problem::DoesNotRestore(lost)));
        }
        if let Err(failed) = self.up(index) {
            return Ok(Err(Problem::CannotRunAgain(failed)));
        }
        there.follow_all(&self.look()?);
        let other = there.differences(self.reader.tables());
        Ok(if other.is_empty() { Ok(()) } else { Err(Problem::RunsOtherwise(other)) })
    }

    fn up(&mut self, index: usize) -> std::result::Result<(), Box<Failed>> {
        let migration = &self.facts.set.migrations()[index];
        self.run(index, &migration.up, &migration.directives, None)
    }

    /// Runs one file.
    fn run(
        &mut self,
        index: usize,
        file: &File,
        directives: &Directives,
        notes: Option<&mut Notes>,
    ) -> std::result::Result<(), Box<Failed>> {
        let version = self.facts.set.migrations()[index].version;
        let reader = &mut self.reader;
        let mut walker =
            Walker { facts: self.facts, index, file, reader, notes, is_changed: false, failed: None };
        let outcome = self.bench.run(engine_migration(version, file, directives), &mut walker);
        self.is_changed |= walker.is_changed;
        let failed = walker.failed;
        outcome.map_err(|error| {
            let other = || Failed { diagnostic: texts::engine(&file.path, &error), is_certain: false };
            Box::new(failed.unwrap_or_else(other))
        })
    }
}

fn told(differences: &[Difference]) -> Vec<String> {
    differences
        .iter()
        .flat_map(|difference| difference.to_string().lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Explains a failure, and sees whether the schema changes.
struct Walker<'a> {
    facts: &'a Facts<'a>,
    index: usize,
    file: &'a File,
    reader: &'a mut Reader,
    notes: Option<&'a mut Notes>,
    is_changed: bool,
    failed: Option<Failed>,
}

impl Trial for Walker<'_> {
    fn running(&mut self, conn: &Connection, statement: &Statement<'_>, tape: &Tape) {
        if let Some(notes) = &mut self.notes {
            notes.running(conn, statement, tape);
        }
    }

    fn passed_over(&mut self, failure: &Failure<'_>, tape: &Tape) {
        if let Some(notes) = &mut self.notes {
            notes.passed_over(failure, tape);
        }
    }

    fn finished(&mut self, conn: &Connection, statement: &Statement<'_>, tape: &Tape) {
        if let Some(notes) = &mut self.notes {
            notes.finished(conn, statement, tape);
        }
        let recording = tape.lock();
        let changes = |event: &Event| event.written().is_none();
        self.is_changed |= recording.wrote_catalog || recording.events.iter().any(changes);
    }

    fn stood_in(&mut self, stand_in: StandIn) {
        self.is_changed = true;
        self.reader.take_for_virtual(stand_in);
    }

    fn failed(&mut self, conn: &Connection, failure: &Failure<'_>, tape: &Tape) -> Recovery {
        let scene = Scene { conn, set: self.facts.set, file: self.file, objects: &Objects::default() };
        let diagnostic = scene.explain(failure, tape);
        let start = failure.statement.start;
        let origin = Origin { migration: self.index, start, end: start + failure.statement.text.len() };
        let deed = Deed::new(origin, &tape.lock());
        let is_certain = match &failure.cause {
            Reason::Sqlite(error) => {
                let cause = Cause::of(conn, failure.statement.text, error, &deed);
                let is_about_values =
                    matches!(cause, Cause::Raised | Cause::Unique | Cause::Check | Cause::Expression);
                !is_about_values && cause.can_be_certain(&[], &deed)
            }
            _ => false,
        };
        self.failed = Some(Failed { diagnostic, is_certain });
        Recovery::Fail
    }
}
