//! What the author wants all migrations of a set to be.

use crate::diagnostic::{self, Diagnostic};
use crate::model::{Migration, Set};
use crate::name::{Direction, Name};
use crate::options::{Options, Policy};

/// Every file that the policy does not allow, and every one that it misses. Migrations that are trusted are as they are.
pub(crate) fn check(options: &Options, set: &Set) -> Result<(), Vec<Diagnostic>> {
    let Some(policy) = options.policy else { return Ok(()) };
    let due = || set.migrations().iter().filter(|m| options.trusted_through < Some(m.version));
    let problems: Vec<Diagnostic> = match policy {
        Policy::Reversible => due().filter_map(without_down).collect(),
        Policy::ForwardOnly => due().filter_map(|migration| with_down(migration, policy)).collect(),
        Policy::SchemaOnly => {
            let downs = due().filter_map(|migration| with_down(migration, policy));
            let backfills = due().filter(|migration| migration.directives.backfill.is_some());
            let backfills = backfills.map(|it| diagnostic::backfill::in_schema_only(&it.up.path));
            downs.chain(backfills).chain(set.migrations().windows(2).filter_map(misordered)).collect()
        }
    };
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn without_down(migration: &Migration) -> Option<Diagnostic> {
    let is_squash = migration.directives.replaces.is_some();
    if migration.down.is_some() || migration.directives.irreversible.is_some() || is_squash {
        return None;
    }
    let name = Name::parse(&migration.up.name).ok()?;
    let [up, down] = [Direction::Up, Direction::Down].map(|way| name.written(name.scheme.with_downs(), way));
    let rename = (up != migration.up.name).then_some(up);
    Some(diagnostic::policy::without_down(&migration.up.path, rename.as_deref(), &down))
}

fn with_down(migration: &Migration, policy: Policy) -> Option<Diagnostic> {
    let down = migration.down.as_ref()?;
    Some(diagnostic::policy::with_down(&down.path, policy.as_str()))
}

/// Tools that run files in the order of their names would run these in another one.
fn misordered(pair: &[Migration]) -> Option<Diagnostic> {
    let [first, second] = pair else { return None };
    (first.up.name >= second.up.name)
        .then(|| diagnostic::policy::order_of_names(&second.up.path, &first.up.path))
}
