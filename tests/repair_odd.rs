//! Databases that are odd in more than what was taken from them.

#[macro_use]
mod common;

use std::sync::atomic::{AtomicBool, Ordering};

use common::{Scratch, list, value};
use embed_migrations::{Backup, Difference, Error, Repair, RepairAction};
use odd::MIGRATIONS;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

mod odd {
    embed!("tests/sets/odd", set = "odd");
}
mod quoted {
    embed!("tests/sets/quoted", set = "quoted");
}
mod made_up {
    embed!("tests/sets/made_up", set = "made_up", functions = ["uuid7/0"]);
}

fn with(sql: &str) -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    MIGRATIONS.apply(&mut db).unwrap();
    db.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    db
}

fn actions(repair: &Repair<'_>) -> Vec<RepairAction> {
    repair.steps().iter().map(|step| step.action()).collect()
}

/// Repairs it, and returns what was planned and refused; what is left is that.
fn repaired(db: &mut Connection) -> (Vec<RepairAction>, Vec<String>) {
    let repair = MIGRATIONS.repair(db).unwrap();
    let (told, actions) = (repair.to_string(), actions(&repair));
    assert!(repair.refused().iter().all(|refused| !refused.reason().is_empty()), "{told}");
    let refused: Vec<Difference> =
        repair.refused().iter().filter_map(|refused| refused.difference()).cloned().collect();
    repair.execute(db).unwrap_or_else(|error| panic!("{error}\n{told}"));
    assert_eq!(MIGRATIONS.drift(db).unwrap().differences(), refused, "{told}");
    (actions, refused.iter().map(|it| it.name().to_owned()).collect())
}

#[test]
fn a_column_that_others_have_added_is_taken_for_another_only_if_one_is_missing() {
    let mut db = with(
        "INSERT INTO person VALUES (1, 'a', 'b', 'c'); ALTER TABLE person DROP COLUMN first;
         ALTER TABLE person DROP COLUMN last; ALTER TABLE person ADD COLUMN phone TEXT; UPDATE person SET phone = '1'",
    );
    let (actions, refused) = repaired(&mut db);
    assert_eq!((&actions[..], &refused[..]), (&[RepairAction::AddColumn; 2][..], &["person".to_owned()][..]));
    assert_eq!(list(&db, "SELECT mail, phone, first, last FROM person"), ["c|1|NULL|NULL"]);
    let again = MIGRATIONS.repair(&db).unwrap();
    assert!(again.refused()[0].reason().contains("which leaves out `phone`"), "{again}");

    let db = with("ALTER TABLE person DROP COLUMN first; ALTER TABLE person ADD COLUMN phone TEXT");
    let repair = MIGRATIONS.repair(&db).unwrap().to_string();
    assert!(
        repair.contains("RENAME COLUMN \"phone\" TO \"first\"") && repair.contains("ADD COLUMN first TEXT`"),
        "{repair}"
    );
}

#[test]
fn a_table_of_others_is_taken_for_ours_only_if_it_has_rows() {
    let others = "DROP TABLE tag; CREATE TABLE colour (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";
    assert_eq!(repaired(&mut with(others)).0, [RepairAction::CreateTable]);
    let db = with(&format!("{others}; INSERT INTO colour VALUES (1, 'red')"));
    let repair = MIGRATIONS.repair(&db).unwrap().to_string();
    assert!(
        repair.contains("RENAME TO \"tag\"") && repair.contains("run `CREATE TABLE main.tag"),
        "{repair}"
    );
}

#[test]
fn what_others_have_is_never_dropped() {
    let mut db = with("DROP INDEX item_note; CREATE INDEX item_note ON person (first)");
    let (actions, refused) = repaired(&mut db);
    assert_eq!((actions.len(), &refused[..]), (0, &["item_note".to_owned(), "item_note".to_owned()][..]));
    assert_eq!(value(&db, "SELECT tbl_name FROM sqlite_schema WHERE name = 'item_note'"), "person");
}

