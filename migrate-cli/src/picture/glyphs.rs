//! Names, as they can be drawn: a database allows anything in them.

use unicode_width::UnicodeWidthStr as _;

/// The text without characters that no document may hold or that nobody would see: those get a picture of their own.
pub(crate) fn visible(text: &str) -> String {
    let shown = |character: char| match character {
        '\0'..='\u{1f}' => char::from_u32(u32::from(character) + 0x2400).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        // They turn around what stands behind them.
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        other => other,
    };
    text.chars().map(shown).collect()
}

/// The same on several lines.
pub(crate) fn visible_lines(text: &str) -> String {
    text.split('\n').map(|line| visible(&line.replace('\t', "    "))).collect::<Vec<_>>().join("\n")
}

/// How many columns of a monospaced font it takes.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// The text, or its beginning, so that it takes at most so many columns.
pub(crate) fn short(text: &str, most: usize) -> String {
    let text = visible(text);
    if columns(&text) <= most {
        return text;
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if columns(&kept) >= most {
            kept.pop();
            break;
        }
    }
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_would_see_is_shown() {
        assert_eq!(
            visible("a\0b\tc\nd\u{7f}\u{85}\u{202e}\u{ffff} é名"),
            "a␀b␉c␊d␡\u{fffd}\u{fffd}\u{fffd} é名"
        );
        assert_eq!(visible_lines("a\tb\r\nc"), "a    b␍\nc");
    }

    #[test]
    fn a_long_name_is_cut_where_its_columns_end() {
        assert_eq!(short("abcde", 5), "abcde");
        assert_eq!(short("abcdef", 5), "abcd…");
        // Each takes two columns.
        assert_eq!(short("名前名前", 5), "名前…");
        assert_eq!(columns(&short("名前名前", 5)), 5);
    }
}
