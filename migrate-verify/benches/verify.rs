//! What the build pays for the verdict, beside what SQLite takes for the same SQL alone.
//!
//! ```sh
//! cargo bench -p migrate-verify --bench verify --profile dev
//! ```
//!
//! The profile matters: a proc macro and its dependencies, SQLite too, are compiled without optimisation in a dev build,
//! and this is where authors wait. `all` is everything: both runs on rows, and a down for each migration; `ups` is the same
//! set without the downs. `replay` runs the texts, one transaction for each, and nothing else. All are medians of runs that
//! take turns, so that what else the machine does is in each. Nothing is said about how long it may take; a set
//! that is rejected is a failure. With `--test`, or without the `--bench` that cargo gives, as in `cargo test --benches`, the
//! smallest set is run once.

#![expect(clippy::print_stdout, reason = "its table is what it is for")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use migrate_verify::options::{Options, Policy};
use migrate_verify::{read, shadow};
use rusqlite::Connection;

/// How many migrations a set has, and how often it is run.
const SETS: [(usize, usize); 3] = [(10, 21), (100, 11), (1000, 5)];

fn main() -> Result<(), Box<dyn Error>> {
    let has = |wanted: &str| std::env::args().any(|argument| argument == wanted);
    let is_bench = has("--bench") && !has("--test");
    println!(
        "{:>10} {:>10} {:>10} {:>10} {:>13}",
        "migrations", "all ms", "ups ms", "replay ms", "all / replay"
    );
    for (migrations, rounds) in if is_bench { &SETS[..] } else { &[(10, 1)] } {
        let texts: Vec<String> = (0..*migrations).map(text).collect();
        let (all, ups) = (tempfile::tempdir()?, tempfile::tempdir()?);
        write(&all.path().join("migrations"), &texts, true)?;
        write(&ups.path().join("migrations"), &texts, false)?;
        let mut all = Options::new(all.path(), "all");
        all.policy = Some(Policy::Reversible);
        let ups = Options::new(ups.path(), "ups");
        let mut times = [const { Vec::new() }; 3];
        for _ in 0..*rounds {
            times[0].push(timed(|| prove(&all))?);
            times[1].push(timed(|| prove(&ups))?);
            times[2].push(timed(|| replay(&texts))?);
        }
        let [all, ups, replay] = times.map(|times| median(times).as_secs_f64() * 1000.0);
        println!("{migrations:>10} {all:>10.1} {ups:>10.1} {replay:>10.1} {:>13.1}", all / replay);
    }
    Ok(())
}

fn write(directory: &Path, texts: &[String], has_downs: bool) -> Result<(), Box<dyn Error>> {
    fs::create_dir(directory)?;
    for (index, text) in texts.iter().enumerate() {
        let version = index + 1;
        if has_downs {
            fs::write(directory.join(format!("{version:04}_step.down.sql")), down(index))?;
            fs::write(directory.join(format!("{version:04}_step.up.sql")), text)?;
        } else {
            fs::write(directory.join(format!("{version:04}_step.sql")), text)?;
        }
    }
    Ok(())
}

/// As `verify`, which would remember what it has proved before.
fn prove(options: &Options) -> Result<(), Box<dyn Error>> {
    let proved = match read(options).outcome {
        Ok(set) => shadow::prove(options, &set).map(drop),
        Err(rejected) => Err(rejected.diagnostics),
    };
    proved.map_err(|diagnostics| {
        let said: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        said.join("\n").into()
    })
}

fn replay(texts: &[String]) -> Result<(), Box<dyn Error>> {
    let conn = Connection::open_in_memory()?;
    // As in the engine: with them, a rebuild would delete the rows of other tables.
    conn.execute_batch("PRAGMA foreign_keys = OFF")?;
    for text in texts {
        conn.execute_batch("BEGIN")?;
        conn.execute_batch(text)?;
        conn.execute_batch("COMMIT")?;
    }
    Ok(())
}

