//! From a plausible row to one that SQLite takes: values are changed that a refusal is about.

use rusqlite::{Connection, Result};

use super::form::{Choice, Form};
use super::insert::Insert;
use super::parent::has_rows;
use super::refusal::{About, Refusal};
use super::round::MOST_ROUNDS;
use super::rule::Rules;
use super::start::Starts;
use super::value::Numbers;

/// How many rows are tried for a table that has some already, and for one that has none.
pub(super) const BUDGETS: [usize; 2] = [300, 2_000];
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
    /// The row before, from which this one shall differ; or by as little as can be, and where then.
    pub(super) before: Option<&'s Draft>,
    pub(super) twin: Option<usize>,
    pub(super) refusals: &'s mut Vec<Refusal>,
}

impl Search<'_, '_> {
    /// Inserts the row, or one that is like it.
    pub(super) fn settle(&mut self, mut draft: Draft) -> Result<Option<Draft>> {
        let Err(mut refusal) = self.insert.row(self.form, &draft) else { return Ok(Some(draft)) };
        if self.rules.is_none() {
            *self.rules = Some(Rules::read(self.form));
        }
        if self.budget.is_none() {
            let is_empty = !has_rows(self.conn, self.form.table)?;
            *self.budget = Some(BUDGETS[usize::from(is_empty)]);
        }
        let mut rules = self.rules.take().unwrap_or_default();
        let mut turns = 0;
        let found = loop {
            self.refusals.push(refusal.clone());
            let about = refusal.about(self.form, &rules);
            if matches!(about, About::Trigger | About::Other) {
                self.insert.is_raised |= about == About::Trigger;
                rules.read_triggers(self.conn, self.form)?;
            }
            match self.step(&mut rules, &draft, &about, &mut turns)? {
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
        rules: &mut Rules,
        draft: &Draft,
        about: &About,
        turns: &mut usize,
    ) -> Result<Option<(Draft, Option<Refusal>)>> {
        let mut starts = Vec::new();
        for round in 0..MOST_ROUNDS {
            let coming = Starts {
                form: self.form,
                rules: &*rules,
                about,
                numbers: self.numbers,
                before: self.before,
                twin: self.twin,
            };
            starts.extend(coming.of_round(round, draft));
            for changed in starts.iter().flat_map(|start| start.variations(round)) {
                let Some(budget) = self.budget.and_then(|budget| budget.checked_sub(1)) else {
                    return Ok(None);
                };
                *self.budget = Some(budget);
                let Err(next) = self.insert.row(self.form, &changed) else {
                    return Ok(Some((changed, None)));
                };
                let next_about = next.about(self.form, rules);
                if next_about == About::Trigger {
                    self.insert.is_raised = true;
                    rules.read_triggers(self.conn, self.form)?;
                }
                if is_further(rules, about, &next_about, turns) {
                    return Ok(Some((changed, Some(next))));
                }
            }
        }
        Ok(None)
    }
}

/// Whether SQLite has come further with a row that it now refuses because of `next`.
fn is_further(rules: &Rules, about: &About, next: &About, turns: &mut usize) -> bool {
    let is_early = rules.has_early_triggers();
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
