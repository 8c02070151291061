//! Directives at the top of a file.

use super::place::sibling;
use super::{Diagnostic, Place, listed};
use crate::checksum::hex;
use crate::header::{FOR_DOWN, KNOWN, near};
use crate::name::{Direction, Name, Scheme};

/// How a directive is written.
fn form(directive: &str) -> &'static str {
    match directive {
        "no-transaction" => "-- migrate: no-transaction",
        "foreign-keys" => "-- migrate: foreign-keys = on|off",
        "irreversible" => "-- migrate: irreversible: REASON",
        "backfill" => "-- migrate: backfill, pause = 10ms",
        "phase" => "-- migrate: phase expand|contract",
        "compatible-with" => "-- migrate: compatible-with VERSION",
        "replaces" => "-- migrate: replaces FIRST..LAST",
        "allow" => "-- migrate: allow(LINT, …): REASON",
        _ => "-- migrate: checksum sha256:HEX",
    }
}

pub(crate) fn unknown(place: Place, name: &str) -> Diagnostic {
    let title = if name.is_empty() {
        "directive without a name".to_owned()
    } else {
        format!("unknown directive `{name}`")
    };
    let valid = format!("the directives are {}", listed(KNOWN));
    Diagnostic::new(title).at(place).help(match near(name) {
        Some(near) => format!("did you mean `{near}`? {valid}"),
        None => format!("{valid}; if it is only a comment, do not begin it with `migrate:`"),
    })
}

pub(crate) fn malformed(place: Place, directive: &str) -> Diagnostic {
    Diagnostic::new(format!("malformed directive `{directive}`"))
        .at(place)
        .help(format!("write it as `{}`", form(directive)))
}

pub(crate) fn without_reason(place: Place, directive: &str) -> Diagnostic {
    Diagnostic::new(format!("directive `{directive}` without a reason"))
        .at(place)
        .help(format!("say why, for those who come later: `{}`", form(directive)))
}

pub(crate) fn repeated(place: Place, directive: &str, first: usize) -> Diagnostic {
    Diagnostic::new(format!("directive `{directive}` is given twice"))
        .at(place)
        .help(format!("line {first} has it already; remove one of them"))
}

pub(crate) fn allowed_twice(place: Place, lint: &str) -> Diagnostic {
    Diagnostic::new(format!("lint `{lint}` is allowed twice")).at(place).help("remove one of them")
}

pub(crate) fn unknown_lint(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(format!("unknown lint `{name}`")).at(place).help(super::lint::known(name, false))
}

pub(crate) fn too_late(place: Place) -> Diagnostic {
    Diagnostic::new("directive after the first statement")
        .at(place)
        .note("directives are about the whole file and have an effect only at its top")
        .help("move the line above the first statement; if it is only a comment, do not begin it with `migrate:`")
}

pub(crate) fn block_comment(place: Place) -> Diagnostic {
    Diagnostic::new("directive in a block comment")
        .at(place)
        .help("write it as a line of its own at the top of the file, like `-- migrate: no-transaction`")
}

pub(crate) fn not_in_down(place: Place, directive: &str) -> Diagnostic {
    Diagnostic::new(format!("directive `{directive}` in a down file"))
        .at(place)
        .help(format!("write it into the up file; a down file may have {}", listed(FOR_DOWN)))
}

pub(crate) fn irreversible_with_down(place: Place, down: &str) -> Diagnostic {
    Diagnostic::new("irreversible migration with a down file")
        .at(place)
        .help(format!("remove `{down}`, or remove this line"))
}

pub(crate) fn checksum_malformed(place: Place, found: &[u8; 32]) -> Diagnostic {
    Diagnostic::new("malformed directive `checksum`")
        .at(place)
        .note("expected `sha256:` and 64 hexadecimal digits, the SHA-256 of the file without this line")
        .help(format!(
            "for the file as it is now, replace this line with:\n-- migrate: checksum sha256:{}",
            hex(found)
        ))
}

pub(crate) fn checksum_differs(place: Place, written: &[u8; 32], found: &[u8; 32]) -> Diagnostic {
    Diagnostic::new("the file does not have the checksum that it states")
        .at(place)
        .note(format!("expected {}\n   found {}", hex(written), hex(found)))
        .help(format!(
            "restore the file from version control; if the edit is meant, replace this line with:\n\
             -- migrate: checksum sha256:{}",
            hex(found)
        ))
}

/// Why a section that only a comment begins is no section.
const NO_SECTION: &str = "a comment does not end a file: the statements below it would run with those above";

pub(crate) fn down_section(place: Place, tool: &str, name: &Name) -> Diagnostic {
    let path = |way| sibling(&place.path, &name.path, &name.written(name.scheme.with_downs(), way));
    let (up, down) = (path(Direction::Up), path(Direction::Down));
    let way_out = match name.scheme {
        Scheme::Paired | Scheme::Diesel => format!("move what follows into `{down}`"),
        Scheme::Plain | Scheme::Refinery => {
            format!("move what follows into a new file `{down}`, and rename this one to `{up}`")
        }
    };
    Diagnostic::new(format!("down section of {tool} in an up file")).at(place).note(NO_SECTION).help(way_out)
}

pub(crate) fn up_section(place: Place, tool: &str) -> Diagnostic {
    Diagnostic::new(format!("up section of {tool} in a down file"))
        .at(place)
        .note(NO_SECTION)
        .help("keep only the down section in this file")
}

pub(crate) fn foreign_option(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(format!("`{written}` is an option of another tool"))
        .at(place)
        .note("it is only a comment here, and the file would run in a transaction")
        .help("replace the line with `-- migrate: no-transaction`")
}

pub(crate) fn metadata(place: Place) -> Diagnostic {
    Diagnostic::new("unknown setting in `metadata.toml`")
        .at(place)
        .help("the settings are `run_in_transaction = true` and `run_in_transaction = false`")
}

pub(crate) fn metadata_repeated(place: Place) -> Diagnostic {
    Diagnostic::new("`run_in_transaction` is set twice").at(place).help("remove one of them")
}
