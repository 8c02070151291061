//! The program whose start is counted, with as many migrations as its package has.

use rusqlite::Connection;

mod migrations {
    embed_migrations::embed_migrations!(allow = [all]);
}
use embed_migrations::MigrationVersion as _;
use migrations::{MIGRATIONS, Version};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["prepare", current, but_last] => {
            MIGRATIONS.apply(&mut Connection::open(current).unwrap()).unwrap();
            let before_last = Version::ALL[Version::ALL.len() - 2];
            MIGRATIONS.apply_to(&mut Connection::open(but_last).unwrap(), before_last).unwrap();
        }
        ["apply", database] => drop(counted_job(database, |db| {
            MIGRATIONS.apply(db).unwrap();
        })),
        // The least that somebody asks who has a table of versions: SQLite reads the whole schema for it.
        ["ask", database] => drop(counted_job(database, |db| {
            let last = "SELECT version FROM schema_migrations ORDER BY version DESC LIMIT 1";
            db.query_row(last, [], |row| row.get::<_, i64>(0)).unwrap();
        })),
        _ => panic!("no job is called {arguments:?}"),
    }
}

/// Valgrind counts from here on until it returns, and knows it by its name.
#[inline(never)]
fn counted_job(path: &str, job: fn(&mut Connection)) -> Connection {
    let mut db = Connection::open(path).unwrap();
    job(&mut db);
    db
}
