//! Databases that other tools have migrated, as `tests/adopt/make.sh` lets the tools themselves make them.

#[macro_use]
mod common;

use std::ops::{Deref, DerefMut};
use std::path::Path;

use common::{JOURNALS, Scratch, assert_message, list, log, value};
use embed_migrations::{Error, Kind, Ledger, MigrationSet, MigrationVersion, Tool};
use rusqlite::Connection;

mod sqlx {
    embed!("tests/adopt/sqlx/migrations", set = "books");
}
mod refinery {
    embed!("tests/adopt/refinery/migrations", set = "books");
}
mod diesel {
    embed!("tests/adopt/diesel/migrations", set = "books");
}
mod rusqlite_migration {
    embed!("tests/adopt/rusqlite_migration/migrations", set = "books");
}
/// Version 5 replaces 2 to 4, whose files are still there; 6 follows.
mod squash_beside {
    embed!("tests/sets/squash_beside", set = "notes");
}
/// The same without the files.
mod squash_alone {
    embed!("tests/sets/squash_alone", set = "notes");
}
mod steps {
    embed!("tests/sets/steps", set = "steps");
}

/// A database on a file that lasts as long.
struct Left {
    scratch: Scratch,
    db: Connection,
}

impl Deref for Left {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.db
    }
}

impl DerefMut for Left {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.db
    }
}

