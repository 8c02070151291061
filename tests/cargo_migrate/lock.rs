//! `lock`

use super::Package;

const INIT: (&str, &str) = ("migrations/0001_init.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY);\n");
const TAGS: (&str, &str) = ("migrations/0002_tags.sql", "CREATE TABLE tag (id INTEGER PRIMARY KEY);\n");
const LOCK: &str = "migrations/migrations.lock";

/// What `sha256sum` says of a file.
fn line(package: &Package, file: &str) -> String {
    let sum =
        std::process::Command::new("sha256sum").arg(package.root().join("migrations").join(file)).output();
    let sum = String::from_utf8(sum.unwrap().stdout).unwrap();
    format!("{}  {file}\n", &sum[..64])
}

/// With a lock that `cargo migrate lock` has written.
fn locked(arguments: &str, files: &[(&str, &str)]) -> Package {
    let package = Package::calling(arguments, files);
    assert_eq!(package.migrate(&["lock"]).code, 0);
    package
}

#[test]
fn a_lock_is_made_that_sha256sum_would_make() {
    let package = Package::calling("locked = true", &[INIT, TAGS]);
    let check = package.migrate(&["lock", "--check"]);
    check.says(3, "error: `migrations/migrations.lock` lacks 2 lines:");
    check.says(3, "= help: `cargo migrate lock` adds them");
    assert!(!package.root().join(LOCK).exists());
    let said = package.migrate(&["lock"]);
    let lines = line(&package, "0001_init.sql") + &line(&package, "0002_tags.sql");
    assert_eq!(package.read(LOCK), lines);
    said.is(&format!("added 2 lines to `{LOCK}`:\n  + {}", lines.trim_end().replace('\n', "\n  + ") + "\n"));
    package.migrate(&["lock"]).is(&format!("`{LOCK}` is up to date\n"));
    package.migrate(&["lock", "--check"]).is(&format!("`{LOCK}` is up to date\n"));
    package.migrate(&["lock", "--check", "-q"]).is("");
    package.migrate(&["check"]).says(0, "is accepted");
}

#[test]
fn every_scheme_is_locked_in_the_order_of_versions() {
    for files in [
        &["V1__a.sql", "V2__b.sql", "V10__c.sql"][..],
        &["1_a.down.sql", "1_a.up.sql", "10_b.down.sql", "10_b.up.sql"],
        &["2026-01-31-120000_a/down.sql", "2026-01-31-120000_a/up.sql", "2026-02-01-120000_b/up.sql"],
        &["20260131120000_a.sql", "20260131120001_a b.sql"],
    ] {
        let package = Package::calling("allow = [all]", &[]);
        for (at, file) in files.iter().enumerate() {
            let table =
                file.trim_end_matches(".down.sql").trim_end_matches(".up.sql").trim_end_matches("/down.sql");
            let table = table.trim_end_matches("/up.sql").replace(|c: char| !c.is_ascii_alphanumeric(), "_");
            let sql = match file.contains("down") {
                true => format!("DROP TABLE t{table};\n"),
                false => format!("CREATE TABLE t{table} (id INTEGER PRIMARY KEY); -- {at}\n"),
            };
            package.write(&format!("migrations/{file}"), sql);
        }
        package.migrate(&["lock"]).says(0, "added");
        let found: Vec<String> = package.read(LOCK).lines().map(|line| line[66..].to_owned()).collect();
        assert_eq!(found, files);
        package.migrate(&["check"]).says(0, "is accepted");
    }
}

#[test]
fn what_is_missing_is_added_and_comments_stay() {
    let package = locked("", &[INIT, TAGS]);
    let before = format!("# ours\n\n{}# end\n", package.read(LOCK));
    package.write(LOCK, &before);
    package.write("migrations/0003_x.sql", "CREATE TABLE x (id INTEGER PRIMARY KEY);\n");
    package.migrate(&["lock"]).says(0, "added 1 line");
    assert_eq!(package.read(LOCK), before + &line(&package, "0003_x.sql"));
}

#[test]
fn a_down_comes_below_the_line_of_its_up() {
    let package = locked("", &[("migrations/0001_a.up.sql", INIT.1), ("migrations/0002_b.up.sql", TAGS.1)]);
    package.write("migrations/0001_a.down.sql", "DROP TABLE note;\n");
    package.migrate(&["lock"]).says(0, "added 1 line");
    let [up, down, last] =
        ["0001_a.up.sql", "0001_a.down.sql", "0002_b.up.sql"].map(|file| line(&package, file));
    assert_eq!(package.read(LOCK), up + &down + &last);
}

