//! Bytes -> text.

use crate::diagnostic::{self, Diagnostic, Place};

/// The text of a file, and whether it is what stands on the disk, byte for byte: a byte order mark is left away, and
/// CRLF becomes LF, because neither editors nor version control keep them.
pub(crate) fn decode(path: &str, bytes: Vec<u8>) -> Result<(String, bool), Diagnostic> {
    if is_utf16(&bytes) {
        return Err(diagnostic::text::utf16(Place::file(path)));
    }
    let raw = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let raw = String::from_utf8_lossy(error.as_bytes());
        let (text, start) = (normalised(&raw), normalised(&raw[..at]).len());
        let bad = error.as_bytes()[at];
        diagnostic::text::not_utf8(Place::span(path, &text, start..start + '\u{fffd}'.len_utf8()), bad, at)
    })?;
    let text = normalised(&raw);
    if let Some(at) = raw.find('\0') {
        let start = normalised(&raw[..at]).len();
        return Err(diagnostic::text::nul(Place::span(path, &text, start..start + 1), at));
    }
    let verbatim = text == raw;
    Ok((text, verbatim))
}

fn normalised(raw: &str) -> String {
    raw.strip_prefix('\u{feff}').unwrap_or(raw).replace("\r\n", "\n")
}

/// With its byte order mark, or without one but with ASCII in it.
fn is_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [a, 0, b, 0, ..] | [0, a, 0, b, ..] => *a > 0 && *b > 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(bytes: &[u8]) -> (usize, usize) {
        let problem = decode("a.sql", bytes.to_vec()).unwrap_err();
        let position = problem.place().unwrap().position.unwrap();
        (position.line, position.column)
    }

    #[test]
    fn a_byte_order_mark_and_crlf_are_no_part_of_the_text() {
        assert_eq!(decode("a", b"\xef\xbb\xbfa\r\nb\rc\n".to_vec()), Ok(("a\nb\rc\n".to_owned(), false)));
        assert_eq!(decode("a", b"a\n".to_vec()), Ok(("a\n".to_owned(), true)));
        assert_eq!(decode("a", Vec::new()), Ok((String::new(), true)));
    }

    #[test]
    fn bad_bytes_are_found_by_line_and_column() {
        assert_eq!(position(b"\xef\xbb\xbfa\r\n\xc3\xa9\xe9"), (2, 2));
        assert_eq!(position(b"\xff"), (1, 1));
        assert_eq!(position(b"abc\r\nde\0f"), (2, 3));
    }

    #[test]
    fn utf_16_is_recognised_with_and_without_its_mark() {
        for bytes in [&b"\xff\xfea\0"[..], b"\xfe\xff\0a", b"S\0E\0L\0", b"\0S\0E\0L"] {
            let problem = decode("a", bytes.to_vec()).unwrap_err();
            assert!(problem.title().contains("UTF-16"), "{problem}");
        }
    }
}
