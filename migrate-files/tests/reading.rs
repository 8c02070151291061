//! What a caller gets beside the diagnostics.

use std::fs;
use std::path::Path;

use migrate_files::options::Options;
use migrate_files::{Reading, read};

/// A package with these files in `migrations`.
fn package(files: &[(&str, &str)]) -> tempfile::TempDir {
    let package = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = package.path().join("migrations").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    package
}

fn reading(package: &Path) -> Reading {
    read(&Options::new(package, "notes"))
}

fn tracked(reading: &Reading, package: &Path) -> Vec<String> {
    let relative = |path: &Path| path.strip_prefix(package).unwrap().to_str().unwrap().replace('\\', "/");
    reading.tracked.iter().map(|path| relative(path)).collect()
}

fn variants(reading: Reading) -> Vec<(i64, String, String)> {
    reading.outcome.unwrap_err().variants
}

#[test]
fn every_file_that_was_read_is_tracked() {
    let package = package(&[
        ("2026-01-31_a/up.sql", "SELECT 1;"),
        ("2026-01-31_a/down.sql", "SELECT 1;"),
        ("2026-01-31_a/metadata.toml", "run_in_transaction = false"),
        ("README.md", "words"),
        ("migrations.lock", "# nothing"),
    ]);
    let reading = reading(package.path());
    let expected =
        ["2026-01-31_a/down.sql", "2026-01-31_a/metadata.toml", "2026-01-31_a/up.sql", "migrations.lock"];
    assert_eq!(tracked(&reading, package.path()), expected.map(|path| format!("migrations/{path}")));
    assert_eq!(reading.entries, ["2026-01-31_a/down.sql", "2026-01-31_a/up.sql"]);
}

#[test]
fn a_fixture_is_tracked_and_is_no_migration() {
    let package =
        package(&[("1_a.sql", "SELECT 1;"), ("2_b.sql", "SELECT 2;"), ("fixtures/02_b.sql", "\r\n")]);
    let reading = reading(package.path());
    let files = ["1_a.sql", "2_b.sql", "fixtures/02_b.sql"];
    assert_eq!(tracked(&reading, package.path()), files.map(|path| format!("migrations/{path}")));
    assert_eq!(reading.entries, files[..2]);
    let set = reading.outcome.unwrap();
    let found = set.migrations().iter().map(|migration| migration.fixture.as_ref().map(|file| &*file.text));
    assert_eq!(found.collect::<Vec<_>>(), [None, Some("\n")]);
}

#[test]
fn every_migration_knows_the_path_of_its_fixture() {
    for (file, fixture) in [
        ("01_a.sql", "fixtures/01_a.sql"),
        ("01_a.up.sql", "fixtures/01_a.sql"),
        ("V1__a.sql", "fixtures/V1__a.sql"),
        ("2026-01-31_a/up.sql", "fixtures/2026-01-31_a.sql"),
    ] {
        let package = package(&[(file, "SELECT 1;")]);
        let paths = |directory: &str| {
            let mut options = Options::new(package.path().join(directory), "notes");
            options.directory = if directory.is_empty() { "migrations" } else { "." }.to_owned();
            let set = read(&options).outcome.unwrap();
            let migration = &set.migrations()[0];
            (set.fixture_path(migration), migration.fixture.is_some())
        };
        assert_eq!(paths(""), (format!("migrations/{fixture}"), false));
        assert_eq!(paths("migrations"), (fixture.to_owned(), false));
        fs::create_dir(package.path().join("migrations/fixtures")).unwrap();
        fs::write(package.path().join("migrations").join(fixture), "SELECT 1;").unwrap();
        assert_eq!(paths(""), (format!("migrations/{fixture}"), true));
    }
}

#[test]
fn diesel_metadata_takes_both_ways_out_of_a_transaction() {
    let package = package(&[
        ("2026-01-31_a/up.sql", "SELECT 1;"),
        ("2026-01-31_a/down.sql", "SELECT 1;"),
        ("2026-01-31_a/metadata.toml", "run_in_transaction = false"),
    ]);
    let set = reading(package.path()).outcome.unwrap();
    let migration = &set.migrations()[0];
    assert!(
        !migration.directives.transaction
            && migration.down_directives.as_ref().is_some_and(|down| !down.transaction)
    );
}

