//! `new`

use super::Package;

const SQL: &str = "CREATE TABLE note (id INTEGER PRIMARY KEY);\n";

/// The files that `new` makes in a directory with these.
fn made(files: &[&str], arguments: &[&str]) -> Vec<String> {
    let package = Package::calling("", &[]);
    for (at, file) in files.iter().enumerate() {
        package
            .write(&format!("migrations/{file}"), format!("CREATE TABLE t{at} (id INTEGER PRIMARY KEY);\n"));
    }
    let said = package.migrate(&[&["new", "Add tags!"], arguments].concat());
    assert_eq!((said.code, &*said.stderr), (0, ""));
    let paths: Vec<String> = said.stdout.lines().map(str::to_owned).collect();
    for path in &paths {
        assert!(package.read(path).starts_with("-- "), "{path}");
    }
    // What was made is no mistake, but for being empty.
    let check = package.migrate(&["check"]);
    match arguments.contains(&"--down") {
        true => check.says(1, "error: the down has no statement"),
        false => check.says(0, "warning: a migration without a statement"),
    }
    paths.iter().map(|path| path.strip_prefix("migrations/").unwrap().to_owned()).collect()
}

/// With digits as `#`.
fn masked(paths: &[String]) -> Vec<String> {
    let masked = |path: &String| path.replace(|character: char| character.is_ascii_digit(), "#");
    paths.iter().map(masked).collect()
}

#[test]
fn the_next_version_is_written_as_the_others_are() {
    assert_eq!(made(&[], &[]), ["0001_add_tags.sql"]);
    assert_eq!(made(&["0009_init.sql"], &[]), ["0010_add_tags.sql"]);
    assert_eq!(made(&["1_init.sql"], &[]), ["2_add_tags.sql"]);
    assert_eq!(made(&["V1__init.sql", "V2__x.sql"], &[]), ["V3__add_tags.sql"]);
    assert_eq!(made(&["0001_init.up.sql"], &[]), ["0002_add_tags.up.sql"]);
    let pair = ["0002_add_tags.up.sql", "0002_add_tags.down.sql"];
    assert_eq!(made(&["0001_init.up.sql"], &["--down"]), pair);
    assert_eq!(made(&[], &["--down"]), ["0001_add_tags.up.sql", "0001_add_tags.down.sql"]);
}

#[test]
fn times_are_taken_where_the_others_are_times_and_on_request() {
    assert_eq!(masked(&made(&["20240102030405_init.sql"], &[])), ["##############_add_tags.sql"]);
    assert_eq!(masked(&made(&["0001_init.sql"], &["--timestamp"])), ["##############_add_tags.sql"]);
    assert_eq!(masked(&made(&[], &["--timestamp"])), ["##############_add_tags.sql"]);
    assert_eq!(made(&["29990102030405_init.sql"], &[]), ["29990102030406_add_tags.sql"]);
    let diesel = ["####-##-##-######_add_tags/up.sql", "####-##-##-######_add_tags/down.sql"];
    assert_eq!(masked(&made(&["2024-01-02-030405_init/up.sql"], &["--down"])), diesel);
    let first = made(&["00000000000000_diesel_initial_setup/up.sql"], &[]);
    assert_eq!(masked(&first), diesel[..1]);
    assert!(first[0].starts_with("20"), "{first:?}");
}

#[test]
fn the_head_of_a_file_says_what_it_is_and_which_directives_there_are() {
    let package = Package::calling("", &[("migrations/0001_init.up.sql", SQL)]);
    package
        .migrate(&["new", "Add", "tags", "--down"])
        .is("migrations/0002_add_tags.up.sql\nmigrations/0002_add_tags.down.sql\n");
    let up = package.read("migrations/0002_add_tags.up.sql");
    assert!(up.starts_with("-- add tags\n--\n") && up.ends_with("checksum sha256:HEX\n\n"), "{up}");
    let down = package.read("migrations/0002_add_tags.down.sql");
    assert!(down.starts_with("-- Takes 0002_add_tags.up.sql back"), "{down}");
}

