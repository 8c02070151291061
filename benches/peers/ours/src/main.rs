//! embed-migrations, as its README says.

use embed_migrations::MigrationVersion as _;
use measure::{Result, Tool};
use rusqlite::Connection;

mod migrations {
    embed_migrations::embed_migrations!("set/plain", allow = [all]);
}
use migrations::{MIGRATIONS, Version};

struct Ours(Connection);

impl Tool for Ours {
    fn open(path: &str) -> Result<Self> {
        Ok(Self(Connection::open(path)?))
    }

    fn apply(&mut self, _applied: usize) -> Result<()> {
        MIGRATIONS.apply(&mut self.0)?;
        Ok(())
    }

    fn apply_to(&mut self, _applied: usize, last: usize) -> Result<()> {
        MIGRATIONS.apply_to(&mut self.0, Version::ALL[last - 1])?;
        Ok(())
    }

    fn in_memory() -> Result<Self> {
        Ok(Self(MIGRATIONS.in_memory()?))
    }

    fn execute(&mut self, sql: &str) -> Result<()> {
        Ok(self.0.execute_batch(sql)?)
    }

    fn number(&mut self, sql: &str) -> Result<i64> {
        Ok(self.0.query_row(sql, [], |row| row.get(0))?)
    }
}

fn main() -> Result<()> {
    measure::main::<Ours>()
}
