//! What can go wrong, in a word each.

use super::Error;

impl Error {
    /// What it is, in one word: for programs that pass it on, and will not parse a text. A word never changes its meaning.
    ///
    /// ```
    /// # use migrate_runtime::{Error, MigrationSet, MigrationVersion};
    /// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &rusqlite::Connection) {
    /// if let Err(error) = migrations.check(db) {
    ///     eprintln!("{{ \"error\": \"{}\" }}", error.code());
    /// }
    /// # }
    /// ```
    pub const fn code(&self) -> &'static str {
        match self {
            #[cfg(feature = "apply")]
            Self::Failed(_) => "failed",
            #[cfg(feature = "apply")]
            Self::Hook(_) => "hook",
            #[cfg(feature = "apply")]
            Self::ForeignKeys { .. } => "foreign_keys",
            #[cfg(feature = "apply")]
            Self::HasHistory { .. } => "has_history",
            #[cfg(feature = "apply")]
            Self::NotAdopted { .. } => "not_adopted",
            #[cfg(feature = "apply")]
            Self::NoBaseline { .. } => "no_baseline",
            #[cfg(feature = "apply")]
            Self::AmbiguousBaseline { .. } => "ambiguous_baseline",
            #[cfg(feature = "apply")]
            Self::UnprovenHooks { .. } => "unproven_hooks",
            Self::MissingTables { .. } => "missing_tables",
            #[cfg(feature = "apply")]
            Self::Hidden { .. } => "hidden",
            #[cfg(feature = "apply")]
            Self::Cancelled { .. } => "cancelled",
            Self::HalfDone { .. } => "half_done",
            #[cfg(feature = "apply")]
            Self::RepairOutdated { .. } => "repair_outdated",
            #[cfg(feature = "apply")]
            Self::RepairFailed { .. } => "repair_failed",
            #[cfg(feature = "apply")]
            Self::Damaged { .. } => "damaged",
            #[cfg(feature = "apply")]
            Self::Backup { .. } => "backup",
            Self::Drifted(_) => "drifted",
            Self::Needs { .. } => "needs",
            Self::Pending { .. } => "pending",
            Self::Newer { .. } => "newer",
            Self::Held { .. } => "held",
            Self::Edited { .. } => "edited",
            Self::Missing { .. } => "missing",
            Self::Squashed { .. } => "squashed",
            Self::OutOfOrder { .. } => "out_of_order",
            Self::Interrupted { .. } => "interrupted",
            Self::Reverting { .. } => "reverting",
            #[cfg(feature = "apply")]
            Self::RevertRefused { .. } => "revert_refused",
            #[cfg(feature = "apply")]
            Self::RevertOutdated { .. } => "revert_outdated",
            #[cfg(feature = "apply")]
            Self::NoDryRun { .. } => "no_dry_run",
            #[cfg(feature = "apply")]
            Self::TargetAhead { .. } => "target_ahead",
            Self::BackfillChanged { .. } => "backfill_changed",
            Self::TargetBehind { .. } => "target_behind",
            Self::ForeignTable { .. } => "foreign_table",
            #[cfg(feature = "apply")]
            Self::InTransaction => "in_transaction",
            #[cfg(feature = "apply")]
            Self::ReadOnly { .. } => "read_only",
            Self::Busy { .. } => "busy",
            Self::Misaligned { .. } => "misaligned",
            Self::Stale { .. } => "stale",
            Self::Sqlite { .. } => "sqlite",
        }
    }
}
