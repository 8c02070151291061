//! No pool: a connection that is migrated on a thread for blocking work, and can be stopped meanwhile.
//!
//! ```sh
//! cargo run --bin spawn_blocking -- visits.db / /about /
//! ```

use std::time::Duration;

use embed_migrations::Cancellation;
use pools::migrations::MIGRATIONS;
use pools::{Arguments, Outcome, furnish, table, visit};
use rusqlite::Connection;
use tokio::task::spawn_blocking;

/// A start that takes longer is one that somebody has to look at.
const MOST: Duration = Duration::from_secs(60);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let arguments = Arguments::read()?;
    let db = Connection::open(&arguments.database)?;
    furnish(&db)?;
    let mut db = if arguments.checks {
        MIGRATIONS.check(&db)?;
        db
    } else {
        migrated(db).await?
    };
    let visits = arguments.visits;
    let work = move || {
        visits.iter().try_for_each(|path| visit(&mut db, path))?;
        table(&db)
    };
    print!("{}", spawn_blocking(work).await??);
    Ok(())
}

/// Applies what is pending, unless somebody stops the program meanwhile.
async fn migrated(mut db: Connection) -> Outcome<Connection> {
    let mut stop = interrupts()?;
    let cancellation = Cancellation::of(&db);
    let given = cancellation.clone();
    let mut work = spawn_blocking(move || {
        let runner = MIGRATIONS.runner().cancellation(&given).lock_timeout(MOST);
        runner.apply(&mut db).map(|report| (report, db))
    });
    eprintln!("migrating; ctrl-c stops it");
    let stopped = async {
        tokio::select! {
            _ = stop.recv() => {}
            () = tokio::time::sleep(MOST) => {}
        }
    };
    let (report, db) = tokio::select! {
        done = &mut work => done??,
        // To drop the task would not stop it: nobody can take a thread from what it does. So it is asked to, and waited for:
        // it rolls back what is not committed, and says what is left.
        () = stopped => {
            cancellation.cancel();
            work.await??
        }
    };
    println!("{report}");
    Ok(db)
}

/// Heard of from here on, and not only when somebody asks.
#[cfg(unix)]
fn interrupts() -> std::io::Result<tokio::signal::unix::Signal> {
    tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())
}

#[cfg(windows)]
fn interrupts() -> std::io::Result<tokio::signal::windows::CtrlC> {
    tokio::signal::windows::ctrl_c()
}
