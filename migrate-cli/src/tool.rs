//! The tool, put together.

use std::process::ExitCode;

use clap::{Args as _, FromArgMatches as _};
use rusqlite::Connection;

use crate::arguments::Arguments;
use crate::command;
use crate::failure::Failure;
use crate::output::Output;
use crate::sets::{Set, Sets};

/// What a program does to a connection before it is used.
pub(crate) type Furnish = dyn Fn(&Connection) -> rusqlite::Result<()>;

/// A tool for one set or several, with what its program does to a connection: [`main`](crate::main) with options.
///
/// ```
/// # fn f<V: migrate_runtime::MigrationVersion>(migrations: &'static migrate_runtime::MigrationSet<V>) -> std::process::ExitCode {
/// use migrate_cli::Tool;
///
/// Tool::new(migrations).on_connect(|db| db.pragma_update(None, "foreign_keys", true)).main()
/// # }
/// ```
#[must_use = "a tool does nothing until `main` or `run` is called"]
pub struct Tool {
    sets: Vec<&'static dyn Set>,
    furnish: Option<Box<Furnish>>,
}

impl Tool {
    /// For a set, or a tuple of sets.
    pub fn new(sets: impl Sets) -> Self {
        Self { sets: in_order(sets.list()), furnish: None }
    }

    /// Does this to every connection: registers the functions, collations and modules that migrations use.
    pub fn on_connect(mut self, furnish: impl Fn(&Connection) -> rusqlite::Result<()> + 'static) -> Self {
        self.furnish = Some(Box::new(furnish));
        self
    }

    /// Parses the arguments of the process, and runs. Wrong ones, and `--help`, end the process.
    pub fn main(self) -> ExitCode {
        let mut command = clap::Command::new(crate::command::name_of_program());
        command = Arguments::augment_args(command).subcommand_required(true).arg_required_else_help(true);
        if let Some(set) = self.sets.first() {
            let version = set.program().split_once(' ').map_or("", |(_, version)| version).to_owned();
            command = command.about(about(&self.sets)).version(version);
        }
        let matches = command.get_matches();
        match Arguments::from_arg_matches(&matches) {
            Ok(arguments) => self.run(arguments),
            Err(error) => error.exit(),
        }
    }

    /// Does what the arguments say, for a program that has parsed them.
    pub fn run(self, arguments: Arguments) -> ExitCode {
        let output = Output::new(&arguments.common);
        let name = command::name(&arguments.command);
        let run = |sets: Vec<_>| command::run(&sets, &arguments, output, self.furnish.as_deref());
        let code =
            self.chosen(&arguments).and_then(run).unwrap_or_else(|failure| output.refuse(name, &failure));
        ExitCode::from(code)
    }

    fn chosen(&self, arguments: &Arguments) -> Result<Vec<&'static dyn Set>, Failure> {
        let names = || self.sets.iter().map(|set| set.name()).collect::<Vec<_>>();
        let sets = match &arguments.common.set {
            None => self.sets.clone(),
            Some(wanted) => {
                let found = self.sets.iter().find(|set| set.name() == wanted).copied();
                vec![found.ok_or_else(|| Failure::no_set(wanted, &names()))?]
            }
        };
        if let (Some(doing), true) = (command::of_one_set(&arguments.command), sets.len() > 1) {
            return Err(Failure::which_set(doing, &names()));
        }
        Ok(sets)
    }
}

fn about(sets: &[&'static dyn Set]) -> String {
    let names: Vec<String> = sets.iter().map(|set| format!("`{}`", set.name())).collect();
    let noun = if names.len() == 1 { "set" } else { "sets" };
    format!("Migrates an SQLite database of the {noun} {}", names.join(", "))
}

/// Those that others need come first; otherwise as they were given.
fn in_order(mut sets: Vec<&'static dyn Set>) -> Vec<&'static dyn Set> {
    let mut ordered: Vec<&'static dyn Set> = Vec::new();
    while !sets.is_empty() {
        let waits = |set: &&&'static dyn Set| {
            let needs = set.needs();
            sets.iter().any(|other| other.name() != set.name() && needs.contains(&other.name()))
        };
        // Sets that need each other cannot be applied, and say so themselves.
        let at = sets.iter().position(|set| !waits(&set)).unwrap_or(0);
        ordered.push(sets.remove(at));
    }
    ordered
}
