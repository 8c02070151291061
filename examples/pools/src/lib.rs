//! What the programs of this package share: visits of pages, in a database that several connections write.

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::Connection;

pub mod migrations {
    embed_migrations::embed_migrations!(set = "visits");
}

/// Errors come from threads and tasks.
pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What SQLite keeps for each connection, and not in the file. Every connection gets it where the pool opens it.
pub fn furnish(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(Duration::from_secs(5))?;
    db.pragma_update(None, "foreign_keys", true)
}

/// Notes a visit.
pub fn visit(db: &mut Connection, path: &str) -> rusqlite::Result<()> {
    let transaction = db.transaction()?;
    transaction
        .prepare_cached("INSERT INTO page (path) VALUES (?1) ON CONFLICT DO NOTHING")?
        .execute([path])?;
    transaction
        .prepare_cached(
            "INSERT INTO visit (page_id, at) SELECT id, datetime('now') FROM page WHERE path = ?1",
        )?
        .execute([path])?;
    transaction.commit()
}

/// The pages with the number of their visits, most visited first, one line each.
pub fn table(db: &Connection) -> rusqlite::Result<String> {
    let mut statement = db.prepare_cached(
        "SELECT count(*), path FROM page JOIN visit ON visit.page_id = page.id
         GROUP BY page.id ORDER BY count(*) DESC, path",
    )?;
    let line =
        |row: &rusqlite::Row<'_>| Ok(format!("{:>3}  {}\n", row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
    statement.query_map([], line)?.collect()
}

/// The command line of each program: the database, and what was visited.
pub struct Arguments {
    /// Whether another program migrates the database.
    pub checks: bool,
    pub database: PathBuf,
    pub visits: Vec<String>,
}

impl Arguments {
    /// `[--check] DATABASE [PATH ...]`
    pub fn read() -> Outcome<Self> {
        let mut words = std::env::args().skip(1).peekable();
        let checks = words.next_if_eq("--check").is_some();
        let database = words.next().ok_or("expected a database, and the paths that were visited")?.into();
        Ok(Self { checks, database, visits: words.collect() })
    }
}
