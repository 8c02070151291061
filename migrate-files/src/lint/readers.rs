//! A program of the release before no longer finds what it reads.

use super::{Family, Level, Lint};

pub(super) static LINTS: &[&Lint] = &[&RENAME_TABLE, &RENAME_COLUMN, &DROP_VIEW, &EXPAND_AND_CONTRACT];

/// `rename-table`: a table that an earlier migration made gets another name, and no view has the old one.
pub static RENAME_TABLE: Lint = Lint {
    name: "rename-table",
    family: Family::Readers,
    level: Level::Warn,
    what: "a table that an earlier migration made gets another name, and no view has the old one",
    why: "a program of the release before, which may still run, no longer finds it",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "ALTER TABLE user RENAME TO account;"),
    ],
    way_out: "leave a view of the old name behind, until nobody reads it any more; or allow the lint if only one program reads the database",
};

/// `rename-column`: a column that an earlier migration made gets another name, and no generated column has the old one.
pub static RENAME_COLUMN: Lint = Lint {
    name: "rename-column",
    family: Family::Readers,
    level: Level::Warn,
    what: "a column that an earlier migration made gets another name, and no generated column has the old one",
    why: "a program of the release before, which may still run, no longer finds it",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "ALTER TABLE user RENAME COLUMN name TO full_name;"),
    ],
    way_out: "add a column of the new name, and drop the old one a release later; or allow the lint if only one program reads the database",
};

/// `drop-view`: a view that an earlier migration made is dropped, and not created again, or without some of its columns.
pub static DROP_VIEW: Lint = Lint {
    name: "drop-view",
    family: Family::Readers,
    level: Level::Warn,
    what: "a view that an earlier migration made is dropped, and not created again, or without some of its columns",
    why: "a program of the release before, which may still run, no longer finds it; around a rebuilt table, it is easily forgotten",
    example: &[
        (
            "0001_init.sql",
            "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              CREATE VIEW address AS SELECT id, email FROM user;",
        ),
        ("0002_change.sql", "DROP VIEW address;"),
    ],
    way_out: "create it again behind what it stood in the way of; or allow the lint once nobody reads it any more",
};

/// `expand-and-contract`: one migration fills a new column or table from a column, and takes that column away.
pub static EXPAND_AND_CONTRACT: Lint = Lint {
    name: "expand-and-contract",
    family: Family::Readers,
    level: Level::Warn,
    what: "one migration fills a new column or table from a column, and takes that column away",
    why: "programs of the release before and after cannot run side by side at any moment",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "ALTER TABLE user ADD COLUMN full_name TEXT;\n\
              UPDATE user SET full_name = name;\n\
              ALTER TABLE user DROP COLUMN name;",
        ),
    ],
    way_out: "put what is taken away into a migration of a later release",
};
