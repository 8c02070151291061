//! Squashes: one migration that makes at once what others make one by one, and who runs which.

use std::ops::RangeInclusive;

use crate::error::Error;
use crate::ledger::{HistoryEntry, Kind};
use crate::set::{Migration, Set};
use crate::text::Text;

/// The versions whose files a squash replaces: [`Migration::replaces`].
///
/// The build has proved that the squash makes the schema that they make. A database without any of them runs the squash
/// alone; one that has the last of them records the squash without running it.
#[derive(Clone, Debug)]
pub struct Replaces {
    first: i64,
    last: i64,
    release: Text,
}

impl Replaces {
    #[doc(hidden)]
    pub const fn new(first: i64, last: i64, release: Text) -> Self {
        Self { first, last, release }
    }

    /// The first version that it replaces.
    pub const fn first(&self) -> i64 {
        self.first
    }

    /// The last version that it replaces.
    pub const fn last(&self) -> i64 {
        self.last
    }

    /// A release that has the replaced files, package and version: the one in which the squash was proved.
    pub const fn release(&self) -> &str {
        self.release.as_str()
    }

    pub(crate) const fn versions(&self) -> RangeInclusive<i64> {
        self.first..=self.last
    }
}

impl Set {
    /// Each squash, ascending by version, so that one that is replaced itself comes before the one that replaces it.
    fn squashes(&self) -> impl Iterator<Item = (&Migration, &Replaces)> {
        self.migrations().iter().filter_map(|migration| Some((migration, migration.replaces()?)))
    }

    /// Whether the set still has files that the squash replaces. It has all of them then: the build sees to it.
    pub(crate) fn has_files_of(&self, replaces: &Replaces) -> bool {
        let from = self.migrations().partition_point(|migration| migration.version() < replaces.first);
        self.migrations().get(from).is_some_and(|migration| migration.version() <= replaces.last)
    }

    /// Whether the version is one whose file was deleted, because a squash of the set replaces it.
    pub(crate) fn has_replaced(&self, version: i64) -> bool {
        self.squashes()
            .any(|(_, replaces)| replaces.versions().contains(&version) && !self.has_files_of(replaces))
    }

    /// Whether there is one.
    #[cfg(feature = "apply")]
    pub(crate) fn has_squash(&self) -> bool {
        self.squashes().next().is_some()
    }

    /// Whether the files are gone that a squash replaces.
    #[cfg(feature = "apply")]
    pub(crate) fn has_lost_files(&self) -> bool {
        self.squashes().any(|(_, replaces)| !self.has_files_of(replaces))
    }

    /// The squashes whose files are gone and of which a database that has run these versions has run the last one, which
    /// stands beside it; an error if it has stopped before that.
    #[cfg(feature = "apply")]
    pub(crate) fn squashed(&self, versions: &[i64]) -> Result<Vec<(&Migration, i64)>, Error> {
        let mut squashed = Vec::new();
        for (squash, replaces) in self.squashes().filter(|(_, replaces)| !self.has_files_of(replaces)) {
            match versions.iter().filter(|version| replaces.versions().contains(version)).max() {
                Some(last) if *last == replaces.last => squashed.push((squash, *last)),
                Some(current) => return Err(refused(self, *current, squash, replaces)),
                None => {}
            }
        }
        Ok(squashed)
    }

    /// The shortest way to the schema of the version. Behind the last file that a squash replaces, that is the squash, with
    /// the file and without.
    pub(crate) fn way_to_schema(&self, mut version: i64) -> impl Iterator<Item = &Migration> {
        // Ascending: a squash may be the last of what another one replaces.
        for (squash, replaces) in self.squashes() {
            version = if replaces.last == version { squash.version() } else { version };
        }
        self.way(version)
    }

    /// The shortest way from nothing to the version: a squash that lies on it stands for the files that it replaces.
    pub(crate) fn way(&self, version: i64) -> impl Iterator<Item = &Migration> {
        let squashes = self.squashes().filter(|(squash, _)| squash.version() <= version);
        let replaced: Vec<_> = squashes.map(|(_, replaces)| replaces.versions()).collect();
        let until = self.migrations().iter().take_while(move |migration| migration.version() <= version);
        until.filter(move |migration| !replaced.iter().any(|of| of.contains(&migration.version())))
    }
}

/// What becomes of the squashes of a set in a database.
pub(crate) struct Standing<'a> {
    /// Those that are done, or will be run in the place of the files that they replace.
    taken: Vec<&'a Replaces>,
    /// Those whose files the database has run or has begun to run. They are recorded, and never run.
    pub(crate) recorded: Vec<&'a Migration>,
    /// One whose files the database has begun to run, and the program no longer has.
    cut: Option<(&'a Migration, &'a Replaces)>,
}

impl<'a> Standing<'a> {
    /// With `target` as the version that is wanted: a squash above it is not taken.
    pub(crate) fn new(set: &'a Set, history: &[HistoryEntry], target: Option<i64>) -> Self {
        let is_done = |version: i64| {
            history.iter().any(|entry| entry.version == version && entry.kind != Kind::Running)
        };
        let mut standing = Self { taken: Vec::new(), recorded: Vec::new(), cut: None };
        for (squash, replaces) in set.squashes() {
            let begun = history.iter().any(|entry| entry.version >= replaces.first);
            if is_done(squash.version()) {
                standing.taken.push(replaces);
            } else if begun {
                standing.recorded.push(squash);
                let has_some = history.iter().any(|entry| replaces.versions().contains(&entry.version));
                let has_last = history.iter().any(|entry| entry.version == replaces.last && entry.is_whole());
                if has_some && !has_last && !set.has_files_of(replaces) {
                    standing.cut = Some((squash, replaces));
                }
            } else if target.is_none_or(|target| squash.version() <= target) {
                standing.taken.push(replaces);
            }
        }
        standing
    }

    /// Whether a squash stands for the version, which the database has not run and need not run.
    pub(crate) fn replaces(&self, version: i64) -> bool {
        self.taken.iter().any(|replaces| replaces.versions().contains(&version))
    }

    /// Whether the version, which the program does not have, is one that the database has passed.
    pub(crate) fn has_passed(&self, set: &Set, version: i64) -> bool {
        let is_cut = self.cut.is_some_and(|(_, replaces)| replaces.versions().contains(&version));
        set.has_replaced(version) && !is_cut
    }

    /// The squash that stands for files between which the database has stopped, and the release that has them.
    pub(crate) fn cut(&self) -> Option<(String, String)> {
        self.cut.map(|(squash, replaces)| (squash.file().to_owned(), replaces.release.to_string()))
    }

    /// Refuses a database that stands between files which the program does not have.
    pub(crate) fn refuse_cut(&self, set: &Set, history: &[HistoryEntry]) -> Result<(), Error> {
        let Some((squash, replaces)) = self.cut else { return Ok(()) };
        let within = history.iter().rfind(|entry| replaces.versions().contains(&entry.version));
        Err(refused(set, within.map_or(replaces.first, |entry| entry.version), squash, replaces))
    }
}

/// The database has stopped between files that are gone.
fn refused(set: &Set, current: i64, squash: &Migration, replaces: &Replaces) -> Error {
    Error::Squashed {
        set: set.name().to_owned(),
        current,
        file: squash.file().to_owned(),
        first: replaces.first,
        last: replaces.last,
        release: replaces.release.to_string(),
    }
}
