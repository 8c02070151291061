//! What an index sorts by, of which SQLite's pragmas tell only the columns.

use crate::{Kind, Token, significant};

/// The key of a `CREATE INDEX` statement.
#[derive(Debug, PartialEq, Eq)]
pub struct Key<'a> {
    /// Columns and expressions, with their COLLATE and without ASC and DESC.
    pub terms: Vec<&'a str>,
    /// What the rows fulfil that it covers.
    pub condition: Option<&'a str>,
}

impl<'a> Key<'a> {
    /// Reads `sql`, as it stands in `sqlite_schema`; `None` where it is none.
    pub fn parse(sql: &'a str) -> Option<Self> {
        let tokens: Vec<Token<'a>> = significant(sql).filter(|token| token.text != ";").collect();
        let end_of = |token: &Token<'_>| token.start + token.text.len();
        let on = tokens.iter().position(|token| token.kind == Kind::Word && token.is_word("ON"))?;
        let open = on + tokens[on..].iter().position(|token| token.text == "(")?;
        let (mut terms, mut depth, mut start) = (Vec::new(), 0_usize, open + 1);
        for (at, token) in tokens.iter().enumerate().skip(open) {
            depth = match token.text {
                "(" => depth + 1,
                ")" => depth - 1,
                _ => depth,
            };
            if depth == 0 || (depth == 1 && token.text == ",") {
                let is_order = |token: &Token<'_>| token.is_word("ASC") || token.is_word("DESC");
                let last = tokens[start..at].iter().rposition(|token| !is_order(token))?;
                terms.push(&sql[tokens[start].start..end_of(&tokens[start + last])]);
                start = at + 1;
            }
            if depth == 0 {
                break;
            }
        }
        if depth > 0 {
            return None;
        }
        let condition = match (tokens.get(start), tokens.get(start + 1), tokens.last()) {
            (Some(word), Some(first), Some(last)) if word.is_word("WHERE") => {
                Some(&sql[first.start..end_of(last)])
            }
            _ => None,
        };
        Some(Self { terms, condition })
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn a_key_is_read_from_its_text() {
        let sql = "CREATE UNIQUE INDEX \"on\" ON t (a COLLATE nocase DESC, lower(b, ')') ASC, [c,]) WHERE (d) > 0 -- x\n";
        let key = Key::parse(sql).unwrap();
        assert_eq!(key.terms, ["a COLLATE nocase", "lower(b, ')')", "[c,]"]);
        assert_eq!(key.condition, Some("(d) > 0"));
        assert_eq!(Key::parse("CREATE UNIQUE INDEX i ON t (a)").unwrap().condition, None);
        assert_eq!(Key::parse("CREATE UNIQUE INDEX i ON t (a"), None);
    }
}
