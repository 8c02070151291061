//! What migrations do to rows, and rows to migrations.

#![allow(missing_docs, reason = "each function is its text, for one finding of the verifier")]

use super::{Diagnostic, Place};
use crate::lint::Lint;

/// How rows or values have come to be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A statement that copies or overwrites rows has left them out.
    Copy,
    /// A column has been dropped, and added again.
    Alter,
    /// They went with the rows that they referred to, because a directive or a PRAGMA says so.
    Cascade {
        /// Whether it is a PRAGMA.
        by_pragma: bool,
    },
    /// A trigger took them.
    Trigger,
}

impl Way {
    fn out(self) -> &'static str {
        match self {
            Self::Copy => COPY_ALL,
            Self::Alter => "copy them into a column of another name before, and back behind",
            Self::Cascade { by_pragma: false } => NO_CASCADE,
            Self::Cascade { by_pragma: true } => {
                "take `PRAGMA foreign_keys` out of the file: a DROP TABLE or DELETE then leaves other tables alone"
            }
            Self::Trigger => {
                "a trigger deletes them: drop it before this statement, and create it again behind; or delete by a DELETE of its own what has to go"
            }
        }
    }
}

/// `lost` is a row that is lost, as it is shown. `given` is how many rows the file inserts itself, which are not counted.
pub fn rows_lost(
    place: Place,
    table: &str,
    (before, after): (i64, i64),
    given: i64,
    lost: Option<&str>,
    way: Way,
) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(format!(
        "rows of `{table}` are lost: {before} before, {after} after"
    ))
    .at(place)
    .note("the build ran the file on a table with made-up rows; these go by no DELETE or DROP of the table");
    if given > 0 {
        diagnostic =
            diagnostic.note(format!("rows that the file gives itself are not counted: there are {given}"));
    }
    match lost {
        Some(row) => diagnostic.note(format!("this one is lost: `{row}`")),
        None => diagnostic,
    }
    .help(way.out())
}

const NO_CASCADE: &str =
    "remove `-- migrate: foreign-keys = on`: a DROP TABLE or DELETE then leaves other tables alone";
const COPY_ALL: &str = "copy every row: no WHERE or inner JOIN that leaves some out, no OR IGNORE or OR REPLACE; delete what has to go by a DELETE of its own";

/// `now` is what the column holds instead.
pub fn values_lost(place: Place, table: &str, column: &str, now: Option<&str>, way: Way) -> Diagnostic {
    let now = now.map_or("NULL".to_owned(), |now| format!("`{now}`"));
    Diagnostic::new(format!("column `{column}` of `{table}` loses its values"))
        .at(place)
        .note(format!(
            "it is there before and after the file, which reads none of its values; afterwards it holds {now}"
        ))
        .help(match way {
            Way::Copy => format!("copy it: name `{column}` in the INSERT and in its SELECT"),
            way => way.out().to_owned(),
        })
}

pub fn values_moved(place: Place, table: &str, column: &str, other: &str) -> Diagnostic {
    Diagnostic::new(format!("column `{column}` of `{table}` gets the values of `{other}`"))
        .at(place)
        .note("both columns are there before and after the file: a copy by position puts values where their number says")
        .help("name the columns on both sides of the copy: `INSERT INTO … (a, b) SELECT a, b FROM …`")
}

pub fn sequence_reset(place: Place, table: &str, before: i64, after: i64) -> Diagnostic {
    Diagnostic::new(format!("AUTOINCREMENT of `{table}` begins again: {before} was given, {after} is noted"))
        .at(place)
        .note("numbers that deleted rows had are given again")
        .help("copy the ids of the rows, and the table's number in `sqlite_sequence`")
}

pub fn unfiltered_delete(place: Place, table: &str) -> Diagnostic {
    Diagnostic::new(format!("DELETE takes every row of `{table}`"))
        .at(place)
        .note("an earlier migration made the table, and databases may hold rows of it")
        .help("say which rows shall go: `WHERE …`")
}

pub fn unfiltered_update(place: Place, table: &str) -> Diagnostic {
    Diagnostic::new(format!("UPDATE overwrites every row of `{table}`"))
        .at(place)
        .note("an earlier migration made the column, and databases may hold values in it")
        .help("say which rows shall change: `WHERE …`; or write into a new column")
}

pub const FILL: &str = "give the rows a value in the same migration: `coalesce(…, '')` in a copy, an UPDATE before, or a DEFAULT";
pub const FULFIL: &str = "let the DEFAULT fulfil the CHECK, or mend the rows in the same migration, before";

