//! From a plausible row to one that SQLite takes: values are changed that a refusal is about.

use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::candidate::candidates;
use super::form::{Cell, Choice, Form};
use super::insert::Insert;
use super::order::may_be_null;
use super::parent::has_rows;
use super::refusal::{About, Refusal};
use super::rule::{Rule, Rules};
use super::value::{Kind, Numbers};

/// How many columns are changed together, and how many values of each are tried then: the likely ones of several columns
/// come before the unlikely ones of a few.
const ROUNDS: [(usize, usize); 7] = [(0, 0), (1, usize::MAX), (2, 5), (3, 3), (4, 2), (2, 16), (3, 7)];
/// How many rows are tried for a table that has some already, and for one that has none.
const BUDGETS: [usize; 2] = [300, 2_000];
/// How often what is refused may turn into something that has no place in the order of checks.
const TURNS: usize = 6;

/// The values for a row of a table.
pub(super) type Draft = Vec<Choice>;

pub(super) struct Search<'s, 'c> {
    pub(super) conn: &'c Connection,
    pub(super) form: &'s Form<'s>,
    pub(super) insert: &'s mut Insert<'c>,
    pub(super) numbers: &'s mut Numbers,
    /// Read when they are needed.
    pub(super) rules: &'s mut Option<Rules>,
    /// How many rows may still be tried, once one is refused.
    pub(super) budget: &'s mut Option<usize>,
    /// The row before, from which this one shall differ; and whether by the case of letters only.
    pub(super) before: Option<&'s Draft>,
    pub(super) is_twin: bool,
    pub(super) refusals: &'s mut Vec<Refusal>,
}

impl Search<'_, '_> {
    /// Inserts the row, or one that is like it.
    pub(super) fn settle(&mut self, mut draft: Draft) -> Result<Option<Draft>> {
        let Err(mut refusal) = self.insert.row(self.form, &draft) else { return Ok(Some(draft)) };
        if self.rules.is_none() {
            *self.rules = Some(Rules::read(self.conn, self.form)?);
        }
        if self.budget.is_none() {
            let is_empty = !has_rows(self.conn, self.form.table)?;
            *self.budget = Some(BUDGETS[usize::from(is_empty)]);
        }
        let rules = self.rules.take().unwrap_or_default();
        let mut turns = 0;
        let found = loop {
            self.refusals.push(refusal.clone());
            let about = refusal.about(self.form, &rules);
            match self.step(&rules, &draft, &about, &mut turns) {
                Some((better, None)) => break Some(better),
                Some((better, Some(next))) => (draft, refusal) = (better, next),
                None => break None,
            }
        };
        *self.rules = Some(rules);
        Ok(found)
    }

    /// A draft that gets further than this one, and what refuses it.
    fn step(
        &mut self,
        rules: &Rules,
        draft: &Draft,
        about: &About,
        turns: &mut usize,
    ) -> Option<(Draft, Option<Refusal>)> {
        let involved = involved(self.form, rules, about);
        let mut bases = vec![(draft.clone(), involved.clone())];
        match about {
            About::Check(_) | About::Trigger => {
                bases.push((self.emptied(draft, &involved), involved.clone()));
                let wider = widened(rules, &involved);
                if wider != involved {
                    bases.push((draft.clone(), wider));
                }
            }
            About::Other => bases.push((self.documented(rules, draft, &involved), involved)),
            About::Column(_) | About::Unique(_) => {}
        }
        let mut choices: Vec<Vec<Vec<Choice>>> = Vec::with_capacity(bases.len());
        for (base, columns) in &bases {
            let slots = self.slots(columns).into_iter();
            choices.push(slots.map(|slot| self.choices(rules, about, slot, base)).collect());
        }
        for round in ROUNDS {
            for ((base, columns), choices) in bases.iter().zip(&choices) {
                let slots = self.slots(columns);
                for changes in combinations(choices, round) {
                    let mut changed = base.clone();
                    for (part, choice) in changes {
                        changed[slots[part]] = choices[part][choice].clone();
                    }
                    *self.budget = Some((*self.budget)?.checked_sub(1)?);
                    let Err(next) = self.insert.row(self.form, &changed) else {
                        return Some((changed, None));
                    };
                    let next_about = next.about(self.form, rules);
                    if is_further(rules, about, &next_about, turns) {
                        return Some((changed, Some(next)));
                    }
                }
            }
        }
        None
    }

    fn slots(&self, columns: &[usize]) -> Vec<usize> {
        let has = |at: &usize| self.form.slots[*at].columns.iter().any(|column| columns.contains(column));
        (0..self.form.slots.len()).filter(has).collect()
    }

    /// The draft with NULL wherever that is possible.
    fn emptied(&self, draft: &Draft, columns: &[usize]) -> Draft {
        let mut emptied = draft.clone();
        for at in self.slots(columns) {
            let slot = &self.form.slots[at];
            if slot.keys.is_empty()
                && slot.choices.is_empty()
                && may_be_null(self.form.columns[slot.columns[0]])
            {
                emptied[at] = Value::Null.into();
            } else if let Some(null) =
                slot.choices.iter().find(|choice| choice.cells.contains(&Cell::Value(Value::Null)))
            {
                emptied[at] = null.clone();
            }
        }
        emptied
    }

