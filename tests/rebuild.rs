//! What cargo notices of a change, and what notices the rest.

mod scratch;

use scratch::{Built, Package, Said};

/// Applies to a database in memory, or checks it; prints the status.
const PROGRAM: &str = r#"
mod migrations {
    embed_migrations::embed_migrations!();
}
use migrations::MIGRATIONS;

fn main() {
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    let outcome = match std::env::args().nth(1).as_deref() {
        Some("check") => MIGRATIONS.check(&db),
        _ => MIGRATIONS.apply(&mut db).map(drop),
    };
    if let Err(error) = outcome {
        eprintln!("{error}");
        std::process::exit(1);
    }
    println!("{}", MIGRATIONS.status(&db).unwrap());
}
"#;

const INIT: &str = "CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n";
const EMAIL: &str = "ALTER TABLE user ADD COLUMN email TEXT;\n";
const INDEX: &str = "CREATE INDEX user_name ON user(name);\n";
/// The lock of the first two.
const LOCK: &str = "00c089814a58258b9ab23f39ced784744b49a198976f463884864571627e6998  0001_init.sql\n\
                    31c4fea614d83692d0f6f43fa5d189f3fc6ec5c64e7d4aa54a90d631f4ea5816  0002_add_email.sql\n";
const INDEX_LINE: &str =
    "8cabb8e7b5b276a1bfa5c658e95d13977d6979d3ca9b6be544f744be7c950613  0003_index_name.sql\n";

/// A program with two migrations and without a lock, built.
fn built(name: &str) -> Package {
    built_with(name, &[])
}

/// The same with a lock.
fn built_with_lock(name: &str) -> Package {
    built_with(name, &[("migrations/migrations.lock", LOCK)])
}

fn built_with(name: &str, files: &[(&str, &str)]) -> Package {
    let package = Package::new(
        name,
        &[
            ("src/main.rs", PROGRAM),
            ("migrations/0001_init.sql", INIT),
            ("migrations/0002_add_email.sql", EMAIL),
        ],
    );
    files.iter().for_each(|(path, text)| package.write(path, text));
    assert_eq!(package.build(), Built::Compiled);
    package
}

#[track_caller]
fn assert_fails(package: &Package, with: &str) {
    match package.build() {
        Built::Failed(said) => assert!(said.contains(with), "{said}"),
        built => panic!("{built:?}, expected an error with\n{with}"),
    }
}

#[track_caller]
fn assert_stale(said: &Said, file: &str) {
    assert!(!said.success, "{said:?}");
    assert!(said.stderr.contains(&format!("\n  {file}\n")), "{said:?}");
}

#[test]
fn without_a_change_nothing_is_compiled() {
    for package in [built("rebuild_nothing"), built_with_lock("rebuild_nothing_locked")] {
        assert_eq!(package.build(), Built::Fresh);
        assert!(package.run(&[]).success);
    }
}

#[test]
fn an_edited_file_compiles_again() {
    let package = built("rebuild_edit");
    package.write("migrations/0002_add_email.sql", "ALTER TABLE user ADD COLUMN mail TEXT;\n");
    assert_eq!(package.build(), Built::Compiled);
    package.write("migrations/0002_add_email.sql", "\nALTER TABLE usr ADD COLUMN email TEXT;\n");
    assert_fails(&package, "--> migrations/0002_add_email.sql:2:1\n");
}

#[test]
fn a_failed_build_is_tried_again_when_the_file_is_mended() {
    let package = built("rebuild_mend");
    package.write("migrations/0002_add_email.sql", "ALTER TABLE usr ADD COLUMN email TEXT;\n");
    assert_fails(&package, "no such table: usr");
    package.write("migrations/0002_add_email.sql", EMAIL);
    assert_eq!(package.build(), Built::Compiled);
}

#[test]
fn an_edited_file_that_is_locked_is_an_error() {
    let package = built_with_lock("rebuild_edit_locked");
    package.write("migrations/0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);\n");
    assert_fails(&package, "error: the file was edited after its release\n");
}

#[test]
fn a_renamed_file_compiles_again() {
    let package = built("rebuild_rename");
    package.rename("migrations/0002_add_email.sql", "migrations/0002_add_address.sql");
    assert_eq!(package.build(), Built::Compiled);
    assert!(package.run(&[]).stdout.contains("add_address"));
}

#[test]
fn a_renamed_file_that_is_locked_is_an_error() {
    let package = built_with_lock("rebuild_rename_locked");
    package.rename("migrations/0002_add_email.sql", "migrations/0002_add_address.sql");
    assert_fails(&package, "`0002_add_email.sql` was renamed to `0002_add_address.sql` after its release");
}

#[test]
fn a_deleted_file_compiles_again() {
    let package = built("rebuild_delete");
    package.remove("migrations/0002_add_email.sql");
    assert_eq!(package.build(), Built::Compiled);
    assert!(!package.run(&[]).stdout.contains("add_email"));
}

#[test]
fn a_deleted_file_that_is_locked_is_an_error() {
    let package = built_with_lock("rebuild_delete_locked");
    package.remove("migrations/0002_add_email.sql");
    assert_fails(&package, "the released file `0002_add_email.sql` is missing");
}

