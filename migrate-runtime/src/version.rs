//! The numbers that migrations have, typed by the set that they belong to.

use std::fmt::Debug;

/// A version of one migration set: the enum that `embed_migrations!` defines beside `MIGRATIONS`.
///
/// Each set has an enum of its own, so that a version of another set does not type-check.
///
/// ```
/// # use migrate_runtime as embed_migrations;
/// use embed_migrations::MigrationVersion;
///
/// fn describe<V: MigrationVersion>() -> String {
///     V::ALL.iter().map(|version| format!("{} = {version:?}; ", version.number())).collect()
/// }
/// ```
pub trait MigrationVersion: Copy + Eq + Ord + Debug + Send + Sync + 'static {
    /// Every version of the set, ascending.
    const ALL: &'static [Self];

    /// The number in the file's name, 0 to `i64::MAX`.
    fn number(self) -> i64;

    /// The version with this number; `None` if the set has no such migration.
    fn from_number(number: i64) -> Option<Self> {
        let found = Self::ALL.binary_search_by_key(&number, |version| version.number());
        found.ok().map(|index| Self::ALL[index])
    }
}
