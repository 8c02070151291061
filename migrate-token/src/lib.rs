//! SQL text as tokens, by SQLite's own rules.
//!
//! Tokens answer small questions: where comments are, whether two texts mean the same, where a name stands in a
//! statement, and which clauses a table has of which no PRAGMA tells. What a statement *does* is always asked of SQLite
//! itself.

mod canonical;
mod definition;
mod key;

pub use canonical::{canonical, write_canonical};
pub use definition::{Clauses, Definition, closing};
pub use key::Key;

/// What a [`Token`] is. The classes are those of SQLite's tokenizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Spaces, tabs, line ends, form feeds and a byte order mark.
    Space,
    /// `-- …` to the end of the line, or `/* … */`.
    Comment,
    /// A bare word: a keyword or an unquoted name.
    Word,
    /// A name in double quotes, backticks or brackets. In double quotes it may also be a string, where no
    /// such name exists.
    Quoted,
    /// `'…'`.
    String,
    /// `x'…'`.
    Blob,
    /// An integer or a real number.
    Number,
    /// `?`, `?1`, `:a`, `@a` or `$a`.
    Parameter,
    /// An operator or punctuation.
    Operator,
    /// What SQLite has no use for: an unclosed quote, a stray byte.
    Illegal,
}

/// A piece of SQL text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// Its class.
    pub kind: Kind,
    /// Its text as written, quotes included.
    pub text: &'a str,
    /// The byte at which it starts.
    pub start: usize,
}

impl<'a> Token<'a> {
    /// Whether SQLite's parser never sees it.
    pub fn is_blank(&self) -> bool {
        matches!(self.kind, Kind::Space | Kind::Comment)
    }

    /// Whether it is the bare word `word`, in any case.
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// The name that it spells, without quotes; `None` for what cannot be a name.
    pub fn name(&self) -> Option<std::borrow::Cow<'a, str>> {
        match self.kind {
            Kind::Word => Some(self.text.into()),
            Kind::Quoted | Kind::String => {
                let close = &self.text[self.text.len() - 1..];
                let inner = &self.text[1..self.text.len() - 1];
                Some(if close == "]" { inner.into() } else { inner.replace(&close.repeat(2), close).into() })
            }
            _ => None,
        }
    }
}

/// The tokens of `sql`, blanks included, without a gap: their texts, joined, are `sql`.
pub fn tokens(sql: &str) -> impl Iterator<Item = Token<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = sql.get(start..).filter(|rest| !rest.is_empty())?;
        let (kind, length) = scan(rest);
        let token = Token { kind, text: &rest[..length], start };
        start += length;
        Some(token)
    })
}

/// The tokens that SQLite's parser sees.
pub fn significant(sql: &str) -> impl Iterator<Item = Token<'_>> {
    tokens(sql).filter(|token| !token.is_blank())
}

