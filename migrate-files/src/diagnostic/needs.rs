//! What a set needs.

use super::Diagnostic;

pub(crate) fn itself(set: &str) -> Diagnostic {
    Diagnostic::new(format!("argument `needs`: set `{set}` needs itself"))
        .help("name another set of the same database, or leave the entry out")
}

pub(crate) fn repeated(set: &str) -> Diagnostic {
    Diagnostic::new(format!("argument `needs`: set `{set}` stands twice"))
        .help("remove one of them; the higher version is enough")
}

pub(crate) fn negative_version(set: &str, version: i64) -> Diagnostic {
    Diagnostic::new(format!("argument `needs`: expected a version of set `{set}`, found {version}"))
        .help("versions are numbers from 0 on; give the first one that this set cannot do without")
}
