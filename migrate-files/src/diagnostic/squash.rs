//! Files that replace others.

use super::{Diagnostic, Place, listed, shown};
use crate::lock::{Remedy, Unlocked};
use crate::model::{Migration, Set};
use crate::squash::Replaces;

/// So many rows of a table are shown.
const SHOWN_ROWS: usize = 5;

pub(crate) fn with_down(place: Place, down: &str) -> Diagnostic {
    Diagnostic::new("squash with a down file")
        .at(place)
        .note("back from it lies the last of the files that it replaces, and nothing would be taken back")
        .help(format!("remove `{down}`"))
}

pub(crate) fn with_phase(place: Place) -> Diagnostic {
    Diagnostic::new("squash with a phase")
        .at(place)
        .note("only new databases run it, and no older program works with those")
        .help("remove the line")
}

pub(crate) fn without_transaction(place: Place) -> Diagnostic {
    Diagnostic::new("squash that does not run in a transaction")
        .at(place)
        .note("one that was interrupted would leave a database behind that no version has")
        .help("let it run in one; what cannot goes into another file, which is not replaced")
}

pub(crate) fn backwards(place: Place, first: i64, last: i64) -> Diagnostic {
    Diagnostic::new(format!("the range {first}..{last} goes backwards"))
        .at(place)
        .help(format!("write the lower version first: `replaces {last}..{first}`"))
}

pub(crate) fn not_above(place: Place, version: i64, last: i64) -> Diagnostic {
    Diagnostic::new(format!("the squash has version {version}, and replaces versions up to {last}"))
        .at(place)
        .help(format!("give it the next version above {last}"))
}

/// `other` is the last one between them.
pub(crate) fn between(place: Place, other: &Migration, replaces: &Replaces) -> Diagnostic {
    let (first, version) = (replaces.first, other.version);
    Diagnostic::new(format!("version {version} is between the squash and the versions that it replaces"))
        .at(place)
        .note(format!("it is `{}`", other.up.path))
        .help(format!("replace it, too: `replaces {first}..{version}`"))
}

pub(crate) fn overlap(place: Place, other: &Migration, of: &Replaces) -> Diagnostic {
    let Replaces { first, last, .. } = of;
    Diagnostic::new(format!("the squash replaces a part of what `{}` replaces", other.up.name))
        .at(place)
        .note(format!("that one, version {}, replaces {first}..{last}", other.version))
        .help(format!("replace all of it, from {first} to {} or later; or begin behind it", other.version))
}

pub(crate) fn not_a_version(place: Place, version: i64, versions: &[i64]) -> Diagnostic {
    let below = versions.iter().rev().find(|found| **found < version);
    let above = versions.iter().find(|found| **found > version);
    let near: Vec<&i64> = below.into_iter().chain(above).collect();
    let help = match near.len() {
        0 => "a squash replaces migrations: there is none before it".to_owned(),
        1 => format!("the nearest version is {}", listed(near)),
        _ => format!("the nearest versions are {}", listed(near)),
    };
    Diagnostic::new(format!("the squash replaces version {version}, and no migration has it"))
        .at(place)
        .help(help)
}

pub(crate) fn gone_without_lock(place: Place, set: &Set, replaces: &Replaces) -> Diagnostic {
    let Replaces { first, last, .. } = replaces;
    Diagnostic::new(
        "the files that the squash replaces are gone, and there is no lock that says what they made",
    )
    .at(place)
    .note(format!(
        "a database at a version from {first} to {last} could no longer be told from a foreign one"
    ))
    .help(bring_back(set))
}

pub(crate) fn gone_without_pin(
    place: Place,
    set: &Set,
    squash: &Migration,
    replaces: &Replaces,
) -> Diagnostic {
    let Replaces { first, last, .. } = replaces;
    let name = &squash.up.name;
    Diagnostic::new("the files that the squash replaces are gone, and the lock does not say what they made")
        .at(place)
        .note(format!("it has no line `# {name} replaces {first}..{last}: schema …, last files in …`"))
        .help(bring_back(set))
}

fn bring_back(set: &Set) -> String {
    let path = crate::directory::within(set.directory(), crate::lock::FILE);
    format!(
        "bring them back from version control, build once with a `{path}`, write the lines that the build asks for, and delete them then"
    )
}

/// `lines` are what the lock lacks.
pub fn unlocked(place: Place, path: &str, lines: &[String]) -> Diagnostic {
    let these = if lines.len() == 1 { "this line" } else { "these lines" };
    Diagnostic::new(format!("the squash is not in `{path}`"))
        .at(place)
        .help(format!(
            "add {these} to `{path}`, and keep those of the files that it replaces:\n{}",
            lines.join("\n")
        ))
        .solved_by(Remedy::Add(Unlocked { lines: lines.to_vec(), below: None }))
}

/// The lock has another digest, and the files are there: `line` is the right one.
pub fn stale(place: Place, squash: &Migration, line: &str) -> Diagnostic {
    Diagnostic::new("the lock states another schema than the squash makes")
        .at(place)
        .note(format!("`{}` and the files that it replaces make the same one", squash.up.path))
        .help(format!("replace the line with:\n{line}"))
}

/// The lock has another digest, and the files are gone.
pub fn not_as_pinned(place: Place, lock: &str, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::new("the squash does not make the schema that the files which it replaces have made")
        .at(place)
        .note(format!("`{lock}` says that it was {expected}; it is {found}"))
        .help("restore the squash and its line in the lock from version control, and write the change as a new migration")
}

/// `differences` are those of the schema that the files make to that of the squash.
pub fn schema(place: Place, replaces: &Replaces, differences: &[String]) -> Diagnostic {
    let Replaces { first, last, .. } = replaces;
    Diagnostic::new(format!("the squash does not make the schema that {first}..{last} make"))
        .at(place)
        .note(format!("`-` is what the files make, `+` what the squash makes:\n{}", shown(differences)))
        .help("change the squash, so that both make the same; or take it out of the set")
}

/// `files` and `squash` count the rows.
pub fn count(place: Place, table: &str, replaces: &Replaces, files: usize, squash: usize) -> Diagnostic {
    let Replaces { first, last, .. } = replaces;
    let rows = |count| if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
    Diagnostic::new(format!(
        "table `{table}` has {} behind {first}..{last}, and {} behind the squash",
        rows(files),
        rows(squash)
    ))
    .at(place)
    .help("let the squash insert the rows that the files insert and leave, and no others")
}

/// `lost` are rows that only the files leave, `added` such as only the squash leaves.
pub fn rows(place: Place, table: &str, columns: &[String], lost: &[String], added: &[String]) -> Diagnostic {
    let sign = |sign, rows: &[String]| -> Vec<String> {
        let shown = rows.iter().take(SHOWN_ROWS).map(|row| format!("{sign} ({row})"));
        let more = rows.len().saturating_sub(SHOWN_ROWS);
        shown.chain((more > 0).then(|| format!("{sign} … and {more} more"))).collect()
    };
    let both = [sign('-', lost), sign('+', added)].concat().join("\n");
    let columns = columns.join(", ");
    Diagnostic::new(format!("table `{table}` does not hold the rows that the replaced files have left"))
        .at(place)
        .note(format!("`-` are rows ({columns}) of the files, `+` those of the squash:\n{both}"))
        .help("let the squash insert the same rows, with their keys")
}
