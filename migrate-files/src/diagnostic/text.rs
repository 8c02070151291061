//! Bytes that are no SQL text.

use super::{Diagnostic, Place};

pub(crate) fn utf16(place: Place) -> Diagnostic {
    Diagnostic::new("the file is UTF-16").at(place).help("save it as UTF-8")
}

/// `at` counts bytes from the start of the file.
pub(crate) fn not_utf8(place: Place, bad: u8, at: usize) -> Diagnostic {
    let help = match bad {
        0xa0.. => format!("save the file as UTF-8; in Latin-1 this byte is `{}`", char::from(bad)),
        _ => "save the file as UTF-8".to_owned(),
    };
    Diagnostic::new(format!("the file is not UTF-8: byte {bad:#04x} at offset {at}")).at(place).help(help)
}

/// `at` counts bytes from the start of the file.
pub(crate) fn nul(place: Place, at: usize) -> Diagnostic {
    Diagnostic::new(format!("NUL byte at offset {at}"))
        .at(place)
        .note("SQLite stops reading there without an error, so that what follows would never run")
        .help("remove it; as a value, write `char(0)` or `x'00'`")
}

pub(crate) fn unclosed_comment(place: Place) -> Diagnostic {
    Diagnostic::new("the comment is never closed")
        .at(place)
        .note("SQLite takes all that follows for the comment, so that it would never run")
        .help("close it with `*/`")
}
