//! Each migration of a set and of a database, and how they stand to each other.

mod print;

use std::fmt;

use crate::drift::Drift;
use crate::foreign::Ledger;
use crate::ledger::{FailedAttempt, HistoryEntry, Kind};
use crate::needs::UnmetNeed;
use crate::phase::Phase;
use crate::set::{Migration, Set};
use crate::squash::Standing;

/// How a migration stands in a database.
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// Applied, with the embedded text.
    Applied,
    /// Applied with a text that differs in comments or white space only. The next `apply` records the new text.
    CommentsEdited,
    /// Applied with another text. `apply` refuses.
    Edited,
    /// Not applied yet.
    Pending,
    /// Not applied, of the phase contract, and held back by the program that was asked last: see
    /// [`Checker::hold_contracts`](crate::Checker::hold_contracts).
    Held,
    /// Not applied; the last attempt has failed, and left nothing behind.
    Failed,
    /// Runs outside a transaction, or in rounds, and is running or was interrupted; the next `apply` goes on.
    Interrupted,
    /// Its down runs outside a transaction and was interrupted; the next revert goes on.
    Reverting,
    /// A squash stands for it: the program no longer has the file that the database has run, or the database runs the
    /// squash in its place.
    Replaced,
    /// Not applied, with a version below one that is. `apply` refuses.
    OutOfOrder,
    /// Applied, and unknown to the program, with a version below its latest. `apply` refuses.
    Missing,
    /// Applied, and newer than the program. `apply` refuses.
    Newer,
}

impl State {
    /// The state in a few words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::CommentsEdited => "applied, comments edited",
            Self::Edited => "edited after being applied",
            Self::Pending => "pending",
            Self::Held => "held back",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
            Self::Reverting => "interrupted on the way back",
            Self::Replaced => "replaced",
            Self::OutOfOrder => "out of order",
            Self::Missing => "missing in the program",
            Self::Newer => "newer than the program",
        }
    }
}

impl State {
    /// The way out of a state that nobody wants; `None` of one that is as it should be.
    pub const fn help(self) -> Option<&'static str> {
        Some(match self {
            Self::Applied | Self::CommentsEdited | Self::Pending | Self::Replaced => return None,
            Self::Held => "apply without holding it back, once no program needs what it takes away",
            Self::Failed => "mend what it has failed on, in the rows or in a new release, and apply again",
            Self::Interrupted => "apply again; it goes on behind what is done",
            Self::Reverting => {
                "revert again, as by `revert_last`; it goes on behind the statements that are done"
            }
            Self::Edited => "restore the text that was applied, and write the change as a new migration",
            Self::OutOfOrder => "give it a version above those that are applied",
            Self::Missing => "restore the file from version control, or run the program that has it",
            Self::Newer => "run the program that applied it, or a later one",
        })
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Every migration that the program or the database knows.
///
/// It prints as an aligned table:
///
/// ```text
/// version  migration   state    applied at                ms
///       1  init        applied  2026-01-31T12:00:00.000Z   3
///       2  add_tags    pending  -                          -
/// ```
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    rows: Vec<MigrationStatus>,
    foreign: Option<Ledger>,
    drift: Option<Drift>,
    /// The squash that stands for files between which the database has stopped, and the release that has them.
    cut: Option<(String, String)>,
    unmet: Vec<UnmetNeed>,
}

/// One migration's [`State`].
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationStatus {
    version: i64,
    description: String,
    state: State,
    entry: Option<HistoryEntry>,
    failure: Option<FailedAttempt>,
    hook: Option<String>,
    phase: Option<Phase>,
}

impl MigrationStatus {
    /// Its version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// What its file's name says after the version.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// How it stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// The last attempt to apply it, if that has failed.
    pub fn failure(&self) -> Option<&FailedAttempt> {
        self.failure.as_ref()
    }

    /// The function that the program calls behind its SQL. [`entry`](Self::entry) says whether it was called.
    pub fn hook(&self) -> Option<&str> {
        self.hook.as_deref()
    }

    /// The side that it is on, of a change that comes in two steps.
    pub fn phase(&self) -> Option<Phase> {
        self.phase
    }

    /// Its row in the history, if it has one.
    pub fn entry(&self) -> Option<&HistoryEntry> {
        self.entry.as_ref()
    }
}

impl Status {
    /// One per migration, ascending by version.
    pub fn migrations(&self) -> &[MigrationStatus] {
        &self.rows
    }

