//! Rows that refer to rows: none is lost, none is left without its parent.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, dump, history, list, log};
use embed_migrations::{Error, MigrationSet, MigrationVersion, Violation};
use family::{MIGRATIONS, Version};
use rusqlite::Connection;

mod family {
    embed!("tests/sets/family", set = "family");
}
mod family_enforced {
    embed!("tests/sets/family_enforced", set = "family");
}
mod family_rebuilt {
    embed!("tests/sets/family_rebuilt", set = "family");
}
mod family_renamed {
    embed!("tests/sets/family_renamed", set = "family");
}
mod family_parent_renamed {
    embed!("tests/sets/family_parent_renamed", set = "family");
}
mod family_replaced {
    embed!("tests/sets/family_replaced", set = "family");
}
mod family_copied_back {
    embed!("tests/sets/family_copied_back", set = "family");
}
mod family_set_aside {
    embed!("tests/sets/family_set_aside", set = "family");
}
mod family_renamed_forgetful {
    embed!("tests/sets/family_renamed_forgetful", set = "family");
}
mod family_parent_renamed_forgetful {
    embed!("tests/sets/family_parent_renamed_forgetful", set = "family");
}
mod family_archived {
    embed!("tests/sets/family_archived", set = "family");
}
mod family_widened {
    embed!("tests/sets/family_widened", set = "family");
}
mod family_assured {
    embed!("tests/sets/family_assured", set = "family");
}
mod family_sheltered {
    embed!("tests/sets/family_sheltered", set = "family");
}

/// At version 1: parent 1 has a name and two children, parent 2 has neither.
fn family(scratch: &Scratch) -> Connection {
    family_on(scratch.open())
}

fn family_on(mut db: Connection) -> Connection {
    MIGRATIONS.apply_to(&mut db, Version::Init).unwrap();
    db.execute_batch(
        "INSERT INTO parent (id, name) VALUES (1, 'ann'), (2, NULL);
         INSERT INTO child (id, parent_id) VALUES (10, 1), (11, 1);",
    )
    .unwrap();
    db
}

/// A child whose parent has never existed.
fn add_orphan(db: &Connection, id: i64) {
    db.pragma_update(None, "foreign_keys", false).unwrap();
    db.execute("INSERT INTO child (id, parent_id) VALUES (?1, 99)", [id]).unwrap();
    db.pragma_update(None, "foreign_keys", true).unwrap();
}

/// A child whose parent `family` forgets.
fn add_child_of_the_nameless(db: &Connection) {
    db.execute("INSERT INTO child (id, parent_id) VALUES (12, 2)", []).unwrap();
}

const CHILDREN: &str = "SELECT id, parent_id FROM child ORDER BY id";

fn children(db: &Connection) -> Vec<String> {
    list(db, CHILDREN)
}

/// What `query` finds, after all of `set` ran where a reference was broken before.
fn with_an_orphan<V: MigrationVersion>(set: &MigrationSet<V>, query: &str) -> Vec<String> {
    let scratch = Scratch::new();
    let mut db = family(&scratch);
    add_orphan(&db, 50);
    set.apply(&mut db).unwrap();
    list(&db, query)
}

type Refused = (String, Option<i64>, String);

/// `set` breaks a reference, and does not run; without the child of the nameless it does. An old orphan changes nothing.
#[track_caller]
fn refuses_what_is_new<V: MigrationVersion>(set: &MigrationSet<V>, refused: &Refused, query: &str) {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = family(&scratch);
        add_orphan(&db, 50);
        add_child_of_the_nameless(&db);
        let before = dump(&db);
        assert_eq!(violations(set.apply(&mut db)), std::slice::from_ref(refused));
        assert_eq!(dump(&db), before);

        db.execute("DELETE FROM child WHERE id = 12", []).unwrap();
        set.apply(&mut db).unwrap();
        assert_eq!(list(&db, query), ["10|1", "11|1", "50|99"]);
    }
}

/// The rows that `outcome` refuses.
#[track_caller]
fn violations<T>(outcome: Result<T, Error>) -> Vec<Refused> {
    let Err(Error::ForeignKeys { violations, total, .. }) = outcome.map(drop) else { panic!("not refused") };
    assert_eq!(violations.len(), total);
    violations.iter().map(|v| (v.table().to_owned(), v.rowid(), v.parent().to_owned())).collect()
}

fn violation(table: &str, rowid: i64, parent: &str) -> Refused {
    (table.to_owned(), Some(rowid), parent.to_owned())
}

#[test]
fn children_outlive_the_rebuild_of_their_parents_table() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = family(&scratch);
        MIGRATIONS.apply_to(&mut db, Version::RebuildParent).unwrap();
        assert_eq!(children(&db), ["10|1", "11|1"]);
        assert_eq!(list(&db, "SELECT id, name FROM parent"), ["1|ann", "2|"]);
        // The reference is still enforced.
        db.execute("DELETE FROM parent WHERE id = 1", []).unwrap();
        assert_eq!(children(&db), [""; 0]);
    }
}