    /// The draft with JSON in every text that an expression reads: one that is none hides what the others would do.
    fn documented(&mut self, rules: &Rules, draft: &Draft, columns: &[usize]) -> Draft {
        let mut documented = draft.clone();
        for at in self.slots(columns) {
            let [Cell::Value(Value::Text(_))] = draft[at].cells[..] else { continue };
            if self.form.slots[at].choices.is_empty() {
                let rules: Vec<&Rule> = rules.all().collect();
                let values =
                    candidates(self.form, self.form.slots[at].columns[0], &rules, self.numbers.next());
                let is_json = |value: &Value| matches!(value, Value::Text(text) if text.starts_with('{'));
                documented[at] =
                    values.into_iter().find(is_json).map_or_else(|| draft[at].clone(), Choice::from);
            }
        }
        documented
    }

    /// What a slot might hold instead.
    fn choices(&mut self, rules: &Rules, about: &About, at: usize, base: &Draft) -> Vec<Choice> {
        let form = self.form;
        let slot = &form.slots[at];
        let mut choices: Vec<Choice> = if !slot.keys.is_empty() || !slot.choices.is_empty() {
            slot.choices.clone()
        } else {
            let column = slot.columns[0];
            let read: Vec<&Rule> = match about {
                About::Check(check) => std::iter::once(&rules.checks[*check]).chain(rules.all()).collect(),
                About::Trigger => rules.triggers.iter().chain(rules.all()).collect(),
                _ => rules.all().collect(),
            };
            let mut values = Vec::new();
            if let About::Unique(_) = about {
                values.extend(self.unused(column, &base[at]));
            }
            values.extend(candidates(form, column, &read, self.numbers.next()));
            values.into_iter().map(Choice::from).collect()
        };
        choices.retain(|choice| choice.cells != base[at].cells);
        if let (Some(before), false) = (self.before, self.is_twin) {
            choices.sort_by_key(|choice| choice.cells == before[at].cells);
        }
        choices
    }

    /// Values that no row has, one of them perhaps unused only because letters have a case.
    fn unused(&mut self, column: usize, now: &Choice) -> Vec<Value> {
        let mut values = Vec::new();
        if let (true, [Cell::Value(Value::Text(text))]) = (self.is_twin, &now.cells[..]) {
            let upper = text.to_uppercase();
            values.push(Value::Text(if upper == *text { text.to_lowercase() } else { upper }));
        }
        let kind = Kind::of(self.form.columns[column]);
        let label = format!("{} {}", self.form.table.name(), self.form.columns[column].name());
        values.push(kind.value(&label, self.numbers.next(), 0));
        // Somebody else may have counted here.
        for width in [10_000, 10_000_000] {
            self.numbers.leap(width);
            values.push(kind.value(&label, self.numbers.next(), 1));
        }
        values
    }
}

/// The columns that something can be changed in.
fn involved(form: &Form<'_>, rules: &Rules, about: &About) -> Vec<usize> {
    let of = |rules: &[Rule]| {
        let mut columns: Vec<usize> = rules.iter().flat_map(|rule| rule.columns.iter().copied()).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    };
    match about {
        About::Column(columns) | About::Unique(columns) => columns.clone(),
        About::Check(check) => rules.checks[*check].columns.clone(),
        About::Trigger => of(&rules.triggers),
        About::Other if rules.checks.is_empty() && rules.others.is_empty() => {
            (0..form.columns.len()).collect()
        }
        About::Other => {
            let mut columns = [of(&rules.others), of(&rules.checks)].concat();
            columns.sort_unstable();
            columns.dedup();
            columns
        }
    }
}

/// With the columns of every CHECK that reads one of them.
fn widened(rules: &Rules, columns: &[usize]) -> Vec<usize> {
    let mut wide = columns.to_vec();
    for _ in 0..rules.checks.len() {
        for check in &rules.checks {
            if check.columns.iter().any(|column| wide.contains(column)) {
                wide.extend(&check.columns);
            }
        }
        wide.sort_unstable();
        wide.dedup();
    }
    wide
}

/// Whether SQLite has come further with a row that it now refuses because of `next`.
fn is_further(rules: &Rules, about: &About, next: &About, turns: &mut usize) -> bool {
    let is_early = rules.triggers_have("before");
    let rank = |about: &About| match about {
        About::Trigger if is_early => Some(0),
        About::Column(_) => Some(1),
        About::Check(check) => Some(2 + check),
        About::Unique(_) => Some(1_000),
        About::Trigger => Some(1_001),
        About::Other => None,
    };
    let is_sidestep = match (rank(about), rank(next)) {
        (Some(from), Some(to)) if from != to => return to > from,
        (Some(_), Some(_)) => about != next && !matches!(about, About::Check(_)),
        (None, None) => false,
        _ => true,
    };
    *turns += usize::from(is_sidestep);
    is_sidestep && *turns <= TURNS
}

/// Changes of `width` parts, to one of the first `most` choices: pairs of a part and of the place among its choices.
fn combinations(choices: &[Vec<Choice>], (width, most): (usize, usize)) -> Vec<Vec<(usize, usize)>> {
    let mut combined: Vec<Vec<(usize, usize)>> = vec![Vec::new()];
    for _ in 0..width {
        let mut longer = Vec::new();
        for shorter in &combined {
            let next = shorter.last().map_or(0, |(part, _)| part + 1);
            for (part, choices) in choices.iter().enumerate().skip(next) {
                let places = 0..choices.len().min(most);
                longer.extend(places.map(|place| [&shorter[..], &[(part, place)]].concat()));
            }
        }
        longer.truncate(BUDGETS[1]);
        combined = longer;
    }
    combined
}