#[test]
fn line_ends_and_marks_of_the_lock_stay_and_those_of_files_do_not_count() {
    let package = Package::calling("", &[]);
    package.write(INIT.0, "\u{feff}CREATE TABLE note (id INTEGER PRIMARY KEY);\r\n");
    package.migrate(&["lock"]).says(0, "added 1 line");
    let plain = Package::calling("", &[INIT]);
    assert_eq!(package.read(LOCK), line(&plain, "0001_init.sql"));
    let windows = format!("\u{feff}# ours\r\n{}", package.read(LOCK).replace('\n', "\r\n"));
    package.write(LOCK, &windows);
    package.write(TAGS.0, TAGS.1);
    package.migrate(&["lock"]).says(0, "added 1 line");
    let added = line(&package, "0002_tags.sql").replace('\n', "\r\n");
    assert_eq!(package.read(LOCK), windows + &added);
    package.migrate(&["check"]).says(0, "is accepted");
}

#[test]
fn a_line_that_is_there_is_changed_by_nobody_unasked() {
    let package = locked("", &[INIT, TAGS]);
    let before = package.read(LOCK);
    package.write(INIT.0, "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);\n");
    package.write("migrations/0003_x.sql", "CREATE TABLE x (id INTEGER PRIMARY KEY);\n");
    let said = package.migrate(&["lock"]);
    said.says(1, "error: the file was edited after its release\n --> migrations/0001_init.sql");
    said.says(1, "= help: `cargo migrate lock --rewrite 0001_init.sql --because REASON` replaces the line");
    std::fs::remove_file(package.root().join(INIT.0)).unwrap();
    package.migrate(&["lock"]).says(1, "error: the released file `0001_init.sql` is missing");
    assert_eq!(package.read(LOCK), before);
    assert_eq!(package.list("migrations"), ["0002_tags.sql", "0003_x.sql", "migrations.lock"]);
}

#[test]
fn one_line_is_rewritten_for_a_reason_that_stays() {
    let package = locked("", &[INIT, TAGS]);
    let (init, tags) = (line(&package, "0001_init.sql"), line(&package, "0002_tags.sql"));
    package.write(INIT.0, format!("-- notes\n{}", INIT.1));
    let edited = line(&package, "0001_init.sql");
    for path in ["0001_init.sql", "migrations/0001_init.sql"] {
        package.write(LOCK, init.clone() + &tags);
        let said = package.migrate(&["lock", "--rewrite", path, "--because", "a\n comment"]);
        said.is(&format!("line 2 of `{LOCK}`:\n  - {init}  + {edited}"));
        let comment = format!("# was {}: a comment\n", init.trim_end());
        assert_eq!(package.read(LOCK), comment + &edited + &tags);
    }
    package.migrate(&["check"]).says(0, "is accepted");
    let again = package.migrate(&["lock", "--rewrite", "0001_init.sql", "--because", "x"]);
    again.is(&format!("line 2 of `{LOCK}` is that of the file\n"));
}

#[test]
fn a_new_name_is_written_for_a_reason_and_a_new_version_is_not() {
    let package = locked("", &[INIT, TAGS]);
    let rename =
        |from: &str, to: &str| std::fs::rename(package.root().join(from), package.root().join(to)).unwrap();
    rename(INIT.0, "migrations/0001_notes.sql");
    package
        .migrate(&["lock"])
        .says(1, "error: `0001_init.sql` was renamed to `0001_notes.sql` after its release");
    package.migrate(&["lock", "--rewrite", "0001_notes.sql", "--because", "clearer"]).says(0, "line 2 of");
    package.migrate(&["check"]).says(0, "is accepted");
    rename(TAGS.0, "migrations/0003_tags.sql");
    let before = package.read(LOCK);
    let said = package.migrate(&["lock", "--rewrite", "0003_tags.sql", "--because", "later"]);
    said.says(2, "the lock has no line for `0003_tags.sql`, so that there is nothing to rewrite");
    assert_eq!(package.read(LOCK), before);
}

#[test]
fn what_cannot_be_rewritten_is_told() {
    let package = Package::calling("", &[INIT, TAGS]);
    let rewrite =
        |file: &str, reason: &str| package.migrate(&["lock", "--rewrite", file, "--because", reason]);
    rewrite("0001_init.sql", "x").says(2, "there is no lock `");
    package.migrate(&["lock"]).says(0, "added 2 lines");
    rewrite("0001_init.sql", " ").says(2, "`--because` is empty");
    rewrite("0001_inti.sql", "x").says(2, "did you mean `0001_init.sql`?");
    rewrite("migrations.lock", "x").says(2, "no migration has a file `migrations.lock`");
    package.write("migrations/0003_x.sql", "CREATE TABLE x (id INTEGER PRIMARY KEY);\n");
    rewrite("0003_x.sql", "x").says(2, "the lock has no line for `0003_x.sql`");
}

#[test]
fn a_conflict_is_told_and_left_to_people() {
    let package = locked("", &[INIT, TAGS]);
    let conflict = package.read(LOCK).replace("\n", "\n<<<<<<< ours\n");
    package.write(LOCK, &conflict);
    for arguments in
        [&["lock"][..], &["lock", "--check"], &["lock", "--rewrite", "0001_init.sql", "--because", "x"]]
    {
        package
            .migrate(arguments)
            .says(1, "error: unmerged conflict in the lock file\n --> migrations/migrations.lock:2:1");
    }
    assert_eq!(package.read(LOCK), conflict);
    package.write(LOCK, b"\xff\xfe");
    package.migrate(&["lock"]).says(1, "migrations/migrations.lock");
}

