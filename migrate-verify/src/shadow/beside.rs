//! Two jobs side by side. Where authors wait for the compiler, a second processor mostly waits, too.

use std::panic::resume_unwind;
use std::thread::{self, Builder};

/// As much as the compiler's own threads have: SQLite goes down into an expression as deep as it is, without optimisation.
const STACK: usize = 16 << 20;

/// Does `one` in a thread of its own, if the system gives one, while it does the `other`.
pub(super) fn beside<A: Send, B>(one: impl Fn() -> A + Copy + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| match Builder::new().stack_size(STACK).spawn_scoped(scope, one) {
        Ok(handle) => {
            let other = other();
            (handle.join().unwrap_or_else(|panic| resume_unwind(panic)), other)
        }
        Err(_) => (one(), other()),
    })
}
