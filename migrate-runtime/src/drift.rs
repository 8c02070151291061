//! The schema that a program was compiled against, and the one that it finds.

use std::fmt;

use rusqlite::{Connection, Transaction};

use crate::error::Error;
use crate::ledger::TABLES;
use crate::schema::compare::{Part, between, facts};
use crate::schema::reader::read;
use crate::schema::same::has_texts;
use crate::schema::texts::are_those_behind;
use crate::schema::{Column, Difference, ForeignKey, ObjectChange, Schema, Table, Trigger};
use crate::set::{Migration, MigrationSet, Set};
use crate::version::MigrationVersion;

/// How a database differs from the schema that a set's migrations make: [`MigrationSet::drift`].
///
/// It prints like a diff. `-` is what the program was compiled against, `+` what the database has:
///
/// ```text
/// the schema of set `library` is not that of version 2:
/// - index `book_author` of table `book`
/// ~ table `author`
///     + column `born` TEXT
///   = note: `-` is what the program was compiled against, `+` what the database has
///   = help: `repair` plans what can be mended without losing anything, and says what cannot
/// ```
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    set: String,
    version: i64,
    differences: Vec<Difference>,
    is_compatible: bool,
    #[cfg_attr(feature = "serde", serde(skip))]
    is_new: bool,
}

impl Drift {
    /// Of a database in which the set has had no history.
    #[cfg(feature = "apply")]
    pub(crate) fn of_new(self) -> Self {
        Self { is_new: true, ..self }
    }

    /// Of a database at `version`, where the set makes the `expected` schema.
    pub(crate) fn read(
        set: &Set,
        version: i64,
        expected: Option<&Schema>,
        conn: &Connection,
    ) -> Result<Self, Error> {
        let none = Self {
            set: set.name().to_owned(),
            version,
            differences: Vec::new(),
            is_compatible: true,
            is_new: false,
        };
        let Some(expected) = expected else { return Ok(none) };
        if are_those_behind(conn, set.find(version)) || has_texts(conn, expected).map_err(reading)? {
            return Ok(none);
        }
        let found = live(conn)?;
        let differences = differences(expected, &found, |_| false);
        let is_compatible = differences.iter().all(|difference| is_addition(difference, expected, &found));
        Ok(Self { differences, is_compatible, ..none })
    }

    /// The name of the set.
    pub fn set(&self) -> &str {
        &self.set
    }

    /// The version that the database has; 0 for a set without migrations.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.differences.is_empty()
    }

    /// Whether the program finds all that it was compiled against: there are only more triggers, more indexes that are not
    /// unique, and more columns that an INSERT may leave out. What a trigger does, nobody knows.
    pub fn is_compatible(&self) -> bool {
        self.is_compatible
    }

    /// Each object that differs: tables first, each followed by its indexes, then views, then triggers, then what only the
    /// database has.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (set, version) = (&self.set, self.version);
        if self.is_empty() {
            return write!(f, "the schema of set `{set}` is that of version {version}");
        }
        write!(f, "the schema of set `{set}` is not that of version {version}:")?;
        self.differences.iter().try_for_each(|difference| write!(f, "\n{difference}"))?;
        f.write_str("\n  = note: `-` is what the program was compiled against, `+` what the database has")?;
        f.write_str(if self.is_compatible {
            "\n  = note: the program finds all that it needs"
        } else if self.is_new {
            "\n  = help: something of that name was there before, and is not of this set: rename it, and apply again"
        } else {
            "\n  = help: `repair` plans what can be mended without losing anything, and says what cannot"
        })
    }
}

impl Schema {
    /// What the database of a connection consists of now, without the engine's own tables. It changes nothing: a read-only
    /// connection will do, also inside a transaction.
    ///
    /// ```
    /// let db = rusqlite::Connection::open_in_memory().unwrap();
    /// db.execute_batch("CREATE TABLE note (id INTEGER PRIMARY KEY)").unwrap();
    /// assert_eq!(migrate_runtime::Schema::read(&db)?.to_string(), "CREATE TABLE note (id INTEGER PRIMARY KEY);\n");
    /// # Ok::<(), migrate_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] and [`Error::Sqlite`] if it cannot be read. A view or a virtual table that cannot be used is no error: it
    /// has no columns.
    pub fn read(conn: &Connection) -> Result<Self, Error> {
        // Of one moment, if the program has not chosen one.
        let _snapshot = snapshot(conn)?;
        live(conn)
    }
}

