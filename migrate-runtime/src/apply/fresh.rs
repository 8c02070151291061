//! A database without anything of the set: it gets the latest schema and its rows at once, where the build has proved that
//! this is what the migrations make.

use std::time::{Duration, Instant};

use super::{Begun, Planned, Round, Run, TransactionMode, cannot, milliseconds};
use crate::at_once::{NOTE, create};
use crate::error::Error;
use crate::plan::Plan;
use crate::report::AppliedMigration;
use crate::set::Migration;
use crate::settings::ForeignKeys;
use crate::statement::Observer;

impl<'a> Run<'a> {
    /// One transaction: the schema, its rows, and the whole history. `None` where that is not the way, or something of a name is
    /// there already: then the migrations run, and say what is the matter.
    pub(super) fn at_once(
        &mut self,
        planned: &Planned<'a>,
        observer: &mut dyn Observer,
    ) -> Result<Option<Round>, Error> {
        let (Some(all), Some(schema)) = (self.set.at_once(), self.set.schema()) else { return Ok(None) };
        let replays = self.options.replays || self.options.mode == TransactionMode::PerMigration;
        if replays || observer.hears_statements() || !self.is_whole_way(planned) {
            return Ok(None);
        }
        let started = Instant::now();
        let _keys = ForeignKeys::set(self.conn, false).map_err(cannot("setting up a transaction"))?;
        let Some(begun) = self.begin(planned)? else { return Ok(Some(Round::Outrun)) };
        let Begun { transaction, recorder, .. } = begun;
        if create(self.conn, schema, all).is_err() {
            return Ok(None);
        }
        let pending = planned.plan.pending();
        let elapsed = started.elapsed();
        let latest = pending[pending.len() - 1];
        let time = |m: &Migration| if m.version() == latest.version() { elapsed } else { Duration::ZERO };
        let rows: Vec<_> = pending.iter().map(|m| (*m, milliseconds(time(m)))).collect();
        recorder.applied(&rows, Some(NOTE)).map_err(cannot("writing the migration history"))?;
        if self.guard(&recorder, latest.version(), true).is_err() {
            return Ok(None);
        }
        self.refuse_cancelled(None)?;
        self.commit(transaction, None, cannot("committing the migrations"))?;
        let applied: Vec<_> = pending.iter().map(|m| AppliedMigration::new(m, time(m))).collect();
        observer.committed(&applied);
        self.report.extend(applied);
        Ok(Some(Round::Applied(pending.len())))
    }

    /// Whether nothing of the set is there, and all of it is wanted.
    fn is_whole_way(&self, planned: &Planned<'_>) -> bool {
        let Plan { held, .. } = &planned.plan;
        let latest = self.set.migrations().last().map(|latest| latest.version());
        planned.is_recorded
            && planned.head.is_none()
            && planned.plan.current().is_none()
            && planned.plan.done.is_none()
            && held.is_empty()
            && planned.plan.pending().last().map(|last| last.version()) == latest
    }
}
