//! diesel_migrations.

use diesel::{
    Connection, QueryableByName, RunQueryDsl, SqliteConnection, connection::SimpleConnection,
    sql_types::BigInt,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use measure::{Result, Tool};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("set/diesel");

struct Diesel(SqliteConnection);

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

impl Tool for Diesel {
    fn open(path: &str) -> Result<Self> {
        Ok(Self(SqliteConnection::establish(path)?))
    }

    fn apply(&mut self, _applied: usize) -> Result<()> {
        self.0.run_pending_migrations(MIGRATIONS).map_err(|error| error.to_string())?;
        Ok(())
    }

    fn apply_to(&mut self, applied: usize, last: usize) -> Result<()> {
        let pending = self.0.pending_migrations(MIGRATIONS).map_err(|error| error.to_string())?;
        self.0.run_migrations(&pending[..last - applied]).map_err(|error| error.to_string())?;
        Ok(())
    }

    fn execute(&mut self, sql: &str) -> Result<()> {
        Ok(self.0.batch_execute(sql)?)
    }

    fn number(&mut self, sql: &str) -> Result<i64> {
        Ok(diesel::sql_query(sql).get_result::<Number>(&mut self.0)?.number)
    }
}

fn main() -> Result<()> {
    measure::main::<Diesel>()
}
