//! Two libraries and an application on one file, in every order: what befalls one of them is nothing to the others.

#[macro_use]
mod common;

use common::{JOURNALS, Scratch, list};
use embed_migrations::{Error, MigrationSet, MigrationVersion, Report};
use rusqlite::Connection;

mod auth {
    embed!("tests/sets/need_auth", set = "auth");
}
mod billing {
    // Another name than `auth`, and no other letters.
    embed!("tests/sets/billing", set = "Auth");
}
mod notes {
    embed!("tests/sets/notes", set = "notes");
}

/// A set, whatever its versions are.
trait AnySet: Sync {
    fn name(&self) -> &str;
    fn begin(&self, db: &mut Connection) -> Report;
    fn apply(&self, db: &mut Connection) -> Result<Report, Error>;
    fn check(&self, db: &Connection) -> Result<(), Error>;
    fn is_up_to_date(&self, db: &Connection) -> bool;
    fn has_drifted(&self, db: &Connection) -> bool;
    fn repair(&self, db: &mut Connection) -> usize;
    fn baseline(&self, db: &mut Connection) -> Result<i64, Error>;
    fn latest(&self) -> i64;
}

impl<V: MigrationVersion> AnySet for MigrationSet<V> {
    fn name(&self) -> &str {
        self.name()
    }

    /// Applies the first migration.
    fn begin(&self, db: &mut Connection) -> Report {
        self.apply_to(db, V::ALL[0]).unwrap()
    }

    fn apply(&self, db: &mut Connection) -> Result<Report, Error> {
        self.apply(db)
    }

    fn check(&self, db: &Connection) -> Result<(), Error> {
        self.check(db)
    }

    fn is_up_to_date(&self, db: &Connection) -> bool {
        let status = self.status(db).unwrap();
        status.is_up_to_date() && status.drift().is_none() && self.plan(db).unwrap().is_up_to_date()
    }

    fn has_drifted(&self, db: &Connection) -> bool {
        !self.drift(db).unwrap().is_empty()
    }

    /// How many steps it took.
    fn repair(&self, db: &mut Connection) -> usize {
        let repair = self.repair(db).unwrap();
        assert_eq!(repair.refused(), [], "{repair}");
        repair.execute(db).unwrap().steps().len()
    }

    fn baseline(&self, db: &mut Connection) -> Result<i64, Error> {
        self.baseline(db).map(|baseline| baseline.version())
    }

    fn latest(&self) -> i64 {
        V::ALL[V::ALL.len() - 1].number()
    }
}

/// A set, with an object of its own that others do not miss, and how an operator has taken it or was there first.
struct Neighbour {
    set: &'static dyn AnySet,
    /// What an operator drops.
    drop: &'static str,
    /// What somebody has made before, where the set wants to.
    obstacle: &'static str,
    /// And takes away again.
    way_out: &'static str,
}

static NEIGHBOURS: [Neighbour; 3] = [
    Neighbour {
        set: &auth::MIGRATIONS,
        drop: "DROP INDEX user_email",
        obstacle: "CREATE TABLE user (id INTEGER PRIMARY KEY)",
        way_out: "DROP TABLE user",
    },
    Neighbour {
        set: &billing::MIGRATIONS,
        drop: "DROP TABLE invoice",
        obstacle: "CREATE VIEW invoice AS SELECT 1",
        way_out: "DROP VIEW invoice",
    },
    Neighbour {
        set: &notes::MIGRATIONS,
        drop: "DROP INDEX author_name",
        obstacle: "CREATE TABLE tag (x)",
        way_out: "DROP TABLE tag",
    },
];

/// Every order of the three.
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// What the database has of a set, besides its tables.
fn records(db: &Connection, set: &str) -> Vec<String> {
    let history = "SELECT * FROM schema_migrations WHERE set_name = ";
    let log = "SELECT * FROM schema_migration_log WHERE set_name = ";
    [history, log]
        .into_iter()
        .flat_map(|query| list(db, &format!("{query}'{set}' ORDER BY version")))
        .collect()
}

/// The same of every set but one.
fn records_beside(db: &Connection, set: &str) -> Vec<String> {
    let others = NEIGHBOURS.iter().map(|it| it.set.name()).filter(|name| *name != set);
    others.flat_map(|name| records(db, name)).collect()
}

