//! The programs that are compared, and how they are built.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, WORK, set};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    Ours,
    Raw,
    RusqliteMigration,
    Refinery,
    Sqlx,
    Diesel,
}

impl Tool {
    pub const ALL: [Self; 6] =
        [Self::Ours, Self::Raw, Self::RusqliteMigration, Self::Refinery, Self::Sqlx, Self::Diesel];

    /// Of its directory in `peers`, too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Raw => "raw",
            Self::RusqliteMigration => "rusqlite_migration",
            Self::Refinery => "refinery",
            Self::Sqlx => "sqlx",
            Self::Diesel => "diesel",
        }
    }
}

/// A program of a tool that has embedded a set.
pub struct Program {
    pub tool: Tool,
    pub count: usize,
    pub path: PathBuf,
}

pub fn build_all(count: usize) -> Result<Vec<Program>> {
    Tool::ALL.into_iter().map(|tool| build(tool, count)).collect()
}

fn build(tool: Tool, count: usize) -> Result<Program> {
    let package = package(tool, count)?;
    let built = cargo_build(&package).arg("--release").status()?;
    if !built.success() {
        return Err(format!("{} does not build", package.display()).into());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").ok_or("CARGO_TARGET_DIR is not set")?;
    let name = format!("with-{}", tool.name().replace('_', "-"));
    let path = Path::new(WORK).join("programs").join(format!("{}-{count}", tool.name()));
    fs::create_dir_all(path.with_file_name(""))?;
    // Cargo puts those of all sizes at one place.
    fs::copy(Path::new(&target).join("release").join(name), &path)?;
    Ok(Program { tool, count, path })
}

/// A copy of the tool's package, with the set in it. Tools embed only what is in the package.
pub fn package(tool: Tool, count: usize) -> Result<PathBuf> {
    let (peers, work) = (Path::new("benches/peers"), Path::new(WORK));
    copy(&peers.join("measure"), &work.join("measure"), &["Cargo.toml", "src/lib.rs"])?;
    let package = work.join(format!("{}-{count}", tool.name()));
    copy(&peers.join(tool.name()), &package, &["Cargo.toml", "Cargo.lock", "src/main.rs"])?;
    let link = package.join("set");
    if !link.exists() {
        symlink(Path::new("../sets").join(count.to_string()), link)?;
    }
    Ok(package)
}

fn copy(from: &Path, to: &Path, files: &[&str]) -> Result<()> {
    files.iter().try_for_each(|file| set::put(&to.join(file), &fs::read_to_string(from.join(file))?))
}

pub fn cargo_build(package: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--locked", "--manifest-path"]).arg(package.join("Cargo.toml"));
    cargo
}
