//! The sets that this one needs.

use crate::diagnostic::{self, Diagnostic};
use crate::options::Options;

/// Refuses a set that waits for itself. What others are called, nobody knows here.
pub(crate) fn check(options: &Options) -> Result<(), Vec<Diagnostic>> {
    match options.needs.iter().position(|need| need.set == options.set) {
        Some(at) => Err(vec![diagnostic::needs::itself(&options.set).in_argument("needs", Some(at))]),
        None => Ok(()),
    }
}