#[test]
fn a_name_that_is_taken_is_given_free_first() {
    for sql in [
        "DROP INDEX item_note; CREATE TABLE item_note (a)",
        "DROP TABLE tag; CREATE INDEX tag ON person (first)",
        "DROP INDEX item_note; CREATE VIEW item_note AS SELECT 1",
    ] {
        let mut db = with(sql);
        let _ = repaired(&mut db);
        let refused = MIGRATIONS.repair(&db).unwrap();
        let of_lost =
            refused.refused().iter().find(|it| it.sql().iter().any(|sql| sql.starts_with("CREATE"))).unwrap();
        let sql = of_lost.sql().join(";\n").replace('…', "other");
        db.execute_batch(&sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
        MIGRATIONS.check(&db).unwrap();
    }
}

#[test]
fn temporary_tables_are_not_meant() {
    let mut db = with(
        "INSERT INTO item (note) VALUES ('a'), ('b'); DROP INDEX item_note; ALTER TABLE person DROP COLUMN first;
         DELETE FROM sqlite_sequence; CREATE TEMP TABLE item (note); CREATE TEMP TABLE person (id);
         CREATE TEMP TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT)",
    );
    repaired(&mut db);
    assert_eq!(list(&db, "SELECT * FROM main.sqlite_sequence"), ["item|2"]);
    assert_eq!(list(&db, "SELECT * FROM temp.sqlite_sequence"), [""; 0]);
    assert_eq!(list(&db, "SELECT name FROM temp.sqlite_schema WHERE type = 'index'"), [""; 0]);
}

#[test]
fn a_sequence_may_hold_anything() {
    for seq in ["'abc'", "x'00'", "1.0", "NULL"] {
        let mut db = with(&format!(
            "INSERT INTO item (note) VALUES ('a'), ('b'); UPDATE sqlite_sequence SET seq = {seq}"
        ));
        assert_eq!(repaired(&mut db).0, [RepairAction::RaiseSequence], "{seq}");
        assert_eq!(list(&db, "SELECT * FROM sqlite_sequence"), ["item|2"]);
    }
}

#[test]
fn columns_that_need_each_other_or_do_not_fit_the_rows() {
    let lost =
        "ALTER TABLE item DROP COLUMN length; ALTER TABLE item DROP COLUMN b; ALTER TABLE item DROP COLUMN a";
    let mut db = with(&format!("INSERT INTO item (note) VALUES ('x'); {lost}"));
    assert_eq!(repaired(&mut db), (vec![RepairAction::AddColumn; 3], vec![]));
    let mut db = with(&format!("{lost}; INSERT INTO item (note) VALUES (NULL); DROP INDEX person_mail"));
    let (actions, refused) = repaired(&mut db);
    assert_eq!(actions, [RepairAction::AddColumn, RepairAction::AddColumn, RepairAction::CreateIndex]);
    assert_eq!(refused, ["item"]);
}

#[test]
fn what_only_the_connection_of_others_has_is_no_obstacle() {
    let mut db = with("DROP INDEX item_note");
    db.create_collation("MINE", |a, b| a.cmp(b)).unwrap();
    db.create_scalar_function(
        "mine",
        1,
        FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_UTF8,
        |_| Ok(1),
    )
    .unwrap();
    db.execute_batch(
        "CREATE INDEX theirs ON person (first COLLATE MINE); ALTER TABLE item ADD COLUMN slug TEXT AS (mine(note))",
    )
    .unwrap();
    let (actions, refused) = repaired(&mut db);
    assert_eq!((&actions[..], refused.len()), (&[RepairAction::CreateIndex][..], 2));
}

#[test]
fn values_that_a_constraint_does_not_allow_are_no_damage() {
    let mut db = with(
        "DROP INDEX item_note; CREATE TABLE theirs (x INTEGER NOT NULL CHECK (x > 0)); PRAGMA ignore_check_constraints = ON;
         INSERT INTO theirs VALUES (-1); PRAGMA ignore_check_constraints = OFF",
    );
    assert_eq!(repaired(&mut db).0, [RepairAction::CreateIndex]);
}

