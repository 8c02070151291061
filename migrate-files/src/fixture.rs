//! `fixtures/0002_add_email.sql`: rows that shadow databases have behind a migration, and no other database.

use std::collections::BTreeMap;

use crate::diagnostic::{self, Diagnostic};
use crate::directory::{Entry, Kind, Listing, Reader};
use crate::model::{File, Migration, Set};
use crate::name::{self, Direction, Name, Scheme};
use crate::{header, nearest};

/// The directory beside the migrations.
pub(crate) const DIRECTORY: &str = "fixtures";

/// The fixtures of the set, by version.
pub(crate) fn read(
    set: &Set,
    listing: &Listing,
    reader: &mut Reader,
) -> Result<BTreeMap<i64, File>, Vec<Diagnostic>> {
    let fixtures = Fixtures::new(set, listing);
    let mut found = BTreeMap::new();
    let mut problems = Vec::new();
    for entry in &fixtures.entries {
        let path = format!("{DIRECTORY}/{}", entry.name);
        let file = |migration: &Migration| Ok((migration.version, reader.file(listing, &path)?));
        match fixtures.migration(entry, &listing.shown(&path)).and_then(file) {
            Ok((version, file)) => {
                problems.extend(header::problems_of_fixture(&file));
                found.insert(version, file);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// What lies in the directory.
struct Fixtures<'a> {
    set: &'a Set,
    entries: Vec<&'a Entry>,
    /// Of the files that are called like a migration.
    names: Vec<Name>,
}

impl<'a> Fixtures<'a> {
    fn new(set: &'a Set, listing: &'a Listing) -> Self {
        let is_file = |entry: &&&Entry| matches!(entry.kind, Kind::File);
        let entries = listing.children(DIRECTORY).iter();
        let entries: Vec<_> = entries.filter(|entry| !name::is_readme(&entry.name)).collect();
        let names = entries.iter().filter(is_file);
        let names = names.filter_map(|entry| Name::of_fixture(&entry.name, set.scheme())).collect();
        Self { set, entries, names }
    }

    /// The migration that `entry` is the fixture of; `shown` is its path.
    fn migration(&self, entry: &Entry, shown: &str) -> Result<&'a Migration, Diagnostic> {
        match (&entry.kind, self.names.iter().find(|name| name.path == entry.name)) {
            (Kind::File, Some(name)) => self.migration_of(name, shown),
            (Kind::File, None) => Err(self.misnamed(&entry.name, shown)),
            (Kind::Directory(_), _) => {
                let name = Name::of_fixture(&format!("{}.sql", entry.name), self.set.scheme());
                let migration = name.and_then(|name| self.set.migration(name.version));
                Err(diagnostic::fixture::subdirectory(shown, self.set, migration))
            }
            (Kind::Other, _) => Err(diagnostic::name::special(shown)),
        }
    }

    fn migration_of(&self, name: &Name, shown: &str) -> Result<&'a Migration, Diagnostic> {
        let renumbered = self.renumbered(name);
        let Some(migration) = self.set.migration(name.version) else {
            return Err(diagnostic::fixture::unknown_version(shown, name.version, self.set, renumbered));
        };
        let same: Vec<&Name> = self.names.iter().filter(|other| other.version == name.version).collect();
        match same[..] {
            [first, ..] if first != name => {
                Err(diagnostic::fixture::duplicate(shown, name, first, self.set, migration))
            }
            // Of several, the second has the diagnostic.
            [_] if migration.description != name.description => {
                let wanted = renumbered.unwrap_or(migration);
                Err(diagnostic::fixture::other_description(shown, self.set, wanted))
            }
            _ => Ok(migration),
        }
    }

    /// The one migration with the description of `name`, if it has no fixture: it may have got another version.
    fn renumbered(&self, name: &Name) -> Option<&'a Migration> {
        let mut equals = self.set.migrations().iter().filter(|m| m.description == name.description);
        let migration = equals.next().filter(|_| equals.next().is_none())?;
        (!self.has(migration)).then_some(migration)
    }

    fn has(&self, migration: &Migration) -> bool {
        let is_its =
            |name: &Name| (name.version, &name.description) == (migration.version, &migration.description);
        self.names.iter().any(is_its)
    }

    fn misnamed(&self, file: &str, shown: &str) -> Diagnostic {
        if file.contains(char::is_control) {
            return diagnostic::name::control(shown);
        }
        // `0002_add_email.up.sql`
        let plain = Name::parse(file).map(|name| name.written(Scheme::Plain, Direction::Up)).ok();
        let migrations = || self.set.migrations().iter();
        let names: Vec<String> = migrations().map(Migration::fixture_name).collect();
        let near = nearest::nearest(plain.as_deref().unwrap_or(file), names.iter().map(String::as_str));
        let near = near.and_then(|near| migrations().find(|migration| migration.fixture_name() == near));
        // `0002.sql`
        let number = file.strip_suffix(".sql").and_then(|stem| stem.parse().ok());
        let near = near.or_else(|| self.set.migration(number?));
        let is_copy = near.is_some_and(|near| self.has(near));
        diagnostic::fixture::misnamed(shown, file, self.set, near, is_copy)
    }
}
