//! Builds programs from nothing. What cargo downloads has to be there already, as it is once the programs have been built.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::job::{Job, Journal};
use crate::program::{Tool, cargo_build, package};
use crate::{Result, Row, WORK, set};

const MIGRATIONS: usize = 10;

pub fn measured() -> Result<Row> {
    set::write(Path::new(WORK), MIGRATIONS)?;
    let mut medians = [0.0; Tool::ALL.len()];
    for (tool, time) in Tool::ALL.into_iter().zip(&mut medians) {
        *time = build(tool)?;
    }
    fs::remove_dir_all(target())?;
    Ok(Row { job: Job::ColdBuild, migrations: MIGRATIONS, journal: Journal::None, medians })
}

fn build(tool: Tool) -> Result<f64> {
    let package = package(tool, MIGRATIONS)?;
    let target = target();
    // Of the tool before, or of a run that was ended.
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    let started = Instant::now();
    let built = cargo_build(&package).arg("--offline").env("CARGO_TARGET_DIR", &target).status()?;
    let taken = started.elapsed();
    if !built.success() {
        return Err(format!("{} does not build", package.display()).into());
    }
    Ok(taken.as_secs_f64() * 1e9)
}

fn target() -> PathBuf {
    Path::new(WORK).join("cold")
}
