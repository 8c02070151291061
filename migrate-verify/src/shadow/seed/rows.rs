//! What the rows of a table hold, if nothing is against it.

use rusqlite::types::Value;

use super::Style;
use super::filling::Filling;
use super::form::{Choice, Form};
use super::order::may_be_null;
use super::refusal::Refusal;
use super::rule::Rules;
use super::search::Draft;
use super::value::Kind;

/// What is special about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Ordinary,
    /// As the row before, as far as keys allow it.
    Twin,
    Nulls,
    Empty,
}

impl Style {
    /// `is_child` says that the rows refer to others. Two of them leave one of three parents without a child.
    pub(super) const fn rows(self, is_child: bool) -> &'static [Row] {
        match self {
            Self::Plain(0) if !is_child => &[Row::Ordinary, Row::Ordinary, Row::Ordinary],
            Self::Plain(_) => &[Row::Ordinary, Row::Ordinary],
            Self::Adversarial => &[Row::Ordinary, Row::Twin, Row::Nulls, Row::Empty],
        }
    }
}

impl Filling<'_> {
    /// The row as it should be.
    pub(super) fn draft(
        &mut self,
        form: &Form<'_>,
        row: Row,
        at: usize,
        before: Option<&Draft>,
        rules: Option<&Rules>,
    ) -> Result<Draft, Refusal> {
        if let (Row::Twin, Some(before)) = (row, before) {
            return Ok(before.clone());
        }
        let mut draft = Vec::with_capacity(form.slots.len());
        for slot in &form.slots {
            draft.push(if slot.keys.is_empty() && slot.choices.is_empty() {
                self.value(form, slot.columns[0], row, at, rules).into()
            } else {
                let null = slot.choices.iter().find(|choice| choice.is_null());
                let parent = slot.choices[..slot.parents].iter().cycle().nth(at % 2);
                let usual: Option<&Choice> = parent.or(slot.choices.first());
                let choice = if row == Row::Nulls { null.or(usual) } else { usual };
                let orphaned = || Refusal::orphaned(slot.keys.first().map_or("", |key| key.parent()));
                choice.cloned().ok_or_else(orphaned)?
            });
        }
        Ok(draft)
    }

    fn value(&mut self, form: &Form<'_>, column: usize, row: Row, at: usize, rules: Option<&Rules>) -> Value {
        let in_key = form.in_key(column);
        let literals =
            if in_key { Vec::new() } else { rules.map_or(Vec::new(), |rules| rules.literals(form, column)) };
        if let Some(place) = self.parents.style.literal(at).filter(|_| !literals.is_empty()) {
            return literals[place % literals.len()].clone();
        }
        let column = form.columns[column];
        let kind = Kind::of(column);
        if row == Row::Nulls && may_be_null(column) {
            return Value::Null;
        }
        if row == Row::Empty && !(in_key && kind == Kind::Number) {
            return kind.empty();
        }
        let label = format!("{} {}", self.table.name(), column.name());
        let at = i64::try_from(at).unwrap_or(0);
        self.parents.style.value(kind, &label, self.numbers.next(), at, in_key)
    }
}
