//! Writes the database that Diesel leaves after the first two of its three migrations.

use diesel::{Connection, SqliteConnection, connection::SimpleConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::{env, error::Error, fs::File};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let path = env::args().nth(1).ok_or("expected the path of a new database")?;
    // Refuses a file that exists; SQLite takes an empty one for a new database.
    File::create_new(&path)?;
    let mut connection = SqliteConnection::establish(&path)?;
    connection.batch_execute("PRAGMA page_size = 1024")?;
    connection.run_next_migration(MIGRATIONS)?;
    connection.run_next_migration(MIGRATIONS)?;
    connection.batch_execute("INSERT INTO author (name) VALUES ('Ada'); VACUUM")?;
    Ok(())
}
