//! What applying has done.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::backfill::BackfillProgress;
use crate::drift::Drift;
use crate::ledger::Kind;
use crate::newer::Access;
use crate::set::{Migration, Set};
use crate::status::told;

/// What a call of `apply` has done.
///
/// It prints as one line per migration:
///
/// ```text
/// `notes` applied 2 migrations
///   3  add_tags    4 ms
///   4  tag_counts  1 ms
/// ```
///
/// A squash whose files the database has run already has `recorded` in the place of the time; behind that of a backfill stands
/// what it has done, `17000 rows in 17 rounds`. Last come the migrations that are [held back](Self::held).
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    set: String,
    applied: Vec<AppliedMigration>,
    drift: Option<Drift>,
    backup: Option<PathBuf>,
    held: Vec<HeldMigration>,
    access: Access,
}

impl Report {
    pub(crate) fn new(set: &Set) -> Self {
        let (set, access) = (set.name().to_owned(), Access::ReadWrite);
        Self { set, applied: Vec::new(), drift: None, backup: None, held: Vec::new(), access }
    }

    pub(crate) fn extend(&mut self, applied: impl IntoIterator<Item = AppliedMigration>) {
        self.applied.extend(applied);
    }

    pub(crate) fn note(&mut self, drift: Drift) {
        self.drift = Some(drift).filter(|drift| !drift.is_empty());
    }

    pub(crate) fn hold<'m>(&mut self, held: impl Iterator<Item = &'m Migration>) {
        let held =
            held.map(|m| HeldMigration { version: m.version(), description: m.description().to_owned() });
        self.held = held.collect();
    }

    pub(crate) fn allow(&mut self, access: Access) {
        self.access = access;
    }

    pub(crate) fn note_backup(&mut self, copy: PathBuf) {
        self.backup = Some(copy);
    }

    /// The copy of the database from before, if one was asked for and something was applied.
    pub fn backup(&self) -> Option<&Path> {
        self.backup.as_deref()
    }

    /// What is more in the database than the migrations make, if the schema was looked at. It takes nothing from the program,
    /// or it would be [`Error::Drifted`](crate::Error::Drifted).
    pub fn drift(&self) -> Option<&Drift> {
        self.drift.as_ref()
    }

    /// The migrations that were applied or recorded, in order; none if the database was up to date.
    pub fn applied(&self) -> &[AppliedMigration] {
        &self.applied
    }

    /// The migrations of the phase contract that are held back, in order; none unless the program wants that.
    pub fn held(&self) -> &[HeldMigration] {
        &self.held
    }

    /// What the program may do with the database, by [`NewerDatabase`](crate::NewerDatabase).
    pub fn access(&self) -> Access {
        self.access
    }

    /// Whether there was nothing to apply.
    pub fn was_up_to_date(&self) -> bool {
        self.applied.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.applied.len() {
            0 if self.access == Access::ReadOnly => {
                write!(f, "`{}` is newer than the program, which only reads", self.set)?
            }
            0 => write!(f, "`{}` is up to date", self.set)?,
            1 => write!(f, "`{}` applied 1 migration", self.set)?,
            n => write!(f, "`{}` applied {n} migrations", self.set)?,
        }
        let applied = self.applied.iter().map(|m| (m.version, &m.description));
        let names: Vec<_> = applied.chain(self.held.iter().map(|m| (m.version, &m.description))).collect();
        let version = names.iter().map(|(version, _)| version.to_string().len()).max().unwrap_or(0);
        let description = names.iter().map(|(_, description)| description.chars().count()).max().unwrap_or(0);
        self.applied.iter().try_for_each(|m| {
            let time = match m.kind {
                Kind::Squashed => "recorded".to_owned(),
                _ => format!("{} ms", told(m.elapsed.as_millis())),
            };
            let done = m.backfilled.map(|done| format!(", {done}")).unwrap_or_default();
            write!(f, "\n  {:>version$}  {:<description$}  {time}{done}", m.version, m.description)
        })?;
        self.held.iter().try_for_each(|m| {
            write!(f, "\n  {:>version$}  {:<description$}  held back", m.version, m.description)
        })
    }
}

/// A migration that was applied a moment ago.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedMigration {
    version: i64,
    description: String,
    kind: Kind,
    #[cfg_attr(
        feature = "serde",
        serde(rename = "execution_ms", serialize_with = "crate::serialize::as_milliseconds")
    )]
    elapsed: Duration,
    backfilled: Option<BackfillProgress>,
}

impl AppliedMigration {
    pub(crate) fn new(migration: &Migration, elapsed: Duration) -> Self {
        let description = migration.description().to_owned();
        Self { version: migration.version(), description, kind: Kind::Applied, elapsed, backfilled: None }
    }

    /// A squash that was not run.
    pub(crate) fn recorded(migration: &Migration) -> Self {
        Self { kind: Kind::Squashed, ..Self::new(migration, Duration::ZERO) }
    }

    /// A backfill that has nothing left to do.
    pub(crate) fn in_rounds(migration: &Migration, elapsed: Duration, done: BackfillProgress) -> Self {
        Self { backfilled: Some(done), ..Self::new(migration, elapsed) }
    }

    /// Its version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// What its file's name says after the version.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// [`Kind::Applied`]; or [`Kind::Squashed`], if it was recorded and not run.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How long its statements ran; of a backfill, with the pauses between its rounds.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// What a backfill has done, with that of earlier calls which were interrupted; `None` of every other migration.
    pub fn backfilled(&self) -> Option<BackfillProgress> {
        self.backfilled
    }
}

/// A migration of the phase contract that the program does not want yet.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldMigration {
    version: i64,
    description: String,
}

impl HeldMigration {
    /// Its version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// What its file's name says after the version.
    pub fn description(&self) -> &str {
        &self.description
    }
}
