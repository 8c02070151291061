//! r2d2: a thread for each visit, each with a connection of the pool.
//!
//! ```sh
//! cargo run --bin r2d2 -- visits.db / /about /
//! ```

use pools::migrations::MIGRATIONS;
use pools::{Arguments, Outcome, furnish, table, visit};
use r2d2::Pool;
use r2d2_sqlite::SqliteConnectionManager;

fn main() -> Outcome<()> {
    let arguments = Arguments::read()?;
    // Each connection that the pool opens, now or later, is furnished before anybody gets it.
    let manager = SqliteConnectionManager::file(&arguments.database).with_init(|db| furnish(db));
    let pool = Pool::builder().max_size(4).build(manager)?;

    // Nobody else has the pool yet. One connection migrates; all the others see what it has done.
    let mut db = pool.get()?;
    if arguments.checks {
        MIGRATIONS.check(&db)?;
    } else {
        println!("{}", MIGRATIONS.apply(&mut db)?);
    }
    // The pool has it back.
    drop(db);

    let begin = |path: String| {
        let pool = pool.clone();
        std::thread::spawn(move || -> Outcome<()> {
            let mut db = pool.get()?;
            Ok(visit(&mut db, &path)?)
        })
    };
    let threads: Vec<_> = arguments.visits.into_iter().map(begin).collect();
    for thread in threads {
        thread.join().expect("no visit panics")?;
    }
    let db = pool.get()?;
    print!("{}", table(&db)?);
    Ok(())
}
