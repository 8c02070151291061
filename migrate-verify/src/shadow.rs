//! The set is run: on a database in memory, through the engine that will run it in production.

mod at_once;
mod back;
pub(crate) mod before;
mod bench;
mod beside;
mod cell;
mod effects;
pub(crate) mod explain;
#[cfg(feature = "in-memory")]
mod image;
pub(crate) mod lineage;
pub(crate) mod objects;
mod order;
mod orphans;
pub(crate) mod quotes;
mod rows;
mod sandbox;
mod seed;
mod stand_in;
pub(crate) mod state;
pub(crate) mod storing;
pub(crate) mod story;
pub(crate) mod tape;
mod vary;
mod watch;
pub(crate) mod whole;

use std::sync::Arc;

use migrate_runtime::__private::schema::{Fingerprint, Schema};
use migrate_runtime::__private::{self as runtime, Parts, TABLES};
use migrate_runtime::{Backfill, Digest, Table, TransactionMode};
use migrate_token::{Token, significant};
use rusqlite::Connection;

pub use migrate_runtime::__private::{Effects, Image, Loss};
pub use migrate_runtime::Text;

use crate::lints::Story;
pub use at_once::AllAtOnce;
use beside::beside;
use migrate_files::diagnostic::sql;
use migrate_files::diagnostic::{Diagnostic, Position};
use migrate_files::header::Directives;
use migrate_files::lint::settle;
use migrate_files::model::{File, Migration, Set};
use migrate_files::options::Options;
use rows::Facts;
use sandbox::Sandbox;
use seed::Literals;
use watch::{Run, Watch};
use whole::Whole;

/// What the run has shown.
#[derive(Clone, Debug)]
pub struct Proof {
    /// One for each migration.
    pub steps: Vec<Step>,
    /// The schema after the last one.
    pub schema: Schema,
    /// What is worth a word although it works.
    pub warnings: Vec<Diagnostic>,
    /// What a new database may get in the place of the migrations; `None` if they leave more than that.
    pub at_once: Option<AllAtOnce>,
    /// The pages of a new database, with the feature `in-memory`; `None` if two runs may leave different ones.
    pub image: Option<Image<Vec<u8>>>,
    /// The tables that no row could be made up for, whatever is done about the lint that says so.
    pub lacking: Vec<Lacking>,
}

/// A table that no row could be made up for. A fixture could have some.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Lacking {
    /// The migration behind which it had none.
    pub version: i64,
    /// The table as it was then.
    pub table: Table,
    /// What SQLite says of the row that seemed most likely to be taken.
    pub message: String,
}

/// What a migration does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The schema after it.
    pub fingerprint: Fingerprint,
    /// The number of all its texts.
    pub texts: u64,
    /// The tables whose rows it writes, that it drops or that it renames: those for which foreign keys are checked.
    pub touches: Vec<String>,
    /// What it does to tables, in its order: nothing and the table that it creates, a table that it drops and nothing, or
    /// the two names of a table that it renames.
    pub table_changes: Vec<(String, String)>,
    /// The tables that are new or have another text: the names of each and of its columns, with a NUL between, and the
    /// digest of the text.
    pub shapes: Vec<(String, u64)>,
    /// The tables that are not there any more.
    pub gone: Vec<String>,
    /// Tables, columns and rows that go with it, each in a few words.
    pub destroys: Vec<String>,
    /// Whether it may leave settings or temporary objects behind on the connection.
    pub leaves_traces: bool,
    /// What its down does; `None` if there is none, or it was not run, because the version is trusted.
    pub down: Option<Effects>,
}

/// Runs every migration of the set on an empty database, looks at the schema as a whole, walks the ways back, and looks
/// for lints.
///
/// # Errors
///
/// The statement that fails, with its reason; or else everything in the schema that does not work; or else every down
/// that does not work, and every lint whose level is `deny`.
pub fn prove(options: &Options, set: &Set) -> Result<Proof, Vec<Diagnostic>> {
    let mut sandbox = Sandbox::open(options, sandbox::WHOLE_SET).map_err(internal)?;
    let mut run = run(options, set, &mut sandbox)?;
    if let Some(failure) = run.failure {
        return Err(vec![order::explained(options, set, run.failed, failure)]);
    }
    let conn = sandbox.conn();
    let schema = run.reader.schema(conn).map_err(internal)?;
    let mut problems = Whole { conn, tape: &sandbox.tape(), set, schema: &schema, objects: &run.objects }
        .check()
        .map_err(internal)?;
    // Up to SQLite's words, which may be others by now.
    let subject = |problem: &Diagnostic| problem.title().split(": ").next().map(str::to_owned);
    problems.retain(|problem| !run.trusted.iter().any(|trusted| subject(trusted) == subject(problem)));
    if !problems.is_empty() {
        return Err(problems);
    }
    let texts = set.migrations().iter().map(|migration| migration.up.text.as_str());
    let facts = Facts {
        options,
        set,
        steps: &run.steps,
        chapters: &run.chapters,
        objects: &run.objects,
        literals: Arc::new(Literals::read(texts)),
    };
    // Where something cannot be read for it, the migrations run.
    let all_at_once = || at_once::found(options, set, &run, conn, &schema).unwrap_or(None);
    let ((back, shown), at_once) =
        beside(|| beside(|| back::check(&facts), || rows::check(&facts)), all_at_once);
    let (back, shown) = (back.map_err(internal)?, shown.map_err(internal)?);
    let mut problems = back.problems;
    problems.extend(shown.errors);
    run.steps.iter_mut().zip(back.effects).for_each(|(step, effects)| step.down = effects);
    let (hooks, chapters, objects) = (&options.hooks, &run.chapters, &run.objects);
    let story = Story { set, hooks, chapters, schema: &schema, schemas: &run.schemas, objects, conn };
    let mut findings = crate::lints::find(&story).map_err(internal)?;
    let destroys = crate::lints::destroys(&story, &findings);
    run.steps.iter_mut().zip(destroys).for_each(|(step, destroys)| step.destroys = destroys);
    findings.extend(shown.findings);
    let settled = settle(options, set, findings);
    problems.extend(settled.errors);
    problems.sort_by_key(|problem| place_in(set, problem));
    if !problems.is_empty() {
        return Err(problems);
    }
    #[cfg(feature = "in-memory")]
    let image = image::made(options, set, &run, conn, &schema, at_once.as_ref()).unwrap_or(None);
    #[cfg(not(feature = "in-memory"))]
    let image = None;
    Ok(Proof { steps: run.steps, schema, warnings: settled.warnings, at_once, image, lacking: shown.lacking })
}

