//! Where a problem is.

use std::ops::Range;

/// A file, and if known the place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The path as it is shown, with forward slashes.
    pub path: String,
    /// The place in the file; `None` for the file as a whole.
    pub position: Option<Position>,
    /// The line at that place; `None` if there is nothing worth showing.
    pub snippet: Option<Snippet>,
}

/// A line and a column. Both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// A line of a file and the part of it that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The whole line, without its end.
    pub line: String,
    /// How many characters are meant, from the position on. Never zero.
    pub width: usize,
}

impl Place {
    /// The file as a whole.
    pub fn file(path: impl Into<String>) -> Self {
        Self { path: path.into(), position: None, snippet: None }
    }

    /// The bytes `span` of `text`. What goes past the end of the text or of the first line is left away.
    pub fn span(path: impl Into<String>, text: &str, span: Range<usize>) -> Self {
        let start = boundary(text, span.start);
        let end = boundary(text, span.end).max(start);
        let first = text[..start].rfind('\n').map_or(0, |end| end + 1);
        let line = first_line(&text[first..]);
        let line_end = first + line.len();
        let position = Position {
            line: text[..first].matches('\n').count() + 1,
            column: text[first..start].chars().count() + 1,
        };
        let width = text[start..end.min(line_end)].chars().count().max(1);
        Self {
            path: path.into(),
            position: Some(position),
            snippet: Some(Snippet { line: line.strip_suffix('\r').unwrap_or(line).to_owned(), width }),
        }
    }

    /// The line `number` of `text`, from its first to its last character that is not blank.
    pub fn line(path: impl Into<String>, text: &str, number: usize) -> Self {
        let start = text.split_inclusive('\n').take(number.saturating_sub(1)).map(str::len).sum();
        let line = first_line(&text[start..]);
        let indent = line.len() - line.trim_start().len();
        Self::span(path, text, start + indent..start + line.trim_end().len())
    }
}

/// The path, as it is shown, of `other` in the directory in which `path` is that of `name`.
pub(super) fn sibling(path: &str, name: &str, other: &str) -> String {
    path.strip_suffix(name).map_or_else(|| other.to_owned(), |directory| format!("{directory}{other}"))
}

fn first_line(text: &str) -> &str {
    text.split_once('\n').map_or(text, |(line, _)| line)
}

/// The nearest character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(text: &str, span: Range<usize>) -> (usize, usize, usize) {
        let place = Place::span("a.sql", text, span);
        let position = place.position.unwrap();
        (position.line, position.column, place.snippet.unwrap().width)
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(position("é é x\n", 6..7), (1, 5, 1));
        assert_eq!(position("a\nb é x", 7..8), (2, 5, 1));
    }

    #[test]
    fn a_span_ends_with_its_first_line() {
        assert_eq!(position("ab\ncdef\ngh", 4..10), (2, 2, 3));
    }

    #[test]
    fn an_empty_span_is_one_wide() {
        assert_eq!(position("ab\n", 3..3), (2, 1, 1));
        assert_eq!(position("", 0..0), (1, 1, 1));
        assert_eq!(position("ab\ncd", 2..2), (1, 3, 1));
    }

    #[test]
    fn a_span_past_the_end_or_inside_a_character_is_no_panic() {
        assert_eq!(position("é", 1..90), (1, 1, 1));
        #[expect(clippy::reversed_empty_ranges)]
        let backwards = 2..1;
        assert_eq!(position("abc", backwards), (1, 3, 1));
    }

    #[test]
    fn a_line_is_meant_without_its_indent() {
        let place = Place::line("a", "x\n  yz \n", 2);
        assert_eq!(place.position, Some(Position { line: 2, column: 3 }));
        assert_eq!(place.snippet, Some(Snippet { line: "  yz ".to_owned(), width: 2 }));
    }

    #[test]
    fn a_snippet_has_no_carriage_return() {
        assert_eq!(Place::span("a", "x\r\ny", 0..1).snippet.unwrap().line, "x");
    }
}
