//! Writes the database that rusqlite_migration leaves after the first two of its three migrations.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};
use std::{env, error::Error, fs::File};

const MIGRATIONS: &[M<'_>] = &[
    M::up(include_str!("../migrations/0001_init.sql")),
    M::up(include_str!("../migrations/0002_add_books.sql")),
    M::up(include_str!("../migrations/0003_add_year.sql")),
];

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).ok_or("expected the path of a new database")?;
    // Refuses a file that exists; SQLite takes an empty one for a new database.
    File::create_new(&path)?;
    let mut connection = Connection::open(path)?;
    connection.execute_batch("PRAGMA page_size = 1024")?;
    Migrations::from_slice(MIGRATIONS).to_version(&mut connection, 2)?;
    connection.execute_batch("INSERT INTO author (name) VALUES ('Ada'); VACUUM")?;
    Ok(())
}
