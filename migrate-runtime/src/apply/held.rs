//! Contracts that the program does not want yet.

use super::{Run, cannot};
use crate::error::Error;
use crate::ledger;
use crate::record::{Event, Recorder};
use crate::set::{Migration, Set};

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
        Ok((is_held && self.unlogged(&due)?.is_empty()).then_some(due))
    }

    /// Writes into the log what is held back, once, so that `status` knows. It is no reason to wait for another program, or to
    /// refuse a database that can only be read.
    pub(super) fn hold(&mut self, held: &[&'a Migration]) -> Result<(), Error> {
        self.report.hold(held.iter().copied());
        let opening = cannot("opening the database");
        if held.is_empty() || self.unlogged(held)?.is_empty() || self.is_read_only().map_err(opening)? {
            return Ok(());
        }
        let transaction = match super::lock::lock(self.conn) {
            Err(Error::Busy { .. }) => return Ok(()),
            transaction => transaction?,
        };
        let writing = cannot("writing the migration log");
        let exists = ledger::exists(self.conn)?;
        let recorder = Recorder::new(self.conn, self.set, exists).map_err(&writing)?;
        // Another program may have let some through since.
        let history = ledger::entries(self.conn, self.set.name())?;
        let is_applied = |m: &&&Migration| history.iter().any(|entry| entry.version() == m.version());
        for migration in self.unlogged(held)?.iter().filter(|m| !is_applied(m)) {
            recorder.log(migration, Event::Held).map_err(&writing)?;
        }
        transaction.commit().map_err(&writing)
    }

    fn unlogged<'m>(&self, held: &[&'m Migration]) -> Result<Vec<&'m Migration>, Error> {
        let logged = ledger::held(self.conn, self.set.name())?;
        Ok(held.iter().copied().filter(|m| !logged.contains(&m.version())).collect())
    }
}
