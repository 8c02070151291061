//! Why SQLite does not take a row.

use rusqlite::ffi::{
    SQLITE_CONSTRAINT, SQLITE_CONSTRAINT_CHECK, SQLITE_CONSTRAINT_NOTNULL, SQLITE_CONSTRAINT_PRIMARYKEY,
    SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_TRIGGER, SQLITE_CONSTRAINT_UNIQUE,
};

use super::form::Form;
use super::rule::{Rule, Rules, sources};
use crate::shadow::explain;

/// In SQLite since 3.37, and so unknown to the oldest of the bindings.
const SQLITE_CONSTRAINT_DATATYPE: i32 = SQLITE_CONSTRAINT | (12 << 8);

/// What SQLite says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    pub(super) code: i32,
    pub(super) message: String,
}

/// What the refusal is about, in the order in which SQLite looks at a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum About {
    /// A column must not be NULL, or has a type.
    Column(Vec<usize>),
    /// The number of a CHECK.
    Check(usize),
    Unique(Vec<usize>),
    /// A trigger, or a table that it writes.
    Trigger,
    /// An expression cannot be evaluated, or anything else.
    Other,
}

impl Refusal {
    pub(super) fn new(error: &rusqlite::Error) -> Self {
        let code = error.sqlite_error().map_or(0, |error| error.extended_code);
        Self { code, message: explain::message(error) }
    }

    /// For a row that is not there, though SQLite reports no error: a trigger has said RAISE(IGNORE).
    pub(super) fn ignored() -> Self {
        Self { code: SQLITE_CONSTRAINT_TRIGGER, message: "a trigger ignores the row".to_owned() }
    }

    /// For a key that no parent can be found for.
    pub(super) fn orphaned(parent: &str) -> Self {
        Self { code: 0, message: format!("`{parent}` has no row to refer to") }
    }

    /// For a key whose values SQLite computes.
    pub(super) fn computed(parent: &str) -> Self {
        Self { code: 0, message: format!("a generated column refers to `{parent}`") }
    }

    pub(super) fn about(&self, form: &Form<'_>, rules: &Rules) -> About {
        let subject = self.message.split_once(": ").map_or("", |(_, subject)| subject);
        match self.code {
            SQLITE_CONSTRAINT_CHECK => check(subject, rules).map_or(About::Trigger, About::Check),
            SQLITE_CONSTRAINT_NOTNULL => named(subject, form).map_or(About::Trigger, About::Column),
            SQLITE_CONSTRAINT_DATATYPE => {
                let column = self.message.split_once(" column ").map_or("", |(_, column)| column);
                named(column, form).map_or(About::Trigger, About::Column)
            }
            SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_ROWID | SQLITE_CONSTRAINT_UNIQUE => {
                let index = subject.strip_prefix("index '").and_then(|name| name.strip_suffix('\''));
                let columns = match index {
                    Some(index) => rules
                        .others
                        .iter()
                        .find(|rule| rule.name.as_deref() == Some(index))
                        .map(|rule| rule.columns.clone()),
                    None => named(subject, form),
                };
                columns.map_or(About::Trigger, About::Unique)
            }
            SQLITE_CONSTRAINT_TRIGGER => About::Trigger,
            _ => About::Other,
        }
    }
}

/// The columns of `t.a, t.b`; None if the table is another one.
fn named(subject: &str, form: &Form<'_>) -> Option<Vec<usize>> {
    let mut columns = Vec::new();
    for part in subject.split(", ") {
        let prefix =
            part.get(..form.table.name().len()).filter(|name| name.eq_ignore_ascii_case(form.table.name()));
        let column = part[prefix?.len()..].strip_prefix('.')?;
        columns.extend(sources(form, column));
    }
    Some(columns)
}

/// SQLite calls a CHECK by its name or else by its text, from which it takes quotes as from a name.
fn check(subject: &str, rules: &Rules) -> Option<usize> {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let is_name = |rule: &Rule| rule.name.as_deref() == Some(subject);
    let is_text = |rule: &Rule| rule.name.is_none() && bare(&rule.text) == bare(subject);
    let is_start = |rule: &Rule| {
        let first = migrate_token::significant(&rule.text).next();
        rule.name.is_none() && first.and_then(|token| token.name()).as_deref() == Some(subject)
    };
    let place = |test: &dyn Fn(&Rule) -> bool| rules.checks.iter().position(test);
    place(&is_name).or_else(|| place(&is_text)).or_else(|| place(&is_start))
}
