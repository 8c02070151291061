//! Answers what the shop has: `service DATABASE`, and the name of a product on each line that it reads.
//!
//! It needs the schema that it was compiled against, and has no code that could make it: an operator does that.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use schema::MIGRATIONS;

/// Whoever starts the service can tell that it is for an operator to do something.
const NOT_MIGRATED: u8 = 3;

fn main() -> ExitCode {
    let Some(database) = std::env::args_os().nth(1) else {
        eprintln!("usage: service DATABASE");
        return ExitCode::from(2);
    };
    let db = match open(database.as_ref()) {
        Ok(db) => db,
        Err(error) => {
            eprintln!("service: {error}");
            return ExitCode::from(NOT_MIGRATED);
        }
    };
    match serve(&db) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("service: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A database that is exactly where this program needs it.
fn open(database: &Path) -> Result<Connection, Box<dyn Error>> {
    let db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    MIGRATIONS.check(&db)?;
    Ok(db)
}

fn serve(db: &Connection) -> Result<(), Box<dyn Error>> {
    let mut product = db.prepare("SELECT cents, stock FROM product WHERE name = ?1")?;
    for name in std::io::stdin().lines() {
        let name = name?;
        let found = product.query_row([&name], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)));
        match found.optional()? {
            Some((cents, stock)) => println!("{name}: {}.{:02}, {stock} in stock", cents / 100, cents % 100),
            None => println!("{name}: unknown"),
        }
    }
    Ok(())
}
