//! Migrations as closed, constant data. Nothing here is computed when a program starts.

use std::fmt;
use std::marker::PhantomData;

use crate::at_once::AtOnce;
use crate::backfill::Backfill;
use crate::down::Down;
use crate::hook::Call;
use crate::image::Image;
use crate::needs::Need;
use crate::phase::Phase;
use crate::schema::{Fingerprint, Schema};
use crate::squash::Replaces;
use crate::text::{List, Text};
use crate::version::MigrationVersion;

/// A verified list of migrations, and the only door to applying them.
///
/// `embed_migrations!` makes it; there is no other way to get one, so there is no way to apply a list that was
/// not run by the compiler. All of it is static data.
///
/// Its operations are `apply`, `apply_to` and `revert_to`, which change a database (feature `apply`), and
/// [`check`](Self::check), [`plan`](Self::plan), [`status`](Self::status), [`history`](Self::history) and [`drift`](Self::drift),
/// which only read. `runner` and [`checker`](Self::checker) have options.
pub struct MigrationSet<V> {
    pub(crate) set: Set,
    version: PhantomData<fn() -> V>,
}

impl<V: MigrationVersion> MigrationSet<V> {
    pub(crate) const fn new(set: Set) -> Self {
        Self { set, version: PhantomData }
    }

    /// The name under which the set keeps its history in a database.
    pub const fn name(&self) -> &str {
        self.set.name()
    }

    /// The package that embeds the set, and its version: what the history names as the program.
    pub const fn program(&self) -> &str {
        self.set.program()
    }

    /// The migrations, in the order of their versions.
    pub const fn migrations(&self) -> &[Migration] {
        self.set.migrations()
    }

    /// The schema after the last migration: `SCHEMA` of the module that embeds the set.
    pub fn schema(&self) -> &'static Schema {
        // The macro gives every set its schema.
        self.set.schema().unwrap_or(Schema::EMPTY)
    }

    /// The highest version; `None` for an empty set.
    pub fn latest(&self) -> Option<V> {
        V::ALL.last().copied()
    }
}

impl<V> fmt::Debug for MigrationSet<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MigrationSet").field("set", &self.set).finish()
    }
}

/// A set without the type of its versions: what the engine works on.
#[derive(Clone, Debug)]
pub struct Set {
    name: Text,
    program: Text,
    migrations: List<Migration>,
    schema: Option<&'static Schema>,
    #[cfg_attr(not(feature = "apply"), expect(dead_code, reason = "it is for running migrations in memory"))]
    declared: Declared,
    source: Option<Source>,
    needs: &'static [Need],
    #[cfg(feature = "apply")]
    at_once: Option<AtOnce<'static>>,
    #[cfg(feature = "in-memory")]
    image: Option<Image<&'static [u8]>>,
}

impl Set {
    /// `program` is what the log names as the one who migrated: a package and its version.
    pub const fn new(
        name: &'static str,
        program: &'static str,
        migrations: &'static [Migration],
        schema: &'static Schema,
        declared: Declared,
        source: Option<Source>,
    ) -> Self {
        Self {
            name: Text::embedded(name),
            program: Text::embedded(program),
            migrations: List::embedded(migrations),
            schema: Some(schema),
            declared,
            source,
            needs: &[],
            #[cfg(feature = "apply")]
            at_once: None,
            #[cfg(feature = "in-memory")]
            image: None,
        }
    }

    /// The same, of a set that was read a moment ago.
    pub fn owned(name: String, program: String, migrations: Vec<Migration>) -> Self {
        Self {
            name: name.into(),
            program: program.into(),
            migrations: migrations.into(),
            schema: None,
            declared: Declared::NOTHING,
            source: None,
            needs: &[],
            #[cfg(feature = "apply")]
            at_once: None,
            #[cfg(feature = "in-memory")]
            image: None,
        }
    }

