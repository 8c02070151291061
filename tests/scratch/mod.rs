//! Packages that are made for a test and built with the real cargo: what a user of this checkout would see.
//!
//! They lie in `target/tmp`, one directory for each name, and stay there for a look by hand. They share a target
//! directory, so that SQLite is compiled once for all of them.

#![allow(dead_code, reason = "each test uses a part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package in a directory of its own.
#[derive(Debug)]
pub(crate) struct Package {
    name: String,
    root: PathBuf,
}

/// What cargo, or a program that it built, has said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Package {
    /// Makes the package `name`, which no other test has, with its `files`: paths and texts.
    pub(crate) fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let root = temporary().join(name);
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        let package = Self { name: name.to_owned(), root };
        package.write("Cargo.toml", &manifest(name));
        // The versions that this checkout has already downloaded.
        package.write("Cargo.lock", &fs::read_to_string(checkout().join("Cargo.lock")).unwrap());
        files.iter().for_each(|(path, text)| package.write(path, text));
        package
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.root.join(path)).unwrap();
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.root.join(from), self.root.join(to)).unwrap();
    }

    /// Copies what lies in `directory`.
    pub(crate) fn copy(&self, directory: &Path) {
        copy(directory, &self.root);
    }

    /// Runs cargo in the package.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Said {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(arguments).args(["--offline", "--color", "never", "--target-dir"]).arg(target());
        said(cargo.current_dir(&self.root))
    }

    /// Builds the package; says whether rustc was run, or everything was fresh.
    pub(crate) fn build(&self) -> Built {
        let said = self.cargo(&["build", "-v"]);
        let fresh = said.stderr.contains(&format!("Fresh {} v", self.name));
        let compiled = ["Compiling", "Dirty"]
            .iter()
            .any(|word| said.stderr.contains(&format!("{word} {} v", self.name)));
        assert!(fresh != compiled, "{}", said.stderr);
        match (said.success, fresh) {
            (true, true) => Built::Fresh,
            (true, false) => Built::Compiled,
            (false, _) => Built::Failed(said.stderr),
        }
    }

    /// The program that [`build`](Self::build) has built, in the profile's directory.
    pub(crate) fn program(&self, profile: &str) -> PathBuf {
        target().join(profile).join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX))
    }

    /// Runs the program of the debug build.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        said(Command::new(self.program("debug")).args(arguments).current_dir(&self.root))
    }
}

/// How the engine's own statements begin that write.
pub(crate) const WRITING: [&str; 4] = [
    "CREATE TABLE main.schema_migrations",
    "CREATE TABLE IF NOT EXISTS main.schema_migration_log",
    "INSERT OR REPLACE INTO main.schema_migrations",
    "UPDATE main.schema_migrations SET",
];

/// Those of them that stand in a program.
pub(crate) fn writing(program: &Path) -> Vec<&'static str> {
    let program = fs::read(program).unwrap();
    let stands = |text: &str| program.windows(text.len()).any(|window| window == text.as_bytes());
    WRITING.into_iter().filter(|text| stands(text)).collect()
}

/// Builds one program of a workspace in `examples`, and says where it is.
pub(crate) fn example(workspace: &str, program: &str) -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["build", "--quiet", "--offline", "--locked", "--package", program, "--target-dir"])
        .arg(target());
    // As the packages of tests, with which it shares SQLite.
    cargo.args(["--config", "profile.dev.debug = false", "--config", "profile.dev.incremental = false"]);
    let said = said(cargo.current_dir(checkout().join("examples").join(workspace)));
    assert!(said.success && said.stderr.is_empty(), "{}", said.stderr);
    target().join("debug").join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
}

/// What became of a build.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Built {
    Fresh,
    Compiled,
    /// With what cargo said.
    Failed(String),
}

/// The manifest of a package that has the façade and rusqlite as dependencies.
pub(crate) fn manifest(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"1.2.3\"\nedition = \"2024\"\n\n[dependencies]\n{}\n\
         rusqlite = {{ version = \"0.41\", default-features = false }}\n\n{PROFILE}\n[workspace]\n",
        dependency("embed-migrations")
    )
}

/// Nobody debugs these programs, and there are many.
const PROFILE: &str = "[profile.dev]\ndebug = false\nincremental = false\n";

/// The line that makes the façade a dependency called `name`.
pub(crate) fn dependency(name: &str) -> String {
    format!("{name} = {{ package = \"embed-migrations\", path = {:?} }}", checkout())
}

/// The directory of this checkout.
pub(crate) fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn temporary() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn target() -> PathBuf {
    temporary().join("target")
}

pub(crate) fn said(command: &mut Command) -> Said {
    // What cargo has set for this test is not meant for the package.
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            command.env_remove(name);
        }
    }
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { success: output.status.success(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
