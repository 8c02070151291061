//! Whether it works depends on the rows.

use super::{Family, Level, Lint};

pub(super) static LINTS: &[&Lint] = &[
    &UNIQUE_ON_ROWS,
    &NOT_NULL_ON_ROWS,
    &CHECK_ON_ROWS,
    &FOREIGN_KEY_ON_ROWS,
    &TYPE_ON_ROWS,
    &EXPRESSION_ON_ROWS,
    &ENDLESS_BACKFILL,
    &NOT_SEEDED,
];

/// `unique-on-rows`: what becomes unique may have duplicates in rows that are there.
pub static UNIQUE_ON_ROWS: Lint = Lint {
    name: "unique-on-rows",
    family: Family::Rows,
    level: Level::Warn,
    what: "what becomes unique may have duplicates in rows that are there",
    why: "the migration fails on a database that has them",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "CREATE UNIQUE INDEX user_email ON user (email);"),
    ],
    way_out: "mend or delete the duplicates in the same migration, before; or allow the lint where there can be none",
};

/// `not-null-on-rows`: what becomes NOT NULL may be NULL in rows that are there.
pub static NOT_NULL_ON_ROWS: Lint = Lint {
    name: "not-null-on-rows",
    family: Family::Rows,
    level: Level::Warn,
    what: "what becomes NOT NULL may be NULL in rows that are there",
    why: "the migration fails on a database that has such a row",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL);\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "give such rows a value in the same migration: `coalesce(…, …)` in the copy, an UPDATE before",
};

/// `check-on-rows`: rows that are there may violate a CHECK that is new.
pub static CHECK_ON_ROWS: Lint = Lint {
    name: "check-on-rows",
    family: Family::Rows,
    level: Level::Warn,
    what: "rows that are there may violate a CHECK that is new",
    why: "the migration fails on a database that has such a row",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL CHECK (email LIKE '%@%'), name TEXT);\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "mend such rows in the same migration, before; or allow the lint where there can be none",
};

/// `foreign-key-on-rows`: rows that are there may refer to nothing by a foreign key that is new.
pub static FOREIGN_KEY_ON_ROWS: Lint = Lint {
    name: "foreign-key-on-rows",
    family: Family::Rows,
    level: Level::Warn,
    what: "rows that are there may refer to nothing by a foreign key that is new",
    why: "`apply` refuses to commit on a database that has such a row",
    example: &[
        (
            "0001_init.sql",
            "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              CREATE TABLE note (id INTEGER PRIMARY KEY, user_id INTEGER);",
        ),
        (
            "0002_change.sql",
            "CREATE TABLE note_new (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES user (id));\n\
              INSERT INTO note_new (id, user_id) SELECT id, user_id FROM note;\n\
              DROP TABLE note;\n\
              ALTER TABLE note_new RENAME TO note;\n\
              CREATE INDEX note_user ON note (user_id);",
        ),
    ],
    way_out: "set such references to NULL, or delete such rows, in the same migration",
};

/// `type-on-rows`: rows that are there may hold values that the type of a STRICT table, or of a key, does not take.
pub static TYPE_ON_ROWS: Lint = Lint {
    name: "type-on-rows",
    family: Family::Rows,
    level: Level::Warn,
    what: "rows that are there may hold values that the type of a STRICT table, or of a key, does not take",
    why: "a table that is not STRICT holds any value in any column; the migration fails on a database that has another one",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name INTEGER) STRICT;\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "convert the values in the copy: `CAST(name AS INTEGER)`",
};

/// `expression-on-rows`: the expression of an index or a generated column fails on rows that may be there.
pub static EXPRESSION_ON_ROWS: Lint = Lint {
    name: "expression-on-rows",
    family: Family::Rows,
    level: Level::Warn,
    what: "the expression of an index or a generated column fails on rows that may be there",
    why: "SQLite computes it for every row, and a text that is no JSON, say, ends the migration",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "CREATE INDEX user_city ON user (json_extract(name, '$.city'));"),
    ],
    way_out: "let the index leave such rows out: `WHERE json_valid(name)`; or mend them before",
};

/// `endless-backfill`: on rows that a database may hold, a backfill goes on changing rows for ever.
pub static ENDLESS_BACKFILL: Lint = Lint {
    name: "endless-backfill",
    family: Family::Rows,
    level: Level::Deny,
    what: "on rows that a database may hold, a backfill goes on changing rows for ever",
    why: "it chooses rows again that it has changed: `apply` does not come back",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT, name TEXT);"),
        (
            "0002_change.sql",
            "-- migrate: backfill\n\
              UPDATE user SET name = lower(email)\n\
              WHERE id IN (SELECT id FROM user WHERE name IS NULL LIMIT 1000);",
        ),
    ],
    way_out: "leave out what is done, and what no round can do: `WHERE name IS NULL AND email IS NOT NULL`",
};

/// `not-seeded`: no row could be made up for a table, so that later migrations are run without rows of it.
pub static NOT_SEEDED: Lint = Lint {
    name: "not-seeded",
    family: Family::Rows,
    level: Level::Warn,
    what: "no row could be made up for a table, so that later migrations are run without rows of it",
    why: "what its rows would show stays unseen",
    example: &[(
        "0001_init.sql",
        "CREATE TABLE code (id INTEGER PRIMARY KEY, text TEXT NOT NULL CHECK (hex(text) LIKE '51%5A' AND length(text) = 11 AND instr(text, 'ab') = 5));",
    )],
    way_out: "write a file `fixtures/0001_init.sql` beside the migrations that inserts some: it is run after that migration, in the build only",
};
