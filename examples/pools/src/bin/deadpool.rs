//! deadpool: a task for each visit. What uses a connection blocks, so it runs on a thread for that: `interact`.
//!
//! ```sh
//! cargo run --bin deadpool -- visits.db / /about /
//! ```

use deadpool_sqlite::{Config, Hook, HookError, Pool, Runtime};
use pools::migrations::MIGRATIONS;
use pools::{Arguments, Outcome, furnish, table, visit};
use rusqlite::Connection;
use tokio::task::JoinSet;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let arguments = Arguments::read()?;
    // Each connection that the pool opens, now or later, is furnished before anybody gets it.
    let furnished = Hook::async_fn(|db, _| {
        Box::pin(async move {
            let outcome = db.interact(|db| furnish(db)).await;
            outcome.map_err(|error| HookError::message(error.to_string()))?.map_err(HookError::Backend)
        })
    });
    let config = Config::new(arguments.database);
    let pool = config.builder(Runtime::Tokio1)?.max_size(4).post_create(furnished).build()?;

    // Nobody else has the pool yet. One connection migrates; all the others see what it has done.
    if arguments.checks {
        with(&pool, |db| Ok(MIGRATIONS.check(db)?)).await?;
    } else {
        println!("{}", with(&pool, |db| Ok(MIGRATIONS.apply(db)?)).await?);
    }

    let mut visits = JoinSet::new();
    for path in arguments.visits {
        let pool = pool.clone();
        visits.spawn(async move { with(&pool, move |db| Ok(visit(db, &path)?)).await });
    }
    while let Some(visited) = visits.join_next().await {
        visited??;
    }
    print!("{}", with(&pool, |db| Ok(table(db)?)).await?);
    Ok(())
}

/// Does something with a connection of the pool.
async fn with<T: Send + 'static>(
    pool: &Pool,
    work: impl FnOnce(&mut Connection) -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    let db = pool.get().await?;
    db.interact(work).await.map_err(|error| error.to_string())?
}