impl<V: MigrationVersion> MigrationSet<V> {
    /// What has been changed in the database otherwise than by the migrations of the set: by hand, or by another tool.
    ///
    /// It reads the whole schema, and changes nothing: a read-only connection will do, also inside a transaction. The
    /// tables of the set are looked at with their indexes and triggers, and its views; other tables and views, of the
    /// program or of other sets, are nobody's drift. Structures are compared, not texts: layout, comments, the case of
    /// names and the place of a constraint do not matter.
    ///
    /// ```
    /// # use migrate_runtime::{Error, MigrationSet, MigrationVersion};
    /// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &rusqlite::Connection) -> Result<(), Error> {
    /// let drift = migrations.drift(db)?;
    /// if !drift.is_empty() {
    ///     eprintln!("{drift}");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// The refusals of [`plan`](Self::plan), [`Error::HalfDone`] if a file was interrupted, and [`Error::Pending`] for a database
    /// without a history. A database at an earlier version is compared with that, if the feature `apply` is on: the migrations up
    /// to there are run in memory, and `Error::Failed` says which of them cannot be, for want of a function of the program,
    /// say. Without the feature it is [`Error::Pending`], too. [`Error::Busy`] and [`Error::Sqlite`] if the schema cannot
    /// be read.
    pub fn drift(&self, conn: &Connection) -> Result<Drift, Error> {
        // Of one moment, if the program has not chosen one.
        let _snapshot = snapshot(conn)?;
        let (version, earlier) = self.reached(conn)?;
        Drift::read(&self.set, version, earlier.as_ref().or(self.set.schema()), conn)
    }

    /// The version that the database has; with its schema, if it is an earlier one.
    fn reached(&self, conn: &Connection) -> Result<(i64, Option<Schema>), Error> {
        let error = match self.check_history(conn) {
            Ok(_) => return Ok((self.migrations().last().map_or(0, Migration::version), None)),
            Err(error) => error,
        };
        if matches!(error, Error::Pending { .. }) {
            let plan = self.plan(conn)?;
            if let (Some(_), Some(half)) = (plan.statements_done(), plan.pending().first()) {
                return Err(Error::HalfDone { set: self.name().to_owned(), version: half.version() });
            }
        }
        #[cfg(feature = "apply")]
        if let Error::Pending { current: Some(version), .. } = error {
            return Ok((version, Some(crate::replay::schema_at(&self.set, version)?)));
        }
        Err(error)
    }
}

/// What is read is of one moment, if the program has not chosen one.
pub(crate) fn snapshot(conn: &Connection) -> Result<Option<Transaction<'_>>, Error> {
    conn.is_autocommit().then(|| conn.unchecked_transaction().map_err(reading)).transpose()
}

/// Whether it takes nothing from the program, as far as a schema tells: an INSERT of the program's works as before, unless a
/// trigger refuses it.
fn is_addition(difference: &Difference, expected: &Schema, found: &Schema) -> bool {
    match difference.change() {
        ObjectChange::Lost => false,
        ObjectChange::Added => {
            let indexes = || found.tables().iter().flat_map(Table::indexes);
            !indexes().any(|index| index.unique() && index.name() == difference.name())
        }
        ObjectChange::Changed { lost, added } => {
            let (Some(expected), Some(found)) =
                (expected.table(difference.name()), found.table(difference.name()))
            else {
                return false;
            };
            let is_new = |name: &str| expected.column(name).is_none();
            let is_optional = |column: &Column| {
                is_new(column.name())
                    && (!column.not_null() || column.default().is_some() || column.generated().is_some())
            };
            let is_of_new = |key: &ForeignKey| key.columns().iter().all(|column| is_new(column));
            let is_harmless = |fact: &String| {
                found.columns().iter().any(|it| facts::column(it) == *fact && is_optional(it))
                    || found.foreign_keys().iter().any(|it| facts::foreign_key(it) == *fact && is_of_new(it))
            };
            lost.is_empty() && added.iter().all(is_harmless)
        }
    }
}

/// The schema of a database, without the engine's own tables.
pub(crate) fn live(conn: &Connection) -> Result<Schema, Error> {
    read(conn, TABLES).map_err(reading)
}

pub(crate) fn reading(error: rusqlite::Error) -> Error {
    Error::sqlite("reading the schema", error)
}

/// What differs in the objects that are expected, and in what belongs to their tables. Of what is not expected, those tables
/// and views count that are `ours`.
pub(crate) fn differences(expected: &Schema, found: &Schema, ours: impl Fn(&str) -> bool) -> Vec<Difference> {
    let has_table = |name: &str| ours(name) || expected.table(name).is_some();
    let has_view = |name: &str| ours(name) || expected.view(name).is_some();
    let tables = found.tables().iter().filter(|table| has_table(table.name())).flat_map(Part::of_table);
    let views = found.views().iter().filter(|view| has_view(view.name())).map(Part::of_view);
    let is_ours = |it: &&Trigger| has_table(it.table()) || has_view(it.table());
    let triggers = found.triggers().iter().filter(is_ours).map(Part::of_trigger);
    between(&Part::all(expected), &tables.chain(views).chain(triggers).collect::<Vec<_>>())
}
