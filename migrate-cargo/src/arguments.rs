//! The arguments. `--help` is made of these comments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use migrate_cli::__private::Color;

/// Writes the migrations of a package, and checks them as its build does
#[derive(Parser, Clone, Debug)]
#[command(name = "cargo migrate", bin_name = "cargo migrate", version, after_help = CODES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const CODES: &str = "Codes: 0 done, 1 failed or rejected, 2 wrong arguments or no package, 3 not up to date";

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// The package's Cargo.toml; without it, that of the working directory
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// The package, where the workspace has several
    #[arg(short, long, global = true, value_name = "NAME")]
    pub(crate) package: Option<String>,
    /// The directory of the migrations, relative to Cargo.toml; without it, that of each `embed_migrations!` in the package
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) dir: Option<String>,
    /// Prints nothing but errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// When to use colour; NO_COLOR is heeded, too
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

#[derive(Subcommand, Clone, Debug)]
pub(crate) enum Command {
    /// Makes the file of a new migration, and prints its path
    New(New),
    /// Adds to migrations.lock what is missing, and changes no line that is there
    Lock(Lock),
    /// Says what the build says, without building
    Check(Check),
    /// Writes templates of fixtures for the tables that the build can make up no rows for
    Fixtures,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct New {
    /// What it does, in a word or two: `add_tags`, or `Add tags`
    #[arg(required = true)]
    pub(crate) name: Vec<String>,
    /// Makes a down, too
    #[arg(long)]
    pub(crate) down: bool,
    /// Takes the time for a version, also where those before are numbers
    #[arg(long)]
    pub(crate) timestamp: bool,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Lock {
    /// Writes nothing: code 3 if something is missing
    #[arg(long, conflicts_with = "rewrite")]
    pub(crate) check: bool,
    /// Makes the line of this released file that of the file as it is now
    #[arg(long, value_name = "FILE", requires = "because")]
    pub(crate) rewrite: Option<String>,
    /// Why that is right. It becomes a comment in the lock
    #[arg(long, value_name = "REASON", requires = "rewrite")]
    pub(crate) because: Option<String>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct Check {
    /// How it is said
    #[arg(long, default_value = "human")]
    pub(crate) format: Format,
    /// Code 1 for warnings, too
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// As the build does
    Human,
    /// A line for each problem
    Short,
    /// Annotations of a GitHub workflow
    Github,
    /// A document of JSON, described in docs/cargo-migrate.md
    Json,
    /// SARIF 2.1.0
    Sarif,
}
