//! Choices are read from a tape of numbers. 0 is always the plainest one, and behind the end all are 0: so a tape that is
//! cut or gets smaller makes something simpler, and who chooses need not know how to shrink.

use proptest::prelude::RngExt;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// What is read.
pub(crate) struct Tape<'a>(std::slice::Iter<'a, u8>);

impl<'a> Tape<'a> {
    pub(crate) fn new(numbers: &'a [u8]) -> Self {
        Self(numbers.iter())
    }

    /// A number below `count`; 0 if there is none.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let number = self.0.next().copied().map_or(0, usize::from);
        if count == 0 { 0 } else { number % count }
    }

    /// Mostly not.
    pub(crate) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    pub(crate) fn pick<T: Clone>(&mut self, list: &[T]) -> Option<T> {
        list.get(self.below(list.len())).cloned()
    }
}

/// So many tapes of this length at most.
#[derive(Clone, Debug)]
pub(crate) struct Tapes {
    pub(crate) most: usize,
    pub(crate) length: usize,
}

impl Strategy for Tapes {
    type Tree = Shrinking;
    type Value = Vec<Vec<u8>>;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let rng = runner.rng();
        let count = rng.random_range(1..=self.most);
        let tapes: Self::Value =
            (0..count).map(|_| (0..self.length).map(|_| rng.random()).collect()).collect();
        Ok(Shrinking { failing: tapes.clone(), current: tapes, next: Edit::default(), has_progress: false })
    }
}

/// Tries one edit after the other, and keeps those with which the test still fails.
#[derive(Debug)]
pub(crate) struct Shrinking {
    failing: Vec<Vec<u8>>,
    current: Vec<Vec<u8>>,
    next: Edit,
    /// Whether an edit was kept since the first one was tried.
    has_progress: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Edit {
    tape: usize,
    step: usize,
}

/// The steps of a tape: it is taken out, it is cut in halves and quarters, and then three for each number.
const CUTS: usize = 4;

impl Edit {
    /// The edited tapes; `None` if it changes nothing.
    fn apply(self, tapes: &[Vec<u8>]) -> Option<Vec<Vec<u8>>> {
        let mut edited = tapes.to_vec();
        let tape = &mut edited[self.tape];
        match self.step.checked_sub(CUTS) {
            None if self.step == 0 => {
                edited.remove(self.tape);
                return (!edited.is_empty()).then_some(edited);
            }
            None => tape.truncate(tape.len() * (self.step - 1) / (CUTS - 1)),
            Some(step) => {
                let number = &mut tape[step / 3];
                *number = match step % 3 {
                    0 => 0,
                    1 => *number / 2,
                    _ => number.saturating_sub(1),
                };
            }
        }
        (edited != tapes).then_some(edited)
    }
}

impl Shrinking {
    fn advance(&mut self) -> bool {
        loop {
            let Some(tape) = self.failing.get(self.next.tape) else {
                if !std::mem::take(&mut self.has_progress) {
                    self.current.clone_from(&self.failing);
                    return false;
                }
                self.next = Edit::default();
                continue;
            };
            let edit = self.next;
            if edit.step >= CUTS + 3 * tape.len() {
                self.next = Edit { tape: edit.tape + 1, step: 0 };
                continue;
            }
            self.next.step += 1;
            if let Some(edited) = edit.apply(&self.failing) {
                self.current = edited;
                return true;
            }
        }
    }
}

impl ValueTree for Shrinking {
    type Value = Vec<Vec<u8>>;

    fn current(&self) -> Self::Value {
        self.current.clone()
    }

    fn simplify(&mut self) -> bool {
        if self.failing != self.current {
            self.has_progress = true;
            // The tape that was taken out has another one in its place.
            if self.failing.len() != self.current.len() {
                self.next.step = 0;
            }
            self.failing.clone_from(&self.current);
        }
        self.advance()
    }

    fn complicate(&mut self) -> bool {
        self.advance()
    }
}
