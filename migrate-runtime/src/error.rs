//! Everything that can go wrong at run time, in one table. `message` holds the texts.

mod code;

use std::error::Error as StdError;
use std::fmt;
#[cfg(feature = "apply")]
use std::path::PathBuf;

#[cfg(feature = "apply")]
use crate::adopt::AdoptionRefused;
use crate::backfill::BackfillProgress;
use crate::drift::Drift;
#[cfg(feature = "apply")]
use crate::failure::{FailedMigration, Violation};
use crate::foreign::Ledger;
#[cfg(feature = "apply")]
use crate::hook::FailedHook;
use crate::needs::UnmetNeed;
use crate::newer::Compatibility;
use crate::reflection::MissingTable;
#[cfg(feature = "apply")]
use crate::revert::RefusedRevert;
#[cfg(feature = "apply")]
use crate::schema::Difference;

/// Why a migration set could not be applied, or does not fit a database.
///
/// Printing an error gives the whole story: the set, the version, the file with line and column, the statement,
/// SQLite's message, and what to do. [`source`](StdError::source) is the cause behind the printed text, so that
/// printing the chain says nothing twice; [`sqlite_error`](Self::sqlite_error) is `rusqlite`'s own error.
///
/// `Debug` prints the same text as `Display`: it is what people see of an error that leaves `main`, or of an
/// `unwrap`.
///
/// Of a [hook](crate::Hook), `source` is the very error that it has returned, which the program may know by its type.
#[non_exhaustive]
pub enum Error {
    /// A statement of a migration failed. The database is as it was before the transaction that the migration ran in;
    /// of a migration without a transaction, as it was before the statement; of a backfill, as it was before the round.
    #[cfg(feature = "apply")]
    Failed(Box<FailedMigration>),
    /// The hook of a migration failed. The database is as it was before the transaction that the migration ran in.
    #[cfg(feature = "apply")]
    Hook(Box<FailedHook>),
    /// After the migration, rows refer to rows that do not exist. The database is as it was before the transaction.
    #[cfg(feature = "apply")]
    ForeignKeys {
        /// The set.
        set: String,
        /// The version of the migration, or of the last one in the transaction that wrote rows.
        version: i64,
        /// Its file.
        file: String,
        /// Each reference that leads nowhere, up to 10 of them.
        violations: Vec<Violation>,
        /// How many there are.
        total: usize,
        /// How many migrations the same call had applied, or reverted, and committed before.
        applied: usize,
        /// Whether it was to be reverted; then the file is its down file.
        is_down: bool,
    },
    /// A database that has a history was to be taken over.
    #[cfg(feature = "apply")]
    HasHistory {
        /// The set.
        set: String,
        /// Its highest version in the history.
        version: i64,
    },
    /// The set cannot go on from the history of another tool.
    #[cfg(feature = "apply")]
    NotAdopted {
        /// The set.
        set: String,
        /// Where that history is; `None` if it is not clear which one.
        ledger: Option<Ledger>,
        /// Why.
        reason: Box<AdoptionRefused>,
    },
    /// The schema of the database is that of no version, or not that of the one that was stated.
    #[cfg(feature = "apply")]
    NoBaseline {
        /// The set.
        set: String,
        /// What was stated, if anything was.
        stated: Option<i64>,
        /// The version that differs least, and its file; `None` if nothing of the set is there.
        nearest: Option<(i64, String)>,
        /// How the database differs from that.
        differences: Vec<Difference>,
    },
    /// The schema of the database is that of several versions: what is between them changes only rows.
    #[cfg(feature = "apply")]
    AmbiguousBaseline {
        /// The set.
        set: String,
        /// Which versions.
        versions: Vec<i64>,
        /// Their files.
        files: Vec<String>,
    },
    /// The database has the schema of a version, up to which hooks are called; and no schema tells whether they were.
    #[cfg(feature = "apply")]
    UnprovenHooks {
        /// The set.
        set: String,
        /// The version whose schema it is.
        version: i64,
        /// The migrations up to there that have a hook, and the paths of the functions.
        hooks: Vec<(i64, String)>,
    },
    /// Tables or columns are not there that the migrations of the history have made. Nothing was applied.
    MissingTables {
        /// The set.
        set: String,
        /// The highest version that is applied.
        version: i64,
        /// Each table that is not there, or lacks columns.
        missing: Vec<MissingTable>,
    },
    /// Temporary tables of the connection have the names of tables of the set: a statement would mean those. Nothing was
    /// applied.
    #[cfg(feature = "apply")]
    Hidden {
        /// The set.
        set: String,
        /// Their names.
        tables: Vec<String>,
    },
    /// The caller has [cancelled](crate::Cancellation). What was not committed is rolled back.
    #[cfg(feature = "apply")]
    Cancelled {
        /// The set.
        set: String,
        /// The version of the migration that was stopped, if one had begun.
        version: Option<i64>,
        /// Whether it runs outside a transaction, so that the statements before stay done.
        is_half_done: bool,
        /// How far it is, if it is a backfill: the rounds before stay done.
        rounds: Option<BackfillProgress>,
        /// How many migrations the same call had applied and committed before.
        applied: usize,
    },
    /// A migration without a transaction was interrupted, and the schema is that of no version.
    HalfDone {
        /// The set.
        set: String,
        /// The migration's version.
        version: i64,
    },
    /// The database has changed since its repair was planned. Nothing was changed.
    #[cfg(feature = "apply")]
    RepairOutdated {
        /// The set.
        set: String,
    },
    /// A step of a repair failed, or did not do what it should. Nothing was changed.
    #[cfg(feature = "apply")]
    RepairFailed {
        /// The set.
        set: String,
        /// The step.
        step: String,
        /// What went wrong.
        cause: String,
    },
    /// The database file is corrupt. Nothing was changed.
    #[cfg(feature = "apply")]
    Damaged {
        /// What `PRAGMA quick_check` says, up to 10 lines.
        problems: Vec<String>,
    },
    /// The database could not be copied. Nothing was changed.
    #[cfg(feature = "apply")]
    Backup {
        /// Where to.
        path: PathBuf,
        /// What went wrong.
        cause: String,
    },
    /// What the program was compiled against is not there any more, or is not the same. Nothing was applied, but for
    /// migrations without a transaction.
    Drifted(Box<Drift>),
    /// The database lacks other sets that this one needs, or has them at earlier versions. Nothing was applied.
    Needs {
        /// The set.
        set: String,
        /// What is needed, and what there is; never empty.
        unmet: Vec<UnmetNeed>,
    },
    /// There are migrations to apply, and only a check was asked for.
    Pending {
        /// The set.
        set: String,
        /// The highest version that is applied, if any.
        current: Option<i64>,
        /// The files to be applied, in order.
        files: Vec<String>,
        /// The history of another tool, if the set has none.
        foreign: Option<Ledger>,
    },
    /// The database has a version that is newer than every version of the program.
    Newer {
        /// The set.
        set: String,
        /// The database's version.
        database: i64,
        /// The program's latest version, if it has any.
        program: Option<i64>,
        /// The program that applied the database's version: its package and version.
        applied_by: String,
        /// This program: its package and version.
        running: String,
        /// Whether the program could go on, as far as anybody has said.
        compatibility: Box<Compatibility>,
    },
    /// Migrations of the phase contract are held back, and the program needs others that come behind them. Nothing was
    /// applied.
    Held {
        /// The set.
        set: String,
        /// The first one that is held back.
        version: i64,
        /// Its file.
        file: String,
        /// The files behind it that the program needs.
        behind: Vec<String>,
    },
    /// Migrations were edited after they had been applied.
    Edited {
        /// The set.
        set: String,
        /// Which ones.
        edited: Vec<EditedMigration>,
    },
    /// The history names versions that the program does not have.
    Missing {
        /// The set.
        set: String,
        /// Which ones.
        missing: Vec<MissingMigration>,
    },
    /// The database has run some of the files that a squash replaces, and the program no longer has the others. Nothing was
    /// applied.
    Squashed {
        /// The set.
        set: String,
        /// The highest version that is applied, or begun.
        current: i64,
        /// The file of the squash.
        file: String,
        /// The first version that it replaces.
        first: i64,
        /// The last version that it replaces.
        last: i64,
        /// A release of the program that has the files, package and version.
        release: String,
    },
    /// Migrations have a version below one that is applied, and are not applied themselves.
    OutOfOrder {
        /// The set.
        set: String,
        /// Their files.
        files: Vec<String>,
        /// The highest version that is applied.
        current: i64,
    },
    /// A migration without a transaction was interrupted, and the statements that are done have changed since.
    Interrupted {
        /// The set.
        set: String,
        /// The migration's version.
        version: i64,
        /// Its file.
        file: String,
        /// How many of its statements are done.
        statements: i64,
    },
    /// A down without a transaction was interrupted: the database is between two versions.
    Reverting {
        /// The set.
        set: String,
        /// The migration's version.
        version: i64,
        /// Its down file.
        file: String,
        /// How many statements of that are done.
        statements: i64,
    },
    /// Something of what was to be reverted cannot be, or would take rows or values away. Nothing was reverted, or nothing
    /// but what the report of the same call had committed before, as a down without a transaction does.
    #[cfg(feature = "apply")]
    RevertRefused {
        /// The set.
        set: String,
        /// What is refused, and why.
        refused: Vec<RefusedRevert>,
    },
    /// Another program has changed the history since the revert was planned, or since the transaction before. The rest was not
    /// reverted.
    #[cfg(feature = "apply")]
    RevertOutdated {
        /// The set.
        set: String,
    },
    /// A revert that is not one transaction cannot be tried. Nothing was changed.
    #[cfg(feature = "apply")]
    NoDryRun {
        /// The set.
        set: String,
        /// The first version that does not run in the transaction of those before it.
        version: i64,
        /// Its down file.
        file: String,
    },
    /// `revert_to` was asked for a version above the one that is applied. It never goes forward.
    #[cfg(feature = "apply")]
    TargetAhead {
        /// The set.
        set: String,
        /// What was asked for.
        target: i64,
        /// The highest version that is applied, if any.
        current: Option<i64>,
    },
    /// A backfill was interrupted, and its file does something else to rows now.
    BackfillChanged {
        /// The set.
        set: String,
        /// The migration's version.
        version: i64,
        /// Its file.
        file: String,
        /// How far it is.
        done: BackfillProgress,
    },
    /// `apply_to` was asked for a version below the one that is applied. It never goes back.
    TargetBehind {
        /// The set.
        set: String,
        /// What was asked for.
        target: i64,
        /// The highest version that is applied.
        current: i64,
    },
    /// The database has a `schema_migrations` or `schema_migration_log` that is not ours.
    ForeignTable {
        /// Its name.
        name: String,
        /// `table`, `view` or `index`.
        kind: String,
        /// Its columns.
        columns: Vec<String>,
    },
    /// The connection is inside a transaction.
    #[cfg(feature = "apply")]
    InTransaction,
    /// There are migrations to apply, and the database cannot be written.
    #[cfg(feature = "apply")]
    ReadOnly {
        /// The set.
        set: String,
        /// The files to be applied, in order.
        files: Vec<String>,
    },
    /// Another connection kept the database locked for longer than the busy timeout.
    Busy {
        /// What the engine was doing.
        doing: &'static str,
        /// SQLite's error.
        source: rusqlite::Error,
    },
    /// A struct of the program does not fit its table.
    Misaligned {
        /// The table or view.
        table: String,
        /// What does not fit, one sentence each.
        problems: Vec<String>,
    },
    /// A debug build found migration files that it was not compiled with.
    Stale {
        /// The set.
        set: String,
        /// The files, with their directory.
        files: Vec<String>,
    },
    /// SQLite failed at something other than a migration's statement.
    Sqlite {
        /// What the engine was doing.
        doing: &'static str,
        /// SQLite's error.
        source: rusqlite::Error,
    },
}

