//! The operator's tool within programs that have arguments of their own.

use std::path::PathBuf;

use clap::{CommandFactory as _, Parser};
use embed_migrations::cli;

/// A host with options of the same names.
#[derive(Parser)]
#[command(version, propagate_version = true)]
struct Host {
    /// Its own
    #[arg(long)]
    database: Option<PathBuf>,
    /// Its own, too
    #[arg(short, action = clap::ArgAction::Count)]
    verbose: u8,
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Serves
    Serve {
        #[arg(long)]
        json: bool,
    },
    /// Looks after the database
    Migrate(cli::Arguments),
}

#[test]
fn a_host_keeps_its_options() {
    Host::command().debug_assert();
    let host = Host::parse_from([
        "host",
        "--database",
        "a.db",
        "-vv",
        "migrate",
        "status",
        "-v",
        "--database",
        "b.db",
    ]);
    assert_eq!((host.database.as_deref(), host.verbose), (Some("a.db".as_ref()), 2));
    assert!(matches!(host.command, Command::Migrate(_)));
    let host = Host::parse_from(["host", "serve", "--json"]);
    assert!(matches!(host.command, Command::Serve { json: true }));
    for arguments in
        ["status", "up --to 2 --backup --keep 3", "down --all --json", "baseline --version 3", "check -q"]
    {
        let words = ["host", "migrate", "--database", "b.db"].into_iter().chain(arguments.split(' '));
        assert!(matches!(Host::parse_from(words).command, Command::Migrate(_)), "{arguments}");
    }
    let about = Host::command().find_subcommand("migrate").unwrap().get_about().unwrap().to_string();
    assert_eq!(about, "Looks after the database");
}
