//! Names of files.

use super::{Diagnostic, Place, listed};
use crate::directory::{Entry, Kind, Listing};
use crate::fixture;
use crate::name::{Context, Direction, Fault, Name, Scheme};
use crate::nearest::nearest;

/// A name that is not that of a migration.
pub(crate) fn fault(entry: &Entry, fault: &Fault, context: &Context<'_>) -> Diagnostic {
    let path = &*entry.name;
    let scheme = if matches!(entry.kind, Kind::Directory(_)) { Scheme::Diesel } else { context.scheme };
    let expected =
        |description: &str| expected(scheme, context.next.as_deref().unwrap_or("VERSION"), description);
    let place = Place::file(context.listing.shown(path));
    match fault {
        Fault::Control => control(&place.path),
        Fault::NoVersion(description) => without_version(place, path, &expected(description)),
        Fault::NoDescription => without_description(place, path),
        Fault::Spelling(corrected) => misspelt(place, path, corrected),
        Fault::Dotted(description) => dotted(place, &expected(description)),
        Fault::Undo => undo(place),
        Fault::Repeatable => repeatable(place, &expected("views")),
        Fault::TooLarge => version_too_large(place),
        Fault::Extension(found, corrected) => {
            extension(place, found, corrected, context.listing.has(corrected))
        }
        Fault::Stray => stray(place, path),
    }
}

/// The name of a new last migration.
fn expected(scheme: Scheme, next: &str, description: &str) -> String {
    match scheme {
        Scheme::Plain => format!("{next}_{description}.sql"),
        Scheme::Paired => format!("{next}_{description}.up.sql"),
        Scheme::Refinery => format!("V{next}__{description}.sql"),
        Scheme::Diesel => format!("{next}_{description}"),
    }
}

pub(crate) fn control(path: &str) -> Diagnostic {
    let place = Place::file(path.escape_debug().to_string());
    Diagnostic::new("control character in a file name").at(place).help("rename it, like `0001_init.sql`")
}

fn without_version(place: Place, path: &str, expected: &str) -> Diagnostic {
    Diagnostic::new(format!("`{path}` has no version"))
        .at(place)
        .help(format!("if it is the next migration, rename it to `{expected}`"))
}

fn without_description(place: Place, path: &str) -> Diagnostic {
    let (stem, extension) = path.find('.').map_or((path, ""), |at| path.split_at(at));
    let stem = stem.trim_end_matches(['_', '-', ' ']);
    let separator = if stem.starts_with('V') { "__" } else { "_" };
    Diagnostic::new(format!("`{path}` has no description")).at(place).help(format!(
        "say what it does, in a word or two of letters and digits, like `{stem}{separator}init{extension}`"
    ))
}

fn misspelt(place: Place, path: &str, corrected: &str) -> Diagnostic {
    Diagnostic::new(format!("expected `{corrected}`, found `{path}`"))
        .at(place)
        .help(format!("rename it to `{corrected}`"))
}

fn dotted(place: Place, expected: &str) -> Diagnostic {
    Diagnostic::new("the version is not a whole number").at(place).help(format!(
        "versions count 1, 2, 3, without parts; if it is the next migration, rename it to `{expected}`"
    ))
}

fn undo(place: Place) -> Diagnostic {
    Diagnostic::new("undo migration of Flyway").at(place).help(
        "name the pair `1_init.up.sql` and `1_init.down.sql` instead of `V1__init.sql` and `U1__init.sql`",
    )
}

fn repeatable(place: Place, expected: &str) -> Diagnostic {
    Diagnostic::new("repeatable migration of Flyway")
        .at(place)
        .note("a file that runs again whenever it changes leaves no history")
        .help(format!("make every change a migration of its own, like `{expected}`, that drops and creates"))
}

fn version_too_large(place: Place) -> Diagnostic {
    Diagnostic::new("the version is too large").at(place).help(format!(
        "the largest version is {}; count 1, 2, 3, or write the time as `20260131120000`",
        i64::MAX
    ))
}

fn extension(place: Place, found: &str, corrected: &str, exists: bool) -> Diagnostic {
    let title = match found {
        "" => "expected the extension `.sql`, found none".to_owned(),
        found => format!("expected the extension `.sql`, found `{found}`"),
    };
    Diagnostic::new(title).at(place).help(match exists {
        true => format!("if it is a copy of `{corrected}`, remove it"),
        false => format!("rename it to `{corrected}`"),
    })
}

fn stray(place: Place, path: &str) -> Diagnostic {
    let near = nearest(path, ["migrations.lock"]);
    Diagnostic::new(format!("`{path}` is not a migration")).at(place).help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "move it elsewhere; beside migrations there may be {} and hidden files",
            listed(["migrations.lock", "README.md", "fixtures/"])
        ),
    })
}

/// A file in the directory of a diesel migration.
pub(crate) fn stray_in_diesel(path: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(format!("`{path}` is no part of a migration")).at(Place::file(path)).help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "move it elsewhere; the directory of a migration may have {}",
            listed(["up.sql", "down.sql", "metadata.toml", "README.md"])
        ),
    })
}

pub(crate) fn without_up(path: &str) -> Diagnostic {
    Diagnostic::new(format!("no `up.sql` in `{path}`"))
        .at(Place::file(path))
        .help(format!("create `{path}/up.sql`, or remove the directory"))
}

pub(crate) fn file_is_directory(path: &str) -> Diagnostic {
    Diagnostic::new("expected a file, found a directory")
        .at(Place::file(path))
        .help("rename it, or put the SQL into a file of this name")
}

pub(crate) fn special(path: &str) -> Diagnostic {
    Diagnostic::new("expected a regular file, found a pipe, a socket or a device")
        .at(Place::file(path))
        .help("move it elsewhere")
}

pub(crate) fn subdirectory(path: &str, children: &[Entry]) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    let help = match nearest(name, [fixture::DIRECTORY]) {
        Some(near) => format!("did you mean `{near}`?"),
        None if children.iter().any(|child| child.name.ends_with(".sql")) => {
            "move its files one level up, or name it with `dir` as a set of its own".to_owned()
        }
        None => format!("move it elsewhere; rows to try migrations on stand in `{}`", fixture::DIRECTORY),
    };
    Diagnostic::new("directory among migrations")
        .at(Place::file(path))
        .note(format!(
            "nothing in it is read: it is not the directory of a migration, like `{}`",
            Scheme::Diesel.example()
        ))
        .help(help)
}

pub(crate) fn mixed(listing: &Listing, odd: &Name, others: &[&Name], wanted: Scheme) -> Diagnostic {
    let others = listed(others.iter().map(|name| listing.shown(&name.path)));
    Diagnostic::new("more than one naming scheme in a directory")
        .at(Place::file(listing.shown(&odd.path)))
        .note(format!("it is named like `{}`, others like {others}", odd.scheme.example()))
        .help(match (odd.direction, wanted) {
            (Direction::Down, Scheme::Plain | Scheme::Refinery) => {
                format!("only names like `{}` have a way back; rename the others", Scheme::Paired.example())
            }
            _ => format!("move it to `{}`", listing.shown(&odd.written(wanted, odd.direction))),
        })
}
