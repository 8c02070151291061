//! A schema that can be had better.

#![allow(missing_docs, reason = "each function is its text, for one lint of the verifier")]

use super::{Diagnostic, Place, in_sql, listed};

/// `near` is a column that may be meant.
pub fn double_quoted(place: Place, name: &str, near: Option<&str>) -> Diagnostic {
    let string = format!("'{}'", name.replace('\'', "''"));
    let help = match near {
        Some(near) => format!("did you mean the column `{near}`? a string is written `{string}`"),
        None => format!("write `{string}`; or correct the name"),
    };
    Diagnostic::new(format!("`{}` is no column here, and so it is a string", quoted(name)))
        .at(place)
        .note("SQLite takes an unknown name in double quotes for a string; built without that, it refuses the statement")
        .help(help)
}

pub fn double_quoted_default(place: Place, table: &str, columns: &[&str]) -> Diagnostic {
    Diagnostic::new(format!("a DEFAULT of `{table}` is a string in double quotes"))
        .at(place)
        .note(format!("double quotes are for names; it is that of {}", listed(columns)))
        .help("write it in single quotes")
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// `index` is a name that is free.
pub fn foreign_key_without_index(
    place: Place,
    table: &str,
    columns: &[&str],
    parent: &str,
    index: &str,
) -> Diagnostic {
    let names: Vec<String> = columns.iter().map(|column| in_sql(column)).collect();
    Diagnostic::new(format!("the foreign key of `{table}` to `{parent}` has no index on {}", listed(columns)))
        .at(place)
        .note(format!("every DELETE in `{parent}`, and every UPDATE of its key, reads all of `{table}`"))
        .help(format!("`CREATE INDEX {} ON {} ({})`", in_sql(index), in_sql(table), names.join(", ")))
}

/// `numbered` says that it looks like a number that SQLite shall give.
pub fn nullable_primary_key(place: Place, table: &str, columns: &[&str], numbered: bool) -> Diagnostic {
    Diagnostic::new(format!("the primary key of `{table}` takes NULL, in any number of rows"))
        .at(place)
        .note("a quirk of SQLite: only INTEGER PRIMARY KEY, and keys of STRICT and WITHOUT ROWID tables, refuse it")
        .help(match numbered {
            true => format!("declare it INTEGER PRIMARY KEY, which numbers rows by itself; or {} NOT NULL", listed(columns)),
            false => format!("declare {} NOT NULL", listed(columns)),
        })
}

pub fn no_primary_key(place: Place, table: &str) -> Diagnostic {
    Diagnostic::new(format!("table `{table}` has no primary key"))
        .at(place)
        .note("its rows cannot be named: the rowid, which no column shows, may change with a VACUUM")
        .help("declare one, or a UNIQUE of columns that are NOT NULL")
}

/// `by` is another index, or nothing if a key of the table does it.
pub fn redundant_index(place: Place, index: &str, table: &str, by: Option<&str>) -> Diagnostic {
    let by = match by {
        Some(by) => format!("`{by}` begins with the same columns"),
        None => format!("a key of `{table}` begins with the same columns"),
    };
    Diagnostic::new(format!("index `{index}` is redundant: {by}"))
        .at(place)
        .note("every write pays for it, and no query needs it")
        .help(format!("leave it out; or `DROP INDEX {}` in a later migration", in_sql(index)))
}

/// Columns, their types, and the affinities that SQLite takes from them.
pub fn surprising_affinity(place: Place, table: &str, columns: &[(&str, &str, &str)]) -> Diagnostic {
    let told = columns.iter().map(|(column, declared, affinity)| {
        format!("`{column}` is declared `{declared}`, which is {affinity} to SQLite")
    });
    Diagnostic::new(format!("table `{table}` has a type that SQLite takes for another one"))
        .at(place)
        .note(told.collect::<Vec<_>>().join("\n"))
        .note("there the text 007 becomes the number 7, and 1e3 becomes 1000")
        .help("declare TEXT, INTEGER, REAL or BLOB")
}

/// `written` are the column, its type, and the name and the type that have become parts of that.
/// `alters` says that it stands in an ALTER TABLE.
pub fn swallowed_comma(
    place: Place,
    table: &str,
    declared: &str,
    written: [&str; 4],
    alters: bool,
) -> Diagnostic {
    let [column, before, name, behind] = written;
    let declared = declared.split_whitespace().collect::<Vec<_>>().join(" ");
    let written = |name: &str, declared: &str| format!("{} {declared}", in_sql(name)).trim_end().to_owned();
    Diagnostic::new(format!("column `{column}` of `{table}` has the type `{declared}`"))
        .at(place)
        .note(format!("a column `{name}` does not exist: SQLite takes it for a part of the type"))
        .help(if alters {
            let column = written(name, behind);
            format!("add it by a statement of its own: `ALTER TABLE {} ADD COLUMN {column}`", in_sql(table))
        } else {
            format!("write the comma: `{}, {}`", written(column, before), written(name, behind))
        })
}

/// `made` is where the other one comes from; `is_same` whether it is what this would create.
pub fn skipped_create(place: Place, name: &str, made: Option<&str>, is_same: bool) -> Diagnostic {
    let there = match made {
        Some(made) => format!("it comes from {made}"),
        None => "it is there already".to_owned(),
    };
    let (note, help) = if is_same {
        (format!("{there}, and is the same"), "remove the statement")
    } else {
        (
            format!("{there}, and is another one"),
            "change what is there by ALTER, or drop it before; or take another name",
        )
    };
    Diagnostic::new(format!("`{name}` exists, and so this does nothing")).at(place).note(note).help(help)
}

pub fn if_not_exists(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(format!("`{name}` is created only if nothing is called so"))
        .at(place)
        .note("a database that has something else under that name is taken as it is")
        .help("leave IF NOT EXISTS out: a migration runs once")
}

pub fn no_effect(place: Place, is_empty: bool) -> Diagnostic {
    let title = if is_empty { "a migration without a statement" } else { "a migration that changes nothing" };
    Diagnostic::new(title)
        .at(place)
        .note("a file that was saved too early looks the same")
        .help("write what it was meant to do; or remove it while it is not released")
}

pub fn same_content(place: Place, first: &str) -> Diagnostic {
    Diagnostic::new(format!("a migration with the statements of {first}"))
        .at(place)
        .note("mostly it is a copy that was meant to be edited")
        .help("write what was meant; or remove it while it is not released")
}

pub fn file_order(place: Place, before: &str) -> Diagnostic {
    Diagnostic::new(format!("this file runs behind {before}, and its name stands before it"))
        .at(place)
        .note("directory listings, other tools and people read the files in the order of their names")
        .help("fill the versions up with zeros")
}

pub fn version_gap(place: Place, from: i64, to: i64) -> Diagnostic {
    let missing =
        if from == to { format!("version {from} is") } else { format!("the versions {from} to {to} are") };
    Diagnostic::new(format!("{missing} missing before this file"))
        .at(place)
        .note("a file that was forgotten in a commit looks the same")
        .help("add what is missing; or allow the lint in this file")
}
