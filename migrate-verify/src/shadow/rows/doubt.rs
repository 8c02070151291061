//! Whether the run on plain rows is needed: two runs side by side, of which the second waits for the first.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What one run knows, and another waits for.
pub(super) struct Doubt {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Arisen,
    /// The run is over, and none has arisen.
    Settled,
}

/// The eye of the run that knows. Once it is dropped, nothing arises any more.
pub(super) struct Watch<'d>(&'d Doubt);

impl Doubt {
    pub(super) const fn new() -> Self {
        Self { state: Mutex::new(State::Open), changed: Condvar::new() }
    }

    pub(super) const fn watch(&self) -> Watch<'_> {
        Watch(self)
    }

    /// Waits for it.
    pub(super) fn arises(&self) -> bool {
        let is_open = |state: &mut State| *state == State::Open;
        let state = self.changed.wait_while(self.lock(), is_open).unwrap_or_else(PoisonError::into_inner);
        *state == State::Arisen
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn become_if_open(&self, state: State) {
        let mut known = self.lock();
        if *known == State::Open {
            *known = state;
            self.changed.notify_all();
        }
    }
}

impl Watch<'_> {
    pub(super) fn doubt(&self) {
        self.0.become_if_open(State::Arisen);
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.0.become_if_open(State::Settled);
    }
}
