//! Writes the database that sqlx leaves after the first two of its three migrations.

use sqlx::{ConnectOptions, Connection, migrate::Migrator, sqlite::SqliteConnectOptions};
use std::{env, error::Error, fs::File};

static MIGRATOR: Migrator = sqlx::migrate!("./migrations");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).ok_or("expected the path of a new database")?;
    // Refuses a file that exists; SQLite takes an empty one for a new database.
    File::create_new(&path)?;
    let mut connection = SqliteConnectOptions::new().filename(path).page_size(1024).connect().await?;
    MIGRATOR.run_to(2, &mut connection).await?;
    sqlx::query("INSERT INTO author (name) VALUES ('Ada')").execute(&mut connection).await?;
    sqlx::query("VACUUM").execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}
