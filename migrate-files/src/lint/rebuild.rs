//! A table is made anew, and lacks something. <https://www.sqlite.org/lang_altertable.html>, "Making Other Kinds Of Table
//! Schema Changes".

use super::{Family, Level, Lint};

pub(super) static LINTS: &[&Lint] = &[
    &LOST_INDEX,
    &LOST_TRIGGER,
    &LOST_CHECK,
    &LOST_UNIQUE,
    &LOST_FOREIGN_KEY,
    &LOST_COLLATION,
    &LOST_DEFAULT,
    &LOST_GENERATED_COLUMN,
    &LOST_TABLE_OPTION,
    &SEQUENCE_RESET,
    &CREATE_TABLE_AS,
    &LEFTOVER_TABLE,
    &NEEDLESS_REBUILD,
];

/// `lost-index`: a table is made anew, and an index of the old one is not.
pub static LOST_INDEX: Lint = Lint {
    name: "lost-index",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table is made anew, and an index of the old one is not",
    why: "DROP TABLE takes the indexes along; queries become slow, and what was unique no longer is",
    example: &[
        (
            "0001_init.sql",
            "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              CREATE INDEX user_email ON user (email);",
        ),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, age INTEGER);\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "create it again behind the rename; if it has to go, say so by a DROP INDEX",
};

/// `lost-trigger`: a table is made anew, and a trigger of the old one is not.
pub static LOST_TRIGGER: Lint = Lint {
    name: "lost-trigger",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table is made anew, and a trigger of the old one is not",
    why: "DROP TABLE takes the triggers along, and what they did is no longer done",
    example: &[
        (
            "0001_init.sql",
            "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              CREATE TRIGGER user_gone AFTER DELETE ON user BEGIN SELECT 1; END;",
        ),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, age INTEGER);\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "create it again behind the rename; if it has to go, say so by a DROP TRIGGER",
};

/// `lost-check`: a table is made anew without a CHECK that the old one had.
pub static LOST_CHECK: Lint = Lint {
    name: "lost-check",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table is made anew without a CHECK that the old one had",
    why: "rows that were refused are taken",
    example: &[
        (
            "0001_init.sql",
            "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL CHECK (email <> ''), name TEXT);",
        ),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "write it into the new table; if it has to go, allow the lint in that file",
};

/// `lost-unique`: a table is made anew without a UNIQUE or PRIMARY KEY that the old one had.
pub static LOST_UNIQUE: Lint = Lint {
    name: "lost-unique",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table is made anew without a UNIQUE or PRIMARY KEY that the old one had",
    why: "duplicates that were refused are taken",
    example: &[
        (
            "0001_init.sql",
            "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT);",
        ),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "write it into the new table; if it has to go, allow the lint in that file",
};

/// `lost-foreign-key`: a table is made anew without a foreign key, or an action of one, that the old one had.
pub static LOST_FOREIGN_KEY: Lint = Lint {
    name: "lost-foreign-key",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table is made anew without a foreign key, or an action of one, that the old one had",
    why: "rows that refer to nothing are taken, and nothing cascades",
    example: &[
        (
            "0001_init.sql",
            "CREATE TABLE team (id INTEGER PRIMARY KEY);\n\
              CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, team_id INTEGER REFERENCES team (id) ON DELETE CASCADE);\n\
              CREATE INDEX user_team ON user (team_id);",
        ),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, team_id INTEGER);\n\
              INSERT INTO user_new (id, email, team_id) SELECT id, email, team_id FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;\n\
              CREATE INDEX user_team ON user (team_id);",
        ),
    ],
    way_out: "write it into the new table; if it has to go, allow the lint in that file",
};

