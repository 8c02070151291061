//! Builds programs from nothing. What cargo downloads is there already: the programs that were measured needed it.

use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::job::{Job, Journal};
use crate::program::{Tool, cargo_build, package};
use crate::{Result, Row, WORK};

const MIGRATIONS: usize = 10;

pub fn measured() -> Result<Row> {
    let mut medians = [0.0; Tool::ALL.len()];
    for (tool, time) in Tool::ALL.into_iter().zip(&mut medians) {
        *time = build(tool)?;
    }
    Ok(Row { job: Job::ColdBuild, migrations: MIGRATIONS, journal: Journal::None, medians })
}

fn build(tool: Tool) -> Result<f64> {
    let package = package(tool, MIGRATIONS)?;
    let target = Path::new(WORK).join("cold");
    let started = Instant::now();
    let built = cargo_build(&package).arg("--offline").env("CARGO_TARGET_DIR", &target).status()?;
    let taken = started.elapsed();
    if !built.success() {
        return Err(format!("{} does not build", package.display()).into());
    }
    fs::remove_dir_all(target)?;
    Ok(taken.as_secs_f64() * 1e9)
}
