//! The schema that a program was compiled against, and the one that it finds.

use std::fmt;

use rusqlite::{Connection, Transaction};

use crate::error::Error;
use crate::ledger::TABLES;
use crate::schema::compare::{Part, between, facts};
use crate::schema::reader::read;
use crate::schema::same::has_texts;
use crate::schema::{Difference, ObjectChange, Schema, Table, Trigger};
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
}

impl Drift {
    /// Of a database at `version`, where the set makes the `expected` schema.
    pub(crate) fn read(
        set: &Set,
        version: i64,
        expected: Option<&Schema>,
        conn: &Connection,
    ) -> Result<Self, Error> {
        let none = Self { set: set.name().to_owned(), version, differences: Vec::new(), is_compatible: true };
        let Some(expected) = expected else { return Ok(none) };
        if has_texts(conn, expected).map_err(reading)? {
            return Ok(none);
        }
        let found = live(conn)?;
        let differences = differences(expected, &found, |_| false);
        let is_compatible = differences.iter().all(|difference| is_addition(difference, &found));
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

    /// Whether the program finds all that it was compiled against: there are only more indexes and triggers, and more
    /// columns that an INSERT may leave out.
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
        } else {
            "\n  = help: `repair` plans what can be mended without losing anything, and says what cannot"
        })
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
        let Error::Pending { current, .. } = &error else { return Err(error) };
        let plan = self.plan(conn)?;
        if let (Some(_), Some(half)) = (plan.statements_done(), plan.pending().first()) {
            return Err(Error::HalfDone { set: self.name().to_owned(), version: half.version() });
        }
        #[cfg(feature = "apply")]
        if let Some(version) = *current {
            return Ok((version, Some(crate::replay::schema_at(&self.set, version)?)));
        }
        Err(error)
    }
}

/// What is read is of one moment, if the program has not chosen one.
pub(crate) fn snapshot(conn: &Connection) -> Result<Option<Transaction<'_>>, Error> {
    conn.is_autocommit().then(|| conn.unchecked_transaction().map_err(reading)).transpose()
}

/// Whether it takes nothing from the program.
fn is_addition(difference: &Difference, found: &Schema) -> bool {
    let is_optional = |fact: &String| {
        let columns = found.table(difference.name()).map_or(&[][..], Table::columns);
        columns.iter().any(|it| {
            facts::column(it) == *fact
                && (!it.not_null() || it.default().is_some() || it.generated().is_some())
        })
    };
    match difference.change() {
        ObjectChange::Lost => false,
        ObjectChange::Added => true,
        ObjectChange::Changed { lost, added } => lost.is_empty() && added.iter().all(is_optional),
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