fn timed(run: impl FnOnce() -> Result<(), Box<dyn Error>>) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    run()?;
    Ok(start.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The SQL of a migration: ten in a row make two tables and what belongs to them, and refer to those of the ten before.
fn text(index: usize) -> String {
    let (now, before) = (index / 10, (index / 10).saturating_sub(1));
    match index % 10 {
        0 => format!(
            "CREATE TABLE account_{now}(
                id INTEGER PRIMARY KEY,
                email TEXT NOT NULL CHECK (email LIKE '%@%'),
                status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'closed')),
                balance INTEGER NOT NULL DEFAULT 0,
                invited_by INTEGER REFERENCES account_{before}(id) ON DELETE SET NULL,
                created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
            );
            CREATE INDEX account_{now}_status ON account_{now}(status, created_at);"
        ),
        1 => format!(
            "CREATE TABLE entry_{now}(
                id INTEGER PRIMARY KEY,
                account_id INTEGER NOT NULL REFERENCES account_{now}(id) ON DELETE CASCADE,
                title TEXT NOT NULL,
                amount INTEGER NOT NULL
            );
            CREATE INDEX entry_{now}_account ON entry_{now}(account_id);"
        ),
        2 => format!(
            "INSERT INTO account_{now}(email) VALUES ('a@example.org'), ('b@example.org'), ('c@example.org');
            INSERT INTO entry_{now}(account_id, title, amount)
                SELECT id, 'opening of ' || email, id * 100 FROM account_{now};"
        ),
        3 => format!(
            "ALTER TABLE account_{now} ADD COLUMN display_name TEXT;
            ALTER TABLE account_{now} ADD COLUMN is_verified INTEGER NOT NULL DEFAULT 0 CHECK (is_verified IN (0, 1));"
        ),
        4 => format!(
            "UPDATE account_{now} SET display_name = substr(email, 1, instr(email, '@') - 1) WHERE display_name IS NULL;"
        ),
        5 => format!("CREATE UNIQUE INDEX account_{now}_email ON account_{now}(email);"),
        6 => view(now),
        7 => trigger(now),
        8 => rebuilt(
            now,
            "title TEXT NOT NULL CHECK (title <> ''),
                amount INTEGER NOT NULL DEFAULT 0,
                booked_on TEXT NOT NULL DEFAULT CURRENT_DATE,
                UNIQUE (account_id, title)",
            "account_id, booked_on",
        ),
        _ => format!(
            "UPDATE entry_{now} SET title = trim(title) WHERE title <> trim(title);
            INSERT INTO entry_{now}(account_id, title, amount) SELECT id, 'interest', 1 FROM account_{now};
            CREATE INDEX account_{now}_closed ON account_{now}(created_at) WHERE status = 'closed';"
        ),
    }
}

/// The SQL of the way back.
fn down(index: usize) -> String {
    let now = index / 10;
    match index % 10 {
        0 => format!("DROP TABLE account_{now};"),
        1 => format!("DROP TABLE entry_{now};"),
        2 => format!(
            "DELETE FROM entry_{now} WHERE title LIKE 'opening of %';
            DELETE FROM account_{now} WHERE email IN ('a@example.org', 'b@example.org', 'c@example.org');"
        ),
        3 => format!(
            "ALTER TABLE account_{now} DROP COLUMN is_verified;
            ALTER TABLE account_{now} DROP COLUMN display_name;"
        ),
        4 => format!("UPDATE account_{now} SET display_name = NULL;"),
        5 => format!("DROP INDEX account_{now}_email;"),
        6 => format!("DROP VIEW balance_{now};"),
        7 => format!("DROP TRIGGER entry_{now}_added;"),
        8 => rebuilt(now, "title TEXT NOT NULL, amount INTEGER NOT NULL", "account_id"),
        _ => format!(
            "DROP INDEX account_{now}_closed;
            DELETE FROM entry_{now} WHERE title = 'interest';"
        ),
    }
}

/// Makes a table anew. A view or a trigger that names it would keep the new one from its name.
fn rebuilt(now: usize, columns: &str, indexed: &str) -> String {
    format!(
        "DROP TRIGGER entry_{now}_added;
        DROP VIEW balance_{now};
        CREATE TABLE entry_{now}_new(
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES account_{now}(id) ON DELETE CASCADE,
            {columns}
        );
        INSERT INTO entry_{now}_new(id, account_id, title, amount)
            SELECT id, account_id, title, amount FROM entry_{now};
        DROP TABLE entry_{now};
        ALTER TABLE entry_{now}_new RENAME TO entry_{now};
        CREATE INDEX entry_{now}_account ON entry_{now}({indexed});
        {}
        {}",
        view(now),
        trigger(now)
    )
}

fn view(now: usize) -> String {
    format!(
        "CREATE VIEW balance_{now} AS
            SELECT account.id, account.display_name, count(entry.id) AS entries, total(entry.amount) AS balance
            FROM account_{now} AS account LEFT JOIN entry_{now} AS entry ON entry.account_id = account.id
            GROUP BY account.id;"
    )
}

fn trigger(now: usize) -> String {
    format!(
        "CREATE TRIGGER entry_{now}_added AFTER INSERT ON entry_{now} BEGIN
            UPDATE account_{now} SET balance = balance + NEW.amount WHERE id = NEW.account_id;
        END;"
    )
}
