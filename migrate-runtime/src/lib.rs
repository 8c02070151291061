//! The run-time engine of `embed-migrations`.

mod token;

/// For the other parts of `embed-migrations`, which are released together with this one. Not covered by semver.
#[doc(hidden)]
pub mod __private {
    /// SQL text as tokens.
    pub mod token {
        pub use crate::token::{Kind, Token, significant, tokens};
    }
}