#[test]
fn an_edited_lock_compiles_again() {
    let package = built_with_lock("rebuild_lock");
    package.write("migrations/migrations.lock", &format!("# released\n{LOCK}"));
    assert_eq!(package.build(), Built::Compiled);
    package.write("migrations/migrations.lock", LOCK.lines().next().unwrap());
    assert_fails(&package, "0002_add_email.sql");
    package.remove("migrations/migrations.lock");
    assert_eq!(package.build(), Built::Compiled);
}

#[test]
fn a_new_file_with_its_line_in_the_lock_compiles_again() {
    let package = built_with_lock("rebuild_new_locked");
    package.write("migrations/0003_index_name.sql", INDEX);
    package.write("migrations/migrations.lock", &format!("{LOCK}{INDEX_LINE}"));
    assert_eq!(package.build(), Built::Compiled);
    assert!(package.run(&[]).stdout.contains("index_name"));
}

#[test]
fn a_new_file_without_a_line_in_the_lock_is_an_error_once_the_crate_is_compiled() {
    let package = built_with_lock("rebuild_new_unlocked");
    package.write("migrations/0003_index_name.sql", INDEX);
    package.write("src/main.rs", &format!("{PROGRAM}\n"));
    assert_fails(&package, INDEX_LINE.trim_end());
}

/// Cargo cannot be told of a file that is not there yet. So the program, and a test of every crate, look themselves.
#[test]
fn a_new_file_that_cargo_does_not_notice_is_noticed_by_the_test_and_by_the_program() {
    for package in [built("rebuild_new"), built_with_lock("rebuild_new_not_noticed")] {
        assert!(package.run(&[]).success);
        let before = package.cargo(&["test"]);
        assert!(before.success, "{before:?}");
        assert!(before.stdout.contains("test migrations::migrations_are_current ... ok"), "{before:?}");

        package.write("migrations/0003_index_name.sql", INDEX);
        assert_eq!(package.build(), Built::Fresh);
        assert_stale(&package.run(&[]), "migrations/0003_index_name.sql");
        assert_stale(&package.run(&["check"]), "migrations/0003_index_name.sql");
        let after = package.cargo(&["test"]);
        assert!(!after.success);
        assert!(after.stdout.contains("test migrations::migrations_are_current ... FAILED"), "{after:?}");
        assert!(after.stdout.contains("migrations/0003_index_name.sql"), "{after:?}");
    }
}

#[test]
fn a_debug_build_runs_where_its_sources_are_not() {
    let package = built("rebuild_elsewhere");
    package.rename("migrations", "moved");
    assert!(package.run(&[]).success);
}

#[test]
fn a_release_build_does_not_know_where_it_was_compiled() {
    let package = built("rebuild_release");
    let manifest = scratch::manifest("rebuild_release");
    let profile = "[profile.release]\nopt-level = 0\ndebug = false\nstrip = true\n";
    package.write("Cargo.toml", &format!("{manifest}\n{profile}"));
    let said = package.cargo(&["build", "--release"]);
    assert!(said.success, "{said:?}");
    let knows = |profile: &str| {
        let program = std::fs::read(package.program(profile)).unwrap();
        let place = package.root().to_str().unwrap().as_bytes();
        program.windows(place.len()).any(|bytes| bytes == place)
    };
    assert!(knows("debug"), "the test looks for the wrong thing");
    assert!(!knows("release"));
}

#[test]
fn the_files_that_a_squash_replaces_can_go_once_the_lock_says_what_they_made() {
    let package = built_with_lock("rebuild_squash");
    package.write(
        "migrations/0003_all.sql",
        "-- migrate: replaces 1..2\nCREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT);\n",
    );
    // A new file is not noticed, and a lock that was written anew is.
    package.write("migrations/migrations.lock", &format!("{LOCK}\n"));
    let Built::Failed(said) = package.build() else { panic!("nobody asked for a line of the lock") };
    let is_line =
        |line: &&str| line.starts_with("# 0003_all.sql replaces 1..2: ") || line.ends_with("  0003_all.sql");
    let lines: Vec<&str> = said.lines().map(str::trim).filter(is_line).collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines[0].ends_with(", last files in rebuild_squash 1.2.3"), "{said}");
    package.write("migrations/migrations.lock", &format!("{LOCK}{}\n", lines.join("\n")));
    assert_eq!(package.build(), Built::Compiled);
    assert!(package.run(&[]).stdout.contains("replaced"));

    package.remove("migrations/0001_init.sql");
    assert_fails(&package, "error: the released file `0001_init.sql` is missing\n");
    package.remove("migrations/0002_add_email.sql");
    assert_eq!(package.build(), Built::Compiled);
    let said = package.run(&[]);
    assert!(said.success && !said.stdout.contains("replaced"), "{said:?}");

    package.write("migrations/migrations.lock", &format!("{LOCK}{}\n", lines[1]));
    assert_fails(
        &package,
        "error: the files that the squash replaces are gone, and the lock does not say what they made\n",
    );
}
