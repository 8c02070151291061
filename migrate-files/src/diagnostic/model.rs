//! Files that do not make a set.

use super::place::sibling;
use super::{Diagnostic, Place};
use crate::header::Headed;
use crate::name::{Direction, Name, Scheme, following};

pub(crate) fn duplicate(second: &Headed, first: &Headed, names: &[Name]) -> Diagnostic {
    let other = &first.file.path;
    let rename = match (up_and_down(&first.name, &second.name), following(names, 1)) {
        (Some(description), _) => {
            let name = Name { description: description.to_owned(), ..first.name.clone() };
            let [up, down] = [Direction::Up, Direction::Down].map(|way| name.written(Scheme::Paired, way));
            format!("if they are the way there and the way back, rename them to `{up}` and `{down}`")
        }
        (None, Some(next)) => format!("rename one to `{next}_…`"),
        (None, None) => "rename one".to_owned(),
    };
    Diagnostic::new(format!("two migrations have version {}", second.name.version))
        .at(Place::file(&second.file.path))
        .help(format!("the other one is `{other}`; {rename}"))
}

/// The description that `init_up` and `init_down` have in common.
fn up_and_down<'a>(a: &'a Name, b: &'a Name) -> Option<&'a str> {
    let without = |name: &'a Name, way| {
        Some(name.description.strip_suffix(way)?.trim_end_matches(['_', '-', '.', ' ']))
    };
    let common =
        |up, down| without(up, "up").filter(|stem| !stem.is_empty() && without(down, "down") == Some(*stem));
    common(a, b).or_else(|| common(b, a))
}

pub(crate) fn down_without_up(down: &Headed) -> Diagnostic {
    let up = down.name.written(down.name.scheme, Direction::Up);
    Diagnostic::new("down file without an up file")
        .at(Place::file(&down.file.path))
        .help(format!("create `{}`, or remove this file", sibling(&down.file.path, &down.file.name, &up)))
}

/// Both have the same version.
pub(crate) fn pair_mismatch(down: &Headed, up: &Headed) -> Diagnostic {
    let wanted = up.name.written(up.name.scheme, Direction::Down);
    Diagnostic::new("down file with another name than its up file").at(Place::file(&down.file.path)).help(
        format!(
            "the up file of this version is `{}`; rename this one to `{}`",
            up.file.path,
            sibling(&down.file.path, &down.file.name, &wanted)
        ),
    )
}

pub(crate) fn trusted_through_nothing(version: i64, versions: &[i64]) -> Diagnostic {
    let below = versions.iter().rev().find(|found| **found < version);
    let above = versions.iter().find(|found| **found > version);
    let help = match (below, above) {
        (Some(below), Some(above)) => format!("the nearest versions are {below} and {above}"),
        (Some(last), None) => format!("the last version is {last}"),
        (None, Some(first)) => format!("the first version is {first}"),
        (None, None) => "leave the argument out".to_owned(),
    };
    Diagnostic::new(format!("argument `trusted_through`: no migration has version {version}")).help(help)
}
