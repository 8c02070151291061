//! The set is run: on a database in memory, through the engine that will run it in production.

mod explain;
mod objects;
mod order;
mod sandbox;
mod stand_in;
mod tape;
mod watch;
mod whole;

use migrate_runtime::__private::schema::{Fingerprint, Schema};
use migrate_runtime::__private::{self as runtime, Parts};
use migrate_runtime::{Digest, TransactionMode};
use migrate_token::significant;

use migrate_files::diagnostic::Diagnostic;
use migrate_files::diagnostic::sql;
use migrate_files::model::{Migration, Set};
use migrate_files::options::Options;
use sandbox::Sandbox;
use watch::Watch;

/// What the run has shown.
#[derive(Clone, Debug)]
pub struct Proof {
    /// One for each migration.
    pub steps: Vec<Step>,
    /// The schema after the last one.
    pub schema: Schema,
}

/// What a migration does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The schema after it.
    pub fingerprint: Fingerprint,
    /// The tables whose rows it writes, that it drops or that it renames: those for which foreign keys are checked.
    pub touches: Vec<String>,
    /// Whether it may change settings of the connection.
    pub has_pragma: bool,
}

/// Runs every migration of the set on an empty database, and then looks at the schema as a whole.
///
/// # Errors
///
/// The statement that fails, with its reason; or else everything in the schema that does not work.
pub fn prove(options: &Options, set: &Set) -> Result<Proof, Vec<Diagnostic>> {
    let mut sandbox = Sandbox::open(options).map_err(internal)?;
    let migrations = set.migrations().iter().map(engine_migration).collect();
    let engine_set = runtime::Set::owned(options.set.clone(), options.package.clone(), migrations);
    let mut watch = Watch::new(set, options, sandbox.tape());
    let outcome =
        runtime::apply(&engine_set, sandbox.conn_mut(), None, TransactionMode::PerMigration, &mut watch);
    let run = watch.end().map_err(internal)?;
    match outcome {
        Ok(_) => {}
        Err(error) => {
            let failure = run.failure.unwrap_or_else(|| sql::engine(set.directory(), &error));
            return Err(vec![order::explained(options, set, run.failed, failure)]);
        }
    }
    let schema = run.reader.schema(sandbox.conn()).map_err(internal)?;
    let problems = whole::check(options, set, &mut sandbox, &schema, &run.objects).map_err(internal)?;
    if problems.is_empty() { Ok(Proof { steps: run.steps, schema }) } else { Err(problems) }
}

/// A migration as the engine takes it.
fn engine_migration(migration: &Migration) -> migrate_runtime::Migration {
    Parts {
        version: migration.version,
        description: migration.description.clone().into(),
        file: migration.up.path.clone().into(),
        sql: format!("{}\0", migration.up.text).into(),
        down: None,
        irreversible: None,
        checksum: Digest::new(migration.checksum),
        chain: Digest::new(migration.chain),
        meaning: Digest::new(migration.meaning),
        in_transaction: migration.directives.transaction,
        foreign_keys: migration.directives.foreign_keys == Some(true),
        fingerprint: Fingerprint::from_bits(0),
        has_pragma: has_pragma(migration),
        touches: Vec::new().into(),
    }
    .build()
}

/// Whether the word stands in the text. More than that would need a parser, and less is never needed.
fn has_pragma(migration: &Migration) -> bool {
    significant(&migration.up.text).any(|token| token.is_word("PRAGMA"))
}

/// SQLite in memory failed at something that is no migration's doing.
fn internal(error: rusqlite::Error) -> Vec<Diagnostic> {
    vec![sql::internal(&error)]
}
