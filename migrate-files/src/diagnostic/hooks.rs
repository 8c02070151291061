//! Functions of the program that migrations call.

use super::Diagnostic;
use crate::nearest;

pub(crate) fn repeated(variant: &str) -> Diagnostic {
    Diagnostic::new(format!("argument `hooks`: migration `{variant}` has two hooks"))
        .help("remove one of them, or call both from one function")
}

pub(crate) fn unknown<'a>(variant: &str, known: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
    let diagnostic = Diagnostic::new(format!("argument `hooks`: the set has no migration `{variant}`"));
    match (nearest::nearest(variant, known.clone()), known.last()) {
        (Some(near), _) => diagnostic.help(format!("did you mean `{near}`?")),
        (None, Some(last)) => {
            diagnostic.help(format!("name a variant of `Version`, like `{last}`, which is the last one"))
        }
        (None, None) => diagnostic,
    }
}

pub(crate) fn without_transaction(variant: &str, file: &str) -> Diagnostic {
    Diagnostic::new(format!("argument `hooks`: migration `{variant}` runs outside a transaction"))
        .note("a hook belongs to the transaction of its migration, and is committed with it or not at all")
        .help(format!("give the hook to another migration, or take `no-transaction` out of `{file}`"))
}

pub(crate) fn squash(variant: &str, file: &str) -> Diagnostic {
    Diagnostic::new(format!("argument `hooks`: migration `{variant}` is a squash"))
        .note("a database that has run the files which it replaces records it, and runs nothing")
        .help(format!("give the hook to a migration behind `{file}`"))
}

pub(crate) fn schema_only(variant: &str) -> Diagnostic {
    Diagnostic::new(format!(
        "argument `hooks`: migration `{variant}` has a hook, under `policy = schema_only`"
    ))
    .note("a hook is there to change rows")
    .help("remove the hook, or take another policy")
}
