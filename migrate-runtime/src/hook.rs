//! Functions of the program that a migration calls behind its SQL.

#[cfg(feature = "apply")]
mod failed;
mod handle;
mod rows;

use std::error::Error as StdError;
use std::fmt;

#[cfg(feature = "apply")]
pub use failed::{FailedHook, HookCause};
pub use handle::Hook;
pub use rows::{HookRows, HookStatement};

/// What a hook gives back, whatever its error is.
pub(crate) type Outcome = Result<(), Box<dyn StdError + Send + Sync>>;

/// The function that a migration names: constant data like the rest of it.
#[derive(Clone, Copy)]
pub struct Call {
    path: &'static str,
    #[cfg(feature = "apply")]
    function: fn(&Hook<'_>) -> Outcome,
}

impl Call {
    /// `path` is the function as the program has written it. A program that only reads does not keep the function.
    #[cfg_attr(not(feature = "apply"), expect(unused_variables, reason = "it is never called"))]
    pub const fn new(path: &'static str, function: fn(&Hook<'_>) -> Outcome) -> Self {
        Self {
            path,
            #[cfg(feature = "apply")]
            function,
        }
    }

    pub(crate) const fn path(&self) -> &'static str {
        self.path
    }

    #[cfg(feature = "apply")]
    pub(crate) fn run(&self, hook: &Hook<'_>) -> Outcome {
        (self.function)(hook)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.path).finish()
    }
}
