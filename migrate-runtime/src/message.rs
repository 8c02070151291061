//! The texts of the run-time errors, together, so that they can be read together.

#[cfg(feature = "apply")]
mod adopted;
#[cfg(feature = "apply")]
mod failed;
mod newer;

use std::fmt::{self, Display, Formatter};

use rusqlite::ErrorCode;

#[cfg(feature = "apply")]
use self::adopted::not_adopted;
use crate::error::Error;
use crate::names::listed;
use crate::needs::Need;

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "apply")]
            Self::Failed(failed) => failed.fmt(f),
            #[cfg(feature = "apply")]
            Self::Hook(failed) => failed.fmt(f),
            #[cfg(feature = "apply")]
            Self::ForeignKeys { set, version, file, violations, total, applied, is_down } => {
                let rows = if *total == 1 { "1 row refers" } else { &format!("{total} rows refer") };
                let subject = subject(*version, set, *is_down);
                write!(f, "{subject} failed: {rows} to rows that do not exist\n --> {file}\n")?;
                for violation in violations {
                    match violation.rowid {
                        Some(rowid) => write!(f, "  row {rowid} of `{}`", violation.table)?,
                        None => write!(f, "  a row of `{}`", violation.table)?,
                    }
                    writeln!(f, " has no parent in `{}`", violation.parent)?;
                }
                writeln!(f, "  = note: {}", kept(*applied, *is_down))?;
                f.write_str("  = help: keep the parents, or delete or mend these rows in the same ")?;
                f.write_str(if *is_down { "down, or before" } else { "migration" })
            }
            #[cfg(feature = "apply")]
            Self::HasHistory { set, version } => write!(
                f,
                "set `{set}` has a history in this database already, up to version {version}\n  = help: `apply` goes on from there"
            ),
            #[cfg(feature = "apply")]
            Self::NotAdopted { set, ledger, reason } => not_adopted(f, set, ledger.as_ref(), reason),
            #[cfg(feature = "apply")]
            Self::NoBaseline { set, stated, nearest, differences } => {
                match (stated, nearest) {
                    (_, None) => return write!(f, "the database has no table or view of set `{set}`\n  = help: `apply` makes them all"),
                    (Some(_), Some((version, file))) => {
                        write!(f, "the database does not have the schema of set `{set}` at version {version}\n --> {file}")?;
                    }
                    (None, Some((version, file))) => {
                        write!(f, "the database has the schema of no version of set `{set}`; the nearest is {version}\n --> {file}")?;
                    }
                }
                differences.iter().try_for_each(|difference| write!(f, "\n{difference}"))?;
                f.write_str("\n  = note: `-` is what that version has, `+` what the database has")?;
                f.write_str("\n  = help: make the database equal to that version by hand, and take it over then; or begin with an empty one")
            }
            #[cfg(feature = "apply")]
            Self::AmbiguousBaseline { set, versions, files } => {
                let versions: Vec<String> = versions.iter().map(i64::to_string).collect();
                write!(f, "the database may be at each of these versions of set `{set}`: {}", versions.join(", "))?;
                list(f, files)?;
                f.write_str("\n  = note: they have the same schema; what is between them changes rows")?;
                f.write_str("\n  = help: look whether its rows are there, and state the version: `baseline_at`")
            }
            #[cfg(feature = "apply")]
            Self::UnprovenHooks { set, version, hooks } => {
                write!(f, "the database has the schema of set `{set}` at version {version}, of which hooks are a part that no schema shows")?;
                for (version, hook) in hooks {
                    write!(f, "\n  migration {version} calls `{hook}`")?;
                }
                f.write_str("\n  = help: see to it that its rows are as these leave them, and state the version: `baseline_at`")
            }
            Self::MissingTables { set, version, missing } => {
                write!(f, "the database is not what set `{set}` has made at version {version}; nothing was applied")?;
                for missing in missing {
                    match missing.columns() {
                        [] => write!(f, "\n  table `{}` is not there", missing.table())?,
                        columns => write!(f, "\n  table `{}` lacks {}", missing.table(), listed(columns))?,
                    }
                }
                f.write_str("\n  = help: `repair` plans what can be brought back of it; or open the right file, or restore a backup")
            }
            #[cfg(feature = "apply")]
            Self::Hidden { set, tables } => write!(
                f,
                "the connection has temporary tables with names of set `{set}`: {}; nothing was applied\n  = help: drop them, \
                 or migrate through a connection without",
                listed(tables)
            ),
            #[cfg(feature = "apply")]
            Self::Cancelled { set, version, is_half_done, rounds, applied } => {
                match version {
                    Some(version) => write!(f, "migration {version} of set `{set}` was cancelled")?,
                    None => write!(f, "the migration of set `{set}` was cancelled")?,
                }
                let note = match (is_half_done, rounds) {
                    (_, Some(rounds)) => behind_rounds(rounds),
                    (true, None) => OUTSIDE.to_owned(),
                    (false, None) => kept(*applied, false),
                };
                write!(f, "\n  = note: {note}\n  = help: apply again, when there is time")
            }
            Self::HalfDone { set, version } => write!(
                f,
                "migration {version} of set `{set}` is half done: it runs outside a transaction and was interrupted\n  = note: \
                 the schema is that of no version meanwhile\n  = help: apply again; it goes on behind the statements that are done"
            ),
            #[cfg(feature = "apply")]
            Self::RepairOutdated { set } => write!(
                f,
                "the database has changed since the repair of set `{set}` was planned; nothing was changed\n  = help: plan it again, and look at what it is now"
            ),
            #[cfg(feature = "apply")]
            Self::RepairFailed { set, step, cause } => write!(
                f,
                "the repair of set `{set}` failed, and nothing was changed\n{step}\n  = note: {cause}\n  = help: plan it again, when that is mended or out of the way"
            ),
            #[cfg(feature = "apply")]
            Self::Damaged { problems } => {
                f.write_str("the database file is corrupt; nothing was changed")?;
                list(f, problems)?;
                f.write_str("\n  = help: restore a backup, or save what can be read: `sqlite3 FILE .recover`")
            }
            #[cfg(feature = "apply")]
            Self::Backup { path, cause } => write!(
                f,
                "the database could not be copied to `{}`: {cause}; nothing was changed\n  = help: make room there, name another place for copies, or go without one",
                path.display()
            ),
            Self::Drifted(drift) => drift.fmt(f),
            Self::Misaligned { table, problems } => crate::aligned::told(f, table, problems),
            Self::Needs { set, unmet } => {
                let (all, sets): (Vec<String>, Vec<String>) =
                    unmet.iter().map(|it| (it.to_string(), format!("`{}`", it.need().set()))).unzip();
                write!(f, "set `{set}` needs {}\n  = help: {}", all.join("; and "), first(&sets.join(" and ")))
            }
            Self::Pending { set, current, files, foreign } => {
                write!(f, "set `{set}` is not up to date: {} pending", count(files.len()))?;
                match current {
                    Some(current) => write!(f, " after version {current}")?,
                    None => f.write_str(" on a database without its history")?,
                }
                list(f, files)?;
                match foreign {
                    None => f.write_str("\n  = help: migrate the database before this program uses it"),
                    Some(ledger) => write!(
                        f,
                        "\n  = note: there is the history {ledger}\n  = help: let the program that migrates go on from it by `adopt`"
                    ),
                }
            }
            Self::Newer { set, database, program, applied_by, running, compatibility } => {
                write!(f, "the database is newer than this program: set `{set}` is at version {database}, ")?;
                match program {
                    Some(program) => write!(f, "and the program knows versions up to {program}")?,
                    None => f.write_str("and the program knows no version")?,
                }
                newer::note(f, *program, compatibility)?;
                let build = if applied_by == running { "a newer build of " } else { "" };
                write!(
                    f,
                    "\n  = help: run {build}`{applied_by}` or later, or restore a backup from before its migration"
                )
            }
            Self::Held { set, version, file, behind } => {
                write!(f, "set `{set}` needs {} behind migration {version}, which is held back", count(behind.len()))?;
                list(f, behind)?;
                write!(
                    f,
                    "\n  = note: `{file}` is of the phase contract: it takes away what older programs need\n  = help: when none of them \
                     runs any more, let it through: by `hold_contracts_after`, or by an `apply` that holds nothing back"
                )
            }
            Self::Edited { set, edited } => {
                write!(f, "{} edited after being applied", was(edited.len(), &format!("of set `{set}` ")))?;
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
                let are = if missing.len() == 1 { "is" } else { "are" };
                write!(f, "{} applied to the database and {are} missing in set `{set}`", was(missing.len(), ""))?;
                let names = missing.iter().map(|m| format!("{} {}", m.version, m.description));
                list(f, &names.collect::<Vec<_>>())?;
                f.write_str("\n  = help: restore the files from version control, or run the program that has them")
            }
            Self::Squashed { set, current, file, first, last, release } => write!(
                f,
                "the database is at version {current} of set `{set}`, in the middle of what a squash replaces; nothing was applied\n \
                 --> {file}\n  \
                 = note: it replaces {first}..{last}, whose files this program no longer has\n  \
                 = help: migrate it with `{release}` first"
            ),
            Self::OutOfOrder { set, files, current } => {
                let files_were = was(files.len(), "with a version below it ");
                write!(f, "set `{set}` is at version {current}, and {files_were} never applied")?;
                list(f, files)?;
                f.write_str("\n  = help: give them versions above it; what was released later must run later")
            }
            Self::Interrupted { set, version, file, statements } => write!(
                f,
                "migration {version} of set `{set}` was interrupted after statement {statements}, and what it has \
                 done is no longer what `{file}` starts with\n  = help: restore the beginning of the file; the next \
                 run goes on behind statement {statements}"
            ),
            Self::Reverting { set, version, file, statements } => {
                write!(f, "migration {version} of set `{set}` is being reverted, outside a transaction: ")?;
                match statements {
                    0 => f.write_str("its down has begun")?,
                    n => write!(f, "its down was interrupted after statement {n}, or still runs")?,
                }
                write!(f, "\n --> {file}\n  = help: revert it to the end: `revert_last` goes on behind what is done; then apply")
            }
            #[cfg(feature = "apply")]
            Self::RevertRefused { set, refused } => {
                write!(f, "set `{set}` cannot be reverted so far")?;
                refused.iter().try_for_each(|refused| write!(f, "\n{refused}"))
            }
            #[cfg(feature = "apply")]
            Self::RevertOutdated { set } => write!(
                f,
                "another program has changed the history of set `{set}` since the revert was planned\n  = help: plan it again, and look at what it is now"
            ),
            #[cfg(feature = "apply")]
            Self::NoDryRun { set, version, file } => write!(
                f,
                "the revert of set `{set}` cannot be tried: the down of migration {version} does not run in the transaction of \
                 those before it\n --> {file}\n  = help: try what comes before it, or all of it on a copy of the database"
            ),
            #[cfg(feature = "apply")]
            Self::TargetAhead { set, target, current } => {
                match current {
                    Some(current) => write!(f, "set `{set}` is at version {current}, ")?,
                    None => write!(f, "set `{set}` has no version in this database, ")?,
                }
                write!(f, "and `revert_to` does not go forward to version {target}\n  = help: `apply_to` does")
            }
            Self::BackfillChanged { set, version, file, done } => write!(
                f,
                "the backfill {version} of set `{set}` was interrupted after {done}, and `{file}` does something else to \
                 rows now\n  = help: restore what it did; which rows it chooses, and how many at a time, may be another, \
                 and the next run goes on"
            ),
            Self::TargetBehind { set, target, current } => write!(
                f,
                "set `{set}` is at version {current}, behind which `apply_to` cannot go back to version {target}\n  \
                 = help: ask for version {current} or later; `revert_to` goes back"
            ),
            Self::ForeignTable { name, kind, columns } => {
                let article = if kind.starts_with('i') { "an" } else { "a" };
                write!(f, "the database has {article} {kind} `{name}` of another tool")?;
                if !columns.is_empty() {
                    let columns: Vec<String> = columns.iter().map(|column| format!("`{column}`")).collect();
                    write!(f, ", with the columns {}", columns.join(", "))?;
                }
                match kind.as_str() {
                    "table" => write!(
                        f,
                        "\n  = help: if the other tool no longer needs it, rename it: `ALTER TABLE {name} RENAME TO …`"
                    ),
                    _ => write!(
                        f,
                        "\n  = help: if nothing needs it, drop it: `DROP {} {name}`",
                        kind.to_ascii_uppercase()
                    ),
                }
            }
            #[cfg(feature = "apply")]
            Self::InTransaction => f.write_str(
                "the connection is inside a transaction, in which foreign keys cannot be switched off\n  = help: \
                 commit or roll back before applying migrations",
            ),
            #[cfg(feature = "apply")]
            Self::ReadOnly { set, files } => {
                write!(f, "set `{set}` has {} pending, and the database is read-only", count(files.len()))?;
                list(f, files)?;
                f.write_str(
                    "\n  = help: open the database for writing, and without `PRAGMA query_only`; or migrate it with a \
                     program that can",
                )
            }
            Self::Busy { doing, source } => write!(
                f,
                "the database stayed locked by another connection while {doing}: {source}\n  = help: set a longer \
                 `busy_timeout`, or end the other connection's transaction"
            ),
            Self::Stale { set, files } => {
                write!(f, "this debug build of set `{set}` was compiled before these files came")?;
                list(f, files)?;
                f.write_str(
                    "\n  = help: save the source that says `embed_migrations!` again and rebuild; cargo does not notice a new \
                     file by itself, but a new line in `migrations.lock`",
                )
            }
            Self::Sqlite { doing, source } => {
                write!(f, "SQLite failed while {doing}: {source}")?;
                match source.sqlite_error_code() {
                    Some(ErrorCode::NotADatabase) => {
                        f.write_str("\n  = help: open another file: this one is no database, or is encrypted")
                    }
                    Some(ErrorCode::AuthorizationForStatementDenied) => f.write_str(
                        "\n  = help: the connection has an authorizer that denies it: let it allow that, or migrate \
                         through another connection",
                    ),
                    Some(ErrorCode::ReadOnly) => f.write_str("\n  = help: open the database for writing"),
                    Some(ErrorCode::DiskFull) => f.write_str("\n  = help: make room, and run the program again"),
                    _ => Ok(()),
                }
            }
        }
    }
}

