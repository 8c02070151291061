//! What has become of the tables `user` and `team`.

use std::fs;

use migrate_runtime::__private as runtime;
use migrate_runtime::TransactionMode;

use super::super::engine_migration;
use super::super::sandbox::{self, Sandbox};
use super::super::story::Chapter;
use super::super::watch::Watch;
use super::{Fate, Origin, Rebuilt};
use migrate_files::options::Options;
use migrate_files::read;

const BEFORE: &str = "CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TRIGGER user AFTER DELETE ON user BEGIN SELECT 1; END;";

/// What a second migration shows.
fn chapter(sql: &str) -> Chapter {
    let package = tempfile::tempdir().unwrap();
    fs::create_dir(package.path().join("migrations")).unwrap();
    for (name, text) in [("1_a.sql", BEFORE), ("2_b.sql", sql)] {
        fs::write(package.path().join("migrations").join(name), text).unwrap();
    }
    let options = Options::new(package.path(), "notes");
    let set = read(&options).outcome.unwrap();
    let mut sandbox = Sandbox::open(&options, sandbox::WHOLE_SET).unwrap();
    let migrations = set.migrations().iter().map(|m| engine_migration(m.version, &m.up, &m.directives));
    let engine_set = runtime::Set::owned("".into(), "".into(), migrations.collect());
    let mut watch = Watch::new(&set, &options, sandbox.tape());
    let conn = sandbox.conn_mut();
    runtime::apply(&engine_set, conn, None, TransactionMode::PerMigration.into(), &mut watch).unwrap();
    watch.end().unwrap().chapters.pop().unwrap()
}

/// The first words of the statement.
fn words(sql: &str, origin: Origin) -> &str {
    let text = &sql[origin.start..origin.end];
    text.split(['(', ';']).next().unwrap_or(text).trim()
}

fn told(sql: &str) -> String {
    let chapter = chapter(sql);
    let words = |origin| words(sql, origin);
    match chapter.lineage.fate("User") {
        Fate::Kept => "kept".to_owned(),
        Fate::Renamed(to) => format!("is {to}"),
        Fate::Dropped(origin) => {
            let heirs: Vec<&str> = chapter.lineage.heirs("user").collect();
            format!("{}, heirs {heirs:?}", words(origin))
        }
        Fate::Rebuilt(Rebuilt { made, named, freed, left, copies, has_others }) => {
            let made = made.map_or("-", words);
            let copies: Vec<&str> = copies.into_iter().map(words).collect();
            format!("{made} | {} | {} | {left:?} | {copies:?} | {has_others}", words(named), words(freed))
        }
    }
}

#[test]
fn a_table_that_nothing_takes_the_place_of_is_kept_renamed_or_dropped() {
    assert_eq!(told("SELECT 1"), "kept");
    assert_eq!(told("ALTER TABLE user ADD x; DROP TRIGGER user"), "kept");
    assert_eq!(told("CREATE TABLE IF NOT EXISTS user (x); ALTER TABLE user ADD x"), "kept");
    assert_eq!(told("ALTER TABLE user RENAME TO x; ALTER TABLE x RENAME TO user"), "kept");
    assert_eq!(told("CREATE TEMP TABLE user (x); DROP TABLE user; CREATE TEMP TABLE user (y)"), "kept");
    assert_eq!(told("ALTER TABLE user RENAME TO x; ALTER TABLE x RENAME TO y"), "is y");
    assert_eq!(told("DROP TABLE user"), "DROP TABLE user, heirs []");
    assert_eq!(told("ALTER TABLE user RENAME TO x; DROP TABLE x"), "DROP TABLE x, heirs []");
    assert_eq!(
        told("CREATE TABLE t AS SELECT * FROM user; INSERT INTO team SELECT * FROM t; DROP TABLE user"),
        "DROP TABLE user, heirs [\"team\", \"t\"]"
    );
}

#[test]
fn a_table_is_rebuilt_by_whichever_way_its_name_goes_over() {
    assert_eq!(
        told(
            "CREATE TABLE n (x); INSERT INTO n SELECT id FROM user; DROP TABLE user; ALTER TABLE n RENAME TO user"
        ),
        "CREATE TABLE n | ALTER TABLE n RENAME TO user | DROP TABLE user | None | [\"INSERT INTO n SELECT id FROM user\"] | false"
    );
    assert_eq!(
        told(
            "ALTER TABLE user RENAME TO o; CREATE TABLE user (x); INSERT INTO user SELECT id FROM o; DROP TABLE o"
        ),
        "CREATE TABLE user | CREATE TABLE user | DROP TABLE o | None | [\"INSERT INTO user SELECT id FROM o\"] | false"
    );
    assert_eq!(
        told(
            "CREATE TEMP TABLE b AS SELECT * FROM user; DROP TABLE user; CREATE TABLE user (x); INSERT INTO user SELECT id FROM b"
        ),
        "CREATE TABLE user | CREATE TABLE user | DROP TABLE user | None | [\"INSERT INTO user SELECT id FROM b\"] | false"
    );
    assert_eq!(
        told(
            "ALTER TABLE user RENAME TO o; CREATE TABLE n (x); INSERT INTO n SELECT 1 FROM o; ALTER TABLE n RENAME TO user"
        ),
        "CREATE TABLE n | ALTER TABLE n RENAME TO user | ALTER TABLE user RENAME TO o | Some(\"o\") | [\"INSERT INTO n SELECT 1 FROM o\"] | false"
    );
    assert_eq!(
        told("DROP TABLE user; ALTER TABLE team RENAME TO user"),
        "- | ALTER TABLE team RENAME TO user | DROP TABLE user | None | [] | false"
    );
}

#[test]
fn a_table_made_anew_by_the_same_words_is_another_one() {
    assert_eq!(
        told(
            "DROP TABLE user; CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO user SELECT id, name FROM team"
        ),
        "CREATE TABLE user | CREATE TABLE user | DROP TABLE user | None | [] | true"
    );
}

#[test]
fn names_that_are_exchanged_are_no_rebuild() {
    let sql = "ALTER TABLE user RENAME TO x; ALTER TABLE team RENAME TO user; ALTER TABLE x RENAME TO team";
    assert_eq!(told(sql), "is team");
    assert_eq!(told("ALTER TABLE user RENAME TO account; CREATE TABLE user (x)"), "is account");
}

#[test]
fn the_maker_of_a_table_is_known_under_its_last_name() {
    let sql = "CREATE TABLE n (x); INSERT INTO n SELECT id FROM user; DROP TABLE user; ALTER TABLE n RENAME TO user; CREATE TABLE new (x)";
    let lineage = chapter(sql).lineage;
    assert_eq!(lineage.made("user").map(|origin| words(sql, origin)), Some("CREATE TABLE n"));
    assert_eq!(lineage.made("team"), None);
}
