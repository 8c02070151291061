//! What `up` prints while it works.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use migrate_runtime::{AppliedMigration, Migration, Observer, Progress};

use crate::output::Output;
use crate::paint;

/// One line for each migration that is committed, and on a terminal what runs now.
pub(crate) struct Lines {
    output: Output,
    /// The set, where there are several.
    set: Option<&'static str>,
    bar: Option<ProgressBar>,
    statements: i64,
    applied: Vec<AppliedMigration>,
}

impl Lines {
    pub(crate) fn new(output: Output, set: Option<&'static str>) -> Self {
        Self { output, set, bar: None, statements: 0, applied: Vec::new() }
    }

    /// What is committed.
    pub(crate) fn end(mut self) -> Vec<AppliedMigration> {
        std::mem::take(&mut self.applied)
    }

    fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Observer for Lines {
    fn started(&mut self, _set: &str, migration: &Migration) {
        self.clear();
        self.statements = 0;
        if self.output.has_terminal() {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix}  {elapsed}  {msg}") {
                bar.set_style(style);
            }
            bar.set_prefix(format!("{} {}", migration.version(), migration.description()));
            bar.enable_steady_tick(Duration::from_millis(100));
            self.bar = Some(bar);
        }
    }

    fn statement(&mut self, migration: &Migration, number: i64, text: &str) {
        // A backfill repeats its only one.
        if self.output.verbose && number != self.statements {
            let text: Vec<String> = text.lines().map(|line| format!("  | {line}")).collect();
            let print = || self.output.line(&paint::notes(&text.join("\n")));
            match &self.bar {
                Some(bar) => bar.suspend(print),
                None => print(),
            }
        }
        self.statements = number;
        if let Some(bar) = self.bar.as_ref().filter(|_| migration.backfill().is_none()) {
            bar.set_message(shortened(text));
        }
    }

    fn hook(&mut self, _migration: &Migration, hook: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(format!("`{hook}`"));
        }
    }

    fn progress(&mut self, _migration: &Migration, progress: Progress) {
        if let Some(bar) = self.bar.as_ref().filter(|_| progress.rounds() > 0) {
            let s = |number: u64| if number == 1 { "" } else { "s" };
            let (rows, rounds) = (progress.rows(), progress.rounds());
            bar.set_message(format!("{rows} row{} in {rounds} round{}", s(rows), s(rounds)));
        }
    }

    fn finished(&mut self, _migration: &Migration, _elapsed: Duration) {
        self.clear();
    }

    fn committed(&mut self, applied: &[AppliedMigration]) {
        self.clear();
        let whose = self.set.map_or(String::new(), |set| format!("`{set}`: "));
        for migration in applied {
            self.output.line(&paint::good(&format!("{whose}{}", told(migration))));
        }
        self.applied.extend_from_slice(applied);
    }
}

/// As much of a statement as fits beside the name of its migration.
fn shortened(text: &str) -> String {
    const MOST: usize = 50;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} …", &words[..end]),
        None => words,
    }
}

/// As a report has it.
pub(crate) fn told(migration: &AppliedMigration) -> String {
    let done = migration.backfilled().map(|done| format!(", {done}")).unwrap_or_default();
    let ms = migration.elapsed().as_millis();
    let time = match migration.kind() {
        migrate_runtime::Kind::Squashed => "recorded".to_owned(),
        _ if ms == 0 => "<1 ms".to_owned(),
        _ => format!("{ms} ms"),
    };
    format!("applied {} {}  {time}{done}", migration.version(), migration.description())
}
