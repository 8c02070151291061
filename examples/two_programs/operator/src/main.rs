//! Migrates the database of the shop: `operator COMMAND DATABASE`.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use rusqlite::{Connection, OpenFlags};
use schema::MIGRATIONS;

const USAGE: &str = "\
usage: operator COMMAND DATABASE

  status  shows each migration and its state
  plan    shows what `up` would run
  check   says whether the service will start
  up      applies what is pending; makes the database if there is none
  down    takes the last migration back, if nothing is lost by that";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [command @ ("status" | "plan" | "check"), database] => look(command, database.as_ref()),
        ["up", database] => up(database.as_ref()),
        ["down", database] => down(database.as_ref()),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("operator: {error}");
            ExitCode::FAILURE
        }
    }
}

fn look(command: &str, database: &Path) -> Result<(), Box<dyn Error>> {
    let db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    match command {
        "status" => println!("{}", MIGRATIONS.status(&db)?),
        "plan" => println!("{}", MIGRATIONS.plan(&db)?),
        _ => {
            MIGRATIONS.check(&db)?;
            println!("up to date");
        }
    }
    Ok(())
}

fn up(database: &Path) -> Result<(), Box<dyn Error>> {
    println!("{}", MIGRATIONS.apply(&mut Connection::open(database)?)?);
    Ok(())
}

fn down(database: &Path) -> Result<(), Box<dyn Error>> {
    let mut db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    println!("{}", MIGRATIONS.revert_last(&mut db)?);
    Ok(())
}