    /// The same, of a set that was read a moment ago, and of which the latest schema is known by now.
    pub const fn leaving(mut self, schema: &'static Schema) -> Self {
        self.schema = Some(schema);
        self
    }

    /// The same, of a set that needs others.
    pub const fn needing(mut self, needs: &'static [Need]) -> Self {
        self.needs = needs;
        self
    }

    /// The same, of a set of which a new database may get at once what the migrations leave. A program that applies nothing
    /// does not hold it.
    #[cfg_attr(
        not(feature = "apply"),
        expect(unused_mut, unused_variables, reason = "it is for new databases")
    )]
    pub const fn made_at_once(mut self, all: AtOnce<'static>) -> Self {
        #[cfg(feature = "apply")]
        {
            self.at_once = Some(all);
        }
        self
    }

    /// The same, of a set with the image of a new database. Only a program that asks for such databases holds it.
    #[cfg_attr(
        not(feature = "in-memory"),
        expect(unused_mut, unused_variables, reason = "it is for databases in memory")
    )]
    pub const fn with_image(mut self, image: Image<&'static [u8]>) -> Self {
        #[cfg(feature = "in-memory")]
        {
            self.image = Some(image);
        }
        self
    }

    #[cfg(feature = "in-memory")]
    pub(crate) const fn image(&self) -> Option<Image<&'static [u8]>> {
        self.image
    }

    #[cfg(feature = "apply")]
    pub(crate) const fn at_once(&self) -> Option<AtOnce<'static>> {
        self.at_once
    }

    pub(crate) const fn needs(&self) -> &'static [Need] {
        self.needs
    }

    pub(crate) const fn name(&self) -> &str {
        self.name.as_str()
    }

    pub(crate) const fn program(&self) -> &str {
        self.program.as_str()
    }

    /// The schema after the last migration; `None` of a set that was read a moment ago.
    pub(crate) const fn schema(&self) -> Option<&'static Schema> {
        self.schema
    }

    #[cfg(feature = "apply")]
    pub(crate) const fn declared(&self) -> &Declared {
        &self.declared
    }

    pub(crate) const fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// Strictly ascending by version.
    pub(crate) const fn migrations(&self) -> &[Migration] {
        self.migrations.as_slice()
    }

    pub(crate) fn find(&self, version: i64) -> Option<&Migration> {
        let found = self.migrations().binary_search_by_key(&version, Migration::version);
        found.ok().map(|index| &self.migrations()[index])
    }
}

/// What a program registers on its connections, as it has told the macro.
#[derive(Clone, Copy, Debug)]
pub struct Declared {
    /// The name of each SQL function, and how many arguments it takes; -1 for any number.
    pub functions: &'static [(&'static str, i32)],
    /// The names of the collations.
    pub collations: &'static [&'static str],
    /// The names of the modules of virtual tables.
    pub modules: &'static [&'static str],
}

impl Declared {
    /// A program that registers nothing.
    pub const NOTHING: Self = Self { functions: &[], collations: &[], modules: &[] };
}

/// Where a debug build was compiled from, and the migration files that were there.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    pub(crate) directory: &'static str,
    pub(crate) entries: &'static [&'static str],
    pub(crate) has_lock: bool,
}

impl Source {
    /// `directory` is absolute; `entries` are the migrations' files, relative to it, with forward slashes.
    pub const fn new(directory: &'static str, entries: &'static [&'static str], has_lock: bool) -> Self {
        Self { directory, entries, has_lock }
    }
}

/// One migration of a [`MigrationSet`].
#[derive(Clone, Debug)]
pub struct Migration {
    pub(crate) parts: Parts,
}

impl Migration {
    /// Its number in the set.
    pub const fn version(&self) -> i64 {
        self.parts.version
    }

    /// What the file's name says after the version: `add_tags` for `0002_add_tags.sql`.
    pub const fn description(&self) -> &str {
        self.parts.description.as_str()
    }

