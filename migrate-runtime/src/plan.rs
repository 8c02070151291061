//! What a set and a history say to each other. Pure: two lists in, a plan or a refusal out.

use std::fmt;

#[cfg(feature = "apply")]
use crate::apply::TransactionMode;
use crate::backfill::{BackfillProgress, abandoned};
use crate::error::{EditedMigration, Error, MissingMigration};
use crate::ledger::{Done, HistoryEntry, Kind};
use crate::newer::{Access, Compatibility, Newer, NewerDatabase};
use crate::set::{Migration, Set};
use crate::squash::Standing;

/// What `apply` would do.
///
/// It prints as one line per pending migration:
///
/// ```text
/// 2 migrations of `notes` are pending
///   3  add_tags     migrations/0003_add_tags.sql
///   4  tag_counts   migrations/0004_tag_counts.sql
/// ```
///
/// A squash whose files the database has run is pending, too, and its line ends with `(recorded, not run)`. That of a migration
/// with a hook ends with `(with a hook)`, that of a backfill with `(backfill)` and what is done of it, that of the phase contract
/// with `(contract)`. Migrations that are [held back](Self::held) come last.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    set: &'a str,
    current: Option<i64>,
    pending: Vec<&'a Migration>,
    pub(crate) held: Vec<&'a Migration>,
    pub(crate) access: Access,
    /// Whether a later program has been there.
    pub(crate) is_newer: bool,
    /// How far the first pending migration has come, if it was interrupted.
    pub(crate) done: Option<Done>,
    /// Applied migrations whose text has changed in comments only.
    pub(crate) realign: Vec<&'a Migration>,
    /// Squashes whose files the database has run, pending or not.
    squashed: Vec<&'a Migration>,
}

impl<'a> Plan<'a> {
    /// The name of the set.
    pub fn set(&self) -> &str {
        self.set
    }

    /// The highest version that is applied; `None` on a database without a history of this set.
    pub fn current(&self) -> Option<i64> {
        self.current
    }

    /// The migrations to be run, in order; and squashes that are only [recorded](Self::is_recorded_only).
    pub fn pending(&self) -> &[&'a Migration] {
        &self.pending
    }

    /// Migrations of the phase contract that are not applied and shall not be yet, in order; none unless the caller holds
    /// them back.
    pub fn held(&self) -> &[&'a Migration] {
        &self.held
    }

    /// Whether it is a squash of which the database has run the files that it replaces, or will have by then: `apply`
    /// writes it into the history, and does not run it.
    pub fn is_recorded_only(&self, migration: &Migration) -> bool {
        self.squashed.iter().any(|squash| squash.version() == migration.version())
    }

    /// How many statements of the first pending migration are done already, because it runs outside a transaction
    /// and was interrupted.
    pub fn statements_done(&self) -> Option<i64> {
        self.done.as_ref().filter(|_| self.backfilled().is_none()).map(|done| done.statements)
    }

    /// How far the first pending migration is, because it is a backfill and was interrupted.
    pub fn backfilled(&self) -> Option<BackfillProgress> {
        self.done.as_ref().and_then(BackfillProgress::read)
    }

    /// Applied migrations whose text has changed since in comments only: `apply` records the new text.
    pub fn comments_edited(&self) -> &[&'a Migration] {
        &self.realign
    }

    /// Whether there is nothing to run, nor a squash to record. What is [held back](Self::held) does not count.
    pub fn is_up_to_date(&self) -> bool {
        self.pending.is_empty()
    }
}

impl<'a> Plan<'a> {
    /// The files to be run, in order.
    pub(crate) fn files(&self) -> Vec<String> {
        self.pending.iter().map(|migration| migration.file().to_owned()).collect()
    }
}