/// What a tool has left, in a journal mode, after this was done to it.
fn left_by(tool: &str, journal: &str, sql: &str) -> Left {
    let scratch = Scratch::new();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/adopt/{tool}.sqlite"));
    std::fs::copy(fixture, scratch.path()).unwrap();
    let db = scratch.open();
    db.execute_batch(&format!("PRAGMA journal_mode = {journal}; PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    Left { scratch, db }
}

/// The database of sqlx, after this was done to it.
fn of_sqlx(sql: &str) -> Left {
    left_by("sqlx", "delete", sql)
}

/// Why its set does not go on from there.
fn refusal(sql: &str) -> String {
    let mut db = of_sqlx(sql);
    let before = common::dump(&db);
    let error = sqlx::MIGRATIONS.adopt(&mut db).unwrap_err();
    assert_eq!(common::dump(&db), before, "{sql}");
    error.to_string()
}

fn goes_on<V: MigrationVersion>(
    set: &MigrationSet<V>,
    tool: Tool,
    name: &str,
    table: Option<&str>,
    versions: [i64; 3],
) {
    for journal in JOURNALS {
        let mut db = left_by(name, journal, "");
        let other = db.scratch.open();
        let theirs = || table.map(|table| list(&other, &format!("SELECT * FROM \"{table}\"")));
        let before = (theirs(), value(&db, "PRAGMA user_version"));

        let status = set.status(&db).unwrap();
        assert_eq!(status.foreign(), Some(&Ledger::of(tool)));
        assert!(matches!(set.check(&db), Err(Error::Pending { foreign: Some(_), .. })));
        assert!(matches!(set.apply(&mut db), Err(Error::Failed(_))));
        let adoption = set.adopt(&mut db).unwrap();
        assert_eq!((adoption.ledger(), adoption.version()), (&Ledger::of(tool), versions[1]));
        assert_eq!((adoption.set(), adoption.adopted(), adoption.pending()), ("books", 2, 1));

        let entries = set.history(&db).unwrap();
        assert_eq!(entries.iter().map(|entry| entry.version()).collect::<Vec<_>>(), versions[..2]);
        assert!(entries.iter().all(|entry| entry.kind() == Kind::Adopted));
        assert!(
            entries
                .iter()
                .all(|entry| entry.applied_at().starts_with("2026-11-") && entry.applied_at().len() == 24)
        );
        assert!(set.drift(&db).unwrap().is_empty());
        assert_eq!(set.status(&db).unwrap().foreign(), None);

        assert_eq!(set.apply(&mut db).unwrap().applied().len(), 1);
        set.check(&db).unwrap();
        assert_eq!(list(&db, "SELECT * FROM author"), ["1|Ada"]);
        assert_eq!((theirs(), value(&db, "PRAGMA user_version")), before);
        assert!(matches!(set.adopt(&mut db), Err(Error::HasHistory { .. })));
    }
}

#[test]
fn a_set_goes_on_from_where_the_other_tool_stopped() {
    let numbers = [1, 2, 3];
    goes_on(&sqlx::MIGRATIONS, Tool::Sqlx, "sqlx", Some("_sqlx_migrations"), numbers);
    goes_on(&refinery::MIGRATIONS, Tool::Refinery, "refinery", Some("refinery_schema_history"), numbers);
    let days = [20260131120000, 20260201120000, 20260202120000];
    goes_on(&diesel::MIGRATIONS, Tool::Diesel, "diesel", Some("__diesel_schema_migrations"), days);
    goes_on(&rusqlite_migration::MIGRATIONS, Tool::RusqliteMigration, "rusqlite_migration", None, numbers);
}

#[test]
fn what_the_other_tool_noted_is_taken_over() {
    let mut db =
        of_sqlx("UPDATE _sqlx_migrations SET installed_on = '2026-01-31 12:00:00', execution_time = 3000000");
    sqlx::MIGRATIONS.adopt(&mut db).unwrap();
    assert_eq!(
        list(&db, "SELECT version, applied_at, execution_ms, kind FROM schema_migrations"),
        ["1|2026-01-31T12:00:00.000Z|3|adopted", "2|2026-01-31T12:00:00.000Z|3|adopted"]
    );
    assert_eq!(
        log(&db),
        ["1 adopted from `_sqlx_migrations` of sqlx", "2 adopted from `_sqlx_migrations` of sqlx"]
    );
    let mut db = left_by(
        "refinery",
        "wal",
        "UPDATE refinery_schema_history SET applied_on = '2026-01-31T14:00:00.5+02:00'",
    );
    refinery::MIGRATIONS.adopt(&mut db).unwrap();
    assert_eq!(value(&db, "SELECT applied_at FROM schema_migrations"), "2026-01-31T12:00:00.500Z");
}

#[test]
fn the_schema_has_to_be_that_of_the_last_version() {
    assert_message(
        "not_adopted_schema",
        &refusal("DROP INDEX book_author; ALTER TABLE author ADD COLUMN born TEXT"),
    );
    // Refinery writes the row in a transaction of its own.
    assert_message("not_adopted_ahead", &refusal("ALTER TABLE book ADD COLUMN year INTEGER"));
}

#[test]
fn a_history_that_does_not_fit_the_set_is_refused() {
    let row = |version: i64| {
        format!("INSERT INTO _sqlx_migrations VALUES ({version}, 'x', '2026-01-31', 1, x'', 1)")
    };
    assert_message("not_adopted_unknown", &refusal(&row(7)));
    assert_message("not_adopted_left_out", &refusal("DELETE FROM _sqlx_migrations WHERE version = 1"));
    assert_message(
        "not_adopted_failed",
        &refusal("UPDATE _sqlx_migrations SET success = 0 WHERE version = 2"),
    );
    assert_message("not_adopted_none", &refusal("DELETE FROM _sqlx_migrations"));
    let several =
        "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY, run_on TIMESTAMP);
                   INSERT INTO __diesel_schema_migrations VALUES ('20260131120000', '2026-01-31 12:00:00')";
    assert_message("not_adopted_several", &refusal(several));
}

#[test]
fn a_history_can_be_pointed_at() {
    let mut db =
        of_sqlx("ALTER TABLE _sqlx_migrations RENAME TO \"my \"\"history\"; PRAGMA user_version = 1");
    let elsewhere = Ledger::of(Tool::Sqlx).in_table("my \"history");
    let error = sqlx::MIGRATIONS.adopt(&mut db).unwrap_err();
    assert!(error.to_string().contains("`user_version` of rusqlite_migration"), "{error}");
    let error = sqlx::MIGRATIONS.adopt_from(&mut db, Ledger::of(Tool::Sqlx)).unwrap_err();
    assert!(error.to_string().contains("there is none"), "{error}");
    let error =
        sqlx::MIGRATIONS.adopt_from(&mut db, Ledger::of(Tool::Diesel).in_table("author")).unwrap_err();
    assert!(matches!(error, Error::Sqlite { .. }), "{error}");
    assert_eq!(sqlx::MIGRATIONS.adopt_from(&mut db, elsewhere).unwrap().version(), 2);
}

#[test]
fn a_number_that_the_program_uses_for_itself_does_not_count_beside_a_table() {
    let mut db = of_sqlx("PRAGMA user_version = 77");
    assert_eq!(sqlx::MIGRATIONS.adopt(&mut db).unwrap().ledger().tool(), Tool::Sqlx);
    let mut db = left_by("rusqlite_migration", "delete", "PRAGMA user_version = 2000000000");
    let error = rusqlite_migration::MIGRATIONS.adopt(&mut db).unwrap_err().to_string();
    assert!(error.lines().count() == 2 && error.len() < 300, "{error}");
}

#[test]
fn who_did_not_adopt_is_told_to() {
    let mut db = of_sqlx("");
    assert_message("foreign_status", &sqlx::MIGRATIONS.status(&db).unwrap().to_string());
    assert_message("foreign_check", &sqlx::MIGRATIONS.check(&db).unwrap_err().to_string());
    assert_message("foreign_apply", &sqlx::MIGRATIONS.apply(&mut db).unwrap_err().to_string());
    let mut db = of_sqlx("DROP TABLE _sqlx_migrations");
    assert_message("unmanaged_apply", &sqlx::MIGRATIONS.apply(&mut db).unwrap_err().to_string());
    // A set that has nothing to do with the other tool's is none of its business.
    steps::MIGRATIONS.apply(&mut of_sqlx("")).unwrap();
}

#[test]
fn a_connection_inside_a_transaction_is_refused() {
    let mut db = of_sqlx("BEGIN");
    assert!(matches!(sqlx::MIGRATIONS.adopt(&mut db), Err(Error::InTransaction)));
}

/// A database that sqlx has brought to a version, of files that a squash replaces later.
fn of_sqlx_at(version: i64) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMP NOT NULL \
         DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum BLOB NOT NULL, execution_time BIGINT NOT NULL)",
    )
    .unwrap();
    for migration in squash_beside::MIGRATIONS.migrations().iter().filter(|it| it.version() <= version) {
        db.execute_batch(migration.sql()).unwrap();
        let row = format!("({}, 'x', '2026-01-31', 1, x'', 1)", migration.version());
        db.execute_batch(&format!("INSERT INTO _sqlx_migrations VALUES {row}")).unwrap();
    }
    db
}

