//! The migration files that a debug build was compiled from, compared with those that are there now.
//!
//! On stable Rust, cargo notices every change to a file that a macro has read, but not a new file beside them.

use std::path::Path;

use crate::error::Error;
use crate::names::Names;
use crate::set::{Set, Source};

/// Refuses to go on with a build that lacks a file. Says nothing where the sources are not on this machine.
pub(crate) fn refuse_stale(set: &Set) -> Result<(), Error> {
    let files = set.source().map(Source::unknown_files).unwrap_or_default();
    if files.is_empty() { Ok(()) } else { Err(Error::Stale { set: set.name().to_owned(), files }) }
}

/// The first lock is a new file like any other.
const LOCK: &str = "migrations.lock";

impl Source {
    /// The migrations' files and the lock that have come since, with their directory's name.
    pub fn unknown_files(&self) -> Vec<String> {
        let mut files = Names::new();
        collect(Path::new(self.directory), "", &mut files);
        if !self.has_lock && Path::new(self.directory).join(LOCK).is_file() {
            files.insert(LOCK);
        }
        let name = Path::new(self.directory).file_name().unwrap_or_default().to_string_lossy();
        let unknown = files.iter().filter(|file| !self.entries.contains(&file.as_str()));
        unknown.map(|file| format!("{name}/{file}")).collect()
    }
}

/// What may be a migration: `x.sql`, and one level down, `x/up.sql` and `x/down.sql`.
fn collect(directory: &Path, prefix: &str, files: &mut Names) {
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_sql =
            if prefix.is_empty() { name.ends_with(".sql") } else { matches!(&*name, "up.sql" | "down.sql") };
        if is_sql && !name.starts_with('.') {
            files.insert(&format!("{prefix}{name}"));
        } else if prefix.is_empty() && name != "fixtures" && entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        }
    }
}
