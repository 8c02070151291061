//! What the rows of a table hold, if nothing is against it.

use migrate_runtime::Table;
use rusqlite::types::Value;

use super::Style;
use super::filling::Filling;
use super::form::{Cell, Choice, Form, Slot};
use super::literals::Literals;
use super::order::may_be_null;
use super::refusal::Refusal;
use super::rule::Rules;
use super::search::Draft;
use super::value::Kind;

/// What is special about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Ordinary,
    /// As the row before, as far as keys allow it; in a key of several columns another one rather differs each time.
    Twin(usize),
    /// As the row before in the even or the odd columns only.
    Half(usize),
    /// As the row before but for the case of letters.
    Cased,
    Nulls,
    Empty,
    /// What is longer, or less, than anybody thinks of.
    Extreme,
    /// NULL in every date that can do without, not yet deleted, not yet paid; and in the even or the odd ones of the other
    /// columns.
    Open(usize),
    /// A literal that stands beside a column, by its number.
    Listed(usize),
}

impl Row {
    /// The number of a row that takes after the one before.
    pub(super) fn twin(self) -> Option<usize> {
        match self {
            Self::Twin(number) | Self::Half(number) => Some(number),
            Self::Cased => Some(0),
            _ => None,
        }
    }

    /// Whether it holds what the row before holds in the column.
    fn repeats(self, column: usize) -> bool {
        match self {
            Self::Twin(_) | Self::Cased => true,
            Self::Half(rest) => column % 2 == rest,
            _ => false,
        }
    }
}

/// Of one column.
const MOST_LITERALS: usize = 8;
/// One for each column of a key.
const MOST_TWINS: usize = 3;
/// So many rows more a table gets that refers to others: statements may choose their parents.
const MORE_CHILDREN: usize = 3;
/// More rows than that are not made up for the sake of a LIMIT.
const MOST_ROWS: usize = 500;

