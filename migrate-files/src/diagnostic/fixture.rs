//! Fixtures.

use super::place::sibling;
use super::{Diagnostic, Place, listed};
use crate::model::{Migration, Set};
use crate::name::{Name, Scheme};

pub(crate) fn not_a_directory(path: &str) -> Diagnostic {
    Diagnostic::new("expected a directory of fixtures, found a file")
        .at(Place::file(path))
        .help(format!("move it elsewhere; a fixture is a file like `{path}/{}`", Scheme::Plain.example()))
}

/// `migration` is the one that it is called like.
pub(crate) fn subdirectory(path: &str, set: &Set, migration: Option<&Migration>) -> Diagnostic {
    Diagnostic::new("directory among fixtures").at(Place::file(path)).help(match migration {
        Some(migration) => format!("write its rows into the file `{}`", set.fixture_path(migration)),
        None => "nothing in it is read: move its files one level up, or all of it elsewhere".to_owned(),
    })
}

/// `near` is the migration that is probably meant, and `is_copy` whether it has a fixture.
pub(crate) fn misnamed(
    path: &str,
    name: &str,
    set: &Set,
    near: Option<&Migration>,
    is_copy: bool,
) -> Diagnostic {
    let help = match near.map(|near| set.fixture_path(near)) {
        Some(near) if is_copy => format!("if it is a copy of `{near}`, remove it"),
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let example = listed(set.migrations().last().map(|last| set.fixture_path(last)));
            format!(
                "name it like the migration behind which its rows come, like {example}; or move it elsewhere"
            )
        }
    };
    Diagnostic::new(format!("`{name}` is not the name of a fixture")).at(Place::file(path)).help(help)
}

/// `renumbered` is a migration with its description and another version.
pub(crate) fn unknown_version(
    path: &str,
    version: i64,
    set: &Set,
    renumbered: Option<&Migration>,
) -> Diagnostic {
    let help = renumbered.map(|migration| rename(set, migration)).unwrap_or_else(|| {
        let all = set.migrations();
        let (below, above) = all.split_at(all.partition_point(|migration| migration.version < version));
        let nearest = listed(below.last().into_iter().chain(above.first()).map(|nearest| &nearest.up.path));
        format!("name it like its migration, or remove it; nearest to this version: {nearest}")
    });
    Diagnostic::new(format!("fixture for version {version}, which no migration has"))
        .at(Place::file(path))
        .help(help)
}

/// `wanted` is the migration of this version, or else the one that has this description.
pub(crate) fn other_description(path: &str, set: &Set, wanted: &Migration) -> Diagnostic {
    Diagnostic::new("fixture with another description than its migration")
        .at(Place::file(path))
        .help(rename(set, wanted))
}

fn rename(set: &Set, migration: &Migration) -> String {
    format!("if its migration is `{}`, rename it to `{}`", migration.up.path, set.fixture_path(migration))
}

/// `name` is that of the fixture at `path`, `first` that of another one.
pub(crate) fn duplicate(
    path: &str,
    name: &Name,
    first: &Name,
    set: &Set,
    migration: &Migration,
) -> Diagnostic {
    let (wanted, other) = (set.fixture_path(migration), sibling(path, &name.path, &first.path));
    let help = if wanted == other {
        format!("write the rows of both into the other one, `{other}`")
    } else {
        format!("the other one is `{other}`; write the rows of both into `{wanted}`")
    };
    Diagnostic::new(format!("two fixtures for version {}", migration.version))
        .at(Place::file(path))
        .help(help)
}

pub(crate) fn directive(place: Place) -> Diagnostic {
    Diagnostic::new("directive in a fixture")
        .at(place)
        .note("directives change how a migration runs, and have no effect on a fixture")
        .help("remove the line; if it is only a comment, do not begin it with `migrate:`")
}