#[cfg(feature = "apply")]
impl<'a> Plan<'a> {
    /// What [`plan`] says of a history that is the first so many migrations of the set, each as it is, at least one. `None` where
    /// more than that would have to be known: with a squash in the set, or for a refusal.
    pub(crate) fn behind(set: &'a Set, applied: usize, wish: Wish) -> Option<Self> {
        let (known, behind) = set.migrations().split_at(applied);
        let current = known.last()?.version();
        let is_wanted = |m: &&Migration| wish.target.is_none_or(|target| m.version() <= target);
        if set.has_squash() || wish.target.is_some_and(|target| target < current) {
            return None;
        }
        let pending = behind.iter().take_while(is_wanted).collect();
        let (pending, held) = hold(set, pending, |m| wish.holds(m), |_| false).ok()?;
        Some(Self {
            set: set.name(),
            current: Some(current),
            pending,
            held,
            access: Access::ReadWrite,
            is_newer: false,
            done: None,
            realign: Vec::new(),
            squashed: Vec::new(),
        })
    }

    /// Whether there is nothing to run and nothing to write into the history.
    pub(crate) fn is_done(&self) -> bool {
        self.is_up_to_date() && self.realign.is_empty()
    }

    /// The migrations that run in the next transaction: those that need the same setting of foreign keys. What is only
    /// recorded needs none.
    pub(crate) fn first_transaction(&self, mode: TransactionMode) -> &[&'a Migration] {
        let needs = |m: &Migration| (!self.is_recorded_only(m)).then(|| m.foreign_keys());
        let wanted = self.pending.iter().find_map(|m| needs(m));
        let fits = |m: &&&Migration| {
            m.in_transaction() && m.backfill().is_none() && needs(m).is_none_or(|on| Some(on) == wanted)
        };
        let most = if mode == TransactionMode::PerMigration { 1 } else { usize::MAX };
        &self.pending[..self.pending.iter().take_while(fits).take(most).count()]
    }

    /// Removes the first `count` migrations from those that are pending.
    pub(crate) fn take(&mut self, count: usize) -> Vec<&'a Migration> {
        let taken: Vec<_> = self.pending.drain(..count).collect();
        self.current = taken.last().map(|migration| migration.version()).or(self.current);
        taken
    }
}

impl fmt::Display for Plan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pending.len() {
            0 => write!(f, "`{}` is up to date", self.set)?,
            1 => write!(f, "1 migration of `{}` is pending", self.set)?,
            n => write!(f, "{n} migrations of `{}` are pending", self.set)?,
        }
        let all = || self.pending.iter().chain(&self.held);
        let version = all().map(|m| m.version().to_string().len()).max().unwrap_or(0);
        let description = all().map(|m| m.description().chars().count()).max().unwrap_or(0);
        let line = |f: &mut fmt::Formatter<'_>, m: &Migration, note: &str| {
            write!(f, "\n  {:>version$}  {:<description$}  {}{note}", m.version(), m.description(), m.file())
        };
        self.pending.iter().try_for_each(|m| {
            let is_first = self.pending.first().is_some_and(|first| first.version() == m.version());
            let note = match (m.backfill(), self.backfilled().filter(|_| is_first)) {
                (Some(_), Some(done)) => format!("  (backfill, {done} are done)"),
                (Some(_), None) => "  (backfill)".to_owned(),
                (None, _) if self.is_recorded_only(m) => "  (recorded, not run)".to_owned(),
                (None, _) => m.hook().map_or("", |_| "  (with a hook)").to_owned(),
            };
            line(f, m, &(note + if m.is_contract() { "  (contract)" } else { "" }))
        })?;
        self.held.iter().try_for_each(|m| line(f, m, "  (contract, held back)"))
    }
}

/// What a caller wants of a database.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wish {
    /// The version up to and including which it is to be applied; `None` for the latest.
    pub(crate) target: Option<i64>,
    /// The version above which contracts are held back; `None` if none are.
    pub(crate) holds_after: Option<i64>,
    /// What becomes of a database that is newer.
    pub(crate) newer: NewerDatabase,
}

