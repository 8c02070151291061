//! What the programs that are compared have in common: their arguments, the work that is timed, and the proof that it was done.
//!
//! ```text
//! PROGRAM JOB DIRECTORY COUNT JOURNAL REPEATS
//! ```
//!
//! `JOB` is `start`, `fresh_file`, `fresh_memory`, `in_memory`, `upgrade_one` or `upgrade_many`; the databases are made in `DIRECTORY`; `COUNT` is
//! how many migrations the program has embedded; `JOURNAL` is `delete` or `wal`, and not looked at in memory. A line of output is
//! the nanoseconds of one repeat. One more goes before them, which is not told.

use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Instant;

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A connection, and the tool that migrates its database.
pub trait Tool: Sized {
    /// As a program would, a file or `:memory:`.
    fn open(path: &str) -> Result<Self>;

    /// Applies what is pending. How many the database has already, is for who keeps no history.
    fn apply(&mut self, applied: usize) -> Result<()>;

    /// Applies those up to and including the migration `last`. It is not timed.
    fn apply_to(&mut self, applied: usize, last: usize) -> Result<()>;

    /// A database for a test, with all migrations.
    fn in_memory() -> Result<Self> {
        let mut tool = Self::open(":memory:")?;
        tool.apply(0)?;
        Ok(tool)
    }

    fn execute(&mut self, sql: &str) -> Result<()>;

    /// The column `number` of the one row.
    fn number(&mut self, sql: &str) -> Result<i64>;

    fn close(self) -> Result<()> {
        Ok(())
    }
}

/// What the application asks first. Whatever it is, SQLite reads the whole schema for it.
const FIRST_QUERY: &str = "SELECT count(*) AS number FROM account_0";

/// The whole program.
pub fn main<T: Tool>() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [job, directory, count, journal, repeats] = arguments.as_slice() else {
        return Err("expected JOB DIRECTORY COUNT JOURNAL REPEATS".into());
    };
    let bench = Bench { directory: directory.into(), count: count.parse()?, is_wal: journal == "wal" };
    let repeat = || match job.as_str() {
        "start" => bench.start::<T>(),
        "fresh_file" => bench.fresh_file::<T>(),
        "fresh_memory" => bench.fresh_memory::<T>(),
        "in_memory" => bench.in_memory::<T>(),
        "upgrade_one" => bench.upgrade::<T>(1),
        "upgrade_many" => bench.upgrade::<T>(bench.count / 10),
        _ => Err(format!("no job is called `{job}`").into()),
    };
    repeat()?;
    for _ in 0..repeats.parse()? {
        println!("{}", repeat()?);
    }
    Ok(())
}

struct Bench {
    directory: PathBuf,
    count: usize,
    is_wal: bool,
}

impl Bench {
    fn start<T: Tool>(&self) -> Result<u128> {
        let path = self.prepared::<T>(self.count)?;
        let started = Instant::now();
        let mut tool = T::open(text(&path)?)?;
        tool.apply(self.count)?;
        tool.number(FIRST_QUERY)?;
        self.finish(tool, started)
    }

    fn fresh_file<T: Tool>(&self) -> Result<u128> {
        let path = self.new_file()?;
        let started = Instant::now();
        let mut tool = self.create::<T>(&path)?;
        tool.apply(0)?;
        self.finish(tool, started)
    }

    fn fresh_memory<T: Tool>(&self) -> Result<u128> {
        let started = Instant::now();
        let mut tool = T::open(":memory:")?;
        tool.apply(0)?;
        self.finish(tool, started)
    }

    fn in_memory<T: Tool>(&self) -> Result<u128> {
        let started = Instant::now();
        let mut tool = T::in_memory()?;
        // A copy has a schema that SQLite has not read yet.
        tool.number(FIRST_QUERY)?;
        self.finish(tool, started)
    }

    fn upgrade<T: Tool>(&self, pending: usize) -> Result<u128> {
        let applied = self.count - pending;
        let (prepared, path) = (self.prepared::<T>(applied)?, self.new_file()?);
        fs::copy(prepared, &path)?;
        // Or the commit would wait for the copy, too.
        File::open(&path)?.sync_all()?;
        File::open(&self.directory)?.sync_all()?;
        let started = Instant::now();
        let mut tool = T::open(text(&path)?)?;
        tool.apply(applied)?;
        self.finish(tool, started)
    }

    /// The time is over before the connection is closed, and before anybody looks whether the work was done.
    fn finish<T: Tool>(&self, mut tool: T, started: Instant) -> Result<u128> {
        let taken = started.elapsed().as_nanos();
        let tables = tool.number(
            "SELECT count(*) AS number FROM sqlite_schema WHERE type = 'table' AND name GLOB '*_[0-9]*'",
        )?;
        assert_eq!(tables, i64::try_from(self.count / 10 * 3)?, "tables");
        let last = format!("SELECT max(amount) AS number FROM entry_{}", self.count / 10 - 1);
        assert_eq!(tool.number(&last)?, i64::try_from(self.count)?, "the last row");
        tool.close()?;
        Ok(taken)
    }

    /// A database that has the first migrations. All that a job may want are made once, each from a copy of the one before. Nothing is
    /// beside it: SQLite removes the log with the last connection.
    fn prepared<T: Tool>(&self, wanted: usize) -> Result<PathBuf> {
        let mut applied = 0;
        for last in [self.count - self.count / 10, self.count - 1, self.count] {
            let path = self.prepared_path(last);
            if !path.exists() {
                let new = self.new_file()?;
                let mut tool = match applied {
                    0 => self.create::<T>(&new)?,
                    _ => {
                        fs::copy(self.prepared_path(applied), &new)?;
                        T::open(text(&new)?)?
                    }
                };
                tool.apply_to(applied, last)?;
                tool.close()?;
                fs::rename(new, &path)?;
            }
            applied = last;
        }
        Ok(self.prepared_path(wanted))
    }

    fn prepared_path(&self, applied: usize) -> PathBuf {
        self.directory.join(format!("{applied}.db"))
    }

    fn create<T: Tool>(&self, path: &Path) -> Result<T> {
        let mut tool = T::open(text(path)?)?;
        if self.is_wal {
            tool.execute("PRAGMA journal_mode = wal")?;
        }
        Ok(tool)
    }

    fn new_file(&self) -> Result<PathBuf> {
        let path = self.directory.join("new.db");
        if path.exists() {
            fs::remove_file(&path)?;
        }
        Ok(path)
    }
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().ok_or_else(|| "a path that is not UTF-8".into())
}
