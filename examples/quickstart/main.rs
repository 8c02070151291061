//! A note book on the command line: `cargo run --example quickstart -- --help`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program prints")]

mod arguments;
mod notes;

use std::error::Error;
use std::process::ExitCode;

use arguments::{Arguments, Command, USAGE};
use notes::Notes;

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("quickstart: {problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("quickstart: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    if matches!(arguments.command, Command::Help) {
        println!("{USAGE}");
        return Ok(());
    }
    let (mut notes, report) = Notes::open(&arguments.database)?;
    match &arguments.command {
        Command::Help => {}
        Command::Status => println!("{report}\n\n{}", notes.status()?),
        Command::Add { text, tags } => println!("added note {}", notes.add(text, tags)?),
        Command::List { words } => notes.list(words)?.iter().for_each(|note| println!("{note}")),
        Command::Tags => notes.tags()?.iter().for_each(|(tag, count)| println!("{count:>3}  #{tag}")),
    }
    Ok(())
}
