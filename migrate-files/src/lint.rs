//! The lints: what is worth a word although it runs. This is their catalogue; `migrate-verify` finds them.
//!
//! A lint has a level. `deny` fails the build, `warn` is told, `allow` is silent. The macro's arguments set levels for
//! the whole set, by name or by family; a file allows a lint for itself, and says why.

mod destructive;
mod determinism;
mod page;
mod phases;
mod pragmas;
mod quality;
mod readers;
mod rebuild;
mod rows;

pub use destructive::*;
pub use determinism::*;
pub use page::page;
pub use phases::*;
pub use pragmas::*;
pub use quality::*;
pub use readers::*;
pub use rebuild::*;
pub use rows::*;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::lint::trust;
use crate::model::Set;
use crate::options::Options;

/// Something that a migration may do, and mostly should not.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lint {
    /// Its name, in lower case with hyphens: `drop-table`.
    pub name: &'static str,
    /// What it belongs to.
    pub family: Family,
    /// Its level, if nobody sets another one.
    pub level: Level,
    /// What it finds, in a sentence.
    pub what: &'static str,
    /// Why that is worth a word.
    pub why: &'static str,
    /// File names and texts of a set in which it is found.
    pub example: &'static [(&'static str, &'static str)],
    /// What to do instead.
    pub way_out: &'static str,
}

/// What is done about a lint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing.
    Allow,
    /// It is told as a warning.
    Warn,
    /// It is an error.
    Deny,
}

impl Level {
    /// As the arguments of the macro spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }
}

/// Lints of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// What is there goes.
    Destructive,
    /// Whether it works depends on the rows.
    Rows,
    /// A table is made anew, and lacks something.
    Rebuild,
    /// Settings of connections and transactions.
    Pragmas,
    /// A program of the release before no longer finds what it reads.
    Readers,
    /// A file says that older or newer programs can work with the database, and they cannot.
    Phases,
    /// Two databases come out differently.
    Determinism,
    /// A schema that can be had better.
    Quality,
}

impl Family {
    /// All, in the order in which they are read.
    pub const ALL: [Self; 8] = [
        Self::Destructive,
        Self::Rows,
        Self::Rebuild,
        Self::Pragmas,
        Self::Readers,
        Self::Phases,
        Self::Determinism,
        Self::Quality,
    ];

    /// Its name, which stands for all of its lints.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Destructive => "destructive",
            Self::Rows => "rows",
            Self::Rebuild => "rebuild",
            Self::Pragmas => "pragmas",
            Self::Readers => "readers",
            Self::Phases => "phases",
            Self::Determinism => "determinism",
            Self::Quality => "quality",
        }
    }

    /// What its lints are about.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Destructive => "what is there goes",
            Self::Rows => "whether it works depends on the rows",
            Self::Rebuild => "a table is made anew, and lacks something",
            Self::Pragmas => "settings of connections and transactions",
            Self::Readers => "a program of the release before no longer finds what it reads",
            Self::Phases => "a file says which programs can work with the database, and they cannot",
            Self::Determinism => "two databases come out differently",
            Self::Quality => "a schema that can be had better",
        }
    }

    /// Its lints.
    pub const fn lints(self) -> &'static [&'static Lint] {
        match self {
            Self::Destructive => destructive::LINTS,
            Self::Rows => rows::LINTS,
            Self::Rebuild => rebuild::LINTS,
            Self::Pragmas => pragmas::LINTS,
            Self::Readers => readers::LINTS,
            Self::Phases => phases::LINTS,
            Self::Determinism => determinism::LINTS,
            Self::Quality => quality::LINTS,
        }
    }
}

/// Every lint, family by family.
pub fn all() -> impl Iterator<Item = &'static Lint> {
    Family::ALL.into_iter().flat_map(|family| family.lints().iter().copied())
}

/// The lint of that name.
pub fn find(name: &str) -> Option<&'static Lint> {
    all().find(|lint| lint.name == name)
}

/// What the macro's arguments say of levels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(Vec<(Subject, Level)>);

/// Whose level is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    All,
    Family(Family),
    Lint(&'static str),
}

/// The word that stands for every lint.
pub(crate) const ALL: &str = "all";

