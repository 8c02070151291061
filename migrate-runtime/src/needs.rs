//! Sets that others of the same database need.

use std::fmt;

use rusqlite::Connection;

use crate::error::Error;
use crate::ledger;
use crate::set::{MigrationSet, Set};
use crate::version::MigrationVersion;

/// Another set that a set needs in the same database: `needs = { auth = 3 }`.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    set: &'static str,
    version: i64,
}

impl Need {
    #[doc(hidden)]
    pub const fn new(set: &'static str, version: i64) -> Self {
        Self { set, version }
    }

    /// The name of the other set.
    pub const fn set(&self) -> &str {
        self.set
    }

    /// The version that it has to be at, or behind.
    pub const fn version(&self) -> i64 {
        self.version
    }
}

impl<V: MigrationVersion> MigrationSet<V> {
    /// The other sets that have to be in a database before this one is applied.
    pub const fn needs(&self) -> &[Need] {
        self.set.needs()
    }
}

/// A [`Need`] that a database does not meet.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmetNeed {
    need: Need,
    found: Option<i64>,
}

impl UnmetNeed {
    /// What is needed.
    pub fn need(&self) -> Need {
        self.need
    }

    /// The highest version of the other set that is applied; `None` if the database has no history of it.
    pub fn found(&self) -> Option<i64> {
        self.found
    }
}

/// What is needed, and what there is.
impl fmt::Display for UnmetNeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::message::unmet(f, &self.need, self.found)
    }
}

/// The needs that the database does not meet, by the histories that it has.
pub(crate) fn unmet(set: &Set, conn: &Connection) -> Result<Vec<UnmetNeed>, Error> {
    let mut unmet = Vec::new();
    for need in set.needs() {
        let found = ledger::current(conn, need.set)?;
        if found < Some(need.version) {
            unmet.push(UnmetNeed { need: *need, found });
        }
    }
    Ok(unmet)
}

/// Refuses a database that lacks what the set needs.
pub(crate) fn refuse_unmet(set: &Set, conn: &Connection) -> Result<(), Error> {
    let unmet = unmet(set, conn)?;
    if unmet.is_empty() { Ok(()) } else { Err(Error::Needs { set: set.name().to_owned(), unmet }) }
}
