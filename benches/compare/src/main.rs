//! Compares embed-migrations with other tools, and with the same SQL run by hand.
//!
//! ```sh
//! bash benches/run.sh                     # everything, with builds from nothing
//! bash benches/run.sh --quick             # 10 and 100 migrations, a minute once everything is built
//! bash benches/run.sh --job fresh_memory  # one job
//! bash benches/run.sh --plot              # draws docs/benches.svg anew, too
//! ```
//!
//! Each tool has a program of its own, `../peers`, and of that one for each size of the set. They do the same jobs in turns, so that
//! what else the machine does is in each. The table shows medians, behind those of others the ratio ours ÷ theirs, and as `exponent`
//! the power of the number of migrations that fits best. `target/benches/ratios.json` has the ratios.

mod cold;
mod exponent;
mod job;
mod plot;
mod program;
mod ratios;
mod runs;
mod set;
mod table;

use std::error::Error;
use std::fs;
use std::path::Path;

use job::{Job, Journal};
use program::{Program, Tool};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Where everything is put that is not committed.
const WORK: &str = "target/benches";

/// Nanoseconds, in the order of [`Tool::ALL`].
type Medians = [f64; Tool::ALL.len()];

/// What was measured of one job at one size.
struct Row {
    job: Job,
    migrations: usize,
    journal: Journal,
    medians: Medians,
}

fn main() -> Result<()> {
    let wish = wish(std::env::args().skip(1))?;
    let counts: &[usize] = match (wish.job, wish.is_quick) {
        (Some(Job::ColdBuild), _) => &[],
        (_, true) => &[10, 100],
        (_, false) => &[10, 30, 100, 300, 1000, 3000],
    };
    // All of them first: what does not build should not show after an hour.
    let mut sizes = Vec::new();
    for &count in counts {
        eprintln!("building, with {count} migrations");
        set::write(Path::new(WORK), count)?;
        sizes.push(program::build_all(count)?);
    }
    let databases = Path::new(WORK).join("databases");
    let mut rows = Vec::new();
    for (count, programs) in counts.iter().zip(&sizes) {
        eprintln!("measuring, with {count} migrations");
        for journal in Journal::ALL {
            // Of a run that failed, or of another set.
            if databases.exists() {
                fs::remove_dir_all(&databases)?;
            }
            rows.extend(measured(&wish, programs, &databases, journal)?);
        }
    }
    if !wish.is_quick && wish.wants(Job::ColdBuild) {
        eprintln!("building from nothing");
        rows.push(cold::measured()?);
    }
    print!("{}", table::table(&rows));
    fs::write(Path::new(WORK).join("ratios.json"), ratios::json(&rows))?;
    if wish.is_plot {
        fs::write("docs/benches.svg", plot::svg(&rows))?;
    }
    Ok(())
}

/// What the arguments ask for.
#[derive(Default)]
struct Wish {
    is_quick: bool,
    is_plot: bool,
    job: Option<Job>,
}

impl Wish {
    fn wants(&self, job: Job) -> bool {
        self.job.is_none_or(|only| only == job)
    }
}

fn wish(mut arguments: impl Iterator<Item = String>) -> Result<Wish> {
    let mut wish = Wish::default();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--quick" => wish.is_quick = true,
            "--plot" => wish.is_plot = true,
            "--job" => wish.job = Some(Job::named(&arguments.next().ok_or("expected a job behind --job")?)?),
            _ => return Err(format!("expected --quick, --plot or --job, found `{argument}`").into()),
        }
    }
    Ok(wish)
}

/// Every job that has this journal.
fn measured(wish: &Wish, programs: &[Program], directory: &Path, journal: Journal) -> Result<Vec<Row>> {
    fs::create_dir_all(directory)?;
    let migrations = programs[0].count;
    let mut rows = Vec::new();
    for job in Job::ALL.into_iter().filter(|job| job.journals().contains(&journal) && wish.wants(*job)) {
        let effort = job.effort(migrations, wish.is_quick);
        let medians = runs::medians(job, journal, programs, directory, effort)?;
        let row = Row { job, migrations, journal, medians };
        eprint!("{}", table::line(&row));
        rows.push(row);
    }
    runs::hold_to_one_schema(programs, directory)?;
    Ok(rows)
}
