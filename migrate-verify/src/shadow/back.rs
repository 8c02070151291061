//! The way back: a down after its up gives the schema from before, and then the up runs once more.

use migrate_runtime::__private::schema::{Reader, Schema, StandIn};
use migrate_runtime::__private::{Failure, Recovery};
use migrate_token::significant;
use rusqlite::{Connection, Result};

use super::bench::{Bench, Trial};
use super::explain::Scene;
use super::objects::Objects;
use super::tape::Tape;
use super::{OWN_TABLES, engine_migration, sandbox};
use crate::compare::{Difference, differences};
use migrate_files::diagnostic::{Diagnostic, Place, back as texts};
use migrate_files::header::Directives;
use migrate_files::model::{File, Migration, Set};
use migrate_files::options::{Options, Policy};

/// Each is followed by another walk from the start.
const MOST_PROBLEMS: usize = 20;

/// Every down that fails, does not restore, or after which its migration cannot run again, in a set that is
/// `reversible`. The ups are known to work; downs of trusted migrations are not looked at.
pub(super) fn check(options: &Options, set: &Set) -> Result<Vec<Diagnostic>> {
    let mut problems = Vec::new();
    if options.policy != Some(Policy::Reversible) {
        return Ok(problems);
    }
    let is_due =
        |migration: &Migration| migration.down.is_some() && options.trusted_through < Some(migration.version);
    let Some(last) = set.migrations().iter().rposition(is_due) else { return Ok(problems) };
    let mut walk = Walk::through(options, set, 0)?;
    for (index, migration) in set.migrations().iter().enumerate().take(last + 1) {
        let before = walk.schema()?;
        if walk.up(migration).is_some() {
            // It works, but not on the rows that an earlier way back has left.
            walk = Walk::through(options, set, index + 1)?;
        }
        if !is_due(migration) {
            continue;
        }
        if let Some(problem) = walk.round_trip(migration, &before)? {
            problems.push(problem);
            if problems.len() == MOST_PROBLEMS {
                break;
            }
            // What comes next is looked at as if this down were right.
            walk = Walk::through(options, set, index + 1)?;
        }
    }
    Ok(problems)
}

/// A walk through the migrations, with steps back.
struct Walk<'a> {
    set: &'a Set,
    bench: Bench<'a>,
    reader: Reader,
}

impl<'a> Walk<'a> {
    /// One that has come through the first `count` migrations.
    fn through(options: &'a Options, set: &'a Set, count: usize) -> Result<Self> {
        let bench = Bench::open(options, sandbox::WHOLE_SET)?;
        let mut walk = Self { set, bench, reader: Reader::new(OWN_TABLES) };
        for migration in &set.migrations()[..count] {
            walk.up(migration);
        }
        Ok(walk)
    }

    fn schema(&mut self) -> Result<Schema> {
        self.reader.refresh(self.bench.conn())?;
        self.reader.schema(self.bench.conn())
    }

    /// There, back, and there again.
    fn round_trip(&mut self, migration: &Migration, before: &Schema) -> Result<Option<Diagnostic>> {
        let (Some(down), Some(directives)) = (&migration.down, &migration.down_directives) else {
            return Ok(None);
        };
        if significant(&down.text).all(|token| token.text == ";") {
            return Ok(Some(texts::empty(Place::file(&*down.path), &migration.up.path)));
        }
        if let Some(failure) = self.run(migration.version, down, directives) {
            return Ok(Some(texts::fails(failure, &migration.up.path)));
        }
        let differences = differences(before, &self.schema()?);
        if !differences.is_empty() {
            let lines = told(&differences);
            return Ok(Some(texts::does_not_restore(Place::file(&*down.path), &migration.up.path, &lines)));
        }
        if let Some(failure) = self.up(migration) {
            return Ok(Some(texts::cannot_run_again(failure, &down.path)));
        }
        Ok(None)
    }

    fn up(&mut self, migration: &Migration) -> Option<Diagnostic> {
        self.run(migration.version, &migration.up, &migration.directives)
    }

    /// Runs one file. Gives the failure, if it fails.
    fn run(&mut self, version: i64, file: &File, directives: &Directives) -> Option<Diagnostic> {
        let mut walker = Walker { set: self.set, file, reader: &mut self.reader, failure: None };
        let outcome = self.bench.run(engine_migration(version, file, directives), &mut walker);
        let failure = walker.failure;
        outcome.err().map(|error| failure.unwrap_or_else(|| texts::engine(&file.path, &error)))
    }
}

fn told(differences: &[Difference]) -> Vec<String> {
    differences
        .iter()
        .flat_map(|difference| difference.to_string().lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Explains a failure, and watches nothing else.
struct Walker<'a> {
    set: &'a Set,
    file: &'a File,
    reader: &'a mut Reader,
    failure: Option<Diagnostic>,
}

impl Trial for Walker<'_> {
    fn stood_in(&mut self, stand_in: StandIn) {
        self.reader.take_for_virtual(stand_in);
    }

    fn failed(&mut self, conn: &Connection, failure: &Failure<'_>, tape: &Tape) -> Recovery {
        let scene = Scene { conn, set: self.set, file: self.file, objects: &Objects::default() };
        self.failure = Some(scene.explain(failure, tape));
        Recovery::Fail
    }
}