#[test]
fn the_order_of_columns_is_not_hidden_by_another_difference() {
    let mut db = with("ALTER TABLE person DROP COLUMN first");
    let (_, refused) = repaired(&mut db);
    assert_eq!(refused, ["person"]);
    for sql in ["SELECT 1", "ALTER TABLE person ADD COLUMN more"] {
        db.execute_batch(sql).unwrap();
        assert!(matches!(MIGRATIONS.check(&db), Err(Error::Drifted(_))), "{sql}");
    }
    // An operator's rebuild keeps what others have put on the table.
    let mut db =
        with("INSERT INTO item (note) VALUES ('a'); DELETE FROM item; ALTER TABLE item DROP COLUMN length;
         ALTER TABLE item DROP COLUMN b; ALTER TABLE item DROP COLUMN a; ALTER TABLE item ADD COLUMN b INTEGER");
    db.execute_batch("CREATE INDEX theirs ON item (note, b)").unwrap();
    db.execute_batch("CREATE INDEX theirs2 ON item (note DESC)").unwrap();
    let _ = repaired(&mut db);
    let refused = MIGRATIONS.repair(&db).unwrap();
    let of_item = refused.refused().iter().find(|it| it.subject() == "table `item`").unwrap();
    db.execute_batch(&of_item.sql().join(";\n")).unwrap();
    assert_eq!(list(&db, "SELECT * FROM sqlite_sequence"), ["item|1"]);
    assert_eq!(list(&db, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'theirs%'"), ["2"]);
}

#[test]
fn a_full_text_index_is_filled_from_its_table() {
    let mut db = with("INSERT INTO item (note) VALUES ('some words'); DROP TABLE search");
    assert_eq!(repaired(&mut db).0, [RepairAction::CreateTable]);
    assert_eq!(list(&db, "SELECT rowid FROM search WHERE search MATCH 'words'"), ["1"]);
}

#[test]
fn a_copy_is_where_its_name_says_and_as_secret_as_the_database() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    MIGRATIONS.apply(&mut db).unwrap();
    let directory = scratch.path().parent().unwrap().to_owned();
    let victim = directory.join("victim");
    std::fs::write(&victim, "mine").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(scratch.path(), PermissionsExt::from_mode(0o600)).unwrap();
    }
    db.execute_batch("DROP INDEX item_note").unwrap();
    // As a URI this would be the victim. A name that is not whole is in the directory of the program.
    let before = std::env::current_dir().unwrap();
    std::env::set_current_dir(&directory).unwrap();
    let place = std::path::PathBuf::from("file:victim");
    let done = MIGRATIONS.repair(&db).unwrap().backup(Backup::to(&place)).execute(&mut db).unwrap();
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "mine");
    let copy = &directory.join(done.backup().unwrap());
    std::env::set_current_dir(before).unwrap();
    assert_eq!(
        value(&Connection::open(copy).unwrap(), "SELECT count(*) FROM sqlite_schema WHERE name = 'person'"),
        "1"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(copy).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[cfg(unix)]
#[test]
fn a_database_whose_name_is_no_text_is_not_changed_without_a_copy() {
    use std::os::unix::ffi::OsStrExt as _;
    let scratch = Scratch::new();
    let path = scratch.path().with_file_name(std::ffi::OsStr::from_bytes(b"n\xff.db"));
    let mut db = Connection::open(path).unwrap();
    MIGRATIONS.apply(&mut db).unwrap();
    db.execute_batch("DROP INDEX item_note").unwrap();
    let error = MIGRATIONS.repair(&db).unwrap().execute(&mut db).unwrap_err();
    assert!(matches!(&error, Error::Backup { cause, .. } if cause.contains("UTF-8")), "{error}");
    MIGRATIONS.repair(&db).unwrap().without_backup().execute(&mut db).unwrap();
}

#[test]
fn nobody_waits_to_remember_a_look() {
    static WAITED: AtomicBool = AtomicBool::new(false);
    for journal in common::JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        MIGRATIONS.apply(&mut db).unwrap();
        db.execute_batch("CREATE TABLE theirs (a)").unwrap();
        let writer = scratch.open();
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        db.busy_handler(Some(|_| {
            WAITED.store(true, Ordering::SeqCst);
            false
        }))
        .unwrap();
        assert!(MIGRATIONS.apply(&mut db).unwrap().was_up_to_date());
        assert!(!WAITED.load(Ordering::SeqCst));
    }
}

#[test]
fn what_the_build_passed_over_is_passed_over_in_memory_too() {
    let mut db = Connection::open_in_memory().unwrap();
    db.create_scalar_function("uuid7", 0, FunctionFlags::SQLITE_UTF8, |_| Ok("x".repeat(36))).unwrap();
    made_up::MIGRATIONS.apply_to(&mut db, made_up::Version::Init).unwrap();
    assert!(made_up::MIGRATIONS.drift(&db).unwrap().is_empty());
    db.execute_batch("DROP TABLE schema_migrations").unwrap();
    assert_eq!(made_up::MIGRATIONS.baseline(&mut db).unwrap().version(), 1);
}

fn quoted_with(sql: &str) -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    quoted::MIGRATIONS.apply(&mut db).unwrap();
    db.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    db
}