#[test]
fn a_migration_that_leaves_children_without_parents_is_refused() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = family(&scratch);
        MIGRATIONS.apply_to(&mut db, Version::RebuildParent).unwrap();
        add_child_of_the_nameless(&db);
        let before = dump(&db);
        let error = MIGRATIONS.apply(&mut db).unwrap_err();
        let Error::ForeignKeys { set, version: 3, file, violations, total: 1, applied: 0, is_down: false } =
            &error
        else {
            panic!("{error}")
        };
        assert_eq!((&**set, &**file), ("family", "tests/sets/family/0003_forget_nameless.sql"));
        let violations: Vec<_> =
            violations.iter().map(|v: &Violation| (v.table(), v.rowid(), v.parent())).collect();
        assert_eq!(violations, [("child", Some(12), "parent")]);
        common::assert_message("foreign_keys", &error.to_string());
        assert_eq!(dump(&db), before);
        let log = log(&db);
        assert_eq!(log.len(), 3, "{log:?}");
        assert!(log[2].starts_with("3 failed migration 3 of set `family` failed: 1 row refers"), "{log:?}");
    }
}

#[test]
fn of_many_lost_parents_ten_are_shown_and_all_are_counted() {
    let scratch = Scratch::new();
    let mut db = family(&scratch);
    db.execute_batch(
        "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 124)
         INSERT INTO child (id, parent_id) SELECT i, 2 FROM n",
    )
    .unwrap();
    let error = MIGRATIONS.apply(&mut db).unwrap_err();
    let Error::ForeignKeys { violations, total: 25, .. } = &error else { panic!("{error}") };
    assert_eq!(violations.len(), 10);
    common::assert_message("foreign_keys_many", &error.to_string());
    assert_eq!(history(&db), ["1 applied"]);
}

#[test]
fn references_that_were_broken_before_do_not_block() {
    let rows = with_an_orphan(&MIGRATIONS, CHILDREN);
    assert_eq!(rows, ["10|1", "11|1", "50|99"]);
}

#[test]
fn a_new_broken_reference_is_seen_beside_an_old_one() {
    let scratch = Scratch::new();
    let mut db = family(&scratch);
    add_orphan(&db, 50);
    add_child_of_the_nameless(&db);
    let error = MIGRATIONS.apply(&mut db).unwrap_err();
    let Error::ForeignKeys { violations, total: 1, .. } = &error else { panic!("{error}") };
    assert_eq!(violations[0].rowid(), Some(12));
}

#[test]
fn old_broken_references_do_not_block_the_rebuild_of_their_own_table() {
    let rows = with_an_orphan(&family_rebuilt::MIGRATIONS, CHILDREN);
    assert_eq!(rows, ["1010|1", "1011|1", "1050|99"]);
}

#[test]
fn old_broken_references_do_not_block_the_renaming_of_their_table() {
    let rows = with_an_orphan(&family_renamed::MIGRATIONS, "SELECT id, parent_id FROM kid");
    assert_eq!(rows, ["10|1", "11|1", "50|99"]);
}

#[test]
fn old_broken_references_do_not_block_the_renaming_of_the_table_they_name() {
    let rows = with_an_orphan(&family_parent_renamed::MIGRATIONS, "SELECT id FROM guardian");
    assert_eq!(rows, ["1", "2"]);
}

#[test]
fn a_case_sensitive_like_hides_no_broken_reference() {
    let scratch = Scratch::new();
    let mut db = family(&scratch);
    add_child_of_the_nameless(&db);
    db.pragma_update(None, "case_sensitive_like", true).unwrap();
    assert_eq!(violations(MIGRATIONS.apply(&mut db)), [violation("child", 12, "parent")]);
    assert_eq!(history(&db), ["1 applied"]);
}

#[test]
fn a_new_table_does_not_inherit_the_broken_references_of_a_dropped_one() {
    for auto_vacuum in ["none", "full"] {
        let scratch = Scratch::new();
        let mut db = vacuumed_family(&scratch, auto_vacuum);
        add_orphan(&db, 50);
        let before = dump(&db);
        assert_eq!(violations(family_replaced::MIGRATIONS.apply(&mut db)), [violation("pet", 2, "parent")]);
        assert_eq!(dump(&db), before);
    }
}

/// With `auto_vacuum`, a table may move to another page when one is dropped.
fn vacuumed_family(scratch: &Scratch, auto_vacuum: &str) -> Connection {
    let db = scratch.open();
    db.pragma_update(None, "auto_vacuum", auto_vacuum).unwrap();
    let db = family_on(db);
    let expected = if auto_vacuum == "full" { "1" } else { "0" };
    assert_eq!(common::value(&db, "PRAGMA auto_vacuum"), expected);
    db
}

