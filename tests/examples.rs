//! The examples, run as a person runs them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use tempfile::TempDir;

/// Where they are. `cargo test` has built them, but `cargo test --test examples` has not.
static PROGRAMS: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--offline", "--examples", "--target-dir"]);
    build.arg(profile.parent().unwrap()).current_dir(env!("CARGO_MANIFEST_DIR"));
    if profile.ends_with("release") {
        build.arg("--release");
    }
    let built = build.output().unwrap();
    assert!(built.status.success() && built.stderr.is_empty(), "{}", String::from_utf8_lossy(&built.stderr));
    profile.join("examples")
});

/// Runs one in `directory`, which is empty at first.
fn run(example: &str, directory: &TempDir, arguments: &[&str]) -> Output {
    let program = PROGRAMS.join(format!("{example}{}", std::env::consts::EXE_SUFFIX));
    Command::new(program).args(arguments).current_dir(directory).output().unwrap()
}

fn quickstart(directory: &TempDir, arguments: &[&str]) -> Output {
    run("quickstart", directory, arguments)
}

/// What a run that must succeed prints.
fn printed(directory: &TempDir, arguments: &[&str]) -> String {
    let output = quickstart(directory, arguments);
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Code and message of a run that must fail.
fn refused(directory: &TempDir, arguments: &[&str]) -> (i32, String) {
    let output = quickstart(directory, arguments);
    assert!(output.stdout.is_empty(), "{output:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_first_run_applies_and_the_second_has_nothing_to_do() {
    let directory = tempfile::tempdir().unwrap();
    let first = printed(&directory, &[]);
    assert!(first.starts_with("`notes` applied 6 migrations\n  1  init "), "{first}");
    let second = printed(&directory, &[]);
    let (said, table) = second.split_once("\n\n").unwrap();
    assert_eq!(said, "`notes` is up to date");
    assert!(first.ends_with(table), "{first}\n{second}");
    assert_eq!(table.lines().filter(|line| line.contains("  applied  ")).count(), 6, "{table}");
    assert!(directory.path().join("notes.db").exists());
}

#[test]
fn notes_are_kept_found_and_counted() {
    let directory = tempfile::tempdir().unwrap();
    let with = |arguments: &[&str]| printed(&directory, &[&["--database", "other.db"], arguments].concat());
    assert_eq!(with(&["add", "buy milk", "#home", "#shop"]), "added note 1\n");
    assert_eq!(with(&["add", "call \"Anna\"", "#HOME"]), "added note 2\n");
    let listed = with(&["list"]);
    let titles: Vec<&str> = listed.lines().filter_map(|line| line.splitn(4, "  ").nth(3)).collect();
    assert_eq!(titles, ["call \"Anna\" #home", "buy milk #home #shop"], "{listed}");
    assert_eq!(with(&["list", "milk", "buy"]).lines().count(), 1);
    assert_eq!(with(&["list", "\"anna\""]).lines().count(), 1);
    assert_eq!(with(&["list", "tea"]), "");
    assert_eq!(with(&["tags"]), "  2  #home\n  1  #shop\n");
    assert!(!directory.path().join("notes.db").exists());
}

#[test]
fn help_says_what_it_does_and_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    assert!(printed(&directory, &["--help"]).contains("--database PATH"));
    assert_eq!(directory.path().read_dir().unwrap().count(), 0);
}

#[test]
fn a_wrong_argument_is_a_usage_error() {
    let directory = tempfile::tempdir().unwrap();
    for (arguments, message) in [
        (&["frob"][..], "quickstart: unknown command `frob`\n"),
        (&["--frob"], "quickstart: unknown option `--frob`\n"),
        (&["--database"], "quickstart: `--database` needs a path\n"),
        (&["add"], "quickstart: `add` needs a text\n"),
        (&["add", "x", "y"], "quickstart: expected a tag such as `#home`, found `y`\n"),
    ] {
        let (code, said) = refused(&directory, arguments);
        assert_eq!(code, 2, "{said}");
        assert!(said.starts_with(message) && said.contains("Usage: "), "{said}");
    }
    assert_eq!(directory.path().read_dir().unwrap().count(), 0);
}

#[test]
fn a_database_that_cannot_be_opened_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let (code, said) = refused(&directory, &["--database", "missing/notes.db"]);
    assert_eq!(code, 1);
    assert_eq!(said, "quickstart: unable to open database file: missing/notes.db\n");
}

#[test]
fn a_database_of_another_tool_is_refused_with_the_way_out() {
    let directory = tempfile::tempdir().unwrap();
    let db = rusqlite::Connection::open(directory.path().join("notes.db")).unwrap();
    db.execute_batch("CREATE TABLE schema_migrations (version TEXT)").unwrap();
    let (code, said) = refused(&directory, &[]);
    assert_eq!(code, 1);
    assert!(
        said.starts_with("quickstart: the database has a table `schema_migrations` of another tool"),
        "{said}"
    );
    assert!(said.contains("\n  = help: "), "{said}");
}

#[test]
fn what_one_program_applies_another_one_checks() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("weather.db"), "").unwrap();
    let said = |arguments: &[&str]| {
        let output = run("schema_only", &directory, arguments);
        let [out, err] = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap());
        (output.status.success(), out + &err)
    };
    let (success, refused) = said(&["check", "weather.db"]);
    assert!(!success && refused.contains(" is not up to date: 4 migrations pending"), "{refused}");
    let (success, applied) = said(&["apply", "weather.db"]);
    assert!(success && applied.starts_with("`embed-migrations` applied 4 migrations\n"), "{applied}");
    assert_eq!(said(&["check", "weather.db"]), (true, "up to date\n".to_owned()));
    assert!(!said(&[]).0);
}
