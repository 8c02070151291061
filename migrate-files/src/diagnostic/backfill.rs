//! Files whose statement is repeated.

#![allow(missing_docs, reason = "each function is its text, for one stage of the verifier")]

use super::{Diagnostic, Place};

/// What one is, for those who have written something else.
const ONE_STATEMENT: &str = "a backfill repeats one INSERT, UPDATE, DELETE or REPLACE until it changes nothing, each time in a transaction of its own";

pub(crate) fn unknown_option(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(format!("unknown option `{name}` of a backfill"))
        .at(place)
        .help("the only option is `pause`: `-- migrate: backfill, pause = 10ms`")
}

pub(crate) fn repeated_option(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(format!("option `{name}` is given twice")).at(place).help("remove one of them")
}

pub(crate) fn malformed_pause(place: Place) -> Diagnostic {
    Diagnostic::new("malformed pause of a backfill")
        .at(place)
        .help("write a whole number of milliseconds or seconds: `pause = 10ms`, `pause = 2s`")
}

pub(crate) fn pause_out_of_range(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(format!("a pause of `{written}` between the rounds of a backfill"))
        .at(place)
        .note("in the pauses other programs write; all of them together are added to the time that the backfill takes")
        .help("write one from `1ms` to `60s`, or none, which is 10ms")
}

pub(crate) fn without_transaction(place: Place) -> Diagnostic {
    Diagnostic::new("backfill that does not run in a transaction")
        .at(place)
        .note("each round is a transaction of its own, with the record of it: so no round is lost or done twice")
        .help("remove `no-transaction`")
}

pub(crate) fn squash(place: Place) -> Diagnostic {
    Diagnostic::new("backfill that replaces other files")
        .at(place)
        .note("a new database, which alone would run it, has no rows to fill in")
        .help("leave it out of what the squash makes")
}

pub(crate) fn empty(place: Place) -> Diagnostic {
    Diagnostic::new("backfill without a statement")
        .at(place)
        .note(ONE_STATEMENT)
        .help("write it, or remove the directive")
}

pub(crate) fn several(place: Place) -> Diagnostic {
    Diagnostic::new("backfill with more than one statement")
        .at(place)
        .note(ONE_STATEMENT)
        .help("move this one, and what follows, into another file")
}

pub(crate) fn not_of_rows(place: Place, word: &str) -> Diagnostic {
    Diagnostic::new(format!("`{word}` in a backfill"))
        .at(place)
        .note(ONE_STATEMENT)
        .help("move it into another file; or remove the directive")
}

pub(crate) fn limit_of_nothing(place: Place) -> Diagnostic {
    Diagnostic::new("backfill with a limit of 0")
        .at(place)
        .note("the first round would change nothing, and be taken for the last one")
        .help("write how many rows a round may change: `LIMIT 1000`")
}

pub(crate) fn in_schema_only(file: &str) -> Diagnostic {
    Diagnostic::new("backfill in a set that is `schema_only`")
        .at(Place::file(file))
        .help("let the program change the rows, or take `policy = forward_only`")
}

pub fn without_limit(place: Place) -> Diagnostic {
    Diagnostic::new("backfill without a LIMIT")
        .at(place)
        .note("the first round changes every row, in one transaction, and nobody else can write meanwhile")
        .help("choose a few rows at a time: `… WHERE rowid IN (SELECT rowid FROM … WHERE … LIMIT 1000)`")
}

/// `rounds` is how often it was repeated, on `rows` rows.
pub fn endless(place: Place, rounds: u64, rows: u64) -> Diagnostic {
    Diagnostic::new("the backfill changes rows again that it has changed")
        .at(place)
        .note(format!(
            "the build has repeated it {rounds} times, on {rows} made-up rows, and it still changes some"
        ))
        .help(
            "let its condition leave out every row that is done, also one whose new value is NULL: \
             `WHERE slug IS NULL AND title IS NOT NULL`",
        )
}

pub fn restless(place: Place) -> Diagnostic {
    Diagnostic::new("the backfill changes rows behind its end")
        .at(place)
        .note("a round has changed nothing, and the next one has changed something")
        .help("choose the rows by what they hold, and not by chance or the clock")
}
