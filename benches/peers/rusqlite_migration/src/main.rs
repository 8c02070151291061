//! rusqlite_migration, with a constant list, the fastest that it has.

use measure::{Result, Tool};
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

macro_rules! list {
    ($($text:expr),* $(,)?) => { &[$(M::up($text)),*] };
}
const LIST: &[M<'_>] = include!("../set/list.rs");
const MIGRATIONS: Migrations<'_> = Migrations::from_slice(LIST);

struct RusqliteMigration(Connection);

impl Tool for RusqliteMigration {
    fn open(path: &str) -> Result<Self> {
        Ok(Self(Connection::open(path)?))
    }

    fn apply(&mut self, _applied: usize) -> Result<()> {
        Ok(MIGRATIONS.to_latest(&mut self.0)?)
    }

    fn apply_to(&mut self, _applied: usize, last: usize) -> Result<()> {
        Ok(MIGRATIONS.to_version(&mut self.0, last)?)
    }

    fn execute(&mut self, sql: &str) -> Result<()> {
        Ok(self.0.execute_batch(sql)?)
    }

    fn number(&mut self, sql: &str) -> Result<i64> {
        Ok(self.0.query_row(sql, [], |row| row.get(0))?)
    }
}

fn main() -> Result<()> {
    measure::main::<RusqliteMigration>()
}
