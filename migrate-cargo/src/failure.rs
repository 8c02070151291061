//! What can go wrong before or beside a verdict, the code that the program ends with, and the texts.

use std::fmt;
use std::io;
use std::path::Path;

use migrate_files::diagnostic::listed;
use migrate_files::draft::NoDraft;

/// Done.
pub(crate) const DONE: u8 = 0;
/// Something has failed, or the set is rejected.
pub(crate) const FAILED: u8 = 1;
/// The arguments or the package are wrong: nothing was done.
const USAGE: u8 = 2;
/// Something is not up to date.
pub(crate) const NOT_CURRENT: u8 = 3;

/// So many files are listed.
const SHOWN: usize = 5;

/// Why a command did not do its work.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: u8,
    /// A title, and lines for the place and the way out, like those of the build.
    pub(crate) text: String,
}

impl Failure {
    fn usage(title: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self { code: USAGE, text: told(title, help) }
    }

    fn failed(title: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self { code: FAILED, text: told(title, help) }
    }

    pub(crate) fn no_cargo(error: &io::Error) -> Self {
        Self::usage(format!("cargo cannot be started: {error}"), "put it on the `PATH`, or set `CARGO`")
    }

    /// `said` is what cargo says.
    pub(crate) fn no_manifest(said: &str) -> Self {
        let said = said.trim();
        let said = said.strip_prefix("error: ").unwrap_or(said).replace('\n', "\n  ");
        Self::usage(
            format!("cargo finds no package: {said}"),
            "go to the directory of a package, or say `--manifest-path PATH`",
        )
    }

    pub(crate) fn odd_metadata(error: &serde_json::Error) -> Self {
        Self::failed(
            format!("what `cargo metadata` says is not understood: {error}"),
            "update `cargo migrate`",
        )
    }

    pub(crate) fn no_such_package(asked: &str, known: &[&str]) -> Self {
        let help = match migrate_files::nearest::nearest(asked, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? the packages are {}", listed(known)),
            None => format!("the packages are {}", listed(known)),
        };
        Self::usage(format!("the workspace has no package `{asked}`"), help)
    }

    /// `using` are those that depend on the library; `all` are all.
    pub(crate) fn which_package(using: &[&str], all: &[&str]) -> Self {
        let (title, packages) = match using.len() {
            0 => ("no package of the workspace depends on `embed-migrations`", all),
            _ => ("several packages of the workspace have migrations", using),
        };
        Self::usage(title, format!("say which one it is about: `-p NAME`, of {}", listed(packages)))
    }

    pub(crate) fn which_directory(what: &str, directories: &[&str]) -> Self {
        let help = format!("say which one it is about: `--dir DIR`, of {}", listed(directories));
        Self::usage(format!("the package has several sets, and {what} is about one"), help)
    }

    pub(crate) fn directory(problem: &migrate_files::diagnostic::Diagnostic) -> Self {
        Self { code: USAGE, text: problem.text() }
    }

    pub(crate) fn not_rust(place: &str) -> Self {
        Self::failed(
            format!("a source file of the package is not Rust\n --> {place}"),
            "`cargo check` says what is wrong",
        )
    }

    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
        let title = format!("cannot read `{}`: {error}", path.display());
        Self::failed(title, "make it readable for you")
    }

    pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Self {
        let title = format!("cannot write `{}`: {error}", path.display());
        Self::failed(title, "make its directory writable for you")
    }

    pub(crate) fn exists(path: &Path) -> Self {
        let title = format!("`{}` exists, and nothing is overwritten", path.display());
        Self::failed(title, "run it again: somebody has made the file meanwhile")
    }

    pub(crate) fn changed(path: &Path) -> Self {
        let title = format!("somebody has changed `{}` meanwhile", path.display());
        Self::failed(title, "run it again")
    }

    pub(crate) fn clock(error: &rusqlite::Error) -> Self {
        Self::failed(format!("the time could not be told: {error}"), "say a version without `--timestamp`")
    }

    pub(crate) fn no_draft(asked: &str, why: &NoDraft) -> Self {
        match why {
            NoDraft::Nothing => Self::usage(
                format!("`{asked}` names nothing"),
                "say what the migration does, in a word or two of letters and digits, like `add_tags`",
            ),
            NoDraft::FileName(description) => Self::usage(
                format!("`{asked}` is the name of a file, and its version follows from the others"),
                format!("say what the migration does: `cargo migrate new {description}`"),
            ),
            NoDraft::TooLong(longest) => Self::usage(
                format!("the name has more than {longest} characters"),
                "say it in a word or two, and the rest in a comment in the file",
            ),
            NoDraft::Policy(policy) => Self::usage(
                format!("the set has `policy = {}`, and with it no down", policy.as_str()),
                "leave out `--down`",
            ),
            NoDraft::NoDowns(renames) => no_downs(renames),
            NoDraft::NoVersion => Self::failed(
                "there is no version above that of the last migration",
                "versions are 64-bit integers: name the file by hand, with one that is free",
            ),
            NoDraft::Ahead(last) => Self::failed(
                format!("the last version, {last}, is above the time"),
                "leave out `--timestamp`",
            ),
            NoDraft::Rejected(_) => {
                Self::failed("the directory is not in order", "`cargo migrate check` says what is wrong")
            }
        }
    }

    pub(crate) fn no_reason() -> Self {
        Self::usage(
            "`--because` is empty",
            "say why the file is another one than was released, for who reads the lock later",
        )
    }

    pub(crate) fn no_lock(path: &Path) -> Self {
        Self::usage(format!("there is no lock `{}`", path.display()), "`cargo migrate lock` writes it")
    }

    pub(crate) fn no_locked_file(asked: &str, near: &str) -> Self {
        Self::usage(format!("no migration has a file `{asked}`"), near)
    }

    pub(crate) fn not_released(asked: &str) -> Self {
        Self::usage(
            format!("the lock has no line for `{asked}`, so that there is nothing to rewrite"),
            "`cargo migrate lock` adds what is missing",
        )
    }
}

fn told(title: impl fmt::Display, help: impl fmt::Display) -> String {
    format!("{title}\n  = help: {help}")
}

/// Files whose names have no room for a down.
fn no_downs(renames: &[(String, String)]) -> Failure {
    let shown = renames.iter().take(SHOWN).map(|(from, to)| format!("`{from}` to `{to}`"));
    let more = renames.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| format!("… and {more} more"));
    let list: Vec<String> = shown.chain(more).collect();
    let title = "the files of the directory are named so that none can have a down";
    let help = format!(
        "leave out `--down`; or rename all of them in one go:\n          {}\n  \
         = note: databases do not notice. In a lock, the names change and the checksums do not",
        list.join("\n          ")
    );
    Failure::usage(title, help)
}
