//! Changes in two steps, between which programs of the releases before and after run side by side.

/// The side of such a change that a migration is on: [`Migration::phase`](crate::Migration::phase).
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It adds what new programs need, and takes nothing from old ones.
    Expand,
    /// It takes away what only old programs need: it may be [held back](crate::Checker::hold_contracts).
    Contract,
}

impl Phase {
    /// As the directive spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expand => "expand",
            Self::Contract => "contract",
        }
    }
}
