//! sqlx, with one connection. Its runtime is started before anything is timed.

use std::sync::LazyLock;

use measure::{Result, Tool};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection, migrate::Migrator, sqlite::SqliteConnectOptions};
use tokio::runtime::{Builder, Runtime};

static MIGRATOR: Migrator = sqlx::migrate!("set/plain");
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Builder::new_current_thread().build().unwrap());

struct Sqlx(SqliteConnection);

impl Tool for Sqlx {
    fn open(path: &str) -> Result<Self> {
        let options = match path {
            ":memory:" => SqliteConnectOptions::new().in_memory(true),
            file => SqliteConnectOptions::new().filename(file).create_if_missing(true),
        };
        Ok(Self(RUNTIME.block_on(SqliteConnection::connect_with(&options))?))
    }

    fn apply(&mut self, _applied: usize) -> Result<()> {
        Ok(RUNTIME.block_on(MIGRATOR.run(&mut self.0))?)
    }

    fn apply_to(&mut self, _applied: usize, last: usize) -> Result<()> {
        Ok(RUNTIME.block_on(MIGRATOR.run_to(i64::try_from(last)?, &mut self.0))?)
    }

    fn execute(&mut self, sql: &str) -> Result<()> {
        RUNTIME.block_on(sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.0))?;
        Ok(())
    }

    fn number(&mut self, sql: &str) -> Result<i64> {
        Ok(RUNTIME.block_on(sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut self.0))?)
    }

    fn close(self) -> Result<()> {
        Ok(RUNTIME.block_on(self.0.close())?)
    }
}

fn main() -> Result<()> {
    LazyLock::force(&RUNTIME);
    measure::main::<Sqlx>()
}
