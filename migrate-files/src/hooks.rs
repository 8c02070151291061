//! The functions that the program has for migrations.

use crate::diagnostic::{Diagnostic, hooks as told};
use crate::model::Set;
use crate::options::{Hook, Options};

/// Refuses hooks of migrations that there are not, or behind which none can be called.
pub(crate) fn check(options: &Options, set: &Set) -> Result<(), Vec<Diagnostic>> {
    let problem = |hook: &Hook| {
        let Some(migration) = set.migrations().iter().find(|migration| migration.variant == hook.variant)
        else {
            return Some(told::unknown(&hook.variant, set.migrations().iter().map(|it| &*it.variant)));
        };
        let (variant, file) = (&*migration.variant, &*migration.up.path);
        if !migration.directives.transaction {
            Some(told::without_transaction(variant, file))
        } else if migration.directives.replaces.is_some() {
            Some(told::squash(variant, file))
        } else if !options.lets_write(migration.version) {
            Some(told::schema_only(variant))
        } else {
            None
        }
    };
    let hooks = options.hooks.iter().enumerate();
    let problems: Vec<Diagnostic> =
        hooks.filter_map(|(at, hook)| Some(problem(hook)?.in_argument("hooks", Some(at)))).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
