//! What a migration or its hook has failed on, and what to do about it.

use std::fmt::{self, Display, Formatter};

use super::{OUTSIDE, behind_rounds, kept, subject};
use crate::failure::{FailedMigration, Origin, Scope};
use crate::hook::{FailedHook, HookCause};
use crate::statement::Cause;

impl Display for FailedMigration {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (statement, file) = (&self.statement, &self.file);
        let (line, column) = (statement.line(), statement.column());
        write!(f, "{} failed: {}", subject(self.version, &self.set, self.is_down), self.cause)?;
        write!(f, "\n --> {file}:{line}:{column}, statement {}", statement.number())?;
        let mut lines = statement.text().lines();
        lines.by_ref().take(SHOWN_LINES).try_for_each(|line| write!(f, "\n  | {line}"))?;
        if lines.next().is_some() {
            f.write_str("\n  | …")?;
        }
        let note = match self.scope {
            Scope::Transaction => kept(self.applied, self.is_down),
            Scope::Statement => OUTSIDE.to_owned(),
            Scope::Round(done) if done.rounds() == 0 => kept(self.applied, self.is_down),
            Scope::Round(done) => behind_rounds(done),
            Scope::FilesOwn => {
                "what the file itself had begun is rolled back, and the next run begins it again".to_owned()
            }
        };
        write!(f, "\n  = note: {note}")?;
        match self.cause.help(statement.text()).or_else(|| self.takeover()) {
            Some(help) => write!(f, "\n  = help: {help}"),
            None => Ok(()),
        }
    }
}

impl Display for FailedHook {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { set, version, file, hook, applied, cause } = self;
        write!(f, "migration {version} of set `{set}` failed in its hook `{hook}`: ")?;
        match cause {
            HookCause::Returned(error) => error.fmt(f)?,
            HookCause::Panicked(text) => write!(f, "it panicked: {text}")?,
            HookCause::EndedTransaction => f.write_str("the transaction that it runs in was rolled back")?,
            HookCause::ChangedSchema => f.write_str("it has changed the schema")?,
        }
        write!(f, "\n --> {file}\n  = note: {}\n  = help: ", kept(*applied, false))?;
        f.write_str(match cause {
            HookCause::Returned(_) => "mend what it has failed on, in the rows or in a new release, and apply again",
            HookCause::Panicked(_) => "mend the function in a new release; an error that it returns says more than a panic",
            HookCause::EndedTransaction => {
                "return the error that a statement has given, and look for RAISE(ROLLBACK) and ON CONFLICT ROLLBACK"
            }
            HookCause::ChangedSchema => {
                "write that as SQL of the migration, or of one before it: the build proves the schema, and runs no hook"
            }
        })
    }
}

impl FailedMigration {
    /// How to go on with a database that has been made without this set.
    fn takeover(&self) -> Option<String> {
        if !self.cause.to_string().ends_with(" already exists") {
            return None;
        }
        match &self.origin {
            Origin::Set => None,
            Origin::Tool(ledger) => Some(format!("there is the history {ledger}: `adopt` goes on from it")),
            Origin::Unknown => {
                Some("if the database has the tables of this set, `baseline` takes it over".to_owned())
            }
        }
    }
}

impl Cause {
    /// What to do about what only a real database can show; the build has seen everything else.
    fn help(&self, statement: &str) -> Option<String> {
        if let Self::Endless { .. } = self {
            return Some(
                "let its condition leave out every row that is done, also one whose new value is NULL"
                    .to_owned(),
            );
        }
        let message = self.to_string();
        let after = |prefix: &str| message.strip_prefix(prefix);
        if let Some((table, columns)) = after("UNIQUE constraint failed: ").and_then(unique_key) {
            // The rows of an INSERT are elsewhere, and its table may be gone again.
            let is_insert = ["INSERT", "REPLACE", "WITH"].iter().any(|word| {
                statement.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            });
            if is_insert {
                return Some(format!(
                    "rows that it inserts have the same {columns}: look for duplicates in what the statement reads"
                ));
            }
            return Some(format!(
                "rows have the same key: find them with \
                 `SELECT {columns}, count(*) FROM {table} GROUP BY {columns} HAVING count(*) > 1`"
            ));
        }
        for (prefix, help) in [
            ("NOT NULL constraint failed", "rows have no value there: fill them in first"),
            ("CHECK constraint failed", "rows do not fulfil it: change them first"),
            ("Cannot add a NOT NULL column", "the table has rows: give the column a DEFAULT"),
            (
                "no such function",
                "it was declared to the build: register it on the connection before `apply`",
            ),
            (
                "no such collation",
                "it was declared to the build: register it on the connection before `apply`",
            ),
            ("no such module", "it was declared to the build: register it on the connection before `apply`"),
            (
                "FOREIGN KEY constraint failed",
                "rows refer to rows that are not there, or would not be: mend them first",
            ),
            ("database or disk is full", "make room, and run the program again"),
        ] {
            if message.starts_with(prefix) {
                return Some(help.to_owned());
            }
        }
        None
    }
}

/// `user.first, user.last` is the key `first, last` of `user`. An index on expressions is told in another way.
fn unique_key(columns: &str) -> Option<(&str, String)> {
    let parts: Option<Vec<(&str, &str)>> = columns.split(", ").map(|column| column.split_once('.')).collect();
    let parts = parts?;
    let columns: Vec<&str> = parts.iter().map(|(_, column)| *column).collect();
    Some((parts.first()?.0, columns.join(", ")))
}

/// A statement of a file can be a megabyte of rows.
const SHOWN_LINES: usize = 12;

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
            Self::Endless { rows, .. } => write!(
                f,
                "the backfill changes rows again that it has changed: it has changed more than ten times as many as there are, {rows}"
            ),
            Self::Restless => f.write_str("the backfill changes rows behind its end"),
        }
    }
}
