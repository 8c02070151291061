//! Columns that are missing, and can be added.

use std::fmt;

use migrate_token::{Definition, Kind, Token, significant};
use rusqlite::{Connection, Result};

use crate::schema::compare::facts;
use crate::schema::{Column, Table};
use crate::text::quoted;

/// What the missing column is in the text of its table.
pub(super) struct Missing<'s> {
    pub(super) column: &'s Column,
    pub(super) definition: &'s str,
}

/// The columns of `expected` that `found` lacks, in order.
pub(super) fn missing<'s>(expected: &'s Table, found: &Table) -> Vec<Missing<'s>> {
    let definition = Definition::parse(expected.sql());
    let column = |column: &'s Column| {
        let clauses = definition.columns.iter().find(|of| of.name.eq_ignore_ascii_case(column.name()))?;
        Some(Missing { column, definition: &expected.sql()[clauses.span.clone()] })
    };
    let is_missing = |column: &&Column| found.column(column.name()).is_none();
    expected.columns().iter().filter(is_missing).filter_map(column).collect()
}

impl Missing<'_> {
    pub(super) fn added_to(&self, table: &str) -> String {
        format!("ALTER TABLE {} ADD COLUMN {}", quoted(table), self.definition)
    }

    /// A column that is like it, but for the name, and that the table should not have.
    pub(super) fn twin<'f>(&self, expected: &Table, found: &'f Table) -> Option<&'f Column> {
        let unnamed = |column: &Column| {
            let fact = facts::column(column);
            fact.strip_prefix(&format!("column {}", facts::quoted(column.name()))).map(str::to_owned)
        };
        let is_more = |it: &&Column| expected.column(it.name()).is_none();
        found.columns().iter().filter(is_more).find(|it| unnamed(it) == unnamed(self.column))
    }

    /// Why rows that are there cannot have it; SQLite itself refuses what no row could.
    /// <https://sqlite.org/lang_altertable.html#alter_table_add_column>
    pub(super) fn refusal(&self, conn: &Connection, found: &Table) -> Result<Option<String>> {
        if self.column.generated().is_some() {
            return Ok(None);
        }
        let name = self.column.name();
        let table = Widened::new(found, &[]);
        if !has_rows(conn, &table.to_string())? {
            return Ok(None);
        }
        if self.column.not_null() && self.column.default().is_none() {
            return Ok(Some(format!("no row has a value for `{name}`, which must have one")));
        }
        if self.column.default().is_some_and(|default| !is_constant(default)) {
            return Ok(Some(format!("the default of `{name}` is computed anew for every row")));
        }
        let refers = significant(self.definition).any(|token| token.is_word("REFERENCES"));
        if refers && self.column.default().is_some_and(|default| !default.eq_ignore_ascii_case("NULL")) {
            return Ok(Some(format!("every row would refer to the same row by `{name}`")));
        }
        let widened = Widened::new(found, std::slice::from_ref(self)).to_string();
        for check in checks(self.definition) {
            if has_rows(conn, &format!("{widened} WHERE NOT ({check})"))? {
                return Ok(Some(format!("there are rows for which the CHECK of `{name}` does not hold")));
            }
        }
        Ok(None)
    }
}

fn has_rows(conn: &Connection, from: &str) -> Result<bool> {
    conn.query_row(&format!("SELECT EXISTS (SELECT 1 FROM {from})"), [], |row| row.get(0))
}

/// A literal, with a sign or not.
fn is_constant(default: &str) -> bool {
    let is_clock = |token: &Token<'_>| {
        ["CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"].iter().any(|word| token.is_word(word))
    };
    let tokens: Vec<Token<'_>> = significant(default).collect();
    match &tokens[..] {
        [literal] => !is_clock(literal),
        [sign, number] => matches!(sign.text, "+" | "-") && number.kind == Kind::Number,
        _ => false,
    }
}

/// The conditions of the CHECKs in the definition of a column.
fn checks(definition: &str) -> Vec<&str> {
    let tokens: Vec<Token<'_>> = significant(definition).collect();
    let mut checks = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.is_word("CHECK") && tokens.get(at + 1).is_some_and(|next| next.text == "(") {
            let mut depth = 0_usize;
            let close = tokens[at + 1..].iter().find(|token| {
                depth = match token.text {
                    "(" => depth + 1,
                    ")" => depth - 1,
                    _ => depth,
                };
                depth == 0
            });
            checks.extend(close.map(|close| &definition[tokens[at + 1].start + 1..close.start]));
        }
    }
    checks
}

/// A table as a query reads it, with columns that are added only then.
pub(super) struct Widened<'s> {
    table: &'s str,
    added: Vec<(&'s str, &'s str)>,
}

impl<'s> Widened<'s> {
    pub(super) fn new(table: &'s Table, added: &[Missing<'s>]) -> Self {
        let stored = added.iter().filter(|missing| missing.column.generated().is_none());
        let added = stored.map(|missing| (missing.column.name(), missing.column.default().unwrap_or("NULL")));
        Self { table: table.name(), added: added.collect() }
    }
}

impl fmt::Display for Widened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = quoted(self.table);
        if self.added.is_empty() {
            return write!(f, "main.{table}");
        }
        f.write_str("(SELECT *")?;
        self.added.iter().try_for_each(|(name, default)| write!(f, ", ({default}) AS {}", quoted(name)))?;
        write!(f, " FROM main.{table}) AS {table}")
    }
}