#[test]
fn files_that_were_read_are_tracked_after_a_problem_too() {
    let package = package(&[("1_a.sql", "SELECT 1;"), ("2_b.sql", "SELECT '\0';")]);
    let reading = reading(package.path());
    assert_eq!(tracked(&reading, package.path()), ["migrations/1_a.sql", "migrations/2_b.sql"]);
    assert_eq!(reading.entries, ["1_a.sql", "2_b.sql"]);
}

#[test]
fn every_file_gives_a_variant_after_a_problem_too() {
    let package = package(&[
        ("2_add_tags.sql", ""),
        ("10_a.sql", ""),
        ("10_b.sql", ""),
        ("oops.sql", ""),
        ("fixtures/12_none.sql", ""),
    ]);
    let expected = [(2, "AddTags", "add_tags"), (10, "A", "a"), (11, "B", "b"), (12, "Oops", "oops")];
    let expected = expected.map(|(version, variant, text)| (version, variant.to_owned(), text.to_owned()));
    assert_eq!(variants(reading(package.path())), expected);
    fs::remove_file(package.path().join("migrations/oops.sql")).unwrap();
    assert_eq!(variants(reading(package.path())), expected[..3]);
}

#[test]
fn a_set_is_in_the_order_of_its_versions() {
    let package = package(&[("2_b.sql", "SELECT 2;"), ("10_c.sql", "SELECT 3;"), ("1_a.sql", "SELECT 1;")]);
    let set = reading(package.path()).outcome.unwrap();
    let found: Vec<_> =
        set.migrations().iter().map(|step| (step.version, &*step.variant, &*step.up.path)).collect();
    assert_eq!(
        found,
        [(1, "A", "migrations/1_a.sql"), (2, "B", "migrations/2_b.sql"), (10, "C", "migrations/10_c.sql")]
    );
    assert_eq!(set.directory(), "migrations");
}

#[test]
fn paths_are_shown_from_the_directory_that_holds_the_package() {
    let package = package(&[("1_a.sql", "SELECT 1;")]);
    let shown = |from: &Path| {
        let mut options = Options::new(package.path(), "notes");
        options.shown_from = from.to_owned();
        read(&options).outcome.unwrap().migrations()[0].up.path.clone()
    };
    let name = package.path().file_name().unwrap().to_str().unwrap();
    assert_eq!(shown(package.path().parent().unwrap()), format!("{name}/migrations/1_a.sql"));
    assert_eq!(shown(Path::new("/elsewhere")), "migrations/1_a.sql");
}

#[test]
fn the_package_itself_may_be_the_directory() {
    let package = package(&[("1_a.sql", "SELECT 1;")]);
    let mut options = Options::new(package.path().join("migrations"), "notes");
    options.directory = ".".to_owned();
    let set = read(&options).outcome.unwrap();
    assert_eq!((set.directory(), &*set.migrations()[0].up.path), (".", "1_a.sql"));
}

#[test]
fn a_byte_order_mark_and_crlf_change_no_checksum() {
    let sums = |text: &str| {
        let package = package(&[("1_a.sql", text)]);
        let migration = reading(package.path()).outcome.unwrap().migrations()[0].clone();
        (migration.checksum, migration.chain, migration.meaning)
    };
    assert_eq!(sums("SELECT 1;\nSELECT 2;\n"), sums("\u{feff}SELECT 1;\r\nSELECT 2;\r\n"));
}

#[test]
fn a_directory_out_of_the_package_is_not_read_whoever_asks() {
    let package = package(&[("1_a.sql", "SELECT 1;")]);
    let mut options = Options::new(package.path().join("migrations/sub"), "notes");
    options.directory = "..".to_owned();
    let reading = read(&options);
    assert!(reading.outcome.is_err() && reading.tracked.is_empty());
}
