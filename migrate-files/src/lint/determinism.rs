//! Two databases come out differently.

use super::{Family, Level, Lint};

pub(super) static LINTS: &[&Lint] =
    &[&NON_DETERMINISTIC_ROWS, &NON_DETERMINISTIC_DEFAULT, &NON_DETERMINISTIC_CHECK];

/// `non-deterministic-rows`: rows are written with random values or the time of the run.
pub static NON_DETERMINISTIC_ROWS: Lint = Lint {
    name: "non-deterministic-rows",
    family: Family::Determinism,
    level: Level::Warn,
    what: "rows are written with random values or the time of the run",
    why: "two databases with the same history hold different rows, and no run can be repeated",
    example: &[
        ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);"),
        ("0002_change.sql", "UPDATE user SET name = hex(randomblob(4)) WHERE name IS NULL;"),
    ],
    way_out: "write constants, or compute the value from the row; let the program give what has to be random",
};

/// `non-deterministic-default`: the DEFAULT of a column calls `random()`, and makes no identifier.
pub static NON_DETERMINISTIC_DEFAULT: Lint = Lint {
    name: "non-deterministic-default",
    family: Family::Determinism,
    level: Level::Warn,
    what: "the DEFAULT of a column calls `random()`, and makes no identifier",
    why: "every row that leaves the column out gets another value, also when it is copied or restored",
    example: &[(
        "0001_init.sql",
        "CREATE TABLE user (id INTEGER PRIMARY KEY, shard INTEGER NOT NULL DEFAULT (random() % 8));",
    )],
    way_out: "let the program give the value",
};

/// `non-deterministic-check`: a CHECK calls `random()`, or another function whose value changes.
pub static NON_DETERMINISTIC_CHECK: Lint = Lint {
    name: "non-deterministic-check",
    family: Family::Determinism,
    level: Level::Warn,
    what: "a CHECK calls `random()`, or another function whose value changes",
    why: "a row that was taken may be refused when it is copied or restored",
    example: &[(
        "0001_init.sql",
        "CREATE TABLE user (id INTEGER PRIMARY KEY, shard INTEGER CHECK (shard <> random()));",
    )],
    way_out: "check it in a trigger, or in the program",
};