#[test]
fn a_squash_stands_for_what_the_other_tool_has_run() {
    for (version, beside, alone) in [(1, 2, Some(2)), (3, 3, None), (4, 2, Some(1))] {
        let mut db = of_sqlx_at(version);
        assert_eq!(squash_beside::MIGRATIONS.adopt(&mut db).unwrap().pending(), beside, "{version}");
        squash_beside::MIGRATIONS.apply(&mut db).unwrap();
        squash_alone::MIGRATIONS.check(&db).unwrap();

        let mut db = of_sqlx_at(version);
        match (squash_alone::MIGRATIONS.adopt(&mut db), alone) {
            (Ok(adoption), Some(pending)) => assert_eq!(adoption.pending(), pending, "{version}"),
            (Err(Error::Squashed { current: 3, last: 4, .. }), None) => continue,
            (outcome, _) => panic!("{version}: {outcome:?}"),
        }
        squash_alone::MIGRATIONS.apply(&mut db).unwrap();
        squash_beside::MIGRATIONS.check(&db).unwrap();
    }
}

#[test]
fn who_counts_cannot_be_followed_where_files_are_gone() {
    let counted = |version: i64| {
        let db = of_sqlx_at(version);
        db.execute_batch(&format!("DROP TABLE _sqlx_migrations; PRAGMA user_version = {version}")).unwrap();
        db
    };
    for version in 1..=4 {
        let mut db = counted(version);
        assert_eq!(squash_beside::MIGRATIONS.adopt(&mut db).unwrap().version(), version);
        squash_beside::MIGRATIONS.apply(&mut db).unwrap();
        squash_alone::MIGRATIONS.check(&db).unwrap();
    }
    assert_message(
        "not_adopted_uncountable",
        &squash_alone::MIGRATIONS.adopt(&mut counted(4)).unwrap_err().to_string(),
    );
}

#[test]
fn the_history_of_another_set_is_none_of_this_one() {
    // What the program's own snippet asks.
    let mut db = of_sqlx("");
    sqlx::MIGRATIONS.adopt(&mut db).unwrap();
    assert_eq!(steps::MIGRATIONS.status(&db).unwrap().foreign(), None);
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("PRAGMA user_version = 3; CREATE TABLE mine (a)").unwrap();
    assert_eq!(sqlx::MIGRATIONS.status(&db).unwrap().foreign(), None);
    let mut db = of_sqlx("DROP TABLE book; DROP TABLE author");
    assert_message("not_adopted_nothing", &sqlx::MIGRATIONS.adopt(&mut db).unwrap_err().to_string());
}

mod sqlx_hooked {
    embed!("tests/adopt/sqlx/migrations", set = "books", hooks = { AddBooks => super::never_called });
}

fn never_called(_: &embed_migrations::Hook<'_>) -> Result<(), String> {
    Err("called".to_owned())
}

#[test]
fn what_another_tool_has_applied_was_without_a_hook() {
    let mut db = of_sqlx("");
    sqlx_hooked::MIGRATIONS.adopt(&mut db).unwrap();
    sqlx_hooked::MIGRATIONS.apply(&mut db).unwrap();
    assert!(sqlx_hooked::MIGRATIONS.history(&db).unwrap().iter().all(|entry| entry.hook().is_none()));
    let status = sqlx_hooked::MIGRATIONS.status(&db).unwrap().to_string();
    assert!(
        status.ends_with("= note: migration 2 is adopted here without a call of `super::never_called`"),
        "{status}"
    );
}