/// `lost-collation`: a table is made anew without a COLLATE that the old one had.
pub static LOST_COLLATION: Lint = Lint {
    name: "lost-collation",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table is made anew without a COLLATE that the old one had",
    why: "comparisons, orders and keys of that column become other ones",
    example: &[
        (
            "0001_init.sql",
            "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE, name TEXT);",
        ),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "write it into the new table; if it has to go, allow the lint in that file",
};

/// `lost-default`: a table is made anew without a DEFAULT that the old one had.
pub static LOST_DEFAULT: Lint = Lint {
    name: "lost-default",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table is made anew without a DEFAULT that the old one had",
    why: "an INSERT that relies on it writes NULL, or fails",
    example: &[
        (
            "0001_init.sql",
            "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT DEFAULT 'unknown');",
        ),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "write it into the new table; if it has to go, allow the lint in that file",
};

/// `lost-generated-column`: a table is made anew, and a column that was generated is an ordinary one, or gone.
pub static LOST_GENERATED_COLUMN: Lint = Lint {
    name: "lost-generated-column",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table is made anew, and a column that was generated is an ordinary one, or gone",
    why: "it is no longer computed",
    example: &[
        (
            "0001_init.sql",
            "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT AS (lower(email)));",
        ),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "write its expression into the new table; if it has to go, allow the lint in that file",
};

/// `lost-table-option`: a table is made anew without STRICT, WITHOUT ROWID or AUTOINCREMENT, and the old one had it.
pub static LOST_TABLE_OPTION: Lint = Lint {
    name: "lost-table-option",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table is made anew without STRICT, WITHOUT ROWID or AUTOINCREMENT, and the old one had it",
    why: "types are no longer enforced, the table is stored in another way, or numbers of deleted rows are given again",
    example: &[
        (
            "0001_init.sql",
            "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT) STRICT;",
        ),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "write it behind the new table; if it has to go, allow the lint in that file",
};

/// `sequence-reset`: a table with AUTOINCREMENT is made anew, and counts on from a smaller number than the old one had come to.
pub static SEQUENCE_RESET: Lint = Lint {
    name: "sequence-reset",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table with AUTOINCREMENT is made anew, and counts on from a smaller number than the old one had come to",
    why: "AUTOINCREMENT promises that no number is given twice, and those of rows deleted at the end are",
    example: &[
        (
            "0001_init.sql",
            "CREATE TABLE user (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL, name TEXT);",
        ),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL, name TEXT);\n\
              INSERT INTO user_new (email, name) SELECT email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "copy the ids of the rows; where the last rows may be deleted ones, copy the number in `sqlite_sequence`, too",
};

/// `create-table-as`: a table is made by CREATE TABLE … AS SELECT, and stays.
pub static CREATE_TABLE_AS: Lint = Lint {
    name: "create-table-as",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table is made by CREATE TABLE … AS SELECT, and stays",
    why: "it has columns and types, and no key, NOT NULL, DEFAULT, CHECK or foreign key",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "CREATE TABLE name AS SELECT name FROM user;"),
    ],
    way_out: "write the table out, and fill it by INSERT … SELECT",
};

/// `leftover-table`: a table that was made to rebuild another one stays behind.
pub static LEFTOVER_TABLE: Lint = Lint {
    name: "leftover-table",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table that was made to rebuild another one stays behind",
    why: "it holds a copy of the rows that nobody will look at",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, age INTEGER);\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              ALTER TABLE user RENAME TO user_old;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "drop it in the end",
};

/// `needless-rebuild`: a table is made anew for a change that ALTER TABLE makes.
pub static NEEDLESS_REBUILD: Lint = Lint {
    name: "needless-rebuild",
    family: Family::Rebuild,
    level: Level::Warn,
    what: "a table is made anew for a change that ALTER TABLE makes",
    why: "the copy takes time and space that grow with the table, and may lose what ALTER TABLE keeps",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "CREATE TABLE user_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, age INTEGER);\n\
              INSERT INTO user_new (id, email, name) SELECT id, email, name FROM user;\n\
              DROP TABLE user;\n\
              ALTER TABLE user_new RENAME TO user;",
        ),
    ],
    way_out: "use `ALTER TABLE … ADD COLUMN`, `DROP COLUMN` or `RENAME COLUMN`",
};
