//! The set: ordered, paired, without duplicates.

use std::collections::BTreeMap;

use crate::diagnostic::{self, Diagnostic};
use crate::header::{Directives, Headed};
use crate::name::{self, Direction, Name, Scheme};
use crate::squash::Squash;
use crate::{checksum, directory, fixture};

/// Migrations in ascending order of their versions; never empty, and no version twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    directory: String,
    scheme: Scheme,
    migrations: Vec<Migration>,
    /// The versions of those that this view of it leaves out.
    left_out: Vec<i64>,
}

impl Set {
    /// The directory as it is shown, like `migrations`.
    pub fn directory(&self) -> &str {
        &self.directory
    }

    /// How its files are named.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The migrations, in ascending order of their versions.
    pub fn migrations(&self) -> &[Migration] {
        &self.migrations
    }

    /// The migration of that version.
    pub fn migration(&self, version: i64) -> Option<&Migration> {
        let at = self.migrations.binary_search_by_key(&version, |migration| migration.version).ok()?;
        self.migrations.get(at)
    }

    /// The set without the migrations that `is_left_out`, for which others stand.
    #[must_use]
    pub fn without(&self, is_left_out: impl Fn(&Migration) -> bool) -> Self {
        let (left_out, migrations): (Vec<_>, Vec<_>) = self.migrations.iter().cloned().partition(is_left_out);
        let left_out = left_out.iter().map(|migration| migration.version).collect();
        Self { migrations, left_out, ..self.clone() }
    }

    /// Whether it is known what became of the version, which has no file: a squash stands for it.
    pub fn accounts_for(&self, version: i64) -> bool {
        let replaces =
            |m: &Migration| m.directives.replaces.as_ref().is_some_and(|it| it.versions().contains(&version));
        self.left_out.contains(&version) || self.migrations.iter().any(replaces)
    }

    /// The set with what is known of its squashes, by version.
    pub(crate) fn with_squashes(mut self, mut squashes: BTreeMap<i64, Squash>) -> Self {
        for migration in &mut self.migrations {
            migration.squash = squashes.remove(&migration.version);
        }
        self
    }

    /// The path, as it is shown, of the fixture that `migration` has or may get, like
    /// `migrations/fixtures/0001_init.sql`.
    pub fn fixture_path(&self, migration: &Migration) -> String {
        match &migration.fixture {
            Some(fixture) => fixture.path.clone(),
            None => directory::within(&self.directory, &migration.fixture_within()),
        }
    }

    /// The set with `fixtures`, which are called by their version.
    pub(crate) fn with_fixtures(mut self, mut fixtures: BTreeMap<i64, File>) -> Self {
        for migration in &mut self.migrations {
            migration.fixture = fixtures.remove(&migration.version);
        }
        self
    }

    /// Version, identifier and description of every migration.
    pub fn variants(&self) -> Vec<(i64, String, String)> {
        self.migrations.iter().map(|m| (m.version, m.variant.clone(), m.description.clone())).collect()
    }
}

/// One step of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Migration {
    /// Its place in the order.
    pub version: i64,
    /// The description as the file name has it, like `add_tags`.
    pub description: String,
    /// The description as a Rust identifier, like `AddTags`; unique in its set.
    pub variant: String,
    /// The SQL that takes the step.
    pub up: File,
    /// The SQL that takes it back.
    pub down: Option<File>,
    /// The SQL that gives shadow databases rows behind it. Production never runs it, and no checksum covers it.
    pub fixture: Option<File>,
    /// What the head of the up file asks for.
    pub directives: Directives,
    /// What is known of the files that it replaces, if it is a squash.
    pub squash: Option<Squash>,
    /// What the head of the down file asks for.
    pub down_directives: Option<Directives>,
    /// SHA-256 of the up file's text.
    pub checksum: [u8; 32],
    /// SHA-256 over the chain of the migration before, the version and the checksum. Before a squash is what comes before
    /// the files that it replaces, so that it does not matter whether they are still there.
    pub chain: [u8; 32],
    /// SHA-256 of the up file's SQL without comments and white space.
    pub meaning: [u8; 32],
}