#[test]
fn a_table_that_was_renamed_there_and_back_is_the_same() {
    let mut db = quoted_with("ALTER TABLE book RENAME TO x; ALTER TABLE x RENAME TO book");
    quoted::MIGRATIONS.check(&db).unwrap();
    quoted::MIGRATIONS.apply(&mut db).unwrap();
}

#[test]
fn a_name_in_quotes_is_not_taken_for_a_string() {
    let mut db = quoted_with(
        "INSERT INTO book (a, k) VALUES (1, 1), (1, 2); DROP INDEX book_k; ALTER TABLE book RENAME COLUMN k TO kk",
    );
    let repair = quoted::MIGRATIONS.repair(&db).unwrap();
    assert!(actions(&repair).is_empty(), "{repair}");
    let sql: Vec<String> = repair.refused()[0].sql().to_vec();
    let _ = repair.execute(&mut db).unwrap();
    db.execute_batch(&sql.join(";")).unwrap();
    let repair = quoted::MIGRATIONS.repair(&db).unwrap();
    assert_eq!(actions(&repair), [RepairAction::CreateIndex], "{repair}");
    repair.execute(&mut db).unwrap();
    quoted::MIGRATIONS.check(&db).unwrap();
}

#[test]
fn a_stored_column_is_refused_and_the_rest_is_mended() {
    let mut db =
        quoted_with("INSERT INTO book (a) VALUES (1); ALTER TABLE book DROP COLUMN b; DROP INDEX book_a");
    let repair = quoted::MIGRATIONS.repair(&db).unwrap();
    assert_eq!(actions(&repair), [RepairAction::CreateIndex], "{repair}");
    let sql: Vec<String> = repair.refused()[0].sql().to_vec();
    repair.execute(&mut db).unwrap();
    db.execute_batch(&sql.join(";")).unwrap();
    quoted::MIGRATIONS.check(&db).unwrap();
}

#[test]
fn names_are_followed_whatever_the_connection_has_chosen() {
    let mut db = Connection::open_in_memory().unwrap();
    db.execute_batch("PRAGMA legacy_alter_table = ON").unwrap();
    quoted::MIGRATIONS.apply(&mut db).unwrap();
    assert!(quoted::MIGRATIONS.drift(&db).unwrap().is_empty());
    assert_eq!(value(&db, "PRAGMA legacy_alter_table"), "1");
}

#[test]
fn a_temporary_table_is_not_migrated_in_the_place_of_ours() {
    let mut db = Connection::open_in_memory().unwrap();
    quoted::MIGRATIONS.apply_to(&mut db, quoted::Version::Init).unwrap();
    db.execute_batch("CREATE TEMP TABLE author (z)").unwrap();
    let error = quoted::MIGRATIONS.apply(&mut db).unwrap_err();
    common::assert_message("hidden", &error.to_string());
    db.execute_batch("DROP TABLE temp.author").unwrap();
    quoted::MIGRATIONS.apply(&mut db).unwrap();
}