/// A directory where the lock would have to be: whoever tests may be allowed to write everywhere.
#[test]
fn a_lock_that_cannot_be_read_or_written_is_told_and_leaves_nothing() {
    let package = Package::calling("", &[INIT, ("migrations/migrations.lock/x", "")]);
    for arguments in [&["lock"][..], &["lock", "--check"]] {
        package.migrate(arguments).says(1, "error: cannot read `");
    }
    assert_eq!(package.list("migrations"), ["0001_init.sql", "migrations.lock"]);
}

#[test]
fn what_does_not_run_is_not_locked() {
    let package = locked("", &[INIT]);
    let before = package.read(LOCK);
    package.write("migrations/0002_x.sql", "SELECT x;\n");
    package.migrate(&["lock"]).says(1, "error: no such column: x\n --> migrations/0002_x.sql:1:8");
    package.migrate(&["lock", "--check"]).says(1, "error: no such column: x");
    assert_eq!(package.read(LOCK), before);
}

#[test]
fn a_squash_is_pinned_and_the_files_can_go() {
    let squash = "-- migrate: replaces 1..2\nCREATE TABLE note (id INTEGER PRIMARY KEY);\n\
                  CREATE TABLE tag (id INTEGER PRIMARY KEY);\n";
    let package = locked("", &[INIT, TAGS]);
    let before = package.read(LOCK);
    package.write("migrations/0003_all.sql", squash);
    package.migrate(&["lock"]).says(0, "added 2 lines");
    let lock = package.read(LOCK);
    let pin = lock.strip_prefix(&before).unwrap().lines().next().unwrap();
    assert!(pin.starts_with("# 0003_all.sql replaces 1..2: schema "), "{pin}");
    assert!(pin.ends_with(", last files in notes 1.4.2"), "{pin}");
    package.migrate(&["lock", "--check"]).says(0, "is up to date");
    for file in [INIT.0, TAGS.0] {
        std::fs::remove_file(package.root().join(file)).unwrap();
    }
    package.migrate(&["lock", "--check"]).says(0, "is up to date");
    package.migrate(&["check"]).says(0, "is accepted");
    // One command does both, too.
    let at_once = locked("", &[INIT, TAGS, ("migrations/0003_all.sql", squash)]);
    assert_eq!(at_once.read(LOCK), lock);
}

#[test]
fn every_set_has_a_lock_of_its_own() {
    let calls = "mod a { embed_migrations!(\"a\", set = \"a\"); }\nmod b { embed_migrations!(\"b\", set = \"b\"); }\n";
    let package =
        Package::new(&[("src/lib.rs", calls), ("a/0001_init.sql", INIT.1), ("b/0001_init.sql", TAGS.1)]);
    package.migrate(&["lock", "--dir", "b"]).says(0, "added 1 line to `b/migrations.lock`");
    package.migrate(&["lock", "--check"]).says(3, "error: `a/migrations.lock` lacks 1 line");
    package.migrate(&["lock"]).says(0, "added 1 line to `a/migrations.lock`");
    package.write("a/0001_init.sql", "-- x\nCREATE TABLE note (id INTEGER PRIMARY KEY);\n");
    package.write("b/0001_init.sql", "-- x\nCREATE TABLE note (id INTEGER PRIMARY KEY);\n");
    let rewrite = ["lock", "--rewrite", "0001_init.sql", "--because", "x"];
    package.migrate(&rewrite).says(2, "= help: say which one it is about: `--dir DIR`, of `a`, `b`");
    package
        .migrate(&["lock", "--rewrite", "b/0001_init.sql", "--because", "x"])
        .says(0, "line 2 of `b/migrations.lock`");
    package.migrate(&[&rewrite[..], &["--dir", "a"]].concat()).says(0, "line 2 of `a/migrations.lock`");
}

#[cfg(unix)]
#[test]
fn a_lock_is_replaced_as_a_whole_and_keeps_its_rights_and_its_place() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt, symlink};
    let package = locked("", &[INIT]);
    let path = package.root().join(LOCK);
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
    let before = path.metadata().unwrap();
    package.write(TAGS.0, TAGS.1);
    package.migrate(&["lock"]).says(0, "added 1 line");
    let after = path.metadata().unwrap();
    assert_eq!(after.permissions().mode(), before.permissions().mode());
    assert_ne!(after.ino(), before.ino(), "it was written in its place, where an interruption leaves a half");
    assert_eq!(package.list("migrations"), ["0001_init.sql", "0002_tags.sql", "migrations.lock"]);
    std::fs::rename(&path, package.root().join("elsewhere.lock")).unwrap();
    symlink("../elsewhere.lock", &path).unwrap();
    package.write("migrations/0003_x.sql", "CREATE TABLE x (id INTEGER PRIMARY KEY);\n");
    package.migrate(&["lock"]).says(0, "added 1 line");
    assert!(path.is_symlink());
    assert_eq!(package.read("elsewhere.lock").lines().count(), 3);
}
