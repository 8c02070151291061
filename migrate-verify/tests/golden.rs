//! Every mistake, and what is said to it.
//!
//! A directory in `cases` is a package with one mistake, for which it is named: its `migrations`, if need be
//! `arguments` of the macro in lines of `key = value`, and in `expected.txt` the diagnostics, or `ok`. What version
//! control cannot hold is built by [`BUILT`], and `lint_…` is the example that describes a lint; of such a case the
//! directory has nothing but `expected.txt`.
//!
//! `BLESS=1 cargo test -p migrate-verify --test golden` rewrites every `expected.txt`. Read the difference.

#[path = "../../tests/common/expected.rs"]
mod expected;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use migrate_verify::lint::{self, Level, Lint};
use migrate_verify::options::{Options, Value};
use migrate_verify::verify;

/// Builds a package in an empty directory.
type Build = fn(&Path) -> io::Result<()>;

const BUILT: &[(&str, Build)] = &[
    ("directory_empty", |package| fs::create_dir(package.join("migrations"))),
    ("directory_missing", |_| Ok(())),
    #[cfg(unix)]
    ("symlink_dangling", |package| symlink(package, "nowhere.sql")),
    #[cfg(unix)]
    ("symlink_followed", |package| {
        fs::write(package.join("common.sql"), "CREATE TABLE note(id INTEGER PRIMARY KEY);\n")?;
        symlink(package, "../common.sql")
    }),
    #[cfg(unix)]
    ("symlink_loop", |package| symlink(package, "0001_init.sql")),
    #[cfg(unix)]
    ("not_a_regular_file", |package| symlink(package, "/dev/null")),
    #[cfg(unix)]
    ("control_character_in_name", |package| {
        fs::create_dir(package.join("migrations"))?;
        fs::write(package.join("migrations/0001_a\nb.sql"), "")
    }),
    #[cfg(unix)]
    ("fixture_with_a_control_character", |package| {
        fixtures(package)?;
        fs::write(package.join("migrations/fixtures/0001_a\nb.sql"), "")
    }),
    ("ok_fixtures_empty", fixtures),
    // Other systems refuse such a name themselves.
    #[cfg(target_os = "linux")]
    ("name_not_utf8", |package| {
        use std::os::unix::ffi::OsStrExt;
        fs::create_dir(package.join("migrations"))?;
        fs::write(package.join("migrations").join(std::ffi::OsStr::from_bytes(b"0001_caf\xe9.sql")), "")
    }),
];

/// Makes `migrations/0001_init.sql` a symlink to `target`.
#[cfg(unix)]
fn symlink(package: &Path, target: &str) -> io::Result<()> {
    fs::create_dir(package.join("migrations"))?;
    std::os::unix::fs::symlink(target, package.join("migrations/0001_init.sql"))
}

/// The lint whose example is the case of this name, `lint_drop_table`.
fn lint_of(case: &str) -> Option<&'static Lint> {
    lint::find(&case.strip_prefix("lint_")?.replace('_', "-"))
}

/// What is said of a lint's example, if nothing else is looked for.
fn said_of_example(lint: &Lint) -> String {
    let package = tempfile::tempdir().unwrap();
    fs::create_dir(package.path().join("migrations")).unwrap();
    for (file, text) in lint.example {
        fs::write(package.path().join("migrations").join(file), format!("{text}\n")).unwrap();
    }
    // A lint that is mostly silent is shown as it would be told.
    let level = if lint.level == Level::Deny { "deny" } else { "warn" };
    let arguments = format!("allow = [all]\n{level} = [\"{}\"]\n", lint.name);
    fs::write(package.path().join("arguments"), arguments).unwrap();
    let said = said(package.path());
    assert!(said.contains(&format!("= lint: `{}`", lint.name)), "`{}` does not show it:\n{said}", lint.name);
    said
}

