//! Triggers that cannot fire.

use migrate_token::{Kind, Token, significant};
use rusqlite::{Connection, Result};

use super::{Whole, quoted};
use crate::shadow::explain::{message, place};
use migrate_files::diagnostic::Diagnostic;
use migrate_files::diagnostic::whole as texts;

struct Trigger<'s> {
    name: &'s str,
    table: &'s str,
    /// A statement that fires it.
    firing: String,
    /// The columns of `UPDATE OF`.
    columns: Vec<String>,
    /// In the place of a change of a view, which would fail without it.
    is_instead: bool,
}

impl Whole<'_> {
    /// A trigger is compiled with the statement that fires it, together with all others that this statement fires. So
    /// where one does not compile, each is tried alone.
    pub(super) fn triggers(&self) -> Result<Vec<Diagnostic>> {
        let triggers: Vec<Trigger<'_>> =
            self.schema.triggers().iter().map(|trigger| self.trigger(trigger)).collect::<Result<_>>()?;
        let mut problems: Vec<Diagnostic> =
            triggers.iter().filter_map(|trigger| self.unknown_column(trigger)).collect();
        let fire =
            |trigger: &Trigger<'_>| self.conn.prepare(&trigger.firing).err().map(|error| message(&error));
        if triggers.iter().all(|trigger| fire(trigger).is_none()) {
            return Ok(problems);
        }
        for alone in &triggers {
            self.conn.execute_batch("SAVEPOINT alone")?;
            for other in triggers.iter().filter(|other| other.name != alone.name && !other.is_instead) {
                self.conn.execute(&format!("DROP TRIGGER main.{}", quoted(other.name)), [])?;
            }
            let problem = fire(alone);
            self.conn.execute_batch("ROLLBACK TO alone; RELEASE alone")?;
            // A default that cannot be computed is the table's fault, and told of it.
            if let Some(message) = problem.filter(|message| !message.starts_with("unknown function: ")) {
                let origin = self.origin(alone.name);
                let help = self.way_out(origin, &message, texts::MEND_TRIGGER);
                problems.push(texts::trigger(place(self.set, origin), alone.name, &message, help));
            }
        }
        Ok(problems)
    }

    /// SQLite takes any name there, and such a trigger never fires.
    fn unknown_column(&self, trigger: &Trigger<'_>) -> Option<Diagnostic> {
        let table = self.schema.table(trigger.table)?;
        let column = trigger.columns.iter().find(|column| {
            let is_rowid = ["rowid", "oid", "_rowid_"].iter().any(|name| column.eq_ignore_ascii_case(name));
            table.column(column).is_none() && (!is_rowid || table.without_rowid())
        })?;
        let known = table.columns().iter().map(|column| column.name());
        Some(texts::update_of(
            place(self.set, self.origin(trigger.name)),
            trigger.name,
            column,
            trigger.table,
            known,
        ))
    }

    fn trigger<'s>(&self, trigger: &'s migrate_runtime::Trigger) -> Result<Trigger<'s>> {
        let tokens: Vec<Token<'_>> = significant(trigger.sql()).collect();
        let event = event(&tokens);
        let of = tokens.get(event + 1).is_some_and(|token| token.is_word("OF"));
        let columns = tokens[event..].iter().skip(2).take_while(|token| of && !token.is_word("ON"));
        let columns = columns.filter_map(|token| token.name().map(|name| name.into_owned())).collect();
        let is_instead = tokens[..event].iter().any(|token| token.is_word("INSTEAD"));
        let firing = firing(self.conn, trigger)?;
        Ok(Trigger { name: trigger.name(), table: trigger.table(), firing, columns, is_instead })
    }
}

/// A statement that fires the trigger.
pub(crate) fn firing(conn: &Connection, trigger: &migrate_runtime::Trigger) -> Result<String> {
    let tokens: Vec<Token<'_>> = significant(trigger.sql()).collect();
    let event = tokens[event(&tokens)];
    let table = quoted(trigger.table());
    Ok(if event.is_word("DELETE") {
        format!("DELETE FROM main.{table}")
    } else if event.is_word("UPDATE") {
        let columns = settable_columns(conn, trigger.table())?;
        let assignments = columns.iter().map(|column| format!("{0} = {0}", quoted(column)));
        format!("UPDATE main.{table} SET {}", assignments.collect::<Vec<_>>().join(", "))
    } else {
        format!("INSERT INTO main.{table} DEFAULT VALUES")
    })
}

/// Where the word stands for which the trigger waits.
fn event(tokens: &[Token<'_>]) -> usize {
    let is_event = |token: &Token<'_>| {
        token.kind == Kind::Word && ["DELETE", "INSERT", "UPDATE"].iter().any(|event| token.is_word(event))
    };
    tokens.iter().position(is_event).unwrap_or(0)
}

/// All but the generated ones.
fn settable_columns(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let mut columns = conn.prepare("SELECT name FROM pragma_table_xinfo(?1, 'main') WHERE hidden = 0")?;
    columns.query_map([table], |row| row.get(0))?.collect()
}
