//! `-- migrate: phase …`: a change in two steps, so that programs of the releases before and after run side by side.

/// The side of such a change that a migration is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It adds what new programs need, and takes nothing from old ones.
    Expand,
    /// It takes away what only old programs need.
    Contract,
}

impl Phase {
    pub(crate) const ALL: [Self; 2] = [Self::Expand, Self::Contract];

    /// As the directive spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expand => "expand",
            Self::Contract => "contract",
        }
    }
}
