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
            "\n  = note: what is newer is compatible with programs of version {program}: one that asks for \
             `NewerDatabase::IfCompatible` goes on"
        ),
        Compatibility::BrokenBy(versions) => {
            let (noun, versions) = (if versions.len() == 1 { "version" } else { "versions" }, list(versions));
            write!(
                f,
                "\n  = note: nothing says that programs of version {program} can work with {noun} {versions}"
            )
        }
        Compatibility::Unreadable(missing) => {
            write!(f, "\n  = note: it cannot even read, for want of {}", missing.join("; "))
        }
    }
}

fn list(versions: &[i64]) -> String {
    versions.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}
