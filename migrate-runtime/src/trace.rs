//! What is applied, as events of `tracing`.

use std::time::Duration;

use tracing::{debug, error, info, trace};

use crate::error::Error;
use crate::observe::{Observer, Progress};
use crate::report::AppliedMigration;
use crate::set::Migration;

/// Tells `tracing` what is applied, with the target `embed_migrations`.
///
/// A migration that starts and one that is committed is an `info`, one that fails an `error` with the whole text, a statement
/// or a hook a `debug`, and how many rows it has changed a `trace`.
///
/// ```
/// # use migrate_runtime::{Error, MigrationSet, MigrationVersion, TracingObserver};
/// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &mut rusqlite::Connection) -> Result<(), Error> {
/// migrations.runner().observer(&mut TracingObserver).apply(db)?;
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct TracingObserver;

const TARGET: &str = "embed_migrations";

impl Observer for TracingObserver {
    fn started(&mut self, set: &str, migration: &Migration) {
        info!(target: TARGET, set, version = migration.version(), file = migration.file(), "migration started");
    }

    fn statement(&mut self, migration: &Migration, number: i64, text: &str) {
        debug!(target: TARGET, version = migration.version(), statement = number, sql = text, "statement");
    }

    fn hook(&mut self, migration: &Migration, hook: &str) {
        debug!(target: TARGET, version = migration.version(), hook, "hook");
    }

    fn progress(&mut self, migration: &Migration, progress: Progress) {
        let (statements, rows) = (progress.statements(), progress.rows());
        trace!(target: TARGET, version = migration.version(), statements, rows, "progress");
    }

    fn finished(&mut self, migration: &Migration, elapsed: Duration) {
        let elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        debug!(target: TARGET, version = migration.version(), elapsed_ms, "migration finished");
    }

    fn committed(&mut self, applied: &[AppliedMigration]) {
        for migration in applied {
            let elapsed_ms = u64::try_from(migration.elapsed().as_millis()).unwrap_or(u64::MAX);
            info!(target: TARGET, version = migration.version(), elapsed_ms, "migration applied");
        }
    }

    fn failed(&mut self, error: &Error) {
        error!(target: TARGET, %error, "migrating failed");
    }
}
