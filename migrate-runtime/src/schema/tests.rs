//! What SQLite is told is what the model holds.

mod meaning;
mod refresh;
mod rich;

use rusqlite::Connection;

use super::Schema;
use super::reader::read;

/// A database that `sql` made.
fn database(sql: &str) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    // As when an old database is read: some tests leave objects that are broken.
    db.pragma_update(None, "foreign_keys", false).unwrap();
    db.execute_batch(sql).unwrap_or_else(|error| panic!("{error} in {sql}"));
    db
}

fn schema(sql: &str) -> Schema {
    read(&database(sql), &[]).unwrap()
}
