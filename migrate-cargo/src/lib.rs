//! The author's tool of `embed-migrations`, `cargo migrate`: new files, the lock, the verdict of the build as a command, and
//! fixtures. It is installed by `cargo install embed-migrations --features cli`, and described in `docs/cargo-migrate.md`.
//!
//! It decides nothing: what a set is, and whether it is right, is asked of the crates that the macro asks.

mod arguments;
mod calls;
mod command;
mod failure;
mod output;
mod package;
mod report;
mod sets;
mod sources;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use arguments::Arguments;
use output::Output;

/// The program: parses its arguments, does what they say, prints, and returns the code to end with.
///
/// | code | meaning |
/// |---|---|
/// | 0 | done |
/// | 1 | something has failed, or the set is rejected |
/// | 2 | the arguments or the package are wrong; nothing was done |
/// | 3 | something is not up to date (`lock --check`) |
pub fn main() -> ExitCode {
    let arguments = Arguments::parse_from(without_name(std::env::args_os()));
    let output = Output::new(&arguments.common);
    let code = command::run(&arguments, output).unwrap_or_else(|failure| {
        output.error(&failure.text);
        failure.code
    });
    ExitCode::from(code)
}

/// Cargo starts `cargo migrate new` as `cargo-migrate migrate new`.
fn without_name(arguments: impl Iterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    arguments
        .enumerate()
        .filter(|(at, argument)| *at != 1 || argument != "migrate")
        .map(|(_, argument)| argument)
}