impl Error {
    /// The same, told apart: a lock is not a failure.
    pub(crate) fn sqlite(doing: &'static str, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        match source.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy { doing, source },
            _ => Self::Sqlite { doing, source },
        }
    }

    /// `rusqlite`'s error, where there is one.
    pub fn sqlite_error(&self) -> Option<&rusqlite::Error> {
        match self {
            #[cfg(feature = "apply")]
            Self::Failed(failed) => failed.sqlite_error(),
            #[cfg(feature = "apply")]
            Self::Hook(failed) => failed.sqlite_error(),
            Self::Busy { source, .. } | Self::Sqlite { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        #[cfg(feature = "apply")]
        if let Self::Hook(failed) = self {
            return failed.returned();
        }
        self.sqlite_error().and_then(StdError::source)
    }
}

/// A migration whose embedded text is not the one that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditedMigration {
    pub(crate) version: i64,
    pub(crate) file: String,
    pub(crate) applied_at: String,
    pub(crate) applied: String,
    pub(crate) embedded: String,
}

impl EditedMigration {
    /// Its version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Its file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// When the other text was applied, in UTC.
    pub fn applied_at(&self) -> &str {
        &self.applied_at
    }

    /// SHA-256 of the text that was applied, in hexadecimal.
    pub fn applied_checksum(&self) -> &str {
        &self.applied
    }

    /// SHA-256 of the text in the program, in hexadecimal.
    pub fn embedded_checksum(&self) -> &str {
        &self.embedded
    }
}

/// An applied migration that the program does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingMigration {
    pub(crate) version: i64,
    pub(crate) description: String,
}

impl MissingMigration {
    /// Its version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Its description when it was applied.
    pub fn description(&self) -> &str {
        &self.description
    }
}
