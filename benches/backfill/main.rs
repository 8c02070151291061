//! Who waits, and for how long, while a million rows are changed: in rounds, and in one transaction.
//!
//! ```sh
//! cargo bench --bench backfill
//! cargo bench --bench backfill -- --quick     # one run, on a tenth of the rows
//! ```
//!
//! The database is a file in `target/tmp`, in WAL mode, with `synchronous` as SQLite has it. Beside the migration two readers
//! and a writer work, each of them every few milliseconds. Nothing is said about how long anybody may wait. With `--test`, or
//! without the `--bench` that cargo gives, few rows are changed.

#![expect(clippy::print_stdout, reason = "its table is what it is for")]

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use embed_migrations::{Error, Report};
use rusqlite::{Connection, ErrorCode};

mod at_once {
    embed_migrations::embed_migrations!("benches/backfill/at_once", set = "notes", allow = [all]);
}
mod in_rounds {
    embed_migrations::embed_migrations!("benches/backfill/in_rounds", set = "notes", allow = [all]);
}
mod in_rounds_without_index {
    embed_migrations::embed_migrations!(
        "benches/backfill/in_rounds_without_index",
        set = "notes",
        allow = [all]
    );
}

/// What is compared: how the table comes into being, and how its rows are changed.
struct Way {
    name: &'static str,
    /// Whether one run has to do.
    is_long: bool,
    init: fn(&mut Connection) -> Result<Report, Error>,
    fill: fn(&mut Connection) -> Result<Report, Error>,
}

const WAYS: [Way; 4] = [
    Way {
        name: "nothing",
        is_long: false,
        init: |db| in_rounds::MIGRATIONS.apply_to(db, in_rounds::Version::Init),
        // What the disk alone costs.
        fill: |db| {
            std::thread::sleep(Duration::from_secs(5));
            in_rounds::MIGRATIONS.apply_to(db, in_rounds::Version::Init)
        },
    },
    Way {
        name: "one statement",
        is_long: false,
        init: |db| at_once::MIGRATIONS.apply_to(db, at_once::Version::Init),
        fill: |db| at_once::MIGRATIONS.apply(db),
    },
    Way {
        name: "rounds of 1000",
        is_long: false,
        init: |db| in_rounds::MIGRATIONS.apply_to(db, in_rounds::Version::Init),
        fill: |db| in_rounds::MIGRATIONS.apply(db),
    },
    Way {
        name: "rounds of 1000, no index",
        is_long: true,
        init: |db| in_rounds_without_index::MIGRATIONS.apply_to(db, in_rounds_without_index::Version::Init),
        fill: |db| in_rounds_without_index::MIGRATIONS.apply(db),
    },
];

/// What one run has shown.
#[derive(Clone, Debug)]
struct Run {
    total: Duration,
    reads: Vec<Duration>,
    busy_reads: usize,
    writes: Vec<Duration>,
    /// Bytes that the write-ahead log has had at most.
    log: u64,
}

fn main() {
    let has = |wanted: &str| std::env::args().any(|argument| argument == wanted);
    let (rows, count) = match (has("--bench") && !has("--test"), has("--quick")) {
        (true, false) => (1_000_000, 5),
        (true, true) => (100_000, 1),
        (false, _) => (5_000, 1),
    };
    let mut runs = WAYS.each_ref().map(|_| Vec::new());
    for number in 0..count {
        // In turns, so that what else the machine does is in each.
        let ways = WAYS.iter().zip(&mut runs).filter(|(way, _)| number == 0 || !way.is_long);
        ways.for_each(|(way, runs)| runs.push(run(way, rows)));
    }
    println!("{rows} rows, medians of {count} runs; without an index, one run");
    println!(
        "{:<26}{:>10}{:>14}{:>12}{:>14}{:>14}{:>14}{:>10}",
        "", "total", "worst read", "busy reads", "median write", "99 % of them", "worst write", "log"
    );
    for (way, runs) in WAYS.iter().zip(&runs) {
        let time = |of: &dyn Fn(&Run) -> Duration| told(median(runs.iter().map(of).collect()));
        println!(
            "{:<26}{:>10}{:>14}{:>12}{:>14}{:>14}{:>14}{:>7} MB",
            way.name,
            time(&|run| run.total),
            time(&|run| share(&run.reads, 100)),
            runs.iter().map(|run| run.busy_reads).sum::<usize>(),
            time(&|run| share(&run.writes, 50)),
            time(&|run| share(&run.writes, 99)),
            time(&|run| share(&run.writes, 100)),
            median(runs.iter().map(|run| run.log).collect()) / 1_000_000,
        );
    }
}

