//! What is timed.

use crate::Result;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Open a database that is up to date, apply, and ask the first question; by hand, the same file without the second.
    Start,
    /// Make a new file, and apply all.
    FreshFile,
    FreshMemory,
    /// Get a database for a test, with all migrations, and ask the first question.
    InMemory,
    /// Open a file that has all but the last, and apply it.
    UpgradeOne,
    /// As before, but the last tenth is pending.
    UpgradeMany,
    /// `cargo build` of a program with ten migrations, with nothing built yet.
    ColdBuild,
}

/// How often a job is done.
pub struct Effort {
    /// Of each tool in turn.
    pub rounds: usize,
    /// In one of them.
    pub repeats: usize,
}

impl Job {
    pub const ALL: [Self; 7] = [
        Self::Start,
        Self::FreshFile,
        Self::FreshMemory,
        Self::InMemory,
        Self::UpgradeOne,
        Self::UpgradeMany,
        Self::ColdBuild,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::FreshFile => "fresh_file",
            Self::FreshMemory => "fresh_memory",
            Self::InMemory => "in_memory",
            Self::UpgradeOne => "upgrade_one",
            Self::UpgradeMany => "upgrade_many",
            Self::ColdBuild => "cold_build",
        }
    }

    pub fn named(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|job| job.name() == name);
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("no job is called `{name}`; expected one of {names}").into()
        })
    }

    pub fn journals(self) -> &'static [Journal] {
        match self {
            Self::FreshMemory | Self::InMemory => &[Journal::Memory],
            Self::ColdBuild => &[],
            _ => &[Journal::Delete, Journal::Wal],
        }
    }

    /// Whether it starts from a database with migrations.
    pub fn is_prepared(self) -> bool {
        matches!(self, Self::Start | Self::UpgradeOne | Self::UpgradeMany)
    }

    pub fn effort(self, migrations: usize, is_quick: bool) -> Effort {
        let is_fresh = !self.is_prepared();
        // Many short rounds rather than few long ones: what else the machine does comes in bursts.
        let (rounds, repeats) = match migrations {
            // Tools with a transaction for each take half a minute.
            3000.. if is_fresh => (1, 1),
            1000.. if is_fresh => (3, 1),
            300.. if is_fresh => (5, 1),
            // And a second for a hundred.
            1000.. if self == Self::UpgradeMany => (5, 1),
            _ => (15, 3),
        };
        Effort { rounds: if is_quick { rounds.min(7) } else { rounds }, repeats }
    }
}

/// Where SQLite keeps what it might have to take back. `synchronous` stays as the tool leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journal {
    Delete,
    Wal,
    Memory,
    /// There is no database.
    None,
}

impl Journal {
    /// Those of databases.
    pub const ALL: [Self; 3] = [Self::Delete, Self::Wal, Self::Memory];

    pub fn name(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Wal => "wal",
            Self::Memory => "memory",
            Self::None => "-",
        }
    }
}