impl Subject {
    fn parse(name: &str) -> Option<Self> {
        if name == ALL {
            return Some(Self::All);
        }
        let family = Family::ALL.into_iter().find(|family| family.as_str() == name);
        family.map(Self::Family).or_else(|| find(name).map(|lint| Self::Lint(lint.name)))
    }

    fn covers(self, lint: &Lint) -> bool {
        match self {
            Self::All => true,
            Self::Family(family) => lint.family == family,
            Self::Lint(name) => lint.name == name,
        }
    }

    /// The narrower one decides.
    fn rank(self) -> u8 {
        match self {
            Self::All => 0,
            Self::Family(_) => 1,
            Self::Lint(_) => 2,
        }
    }
}

/// Why a level cannot be set.
pub(crate) enum Unsettable {
    /// There is no such lint or family.
    Unknown,
    /// It has one already.
    Twice(Level),
}

impl Levels {
    /// Sets the level of the lint, the family or, with `all`, of everything that is called so.
    pub(crate) fn set(&mut self, name: &str, level: Level) -> Result<(), Unsettable> {
        let subject = Subject::parse(name).ok_or(Unsettable::Unknown)?;
        if let Some((_, before)) = self.0.iter().find(|(known, _)| *known == subject) {
            return Err(Unsettable::Twice(*before));
        }
        self.0.push((subject, level));
        Ok(())
    }

    /// The same level for every lint.
    pub fn all(level: Level) -> Self {
        Self(vec![(Subject::All, level)])
    }

    /// The level of a lint in this set.
    pub fn of(&self, lint: &Lint) -> Level {
        let given = self.0.iter().filter(|(subject, _)| subject.covers(lint));
        given.max_by_key(|(subject, _)| subject.rank()).map_or(lint.level, |(_, level)| *level)
    }
}

/// A lint, found in a migration.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which.
    pub lint: &'static Lint,
    /// The migration, by its index in the set.
    pub migration: usize,
    /// What is said.
    pub diagnostic: Diagnostic,
}

/// Findings by what is done about them.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// Those that fail the build.
    pub errors: Vec<Diagnostic>,
    /// Those that are told.
    pub warnings: Vec<Diagnostic>,
}

/// Gives every finding its level: that of its file, of the set, or its own. A migration that is trusted is past mending.
pub fn settle(options: &Options, set: &Set, mut findings: Vec<Finding>) -> Settled {
    let position = |finding: &Finding| finding.diagnostic.place().and_then(|place| place.position);
    findings.sort_by_key(|finding| (finding.migration, position(finding)));
    let mut settled = Settled::default();
    for Finding { lint, migration, diagnostic } in findings {
        let migration = &set.migrations()[migration];
        let is_allowed = migration.directives.allow.iter().any(|allow| allow.lint == lint.name);
        if is_allowed || options.trusted_through >= Some(migration.version) {
            continue;
        }
        let diagnostic = diagnostic.of_lint(lint.name);
        let (list, diagnostic) = match options.levels.of(lint) {
            Level::Allow => continue,
            Level::Warn => (&mut settled.warnings, diagnostic.as_warning()),
            Level::Deny => (&mut settled.errors, diagnostic.help(trust(migration.version))),
        };
        if !list.contains(&diagnostic) {
            list.push(diagnostic);
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lint_stands_in_its_family_under_a_name_of_its_own() {
        let mut names: Vec<&str> = all().map(|lint| lint.name).collect();
        for family in Family::ALL {
            assert!(family.lints().iter().all(|lint| lint.family == family), "{family:?}");
            names.push(family.as_str());
        }
        names.push(ALL);
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn the_narrower_level_decides_whatever_the_order() {
        let mut levels = Levels::default();
        assert!(levels.set("drop-table", Level::Deny).is_ok());
        assert!(levels.set("all", Level::Warn).is_ok());
        assert!(levels.set("destructive", Level::Allow).is_ok());
        assert_eq!(levels.of(&DROP_TABLE), Level::Deny);
        assert_eq!(levels.of(&DROP_COLUMN), Level::Allow);
        assert_eq!(levels.of(&USER_VERSION), Level::Warn);
        assert!(matches!(levels.set("drop-table", Level::Warn), Err(Unsettable::Twice(Level::Deny))));
        assert!(matches!(levels.set("drop-tables", Level::Warn), Err(Unsettable::Unknown)));
    }
}
