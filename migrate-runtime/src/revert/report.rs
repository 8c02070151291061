//! What a revert has done.

use std::time::Duration;

use super::RevertLoss;
use crate::drift::Drift;
use crate::report::Report;
use crate::set::Set;

/// What a revert has done, or would do: [`MigrationSet::revert_to`](crate::MigrationSet::revert_to).
///
/// It prints as one line per migration:
///
/// ```text
/// `notes` reverted 2 migrations, to version 1
///   3  tag_counts  1 ms
///   2  add_tags    4 ms
/// ```
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevertReport {
    pub(super) set: String,
    pub(super) reached: Option<i64>,
    pub(super) reverted: Vec<RevertedMigration>,
    pub(super) drift: Option<Drift>,
    pub(super) is_dry_run: bool,
}

impl RevertReport {
    pub(super) fn new(set: &Set, reached: Option<i64>) -> Self {
        let set = set.name().to_owned();
        Self { set, reached, reverted: Vec::new(), drift: None, is_dry_run: false }
    }

    /// The migrations that were reverted, in the order in which they were.
    pub fn reverted(&self) -> &[RevertedMigration] {
        &self.reverted
    }

    /// The version that the database has now; `None` if none is left.
    pub fn reached(&self) -> Option<i64> {
        self.reached
    }

    /// What is more in the database than the migrations up to that version make. It takes nothing from them, or it would be
    /// [`Error::Drifted`](crate::Error::Drifted).
    pub fn drift(&self) -> Option<&Drift> {
        self.drift.as_ref()
    }

    /// Whether all of it was taken back again: [`RevertPlan::dry_run`](crate::RevertPlan::dry_run).
    pub fn is_dry_run(&self) -> bool {
        self.is_dry_run
    }

    /// Whether there was nothing to revert.
    pub fn is_empty(&self) -> bool {
        self.reverted.is_empty()
    }
}

/// A migration that was reverted a moment ago.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevertedMigration {
    pub(super) version: i64,
    pub(super) description: String,
    pub(super) losses: Vec<RevertLoss>,
    #[cfg_attr(
        feature = "serde",
        serde(rename = "execution_ms", serialize_with = "crate::serialize::as_milliseconds")
    )]
    pub(super) elapsed: Duration,
}

impl RevertedMigration {
    /// Its version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// What its file's name says after the version.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// What has gone with it, counted just before.
    pub fn losses(&self) -> &[RevertLoss] {
        &self.losses
    }

    /// How long the statements of its down ran.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

/// What was reverted and applied again: [`MigrationSet::redo`](crate::MigrationSet::redo).
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redone {
    pub(super) reverted: RevertReport,
    pub(super) applied: Report,
}

impl Redone {
    /// What was reverted.
    pub fn reverted(&self) -> &RevertReport {
        &self.reverted
    }

    /// What was applied again.
    pub fn applied(&self) -> &Report {
        &self.applied
    }
}