/// A failure that every database with rows will see. `from` is the file up to which it has to be migrated, if rows that
/// came later pass; `help` is better than that of the failure.
pub fn certain(
    failure: Diagnostic,
    witness: &[String],
    from: Option<&str>,
    help: Option<&str>,
) -> Diagnostic {
    let when = match from {
        Some(file) => format!("it fails on every database that was at `{file}` when it had rows"),
        None => "it runs on empty tables, and fails on every database that has rows".to_owned(),
    };
    let failure = match help {
        Some(help) => failure.only_help(help),
        None => failure,
    };
    shown(failure.note(when), witness)
}

pub const UPDATE: &str = "set a value in such rows before, by an UPDATE in the same migration";
pub const TOLERATE: &str =
    "let the expression take such rows as well: `CASE WHEN json_valid(name) THEN … END`; or mend them before";
pub const COALESCE: &str = "let the expression give a value in every row: `coalesce(…, …)`";

/// A failure that depends on the rows; `help` is better than that of the lint.
pub fn depends(failure: &Diagnostic, lint: &Lint, witness: &[String], help: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(format!("{} on rows that a database may hold", failure.title()));
    let diagnostic = match failure.place() {
        Some(place) => diagnostic.at(place.clone()),
        None => diagnostic,
    };
    shown(diagnostic, witness).help(help.unwrap_or(lint.way_out))
}

fn shown(diagnostic: Diagnostic, witness: &[String]) -> Diagnostic {
    match witness {
        [] => diagnostic,
        [row] => diagnostic.note(format!("with this row, say: `{row}`")),
        rows => {
            let rows: Vec<String> = rows.iter().map(|row| format!("  `{row}`")).collect();
            diagnostic.note(format!("with these rows, say:\n{}", rows.join("\n")))
        }
    }
}

/// A foreign key that the migration adds.
pub fn new_reference(place: Place, table: &str, parent: &str) -> Diagnostic {
    Diagnostic::new(format!("rows of `{table}` may refer to nothing in `{parent}`: the foreign key is new"))
        .at(place)
        .note("`apply` refuses to commit on a database that has such a row")
        .help("set such references to NULL, or delete such rows, before")
}

/// A foreign key that was there before. `is_certain` says that it happens to plain rows.
pub fn broken_reference(place: Place, table: &str, parent: &str, is_certain: bool) -> Diagnostic {
    let title = if is_certain {
        format!("rows of `{table}` refer to nothing in `{parent}` afterwards")
    } else {
        format!("rows of `{table}` may refer to nothing in `{parent}` afterwards")
    };
    Diagnostic::new(title)
        .at(place)
        .note("before the file every made-up row of it refers to something; `apply` refuses to commit what this leaves")
        .help(format!("keep the rows of `{parent}` that are referred to, or take care of those of `{table}` as well"))
}

/// `fixture` is the file that could have rows, `message` what SQLite says of the best made-up row.
pub fn not_seeded(place: Place, table: &str, message: &str, fixture: &str) -> Diagnostic {
    Diagnostic::new(format!("no row could be made up for `{table}`, and later migrations run without one"))
        .at(place)
        .note(format!("SQLite says to a made-up row: {message}"))
        .help(format!("write a file `{fixture}` that inserts rows: the build runs it after this migration, and nobody else does"))
}

pub fn refuses_every_row(place: Place, table: &str, message: &str) -> Diagnostic {
    Diagnostic::new(format!("no row can be written to `{table}`: {message}"))
        .at(place)
        .note("SQLite takes the table, and refuses every row, because the value changes from day to day")
        .help("compare with the clock in a trigger, in a query or in the program")
}

pub fn refuses_dates(place: Place, table: &str, message: &str) -> Diagnostic {
    Diagnostic::new(format!("no row with a date can be written to `{table}`: {message}"))
        .at(place)
        .note("SQLite takes the table, and refuses every such row, because the local time is another one elsewhere")
        .help("leave out the modifiers `'localtime'` and `'utc'` there, and use them in queries")
}

/// `failure` is what is said of the fixture's statement.
pub fn fixture_fails(failure: Diagnostic, after: &str) -> Diagnostic {
    failure.note(format!("this is a fixture: its rows are written after `{after}`, in the build only"))
}

pub fn fixture_orphan(place: Place, table: &str, parent: &str) -> Diagnostic {
    Diagnostic::new(format!("rows of `{table}` in a fixture refer to nothing in `{parent}`"))
        .at(place)
        .help(format!("insert a row into `{parent}` before"))
}
