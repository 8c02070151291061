//! Runs the programs in turns.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::job::{Effort, Job, Journal};
use crate::program::{Program, Tool};
use crate::{Medians, Result};

pub fn medians(
    job: Job,
    journal: Journal,
    programs: &[Program],
    databases: &Path,
    effort: Effort,
) -> Result<Medians> {
    if job.is_prepared() {
        // By a process of its own, whose memory nobody gets.
        programs.iter().try_for_each(|program| run(job, journal, program, databases, 0).map(drop))?;
    }
    let mut times = Tool::ALL.map(|_| Vec::new());
    for round in 0..effort.rounds {
        for turn in 0..programs.len() {
            // Nobody is always the first, or always behind the same one.
            let index = (round + turn) % programs.len();
            times[index].extend(run(job, journal, &programs[index], databases, effort.repeats)?);
        }
    }
    Ok(times.map(median))
}

fn run(job: Job, journal: Journal, program: &Program, databases: &Path, repeats: usize) -> Result<Vec<f64>> {
    let directory = match (job, program.tool) {
        // What `apply` costs, and not what it is to have a history: the same file, without.
        (Job::Start, Tool::Raw) => databases.join(Tool::Ours.name()),
        _ => directory(program, databases),
    };
    fs::create_dir_all(&directory)?;
    let output = output(Command::new(&program.path).arg(job.name()).arg(directory).args([
        &program.count.to_string(),
        journal.name(),
        &repeats.to_string(),
    ]))?;
    Ok(output.lines().map(str::parse).collect::<std::result::Result<_, _>>()?)
}

fn directory(program: &Program, databases: &Path) -> PathBuf {
    databases.join(program.tool.name())
}

/// A tool that leaves another schema, or other rows, has done something else.
pub fn hold_to_one_schema(programs: &[Program], databases: &Path) -> Result<()> {
    let raw = programs.iter().find(|program| program.tool == Tool::Raw).ok_or("nobody can look")?;
    let mut expected = None;
    for program in programs {
        let database = directory(program, databases).join(format!("{}.db", program.count));
        // Not every job leaves one.
        if database.exists() {
            let found = output(Command::new(&raw.path).arg("dump").arg(&database))?;
            if *expected.get_or_insert_with(|| found.clone()) != found {
                return Err(format!("{} does not hold what the others do", database.display()).into());
            }
        }
    }
    Ok(())
}

fn output(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

pub fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