impl Wish {
    /// Whether the migration is of those that wait until somebody lets them through.
    pub(crate) fn holds(&self, migration: &Migration) -> bool {
        self.holds_after.is_some_and(|after| after < migration.version()) && migration.is_contract()
    }
}

/// What is pending for somebody with this wish.
///
/// # Errors
///
/// The refusals: [`Error::Newer`], [`Error::Squashed`], [`Error::Missing`], [`Error::Edited`], [`Error::OutOfOrder`],
/// [`Error::Reverting`], [`Error::Interrupted`], [`Error::BackfillChanged`], [`Error::TargetBehind`] and [`Error::Held`], the first
/// that holds.
pub(crate) fn plan<'a>(set: &'a Set, history: &[HistoryEntry], wish: Wish) -> Result<Plan<'a>, Error> {
    let newer = Newer::find(set, history);
    let access = newer.as_ref().map_or(Ok(Access::ReadWrite), |newer| newer.access(set, wish.newer))?;
    let applied: Vec<&HistoryEntry> = history.iter().filter(|entry| entry.kind != Kind::Running).collect();
    let running =
        history.iter().find(|entry| entry.kind == Kind::Running && set.find(entry.version).is_some());
    let current = applied.last().map(|entry| entry.version);
    let target = wish.target;
    let standing = Standing::new(set, history, target);
    refuse_missing(set, history, &standing)?;
    let realign = refuse_edited(set, &applied)?;
    let is_applied = |version: i64| applied.binary_search_by_key(&version, |entry| entry.version).is_ok();
    let is_due = |m: &&Migration| !is_applied(m.version()) && !standing.replaces(m.version());
    let unapplied: Vec<&Migration> = set.migrations().iter().filter(is_due).collect();
    if let (Some(newer), false) = (&newer, unapplied.is_empty()) {
        // It is not this program's history that goes on there.
        return Err(newer.refused(set, Compatibility::Unknown));
    }
    let late: Vec<String> =
        unapplied.iter().filter(|m| Some(m.version()) < current).map(|m| m.file().to_owned()).collect();
    if let (Some(current), false) = (current, late.is_empty()) {
        return Err(Error::OutOfOrder { set: set.name().to_owned(), files: late, current });
    }
    refuse_reverting(set, history)?;
    if let (Some(target), Some(current), None) = (target, current, &newer)
        && target < current
    {
        return Err(Error::TargetBehind { set: set.name().to_owned(), target, current });
    }
    if let Some(entry) = running {
        refuse_changed_beginning(set, entry)?;
    }
    let pending: Vec<&Migration> =
        unapplied.into_iter().filter(|m| target.is_none_or(|target| m.version() <= target)).collect();
    // One that was begun is finished: half of it helps nobody.
    let has_begun = |m: &Migration| running.is_some_and(|entry| entry.version == m.version());
    let is_recorded = |m: &Migration| standing.recorded.iter().any(|squash| squash.version() == m.version());
    let (pending, held) = hold(set, pending, |m| wish.holds(m) && !has_begun(m), is_recorded)?;
    // Of another migration, which was put before it since, nothing is done.
    let is_first =
        |entry: &&HistoryEntry| pending.first().is_some_and(|first| first.version() == entry.version);
    let done = running.filter(is_first).map(|entry| entry.done.clone());
    // A newer program may have other comments, which are not for this one to change.
    let realign = if newer.is_none() { realign } else { Vec::new() };
    let is_newer = newer.is_some();
    Ok(Plan {
        set: set.name(),
        current,
        pending,
        held,
        access,
        is_newer,
        done,
        realign,
        squashed: standing.recorded,
    })
}