    /// Where another tool keeps a history, if the set has none in this database: `adopt` goes on from there.
    pub fn foreign(&self) -> Option<&Ledger> {
        self.foreign.as_ref()
    }

    /// How the schema differs from that of the latest version; `None` if it does not, or the database is not there.
    pub fn drift(&self) -> Option<&Drift> {
        self.drift.as_ref()
    }

    /// The sets that this one needs and that the database does not have, or not at that version: `apply` refuses until then.
    pub fn unmet_needs(&self) -> &[UnmetNeed] {
        &self.unmet
    }

    /// Whether all that the program knows is applied or replaced by what is, nothing else is applied, and the schema is one that
    /// the program can work with.
    pub fn is_up_to_date(&self) -> bool {
        let is_done =
            |state: State| matches!(state, State::Applied | State::CommentsEdited | State::Replaced);
        self.rows.iter().all(|row| is_done(row.state)) && self.drift.as_ref().is_none_or(Drift::is_compatible)
    }
}

/// What a database knows of a set, besides the history.
pub(crate) struct Around {
    /// Ascending by version.
    pub(crate) failures: Vec<(i64, FailedAttempt)>,
    /// The versions that a program holds back, ascending.
    pub(crate) held: Vec<i64>,
    pub(crate) foreign: Option<Ledger>,
    pub(crate) drift: Option<Drift>,
    pub(crate) unmet: Vec<UnmetNeed>,
}

/// Puts a set and a history side by side. It refuses nothing: what `apply` would refuse is a state.
pub(crate) fn status(set: &Set, history: Vec<HistoryEntry>, around: Around) -> Status {
    let Around { failures, held, foreign, drift, unmet } = around;
    let latest = set.migrations().last().map(Migration::version);
    let current = history.iter().filter(|entry| entry.kind != Kind::Running).map(|entry| entry.version).max();
    let standing = Standing::new(set, &history, None);
    let row = |version: i64, migration: Option<&Migration>, entry: Option<HistoryEntry>| {
        let is_done = entry.as_ref().is_some_and(HistoryEntry::is_whole);
        let failure = failures.iter().find(|(failed, _)| *failed == version && !is_done);
        let failure = failure.map(|(_, failure)| failure.clone());
        let state = match (migration, &entry) {
            (None, _) if Some(version) > latest => State::Newer,
            (None, _) if standing.has_passed(set, version) => State::Replaced,
            (None, _) => State::Missing,
            (Some(_), None) if standing.replaces(version) => State::Replaced,
            (Some(_), None) if Some(version) < current => State::OutOfOrder,
            (Some(_), None) if failure.is_some() => State::Failed,
            (Some(migration), None) if migration.is_contract() && held.contains(&version) => State::Held,
            (Some(_), None) => State::Pending,
            (Some(_), Some(entry)) if entry.kind == Kind::Running => State::Interrupted,
            (Some(_), Some(entry)) if entry.kind == Kind::Reverting => State::Reverting,
            (Some(migration), Some(entry)) if entry.has_checksum(migration.checksum()) => State::Applied,
            (Some(migration), Some(entry)) if entry.has_meaning(migration.meaning()) => State::CommentsEdited,
            (Some(_), Some(_)) => State::Edited,
        };
        let description =
            migration.map(Migration::description).or(entry.as_ref().map(HistoryEntry::description));
        let description = description.unwrap_or("").to_owned();
        let hook = migration.and_then(Migration::hook).map(str::to_owned);
        let phase = migration.and_then(Migration::phase);
        MigrationStatus { version, description, state, entry, failure, hook, phase }
    };
    // Both lists ascend: they are merged like a zip.
    let mut history = history.into_iter().peekable();
    let mut rows = Vec::with_capacity(set.migrations().len());
    for migration in set.migrations() {
        while let Some(entry) = history.next_if(|entry| entry.version < migration.version()) {
            rows.push(row(entry.version, None, Some(entry)));
        }
        let entry = history.next_if(|entry| entry.version == migration.version());
        rows.push(row(migration.version(), Some(migration), entry));
    }
    rows.extend(history.map(|entry| row(entry.version, None, Some(entry))));
    Status { rows, foreign, drift, cut: standing.cut(), unmet }
}

/// Milliseconds as people say them: most migrations take less than one.
pub(crate) fn told(milliseconds: u128) -> String {
    if milliseconds == 0 { "<1".to_owned() } else { milliseconds.to_string() }
}
