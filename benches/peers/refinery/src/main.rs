//! refinery, with a transaction for each migration, as it is without being asked.

use measure::{Result, Tool};
use refinery::Target;
use rusqlite::Connection;

mod embedded {
    refinery::embed_migrations!("set/refinery");
}
use embedded::migrations;

struct Refinery(Connection);

impl Tool for Refinery {
    fn open(path: &str) -> Result<Self> {
        Ok(Self(Connection::open(path)?))
    }

    fn apply(&mut self, _applied: usize) -> Result<()> {
        migrations::runner().run(&mut self.0)?;
        Ok(())
    }

    fn apply_to(&mut self, _applied: usize, last: usize) -> Result<()> {
        migrations::runner().set_target(Target::Version(i32::try_from(last)?)).run(&mut self.0)?;
        Ok(())
    }

    fn execute(&mut self, sql: &str) -> Result<()> {
        Ok(self.0.execute_batch(sql)?)
    }

    fn number(&mut self, sql: &str) -> Result<i64> {
        Ok(self.0.query_row(sql, [], |row| row.get(0))?)
    }
}

fn main() -> Result<()> {
    measure::main::<Refinery>()
}
