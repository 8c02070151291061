//! Settings of connections and transactions. <https://www.sqlite.org/pragma.html>

use super::{Family, Level, Lint};

pub(super) static LINTS: &[&Lint] = &[
    &NO_OP_PRAGMA,
    &CONNECTION_PRAGMA,
    &DEFER_FOREIGN_KEYS,
    &WRITABLE_SCHEMA,
    &USER_VERSION,
    &BACKFILL_WITHOUT_LIMIT,
];

/// `no-op-pragma`: a PRAGMA that does nothing where it stands.
pub static NO_OP_PRAGMA: Lint = Lint {
    name: "no-op-pragma",
    family: Family::Pragmas,
    level: Level::Warn,
    what: "a PRAGMA that does nothing where it stands",
    why: "nobody is told: SQLite passes `foreign_keys` over in a transaction, `page_size`, `auto_vacuum` and `encoding` in a database that has tables, and a name that it does not know anywhere; what would take the place of a busy handler, of a hook of the write-ahead log or of temporary tables (`busy_timeout`, `wal_autocheckpoint`, `temp_store`) is passed over here",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "PRAGMA foreign_keys = OFF;\n\
              UPDATE user SET name = '' WHERE name IS NULL;",
        ),
    ],
    way_out: "remove it: while migrations run, foreign keys are not enforced; or say `-- migrate: foreign-keys = on`, or `-- migrate: no-transaction`",
};

/// `connection-pragma`: a PRAGMA that sets something of the connection, and not of the database.
pub static CONNECTION_PRAGMA: Lint = Lint {
    name: "connection-pragma",
    family: Family::Pragmas,
    level: Level::Warn,
    what: "a PRAGMA that sets something of the connection, and not of the database",
    why: "it is put back behind the migration, and the program never sees it; what changes how the migration itself runs, like `legacy_alter_table`, is let be",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "PRAGMA cache_size = -20000;\n\
              UPDATE user SET name = '' WHERE name IS NULL;",
        ),
    ],
    way_out: "set it where the program opens its connections",
};

/// `defer-foreign-keys`: `PRAGMA defer_foreign_keys` in a migration.
pub static DEFER_FOREIGN_KEYS: Lint = Lint {
    name: "defer-foreign-keys",
    family: Family::Pragmas,
    level: Level::Warn,
    what: "`PRAGMA defer_foreign_keys` in a migration",
    why: "it does not keep a DROP TABLE from deleting rows by cascade, and switched off before the commit it hides violations",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "-- migrate: foreign-keys = on\n\
              PRAGMA defer_foreign_keys = ON;\n\
              UPDATE user SET name = '' WHERE name IS NULL;",
        ),
    ],
    way_out: "remove it: foreign keys are not enforced while migrations run, and checked before the commit",
};

/// `writable-schema`: `PRAGMA writable_schema` in a migration.
pub static WRITABLE_SCHEMA: Lint = Lint {
    name: "writable-schema",
    family: Family::Pragmas,
    level: Level::Warn,
    what: "`PRAGMA writable_schema` in a migration",
    why: "a mistake in what is then written into SQLite's catalog makes the database unreadable",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "PRAGMA writable_schema = ON;\n\
              UPDATE sqlite_schema SET sql = replace(sql, 'name TEXT', 'name TEXT DEFAULT NULL') WHERE name = 'user';\n\
              PRAGMA writable_schema = OFF;",
        ),
    ],
    way_out: "make the table anew and copy its rows",
};

/// `user-version`: a migration sets `user_version` or `application_id`.
pub static USER_VERSION: Lint = Lint {
    name: "user-version",
    family: Family::Pragmas,
    level: Level::Warn,
    what: "a migration sets `user_version` or `application_id`",
    why: "other tools, and older releases of the program, keep the state of their own migrations there",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "PRAGMA user_version = 2;"),
    ],
    way_out: "leave it to the program; the history is in the table `schema_migrations`",
};

/// `backfill-without-limit`: a backfill whose statement has no LIMIT.
pub static BACKFILL_WITHOUT_LIMIT: Lint = Lint {
    name: "backfill-without-limit",
    family: Family::Pragmas,
    level: Level::Warn,
    what: "a backfill whose statement has no LIMIT",
    why: "its first round changes every row, in one transaction, which is what a backfill is there to avoid",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        (
            "0002_change.sql",
            "-- migrate: backfill\n\
              UPDATE user SET name = email WHERE name IS NULL;",
        ),
    ],
    way_out: "choose a few rows at a time: `WHERE id IN (SELECT id FROM user WHERE name IS NULL LIMIT 1000)`",
};
