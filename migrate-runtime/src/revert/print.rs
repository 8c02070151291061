//! Plans, refusals and reports of reverts as people read them.

use std::fmt;

use super::{Redone, RefusedRevert, RevertLoss, RevertPlan, RevertRefusal, RevertReport};
use crate::status::told;

impl fmt::Display for RevertPlan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set = self.set.name();
        match (self.steps.len(), self.current) {
            _ if !self.refused.is_empty() => write!(f, "`{set}` cannot be reverted {}", to(self.reached))?,
            (0, None) => return write!(f, "`{set}` has nothing to revert"),
            (0, Some(current)) => return write!(f, "`{set}` is at version {current}"),
            (1, _) => write!(f, "1 migration of `{set}` is to be reverted, {}", to(self.reached))?,
            (n, _) => write!(f, "{n} migrations of `{set}` are to be reverted, {}", to(self.reached))?,
        }
        let (version, description) =
            widths(self.steps.iter().map(|step| (step.migration.version(), step.migration.description())));
        for step in &self.steps {
            let (migration, file) = (step.migration, step.file());
            let (number, name) = (migration.version(), migration.description());
            write!(f, "\n  {number:>version$}  {name:<description$}  {file}")?;
            if let Some(done) = step.statements_done() {
                write!(f, "  (on behind statement {done})")?;
            }
            step.losses.iter().try_for_each(|loss| write!(f, "\n  {:version$}  {loss}", ""))?;
        }
        self.refused.iter().try_for_each(|refused| write!(f, "\n{refused}"))
    }
}

impl fmt::Display for RevertLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (table, rows, lost) = (&self.table, self.rows, self.lost);
        let held = match rows {
            0 => "no row".to_owned(),
            1 => "1 row".to_owned(),
            n => format!("{n} rows"),
        };
        match &self.column {
            Some(column) => {
                write!(f, "drops column `{column}` of table `{table}`, with a value in {lost} of {held}")
            }
            None if self.drops => write!(f, "drops table `{table}`, which holds {held}"),
            None if lost == rows => write!(f, "deletes rows of table `{table}`, which holds {held}"),
            None => write!(f, "deletes {lost} of {held} of table `{table}`"),
        }
    }
}

impl fmt::Display for RefusedRevert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused: version {} {}", self.version, self.description)?;
        if let Some(file) = &self.file {
            write!(f, "\n --> {file}")?;
        }
        let backup = "restore a backup from before it, or write what shall be otherwise as a new migration";
        match &self.reason {
            RevertRefusal::Irreversible { reason } => {
                write!(f, "\n  = note: it is irreversible: {reason}\n  = help: {backup}")
            }
            RevertRefusal::NoDown => write!(f, "\n  = note: it has no down\n  = help: {backup}"),
            RevertRefusal::Squash => {
                write!(f, "\n  = note: it is a squash, which has no down\n  = help: {backup}")
            }
            RevertRefusal::FilesGone { squash } => write!(
                f,
                "\n  = note: `{squash}` replaces it, and the program no longer has its files\n  = help: {backup}"
            ),
            RevertRefusal::Unproved => f.write_str(
                "\n  = note: the version is trusted, so that the build has not run its down\n  = help: lower \
                 `trusted_through` and build again; what does not work then has to be mended",
            ),
            RevertRefusal::Unfinished { statements } => write!(
                f,
                "\n  = note: it was interrupted after statement {statements}, outside a transaction\n  = help: apply it \
                 to the end first"
            ),
            RevertRefusal::Loses(losses) => {
                losses.iter().try_for_each(|loss| write!(f, "\n  = note: it {loss}"))?;
                f.write_str("\n  = help: make a copy of the database, and say in the call that this may go: `allow_loss`")
            }
        }
    }
}

impl fmt::Display for RevertReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (set, n) = (&self.set, self.reverted.len());
        if n == 0 {
            return write!(f, "`{set}` had nothing to revert");
        }
        let would = if self.is_dry_run { "would have " } else { "" };
        write!(f, "`{set}` {would}reverted {}, {}", count(n), to(self.reached))?;
        let (version, description) =
            widths(self.reverted.iter().map(|it| (it.version, it.description.as_str())));
        self.reverted.iter().try_for_each(|it| {
            let milliseconds = told(it.elapsed.as_millis());
            write!(f, "\n  {:>version$}  {:<description$}  {milliseconds} ms", it.version, it.description)?;
            it.losses.iter().try_for_each(|loss| write!(f, "\n  {:version$}  {loss}", ""))
        })
    }
}

impl fmt::Display for Redone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.reverted, self.applied)
    }
}

fn count(n: usize) -> String {
    if n == 1 { "1 migration".to_owned() } else { format!("{n} migrations") }
}

fn to(reached: Option<i64>) -> String {
    reached.map_or("to nothing".to_owned(), |version| format!("to version {version}"))
}

/// How wide the columns of versions and descriptions are.
fn widths<'d>(rows: impl Iterator<Item = (i64, &'d str)>) -> (usize, usize) {
    rows.fold((0, 0), |(version, description), (number, name)| {
        (version.max(number.to_string().len()), description.max(name.chars().count()))
    })
}
