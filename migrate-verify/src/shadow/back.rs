//! The way back: a down after its up gives the schema from before, and then the up runs once more.

use migrate_runtime::__private::schema::{Reader, Schema};
use migrate_runtime::__private::{self as runtime, Failure, Observer, Recovery, Statement};
use migrate_runtime::TransactionMode;
use migrate_token::significant;
use rusqlite::{Connection, Result};

use super::explain::Scene;
use super::objects::Objects;
use super::sandbox::{self, Sandbox};
use super::tape::Tape;
use super::{OWN_TABLES, engine_migration, stand_in};
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
    let is_due =
        |migration: &Migration| migration.down.is_some() && options.trusted_through < Some(migration.version);
    let mut problems = Vec::new();
    if options.policy != Some(Policy::Reversible) {
        return Ok(problems);
    }
    let Some(last) = set.migrations().iter().rposition(is_due) else { return Ok(problems) };
    let mut walk = Walk::new(options, set)?;
    for (index, migration) in set.migrations().iter().enumerate().take(last + 1) {
        let before = walk.schema()?;
        walk.up(migration)?;
        let Some(down) = migration.down.as_ref().filter(|_| is_due(migration)) else { continue };
        if let Some(problem) = walk.round_trip(migration, down, &before)? {
            problems.push(problem);
            if problems.len() == MOST_PROBLEMS {
                break;
            }
            // What comes next is looked at as if this down were right.
            walk = Walk::new(options, set)?;
            set.migrations()[..=index].iter().try_for_each(|migration| walk.up(migration).map(drop))?;
        }
    }
    Ok(problems)
}

/// A walk through the migrations, with steps back.
struct Walk<'a> {
    options: &'a Options,
    set: &'a Set,
    sandbox: Sandbox,
    reader: Reader,
    steps: usize,
}

impl<'a> Walk<'a> {
    fn new(options: &'a Options, set: &'a Set) -> Result<Self> {
        let sandbox = Sandbox::open(options, sandbox::WHOLE_SET)?;
        Ok(Self { options, set, sandbox, reader: Reader::new(OWN_TABLES), steps: 0 })
    }

    fn schema(&mut self) -> Result<Schema> {
        self.reader.refresh(self.sandbox.conn())?;
        self.reader.schema(self.sandbox.conn())
    }

    /// There, back, and there again.
    fn round_trip(
        &mut self,
        migration: &Migration,
        down: &File,
        before: &Schema,
    ) -> Result<Option<Diagnostic>> {
        if significant(&down.text).all(|token| token.text == ";") {
            return Ok(Some(texts::empty(Place::file(&*down.path), &migration.up.path)));
        }
        if let Some(failure) = self.run(migration.version, down, &migration.down_directives)? {
            return Ok(Some(texts::fails(failure, &migration.up.path)));
        }
        let differences = differences(before, &self.schema()?);
        if !differences.is_empty() {
            let lines = told(&differences);
            return Ok(Some(texts::does_not_restore(Place::file(&*down.path), &migration.up.path, &lines)));
        }
        if let Some(failure) = self.up(migration)? {
            return Ok(Some(texts::cannot_run_again(failure, &down.path)));
        }
        Ok(None)
    }

    fn up(&mut self, migration: &Migration) -> Result<Option<Diagnostic>> {
        self.run(migration.version, &migration.up, &migration.directives)
    }

    /// Runs one file, as the only migration of a set of its own. Gives the failure, if it fails.
    fn run(&mut self, version: i64, file: &File, directives: &Directives) -> Result<Option<Diagnostic>> {
        self.steps += 1;
        let name = format!("step {}", self.steps);
        let set = runtime::Set::owned(name, String::new(), vec![engine_migration(version, file, directives)]);
        let mut walker = Walker {
            set: self.set,
            options: self.options,
            file,
            tape: self.sandbox.tape(),
            reader: &mut self.reader,
            failure: None,
        };
        let mode = TransactionMode::PerMigration;
        let outcome = runtime::apply(&set, self.sandbox.conn_mut(), None, mode, &mut walker);
        let failure = walker.failure.take();
        Ok(outcome.err().map(|error| failure.unwrap_or_else(|| texts::engine(&file.path, &error))))
    }
}

fn told(differences: &[Difference]) -> Vec<String> {
    differences
        .iter()
        .flat_map(|difference| difference.to_string().lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Explains a failure, and watches nothing else.
struct Walker<'a, 'w> {
    set: &'a Set,
    options: &'a Options,
    file: &'w File,
    tape: Tape,
    reader: &'w mut Reader,
    failure: Option<Diagnostic>,
}

impl Observer for Walker<'_, '_> {
    fn started(&mut self, migration: &migrate_runtime::Migration) {
        self.tape.lock().in_transaction = migration.in_transaction();
    }

    fn compiling(&mut self, _: usize) {
        self.tape.compiling();
    }

    fn running(&mut self, conn: &Connection, statement: &Statement<'_>) {
        self.tape.running(conn, statement.text);
    }

    fn finished(&mut self, _: &Connection, _: &Statement<'_>) {
        self.tape.resting();
    }

    fn failed(&mut self, conn: &Connection, failure: &Failure<'_>) -> Recovery {
        self.tape.resting();
        if let Some(stand_in) = stand_in::create(conn, self.options, failure) {
            self.reader.take_for_virtual(stand_in);
            return Recovery::Skip;
        }
        if stand_in::is_made_up(conn, self.options, &self.tape, failure) {
            return Recovery::Skip;
        }
        let scene = Scene { conn, set: self.set, file: self.file, objects: &Objects::default() };
        self.failure = Some(scene.explain(failure, &self.tape));
        Recovery::Fail
    }
}
