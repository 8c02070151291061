//! Each migration of a set and of a database, and how they stand to each other.

use std::fmt;

use crate::ledger::{HistoryEntry, Kind};
use crate::set::{Migration, Set};
use crate::squash::Standing;

/// How a migration stands in a database.
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
    /// Runs outside a transaction and was interrupted; the next `apply` goes on.
    Interrupted,
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
            Self::Interrupted => "interrupted",
            Self::Replaced => "replaced",
            Self::OutOfOrder => "out of order",
            Self::Missing => "missing in the program",
            Self::Newer => "newer than the program",
        }
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    rows: Vec<MigrationStatus>,
}

/// One migration's [`State`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationStatus {
    version: i64,
    description: String,
    state: State,
    entry: Option<HistoryEntry>,
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

    /// Whether all that the program knows is applied or replaced by what is, and nothing else is applied.
    pub fn is_up_to_date(&self) -> bool {
        let is_done =
            |state: State| matches!(state, State::Applied | State::CommentsEdited | State::Replaced);
        self.rows.iter().all(|row| is_done(row.state))
    }
}

/// Puts a set and a history side by side. It refuses nothing: what `apply` would refuse is a state.
pub(crate) fn status(set: &Set, history: Vec<HistoryEntry>) -> Status {
    let latest = set.migrations().last().map(Migration::version);
    let current = history.iter().filter(|entry| entry.kind != Kind::Running).map(|entry| entry.version).max();
    let standing = Standing::new(set, &history, None);
    let row = |version: i64, migration: Option<&Migration>, entry: Option<HistoryEntry>| {
        let state = match (migration, &entry) {
            (None, _) if Some(version) > latest => State::Newer,
            (None, _) if standing.has_passed(set, version) => State::Replaced,
            (None, _) => State::Missing,
            (Some(_), None) if standing.replaces(version) => State::Replaced,
            (Some(_), None) if Some(version) < current => State::OutOfOrder,
            (Some(_), None) => State::Pending,
            (Some(_), Some(entry)) if entry.kind == Kind::Running => State::Interrupted,
            (Some(migration), Some(entry)) if entry.has_checksum(migration.checksum()) => State::Applied,
            (Some(migration), Some(entry)) if entry.has_meaning(migration.meaning()) => State::CommentsEdited,
            (Some(_), Some(_)) => State::Edited,
        };
        let description =
            migration.map(Migration::description).or(entry.as_ref().map(HistoryEntry::description));
        MigrationStatus { version, description: description.unwrap_or("").to_owned(), state, entry }
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
    Status { rows }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let applied_at =
            |row: &MigrationStatus| row.entry.as_ref().map_or("-".to_owned(), |e| e.applied_at.clone());
        let milliseconds = |row: &MigrationStatus| {
            row.entry.as_ref().map_or("-".to_owned(), |e| told(e.execution_ms.unsigned_abs().into()))
        };
        let width = |heading: &str, cell: &dyn Fn(&MigrationStatus) -> String| {
            let cells = self.rows.iter().map(|row| cell(row).chars().count());
            cells.chain([heading.len()]).max().unwrap_or(0)
        };
        let version = width("version", &|row| row.version.to_string());
        let migration = width("migration", &|row| row.description.clone());
        let state = width("state", &|row| row.state.to_string());
        let at = width("applied at", &applied_at);
        let ms = width("ms", &milliseconds);
        write!(
            f,
            "{:>version$}  {:<migration$}  {:<state$}  {:<at$}  {:>ms$}",
            "version", "migration", "state", "applied at", "ms"
        )?;
        self.rows.iter().try_for_each(|row| {
            let (at_text, ms_text) = (applied_at(row), milliseconds(row));
            write!(
                f,
                "\n{:>version$}  {:<migration$}  {:<state$}  {at_text:<at$}  {ms_text:>ms$}",
                row.version, row.description, row.state
            )
        })
    }
}

/// Milliseconds as people say them: most migrations take less than one.
pub(crate) fn told(milliseconds: u128) -> String {
    if milliseconds == 0 { "<1".to_owned() } else { milliseconds.to_string() }
}