impl Migration {
    /// The path within the directory of the fixture that it has or may get, like `fixtures/0001_init.sql`.
    pub fn fixture_within(&self) -> String {
        format!("{}/{}", fixture::DIRECTORY, self.fixture_name())
    }

    /// What the file of its fixture is called: like that of the migration, if it had one file.
    pub(crate) fn fixture_name(&self) -> String {
        let up = &self.up.name;
        match up.strip_suffix("/up.sql").or_else(|| up.strip_suffix(".up.sql")) {
            Some(stem) => format!("{stem}.sql"),
            None => up.clone(),
        }
    }
}

/// A file of a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// The path within the directory, with forward slashes, like `0001_init.sql` or `2026-01-31-120000_init/up.sql`.
    pub name: String,
    /// The path as it is shown, like `migrations/0001_init.sql`.
    pub path: String,
    /// The text, without a byte order mark and with CRLF as LF.
    pub text: String,
    /// Whether the text is what stands on the disk, byte for byte.
    pub verbatim: bool,
}

/// A migration that is being put together.
#[derive(Default)]
struct Parts {
    up: Option<Headed>,
    down: Option<Headed>,
}

/// The set that `files`, which are in the order of their names, make in the directory that is shown as `directory`.
pub(crate) fn build(
    directory: &str,
    files: Vec<Headed>,
    trusted_through: Option<i64>,
) -> Result<Set, Vec<Diagnostic>> {
    let names: Vec<Name> = files.iter().map(|file| file.name.clone()).collect();
    let mut problems = Vec::new();
    let mut duplicates = Vec::new();
    let mut parts: BTreeMap<i64, Parts> = BTreeMap::new();
    let mut scheme = Scheme::Plain;
    for file in files {
        scheme = file.name.scheme;
        let part = parts.entry(file.name.version).or_default();
        let slot = if file.name.direction == Direction::Up { &mut part.up } else { &mut part.down };
        match slot {
            Some(first) => {
                duplicates.push(file.name.version);
                problems.push(diagnostic::model::duplicate(&file, first, &names));
            }
            None => *slot = Some(file),
        }
    }
    let versions: Vec<i64> = parts.keys().copied().collect();
    let replaces = || parts.values().filter_map(|part| part.up.as_ref()?.directives.replaces.as_ref());
    let is_known = |version: &i64| {
        parts.contains_key(version) || replaces().any(|replaces| replaces.versions().contains(version))
    };
    if let Some(trusted) = trusted_through.filter(|version| !is_known(version)) {
        problems.push(diagnostic::model::trusted_through_nothing(trusted, &versions));
    }
    let variants = name::variants(&names);
    let mut migrations: Vec<Migration> = Vec::new();
    for ((version, part), (_, variant, _)) in parts.into_iter().zip(variants) {
        match (part.up, part.down) {
            (Some(up), down) => {
                let is_double = duplicates.contains(&version);
                if let Some(down) = down.as_ref().filter(|down| !is_double && !down.name.is_pair_of(&up.name))
                {
                    problems.push(diagnostic::model::pair_mismatch(down, &up));
                }
                let first = up.directives.replaces.as_ref().map_or(version, |replaces| replaces.first);
                let chain = migrations.iter().rfind(|before| before.version < first).map(|last| last.chain);
                migrations.push(migration(version, variant, up, down, chain));
            }
            (None, Some(down)) => problems.push(diagnostic::model::down_without_up(&down)),
            (None, None) => {}
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Set { directory: directory.to_owned(), scheme, migrations, left_out: Vec::new() })
}

fn migration(
    version: i64,
    variant: String,
    up: Headed,
    down: Option<Headed>,
    before: Option<[u8; 32]>,
) -> Migration {
    let checksum = checksum::checksum(&up.file.text);
    let (down, down_directives) = down.map(|down| (down.file, down.directives)).unzip();
    Migration {
        version,
        description: up.name.description,
        variant,
        checksum,
        chain: checksum::chain(before, version, checksum),
        meaning: checksum::meaning(&up.file.text),
        up: up.file,
        down,
        fixture: None,
        directives: up.directives,
        squash: None,
        down_directives,
    }
}
