//! What is known of a migration whose statement is repeated: how, and how far it is.

use std::fmt;
use std::time::Duration;

use migrate_token::{Kind as TokenKind, significant};

use crate::ledger::{Done, HistoryEntry, Kind};
use crate::progress::hash;
use crate::set::Migration;
#[cfg(feature = "apply")]
use crate::statement::Changed;

/// How the statement of a migration with `-- migrate: backfill` is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backfill {
    pause: Duration,
}

impl Backfill {
    /// Milliseconds of the pause; `None` if the file does not say.
    #[doc(hidden)]
    pub const fn new(pause: Option<u64>) -> Self {
        let pause = match pause {
            Some(pause) => pause,
            None => DEFAULT_PAUSE,
        };
        Self { pause: Duration::from_millis(pause) }
    }

    /// How long nothing is done between two rounds, at least. It is longer where a round has taken longer.
    pub const fn pause(&self) -> Duration {
        self.pause
    }
}

/// Milliseconds. SQLite's busy handler asks again after 1, 2, 5, 10 and 15 (`sqliteDefaultBusyCallback`): who waits for a round
/// of some milliseconds does not miss the pause behind it.
const DEFAULT_PAUSE: u64 = 10;

/// How far a backfill is.
///
/// It prints as `17000 rows in 17 rounds`.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackfillProgress {
    pub(crate) rounds: u64,
    pub(crate) rows: u64,
}

impl BackfillProgress {
    /// How many rounds have changed something.
    pub const fn rounds(&self) -> u64 {
        self.rounds
    }

    /// How many rows they have changed. What triggers have changed does not count.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    #[cfg(feature = "apply")]
    pub(crate) const fn with(self, changed: &Changed) -> Self {
        Self { rounds: self.rounds + changed.any as u64, rows: self.rows + changed.rows }
    }

    /// As the history keeps it while the backfill is running.
    #[cfg(feature = "apply")]
    pub(crate) fn written(self, sql: &str) -> Done {
        let Self { rounds, rows } = self;
        Done { statements: 0, fingerprint: format!("{PREFIX}{rounds}:{rows}:{}", work(sql)) }
    }

    /// What is kept there; `None` of another migration.
    pub(crate) fn read(done: &Done) -> Option<Self> {
        read(done).map(|(progress, _)| progress)
    }
}

fn read(done: &Done) -> Option<(BackfillProgress, &str)> {
    let (rounds, rest) = done.fingerprint.strip_prefix(PREFIX)?.split_once(':')?;
    let (rows, work) = rest.split_once(':')?;
    Some((BackfillProgress { rounds: rounds.parse().ok()?, rows: rows.parse().ok()? }, work))
}

/// What no other progress begins with.
const PREFIX: &str = "backfill:";

impl fmt::Display for BackfillProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = |number: u64| if number == 1 { "" } else { "s" };
        write!(f, "{} row{} in {} round{}", self.rows, s(self.rows), self.rounds, s(self.rounds))
    }
}

impl Migration {
    /// How its statement is repeated, if it is a backfill. Only `-- migrate: backfill` says so.
    pub const fn backfill(&self) -> Option<&Backfill> {
        self.parts.backfill.as_ref()
    }
}

impl HistoryEntry {
    /// How far a backfill is that is not finished; `None` of every other migration. What one has come to in the end is in the
    /// log.
    pub fn backfilled(&self) -> Option<BackfillProgress> {
        BackfillProgress::read(&self.done).filter(|_| self.kind == Kind::Running)
    }
}

/// What a backfill has done that `migration` does not go on with: it does something else to rows now, or is no backfill.
pub(crate) fn abandoned(entry: &HistoryEntry, migration: &Migration) -> Option<BackfillProgress> {
    let (progress, done) = read(&entry.done).filter(|(progress, _)| progress.rounds > 0)?;
    (migration.backfill().is_none() || work(migration.sql()) != done).then_some(progress)
}

/// A hash of what a statement does to a row. Which rows it chooses, and how many, is left out: where a condition has
/// forgotten rows, or a round is too long, a new release goes on with another one.
fn work(sql: &str) -> String {
    let (mut depth, mut chooses, mut text) = (0_i64, false, String::new());
    for token in significant(sql).filter(|token| token.text != ";") {
        depth += i64::from(token.text == "(") - i64::from(token.text == ")");
        if depth == 0 && token.kind == TokenKind::Word {
            let is_any = |words: &[&str]| words.iter().any(|word| token.is_word(word));
            chooses = is_any(&["WHERE", "ORDER", "LIMIT"]) || (chooses && !is_any(&["ON", "RETURNING"]));
        }
        if !chooses {
            text += token.text;
            text.push('\n');
        }
    }
    format!("{:016x}", hash(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_survives_the_history() {
        let progress = BackfillProgress { rounds: 17, rows: 16_001 };
        assert_eq!(progress.to_string(), "16001 rows in 17 rounds");
        let written = |fingerprint: &str| Done { statements: 0, fingerprint: fingerprint.to_owned() };
        assert_eq!(BackfillProgress::read(&written("backfill:17:16001:0")), Some(progress));
        for other in ["", "12:0123456789abcdef", "backfill:", "backfill:1", "backfill:1:1", "backfill:x:1:0"]
        {
            assert_eq!(BackfillProgress::read(&written(other)), None);
        }
    }

    #[test]
    fn which_rows_are_chosen_is_no_part_of_the_work() {
        let first = work("UPDATE a SET b = (SELECT 1 WHERE 1) WHERE rowid IN (SELECT 1 FROM a LIMIT 9);");
        for same in [
            "UPDATE a SET b = (SELECT 1 WHERE 1) WHERE rowid IN (SELECT 1 FROM a LIMIT 10)",
            "-- why\nUPDATE a\nSET b = (SELECT 1 WHERE 1) WHERE b IS NULL AND c = 'x' LIMIT 5",
        ] {
            assert_eq!(work(same), first, "{same}");
        }
        for other in [
            "UPDATE a SET b = (SELECT 1 WHERE 2) WHERE rowid IN (SELECT 1 FROM a LIMIT 9)",
            "UPDATE a SET b = (SELECT 1 WHERE 1), c = 2 WHERE rowid IN (SELECT 1 FROM a LIMIT 9)",
            "DELETE FROM a WHERE rowid IN (SELECT 1 FROM a LIMIT 9)",
        ] {
            assert_ne!(work(other), first, "{other}");
        }
        let upsert = "INSERT INTO a SELECT 1 FROM c WHERE 1 ON CONFLICT DO UPDATE SET b = ";
        assert_ne!(work(&format!("{upsert}1")), work(&format!("{upsert}2")));
    }
}