/// A statement that a hook must not run.
pub(crate) fn hook_statement(word: &str) -> String {
    format!("{word} is not for a hook, which changes rows inside the transaction of its migration")
}

/// A statement of a hook that writes into a table of the engine's.
pub(crate) fn hook_history(table: &str) -> String {
    format!("`{table}` is not for a hook: the history is written by the engine alone")
}

pub(crate) const HOOK_PARAMETER: &str =
    "a statement of a batch has a parameter, and a batch binds no values: use `execute` or `prepare`";

pub(crate) const HOOK_OUTSIDE: &str =
    "the transaction of the migration was rolled back, and nothing more runs";

/// `set x at version 3 or later, of which …`.
pub(crate) fn unmet(f: &mut Formatter<'_>, need: &Need, found: Option<i64>) -> fmt::Result {
    write!(f, "set `{}` at version {} or later, of which the database has ", need.set(), need.version())?;
    match found {
        Some(version) => write!(f, "version {version}"),
        None => f.write_str("no history"),
    }
}

/// What to do about a need.
pub(crate) fn first(sets: &str) -> String {
    format!("apply {sets} first, with the program or the library that has it")
}

fn list(f: &mut Formatter<'_>, lines: &[String]) -> fmt::Result {
    lines.iter().try_for_each(|line| write!(f, "\n  {line}"))
}