/// Runs a test in both journal modes, for each neighbour, with the sets in every order.
fn everywhere(test: impl Fn(&Scratch, &Neighbour, [&'static dyn AnySet; 3])) {
    for journal in JOURNALS {
        for order in ORDERS {
            for neighbour in &NEIGHBOURS {
                let scratch = Scratch::with_journal(journal);
                test(&scratch, neighbour, order.map(|at| NEIGHBOURS[at].set));
            }
        }
    }
}

/// Nothing is left to do, nobody has anything to say, and nothing is written any more.
#[track_caller]
fn assert_all_current(scratch: &Scratch, db: &mut Connection) {
    // Each has a look at a schema that others have changed since, and remembers it.
    NEIGHBOURS.iter().for_each(|it| assert!(it.set.apply(db).unwrap().was_up_to_date()));
    let bytes = scratch.bytes();
    for it in &NEIGHBOURS {
        it.set.check(db).unwrap();
        assert!(it.set.apply(db).unwrap().was_up_to_date());
        assert!(it.set.is_up_to_date(db));
    }
    assert_eq!(scratch.bytes(), bytes);
}

#[test]
fn any_order_comes_to_the_same_end() {
    let histories: Vec<_> = JOURNALS
        .into_iter()
        .flat_map(|journal| ORDERS.map(|order| (journal, order)))
        .map(|(journal, order)| {
            let scratch = Scratch::with_journal(journal);
            let mut db = scratch.open();
            let sets = order.map(|at| NEIGHBOURS[at].set);
            // Step by step, so that each goes on where others have changed the schema.
            for set in sets {
                let before = records_beside(&db_with_tables(&scratch), set.name());
                assert_eq!(set.begin(&mut db).applied().len(), 1);
                assert_eq!(records_beside(&db, set.name()), before);
            }
            for set in sets {
                let before = records_beside(&db, set.name());
                set.apply(&mut db).unwrap();
                assert_eq!(records_beside(&db, set.name()), before);
            }
            assert_all_current(&scratch, &mut db);
            let tables = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name";
            let history =
                "SELECT set_name, version, checksum, chain, kind FROM schema_migrations ORDER BY 1, 2";
            (list(&db, tables), list(&db, history))
        })
        .collect();
    assert_eq!(histories[0].1.len(), 8);
    assert!(histories.iter().all(|history| *history == histories[0]));
}

/// A connection to a database that has the tables of the history.
fn db_with_tables(scratch: &Scratch) -> Connection {
    let db = scratch.open();
    if list(&db, "SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'").is_empty() {
        let empty = Connection::open_in_memory().unwrap();
        empty
            .execute_batch("CREATE TABLE schema_migrations (set_name, version); CREATE TABLE schema_migration_log (set_name, version)")
            .unwrap();
        return empty;
    }
    db
}

#[test]
fn a_failure_of_one_is_its_own() {
    everywhere(|scratch, broken, sets| {
        let mut db = scratch.open();
        db.execute_batch(broken.obstacle).unwrap();
        for set in sets {
            let outcome = set.apply(&mut db);
            assert_eq!(outcome.is_err(), set.name() == broken.set.name());
        }
        let failed = "SELECT DISTINCT set_name FROM schema_migration_log WHERE event = 'failed'";
        assert_eq!(list(&db, failed), [broken.set.name()]);
        for it in NEIGHBOURS.iter().filter(|it| it.set.name() != broken.set.name()) {
            it.set.check(&db).unwrap();
            assert!(it.set.is_up_to_date(&db));
        }
        let others = records_beside(&db, broken.set.name());
        db.execute_batch(broken.way_out).unwrap();
        broken.set.apply(&mut db).unwrap();
        assert_eq!(records_beside(&db, broken.set.name()), others);
        assert_all_current(scratch, &mut db);
    });
}

#[test]
fn a_drift_of_one_is_its_own_and_so_is_its_repair() {
    everywhere(|scratch, drifted, sets| {
        let mut db = scratch.open();
        sets.iter().for_each(|set| drop(set.apply(&mut db).unwrap()));
        db.execute_batch(drifted.drop).unwrap();
        for set in sets {
            let is_it = set.name() == drifted.set.name();
            assert_eq!(matches!(set.check(&db), Err(Error::Drifted(_))), is_it);
            assert_eq!(matches!(set.apply(&mut db), Err(Error::Drifted(_))), is_it);
            assert_eq!(set.has_drifted(&db), is_it);
        }
        let others = records_beside(&db, drifted.set.name());
        assert_eq!(drifted.set.repair(&mut db), 1);
        assert_eq!(records_beside(&db, drifted.set.name()), others);
        assert_all_current(scratch, &mut db);
    });
}

#[test]
fn a_history_of_one_is_lost_and_found() {
    everywhere(|scratch, lost, sets| {
        let mut db = scratch.open();
        sets.iter().for_each(|set| drop(set.apply(&mut db).unwrap()));
        let others = records_beside(&db, lost.set.name());
        let lose =
            || db.execute("DELETE FROM schema_migrations WHERE set_name = ?1", [lost.set.name()]).unwrap();
        let count = lose();
        assert!(lost.set.check(&db).is_err());
        for it in NEIGHBOURS.iter().filter(|it| it.set.name() != lost.set.name()) {
            it.set.check(&db).unwrap();
            assert!(matches!(it.set.baseline(&mut scratch.open()), Err(Error::HasHistory { .. })));
        }
        assert_eq!(lost.set.baseline(&mut scratch.open()).unwrap(), lost.set.latest());
        assert_eq!(records_beside(&db, lost.set.name()), others);
        lost.set.check(&db).unwrap();

        assert_eq!(lose(), count);
        assert_eq!(lost.set.repair(&mut scratch.open()), count);
        assert_eq!(records_beside(&db, lost.set.name()), others);
        assert_all_current(scratch, &mut db);
    });
}

#[test]
fn programs_of_all_of_them_start_at_once() {
    for journal in JOURNALS {
        let scratch = Scratch::with_journal(journal);
        std::thread::scope(|scope| {
            for order in ORDERS.into_iter().chain(ORDERS) {
                let mut db = scratch.open();
                scope.spawn(move || {
                    order.iter().for_each(|at| drop(NEIGHBOURS[*at].set.apply(&mut db).unwrap()))
                });
            }
        });
        let mut db = scratch.open();
        let twice = "SELECT set_name, version FROM schema_migration_log GROUP BY 1, 2 HAVING count(*) > 1";
        assert_eq!(list(&db, twice), [""; 0]);
        assert_eq!(list(&db, "SELECT DISTINCT event, count(*) FROM schema_migration_log"), ["applied|8"]);
        assert_all_current(&scratch, &mut db);
    }
}
