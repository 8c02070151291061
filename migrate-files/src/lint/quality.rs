//! A schema that can be had better.

use super::{Family, Level, Lint};

pub(super) static LINTS: &[&Lint] = &[
    &DOUBLE_QUOTED_STRING,
    &FOREIGN_KEY_WITHOUT_INDEX,
    &NULLABLE_PRIMARY_KEY,
    &NO_PRIMARY_KEY,
    &REDUNDANT_INDEX,
    &SURPRISING_AFFINITY,
    &SWALLOWED_COMMA,
    &SKIPPED_CREATE,
    &IF_NOT_EXISTS,
    &NO_EFFECT,
    &SAME_CONTENT,
    &FILE_ORDER,
    &VERSION_GAP,
];

/// `double-quoted-string`: a name in double quotes that is no column, and so is taken for a string.
pub static DOUBLE_QUOTED_STRING: Lint = Lint {
    name: "double-quoted-string",
    family: Family::Quality,
    level: Level::Warn,
    what: "a name in double quotes that is no column, and so is taken for a string",
    why: "a misspelt column becomes a constant: the index, CHECK or condition is about nothing; and SQLite can be built to refuse it",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "CREATE INDEX user_email ON user (\"emial\");"),
    ],
    way_out: "correct the name; a string stands in single quotes",
};

/// `foreign-key-without-index`: no index begins with the columns of a foreign key.
pub static FOREIGN_KEY_WITHOUT_INDEX: Lint = Lint {
    name: "foreign-key-without-index",
    family: Family::Quality,
    level: Level::Warn,
    what: "no index begins with the columns of a foreign key",
    why: "every DELETE in the parent, and every UPDATE of its key, reads the whole child",
    example: &[(
        "0001_init.sql",
        "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              CREATE TABLE note (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user (id));",
    )],
    way_out: "create one: `CREATE INDEX note_user_id ON note (user_id)`",
};

/// `nullable-primary-key`: a PRIMARY KEY that takes NULL, as often as one likes.
pub static NULLABLE_PRIMARY_KEY: Lint = Lint {
    name: "nullable-primary-key",
    family: Family::Quality,
    level: Level::Warn,
    what: "a PRIMARY KEY that takes NULL, as often as one likes",
    why: "a quirk of SQLite: only INTEGER PRIMARY KEY, STRICT and WITHOUT ROWID tables refuse it",
    example: &[("0001_init.sql", "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT);")],
    way_out: "declare the column NOT NULL",
};

/// `no-primary-key`: a table without a PRIMARY KEY, or a UNIQUE of columns that are NOT NULL.
pub static NO_PRIMARY_KEY: Lint = Lint {
    name: "no-primary-key",
    family: Family::Quality,
    level: Level::Warn,
    what: "a table without a PRIMARY KEY, or a UNIQUE of columns that are NOT NULL",
    why: "its rows cannot be named, and `VACUUM` may number them anew",
    example: &[("0001_init.sql", "CREATE TABLE event (at TEXT NOT NULL, text TEXT NOT NULL);")],
    way_out: "declare one",
};

/// `redundant-index`: an index whose columns another index, or a key, begins with.
pub static REDUNDANT_INDEX: Lint = Lint {
    name: "redundant-index",
    family: Family::Quality,
    level: Level::Warn,
    what: "an index whose columns another index, or a key, begins with",
    why: "every write pays for it, and no query needs it",
    example: &[(
        "0001_init.sql",
        "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);\n\
              CREATE INDEX user_email ON user (email);\n\
              CREATE INDEX user_email_name ON user (email, name);",
    )],
    way_out: "drop it",
};

/// `surprising-affinity`: a declared type from which SQLite takes another affinity than it says.
pub static SURPRISING_AFFINITY: Lint = Lint {
    name: "surprising-affinity",
    family: Family::Quality,
    level: Level::Warn,
    what: "a declared type from which SQLite takes another affinity than it says",
    why: "`STRING`, `UUID` or `JSON` are NUMERIC to SQLite, where the text 007 becomes the number 7; `POINT` holds an INT",
    example: &[("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, phone STRING);")],
    way_out: "declare TEXT, INTEGER, REAL or BLOB",
};

