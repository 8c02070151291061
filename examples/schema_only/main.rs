//! Migrations that are plain SQL, run in the order of their names, only go forward, and never change a row.
//!
//! `policy = schema_only` holds them to it: a down, or an UPDATE, is a compile error at its place. (The texts are those of
//! `policy_…` in `migrate-verify/cases`.)
//!
//! A deployment applies them, and the program only looks:
//!
//! ```sh
//! cargo run --example schema_only -- apply weather.db
//! cargo run --example schema_only -- check weather.db
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program prints")]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use migrations::MIGRATIONS;
use rusqlite::{Connection, OpenFlags};

mod migrations {
    // In a package of its own, where they lie in `migrations`, the policy is the only argument.
    embed_migrations::embed_migrations!("examples/schema_only/migrations", policy = schema_only);
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let command = arguments.next();
    let outcome = match (command.as_ref().and_then(|command| command.to_str()), arguments.next()) {
        (Some("apply"), Some(database)) => apply(database.as_ref()),
        (Some("check"), Some(database)) => check(database.as_ref()),
        _ => Err("usage: schema_only (apply | check) DATABASE".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("schema_only: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What a deployment does.
fn apply(database: &Path) -> Result<(), Box<dyn Error>> {
    println!("{}", MIGRATIONS.apply(&mut Connection::open(database)?)?);
    Ok(())
}

/// What the program does when it starts: it has no right to change the schema.
fn check(database: &Path) -> Result<(), Box<dyn Error>> {
    let db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    MIGRATIONS.check(&db)?;
    println!("up to date");
    Ok(())
}
