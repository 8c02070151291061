//! The commands.

mod check;
mod fixtures;
mod lock;
mod new;

use std::path::Path;

use crate::arguments::{Arguments, Command};
use crate::failure::Failure;
use crate::output::Output;
use crate::package::Package;
use crate::report::{Examined, human};
use crate::sets::{Asked, sets};

/// Does what the arguments say, and returns the code to end with.
pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<u8, Failure> {
    let package = Package::find(&arguments.common)?;
    let sets = sets(&package, &arguments.common, output)?;
    match &arguments.command {
        Command::New(new) => new::run(&sets, new, output),
        Command::Lock(lock) => lock::run(&sets, lock, output),
        Command::Check(check) => check::run(&package, &sets, check, output),
        Command::Fixtures => fixtures::run(&sets, output),
    }
}

/// The diagnostics of a set that a command has stopped at.
fn rejected(asked: &Asked, diagnostics: Vec<migrate_files::diagnostic::Diagnostic>, output: Output) {
    human::diagnostics(&Examined::rejected(asked, diagnostics), output);
}

/// The directories of the sets, each once.
fn directories(sets: &[Asked]) -> Vec<&str> {
    let mut directories: Vec<&str> = sets.iter().map(|asked| &*asked.options.directory).collect();
    directories.sort_unstable();
    directories.dedup();
    directories
}

/// A path as somebody would type it here.
fn typed(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let near = here.ok().and_then(|here| real.strip_prefix(here).ok().map(Path::to_owned));
    near.as_deref().unwrap_or(path).display().to_string()
}
