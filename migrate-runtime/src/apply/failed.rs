//! What becomes of a failure: an error that tells everything, and a row of the log.

use super::lock::Awake;
use super::{Run, cannot, lock};
use crate::error::Error;
use crate::failure::{FailedMigration, Origin, Scope, Violation};
use crate::foreign;
use crate::ledger;
use crate::record::{Event, Recorder};
use crate::set::Migration;
use crate::statement::Failure;

impl Run<'_> {
    pub(super) fn failed<'r>(
        &'r self,
        migration: &'r Migration,
        scope: Scope,
    ) -> impl Fn(Failure<'_>) -> Error + 'r {
        let (set, applied) = (self.set.name(), self.report.applied().len());
        move |failure| match self.refuse_cancelled(Some(migration)) {
            Err(cancelled) if failure.is_interrupt() => cancelled,
            _ => Error::Failed(Box::new(FailedMigration::new(set, migration, scope, applied, failure))),
        }
    }

    pub(super) fn refuse_violations(
        &self,
        migrations: &[&Migration],
        mut violations: Vec<Violation>,
    ) -> Result<(), Error> {
        let writes = |m: &&&Migration| !m.parts.touches.as_slice().is_empty() || m.hook().is_some();
        let Some(last) = migrations.iter().rfind(writes) else {
            return Ok(());
        };
        if violations.is_empty() {
            return Ok(());
        }
        let total = violations.len();
        violations.truncate(SHOWN_VIOLATIONS);
        Err(Error::ForeignKeys {
            set: self.set.name().to_owned(),
            version: last.version(),
            file: last.file().to_owned(),
            violations,
            total,
            applied: self.report.applied().len(),
            is_down: false,
        })
    }

    /// What is there already where nothing was applied is somebody else's.
    pub(super) fn with_origin(&self, error: Error) -> Error {
        let Error::Failed(mut failed) = error else { return error };
        if ledger::entries(self.conn, self.set.name()).is_ok_and(|history| history.is_empty()) {
            // The failure is what counts: where nobody can be made out, none is named.
            let found = foreign::of_set(self.conn, self.set).unwrap_or_default();
            failed.origin = found.map_or(Origin::Unknown, Origin::Tool);
        }
        Error::Failed(failed)
    }

    /// After the rollback, in a transaction of its own. A log that cannot be written must not hide the failure.
    pub(super) fn log_failure(&self, error: &Error) {
        let (version, statement) = match error {
            Error::Failed(failed) => (failed.version(), Some(failed.statement())),
            Error::Hook(failed) => (failed.version(), None),
            Error::ForeignKeys { version, .. } | Error::Cancelled { version: Some(version), .. } => {
                (*version, None)
            }
            _ => return,
        };
        let Some(migration) = self.set.find(version) else { return };
        let is_cancelled = matches!(error, Error::Cancelled { .. });
        let write = || -> Result<(), Error> {
            // Who has cancelled waits for nothing.
            let _awake = is_cancelled.then(|| Awake::keep(self.conn)).transpose()?;
            let transaction = lock(self.conn)?;
            let writing = cannot("writing the migration log");
            let recorder =
                Recorder::new(self.conn, self.set, ledger::exists(self.conn)?).map_err(&writing)?;
            let event = match error {
                Error::Cancelled { .. } => Event::Cancelled,
                _ => Event::Failed { statement, message: &error.to_string() },
            };
            recorder.log(migration, event).map_err(&writing)?;
            transaction.commit().map_err(&writing)
        };
        let _ = write();
    }
}

pub(crate) const SHOWN_VIOLATIONS: usize = 10;
