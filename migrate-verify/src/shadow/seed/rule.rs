//! What the texts of a table demand of its rows: read only when a row has been refused.

use migrate_runtime::Table;
use migrate_token::{Kind, Token, significant};
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::form::Form;
use super::hint::{Hint, Literal, literal};

/// The expressions that a row has to get past.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// The CHECKs, in the order in which SQLite evaluates them.
    pub(super) checks: Vec<Rule>,
    /// Generated columns and indexes.
    pub(super) others: Vec<Rule>,
    pub(super) triggers: Vec<Rule>,
    has_read_triggers: bool,
}

#[derive(Debug)]
pub(super) struct Rule {
    /// The name of a constraint, an index or a generated column.
    pub(super) name: Option<String>,
    pub(super) text: String,
    /// The columns that it reads.
    pub(super) columns: Vec<usize>,
    pub(super) hints: Vec<Hint>,
}

impl Rules {
    /// Those of the table and of its indexes.
    pub(super) fn read(form: &Form<'_>) -> Self {
        let table = form.table;
        let mut rules = Self { checks: checks(form), ..Self::default() };
        for column in table.columns() {
            if let (Some(_), Some(expression)) = (column.generated(), column.expression()) {
                rules.others.push(Rule::new(form, Some(column.name().to_owned()), expression.to_owned()));
            }
        }
        for index in table.indexes() {
            let is_plain = !index.partial() && index.columns().iter().all(|part| part.name().is_some());
            if let (Some(sql), false) = (index.sql(), is_plain) {
                rules.others.push(Rule::new(form, Some(index.name().to_owned()), sql.to_owned()));
            }
        }
        rules
    }

    /// Those of its triggers, too: SQLite has to look for them among all objects.
    pub(super) fn read_triggers(&mut self, conn: &Connection, form: &Form<'_>) -> Result<()> {
        if self.has_read_triggers {
            return Ok(());
        }
        self.has_read_triggers = true;
        let mut statement = conn.prepare(
            "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE
             UNION ALL
             SELECT name, sql FROM temp.sqlite_master WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE",
        )?;
        let triggers = statement.query_map([form.table.name()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for trigger in triggers {
            let (name, sql): (String, String) = trigger?;
            self.triggers.push(Rule::new(form, Some(name), sql));
        }
        Ok(())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Rule> {
        self.checks.iter().chain(&self.others).chain(&self.triggers)
    }

    /// The literals that the column is compared with, and its default.
    pub(super) fn literals(&self, form: &Form<'_>, column: usize) -> Vec<Value> {
        let default = form.columns[column].default().unwrap_or_default();
        let default = Rule::new(form, None, default.to_owned());
        let mut values: Vec<Value> = Vec::new();
        for hint in self.all().chain([&default]).flat_map(|rule| &rule.hints) {
            let is_meant = hint.column == Some(column) || default.hints.contains(hint);
            match &hint.literal {
                Literal::Value(value) if is_meant && !values.contains(value) => values.push(value.clone()),
                _ => {}
            }
        }
        values
    }

    /// Whether a trigger looks at a row before anything else does.
    pub(super) fn has_early_triggers(&self) -> bool {
        self.triggers.iter().any(|rule| significant(&rule.text).any(|token| token.is_word("before")))
    }
}

impl Rule {
    fn new(form: &Form<'_>, name: Option<String>, text: String) -> Self {
        let mut rule = Self { name, text: String::new(), columns: Vec::new(), hints: Vec::new() };
        rule.read(form, &text, 0);
        rule.columns.sort_unstable();
        rule.columns.dedup();
        rule.text = text;
        rule
    }

    fn read(&mut self, form: &Form<'_>, text: &str, depth: u8) {
        let tokens: Vec<Token<'_>> = significant(text).collect();
        let mut last = None;
        for (at, token) in tokens.iter().enumerate() {
            if let Some(literal) = literal(&tokens[..at], token) {
                self.hints.push(Hint { column: last, literal });
            }
            if !matches!(token.kind, Kind::Word | Kind::Quoted) {
                continue;
            }
            let name = token.name().unwrap_or_default();
            if let Some(place) = form.place(&name) {
                last = Some(place);
                self.columns.push(place);
            } else if let (Some(expression), true) = (generated(form.table, &name), depth < 4) {
                self.read(form, expression, depth + 1);
                last = self.columns.last().copied();
            } else if token.kind == Kind::Quoted {
                // A string in double quotes.
                let value = Value::Text(name.into_owned());
                self.hints.push(Hint { column: last, literal: Literal::Value(value) });
            }
        }
    }
}

/// The columns that a column gets its value from: itself, if it is not computed.
pub(super) fn sources(form: &Form<'_>, name: &str) -> Vec<usize> {
    match (form.place(name), generated(form.table, name)) {
        (Some(at), _) => vec![at],
        (None, Some(expression)) => Rule::new(form, None, expression.to_owned()).columns,
        (None, None) => Vec::new(),
    }
}

fn generated<'t>(table: &'t Table, name: &str) -> Option<&'t str> {
    table.column(name).and_then(|column| column.expression())
}

/// The CHECKs as they are written. Those of [`Table::checks`] have no names, and by those SQLite calls them.
fn checks(form: &Form<'_>) -> Vec<Rule> {
    let sql = form.table.sql();
    let tokens: Vec<Token<'_>> = significant(sql).collect();
    let mut rules = Vec::new();
    for at in 0..tokens.len() {
        let Some(open) = tokens.get(at + 1).filter(|next| next.text == "(") else { continue };
        if !tokens[at].is_word("check") {
            continue;
        }
        let mut depth = 0_i32;
        let close = tokens[at + 1..].iter().find(|token| {
            depth += i32::from(token.text == "(") - i32::from(token.text == ")");
            depth == 0
        });
        let Some(close) = close else { break };
        let name = match &tokens[..at] {
            [.., word, name] if word.is_word("constraint") => name.name().map(Into::into),
            _ => None,
        };
        rules.push(Rule::new(form, name, sql[open.start + 1..close.start].to_owned()));
    }
    rules
}
