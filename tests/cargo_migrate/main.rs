//! `cargo migrate`, as a process, on packages in directories of their own.

#[path = "../common/expected.rs"]
mod expected;

mod cases;
mod check;
mod fixtures;
mod lock;
mod new;
mod package;
mod page;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A table that the build can make up no rows for.
const UNGUESSABLE: &str = "CREATE TABLE code (id INTEGER PRIMARY KEY, text TEXT NOT NULL \
                           CHECK (hex(text) LIKE '51%5A' AND length(text) = 11 AND instr(text, 'ab') = 5));\n";

/// A package that nobody builds.
struct Package {
    directory: TempDir,
}

/// What a command has said.
#[derive(Debug)]
struct Said {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Package {
    /// The package `notes`, with these files.
    fn new(files: &[(&str, &str)]) -> Self {
        let package = Self { directory: tempfile::tempdir().unwrap() };
        package.write("Cargo.toml", format!("{}\n[workspace]\n", manifest("notes")));
        package.write("src/lib.rs", "");
        files.iter().for_each(|(path, text)| package.write(path, text));
        package
    }

    /// The same, with an invocation that has these arguments.
    fn calling(arguments: &str, files: &[(&str, &str)]) -> Self {
        let package = Self::new(files);
        package.write("src/lib.rs", call(arguments));
        package
    }

    fn root(&self) -> &Path {
        self.directory.path()
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// What lies in the directory, sorted, hidden files too.
    fn list(&self, directory: &str) -> Vec<String> {
        let entries = fs::read_dir(self.root().join(directory)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs `cargo migrate`, as cargo starts it.
    fn migrate(&self, arguments: &[&str]) -> Said {
        self.migrate_in("", arguments)
    }

    fn migrate_in(&self, directory: &str, arguments: &[&str]) -> Said {
        let mut command = Command::new(program());
        command.arg("migrate").args(arguments).current_dir(self.root().join(directory));
        said(&mut command)
    }
}

fn manifest(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"1.4.2\"\nedition = \"2024\"\n")
}

/// A file of Rust that embeds migrations.
fn call(arguments: &str) -> String {
    format!("embed_migrations::embed_migrations!({arguments});\n")
}

fn program() -> PathBuf {
    env!("CARGO_BIN_EXE_cargo-migrate").into()
}

fn said(command: &mut Command) -> Said {
    let command = command.env("CARGO", env!("CARGO")).env_remove("GITHUB_WORKSPACE").stdin(Stdio::null());
    let output = command.env_remove("CLICOLOR_FORCE").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

impl Said {
    /// Done, and said this.
    #[track_caller]
    fn is(&self, stdout: &str) {
        assert_eq!((self.code, &*self.stdout), (0, stdout), "{}", self.stderr);
    }

    /// Ended with this code, and said this somewhere.
    #[track_caller]
    fn says(&self, code: i32, part: &str) {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        assert!(self.stdout.contains(part) || self.stderr.contains(part), "{}{}", self.stdout, self.stderr);
    }
}

#[test]
fn cargo_starts_it_as_its_own_command_and_others_by_its_name() {
    let package = Package::calling(
        "",
        &[("migrations/0001_init.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY);\n")],
    );
    let accepted = "set `notes` in `migrations` is accepted: 1 migration\n";
    package.migrate(&["check"]).is(accepted);
    said(Command::new(program()).arg("check").current_dir(package.root())).is(accepted);
    let path = std::env::join_paths(
        [program().parent().unwrap().to_owned()]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let mut cargo = Command::new(env!("CARGO"));
    said(cargo.args(["migrate", "check"]).env("PATH", path.unwrap()).current_dir(package.root()))
        .is(accepted);
}

#[test]
fn every_command_explains_itself() {
    let package = Package::new(&[]);
    for command in ["new", "lock", "check", "fixtures"] {
        package.migrate(&[command, "--help"]).says(0, &format!("Usage: cargo migrate {command}"));
    }
    package.migrate(&["--help"]).says(0, "Codes: 0 done, 1 failed or rejected");
    package.migrate(&[]).says(2, "Usage: cargo migrate");
    package.migrate(&["chekc"]).says(2, "similar subcommand exists: 'check'");
    package.migrate(&["lock", "--rewrite", "x"]).says(2, "--because <REASON>");
    package.migrate(&["lock", "--check", "--rewrite", "x", "--because", "y"]).says(2, "cannot be used with");
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let package = Package::calling("", &[("migrations/0001_init.sql", "SELECT x;\n")]);
    assert!(!package.migrate(&["check"]).stdout.contains('\u{1b}'));
    assert!(package.migrate(&["check", "--color", "always"]).stdout.contains('\u{1b}'));
    assert!(package.migrate(&["new", "!", "--color", "always"]).stderr.contains('\u{1b}'));
}
