//! Ctrl-C while the operator's tool works: the first asks it to stop, the second ends it.
#![cfg(unix)]

#[macro_use]
mod common;

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use clap::Parser as _;
use common::process::{database, say_ready, start, wait_until_ready};
use common::{JOURNALS, Scratch, history, list};
use embed_migrations::{Hook, cli};

mod slow {
    embed!("tests/sets/slow", set = "slow");
}
mod sleepy {
    embed!("tests/sets/sleepy", set = "sleepy", hooks = { Sleep => super::sleep });
}

/// Nobody can take a function from what it does.
#[expect(clippy::unnecessary_wraps, reason = "it is what a hook looks like")]
fn sleep(_: &Hook<'_>) -> Result<(), rusqlite::Error> {
    say_ready();
    std::thread::sleep(Duration::from_secs(600));
    Ok(())
}

#[derive(clap::Parser)]
struct Program {
    #[command(flatten)]
    arguments: cli::Arguments,
}

/// In the program that a test has started, what an operator would have typed.
fn up(sets: impl cli::Sets, database: &Path) {
    let database = database.to_str().unwrap();
    let program = Program::parse_from(["tool", "up", "--database", database]);
    let code = cli::Tool::new(sets).run(program.arguments);
    std::process::exit(i32::from(code != std::process::ExitCode::SUCCESS));
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// How it has ended: the code, and the error.
fn ended(mut child: Child) -> (Option<i32>, String) {
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    (child.wait().unwrap().code(), err)
}

#[test]
fn the_first_ctrl_c_stops_at_a_safe_point_and_the_next_up_goes_on() {
    if let Some(database) = database() {
        return up(&slow::MIGRATIONS, &database);
    }
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let name = "the_first_ctrl_c_stops_at_a_safe_point_and_the_next_up_goes_on";
        let child = start(name, &scratch.path());
        let db = scratch.open();
        let done = || match db.prepare("SELECT count(*) FROM note WHERE slug IS NOT NULL") {
            Ok(mut count) => count.query_row([], |row| row.get::<_, i64>(0)).unwrap(),
            Err(_) => 0,
        };
        while done() < 3 {
            std::thread::yield_now();
        }
        interrupt(&child);
        let (code, err) = ended(child);
        assert_eq!(code, Some(1), "{err}");
        assert!(err.contains("stopping; once more ends the program at once"), "{err}");
        assert!(err.contains("error: migration 2 of set `slow` was cancelled"), "{err}");
        assert!(err.contains("the rounds before it are done"), "{err}");
        assert!(done() < 30);
        assert_eq!(history(&db), ["1 applied", "2 running"]);

        slow::MIGRATIONS.apply(&mut scratch.open()).unwrap();
        assert_eq!((done(), history(&db).len()), (30, 3));
    }
}

#[test]
fn the_second_ctrl_c_ends_the_program_and_nothing_is_half_applied() {
    if let Some(database) = database() {
        return up(&sleepy::MIGRATIONS, &database);
    }
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let name = "the_second_ctrl_c_ends_the_program_and_nothing_is_half_applied";
        let mut child = start(name, &scratch.path());
        let _out = wait_until_ready(&mut child);
        interrupt(&child);
        // The hook does not hear of it; the program has.
        let mut err = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.starts_with("stopping") {
            line.clear();
            assert_ne!(err.read_line(&mut line).unwrap(), 0);
        }
        assert!(child.try_wait().unwrap().is_none());
        interrupt(&child);
        child.stderr = Some(err.into_inner());
        let (code, err) = ended(child);
        assert_eq!(code, Some(130), "{err}");
        let db = scratch.open();
        assert_eq!(list(&db, "SELECT name FROM sqlite_schema WHERE name = 'note'"), [""; 0]);
        assert_eq!(list(&db, "PRAGMA integrity_check"), ["ok"]);
    }
}