#[test]
fn a_plain_directory_has_no_room_for_a_down_and_says_what_to_rename() {
    let files = [
        ("migrations/0001_init.sql", SQL),
        ("migrations/0002_x.sql", "CREATE TABLE x (id INTEGER PRIMARY KEY);\n"),
    ];
    let said = Package::calling("", &files).migrate(&["new", "x", "--down"]);
    said.says(2, "error: the files of the directory are named so that none can have a down");
    said.says(2, "`0001_init.sql` to `0001_init.up.sql`");
    said.says(2, "`0002_x.sql` to `0002_x.up.sql`");
    let refinery = Package::calling("", &[("migrations/V1__init.sql", SQL)]);
    refinery.migrate(&["new", "x", "--down"]).says(2, "`V1__init.sql` to `1_init.up.sql`");
}

#[test]
fn a_policy_has_its_say() {
    let forward = Package::calling("policy = forward_only", &[]);
    forward
        .migrate(&["new", "x", "--down"])
        .says(2, "the set has `policy = forward_only`, and with it no down");
    let reversible = Package::calling("policy = reversible", &[]);
    let said = reversible.migrate(&["new", "x"]);
    said.is("migrations/0001_x.sql\n");
    assert!(said.stderr.contains("`-- migrate: irreversible: REASON`"), "{}", said.stderr);
}

#[test]
fn bad_names_are_told() {
    let package = Package::calling("", &[("migrations/0001_init.sql", SQL)]);
    package.migrate(&["new", "!?"]).says(2, "error: `!?` names nothing");
    package.migrate(&["new", ""]).says(2, "error: `` names nothing");
    package.migrate(&["new"]).says(2, "<NAME>");
    package.migrate(&["new", "0002_tags.sql"]).says(2, "`cargo migrate new tags`");
    package.migrate(&["new", &"x".repeat(101)]).says(2, "more than 100 characters");
    assert_eq!(package.list("migrations"), ["0001_init.sql"]);
    package.migrate(&["new", "../../../etc/passwd"]).is("migrations/0002_etc_passwd.sql\n");
}

#[test]
fn nothing_is_made_beside_files_that_are_not_in_order() {
    let package =
        Package::calling("", &[("migrations/0001_init.sql", SQL), ("migrations/0002-tags.sql", SQL)]);
    package.migrate(&["new", "x"]).says(1, "error: expected `0002_tags.sql`, found `0002-tags.sql`");
    let mixed = Package::calling("", &[("migrations/0001_init.sql", SQL), ("migrations/V2__x.sql", SQL)]);
    assert_eq!(mixed.migrate(&["new", "x"]).code, 1);
    let last = Package::calling("", &[("migrations/9223372036854775807_x.sql", SQL)]);
    last.migrate(&["new", "x"]).says(1, "there is no version above that of the last migration");
    let wrong = Package::calling("\"migrations\", polcy = reversible", &[]);
    wrong.migrate(&["new", "x"]).says(1, "unknown argument `polcy`");
    assert!(!wrong.root().join("migrations").exists());
}

#[test]
fn a_directory_that_was_meant_otherwise_is_not_made() {
    let package = Package::new(&[("db/migrations/0001_init.sql", SQL)]);
    package.migrate(&["new", "x"]).says(1, "there is a `db/migrations`; say `dir = \"db/migrations\"`");
    package.migrate(&["new", "x", "--dir", "db/migrations"]).is("db/migrations/0002_x.sql\n");
    assert!(!package.root().join("migrations").exists());
}

#[test]
fn paths_are_those_that_an_editor_opens_from_here() {
    let package = Package::calling("\"db/é à\"", &[("db/é à/0001_init.sql", SQL)]);
    package.migrate(&["new", "Élan vital"]).is("db/é à/0002_élan_vital.sql\n");
    package.migrate_in("db/é à", &["new", "x"]).is("0003_x.sql\n");
    let outside = package.migrate_in("src", &["new", "y"]);
    let path = outside.stdout.trim_end();
    assert!(std::path::Path::new(path).is_absolute() && path.ends_with("/0004_y.sql"), "{path}");
    package.migrate(&["new", "z", "-q"]).is("");
}

/// A file where a directory would have to be: whoever tests may be allowed to write everywhere.
#[test]
fn a_place_that_cannot_be_written_is_told() {
    let package = Package::calling("\"db/migrations\"", &[("db", "a file")]);
    let said = package.migrate(&["new", "x"]);
    said.says(1, "error: cannot read `db/migrations`: Not a directory");
}
