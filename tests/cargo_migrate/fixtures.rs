//! `fixtures`

use super::{Package, UNGUESSABLE};

#[test]
fn a_template_waits_for_values_and_with_them_the_lint_is_silent() {
    let package = Package::calling("deny = [not_seeded]", &[("migrations/0001_init.sql", UNGUESSABLE)]);
    package.migrate(&["check"]).says(1, "error: no row could be made up for `code`");
    let said = package.migrate(&["fixtures"]);
    said.is("migrations/fixtures/0001_init.sql\n");
    assert!(said.stderr.contains("the file waits for rows of `code`"), "{}", said.stderr);
    let text = package.read("migrations/fixtures/0001_init.sql");
    for part in [
        "-- code: SQLite says CHECK constraint failed",
        "--   id    INTEGER PRIMARY KEY\n",
        "--   text  TEXT NOT NULL\n",
        "--   CHECK (hex (text) like '51%5A' and length (text) = 11 and instr (text, 'ab') = 5)\n",
        "-- INSERT INTO code (id, text) VALUES\n--     (1, '…');\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // It does nothing yet.
    package.migrate(&["check"]).says(1, "error: no row could be made up for `code`");
    let (head, insert) = text.split_once("-- INSERT").unwrap();
    let insert = format!("INSERT{insert}").replace("\n-- ", "\n").replace("'…'", "'Q123ab7890Z'");
    package.write("migrations/fixtures/0001_init.sql", format!("{head}{insert}"));
    package.migrate(&["check"]).is("set `notes` in `migrations` is accepted: 1 migration\n");
    package.migrate(&["fixtures"]).is("set `notes` needs no fixture: the build has rows of every table\n");
}

#[test]
fn what_is_there_is_not_overwritten() {
    let package = Package::calling("", &[("migrations/0001_init.sql", UNGUESSABLE)]);
    package.write("migrations/fixtures/0001_init.sql", "-- ours\n");
    let said = package.migrate(&["fixtures"]);
    said.is("");
    said.says(0, "note: rows of `code` are still missing\n --> migrations/fixtures/0001_init.sql");
    assert_eq!(package.read("migrations/fixtures/0001_init.sql"), "-- ours\n");
}

#[test]
fn tables_of_one_migration_share_a_file_that_is_called_like_it() {
    let other = UNGUESSABLE
        .replace("TABLE code", "TABLE \"order by\"")
        .replace("text TEXT NOT NULL", "text TEXT NOT NULL, at REAL AS (length(text)), \"group\" BLOB");
    let package = Package::calling("allow = [all]", &[]);
    package.write("migrations/2026-01-31-120000_init/up.sql", format!("{UNGUESSABLE}{other}"));
    package.migrate(&["fixtures"]).is("migrations/fixtures/2026-01-31-120000_init.sql\n");
    let text = package.read("migrations/fixtures/2026-01-31-120000_init.sql");
    assert!(text.contains("-- INSERT INTO \"order by\" (id, text, \"group\") VALUES\n"), "{text}");
    assert!(text.contains("not to be written"), "{text}");
    assert!(text.contains("-- INSERT INTO code ("), "{text}");
}

#[test]
fn a_set_that_does_not_run_is_told_as_the_build_does() {
    let package = Package::calling("", &[("migrations/0001_init.sql", "SELECT x;\n")]);
    package.migrate(&["fixtures"]).says(1, "error: no such column: x\n --> migrations/0001_init.sql:1:8");
    assert_eq!(package.list("migrations"), ["0001_init.sql"]);
}
