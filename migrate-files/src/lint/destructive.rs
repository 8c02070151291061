//! What is there goes.

use super::{Family, Level, Lint};

pub(super) static LINTS: &[&Lint] = &[
    &DROP_TABLE,
    &DROP_COLUMN,
    &RECREATE_TABLE,
    &UNFILTERED_DELETE,
    &UNFILTERED_UPDATE,
    &ROWS_LOST,
    &VALUES_LOST,
];

/// `drop-table`: a table that an earlier migration made is dropped.
pub static DROP_TABLE: Lint = Lint {
    name: "drop-table",
    family: Family::Destructive,
    level: Level::Warn,
    what: "a table that an earlier migration made is dropped",
    why: "its rows are gone for good, on every database",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "DROP TABLE user;"),
    ],
    way_out: "keep it until nobody reads it any more; copy what is still needed; then allow the lint in that file",
};

/// `drop-column`: a column is dropped, by ALTER TABLE or because a table made anew lacks it.
pub static DROP_COLUMN: Lint = Lint {
    name: "drop-column",
    family: Family::Destructive,
    level: Level::Warn,
    what: "a column is dropped, by ALTER TABLE or because a table made anew lacks it",
    why: "its values are gone for good; SQLite rewrites the whole table",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "ALTER TABLE user DROP COLUMN name;"),
    ],
    way_out: "keep it until nobody reads it any more; copy what is still needed; then allow the lint in that file",
};

/// `recreate-table`: a table is dropped and made anew under its name, without its rows.
pub static RECREATE_TABLE: Lint = Lint {
    name: "recreate-table",
    family: Family::Destructive,
    level: Level::Warn,
    what: "a table is dropped and made anew under its name, without its rows",
    why: "it reads like a change of the table, and empties it",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "DROP TABLE user;\n\
              CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT);",
        ),
    ],
    way_out: "make the new table under another name, copy the rows, drop the old one, and rename the new one",
};

/// `unfiltered-delete`: a DELETE takes every row of a table that an earlier migration made.
pub static UNFILTERED_DELETE: Lint = Lint {
    name: "unfiltered-delete",
    family: Family::Destructive,
    level: Level::Warn,
    what: "a DELETE takes every row of a table that an earlier migration made",
    why: "a forgotten WHERE looks the same",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "DELETE FROM user;"),
    ],
    way_out: "say which rows go; or allow the lint in that file",
};

/// `unfiltered-update`: an UPDATE overwrites a column of every row, and the column was there before the migration.
pub static UNFILTERED_UPDATE: Lint = Lint {
    name: "unfiltered-update",
    family: Family::Destructive,
    level: Level::Warn,
    what: "an UPDATE overwrites a column of every row, and the column was there before the migration",
    why: "the old values are gone; a forgotten WHERE looks the same",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "UPDATE user SET name = 'unknown';"),
    ],
    way_out: "say which rows change; or write into a new column",
};

/// `rows-lost`: rows vanish although nobody deletes them and their table stays: a copy filters or joins them away, OR IGNORE or OR REPLACE passes them over, a cascade takes them.
pub static ROWS_LOST: Lint = Lint {
    name: "rows-lost",
    family: Family::Destructive,
    level: Level::Deny,
    what: "rows vanish although nobody deletes them and their table stays: a copy filters or joins them away, OR IGNORE or OR REPLACE passes them over, a cascade takes them",
    why: "nothing fails, and nobody notices until somebody misses them",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT);\n\
              INSERT OR IGNORE INTO user_new SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "copy every row; where some have to go, delete them by a DELETE of their own, before the copy",
};

/// `values-lost`: a column that was there before and is there after the migration has lost its values, or has those of another column.
pub static VALUES_LOST: Lint = Lint {
    name: "values-lost",
    family: Family::Destructive,
    level: Level::Deny,
    what: "a column that was there before and is there after the migration has lost its values, or has those of another column",
    why: "a copy that leaves a column out fills it with its default; a copy by position fills it with what stands there",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              INSERT INTO user_new (id, email) SELECT id, email FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "name the columns on both sides of the copy: `INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user`",
};