/// Makes a migration, and an empty directory for its fixture.
fn fixtures(package: &Path) -> io::Result<()> {
    fs::create_dir_all(package.join("migrations/fixtures"))?;
    fs::write(package.join("migrations/0001_init.sql"), "CREATE TABLE note(id INTEGER PRIMARY KEY);\n")
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

/// The names of the cases, and of those that are not built on this system.
fn names() -> Vec<String> {
    let entries = cases().read_dir().unwrap().map(|entry| entry.unwrap());
    let mut names: Vec<String> = entries
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Everything that is said about the package at `root`.
fn said(root: &Path) -> String {
    let mut options = Options::new(root, "notes");
    options.release = "notes 1.4.2".to_owned();
    let arguments = fs::read_to_string(root.join("arguments")).unwrap_or_default();
    let mut diagnostics = Vec::new();
    for line in arguments.lines() {
        let (key, text) = line.split_once('=').unwrap();
        diagnostics.extend(options.set_argument(key.trim(), value(text.trim())).err());
    }
    if diagnostics.is_empty() {
        diagnostics.extend(match verify(&options).outcome {
            Ok(verified) => verified.proof.warnings,
            Err(rejected) => rejected.diagnostics,
        });
    }
    if diagnostics.is_empty() {
        return "ok\n".to_owned();
    }
    let texts: Vec<String> = diagnostics.iter().map(|diagnostic| diagnostic.render() + "\n").collect();
    without_numbers_of_the_system(&texts.join("\n"))
}

/// The value that an argument is written as.
fn value(text: &str) -> Value {
    if let Some(text) = text.strip_prefix('"') {
        return Value::Text(text.strip_suffix('"').unwrap().to_owned());
    }
    if let Some(list) = text.strip_prefix('[') {
        let list = list.strip_suffix(']').unwrap();
        return Value::List(
            list.split(',').map(str::trim).filter(|text| !text.is_empty()).map(value).collect(),
        );
    }
    if let Some(pairs) = text.strip_prefix('{') {
        let pairs =
            pairs.strip_suffix('}').unwrap().split(',').map(str::trim).filter(|text| !text.is_empty());
        let pair = |text: &str| {
            let (name, text) = text.split_once("=>").or_else(|| text.split_once('=')).unwrap();
            (name.trim().trim_matches('"').to_owned(), value(text.trim()))
        };
        return Value::Pairs(pairs.map(pair).collect());
    }
    match text {
        "true" => Value::Flag(true),
        "false" => Value::Flag(false),
        _ => text.parse().map_or_else(|_| Value::Word(text.to_owned()), Value::Number),
    }
}

/// `(os error 40)` has another number elsewhere.
fn without_numbers_of_the_system(text: &str) -> String {
    let mut parts = text.split(" (os error ");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| text + part.split_once(')').unwrap().1)
}

#[test]
fn every_mistake_is_told_as_expected() {
    let tell = |name: String| {
        let case = cases().join(&name);
        let is_input = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name() != "expected.txt";
        let said = match BUILT.iter().find(|(built, _)| *built == name) {
            Some((_, build)) => {
                let package = tempfile::tempdir().unwrap();
                build(package.path()).unwrap();
                said(package.path())
            }
            None if case.read_dir().unwrap().any(is_input) => said(&case),
            None if lint_of(&name).is_some() => said_of_example(lint_of(&name).unwrap()),
            None if cfg!(not(target_os = "linux")) => return None,
            None => panic!("`cases/{name}` holds no package, and nothing builds one"),
        };
        Some((case.join("expected.txt"), said))
    };
    expected::assert_all(names().into_iter().filter_map(tell));
}

#[test]
fn what_is_built_has_a_case() {
    let names = names();
    for (built, _) in BUILT {
        assert!(names.iter().any(|name| name == built), "no directory `cases/{built}`");
    }
}

#[test]
fn every_lint_has_a_case() {
    let names = names();
    for lint in lint::all() {
        let case = format!("lint_{}", lint.name.replace('-', "_"));
        assert!(names.contains(&case), "no directory `cases/{case}`");
    }
}

/// A title that no migration can provoke: it tells of a defect of ours.
const DEFECTS: &[&str] = &["the shadow database failed: {error}"];

#[test]
fn every_title_of_the_catalogue_has_a_case() {
    let said: String = names()
        .iter()
        .map(|name| fs::read_to_string(cases().join(name).join("expected.txt")).unwrap())
        .collect();
    let lines: Vec<&str> = said.lines().filter_map(|line| Some(line.split_once(": ")?.1)).collect();
    let catalogue = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrate-files/src/diagnostic");
    let mut count = 0;
    for entry in catalogue.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let source = fs::read_to_string(&path).unwrap();
        for title in titles(&source).into_iter().filter(|title| !DEFECTS.contains(&title.as_str())) {
            count += 1;
            assert!(
                lines.iter().any(|line| fits(&title, line)),
                "no case for `{title}` in {}",
                path.display()
            );
        }
    }
    assert!(count > 60, "found only {count} titles");
}

/// The string literals that titles are made of, in the functions of a module of the catalogue.
fn titles(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap();
    let mut titles = Vec::new();
    for function in source.split("fn ").filter(|function| function.contains("Diagnostic::new(")) {
        let expression = match function.split_once("let title = ") {
            Some((_, rest)) => rest.split(';').next().unwrap(),
            None => {
                let rest = function.split_once("Diagnostic::new(").unwrap().1;
                rest.split(").at(").next().unwrap().split("\n").next().unwrap()
            }
        };
        let literals = expression.split('"').skip(1).step_by(2);
        titles.extend(literals.filter(|literal| !literal.is_empty()).map(str::to_owned));
    }
    titles
}

/// Whether `line` is `title` with something for every `{…}`.
fn fits(title: &str, line: &str) -> bool {
    let mut parts = title.split('{').map(|part| part.split_once('}').map_or(part, |(_, text)| text));
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap()) else { return false };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty() || title.ends_with('}')
}