/// The first token of `text`, and its length in bytes.
fn scan(text: &str) -> (Kind, usize) {
    let bytes = text.as_bytes();
    let while_ = |from: usize, test: fn(u8) -> bool| {
        from + bytes[from..].iter().take_while(|&&byte| test(byte)).count()
    };
    let second = bytes.get(1).copied().unwrap_or(0);
    match bytes[0] {
        0xEF if text.starts_with('\u{feff}') => (Kind::Space, 3),
        byte if is_space(byte) => (Kind::Space, while_(1, is_space)),
        b'-' if second == b'-' => (Kind::Comment, text.find('\n').unwrap_or(text.len())),
        // SQLite takes an unclosed block comment to the end of the text for a comment.
        b'/' if second == b'*' => (Kind::Comment, text[2..].find("*/").map_or(text.len(), |end| end + 4)),
        b'\'' => closed(text, Kind::String),
        b'"' | b'`' => closed(text, Kind::Quoted),
        b'[' => match text.find(']') {
            Some(end) => (Kind::Quoted, end + 1),
            None => (Kind::Illegal, text.len()),
        },
        b'x' | b'X' if second == b'\'' => match text[2..].find('\'') {
            Some(end) => (Kind::Blob, end + 3),
            None => (Kind::Illegal, text.len()),
        },
        b'0'..=b'9' => (Kind::Number, number(bytes)),
        b'.' if second.is_ascii_digit() => (Kind::Number, number(bytes)),
        b'?' => (Kind::Parameter, while_(1, |byte| byte.is_ascii_digit())),
        b':' | b'@' | b'$' | b'#' if is_word(second) => (Kind::Parameter, while_(1, is_word)),
        byte if is_word(byte) => (Kind::Word, while_(1, is_word)),
        b'|' if second == b'|' => (Kind::Operator, 2),
        b'-' if second == b'>' => (Kind::Operator, if bytes.get(2) == Some(&b'>') { 3 } else { 2 }),
        b'<' if matches!(second, b'=' | b'>' | b'<') => (Kind::Operator, 2),
        b'>' if matches!(second, b'=' | b'>') => (Kind::Operator, 2),
        b'=' | b'!' if second == b'=' => (Kind::Operator, 2),
        b'(' | b')' | b',' | b';' | b'.' | b'=' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'%' | b'&'
        | b'|' | b'~' => (Kind::Operator, 1),
        _ => (Kind::Illegal, text.chars().next().map_or(1, char::len_utf8)),
    }
}

/// A quoted token that starts `text`; a doubled quote inside is part of it.
fn closed(text: &str, kind: Kind) -> (Kind, usize) {
    let quote = text.as_bytes()[0];
    let mut bytes = text.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte == quote && bytes.next_if(|&(_, next)| next == quote).is_none() {
            return (kind, at + 1);
        }
    }
    (Kind::Illegal, text.len())
}

/// The length of the number that starts `bytes`. What sticks to it (`12ab`) is taken along, as SQLite does.
fn number(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let sign_of_exponent = matches!(byte, b'+' | b'-')
            && at > 0
            && matches!(bytes[at - 1], b'e' | b'E')
            && !bytes[..2.min(bytes.len())].eq_ignore_ascii_case(b"0x");
        if byte == b'.' || is_word(byte) || sign_of_exponent {
            at += 1;
        } else {
            break;
        }
    }
    at
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

/// SQLite lets every byte above ASCII stand in a name.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(sql: &str) -> Vec<(Kind, &str)> {
        significant(sql).map(|token| (token.kind, token.text)).collect()
    }

    #[test]
    fn tokens_join_to_the_text() {
        let sql = "\u{feff}-- é\r\nCREATE /* ; */ TABLE [a b](\"x\"\"y\" TEXT DEFAULT 'it''s'); SELECT x'00', 1.5e-3, ?1, :n; 'open";
        assert_eq!(tokens(sql).map(|token| token.text).collect::<String>(), sql);
    }

    #[test]
    fn quotes_and_comments_hide_semicolons() {
        assert_eq!(
            kinds("a -- ;\n ';' /* ; */ \";\" [;] `;`;"),
            [
                (Kind::Word, "a"),
                (Kind::String, "';'"),
                (Kind::Quoted, "\";\""),
                (Kind::Quoted, "[;]"),
                (Kind::Quoted, "`;`"),
                (Kind::Operator, ";"),
            ]
        );
    }

    #[test]
    fn numbers_keep_signs_of_exponents_and_nothing_else() {
        assert_eq!(
            kinds("1e-3-2 0x1e+1"),
            [
                (Kind::Number, "1e-3"),
                (Kind::Operator, "-"),
                (Kind::Number, "2"),
                (Kind::Number, "0x1e"),
                (Kind::Operator, "+"),
                (Kind::Number, "1"),
            ]
        );
    }

    #[test]
    fn names_lose_their_quotes() {
        let names = significant("a \"b\"\"c\" [d e] `f`").filter_map(|token| token.name());
        assert_eq!(names.collect::<Vec<_>>(), ["a", "b\"c", "d e", "f"]);
    }

    #[test]
    fn an_unclosed_quote_is_illegal_to_the_end() {
        assert_eq!(kinds("'open ;"), [(Kind::Illegal, "'open ;")]);
    }
}
