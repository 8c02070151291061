//! Why a set cannot go on from the history of another tool.

use std::fmt::{self, Formatter};

use super::{list, was};
use crate::adopt::AdoptionRefused;
use crate::foreign::Ledger;

pub(super) fn not_adopted(
    f: &mut Formatter<'_>,
    set: &str,
    ledger: Option<&Ledger>,
    reason: &AdoptionRefused,
) -> fmt::Result {
    match ledger {
        Some(ledger) => write!(f, "set `{set}` cannot go on from the history {ledger}: ")?,
        None => write!(f, "set `{set}` cannot go on from the history of another tool: ")?,
    }
    match reason {
        AdoptionRefused::NoHistory => f.write_str(
            "there is none, or it is empty\n  = help: `apply` migrates a new database; `baseline` takes over one \
             that has the tables already",
        ),
        AdoptionRefused::Several(ledgers) => {
            f.write_str("there are several")?;
            list(f, &ledgers.iter().map(ToString::to_string).collect::<Vec<_>>())?;
            f.write_str("\n  = help: say which one: `adopt_from`")
        }
        AdoptionRefused::Failed { version } => write!(
            f,
            "it says that version {version} has failed\n  = help: let the tool that began it finish or undo it first"
        ),
        AdoptionRefused::Unknown { versions } => {
            let shown = &versions[..versions.len().min(SHOWN_VERSIONS)];
            let (which, more) = match (versions.len(), versions.len() - shown.len()) {
                (1, _) => ("version", String::new()),
                (_, 0) => ("versions", String::new()),
                (_, more) => ("versions", format!(" and {more} more")),
            };
            write!(f, "it has {which} {}{more}, of which the set has no file", shown.join(", "))?;
            f.write_str("\n  = help: bring those files into the set, with the numbers that they had")
        }
        AdoptionRefused::Uncountable => f.write_str(
            "it counts migrations, and a squash of the set stands for files that are gone\n  = help: `baseline` finds the \
             version by the schema",
        ),
        AdoptionRefused::LeftOut { files, current } => {
            write!(f, "it is at version {current}, and {} left out", was(files.len(), "before it "))?;
            list(f, files)?;
            f.write_str("\n  = help: let the other tool apply them, or give them versions above it")
        }
        AdoptionRefused::OtherSchema { version, file, differences, is } => {
            if differences.is_empty() {
                write!(f, "it says version {version}, and no table or view of the set is there\n --> {file}")?;
                return f.write_str("\n  = help: open the right file, or restore a backup");
            }
            write!(f, "it says version {version}, and the schema is another one\n --> {file}")?;
            differences.iter().try_for_each(|difference| write!(f, "\n{difference}"))?;
            f.write_str("\n  = note: `-` is what that version has, `+` what the database has")?;
            match is {
                Some(is) => write!(f, "\n  = help: it is that of version {is}: `baseline` takes the database over there"),
                None => f.write_str("\n  = help: change the database back by hand, and adopt it then"),
            }
        }
    }
}

const SHOWN_VERSIONS: usize = 8;