    /// The file, relative to the package, with forward slashes.
    pub const fn file(&self) -> &str {
        self.parts.file.as_str()
    }

    /// The SQL text, without a byte order mark and with LF line ends.
    pub const fn sql(&self) -> &str {
        let terminated = self.terminated_sql();
        terminated.split_at(terminated.len() - 1).0
    }

    /// The same with a NUL behind it.
    pub(crate) const fn terminated_sql(&self) -> &str {
        self.parts.sql.as_str()
    }

    /// The file and the SQL text of the way back, if there is one.
    pub const fn down(&self) -> Option<(&str, &str)> {
        match &self.parts.down {
            Some(Down { file, sql, .. }) => {
                let sql = sql.as_str();
                Some((file.as_str(), sql.split_at(sql.len() - 1).0))
            }
            None => None,
        }
    }

    /// Why there is no way back, if the file says so.
    pub const fn irreversible(&self) -> Option<&str> {
        Text::option(&self.parts.irreversible)
    }

    /// SHA-256 of [`sql`](Self::sql). For a file with LF line ends it is what `sha256sum` prints.
    pub const fn checksum(&self) -> Digest {
        self.parts.checksum
    }

    /// SHA-256 over the previous migration's chain, this version and this checksum: it proves all the history
    /// up to here. Previous to a squash is what comes before the versions that it replaces.
    pub const fn chain(&self) -> Digest {
        self.parts.chain
    }

    /// SHA-256 over the SQL tokens without comments and white space: an edit that keeps it changes nothing.
    pub const fn meaning(&self) -> Digest {
        self.parts.meaning
    }

    /// Whether it runs inside a transaction. Only `-- migrate: no-transaction` says otherwise. Of a backfill, each round does.
    pub const fn in_transaction(&self) -> bool {
        self.parts.in_transaction
    }

    /// Whether foreign keys are enforced while it runs: if `-- migrate: foreign-keys = on` says so, or it is a backfill.
    pub const fn foreign_keys(&self) -> bool {
        self.parts.foreign_keys
    }

    /// The versions whose files it replaces, if it is a squash. Only `-- migrate: replaces FIRST..LAST` says so.
    pub const fn replaces(&self) -> Option<&Replaces> {
        self.parts.replaces.as_ref()
    }

    /// The side that it is on, of a change that comes in two steps. Only `-- migrate: phase expand` and `contract` say so.
    pub const fn phase(&self) -> Option<Phase> {
        self.parts.phase
    }

    /// The oldest version of programs that can work with the database behind it: those whose latest version is this one or a
    /// later one. Only `-- migrate: compatible-with VERSION` says so.
    pub const fn compatible_with(&self) -> Option<i64> {
        self.parts.compatible_with
    }

    /// Whether it takes away what only older programs need.
    pub(crate) const fn is_contract(&self) -> bool {
        matches!(self.parts.phase, Some(Phase::Contract))
    }

    /// The path of the function that is called behind its SQL, as the program has written it. Only the argument `hooks` says
    /// so. No checksum covers it, and the build does not call it.
    pub const fn hook(&self) -> Option<&str> {
        match &self.parts.hook {
            Some(call) => Some(call.path()),
            None => None,
        }
    }

    /// The tables whose rows it writes, that it drops or that it renames, as the build has seen.
    pub fn touches(&self) -> impl Iterator<Item = &str> {
        self.parts.touches.as_slice().iter().map(Text::as_str)
    }

    /// The tables that have another name behind it: the one from before it, and that. A table that is made in the place of
    /// another one is not renamed, whatever it was called meanwhile.
    pub fn renames(&self) -> Vec<(&str, &str)> {
        let mut renamed: Vec<(&str, &str)> = Vec::new();
        for (from, to) in self.parts.table_changes.as_slice() {
            let (from, to) = (from.as_str(), to.as_str());
            let at = renamed.iter().position(|(_, now)| now.eq_ignore_ascii_case(from));
            match at {
                _ if from.is_empty() => renamed.push(("", to)),
                Some(at) if to.is_empty() => drop(renamed.remove(at)),
                Some(at) => renamed[at].1 = to,
                None if to.is_empty() => {}
                None => renamed.push((from, to)),
            }
        }
        renamed.retain(|(from, to)| !from.is_empty() && from != to);
        renamed
    }

