//! A database that is newer than the program: whether it goes on, and what it may do then.

use rusqlite::Connection;

use crate::drift::{live, snapshot};
use crate::error::Error;
use crate::guard;
use crate::ledger::{self, HistoryEntry};
use crate::names::listed;
use crate::plan::Plan;
use crate::schema::{Column, Schema};
use crate::set::{Migration, Set};

/// What a program does on a database that is newer than it is: one to which a later release has applied migrations that this
/// one does not have.
///
/// ```
/// # use migrate_runtime::{Access, Error, MigrationSet, MigrationVersion, NewerDatabase};
/// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &rusqlite::Connection) -> Result<(), Error> {
/// let access = migrations.checker().newer_database(NewerDatabase::IfCompatible).check(db)?;
/// assert_eq!(access, Access::ReadWrite);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum NewerDatabase {
    /// It goes no further: [`Error::Newer`].
    #[default]
    Refuse,
    /// It only reads. The connection is told so by `PRAGMA query_only`, so that SQLite refuses whatever would write. It is
    /// [`Error::Newer`] if a table, a view or a column is not there any more that the program was compiled against.
    ReadOnly,
    /// It goes on as ever if each of the newer migrations says that a program of its version can:
    /// `-- migrate: compatible-with VERSION`. Otherwise it is [`Error::Newer`].
    IfCompatible,
}

/// What a program may do with a database.
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// All that it was written for.
    #[default]
    ReadWrite,
    /// Nothing but reading, because the database is newer: [`NewerDatabase::ReadOnly`]. The connection that was checked
    /// refuses everything else; others have to be told, or opened for reading.
    ReadOnly,
}

/// Whether a program could work with a database that is newer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compatibility {
    /// Each newer migration says so: [`NewerDatabase::IfCompatible`] goes on.
    Promised,
    /// Newer migrations say so, but for these versions.
    BrokenBy(Vec<i64>),
    /// No newer migration says anything of this program.
    Unknown,
    /// One of them was interrupted, and what is there meanwhile is nobody's schema.
    Unfinished(i64),
    /// It does not find these, which it was compiled against.
    Unreadable(Vec<String>),
}

/// The rows of a history that this program does not know, because they are newer.
pub(crate) struct Newer<'h> {
    rows: Vec<&'h HistoryEntry>,
}

impl<'h> Newer<'h> {
    /// `None` if there are none. Of versions that a squash stands for, the set knows.
    pub(crate) fn find(set: &Set, history: &'h [HistoryEntry]) -> Option<Self> {
        let latest = set.migrations().last().map(Migration::version);
        let rows: Vec<_> = history.iter().filter(|entry| Some(entry.version) > latest).collect();
        (!rows.is_empty()).then_some(Self { rows })
    }

    /// Those of them behind which a program whose latest version is `program` cannot work, or nobody has said that it can.
    fn breaking(&self, program: Option<i64>) -> Vec<i64> {
        let is_promised = |row: &HistoryEntry| {
            !is_between(row) && row.compatible_with.is_some_and(|oldest| Some(oldest) <= program)
        };
        self.rows.iter().filter(|row| !is_promised(row)).map(|row| row.version).collect()
    }

    /// What the program may do by its policy.
    ///
    /// # Errors
    ///
    /// [`Error::Newer`], unless it may go on.
    pub(crate) fn access(&self, set: &Set, policy: NewerDatabase) -> Result<Access, Error> {
        let program = set.migrations().last().map(Migration::version);
        match policy {
            NewerDatabase::ReadOnly => Ok(Access::ReadOnly),
            NewerDatabase::IfCompatible if self.breaking(program).is_empty() => Ok(Access::ReadWrite),
            _ => Err(self.refusal(set)),
        }
    }

    pub(crate) fn refusal(&self, set: &Set) -> Error {
        if let Some(row) = self.rows.iter().find(|row| is_between(row)) {
            return self.refused(set, Compatibility::Unfinished(row.version));
        }
        let breaking = self.breaking(set.migrations().last().map(Migration::version));
        self.refused(
            set,
            match breaking.len() {
                0 => Compatibility::Promised,
                n if n == self.rows.len() => Compatibility::Unknown,
                _ => Compatibility::BrokenBy(breaking),
            },
        )
    }

    pub(crate) fn refused(&self, set: &Set, compatibility: Compatibility) -> Error {
        let program = set.migrations().last().map(Migration::version);
        let newest = self.rows[self.rows.len() - 1];
        Error::Newer {
            set: set.name().to_owned(),
            database: newest.version,
            program,
            applied_by: newest.program.clone(),
            running: set.program().to_owned(),
            compatibility: Box::new(compatibility),
        }
    }
}

/// Whether it is half done, and has a schema that no version has. That of a backfill is the same in every round.
fn is_between(row: &HistoryEntry) -> bool {
    !row.is_whole() && row.backfilled().is_none()
}

/// The last look before the program goes on with what the plan leaves to it: on a newer database, and on one in which it
/// holds something back. A connection that shall only read is told so.
///
/// # Errors
///
/// [`Error::Newer`] and [`Error::MissingTables`] if something is not there that the program was compiled against.
pub(crate) fn enter(set: &Set, conn: &Connection, plan: &Plan<'_>) -> Result<(), Error> {
    let latest = set.migrations().last().map(Migration::version);
    if let (Some(current), false) = (plan.current(), plan.held().is_empty()) {
        guard::refuse_missing(set, conn, current)?;
    }
    if !plan.is_newer {
        return Ok(());
    }
    let _snapshot = snapshot(conn)?;
    let cookie = guard::cookie(conn)?;
    // Who has promised something, and has looked, has seen the schema as it is.
    let is_seen = plan.access == Access::ReadWrite
        && ledger::head(conn, set.name())?
            .is_some_and(|head| Some(head.version()) > latest && head.has_cookie(cookie));
    let missing = match set.schema() {
        Some(expected) if !is_seen => missing(expected, &live(conn)?),
        _ => Vec::new(),
    };
    if !missing.is_empty() {
        let history = ledger::entries(conn, set.name())?;
        let newer = Newer::find(set, &history);
        return newer.map_or(Ok(()), |newer| Err(newer.refused(set, Compatibility::Unreadable(missing))));
    }
    if plan.access == Access::ReadOnly {
        conn.pragma_update(None, "query_only", true)
            .map_err(|error| Error::sqlite("telling the connection to read only", error))?;
    }
    Ok(())
}

/// The tables, views and columns that are not there any more, in words.
fn missing(expected: &Schema, found: &Schema) -> Vec<String> {
    let has = |name: &str, column: &str| match (found.table(name), found.view(name)) {
        (Some(table), _) => table.column(column).is_some(),
        (None, Some(view)) => view.columns().iter().any(|it| it.eq_ignore_ascii_case(column)),
        (None, None) => false,
    };
    let lack = |name: &str, columns: &mut dyn Iterator<Item = &str>| {
        if found.table(name).is_none() && found.view(name).is_none() {
            return Some(format!("`{name}`"));
        }
        let gone: Vec<&str> = columns.filter(|column| !has(name, column)).collect();
        (!gone.is_empty()).then(|| format!("{} of `{name}`", listed(&gone)))
    };
    let tables = expected
        .tables()
        .iter()
        .filter_map(|table| lack(table.name(), &mut table.columns().iter().map(Column::name)));
    let views = expected
        .views()
        .iter()
        .filter_map(|view| lack(view.name(), &mut view.columns().iter().map(|column| column.as_str())));
    tables.chain(views).collect()
}
