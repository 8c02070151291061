//! What tools ask of a set and a database.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, history, list};
use embed_migrations::{Environment, Error, Schema};
use rusqlite::Connection;

mod notes {
    embed!("tests/sets/notes", set = "notes");
}
mod phases {
    embed!("tests/sets/phases_3", set = "people");
}
mod squashed {
    embed!("tests/sets/squash_beside", set = "squashed");
}

#[test]
fn a_stamp_is_of_the_database_and_stays_in_the_log() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        let mut db = scratch.open();
        let asked = |db: &Connection| notes::MIGRATIONS.environment(db).unwrap();
        assert_eq!(asked(&db), None);
        notes::MIGRATIONS.stamp(&mut db, Environment::Test).unwrap();
        assert_eq!(asked(&db), Some(Environment::Test));
        phases::MIGRATIONS.stamp(&mut db, Environment::Production).unwrap();
        assert_eq!(asked(&scratch.open_read_only()), Some(Environment::Production));
        assert_eq!(
            list(&db, "SELECT message FROM schema_migration_log WHERE event = 'stamped' ORDER BY id"),
            ["test", "production"]
        );
        // It is no event of a set, and nothing that was applied.
        assert_eq!(notes::MIGRATIONS.log(&db).unwrap(), []);
        assert_eq!(history(&db), [""; 0]);
        notes::MIGRATIONS.apply(&mut db).unwrap();
        notes::MIGRATIONS.check(&db).unwrap();
        assert_eq!(asked(&db), Some(Environment::Production));
        // What a later release calls otherwise needs care.
        db.execute("UPDATE schema_migration_log SET message = 'staging' WHERE message = 'production'", [])
            .unwrap();
        assert_eq!(asked(&db), Some(Environment::Production));
    }
}

#[test]
fn a_database_that_cannot_be_stamped_is_left_as_it_is() {
    let mut db = Connection::open_in_memory().unwrap();
    db.execute_batch("BEGIN").unwrap();
    assert!(matches!(notes::MIGRATIONS.stamp(&mut db, Environment::Test), Err(Error::InTransaction)));
    db.execute_batch("ROLLBACK; CREATE TABLE schema_migrations (id INTEGER PRIMARY KEY)").unwrap();
    assert!(matches!(notes::MIGRATIONS.stamp(&mut db, Environment::Test), Err(Error::ForeignTable { .. })));
    assert_eq!(list(&db, "SELECT name FROM sqlite_schema"), ["schema_migrations"]);
}

#[test]
fn the_schema_behind_each_migration_is_that_of_a_database_at_its_version() {
    fn schemas<V: embed_migrations::MigrationVersion>(
        set: &embed_migrations::MigrationSet<V>,
    ) -> Vec<Schema> {
        let schemas: Vec<_> = set.schemas().unwrap().map(Result::unwrap).collect();
        let versions: Vec<i64> = schemas.iter().map(|(migration, _)| migration.version()).collect();
        assert_eq!(versions, V::ALL.iter().map(|version| version.number()).collect::<Vec<_>>());
        let prints: Vec<_> =
            schemas.iter().map(|(migration, schema)| (migration.fingerprint(), schema)).collect();
        if set.migrations().iter().all(|migration| migration.replaces().is_none()) {
            prints.iter().for_each(|(print, schema)| assert_eq!(*print, schema.fingerprint()));
        }
        schemas.into_iter().map(|(_, schema)| schema).collect()
    }
    let last = schemas(&notes::MIGRATIONS).pop().unwrap();
    assert_eq!(last.differences(&notes::SCHEMA), []);
    assert_eq!(last.differences(notes::MIGRATIONS.schema()), []);
    let behind = schemas(&phases::MIGRATIONS);
    let columns = |schema: &Schema| {
        schema
            .table("user")
            .unwrap()
            .columns()
            .iter()
            .map(|it| it.name().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        behind.iter().map(columns).collect::<Vec<_>>(),
        ["id name", "id name full_name", "id full_name", "id full_name email", "id email"]
    );
    let last = schemas(&squashed::MIGRATIONS).pop().unwrap();
    assert_eq!(last.differences(&squashed::SCHEMA), []);
    assert_eq!(
        Schema::EMPTY.differences(&last).len(),
        last.tables().len()
            + last.views().len()
            + last.triggers().len()
            + last
                .tables()
                .iter()
                .flat_map(|table| table.indexes())
                .filter(|index| index.sql().is_some())
                .count()
    );
}

#[test]
fn a_migration_tells_which_tables_it_touches() {
    let touched = |at: usize| notes::MIGRATIONS.migrations()[at].touches().collect::<Vec<_>>();
    assert!(touched(1).contains(&"tag"), "{:?}", touched(1));
}

#[test]
fn an_error_is_one_word_for_programs() {
    let db = Connection::open_in_memory().unwrap();
    assert_eq!(notes::MIGRATIONS.check(&db).unwrap_err().code(), "pending");
    assert_eq!(notes::MIGRATIONS.drift(&db).unwrap_err().code(), "pending");
    db.execute_batch("CREATE TABLE schema_migrations (id INTEGER PRIMARY KEY)").unwrap();
    assert_eq!(notes::MIGRATIONS.check(&db).unwrap_err().code(), "foreign_table");
}
