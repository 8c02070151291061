//! The looks at a database: the first one, which is all of a start where nothing is pending; the one that a plan is made from; and
//! the last one at the schema.

use super::{Planned, Run, cannot};
use crate::drift::{Drift, snapshot};
use crate::error::Error;
use crate::guard;
use crate::ledger::{self, Head};
use crate::plan::{Plan, Wish, plan};
use crate::record::Recorder;
use crate::set::{Migration, Set};

impl<'a> Run<'a> {
    /// The fast path: the newest row proves the whole history, and the schema's cookie the schema. Nothing is locked or
    /// written.
    pub(super) fn is_current(&mut self) -> Result<bool, Error> {
        let (mut drift, mut head) = (None, None);
        let is_current = self.wait(None, || self.looks_current(&mut drift, &mut head))?;
        self.head = head;
        drift.into_iter().for_each(|drift| self.report.note(drift));
        if is_current {
            return Ok(true);
        }
        let held = self.wait(None, || self.held())?;
        held.iter().for_each(|held| self.report.hold(held.iter().copied()));
        Ok(held.is_some())
    }

    fn looks_current(&self, drift: &mut Option<Drift>, other: &mut Option<Head>) -> Result<bool, Error> {
        let wanted = |m: &&Migration| self.target.is_none_or(|target| m.version() <= target);
        let Some(newest) = self.set.migrations().iter().rev().find(wanted) else { return Ok(false) };
        let head = || ledger::head(self.conn, self.set.name());
        let is_it = |head: &Option<Head>| head.as_ref().is_some_and(|head| head.is(newest));
        let (cookie, found) = match self.is_guarded(newest.version()) {
            false => (None, head()?),
            true => match guard::cookie_with(self.conn, head) {
                Ok((cookie, found)) => (Some(cookie), found?),
                // What stands in the way of everything, the plan meets again and names.
                Err(error) => return if is_it(&head()?) { Err(error) } else { Ok(false) },
            },
        };
        if !is_it(&found) {
            *other = found;
            return Ok(false);
        }
        if let (Some(cookie), Some(found)) = (cookie, found)
            && !found.has_cookie(cookie)
        {
            let snapshot = snapshot(self.conn)?;
            // Of one moment: another program may have gone back meanwhile.
            if !is_it(&head()?) {
                return Ok(false);
            }
            let look = guard::look(self.set, self.conn)?;
            drop(snapshot);
            guard::remember(self.conn, self.set, newest, &look);
            *drift = Some(look.drift);
        }
        Ok(true)
    }

    /// Whether the build has left the schema of this version, and the program wants the database to have it.
    fn is_guarded(&self, version: i64) -> bool {
        let is_latest = self.set.migrations().last().is_some_and(|latest| latest.version() == version);
        is_latest && self.set.schema().is_some() && !self.options.allows_drift
    }

    /// Refuses a schema that is not what the migrations should have made of it.
    pub(super) fn guard(&mut self, recorder: &Recorder<'_>, version: i64, is_new: bool) -> Result<(), Error> {
        if !self.is_guarded(version) {
            return Ok(());
        }
        let look = guard::look(self.set, self.conn).map_err(|error| match error {
            Error::Drifted(drift) if is_new => Error::Drifted(Box::new(drift.of_new())),
            error => error,
        })?;
        if let Some(latest) = self.set.migrations().last() {
            look.record(recorder, latest).map_err(cannot("writing the migration history"))?;
        }
        self.report.note(look.drift);
        Ok(())
    }

    pub(super) fn wish(&self) -> Wish {
        Wish { target: self.target, holds_after: self.options.holds_after, newer: self.options.newer }
    }

    pub(super) fn plan(&mut self) -> Result<Planned<'a>, Error> {
        // Whoever writes looks again whether it is still the newest row.
        let head = self.head.take();
        if let Some(plan) = self.plan_behind(head.as_ref()) {
            return Ok(Planned { plan, head, is_recorded: true, is_reflected: false });
        }
        self.wait(None, || self.plan_now())
    }

    fn plan_now(&self) -> Result<Planned<'a>, Error> {
        // Of one moment: with programs that go back, a row and the newest one may be of two histories.
        let _snapshot = snapshot(self.conn)?;
        let head = ledger::head(self.conn, self.set.name())?;
        let plan = plan(self.set, &ledger::entries(self.conn, self.set.name())?, self.wish())?;
        Ok(Planned { plan, head, is_recorded: true, is_reflected: false })
    }

    /// The plan of a database whose history is the beginning of the set, as its newest row proves: the chain has all others in it.
    fn plan_behind(&self, head: Option<&Head>) -> Option<Plan<'a>> {
        let (set, head): (&'a Set, _) = (self.set, head?);
        let applied = set.migrations().partition_point(|migration| migration.version() <= head.version());
        let newest = &set.migrations()[applied.checked_sub(1)?];
        if head.is(newest) { Plan::behind(set, applied, self.wish()) } else { None }
    }
}
