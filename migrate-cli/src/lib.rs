//! The operator's tool of `embed-migrations`: a whole program for a set, or for several, in three lines. Use it through
//! `embed-migrations`, feature `cli`, which is documented there.

mod arguments;
mod command;
mod database;
mod document;
mod failure;
mod graph;
mod output;
mod paint;
mod picture;
mod progress;
mod report;
mod sets;
mod signal;
mod tool;
mod wish;
mod words;

pub use arguments::Arguments;
pub use sets::{Set, Sets};
pub use signal::stop;
pub use tool::Tool;

/// What the author's tool has in common with this one. Semver does not cover it.
#[doc(hidden)]
pub mod __private {
    pub use crate::arguments::Color;
    /// Colour.
    pub mod paint {
        pub use crate::paint::{bad, bold, error, good, notes, warning};
    }
}

use std::process::ExitCode;

/// The program: parses its arguments, does what they say, prints, and returns the code to end with.
///
/// | code | meaning |
/// |---|---|
/// | 0 | done, or up to date |
/// | 1 | something has failed |
/// | 2 | the arguments or the configuration are wrong; nothing was opened |
/// | 3 | the database is not up to date, or not what the program can work with (`check`, `drift`) |
///
/// ```
/// # fn f<V: migrate_runtime::MigrationVersion>(migrations: &'static migrate_runtime::MigrationSet<V>) -> std::process::ExitCode {
/// migrate_cli::main(migrations) // as a program calls it: `embed_migrations::cli::main(&MIGRATIONS)`
/// # }
/// ```
///
/// Several sets of one database are a tuple: `cli::main((&auth::MIGRATIONS, &billing::MIGRATIONS))`.
pub fn main(sets: impl Sets) -> ExitCode {
    Tool::new(sets).main()
}
