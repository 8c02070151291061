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

    fn package(self) -> String {
        format!("with-{}", self.name().replace('_', "-"))
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
    let path = Path::new(&target).join("release").join(format!("{}-{count}", tool.package()));
    Ok(Program { tool, count, path })
}

/// A copy of the tool's package, with the set in it: tools embed only what is in the package.
pub fn package(tool: Tool, count: usize) -> Result<PathBuf> {
    let (peers, work) = (Path::new("benches/peers"), Path::new(WORK));
    let (measure, peer) = (work.join("measure"), peers.join(tool.name()));
    for file in ["Cargo.toml", "src/lib.rs"] {
        set::put(&measure.join(file), &fs::read_to_string(peers.join("measure").join(file))?)?;
    }
    let package = work.join(format!("{}-{count}", tool.name()));
    for file in ["Cargo.toml", "Cargo.lock", "src/main.rs"] {
        // Cargo puts programs of one name at one place.
        let name = format!("name = \"{}", tool.package());
        let text = fs::read_to_string(peer.join(file))?.replace(&name, &format!("{name}-{count}"));
        set::put(&package.join(file), &text)?;
    }
    let link = package.join("set");
    if !link.exists() {
        symlink(Path::new("../sets").join(count.to_string()), link)?;
    }
    Ok(package)
}

pub fn cargo_build(package: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--locked", "--manifest-path"]).arg(package.join("Cargo.toml"));
    cargo
}
