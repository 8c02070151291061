//! What the statements of a set compare columns with: rows that hold that are those which the statements are about.

use std::collections::HashMap;

use migrate_token::{Kind, Token, significant};
use rusqlite::types::Value;

use super::hint::{Literal, literal};

/// Of one name.
const MOST: usize = 4;

/// The literals, by the names of the columns that stand before them, in lower case.
#[derive(Debug, Default)]
pub(in crate::shadow) struct Literals(HashMap<String, Vec<Value>>);

impl Literals {
    /// Those in the texts.
    pub(in crate::shadow) fn read<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut literals = Self::default();
        texts.for_each(|text| literals.note(text));
        literals
    }

    fn note(&mut self, text: &str) {
        let mut name = None;
        let mut before: Vec<Token<'_>> = Vec::new();
        for token in significant(text) {
            if let Some(Literal::Value(value)) = literal(&before, &token) {
                if let Some(name) = &name {
                    let values = self.0.entry(String::clone(name)).or_default();
                    if values.len() < MOST && !values.contains(&value) {
                        values.push(value);
                    }
                }
            } else if matches!(token.kind, Kind::Word | Kind::Quoted) {
                let compares = ["in", "is", "not", "like", "glob", "between", "when"];
                if !compares.iter().any(|word| token.is_word(word)) {
                    name = token.name().map(|name| name.to_ascii_lowercase());
                }
            } else if !matches!(
                token.text,
                "=" | "==" | "<>" | "!=" | "<" | ">" | "<=" | ">=" | "(" | "," | "-" | "."
            ) {
                name = None;
            }
            before.clear();
            before.push(token);
        }
    }

    pub(super) fn of(&self, column: &str) -> &[Value] {
        self.0.get(&column.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_belongs_to_the_name_before_it() {
        let literals = Literals::read(
            ["DELETE FROM a WHERE a.State <> 'lost' AND n IN (1, -2) AND x + 7 > 1; INSERT INTO b (k) VALUES ('v')"]
                .into_iter(),
        );
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(literals.of("state"), [text("lost")]);
        assert_eq!(literals.of("N"), [Value::Integer(1), Value::Integer(-2)]);
        assert!(literals.of("x").is_empty() && literals.of("k").is_empty());
    }
}