fn count(n: usize) -> String {
    if n == 1 { "1 migration".to_owned() } else { format!("{n} migrations") }
}

/// `2 migrations of set x were`.
fn was(n: usize, which: &str) -> String {
    format!("{} {which}{}", count(n), if n == 1 { "was" } else { "were" })
}

/// What stays of a backfill.
#[cfg(feature = "apply")]
fn behind_rounds(done: impl Display) -> String {
    format!("the rounds before it are done, {done}, and the next run goes on behind them")
}

#[cfg(feature = "apply")]
const OUTSIDE: &str =
    "it runs outside a transaction: the statements before it are done, and the next run goes on behind them";

/// What has failed.
#[cfg(feature = "apply")]
fn subject(version: i64, set: &str, is_down: bool) -> String {
    let what = if is_down { "the down of migration" } else { "migration" };
    format!("{what} {version} of set `{set}`")
}

/// What is left of a call that failed.
#[cfg(feature = "apply")]
fn kept(done: usize, is_down: bool) -> String {
    let done_is = if is_down { "reverted" } else { "applied" };
    match done {
        0 => "nothing was changed".to_owned(),
        1 => format!("the migration before it stays {done_is}; nothing else was changed"),
        n => format!("the {n} migrations before it stay {done_is}; nothing else was changed"),
    }
}
