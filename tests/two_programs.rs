//! `examples/two_programs`: one that migrates, and one that cannot.

mod scratch;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use rusqlite::Connection;
use tempfile::TempDir;

static OPERATOR: LazyLock<PathBuf> = LazyLock::new(|| scratch::example("two_programs", "operator"));
static SERVICE: LazyLock<PathBuf> = LazyLock::new(|| scratch::example("two_programs", "service"));

const JOURNALS: [&str; 2] = ["delete", "wal"];

/// No database yet.
fn nothing() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("shop.db");
    (directory, database)
}

/// An empty one in a journal mode.
fn empty(journal: &str) -> (TempDir, PathBuf) {
    let (directory, database) = nothing();
    Connection::open(&database).unwrap().pragma_update(None, "journal_mode", journal).unwrap();
    (directory, database)
}

/// Code, output and message of a run.
fn said(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn operator(command: &str, database: &Path) -> (i32, String, String) {
    let arguments = command.split(' ').chain(["--database"]);
    said(Command::new(&*OPERATOR).args(arguments).arg(database).env_remove("DATABASE_URL").output().unwrap())
}

/// What the operator prints where it must succeed.
#[track_caller]
fn operated(command: &str, database: &Path) -> String {
    let (code, out, err) = operator(command, database);
    assert_eq!((code, &*err), (0, ""), "{out}");
    out
}

/// The service, asked for products.
fn service(database: &Path, asked: &str) -> (i32, String, String) {
    let mut command = Command::new(&*SERVICE);
    command.arg(database).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // One that does not start reads nothing.
    let _ = child.stdin.take().unwrap().write_all(asked.as_bytes());
    said(child.wait_with_output().unwrap())
}

/// Why the service does not start. It has changed nothing then.
#[track_caller]
fn refused(database: &Path) -> String {
    let before = std::fs::read(database).ok();
    let (code, out, err) = service(database, "tea\n");
    assert_eq!((code, &*out), (3, ""), "{err}");
    assert_eq!(std::fs::read(database).ok(), before);
    err
}

#[test]
fn the_service_starts_when_the_operator_has_migrated() {
    for journal in JOURNALS {
        let (_directory, database) = empty(journal);
        let why = refused(&database);
        assert!(why.starts_with("service: set `shop` is not up to date: 3 migrations pending"), "{why}");
        assert!(operated("plan", &database).contains("0003_index_names.up.sql"));

        let applied = operated("up", &database);
        assert!(applied.ends_with("`shop`: 3 migrations applied\n"), "{applied}");
        let answers = "tea: 3.50, 0 in stock\nmilk: unknown\n".to_owned();
        assert_eq!(service(&database, "tea\nmilk\n"), (0, answers, String::new()));

        let db = Connection::open(&database).unwrap();
        let changes = || db.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0)).unwrap();
        let before = changes();
        assert_eq!(operated("up", &database), "`shop` is up to date\n");
        assert_eq!(operated("check", &database), "`shop` is up to date\n");
        assert_eq!(operated("status", &database).matches("  applied  ").count(), 3);
        assert_eq!(changes(), before);
    }
}

#[test]
fn neither_makes_a_database_by_looking() {
    let (_directory, database) = nothing();
    let why = refused(&database);
    assert!(why.starts_with("service: unable to open database file"), "{why}");
    for (command, code) in [("status", 2), ("plan", 2), ("check", 3), ("down --last", 2)] {
        assert_eq!(operator(command, &database).0, code, "{command}");
    }
    assert!(!database.exists());
}

#[test]
fn the_service_does_not_start_on_a_schema_that_somebody_has_changed() {
    for journal in JOURNALS {
        for (sql, difference) in [
            ("DROP INDEX product_name", "- index `product_name` of table `product`"),
            ("ALTER TABLE product DROP COLUMN stock", "~ table `product`\n    - column `stock` INTEGER"),
        ] {
            let (_directory, database) = empty(journal);
            operated("up", &database);
            Connection::open(&database).unwrap().execute_batch(sql).unwrap();
            let why = refused(&database);
            assert!(
                why.starts_with("service: the schema of set `shop` is not that of version 3:\n"),
                "{why}"
            );
            assert!(why.contains(difference), "{why}");
            assert_eq!(operator("check", &database).0, 3);
        }
    }
}

#[test]
fn the_operator_goes_back_as_long_as_nothing_is_lost() {
    for journal in JOURNALS {
        let (_directory, database) = empty(journal);
        operated("up", &database);
        Connection::open(&database).unwrap().execute_batch("UPDATE product SET stock = 5").unwrap();
        operated("down --last", &database);
        let why = refused(&database);
        assert!(why.starts_with("service: set `shop` is not up to date: 1 migration pending"), "{why}");
        let (code, _, why) = operator("down --last", &database);
        assert_eq!(code, 1);
        assert!(
            why.contains("it drops column `stock` of table `product`, with a value in 2 of 2 rows"),
            "{why}"
        );
        operated("up", &database);
        assert_eq!(service(&database, "tea\n").1, "tea: 3.50, 5 in stock\n");
    }
}

#[test]
fn the_service_holds_no_code_that_writes() {
    assert_eq!(scratch::writing(&SERVICE), [""; 0]);
    // What was looked for is there in a program that writes.
    assert_eq!(scratch::writing(&OPERATOR), scratch::WRITING);
}

#[test]
fn a_wrong_argument_is_a_usage_error() {
    let (_directory, database) = nothing();
    let (code, _, why) = operator("frob", &database);
    assert!(code == 2 && why.starts_with("error: unrecognized subcommand 'frob'"), "{why}");
    let (code, _, why) = said(Command::new(&*SERVICE).output().unwrap());
    assert_eq!((code, &*why), (2, "usage: service DATABASE\n"));
}

/// A machine that has downloaded what this checkout needs can build them, too.
#[test]
fn their_lock_file_names_versions_of_this_checkout() {
    let lock = |path: &str| std::fs::read_to_string(scratch::checkout().join(path)).unwrap();
    let ours = lock("Cargo.lock");
    let theirs = lock("examples/two_programs/Cargo.lock");
    let packages = theirs.split("[[package]]\n").filter(|package| package.contains("\nsource = "));
    let heads = packages.map(|package| package.lines().take(2).collect::<Vec<_>>().join("\n"));
    let missing: Vec<String> = heads.filter(|head| !ours.contains(head)).collect();
    assert!(missing.is_empty(), "copy `Cargo.lock` there, and run `cargo update --workspace`\n{missing:#?}");
}
