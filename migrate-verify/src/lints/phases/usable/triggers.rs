//! Triggers: what they are fired by, and whether they may refuse.

use migrate_files::diagnostic::phases::lack;
use migrate_runtime::{Schema, Trigger};
use migrate_token::{Token, significant};

use super::{Lack, Schemas, is};

pub(super) fn lacks(schemas: &Schemas<'_>) -> Vec<Lack> {
    let Schemas { known, found } = schemas;
    // One of a table that is gone is no matter of its own.
    let is_there = |name: &str| found.table(name).is_some() || found.view(name).is_some();
    let gone = known.triggers().iter().filter(|it| is_there(it.table()) && !has_same(found, it));
    let gone = gone.map(|it| Lack::reads(lack::trigger(it.name(), it.table())));
    let may_refuse = |it: &&Trigger| {
        let of_known = known.table(it.table()).is_some() || known.view(it.table()).is_some();
        let was_so = known.triggers().iter().any(|other| refuses(other) && is_same(other, it));
        of_known && refuses(it) && !was_so && !is_of_new_columns(schemas, it)
    };
    let refusing = found.triggers().iter().filter(may_refuse);
    gone.chain(refusing.map(|it| Lack::writes(lack::refuses(it.name(), it.table())))).collect()
}

/// Whether a view takes what is written to it.
pub(super) fn take_writes(schema: &Schema, view: &str) -> bool {
    let takes =
        |event: &str| schema.triggers().iter().any(|it| is(it.table(), view) && Head::of(it).event == event);
    ["INSERT", "UPDATE", "DELETE"].into_iter().all(takes)
}

/// ALTER TABLE writes its text anew; the name and the event stay.
fn is_same(one: &Trigger, other: &Trigger) -> bool {
    is(one.name(), other.name()) && Head::of(one).event == Head::of(other).event
}

fn has_same(schema: &Schema, trigger: &Trigger) -> bool {
    schema.triggers().iter().any(|it| is_same(it, trigger))
}

fn refuses(trigger: &Trigger) -> bool {
    significant(trigger.sql()).any(|token| token.is_word("RAISE"))
}

/// Whether it is fired only where somebody updates columns that a program of before does not know.
fn is_of_new_columns(schemas: &Schemas<'_>, trigger: &Trigger) -> bool {
    let columns = Head::of(trigger).columns;
    let is_new =
        |column: &String| schemas.known.table(trigger.table()).is_some_and(|it| it.column(column).is_none());
    !columns.is_empty() && columns.iter().all(is_new)
}

/// What a trigger is fired by.
#[derive(Default)]
struct Head {
    event: String,
    /// Behind `UPDATE OF`.
    columns: Vec<String>,
}

impl Head {
    fn of(trigger: &Trigger) -> Self {
        let tokens: Vec<Token<'_>> = significant(trigger.sql()).collect();
        let Some(start) = tokens.iter().position(|token| token.is_word("TRIGGER")) else {
            return Self::default();
        };
        let exists = tokens.get(start + 1).is_some_and(|token| token.is_word("IF"));
        // Behind the name, which may be any word.
        let behind = tokens.get(start + if exists { 5 } else { 2 }..).unwrap_or_default();
        let is_event = |token: &&Token<'_>| ["INSERT", "UPDATE", "DELETE"].iter().any(|it| token.is_word(it));
        let Some(at) = behind.iter().position(|token| is_event(&token)) else { return Self::default() };
        let event = behind[at].text.to_ascii_uppercase();
        let has_columns = behind.get(at + 1).is_some_and(|token| token.is_word("OF"));
        let columns = behind[at + 1..].iter().skip(1).take_while(|token| has_columns && !token.is_word("ON"));
        Self { event, columns: columns.filter_map(|token| Some(token.name()?.into_owned())).collect() }
    }
}
