//! Columns that are missing, and can be added.

use std::fmt;

use migrate_token::{Definition, Kind, Token, closing, significant};
use rusqlite::{Connection, Result};

use crate::schema::compare::facts;
use crate::schema::{Column, Generated, Table};
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

/// The extra column of `found` that is like this missing one but for the name, if only these two are alike.
pub(super) fn twin<'f>(
    missing: &[Missing<'_>],
    of: &Missing<'_>,
    expected: &Table,
    found: &'f Table,
) -> Option<&'f Column> {
    let unnamed = |column: &Column| {
        let fact = facts::column(column);
        fact.strip_prefix(&format!("column {}", facts::quoted(column.name()))).map(str::to_owned)
    };
    let is_more = |it: &&Column| expected.column(it.name()).is_none();
    let is_like = |it: &&Column| unnamed(it) == unnamed(of.column);
    let mut twins = found.columns().iter().filter(is_more).filter(is_like);
    let siblings = missing.iter().filter(|it| unnamed(it.column) == unnamed(of.column));
    match (twins.next(), twins.next(), siblings.count()) {
        (Some(twin), None, 1) => Some(twin),
        _ => None,
    }
}

impl Missing<'_> {
    pub(super) fn added_to(&self, table: &str) -> String {
        format!("ALTER TABLE main.{} ADD COLUMN {}", quoted(table), self.definition)
    }

    /// Why rows that are there cannot have it; SQLite itself refuses what no row could. `until` are the missing columns up to
    /// this one. <https://sqlite.org/lang_altertable.html#alter_table_add_column>
    pub(super) fn refusal(&self, conn: &Connection, found: &Table, until: &[Missing<'_>]) -> Option<String> {
        self.misfit(conn, found, until).unwrap_or_else(|error| {
            Some(format!("whether the rows fit `{}` cannot be seen: {error}", self.column.name()))
        })
    }

    fn misfit(&self, conn: &Connection, found: &Table, until: &[Missing<'_>]) -> Result<Option<String>> {
        let name = self.column.name();
        let table = Widened::new(found, &[]);
        if !has_rows(conn, &table.to_string())? {
            return Ok(None);
        }
        let is_generated = self.column.generated().is_some();
        if self.column.generated() == Some(Generated::Stored) {
            return Ok(Some(format!(
                "`{name}` is computed and stored, which SQLite adds only to a table without rows"
            )));
        }
        if self.column.not_null() && self.column.default().is_none() && !is_generated {
            return Ok(Some(format!("no row has a value for `{name}`, which must have one")));
        }
        if self.column.default().is_some_and(|default| !is_constant(default)) {
            return Ok(Some(format!("the default of `{name}` is computed anew for every row")));
        }
        let refers = significant(self.definition).any(|token| token.is_word("REFERENCES"));
        if refers && self.column.default().is_some_and(|default| !default.eq_ignore_ascii_case("NULL")) {
            return Ok(Some(format!("every row would refer to the same row by `{name}`")));
        }
        let widened = Widened::new(found, until).to_string();
        let is_null = format!("{widened} WHERE {} IS NULL", quoted(name));
        if is_generated && self.column.not_null() && has_rows(conn, &is_null)? {
            return Ok(Some(format!("there are rows for which `{name}` is computed to NULL")));
        }
        for check in insides(self.definition, "CHECK") {
            if has_rows(conn, &format!("{widened} WHERE NOT ({check})"))? {
                return Ok(Some(format!("there are rows for which the CHECK of `{name}` does not hold")));
            }
        }
        Ok(None)
    }
}

pub(super) fn has_rows(conn: &Connection, from: &str) -> Result<bool> {
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

/// What stands in parentheses behind the word in the definition of a column.
fn insides<'s>(definition: &'s str, word: &str) -> Vec<&'s str> {
    let tokens: Vec<Token<'_>> = significant(definition).collect();
    let opens = (1..tokens.len()).filter(|at| tokens[*at].text == "(" && tokens[at - 1].is_word(word));
    let inside = |open: usize| {
        let close = tokens.get(closing(&tokens, open))?;
        Some(&definition[tokens[open].start + 1..close.start])
    };
    opens.filter_map(inside).collect()
}

/// A table as a query reads it, with columns that are added only then.
pub(super) struct Widened<'s> {
    table: &'s str,
    added: Vec<(&'s str, &'s str)>,
}

impl<'s> Widened<'s> {
    pub(super) fn new(table: &'s Table, added: &[Missing<'s>]) -> Self {
        let value = |missing: &Missing<'s>| match missing.column.generated() {
            Some(_) => insides(missing.definition, "AS").first().copied().unwrap_or("NULL"),
            None => missing.column.default().unwrap_or("NULL"),
        };
        Self { table: table.name(), added: added.iter().map(|it| (it.column.name(), value(it))).collect() }
    }
}

/// What is computed from an added column is selected around it.
impl fmt::Display for Widened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = quoted(self.table);
        if self.added.is_empty() {
            return write!(f, "main.{table}");
        }
        let mut query = format!("SELECT * FROM main.{table}");
        for (name, value) in &self.added {
            query = format!("SELECT *, ({value}) AS {} FROM ({query}) AS {table}", quoted(name));
        }
        write!(f, "({query}) AS {table}")
    }
}
