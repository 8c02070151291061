//! Literals: what a column is compared with is often what it can hold.

use migrate_token::{Kind, Token};
use rusqlite::types::Value;

/// A literal, with the column that stands before it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hint {
    pub(super) column: Option<usize>,
    pub(super) literal: Literal,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    Value(Value),
    Like(String),
    Glob(String),
    /// The place in a JSON text.
    Path(String),
}

/// The literal that a token is, given those before it.
pub(super) fn literal(before: &[Token<'_>], token: &Token<'_>) -> Option<Literal> {
    let last = before.last();
    match token.kind {
        Kind::String => {
            let text = token.name()?.into_owned();
            Some(match last {
                Some(word) if word.is_word("like") => Literal::Like(text),
                Some(word) if word.is_word("glob") => Literal::Glob(text),
                Some(arrow) if matches!(arrow.text, "->" | "->>") => Literal::Path(text),
                _ if text.starts_with("$.") || text.starts_with("$[") => Literal::Path(text),
                _ => Literal::Value(Value::Text(text)),
            })
        }
        Kind::Number => {
            let is_negative = last.is_some_and(|sign| sign.text == "-");
            let sign = if is_negative { -1 } else { 1 };
            let integer = match token.text.get(..2) {
                Some("0x" | "0X") => i64::from_str_radix(&token.text[2..], 16).ok(),
                _ => token.text.parse::<i64>().ok(),
            };
            let value = match integer {
                Some(integer) => Value::Integer(sign * integer),
                None => Value::Real(token.text.parse::<f64>().ok()? * if is_negative { -1.0 } else { 1.0 }),
            };
            Some(Literal::Value(value))
        }
        Kind::Blob => {
            let digits = token.text.get(2..token.text.len() - 1)?;
            let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
            Some(Literal::Value(Value::Blob((0..digits.len()).step_by(2).map_while(byte).collect())))
        }
        _ => None,
    }
}
