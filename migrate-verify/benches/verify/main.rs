//! What the build pays for the verdict, beside what SQLite takes for the same SQL alone.
//!
//! ```sh
//! cargo bench -p migrate-verify --bench verify --profile dev
//! ```
//!
//! The profile matters: a proc macro and its dependencies, SQLite too, are compiled without optimisation in a dev build,
//! and this is where authors wait. `all` is everything: both runs on rows, and a down for each migration; `ups` is the same
//! set without the downs. `again` is `all` with files that this process has proved before, which are read and not run.
//! `replay` runs the texts, one transaction for each, and nothing else. All are medians of runs that take turns, so that what
//! else the machine does is in each. Nothing is said about how long it may take; a set that is rejected is a failure. With
//! `--test`, or without the `--bench` that cargo gives, as in `cargo test --benches`, the smallest set is run once.

#![expect(clippy::print_stdout, reason = "its table is what it is for")]

mod set;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use migrate_verify::options::{Options, Policy};
use migrate_verify::{Verdict, verify, verify_once};
use rusqlite::Connection;

/// How many migrations a set has, and how often it is run.
const SETS: [(usize, usize); 3] = [(10, 21), (100, 11), (1000, 5)];

fn main() -> Result<(), Box<dyn Error>> {
    let has = |wanted: &str| std::env::args().any(|argument| argument == wanted);
    let is_bench = has("--bench") && !has("--test");
    println!(
        "{:>10} {:>10} {:>10} {:>10} {:>10} {:>13}",
        "migrations", "all ms", "ups ms", "again ms", "replay ms", "all / replay"
    );
    for (migrations, rounds) in if is_bench { &SETS[..] } else { &[(10, 1)] } {
        let texts: Vec<String> = (0..*migrations).map(set::text).collect();
        let (all, ups) = (tempfile::tempdir()?, tempfile::tempdir()?);
        write(&all.path().join("migrations"), &texts, true)?;
        write(&ups.path().join("migrations"), &texts, false)?;
        let mut all = Options::new(all.path(), "all");
        all.policy = Some(Policy::Reversible);
        let ups = Options::new(ups.path(), "ups");
        let mut times = [const { Vec::new() }; 4];
        // It is remembered.
        again(&all)?;
        for _ in 0..*rounds {
            times[0].push(timed(|| accepted(&verify(&all)))?);
            times[1].push(timed(|| accepted(&verify(&ups)))?);
            times[2].push(timed(|| again(&all))?);
            times[3].push(timed(|| replay(&texts))?);
        }
        let [all, ups, again, replay] = times.map(|times| median(times).as_secs_f64() * 1000.0);
        println!(
            "{migrations:>10} {all:>10.1} {ups:>10.1} {again:>10.1} {replay:>10.1} {:>13.1}",
            all / replay
        );
    }
    Ok(())
}

fn write(directory: &Path, texts: &[String], has_downs: bool) -> Result<(), Box<dyn Error>> {
    fs::create_dir(directory)?;
    for (index, text) in texts.iter().enumerate() {
        let version = index + 1;
        if has_downs {
            fs::write(directory.join(format!("{version:04}_step.down.sql")), set::down(index))?;
            fs::write(directory.join(format!("{version:04}_step.up.sql")), text)?;
        } else {
            fs::write(directory.join(format!("{version:04}_step.sql")), text)?;
        }
    }
    Ok(())
}

/// With the files as they were the last time, as in an editor that keeps the macro in memory.
fn again(options: &Options) -> Result<(), Box<dyn Error>> {
    accepted(&verify_once(options))
}

fn accepted(verdict: &Verdict) -> Result<(), Box<dyn Error>> {
    match &verdict.outcome {
        Ok(_) => Ok(()),
        Err(rejected) => {
            let said: Vec<String> = rejected.diagnostics.iter().map(ToString::to_string).collect();
            Err(said.join("\n").into())
        }
    }
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
