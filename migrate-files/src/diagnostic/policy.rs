//! Sets that do not keep to their policy.

use super::{Diagnostic, Place};

/// `rename` is what the up has to be called beside a down.
pub(crate) fn without_down(up: &str, rename: Option<&str>, down: &str) -> Diagnostic {
    let rename = rename.map_or(String::new(), |name| format!("rename it to `{name}`, and "));
    Diagnostic::new("a migration without a way back in a set that is `reversible`").at(Place::file(up)).help(
        format!("{rename}write `{down}`; or say `-- migrate: irreversible: REASON` at the top of this file"),
    )
}

pub(crate) fn with_down(down: &str, policy: &str) -> Diagnostic {
    Diagnostic::new(format!("a down in a set that is `{policy}`"))
        .at(Place::file(down))
        .help("delete it; what goes wrong is put right by another migration")
}

pub(crate) fn order_of_names(file: &str, before: &str) -> Diagnostic {
    Diagnostic::new("the order of the file names is not that of the versions")
        .at(Place::file(file))
        .help(format!("fill the versions up with zeros, so that it stands behind `{before}`"))
}

/// A statement of a set that is `schema_only` changes rows; `word` is its first, `INSERT` or the like.
pub fn data(place: Place, word: &str) -> Diagnostic {
    Diagnostic::new(format!("`{word}` changes rows, and the set is `schema_only`"))
        .at(place)
        .help("let the program change the rows, or take `policy = forward_only`")
}
