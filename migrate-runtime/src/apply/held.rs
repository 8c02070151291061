//! Contracts that the program does not want yet.

use rusqlite::Connection;

use super::{Run, cannot};
use crate::error::Error;
use crate::record::{Event, Recorder};
use crate::set::{Migration, Set};
use crate::{aside, guard, ledger};

impl<'a> Run<'a> {
    /// The fast path of who holds contracts back: behind the newest row there are only such, and the log has them. Nothing is
    /// locked or written. `None` if that is not so.
    pub(super) fn held(&self) -> Result<Option<Vec<&'a Migration>>, Error> {
        if self.options.holds_after.is_none() {
            return Ok(None);
        }
        let (set, wish): (&'a Set, _) = (self.set, self.wish());
        let Some(head) = ledger::head(self.conn, set.name())? else { return Ok(None) };
        let is_wanted = |m: &Migration| wish.target.is_none_or(|target| m.version() <= target);
        let behind = set.migrations().partition_point(|m| m.version() <= head.version());
        let due: Vec<&Migration> = set.migrations()[behind..].iter().take_while(|m| is_wanted(m)).collect();
        let is_proved = set.find(head.version()).is_some_and(|migration| head.is(migration));
        let is_held = is_proved && !due.is_empty() && due.iter().all(|migration| wish.holds(migration));
        if !is_held || !self.unlogged(&due)?.is_empty() {
            return Ok(None);
        }
        guard::refuse_missing(set, self.conn, head.version())?;
        Ok(Some(due))
    }

    /// Writes into the log what is held back, once, so that `status` knows. It is no reason to wait for another program, or to
    /// refuse a database: whoever starts next tries again.
    pub(super) fn hold(&mut self, held: &[&'a Migration]) -> Result<(), Error> {
        self.report.hold(held.iter().copied());
        if held.is_empty() || self.unlogged(held)?.is_empty() {
            return Ok(());
        }
        let (set, held) = (self.set, held.to_vec());
        aside::write(self.conn, |conn| {
            note(set, conn, &held).map_err(|error| match error {
                Error::Busy { source, .. } | Error::Sqlite { source, .. } => source,
                _ => rusqlite::Error::InvalidQuery,
            })
        });
        Ok(())
    }

    fn unlogged<'m>(&self, held: &[&'m Migration]) -> Result<Vec<&'m Migration>, Error> {
        unlogged(self.set, self.conn, held)
    }
}

fn note(set: &Set, conn: &Connection, held: &[&Migration]) -> Result<(), Error> {
    let transaction = super::lock::lock(conn)?;
    let writing = cannot("writing the migration log");
    let recorder = Recorder::new(conn, set, ledger::exists(conn)?).map_err(&writing)?;
    // Another program may have let some through since.
    let history = ledger::entries(conn, set.name())?;
    let is_applied = |m: &Migration| history.iter().any(|entry| entry.version() == m.version());
    for migration in unlogged(set, conn, held)?.into_iter().filter(|m| !is_applied(m)) {
        recorder.log(migration, Event::Held).map_err(&writing)?;
    }
    transaction.commit().map_err(&writing)
}

fn unlogged<'m>(set: &Set, conn: &Connection, held: &[&'m Migration]) -> Result<Vec<&'m Migration>, Error> {
    let mut unlogged = Vec::new();
    for migration in held {
        if !ledger::is_held(conn, set.name(), migration.version())? {
            unlogged.push(*migration);
        }
    }
    Ok(unlogged)
}
