//! What an operator can run where a table has to be made anew: <https://sqlite.org/lang_altertable.html>, the twelve steps.

use migrate_token::{Token, significant};

use super::qualified::in_main;
use crate::schema::{Column, Index, Schema, Table, Trigger};
use crate::text::quoted;

/// Makes `found` what `expected` is, with its rows and what `others` have put on it. Columns that only `found` has are left
/// out; where a value is missing, `…` stands for it, which SQLite does not take.
pub(super) fn statements(schema: &Schema, expected: &Table, found: &Table, others: &[&str]) -> Vec<String> {
    let rebuilt = format!("{}_rebuilt", found.name());
    let (name, temporary) = (quoted(found.name()), quoted(&rebuilt));
    let stored = expected.columns().iter().filter(|column| column.generated().is_none() && !column.hidden());
    let (into, from): (Vec<String>, Vec<String>) = stored
        .filter_map(|column| Some((quoted(column.name()), value(column, expected, found)?)))
        .chain(rowid(expected, found))
        .unzip();
    let indexes = expected.indexes().iter().filter_map(Index::sql);
    let own = schema.triggers().iter().filter(|it| it.table().eq_ignore_ascii_case(expected.name()));
    let mut statements = vec![
        "PRAGMA foreign_keys = OFF".to_owned(),
        "PRAGMA legacy_alter_table = ON".to_owned(),
        "BEGIN IMMEDIATE".to_owned(),
        renamed(expected.sql(), &temporary),
        format!(
            "INSERT INTO main.{temporary} ({}) SELECT {} FROM main.{name}",
            into.join(", "),
            from.join(", ")
        ),
    ];
    if expected.autoincrement() && found.autoincrement() {
        // The numbers of rows that are gone are not given again.
        let [old, new] = [found.name(), &rebuilt].map(|name| name.replace('\'', "''"));
        statements.push(format!("DELETE FROM main.sqlite_sequence WHERE name = '{new}'"));
        statements.push(format!(
            "INSERT INTO main.sqlite_sequence (name, seq) SELECT '{new}', seq FROM main.sqlite_sequence WHERE name = '{old}'"
        ));
    }
    statements.push(format!("DROP TABLE main.{name}"));
    statements.push(format!("ALTER TABLE main.{temporary} RENAME TO {name}"));
    statements.extend(indexes.chain(own.map(Trigger::sql)).chain(others.iter().copied()).map(in_main));
    statements.extend(
        ["PRAGMA foreign_key_check", "COMMIT", "PRAGMA legacy_alter_table = OFF", "PRAGMA foreign_keys = ON"]
            .map(str::to_owned),
    );
    statements
}

/// What a row has for the column; `None` if the default will do.
fn value(column: &Column, expected: &Table, found: &Table) -> Option<String> {
    let is_alias = expected.rowid_alias().is_some_and(|alias| alias.name() == column.name());
    match found.column(column.name()) {
        Some(it) if it.generated().is_none() => Some(quoted(column.name())),
        // Who refers to a row by its rowid finds it there.
        _ if is_alias && has_bare_rowid(found) => Some("rowid".to_owned()),
        _ => (column.not_null() && column.default().is_none()).then(|| "…".to_owned()),
    }
}

/// Without another name of its own, the rowid of each row would be a new one.
fn rowid(expected: &Table, found: &Table) -> Option<(String, String)> {
    let is_bare = has_bare_rowid(expected) && has_bare_rowid(found);
    is_bare.then(|| ("rowid".to_owned(), "rowid".to_owned()))
}

fn has_bare_rowid(table: &Table) -> bool {
    !table.without_rowid() && table.rowid_alias().is_none() && table.column("rowid").is_none()
}

/// The statement with another name for its table, which stands before the first parenthesis.
fn renamed(sql: &str, name: &str) -> String {
    let tokens: Vec<Token<'_>> = significant(sql).collect();
    let open = tokens.iter().position(|token| token.text == "(").unwrap_or(0);
    match tokens.get(open.wrapping_sub(1)) {
        Some(old) => format!("{}main.{name}{}", &sql[..old.start], &sql[old.start + old.text.len()..]),
        None => sql.to_owned(),
    }
}
