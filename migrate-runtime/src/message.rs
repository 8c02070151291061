//! The texts of the run-time errors, together, so that they can be read together.

use std::fmt::{self, Display, Formatter};

use crate::error::Error;
#[cfg(feature = "apply")]
use crate::failure::FailedMigration;
#[cfg(feature = "apply")]
use crate::statement::Cause;

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "apply")]
            Self::Failed(failed) => failed.fmt(f),
            #[cfg(feature = "apply")]
            Self::ForeignKeys { set, version, file, violations, total } => {
                let rows = if *total == 1 { "1 row refers" } else { &format!("{total} rows refer") };
                write!(f, "migration {version} of set `{set}` failed: {rows} to rows that do not exist\n --> {file}\n")?;
                for violation in violations {
                    match violation.rowid {
                        Some(rowid) => write!(f, "  row {rowid} of `{}`", violation.table)?,
                        None => write!(f, "  a row of `{}`", violation.table)?,
                    }
                    writeln!(f, " has no parent in `{}`", violation.parent)?;
                }
                f.write_str("  = help: keep the parents, or delete or mend these rows in the same migration; nothing was changed")
            }
            Self::Pending { set, current, files } => {
                write!(f, "set `{set}` is not up to date: {} pending", count(files.len()))?;
                match current {
                    Some(current) => write!(f, " after version {current}")?,
                    None => f.write_str(" on a database without its history")?,
                }
                list(f, files)?;
                f.write_str("\n  = help: migrate the database before this program uses it")
            }
            Self::Newer { set, database, program, applied_by } => {
                write!(f, "the database is newer than this program: set `{set}` is at version {database}, ")?;
                match program {
                    Some(program) => write!(f, "and the program knows versions up to {program}")?,
                    None => f.write_str("and the program knows no version")?,
                }
                write!(f, "\n  = help: run `{applied_by}` or later, or restore a backup from before its migration")
            }
            Self::Edited { set, edited } => {
                write!(f, "{} of set `{set}` edited after being applied", was(edited.len()))?;
                for migration in edited {
                    write!(
                        f,
                        "\n  {}: version {}, applied {}\n    applied  sha256:{}\n    embedded sha256:{}",
                        migration.file, migration.version, migration.applied_at, migration.applied, migration.embedded
                    )?;
                }
                f.write_str("\n  = help: restore the text that was applied, and write the change as a new migration")
            }
            Self::Missing { set, missing } => {
                write!(f, "{} applied to the database and missing in set `{set}`", was(missing.len()))?;
                let names = missing.iter().map(|m| format!("{} {}", m.version, m.description));
                list(f, &names.collect::<Vec<_>>())?;
                f.write_str("\n  = help: restore the files from version control, or run the program that has them")
            }
            Self::OutOfOrder { set, files, current } => {
                write!(
                    f,
                    "set `{set}` is at version {current}, and {} below it never applied",
                    was(files.len())
                )?;
                list(f, files)?;
                f.write_str("\n  = help: give them versions above it; what was released later must run later")
            }
            Self::Interrupted { set, version, file, statements } => write!(
                f,
                "migration {version} of set `{set}` was interrupted after statement {statements}, and what it has \
                 done is no longer what `{file}` starts with\n  = help: restore the beginning of the file; the next \
                 run goes on behind statement {statements}"
            ),
            Self::TargetBehind { set, target, current } => write!(
                f,
                "set `{set}` is at version {current}, behind which `apply_to` cannot go back to version {target}\n  \
                 = help: ask for version {current} or later"
            ),
            Self::ForeignTable { kind, columns } => write!(
                f,
                "the database has a {kind} `schema_migrations` of another tool, with the columns {}\n  = help: rename \
                 it (`ALTER TABLE schema_migrations RENAME TO …`) if the other tool no longer needs it",
                columns.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
            ),
            #[cfg(feature = "apply")]
            Self::InTransaction => f.write_str(
                "the connection is inside a transaction, in which foreign keys cannot be switched off\n  = help: \
                 commit or roll back before applying migrations",
            ),
            #[cfg(feature = "apply")]
            Self::ReadOnly { set, files } => {
                write!(f, "set `{set}` has {} pending, and the database is read-only", count(files.len()))?;
                list(f, files)?;
                f.write_str("\n  = help: open the database for writing, or migrate it with a program that can")
            }
            Self::Busy { doing, source } => write!(
                f,
                "the database stayed locked by another connection while {doing}: {source}\n  = help: set a longer \
                 `busy_timeout`, or end the other connection's transaction"
            ),
            Self::Stale { set, files } => {
                write!(f, "this debug build of set `{set}` was compiled before {} came", count(files.len()))?;
                list(f, files)?;
                f.write_str(
                    "\n  = help: save the source that says `embed_migrations!` again and rebuild; cargo does not notice a new \
                     file by itself, but a new line in `migrations.lock`",
                )
            }
            Self::Sqlite { doing, source } => write!(f, "SQLite failed while {doing}: {source}"),
        }
    }
}

#[cfg(feature = "apply")]
impl Display for FailedMigration {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (statement, file) = (&self.statement, &self.file);
        let (line, column) = (statement.line(), statement.column());
        write!(f, "migration {} of set `{}` failed: {}", self.version, self.set, self.cause)?;
        write!(f, "\n --> {file}:{line}:{column}, statement {}", statement.number())?;
        let mut lines = statement.text().lines();
        lines.by_ref().take(SHOWN_LINES).try_for_each(|line| write!(f, "\n  | {line}"))?;
        if lines.next().is_some() {
            f.write_str("\n  | …")?;
        }
        f.write_str(match self.in_transaction {
            true => "\n  = note: nothing was changed",
            false => "\n  = note: it runs outside a transaction; the statements before it are done, and the next run goes on here",
        })
    }
}

/// A statement of a file can be a megabyte of rows.
#[cfg(feature = "apply")]
const SHOWN_LINES: usize = 12;

#[cfg(feature = "apply")]
impl Display for Cause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            // rusqlite's own text repeats the whole statement, which is shown anyway.
            Self::Sqlite(rusqlite::Error::SqlInputError { msg, .. }) => f.write_str(msg),
            Self::Sqlite(error) => error.fmt(f),
            Self::EndedTransaction => {
                f.write_str("the statement ended the transaction that the migration runs in")
            }
            Self::LeftTransactionOpen => f.write_str("the file leaves a transaction open that it has begun"),
            Self::Parameter => f.write_str("the statement has a parameter, and a migration binds no values"),
        }
    }
}

fn list(f: &mut Formatter<'_>, lines: &[String]) -> fmt::Result {
    lines.iter().try_for_each(|line| write!(f, "\n  {line}"))
}

fn count(n: usize) -> String {
    if n == 1 { "1 migration".to_owned() } else { format!("{n} migrations") }
}

fn was(n: usize) -> String {
    format!("{} {}", count(n), if n == 1 { "was" } else { "were" })
}
