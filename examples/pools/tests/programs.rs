//! The programs, run as a person runs them, and what they rely on.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use pools::migrations::MIGRATIONS;
use pools::{furnish, table, visit};
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::Connection;
use tempfile::TempDir;

const PROGRAMS: [&str; 3] =
    [env!("CARGO_BIN_EXE_r2d2"), env!("CARGO_BIN_EXE_deadpool"), env!("CARGO_BIN_EXE_spawn_blocking")];

const JOURNALS: [&str; 2] = ["delete", "wal"];

/// An empty database in a journal mode.
fn database(journal: &str) -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("visits.db");
    Connection::open(&path).unwrap().pragma_update(None, "journal_mode", journal).unwrap();
    (directory, path)
}

fn run(program: &str, arguments: &[&str], database: &Path, visits: &[&str]) -> Output {
    Command::new(program).args(arguments).arg(database).args(visits).output().unwrap()
}

/// What a run that must succeed prints.
#[track_caller]
fn printed(output: Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_first_run_migrates_and_every_connection_works_on_what_it_made() {
    for program in PROGRAMS {
        for journal in JOURNALS {
            let (_directory, database) = database(journal);
            let visits = ["/", "/about", "/", "/a", "/b", "/"];
            let first = printed(run(program, &[], &database, &visits));
            assert!(first.starts_with("`visits` applied 2 migrations\n  1  init "), "{first}");
            assert!(first.ends_with("\n  3  /\n  1  /a\n  1  /about\n  1  /b\n"), "{first}");
            let second = printed(run(program, &[], &database, &["/a"]));
            assert_eq!(second, "`visits` is up to date\n  3  /\n  2  /a\n  1  /about\n  1  /b\n");
        }
    }
}

#[test]
fn a_program_that_only_checks_starts_when_another_one_has_migrated() {
    for program in PROGRAMS {
        let (_directory, database) = database("wal");
        let refused = run(program, &["--check"], &database, &["/"]);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(1));
        assert!(
            said.starts_with("Error: set `visits` is not up to date: 2 migrations pending on "),
            "{said}"
        );
        printed(run(program, &[], &database, &[]));
        assert_eq!(printed(run(program, &["--check"], &database, &["/"])), "  1  /\n");
    }
}

#[test]
fn of_several_that_start_at_once_one_migrates() {
    for program in PROGRAMS {
        let (_directory, database) = database("wal");
        let start = |_| {
            let mut command = Command::new(program);
            let stdout = std::process::Stdio::piped();
            command.arg(&database).arg("/").stdout(stdout).spawn().unwrap()
        };
        let started: Vec<_> = (0..4).map(start).collect();
        let said: Vec<String> =
            started.into_iter().map(|child| printed(child.wait_with_output().unwrap())).collect();
        let applied = said.iter().filter(|said| said.starts_with("`visits` applied 2 migrations\n")).count();
        assert_eq!(applied, 1, "{said:?}");
        let db = Connection::open(&database).unwrap();
        assert_eq!(table(&db).unwrap(), "  4  /\n");
    }
}

/// The connections of a pool, all at once.
#[test]
fn a_connection_that_has_migrated_is_like_the_others() {
    for journal in JOURNALS {
        let (_directory, database) = database(journal);
        let manager = SqliteConnectionManager::file(&database).with_init(|db| furnish(db));
        let pool = r2d2::Pool::builder().max_size(3).build(manager).unwrap();
        let mut first = pool.get().unwrap();
        // A statement that is kept compiled meanwhile.
        first.prepare_cached("SELECT count(*) FROM sqlite_schema").unwrap();
        MIGRATIONS.apply(&mut first).unwrap();
        let mut others = [pool.get().unwrap(), pool.get().unwrap()];
        for db in others.iter_mut().chain([&mut first]) {
            let setting = |name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
            assert_eq!((setting("foreign_keys"), setting("busy_timeout")), (1, 5_000));
            let mut count =
                db.prepare_cached("SELECT count(*) FROM sqlite_schema WHERE tbl_name = 'visit'").unwrap();
            assert_eq!(count.query_row([], |row| row.get::<_, i64>(0)).unwrap(), 2);
            drop(count);
            visit(db, "/").unwrap();
            MIGRATIONS.check(db).unwrap();
        }
        assert_eq!(table(&first).unwrap(), "  3  /\n");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_stops_a_migration_and_the_database_is_as_before() {
    use std::io::{BufRead as _, BufReader, Read as _};
    use std::process::Stdio;

    for journal in JOURNALS {
        let (_directory, database) = database(journal);
        // It waits for this one.
        let writer = Connection::open(&database).unwrap();
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_spawn_blocking"));
        let mut child = command.arg(&database).arg("/").stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        assert_eq!(line, "migrating; ctrl-c stops it\n");
        let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(kill.success());
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1), "{rest}");
        assert!(
            rest.starts_with(
                "Error: the migration of set `visits` was cancelled\n  = note: nothing was changed\n"
            ),
            "{rest}"
        );
        writer.execute_batch("ROLLBACK").unwrap();
        let tables: i64 =
            writer.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 0);
    }
}