    /// What goes with it, as the build has seen: tables, columns and rows, each in a few words. A table that is made anew from
    /// its rows, or gets another name, stays; what a [hook](Self::hook) or a trigger deletes, and what an UPDATE
    /// overwrites, is not among it.
    pub fn destroys(&self) -> impl Iterator<Item = &str> {
        self.parts.destroys.as_slice().iter().map(Text::as_str)
    }

    /// The fingerprint of the set's own schema after this migration. Of a migration behind a squash, after the squash and
    /// not after the files that it replaces, which may have left other texts.
    pub const fn fingerprint(&self) -> Fingerprint {
        self.parts.fingerprint
    }
}

/// The fields of a [`Migration`], for the macro and the verifier. Each has the getter of its name above.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each has the getter of its name above")]
pub struct Parts {
    pub version: i64,
    pub description: Text,
    pub file: Text,
    /// With a NUL at the end, as `Statements` want it.
    pub sql: Text,
    pub down: Option<Down>,
    pub irreversible: Option<Text>,
    pub checksum: Digest,
    pub chain: Digest,
    pub meaning: Digest,
    pub in_transaction: bool,
    pub foreign_keys: bool,
    pub backfill: Option<Backfill>,
    pub phase: Option<Phase>,
    pub compatible_with: Option<i64>,
    pub replaces: Option<Replaces>,
    pub hook: Option<Call>,
    pub fingerprint: Fingerprint,
    /// The number of all texts of the set's own schema behind it; as the fingerprint, behind a squash.
    pub texts: u64,
    /// Whether a PRAGMA or a temporary object may stay behind on the connection.
    pub leaves_traces: bool,
    /// Tables whose rows it writes, or that it drops or renames: those for which foreign keys have to be checked.
    pub touches: List<Text>,
    /// Tables, columns and rows that go with it, each in a few words.
    pub destroys: List<Text>,
    /// What it does to tables, in its order: an empty name and the table that it creates, a table that it drops and an
    /// empty name, or the two names of a table that it renames.
    pub table_changes: List<(Text, Text)>,
    /// The tables that are new or have another text behind it.
    pub shapes: List<Shape>,
    /// The tables that are not there any more behind it.
    pub gone: List<Text>,
}

impl Parts {
    /// A migration with these fields.
    pub const fn build(self) -> Migration {
        Migration { parts: self }
    }
}

/// A table that a migration leaves.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its name and those of its columns, with a NUL between; of a virtual table, its name alone.
    pub names: Text,
    /// The digest of its text.
    pub text: u64,
}

impl Shape {
    /// For the macro.
    pub const fn embedded(names: &'static str, text: u64) -> Self {
        Self { names: Text::embedded(names), text }
    }

    pub(crate) fn table(&self) -> &str {
        self.names.split_once('\0').map_or(&*self.names, |(table, _)| table)
    }

    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        self.names.split('\0').skip(1)
    }
}

/// A SHA-256 value. It prints as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    #[doc(hidden)]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether `hex` spells this value.
    pub(crate) fn is(&self, hex: &str) -> bool {
        hex.as_bytes().eq_ignore_ascii_case(&self.digits())
    }

    fn digits(&self) -> [u8; 64] {
        let digit = |at: usize| {
            let byte = self.0[at / 2];
            b"0123456789abcdef"[usize::from(if at.is_multiple_of(2) { byte >> 4 } else { byte & 15 })]
        };
        std::array::from_fn(digit)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}
