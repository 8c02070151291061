//! A copy of the database from before, where the program wants one.

use super::{Planned, Run};
use crate::error::Error;
use crate::ledger;
use crate::report::Report;

impl<'a> Run<'a> {
    /// Copies the database before the first change. The write lock is held.
    pub(super) fn back_up(&mut self, planned: &Planned<'a>) -> Result<(), Error> {
        let Some(backup) = self.options.backup.as_ref().filter(|_| self.copy.is_none()) else {
            return Ok(());
        };
        if planned.plan.is_up_to_date() {
            return Ok(());
        }
        let history = ledger::entries(self.conn, self.set.name())?;
        self.copy = backup.write(self.conn)?.map(|path| (path, history));
        Ok(())
    }

    /// A copy of what has not changed is worth nothing.
    pub(super) fn forget_backup(&self) {
        if let Some((copy, before)) = &self.copy
            && ledger::entries(self.conn, self.set.name()).is_ok_and(|history| history == *before)
        {
            let _ = std::fs::remove_file(copy);
        }
    }

    pub(super) fn end(mut self) -> Report {
        if let Some((copy, _)) = self.copy {
            self.options.backup.iter().for_each(|backup| backup.prune(self.conn));
            self.report.note_backup(copy);
        }
        self.report
    }
}