/// What the table itself and the set compare a column with; of a key, whose values have to be new, only what nobody gives.
fn listed(form: &Form<'_>, column: usize, rules: Option<&Rules>, literals: &Literals) -> Vec<Value> {
    if form.in_key(column) {
        return literals.of_key(form.columns[column].name());
    }
    let mut values = literals.of(form.columns[column].name()).to_vec();
    for value in rules.map_or_else(Vec::new, |rules| rules.literals(form, column)) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// How many columns the widest PRIMARY KEY or UNIQUE has.
fn widest_key(table: &Table) -> usize {
    let primary = table.columns().iter().filter(|column| column.primary_key().is_some()).count();
    let unique = table.indexes().iter().filter(|index| index.unique()).map(|index| index.columns().len());
    unique.chain([primary]).max().unwrap_or(0)
}

impl Style {
    /// The rows for a table. Of three plain ones that refer to nothing, one stays without a child of two.
    pub(super) fn rows(self, form: &Form<'_>, rules: Option<&Rules>, literals: &Literals) -> Vec<Row> {
        let is_child = !form.table.foreign_keys().is_empty();
        let Self::Adversarial = self else {
            return vec![Row::Ordinary; if self == Self::Plain(0) && !is_child { 3 } else { 2 }];
        };
        let mut rows = vec![Row::Ordinary];
        rows.extend((0..widest_key(form.table).clamp(1, MOST_TWINS)).map(Row::Twin));
        let is_shared = |column: &usize| !form.is_key(*column);
        if (0..form.columns.len()).filter(is_shared).nth(1).is_some() {
            rows.extend([Row::Half(0), Row::Half(1)]);
        }
        let is_text = |column: usize| matches!(Kind::of(form.columns[column]), Kind::Text | Kind::Email);
        rows.extend((0..form.columns.len()).filter(is_shared).any(is_text).then_some(Row::Cased));
        rows.extend([Row::Nulls, Row::Empty, Row::Extreme]);
        let nullable: Vec<Kind> =
            form.columns.iter().filter(|column| may_be_null(column)).map(|column| Kind::of(column)).collect();
        if nullable.iter().any(|kind| kind.is_temporal()) {
            rows.extend([Row::Open(1), Row::Twin(0)]);
        } else if nullable.len() > 1 {
            rows.push(Row::Open(1));
        }
        rows.extend((nullable.len() > 1).then_some(Row::Open(0)));
        let count = |column: usize| listed(form, column, rules, literals).len();
        let most = (0..form.columns.len()).map(count).max().unwrap_or(0);
        let in_pairs = form.columns.iter().any(|column| literals.shall_have_pair(column.name()));
        for place in 0..most.min(MOST_LITERALS) {
            rows.push(Row::Listed(place));
            rows.extend(in_pairs.then_some(Row::Twin(0)));
        }
        if !form.table.foreign_keys().is_empty() {
            rows.extend([Row::Ordinary; MORE_CHILDREN]);
        }
        if let Some(limit) = literals.limit(form.table.name()).filter(|limit| *limit < MOST_ROWS) {
            rows.resize(rows.len().max(limit + 1), Row::Ordinary);
        }
        rows
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
        let mut draft = Vec::with_capacity(form.slots.len());
        for (place, slot) in form.slots.iter().enumerate() {
            if let (true, Some(before)) = (row.repeats(slot.columns[0]), before) {
                let same = before[place].clone();
                draft.push(if row == Row::Cased { self.cased(form, slot, same, rules) } else { same });
                continue;
            }
            draft.push(if slot.keys.is_empty() && slot.choices.is_empty() {
                self.value(form, slot.columns[0], row, at, rules).into()
            } else {
                let null = slot.choices.iter().find(|choice| choice.is_null());
                // Awkward rows refer to as many parents as they can: those may be chosen by what they hold.
                let turn = if self.parents.style == Style::Adversarial { at } else { at % 2 };
                let parent = slot.choices[..slot.parents].iter().cycle().nth(turn);
                let usual: Option<&Choice> = parent.or(slot.choices.first());
                let choice = if row == Row::Nulls { null.or(usual) } else { usual };
                let orphaned = || Refusal::orphaned(slot.keys.first().map_or("", |key| key.parent()));
                choice.cloned().ok_or_else(orphaned)?
            });
        }
        Ok(draft)
    }

    /// The choice with letters of the other case, where nothing is known that the column is compared with.
    fn cased(&self, form: &Form<'_>, slot: &Slot<'_>, choice: Choice, rules: Option<&Rules>) -> Choice {
        let [Cell::Value(Value::Text(text))] = &choice.cells[..] else { return choice };
        let is_free = !slot.is_bound() && listed(form, slot.columns[0], rules, self.literals).is_empty();
        let upper = text.to_uppercase();
        let other = if upper == *text { text.to_lowercase() } else { upper };
        if is_free { Value::Text(other).into() } else { choice }
    }

    fn value(&mut self, form: &Form<'_>, column: usize, row: Row, at: usize, rules: Option<&Rules>) -> Value {
        let in_key = form.in_key(column);
        let place = if let Row::Listed(place) = row { Some(place) } else { self.parents.style.literal(at) };
        if let Some(place) = place {
            let literals = listed(form, column, rules, self.literals);
            if !literals.is_empty() {
                return literals[place % literals.len()].clone();
            }
        }
        let rest = column % 2;
        let column = form.columns[column];
        let kind = Kind::of(column);
        let is_open = matches!(row, Row::Open(open) if kind.is_temporal() || open == rest);
        if may_be_null(column) && (row == Row::Nulls || is_open) {
            return Value::Null;
        }
        if row == Row::Empty && !(in_key && kind == Kind::Number) {
            return kind.empty();
        }
        let label = format!("{} {}", self.table.name(), column.name());
        if row == Row::Extreme {
            return kind.extreme(&label, self.numbers.next());
        }
        let at = i64::try_from(at).unwrap_or(0);
        self.parents.style.value(kind, &label, self.numbers.next(), at, in_key)
    }
}
