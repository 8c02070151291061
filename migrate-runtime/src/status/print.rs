//! A status as people read it: a table, what is the matter, and the ways out.

use std::fmt;

use crate::message::first;

use super::{MigrationStatus, State, Status, told};

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let applied_at =
            |row: &MigrationStatus| row.entry.as_ref().map_or("-".to_owned(), |e| e.applied_at.clone());
        let milliseconds = |row: &MigrationStatus| {
            row.entry.as_ref().map_or("-".to_owned(), |e| told(e.execution_ms.unsigned_abs().into()))
        };
        let width = |heading: &str, cell: &dyn Fn(&MigrationStatus) -> String| {
            let cells = self.rows.iter().map(|row| cell(row).chars().count());
            cells.chain([heading.len()]).max().unwrap_or(0)
        };
        let version = width("version", &|row| row.version.to_string());
        let migration = width("migration", &|row| row.description.clone());
        let state = width("state", &|row| row.state.to_string());
        let at = width("applied at", &applied_at);
        let ms = width("ms", &milliseconds);
        write!(
            f,
            "{:>version$}  {:<migration$}  {:<state$}  {:<at$}  {:>ms$}",
            "version", "migration", "state", "applied at", "ms"
        )?;
        self.rows.iter().try_for_each(|row| {
            let (at_text, ms_text) = (applied_at(row), milliseconds(row));
            write!(
                f,
                "\n{:>version$}  {:<migration$}  {:<state$}  {at_text:<at$}  {ms_text:>ms$}",
                row.version, row.description, row.state
            )
        })?;
        self.matters(f)
    }
}

impl Status {
    /// What is the matter, if anything is.
    fn matters(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(ledger) = &self.foreign {
            write!(f, "\n  = note: there is the history {ledger}; `adopt` goes on from it")?;
        }
        for failure in self.rows.iter().filter_map(MigrationStatus::failure) {
            let title = failure.message().lines().next().unwrap_or_default();
            write!(f, "\n  = note: {title}, on {}", failure.at())?;
        }
        for row in &self.rows {
            if let Some(done) = row.entry.as_ref().and_then(|entry| entry.backfilled()) {
                write!(f, "\n  = note: of backfill {}, {done} are done", row.version)?;
            }
            let promise = row.entry.as_ref().and_then(|entry| entry.compatible_with);
            if let (State::Newer, Some(oldest)) = (row.state, promise) {
                let version = row.version;
                write!(
                    f,
                    "\n  = note: version {version} is compatible with programs of version {oldest} and later"
                )?;
            }
            let Some(hook) = &row.hook else { continue };
            match &row.entry {
                Some(entry) if entry.hook.is_some() => {}
                Some(entry) if row.state != State::Interrupted => {
                    let kind = entry.kind.as_str();
                    write!(
                        f,
                        "\n  = note: migration {} is {kind} here without a call of `{hook}`",
                        row.version
                    )?;
                }
                None if row.state == State::Replaced => {}
                _ => write!(f, "\n  = note: migration {} calls `{hook}`", row.version)?,
            }
        }
        for unmet in &self.unmet {
            let help = first(&format!("`{}`", unmet.need().set()));
            write!(f, "\n  = note: the set needs {unmet}\n  = help: {help}")?;
        }
        let mut told: Vec<State> = Vec::new();
        if let Some((file, release)) = &self.cut {
            write!(f, "\n  = note: `{file}` stands for files that the program no longer has")?;
            write!(f, "\n  = help: {}: migrate it with `{release}` first, which has them", State::Missing)?;
            told.push(State::Missing);
        }
        for state in self.rows.iter().map(MigrationStatus::state) {
            if let (Some(help), false) = (state.help(), told.contains(&state)) {
                write!(f, "\n  = help: {state}: {help}")?;
                told.push(state);
            }
        }
        match &self.drift {
            Some(drift) => write!(f, "\n{drift}"),
            None => Ok(()),
        }
    }
}