#[test]
fn old_broken_references_do_not_block_any_way_to_rebuild_their_table() {
    for journal in JOURNALS {
        for auto_vacuum in ["none", "full"] {
            for way in [
                |db: &mut Connection| family_rebuilt::MIGRATIONS.apply(db),
                |db: &mut Connection| family_copied_back::MIGRATIONS.apply(db),
                |db: &mut Connection| family_set_aside::MIGRATIONS.apply(db),
            ] {
                let scratch = Scratch::new();
                let mut db = vacuumed_family(&scratch, auto_vacuum);
                db.pragma_update(None, "journal_mode", journal).unwrap();
                add_orphan(&db, 50);
                way(&mut db).unwrap();
                assert_eq!(children(&db), ["1010|1", "1011|1", "1050|99"]);
            }
        }
    }
}

#[test]
fn a_new_broken_reference_is_seen_in_a_renamed_table() {
    let refused = violation("kid", 12, "parent");
    refuses_what_is_new(&family_renamed_forgetful::MIGRATIONS, &refused, "SELECT id, parent_id FROM kid");
}

#[test]
fn a_new_broken_reference_to_a_renamed_table_is_seen() {
    let refused = violation("child", 12, "guardian");
    refuses_what_is_new(&family_parent_renamed_forgetful::MIGRATIONS, &refused, CHILDREN);
}

#[test]
fn old_broken_references_do_not_block_a_new_table_under_the_old_name() {
    let rows = with_an_orphan(&family_archived::MIGRATIONS, "SELECT id, parent_id FROM child_archive");
    assert_eq!(rows, ["10|1", "11|1", "50|99"]);
}

#[test]
fn old_broken_references_do_not_block_another_reference_in_their_table() {
    let rows = with_an_orphan(&family_widened::MIGRATIONS, "SELECT id, guardian_id FROM child");
    assert_eq!(rows, ["10|1", "11|1", "50|NULL"]);
}

#[test]
fn old_broken_references_do_not_block_a_create_that_is_skipped_because_their_table_exists() {
    let rows = with_an_orphan(&family_assured::MIGRATIONS, CHILDREN);
    assert_eq!(rows, ["10|1", "11|1", "50|99"]);
}

#[test]
fn a_new_column_whose_default_refers_to_nothing_is_refused() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = family(&scratch);
        let before = dump(&db);
        let outcome = family_sheltered::MIGRATIONS.apply(&mut db);
        assert_eq!(violations(outcome), [violation("child", 10, "parent"), violation("child", 11, "parent")]);
        assert_eq!(dump(&db), before);

        db.execute("INSERT INTO parent (id) VALUES (7)", []).unwrap();
        family_sheltered::MIGRATIONS.apply(&mut db).unwrap();
        assert_eq!(list(&db, "SELECT id, shelter_id FROM child"), ["10|7", "11|7"]);
    }
}

#[test]
fn a_function_of_the_application_that_replaces_one_of_sqlites_hides_no_broken_reference() {
    let scratch = Scratch::new();
    let mut db = family(&scratch);
    add_child_of_the_nameless(&db);
    common::replace_functions(&db);
    assert_eq!(violations(MIGRATIONS.apply(&mut db)), [violation("child", 12, "parent")]);
}

#[test]
fn a_file_that_asks_for_foreign_keys_has_them() {
    for journal in JOURNALS {
        for enforced in [false, true] {
            let scratch = Scratch::with_journal(journal);
            let mut db = family(&scratch);
            add_child_of_the_nameless(&db);
            db.pragma_update(None, "foreign_keys", enforced).unwrap();
            family_enforced::MIGRATIONS.apply(&mut db).unwrap();
            assert_eq!(children(&db), ["10|1", "11|1"]);
            assert_eq!(common::value(&db, "PRAGMA foreign_keys"), i64::from(enforced).to_string());
            assert_eq!(history(&db), ["1 applied", "2 applied", "3 applied"]);
        }
    }
}

#[test]
fn a_reference_that_sqlite_cannot_judge_does_not_block() {
    let scratch = Scratch::new();
    let mut db = family(&scratch);
    db.execute_batch(
        "PRAGMA foreign_keys = OFF;
         CREATE TABLE pet (owner TEXT REFERENCES parent (name));
         INSERT INTO pet VALUES ('nobody');
         PRAGMA foreign_keys = ON;",
    )
    .unwrap();
    let check = db.query_row("PRAGMA foreign_key_check", [], |_| Ok(()));
    assert!(check.unwrap_err().to_string().contains("foreign key mismatch"));
    MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(list(&db, "SELECT owner FROM pet"), ["nobody"]);
}

#[test]
fn a_reference_of_a_table_that_no_migration_touches_is_not_judged() {
    let scratch = Scratch::new();
    let mut db = family(&scratch);
    db.execute_batch(
        "PRAGMA foreign_keys = OFF;
         CREATE TABLE pet (id INTEGER PRIMARY KEY, kennel INTEGER REFERENCES kennel (id));
         INSERT INTO pet VALUES (1, 1);
         PRAGMA foreign_keys = ON;",
    )
    .unwrap();
    MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(list(&db, "SELECT id, kennel FROM pet"), ["1|1"]);
}
