//! What an operator can run where a table has to be made anew: <https://sqlite.org/lang_altertable.html>, the twelve steps.

use migrate_token::{Token, significant};

use crate::schema::{Column, Index, Schema, Table, Trigger};
use crate::text::quoted;

/// Makes `found` what `expected` is, with its rows. Columns that only `found` has are left out; where a value is missing,
/// `…` stands for it, which SQLite does not take.
pub(super) fn statements(schema: &Schema, expected: &Table, found: &Table) -> Vec<String> {
    let (name, temporary) = (quoted(found.name()), quoted(&format!("{}_rebuilt", found.name())));
    let stored: Vec<&Column> =
        expected.columns().iter().filter(|column| column.generated().is_none() && !column.hidden()).collect();
    let is_found = |column: &Column| found.column(column.name()).is_some_and(|it| it.generated().is_none());
    let needed = stored.iter().filter(|it| is_found(it) || (it.not_null() && it.default().is_none()));
    let (mut into, mut from): (Vec<String>, Vec<String>) = needed
        .map(|column| {
            let name = quoted(column.name());
            let value = if is_found(column) { name.clone() } else { "…".to_owned() };
            (name, value)
        })
        .unzip();
    // Without another name of its own, the rowid of each row would be a new one.
    let has_rowid = |table: &Table| !table.without_rowid() && table.rowid_alias().is_none();
    if has_rowid(expected) && has_rowid(found) && expected.column("rowid").is_none() {
        into.insert(0, "rowid".to_owned());
        from.insert(0, "rowid".to_owned());
    }
    let indexes = expected.indexes().iter().filter_map(Index::sql);
    let own = schema.triggers().iter().filter(|it| it.table().eq_ignore_ascii_case(expected.name()));
    let mut statements = vec![
        "PRAGMA foreign_keys = OFF".to_owned(),
        "PRAGMA legacy_alter_table = ON".to_owned(),
        "BEGIN IMMEDIATE".to_owned(),
        renamed(expected.sql(), &temporary),
        format!("INSERT INTO {temporary} ({}) SELECT {} FROM {name}", into.join(", "), from.join(", ")),
        format!("DROP TABLE {name}"),
        format!("ALTER TABLE {temporary} RENAME TO {name}"),
    ];
    statements.extend(indexes.chain(own.map(Trigger::sql)).map(str::to_owned));
    statements.extend(
        ["PRAGMA foreign_key_check", "COMMIT", "PRAGMA legacy_alter_table = OFF", "PRAGMA foreign_keys = ON"]
            .map(str::to_owned),
    );
    statements
}

/// The statement with another name for its table, which stands before the first parenthesis.
fn renamed(sql: &str, name: &str) -> String {
    let tokens: Vec<Token<'_>> = significant(sql).collect();
    let open = tokens.iter().position(|token| token.text == "(").unwrap_or(0);
    match tokens.get(open.wrapping_sub(1)) {
        Some(old) => format!("{}{name}{}", &sql[..old.start], &sql[old.start + old.text.len()..]),
        None => sql.to_owned(),
    }
}
