//! In which order what might be changed is changed.

use super::form::Choice;
use super::search::{BUDGETS, Draft};

/// How many columns are changed together, and how many values of each are tried then: the likely ones of several columns
/// come before the unlikely ones of a few.
const ROUNDS: [(usize, usize); 7] = [(0, 0), (1, usize::MAX), (2, 5), (3, 3), (4, 2), (2, 16), (3, 7)];

/// How many rounds there are until the last start has gone through all of them.
pub(super) const MOST_ROUNDS: usize = ROUNDS.len() + 2;

/// A draft, and for some of its slots what they might hold instead.
pub(super) struct Start {
    pub(super) draft: Draft,
    pub(super) slots: Vec<usize>,
    pub(super) choices: Vec<Vec<Choice>>,
    /// How many rounds the others are ahead.
    pub(super) lag: usize,
}

impl Start {
    /// The drafts of a round.
    pub(super) fn variations(&self, round: usize) -> impl Iterator<Item = Draft> {
        let round = round.checked_sub(self.lag).and_then(|round| ROUNDS.get(round));
        let mut combined = round.map_or(Vec::new(), |(width, most)| self.combined(*width, *most));
        if let Some((1, _)) = round {
            let is_null = |change: &(usize, usize)| self.choices[change.0][change.1].is_null();
            combined.sort_by_key(|changes| changes.iter().any(is_null));
        }
        combined.into_iter().map(|changes| {
            let mut draft = self.draft.clone();
            for (part, place) in changes {
                draft[self.slots[part]] = self.choices[part][place].clone();
            }
            draft
        })
    }

    /// Changes of `width` parts, to one of the first `most` choices: pairs of a part and of the place among its choices.
    fn combined(&self, width: usize, most: usize) -> Vec<Vec<(usize, usize)>> {
        let mut combined: Vec<Vec<(usize, usize)>> = vec![Vec::new()];
        for _ in 0..width {
            let mut longer = Vec::new();
            for shorter in &combined {
                let next = shorter.last().map_or(0, |(part, _)| part + 1);
                for (part, choices) in self.choices.iter().enumerate().skip(next) {
                    let places = 0..choices.len().min(most);
                    longer.extend(places.map(|place| [&shorter[..], &[(part, place)]].concat()));
                }
            }
            longer.truncate(BUDGETS[1]);
            combined = longer;
        }
        combined
    }
}
