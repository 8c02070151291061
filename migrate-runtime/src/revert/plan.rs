//! From a history to the downs that are run, and what stands against it.

use rusqlite::Connection;

use super::loss::{self, RevertLoss};
use super::{RefusedRevert, RevertAim, RevertPlan, RevertRefusal, RevertStep};
use crate::drift::snapshot;
use crate::error::Error;
use crate::ledger::{self, HistoryEntry, Kind};
use crate::plan::{Wish, plan};
use crate::progress;
use crate::set::{Migration, Parts, Set};
use crate::text::List;

impl<'s> RevertPlan<'s> {
    pub(super) fn new(set: &'s Set, conn: &Connection, aim: RevertAim) -> Result<Self, Error> {
        // Of one moment: a history and its newest row may not be of two.
        let _snapshot = snapshot(conn)?;
        let head = ledger::head(conn, set.name())?;
        let history = ledger::entries(conn, set.name())?;
        let mut plan = retreat(set, &history, aim)?;
        loss::find(conn, &mut plan.steps)?;
        for step in &plan.steps {
            let losses: Vec<RevertLoss> = step.losses.iter().filter(|it| it.lost() > 0).cloned().collect();
            if !losses.is_empty() {
                plan.refused.push(step.refused(RevertRefusal::Loses(losses)));
            }
        }
        plan.refused.sort_by_key(|refused| std::cmp::Reverse(refused.version));
        Ok(Self { head, ..plan })
    }
}

/// What the set and the history say. Pure; what goes with it is not known yet.
fn retreat<'s>(set: &'s Set, history: &[HistoryEntry], aim: RevertAim) -> Result<RevertPlan<'s>, Error> {
    // One that is being reverted is still applied, as far as the others are concerned.
    let taken = |entry: &HistoryEntry| match entry.kind {
        Kind::Reverting => HistoryEntry { kind: Kind::Applied, ..entry.clone() },
        _ => entry.clone(),
    };
    let current = plan(set, &history.iter().map(taken).collect::<Vec<_>>(), Wish::default())?.current();
    let applied = || history.iter().filter(|entry| entry.kind != Kind::Running);
    let is_reverted = |entry: &&HistoryEntry| match aim {
        RevertAim::To(target) => entry.version > target,
        RevertAim::Last => Some(entry.version) == current,
        RevertAim::Nothing => true,
    };
    if let RevertAim::To(target) = aim {
        if current.is_none_or(|current| target > current) {
            return Err(Error::TargetAhead { set: set.name().to_owned(), target, current });
        }
        // It is no longer whole.
        if history.iter().any(|entry| entry.version == target && entry.kind == Kind::Reverting) {
            plan(set, history, Wish::default())?;
        }
    }
    let mut reverting = RevertPlan {
        set,
        aim,
        head: None,
        current,
        reached: applied().rev().find(|entry| !is_reverted(entry)).map(|entry| entry.version),
        steps: Vec::new(),
        refused: Vec::new(),
        allows_loss: false,
        allows_drift: false,
    };
    for entry in applied().rev().filter(is_reverted) {
        match step(set, entry)? {
            Ok(step) => reverting.steps.push(step),
            Err(refused) => reverting.refused.push(refused),
        }
    }
    let running = history.iter().find(|entry| entry.kind == Kind::Running);
    if let Some(running) = running.filter(|_| !reverting.is_empty()) {
        let reason = RevertRefusal::Unfinished { statements: running.done.statements };
        reverting.refused.push(refused(set, running, reason));
    }
    Ok(reverting)
}

/// The way back of an applied migration, or why there is none.
fn step<'s>(set: &'s Set, entry: &HistoryEntry) -> Result<Result<RevertStep<'s>, RefusedRevert>, Error> {
    let refused = |reason| Ok(Err(refused(set, entry, reason)));
    let Some(migration) = set.find(entry.version) else {
        let squash = set.migrations().iter().find(|squash| {
            squash.replaces().is_some_and(|replaces| replaces.versions().contains(&entry.version))
        });
        let squash = squash.map_or("", Migration::file).to_owned();
        return refused(RevertRefusal::FilesGone { squash });
    };
    if migration.replaces().is_some() || entry.kind == Kind::Squashed {
        return refused(RevertRefusal::Squash);
    }
    let Some(way) = &migration.parts.down else {
        return refused(match migration.irreversible() {
            Some(reason) => RevertRefusal::Irreversible { reason: reason.to_owned() },
            None => RevertRefusal::NoDown,
        });
    };
    if way.effects.is_none() {
        return refused(RevertRefusal::Unproved);
    }
    let done = Some(&entry.done).filter(|_| entry.kind == Kind::Reverting).cloned();
    let down = down(migration);
    if let Some(done) = &done
        && progress::end_of(down.sql(), done).is_none()
    {
        return Err(Error::Interrupted {
            set: set.name().to_owned(),
            version: entry.version,
            file: down.file().to_owned(),
            statements: done.statements,
        });
    }
    Ok(Ok(RevertStep { migration, down, losses: Vec::new(), kind: entry.kind, done }))
}

impl RevertStep<'_> {
    pub(super) fn refused(&self, reason: RevertRefusal) -> RefusedRevert {
        RefusedRevert {
            version: self.migration.version(),
            description: self.migration.description().to_owned(),
            file: Some(self.file().to_owned()),
            reason,
        }
    }
}

fn refused(set: &Set, entry: &HistoryEntry, reason: RevertRefusal) -> RefusedRevert {
    let migration = set.find(entry.version);
    let file = migration.map(|migration| migration.down().map_or(migration.file(), |(file, _)| file));
    RefusedRevert {
        version: entry.version,
        description: migration.map_or(&*entry.description, Migration::description).to_owned(),
        file: file.map(str::to_owned),
        reason,
    }
}

/// The down of a migration, as the engine takes a migration: what runs it does not ask where it leads.
fn down(migration: &Migration) -> Migration {
    let parts = migration.parts.clone();
    let Some(down) = parts.down else { return migration.clone() };
    let (leaves_traces, touches, table_changes) = match down.effects {
        Some(effects) => (effects.leaves_traces, effects.touches, effects.table_changes),
        None => (true, List::embedded(&[]), List::embedded(&[])),
    };
    Parts {
        hook: None,
        backfill: None,
        phase: None,
        compatible_with: None,
        version: parts.version,
        description: parts.description,
        file: down.file,
        sql: down.sql,
        down: None,
        irreversible: None,
        checksum: parts.checksum,
        chain: parts.chain,
        meaning: parts.meaning,
        in_transaction: down.in_transaction,
        foreign_keys: down.foreign_keys,
        replaces: None,
        fingerprint: parts.fingerprint,
        texts: parts.texts,
        leaves_traces,
        touches,
        destroys: List::embedded(&[]),
        table_changes,
        shapes: List::embedded(&[]),
        gone: List::embedded(&[]),
    }
    .build()
}
