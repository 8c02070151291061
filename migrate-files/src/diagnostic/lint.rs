//! What is said of every lint alike.

use super::listed;
use crate::lint::{self, Family};
use crate::nearest::nearest;

/// Behind everything else that a diagnostic says.
pub fn footer(name: &'static str) -> String {
    format!("`{name}`; if it is meant, say so at the top of the file: `-- migrate: allow({name}): REASON`")
}

/// How to let be what is past mending.
pub fn trust(version: i64) -> String {
    format!("if the file is released, it cannot be mended any more: `trusted_through = {version}`")
}

/// In the place of the last warnings of a long list.
pub fn more_warnings(count: usize) -> String {
    let what = if count == 1 { "1 more warning is".to_owned() } else { format!("{count} more warnings are") };
    format!(
        "{what} not shown\n = help: mend or allow some of those above; or trust what has run in production: `trusted_through = VERSION`"
    )
}

/// What could have been meant by `name`; `families` says whether it may be a family.
pub(super) fn known(name: &str, families: bool) -> String {
    let lints = || lint::all().map(|lint| lint.name);
    let groups = || Family::ALL.into_iter().map(Family::as_str).chain([lint::ALL]).filter(|_| families);
    let wanted = name.replace('_', "-");
    match nearest(&wanted, lints().chain(groups())) {
        Some(near) => format!("did you mean `{near}`?"),
        None if families => format!("the lints are {}; the families {}", listed(lints()), listed(groups())),
        None => format!("the lints are {}", listed(lints())),
    }
}
