//! Where a search starts from, and what it may change there.

use rusqlite::types::Value;

use super::candidate::candidates;
use super::form::{Cell, Choice, Form};
use super::order::may_be_null;
use super::refusal::About;
use super::round::Start;
use super::rule::{Rule, Rules};
use super::search::Draft;
use super::value::{Kind, Numbers};

/// What the starts follow from.
pub(super) struct Starts<'s> {
    pub(super) form: &'s Form<'s>,
    pub(super) rules: &'s Rules,
    pub(super) about: &'s About,
    pub(super) numbers: &'s mut Numbers,
    pub(super) before: Option<&'s Draft>,
    /// Whether the row shall be as the one before, and in which column of a key it rather differs.
    pub(super) twin: Option<usize>,
}

impl Starts<'_> {
    /// Those that come in with a round: first the draft itself, later others where one change after the other leads
    /// nowhere. Most searches are over before, and choices are dear.
    pub(super) fn of_round(mut self, round: usize, draft: &Draft) -> Vec<Start> {
        let involved = self.involved();
        let own = draft.clone();
        match (self.about, round) {
            (About::Unique(_), 0) => vec![self.start(own, &involved, round, Self::unused)],
            (About::Unique(_), 1) => vec![self.start(own, &involved, round, Self::choices)],
            (About::Other, 0) => {
                let documented = self.documented(draft, &involved);
                [own, documented].map(|draft| self.start(draft, &involved, round, Self::choices)).into()
            }
            (_, 0) => vec![self.start(own, &involved, round, Self::choices)],
            (About::Check(_) | About::Trigger, 1) => {
                let wider = Some(widened(self.rules, &involved)).filter(|wider| *wider != involved);
                wider.map(|wider| self.start(own, &wider, round, Self::choices)).into_iter().collect()
            }
            (About::Check(_) | About::Trigger, 2) => {
                let emptied = self.emptied(draft, &involved);
                vec![self.start(emptied, &involved, round, Self::choices)]
            }
            _ => Vec::new(),
        }
    }

    fn start(
        &mut self,
        draft: Draft,
        columns: &[usize],
        lag: usize,
        choices: impl Fn(&mut Self, usize, &Draft) -> Vec<Choice>,
    ) -> Start {
        let mut slots = self.slots(columns);
        if let (About::Unique(_), Some(twin), false) = (self.about, self.twin, slots.is_empty()) {
            let first = twin % slots.len();
            slots.rotate_left(first);
        }
        let choices = slots.iter().map(|slot| choices(self, *slot, &draft)).collect();
        Start { draft, slots, choices, lag }
    }

    /// The columns that something can be changed in.
    fn involved(&self) -> Vec<usize> {
        let (form, rules) = (self.form, self.rules);
        let of = |rules: &[Rule]| {
            let mut columns: Vec<usize> =
                rules.iter().flat_map(|rule| rule.columns.iter().copied()).collect();
            columns.sort_unstable();
            columns.dedup();
            columns
        };
        match self.about {
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
            } else if let Some(null) = slot.choices.iter().find(|choice| choice.is_null()) {
                emptied[at] = null.clone();
            }
        }
        emptied
    }

    /// The draft with JSON in every text that an expression reads: one that is none hides what the others would do.
    fn documented(&mut self, draft: &Draft, columns: &[usize]) -> Draft {
        let mut documented = draft.clone();
        for at in self.slots(columns) {
            let [Cell::Value(Value::Text(_))] = draft[at].cells[..] else { continue };
            if self.form.slots[at].choices.is_empty() {
                let rules: Vec<&Rule> = self.rules.all().collect();
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
    fn choices(&mut self, at: usize, base: &Draft) -> Vec<Choice> {
        let (form, rules) = (self.form, self.rules);
        let slot = &form.slots[at];
        let choices = if slot.is_bound() {
            slot.choices.clone()
        } else {
            let column = slot.columns[0];
            let read: Vec<&Rule> = match self.about {
                About::Check(check) => std::iter::once(&rules.checks[*check]).chain(rules.all()).collect(),
                About::Trigger => rules.triggers.iter().chain(rules.all()).collect(),
                _ => rules.all().collect(),
            };
            candidates(form, column, &read, self.numbers.next()).into_iter().map(Choice::from).collect()
        };
        self.changing(at, base, choices)
    }

    /// Those of them that change something; what the row before has comes last.
    fn changing(&self, at: usize, base: &Draft, mut choices: Vec<Choice>) -> Vec<Choice> {
        choices.retain(|choice| choice.cells != base[at].cells);
        if let (Some(before), None) = (self.before, self.twin) {
            choices.sort_by_key(|choice| choice.cells == before[at].cells);
        }
        choices
    }

    /// What no row has, one of it perhaps unused only because letters have a case.
    fn unused(&mut self, at: usize, base: &Draft) -> Vec<Choice> {
        let slot = &self.form.slots[at];
        if slot.is_bound() {
            return self.changing(at, base, slot.choices.clone());
        }
        let (column, mut values) = (slot.columns[0], Vec::new());
        if let (Some(_), [Cell::Value(Value::Text(text))]) = (self.twin, &base[at].cells[..]) {
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
        self.changing(at, base, values.into_iter().map(Choice::from).collect())
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