fn median<T: Ord + Clone>(mut values: Vec<T>) -> T {
    values.sort();
    values[values.len() / 2].clone()
}

/// So many of a hundred took no longer.
fn share(times: &[Duration], percent: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times.get((times.len() * percent).div_ceil(100).saturating_sub(1)).copied().unwrap_or_default()
}

fn told(time: Duration) -> String {
    match time.as_micros() {
        micros @ 0..1_000 => format!("{micros} µs"),
        micros @ 1_000..100_000 => format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100),
        micros @ 100_000..1_000_000 => format!("{} ms", micros / 1_000),
        micros => format!("{}.{} s", micros / 1_000_000, micros % 1_000_000 / 100_000),
    }
}

fn run(way: &Way, rows: i64) -> Run {
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = directory.path().join("notes.db");
    let mut db = Connection::open(&path).unwrap();
    db.query_row("PRAGMA journal_mode = wal", [], |_| Ok(())).unwrap();
    (way.init)(&mut db).unwrap();
    db.execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
         INSERT INTO note (id, title, body) SELECT i, 'The Title of Note ' || i, hex(zeroblob(60)) FROM n",
        [rows],
    )
    .unwrap();
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();

    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers = [3, 7].map(|step| {
            let (is_over, path) = (&is_over, &path);
            scope.spawn(move || read(path, rows, step, is_over))
        });
        let writer = scope.spawn(|| write(&path, rows, &is_over));
        let started = Instant::now();
        let outcome = (way.fill)(&mut db);
        let total = started.elapsed();
        is_over.store(true, Ordering::Relaxed);
        outcome.unwrap();
        let (writes, log) = writer.join().unwrap();
        let mut run = Run { total, reads: Vec::new(), busy_reads: 0, writes, log };
        for (reads, busy) in readers.map(|reader| reader.join().unwrap()) {
            run.reads.extend(reads);
            run.busy_reads += busy;
        }
        run
    })
}

/// How long reads take, and how many are refused: nobody waits for a lock.
fn read(path: &Path, rows: i64, step: i64, is_over: &AtomicBool) -> (Vec<Duration>, usize) {
    let db = Connection::open(path).unwrap();
    db.busy_timeout(Duration::ZERO).unwrap();
    let mut query = db.prepare("SELECT title, slug FROM note WHERE id >= ?1 ORDER BY id LIMIT 20").unwrap();
    let (mut times, mut busy, mut id) = (Vec::new(), 0, 0);
    while !is_over.load(Ordering::Relaxed) {
        id = (id + step * 1_009) % rows;
        let started = Instant::now();
        let count =
            query.query_map([id], |row| row.get::<_, String>(0)).unwrap().collect::<Result<Vec<_>, _>>();
        times.push(started.elapsed());
        match count {
            Ok(_) => {}
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => busy += 1,
            Err(error) => panic!("{error}"),
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    (times, busy)
}

/// How long writes take, each a transaction of its own, and how large the write-ahead log has been.
fn write(path: &Path, rows: i64, is_over: &AtomicBool) -> (Vec<Duration>, u64) {
    let db = Connection::open(path).unwrap();
    db.busy_timeout(Duration::from_secs(600)).unwrap();
    let mut update = db.prepare("UPDATE note SET body = body || '.' WHERE id = ?1").unwrap();
    let log = path.with_extension("db-wal");
    let (mut times, mut most, mut id) = (Vec::new(), 0, 0);
    while !is_over.load(Ordering::Relaxed) {
        id = (id + 5 * 1_009) % rows;
        let started = Instant::now();
        update.execute([id]).unwrap();
        times.push(started.elapsed());
        most = most.max(log.metadata().map_or(0, |file| file.len()));
        std::thread::sleep(Duration::from_millis(3));
    }
    (times, most)
}