/// What is pending and what is held back, which comes last.
fn hold<'a>(
    set: &Set,
    mut pending: Vec<&'a Migration>,
    is_held: impl Fn(&Migration) -> bool,
    waits_along: impl Fn(&Migration) -> bool,
) -> Result<(Vec<&'a Migration>, Vec<&'a Migration>), Error> {
    let Some(first) = pending.iter().position(|migration| is_held(migration)) else {
        return Ok((pending, Vec::new()));
    };
    let held = pending.split_off(first);
    // A squash that is only recorded is nothing that a program needs.
    let needed = held.iter().filter(|migration| !is_held(migration) && !waits_along(migration));
    let behind: Vec<String> = needed.map(|migration| migration.file().to_owned()).collect();
    if behind.is_empty() {
        return Ok((pending, held));
    }
    let (version, file) = (held[0].version(), held[0].file().to_owned());
    Err(Error::Held { set: set.name().to_owned(), version, file, behind })
}

/// Versions in the history that the program does not have, and does not miss. Newer ones are another matter.
fn refuse_missing(set: &Set, history: &[HistoryEntry], standing: &Standing<'_>) -> Result<(), Error> {
    let latest = set.migrations().last().map(Migration::version);
    let is_missing = |entry: &&HistoryEntry| {
        set.find(entry.version).is_none()
            && !standing.has_passed(set, entry.version)
            && Some(entry.version) <= latest
    };
    standing.refuse_cut(set, history)?;
    let missing: Vec<_> = history
        .iter()
        .filter(is_missing)
        .map(|entry| MissingMigration { version: entry.version, description: entry.description.clone() })
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(Error::Missing { set: set.name().to_owned(), missing }) }
}

/// Applied texts that differ from the embedded ones. Those that differ in comments only are to be recorded.
fn refuse_edited<'a>(set: &'a Set, applied: &[&HistoryEntry]) -> Result<Vec<&'a Migration>, Error> {
    let (mut realign, mut edited) = (Vec::new(), Vec::new());
    for entry in applied {
        let Some(migration) = set.find(entry.version) else { continue };
        if entry.has_checksum(migration.checksum()) {
            continue;
        }
        if entry.has_meaning(migration.meaning()) {
            realign.push(migration);
        } else {
            edited.push(EditedMigration {
                version: entry.version,
                file: migration.file().to_owned(),
                applied_at: entry.applied_at.clone(),
                applied: entry.checksum.clone(),
                embedded: migration.checksum().to_string(),
            });
        }
    }
    if edited.is_empty() { Ok(realign) } else { Err(Error::Edited { set: set.name().to_owned(), edited }) }
}

/// Between two versions there is nothing to build on.
fn refuse_reverting(set: &Set, history: &[HistoryEntry]) -> Result<(), Error> {
    let Some(entry) = history.iter().find(|entry| entry.kind == Kind::Reverting) else { return Ok(()) };
    // Of one that only an older program can finish, the description is what this one knows.
    let file = set
        .find(entry.version)
        .map_or(&*entry.description, |migration| migration.down().map_or(migration.file(), |(file, _)| file));
    Err(Error::Reverting {
        set: set.name().to_owned(),
        version: entry.version,
        file: file.to_owned(),
        statements: entry.done.statements,
    })
}

/// A file that was interrupted goes on where it stopped, if what it has done is still what it says.
fn refuse_changed_beginning(set: &Set, entry: &HistoryEntry) -> Result<(), Error> {
    let Some(migration) = set.find(entry.version) else { return Ok(()) };
    if let Some(done) = abandoned(entry, migration) {
        return Err(Error::BackfillChanged {
            set: set.name().to_owned(),
            version: entry.version,
            file: migration.file().to_owned(),
            done,
        });
    }
    let is_beginning = crate::progress::end_of(migration.sql(), &entry.done).is_some();
    // In a transaction, the file would start again with what is done.
    if is_beginning && (entry.done.statements == 0 || !migration.in_transaction()) {
        return Ok(());
    }
    Err(Error::Interrupted {
        set: set.name().to_owned(),
        version: entry.version,
        file: migration.file().to_owned(),
        statements: entry.done.statements,
    })
}
