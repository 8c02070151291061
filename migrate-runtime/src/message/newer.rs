//! What is said of a database that is newer than the program.

use std::fmt::{self, Formatter};

use crate::newer::Compatibility;

/// That the program could ask to go on, or why it cannot although it has asked.
pub(super) fn note(
    f: &mut Formatter<'_>,
    program: Option<i64>,
    compatibility: &Compatibility,
) -> fmt::Result {
    let Some(program) = program else { return Ok(()) };
    match compatibility {
        Compatibility::Unknown => Ok(()),
        Compatibility::Promised => write!(
            f,
            "\n  = note: what is newer says that programs of version {program} can work with it: `apply` and `check` go on if they \
             are asked to, by `NewerDatabase::IfCompatible`"
        ),
        Compatibility::BrokenBy(versions) => {
            let (noun, versions) = (if versions.len() == 1 { "version" } else { "versions" }, list(versions));
            write!(
                f,
                "\n  = note: nothing says that programs of version {program} can work with {noun} {versions}"
            )
        }
        Compatibility::Unfinished(version) => write!(
            f,
            "\n  = note: version {version} is half done, or still runs, and the schema is that of no version meanwhile"
        ),
        Compatibility::Unreadable(missing) => {
            write!(
                f,
                "\n  = note: not there any more, and known to programs of version {program}: {}",
                missing.join("; ")
            )
        }
    }
}

fn list(versions: &[i64]) -> String {
    versions.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}
