//! A file says that older or newer programs can work with the database, and they cannot.

use super::{Family, Level, Lint};

pub(super) static LINTS: &[&Lint] =
    &[&EXPAND_TAKES_AWAY, &CONTRACT_ADDS, &CONTRACT_LEAVES_RULES, &NO_PHASE, &NOT_COMPATIBLE];

const USER: (&str, &str) =
    ("0001_init.sql", "CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);");

/// `expand-takes-away`: behind a migration of the phase expand, programs of the version before lack something.
pub static EXPAND_TAKES_AWAY: Lint = Lint {
    name: "expand-takes-away",
    family: Family::Phases,
    level: Level::Deny,
    what: "behind a migration of the phase expand, programs of the version before lack a table, a view or a column, or one of their INSERTs may fail",
    why: "expand is what runs while older programs still do",
    example: &[
        USER,
        (
            "0002_change.sql",
            "-- migrate: phase expand\n\
              ALTER TABLE user ADD COLUMN full_name TEXT;\n\
              ALTER TABLE user DROP COLUMN name;",
        ),
    ],
    way_out: "add only what older programs need not know, and take away in a later migration, of the phase contract",
};

/// `contract-adds`: a migration of the phase contract makes a table, a view or a column.
pub static CONTRACT_ADDS: Lint = Lint {
    name: "contract-adds",
    family: Family::Phases,
    level: Level::Deny,
    what: "a migration of the phase contract makes a table, a view or a column",
    why: "while it is held back, the program of this very release lacks what it makes",
    example: &[
        USER,
        (
            "0002_change.sql",
            "-- migrate: phase contract\n\
              ALTER TABLE user RENAME COLUMN name TO full_name;",
        ),
    ],
    way_out: "add it in an earlier migration, of the phase expand, and let the contract only take away",
};

/// `contract-leaves-rules`: until a migration of the phase contract has run, rules are in the way of the program's rows.
pub static CONTRACT_LEAVES_RULES: Lint = Lint {
    name: "contract-leaves-rules",
    family: Family::Phases,
    level: Level::Warn,
    what: "a migration of the phase contract takes away a rule for rows, like a column that is NOT NULL and has no default, a CHECK or a UNIQUE",
    why: "while it is held back, an INSERT of a program that no longer knows the rule fails",
    example: &[
        USER,
        (
            "0002_change.sql",
            "-- migrate: phase contract\n\
              ALTER TABLE user DROP COLUMN email;",
        ),
    ],
    way_out: "loosen the rule in an earlier migration of the phase expand: let the column take NULL, or give it a default; or allow the lint if the program heeds the rule as long",
};

/// `no-phase`: in a set whose changes come in phases, a migration takes something away and says nothing of a phase.
pub static NO_PHASE: Lint = Lint {
    name: "no-phase",
    family: Family::Phases,
    level: Level::Warn,
    what: "behind a migration that has a phase, one takes away or renames a table, a view or a column, and has none",
    why: "whoever holds back what contracts does not hold it back",
    example: &[
        USER,
        ("0002_change.sql", "-- migrate: phase expand\nALTER TABLE user ADD COLUMN full_name TEXT;"),
        ("0003_change.sql", "ALTER TABLE user DROP COLUMN name;"),
    ],
    way_out: "write `-- migrate: phase contract` at the top of the file",
};

/// `not-compatible`: a program of the version that a migration is compatible with lacks something behind it.
pub static NOT_COMPATIBLE: Lint = Lint {
    name: "not-compatible",
    family: Family::Phases,
    level: Level::Deny,
    what: "a program of the version that a migration calls itself compatible with lacks a table, a view or a column behind it, or one of its INSERTs may fail",
    why: "such programs go on, because the file says that they can",
    example: &[
        USER,
        (
            "0002_change.sql",
            "-- migrate: compatible-with 1\n\
              ALTER TABLE user DROP COLUMN name;",
        ),
    ],
    way_out: "name a later version, or remove the line; or allow the lint if programs of that version use nothing of what is gone",
};
