//! Writes the database that refinery leaves after the first two of its three migrations.

use refinery::{Target, embed_migrations};
use rusqlite::Connection;
use std::{env, error::Error, fs::File};

embed_migrations!("migrations");

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).ok_or("expected the path of a new database")?;
    // Refuses a file that exists; SQLite takes an empty one for a new database.
    File::create_new(&path)?;
    let mut connection = Connection::open(path)?;
    connection.execute_batch("PRAGMA page_size = 1024")?;
    migrations::runner().set_target(Target::Version(2)).run(&mut connection)?;
    connection.execute_batch("INSERT INTO author (name) VALUES ('Ada'); VACUUM")?;
    Ok(())
}