/// `swallowed-comma`: a declared type that holds the name or the type of another column.
pub static SWALLOWED_COMMA: Lint = Lint {
    name: "swallowed-comma",
    family: Family::Quality,
    level: Level::Warn,
    what: "a declared type that holds the name or the type of another column",
    why: "where a comma is missing, SQLite takes the next column for a part of the type, and the column does not exist",
    example: &[("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, age INTEGER name TEXT);")],
    way_out: "write the comma",
};

/// `skipped-create`: a CREATE … IF NOT EXISTS of something that is there already, and so does nothing.
pub static SKIPPED_CREATE: Lint = Lint {
    name: "skipped-create",
    family: Family::Quality,
    level: Level::Warn,
    what: "a CREATE … IF NOT EXISTS of something that is there already, and so does nothing",
    why: "what it says and what there is may differ, and nobody is told",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "CREATE TABLE IF NOT EXISTS user (id INTEGER PRIMARY KEY, phone TEXT);"),
    ],
    way_out: "remove the statement; or change what is there by ALTER TABLE",
};

/// `if-not-exists`: a CREATE … IF NOT EXISTS.
pub static IF_NOT_EXISTS: Lint = Lint {
    name: "if-not-exists",
    family: Family::Quality,
    level: Level::Allow,
    what: "a CREATE … IF NOT EXISTS",
    why: "a database that has something else under that name is taken as it is",
    example: &[("0001_init.sql", "CREATE TABLE IF NOT EXISTS user (id INTEGER PRIMARY KEY);")],
    way_out: "leave it out: a migration runs once, in a transaction",
};

/// `no-effect`: a migration that changes neither the schema nor any row.
pub static NO_EFFECT: Lint = Lint {
    name: "no-effect",
    family: Family::Quality,
    level: Level::Warn,
    what: "a migration that changes neither the schema nor any row",
    why: "a file that was saved empty, or whose statements do nothing, looks the same",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "-- later"),
    ],
    way_out: "remove it while it is not released; or allow the lint in that file",
};

/// `same-content`: two migrations with the same statements.
pub static SAME_CONTENT: Lint = Lint {
    name: "same-content",
    family: Family::Quality,
    level: Level::Warn,
    what: "two migrations with the same statements",
    why: "the second one is mostly a copy that was meant to be edited",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "INSERT INTO user (email) VALUES ('a@example.org');"),
        ("0003_again.sql", "INSERT INTO user (email) VALUES ('a@example.org');"),
    ],
    way_out: "write what was meant; or allow the lint in the second file",
};

/// `file-order`: the order of the file names is not that of the versions; those of refinery, `V10__name.sql`, are let be.
pub static FILE_ORDER: Lint = Lint {
    name: "file-order",
    family: Family::Quality,
    level: Level::Warn,
    what: "the order of the file names is not that of the versions; those of refinery, `V10__name.sql`, are let be",
    why: "directory listings, other tools and people read the files in an order in which they do not run",
    example: &[
        ("10_second.sql", "ALTER TABLE user ADD COLUMN age INTEGER;"),
        ("9_first.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
    ],
    way_out: "fill the versions up with zeros",
};

/// `version-gap`: up to nine numbers are left out in versions that count.
pub static VERSION_GAP: Lint = Lint {
    name: "version-gap",
    family: Family::Quality,
    level: Level::Warn,
    what: "up to nine numbers are left out in versions that count",
    why: "a file that was forgotten in a commit looks the same",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_age.sql", "ALTER TABLE user ADD COLUMN age INTEGER;"),
        ("0003_city.sql", "ALTER TABLE user ADD COLUMN city TEXT;"),
        ("0005_street.sql", "ALTER TABLE user ADD COLUMN street TEXT;"),
    ],
    way_out: "add the file; or allow the lint in the one behind the gap",
};
