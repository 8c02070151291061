//! Calling the hook of a migration, behind its statements and inside its transaction.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Run;
use crate::error::Error;
use crate::guard;
use crate::hook::{FailedHook, Hook, HookCause};
use crate::set::Migration;
use crate::statement::Observer;

impl Run<'_> {
    /// Calls it, if there is one; `statements` have run before.
    pub(super) fn call_hook(
        &self,
        migration: &Migration,
        statements: i64,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        let Some(call) = &migration.parts.hook else { return Ok(()) };
        let cookie = guard::cookie(self.conn)?;
        observer.calling(self.conn, call.path());
        let hook = Hook::new(self.conn, self.set.name(), migration.version());
        // Whatever a panic leaves half done is in the database, and rolled back.
        let cause = match catch_unwind(AssertUnwindSafe(|| call.run(&hook))) {
            Err(payload) => HookCause::panicked(&*payload),
            Ok(Err(error)) => HookCause::Returned(error),
            Ok(Ok(())) if self.conn.is_autocommit() => HookCause::EndedTransaction,
            Ok(Ok(())) if guard::cookie(self.conn)? != cookie => HookCause::ChangedSchema,
            Ok(Ok(())) => {
                observer.called(self.conn, statements);
                return self.refuse_cancelled(Some(migration));
            }
        };
        let applied = self.report.applied().len();
        let failed = FailedHook::new(self.set.name(), migration, call.path(), applied, cause);
        if failed.is_interrupt() {
            self.refuse_cancelled(Some(migration))?;
        }
        Err(Error::Hook(Box::new(failed)))
    }
}