/// Runs every migration, as far as that goes: it may be that there is a failure.
fn run(options: &Options, set: &Set, sandbox: &mut Sandbox) -> Result<Run, Vec<Diagnostic>> {
    let mode = TransactionMode::PerMigration.into();
    watched(options, set, sandbox, |set, conn, watch| runtime::apply(set, conn, None, mode, watch).map(drop))
}

/// The same without a history, so that what happens is the files' own doing.
fn run_unrecorded(options: &Options, set: &Set, sandbox: &mut Sandbox) -> Result<Run, Vec<Diagnostic>> {
    // A migration may read them.
    runtime::create_tables(sandbox.conn()).map_err(internal)?;
    watched(options, set, sandbox, |set, conn, watch| runtime::apply_unrecorded(set, conn, watch))
}

fn watched(
    options: &Options,
    set: &Set,
    sandbox: &mut Sandbox,
    apply: impl FnOnce(&runtime::Set, &mut Connection, &mut Watch<'_>) -> Result<(), migrate_runtime::Error>,
) -> Result<Run, Vec<Diagnostic>> {
    let engine_set = engine_set(options, set, |m| engine_migration(m.version, &m.up, &m.directives));
    let mut watch = Watch::new(set, options, sandbox.tape());
    let outcome = apply(&engine_set, sandbox.conn_mut(), &mut watch);
    let mut run = watch.end().map_err(internal)?;
    if !run.problems.is_empty() {
        return Err(run.problems);
    }
    if let Err(error) = outcome {
        run.failure = run.failure.or_else(|| Some(sql::engine(set.directory(), &error)));
    }
    Ok(run)
}

/// The set as the engine takes it.
fn engine_set(
    options: &Options,
    set: &Set,
    migration: impl Fn(&Migration) -> migrate_runtime::Migration,
) -> runtime::Set {
    let migrations = set.migrations().iter().map(migration).collect();
    runtime::Set::owned(options.set.clone(), options.release.clone(), migrations)
}

/// Where a problem comes in the order in which files are read.
pub(crate) fn place_in(set: &Set, problem: &Diagnostic) -> Option<(usize, Option<Position>)> {
    let place = problem.place()?;
    let is_in = |file: &File| file.path == place.path;
    let has = |m: &Migration| {
        is_in(&m.up) || m.down.as_ref().is_some_and(is_in) || m.fixture.as_ref().is_some_and(is_in)
    };
    Some((set.migrations().iter().position(has)?, place.position))
}

/// A file as the engine takes a migration. A shadow database has no history that checksums would have to fit.
fn engine_migration(version: i64, file: &File, directives: &Directives) -> migrate_runtime::Migration {
    engine_parts(version, file, directives).build()
}

fn engine_parts(version: i64, file: &File, directives: &Directives) -> Parts {
    let digest = Digest::new([0; 32]);
    Parts {
        version,
        description: file.name.clone().into(),
        file: file.path.clone().into(),
        sql: format!("{}\0", file.text).into(),
        down: None,
        irreversible: None,
        checksum: digest,
        chain: digest,
        meaning: digest,
        in_transaction: directives.transaction,
        foreign_keys: directives.enforces_foreign_keys(),
        backfill: directives.backfill.as_ref().map(|_| Backfill::new(None)),
        // In what order they are run is decided before, and which of them.
        phase: None,
        compatible_with: None,
        replaces: None,
        // It is the program's, and cannot be called while that is compiled.
        hook: None,
        fingerprint: Fingerprint::from_bits(0),
        texts: 0,
        leaves_traces: leaves_traces(file),
        // Known only after the run; the watch checks foreign keys itself.
        touches: Vec::new().into(),
        destroys: Vec::new().into(),
        table_changes: Vec::new().into(),
        shapes: Vec::new().into(),
        gone: Vec::new().into(),
    }
}

/// Whether one of the words stands in the text. More than that would need a parser, and less is never needed.
fn leaves_traces(file: &File) -> bool {
    let is_word = |token: Token<'_>| ["PRAGMA", "TEMP", "TEMPORARY"].iter().any(|word| token.is_word(word));
    let text = file.text.to_ascii_lowercase();
    // Most texts have none of them anywhere, and are not taken apart.
    ["pragma", "temp"].iter().any(|word| text.contains(word))
        && significant(&file.text)
            .any(|token| is_word(token) || token.name().is_some_and(|name| name.eq_ignore_ascii_case("temp")))
}

/// SQLite in memory failed at something that is no migration's doing.
fn internal(error: rusqlite::Error) -> Vec<Diagnostic> {
    vec![sql::internal(&error)]
}
