//! What the statements of a set compare columns with: rows that hold that are those which the statements are about.

use std::collections::{HashMap, HashSet};

use migrate_token::{Kind, Token, significant};
use rusqlite::types::Value;

use super::hint::{Literal, literal};
use super::pattern::{glob, like};

/// What stands where a pattern leaves something open.
const GAP: i64 = 70;
/// Of one name.
const MOST: usize = 4;
/// The longest text that is made because a length is compared with a number.
const LONGEST: usize = 20_000;

/// What is read off the texts, by names in lower case.
#[derive(Debug, Default)]
pub(in crate::shadow) struct Literals {
    /// The literals, by the names of the columns that stand before them.
    values: HashMap<String, Vec<Value>>,
    /// Those that are asked for as they are.
    equal: HashMap<String, Vec<Value>>,
    /// Those that rows are given by INSERT or by SET, and so may be keys of rows that migrations make.
    given: Vec<Value>,
    /// The columns that decide which rows are in a unique index.
    in_pairs: HashSet<String>,
    /// The largest LIMIT of what is read from a table.
    limits: HashMap<String, usize>,
}

impl Literals {
    /// Those in the texts.
    pub(in crate::shadow) fn read<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut literals = Self::default();
        for text in texts {
            let tokens: Vec<Token<'_>> = significant(text).collect();
            let statements = tokens.split(|token| token.text == ";");
            statements.for_each(|statement| literals.note(statement));
        }
        literals
    }

    fn note(&mut self, statement: &[Token<'_>]) {
        let is_unique_index = starts_with(statement, &["create", "unique", "index"]);
        let (mut name, mut table): (Option<String>, Option<String>) = (None, None);
        let (mut is_condition, mut is_list) = (false, false);
        let mut is_given = starts_with(statement, &["insert"]) || starts_with(statement, &["replace"]);
        for (at, token) in statement.iter().enumerate() {
            let before = &statement[..at];
            if let Some(value) = literal(before, token).and_then(as_value) {
                match (before.last(), &table, &value) {
                    (Some(last), Some(table), Value::Integer(limit)) if last.is_word("limit") => {
                        self.note_limit(table, *limit);
                    }
                    (_, _, Value::Integer(length)) => self.note_length(before, *length),
                    _ => {}
                }
                if is_given && !self.given.contains(&value) {
                    self.given.push(value.clone());
                }
                if let Some(name) = &name {
                    if before.last().is_some_and(asks_for_it) {
                        keep(&mut self.equal, name, value.clone());
                    }
                    keep(&mut self.values, name, value);
                }
            } else if let (Kind::Word | Kind::Quoted, Some(word)) = (token.kind, token.name()) {
                let word = word.to_ascii_lowercase();
                match &*word {
                    "in" | "is" | "not" | "like" | "glob" | "between" | "when" => continue,
                    "where" => (is_condition, is_given) = (true, false),
                    "set" => is_given = true,
                    _ if before.last().is_some_and(|last| last.is_word("from")) => table = Some(word.clone()),
                    _ => {}
                }
                if is_condition {
                    if let Some(flag) = flag(before, statement.get(at + 1)) {
                        keep(&mut self.values, &word, Value::Integer(flag));
                    }
                    self.in_pairs.extend(is_unique_index.then(|| word.clone()));
                }
                name = Some(word);
            } else {
                // The arguments of a function are no list.
                is_list = match token.text {
                    "(" => before.last().is_some_and(|last| last.is_word("in")),
                    "," | "-" => is_list,
                    _ => false,
                };
                if !is_list && !is_comparison(token) {
                    name = None;
                }
            }
        }
    }

    /// Where it is `length(name) <= 40`: a text that is longer.
    fn note_length(&mut self, before: &[Token<'_>], length: i64) {
        let compared = match before {
            [start @ .., between, low, and]
                if between.is_word("between") && low.kind == Kind::Number && and.is_word("and") =>
            {
                start
            }
            [start @ .., _] => start,
            [] => return,
        };
        if let [.., function, open, column, close] = compared
            && (function.is_word("length") && open.text == "(" && close.text == ")")
            && let (Some(column), Ok(length @ ..LONGEST)) = (column.name(), usize::try_from(length))
        {
            keep(&mut self.values, &column.to_ascii_lowercase(), Value::Text("x".repeat(length + 1)));
        }
    }

    fn note_limit(&mut self, table: &str, limit: i64) {
        let known = self.limits.entry(table.to_owned()).or_default();
        *known = usize::try_from(limit).unwrap_or(0).max(*known);
    }

    pub(super) fn of(&self, column: &str) -> &[Value] {
        self.values.get(&column.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// Those of a column in which each row has its own, but for what may come in other rows.
    pub(super) fn of_key(&self, column: &str) -> Vec<Value> {
        let equal = self.equal.get(&column.to_ascii_lowercase());
        equal.into_iter().flatten().filter(|value| !self.given.contains(value)).cloned().collect()
    }

    /// Whether two rows shall hold the same in the column.
    pub(super) fn shall_have_pair(&self, column: &str) -> bool {
        self.in_pairs.contains(&column.to_ascii_lowercase())
    }

    /// How many rows of the table are read at most.
    pub(super) fn limit(&self, table: &str) -> Option<usize> {
        self.limits.get(&table.to_ascii_lowercase()).copied()
    }
}

/// What the literal is, or a text that fits it.
fn as_value(literal: Literal) -> Option<Value> {
    let [fits, _] = match literal {
        Literal::Value(value) => return Some(value),
        Literal::Like(pattern) => like(&pattern, GAP),
        Literal::Glob(pattern) => glob(&pattern, GAP),
        Literal::Path(_) => return None,
    };
    Some(Value::Text(fits))
}

/// Whether what stands behind the token is itself what rows hold, and not a bound of it.
fn asks_for_it(token: &Token<'_>) -> bool {
    matches!(token.text, "=" | "==" | "(" | ",") || token.is_word("like") || token.is_word("glob")
}

fn keep(values: &mut HashMap<String, Vec<Value>>, name: &str, value: Value) {
    let values = values.entry(name.to_owned()).or_default();
    if values.len() < MOST && !values.contains(&value) {
        values.push(value);
    }
}

fn starts_with(statement: &[Token<'_>], words: &[&str]) -> bool {
    statement.len() >= words.len() && statement.iter().zip(words).all(|(token, word)| token.is_word(word))
}

/// Whether it may stand between a name and the literal that the name is compared with, outside of a list.
fn is_comparison(token: &Token<'_>) -> bool {
    matches!(token.text, "=" | "==" | "<>" | "!=" | "<" | ">" | "<=" | ">=" | "-" | ".")
}

/// What a column holds that is a condition by itself, `WHERE is_default AND NOT is_deleted`.
fn flag(before: &[Token<'_>], next: Option<&Token<'_>>) -> Option<i64> {
    let is_negated = before.last()?.is_word("not");
    let opens = |token: &Token<'_>| ["where", "and", "or"].iter().any(|word| token.is_word(word));
    let is_whole = next.is_none_or(|next| next.is_word("and") || next.is_word("or"));
    let first = if is_negated { before.len().checked_sub(2) } else { before.len().checked_sub(1) };
    (is_whole && opens(before.get(first?)?)).then_some(i64::from(!is_negated))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn a_literal_belongs_to_the_name_before_it() {
        let literals = Literals::read(
            ["DELETE FROM a WHERE a.State <> 'lost' AND n IN (1, -2, 3) AND x + 7 > 1; INSERT INTO b (k) VALUES (replace(k, 'v', 'w'))"]
                .into_iter(),
        );
        assert_eq!(literals.of("state"), [text("lost")]);
        assert_eq!(literals.of("N"), [1, -2, 3].map(Value::Integer));
        assert!(literals.of("x").is_empty() && literals.of("k").is_empty());
    }

    #[test]
    fn a_key_is_none_that_a_migration_gives() {
        let literals = Literals::read(
            ["INSERT INTO a VALUES ('x'); UPDATE a SET code = 'y' WHERE code = 'z'; DELETE FROM a WHERE code IN ('x', 'y', 'w') OR code > 'v'"]
                .into_iter(),
        );
        assert_eq!(literals.of_key("code"), [text("z"), text("w")]);
    }

    #[test]
    fn a_pattern_is_fitted() {
        let sql = "SELECT a LIKE 'bot-%', b NOT LIKE '%@x', c GLOB '[0-9]*', d ->> '$.e' LIKE 'f'";
        let literals = Literals::read([sql].into_iter());
        assert_eq!((literals.of("a"), literals.of("b")), (&[text("bot-70")][..], &[text("70@x")][..]));
        assert_eq!(literals.of_key("c"), [text("070")]);
        assert!(literals.of("d").is_empty());
    }

    #[test]
    fn a_length_is_passed_by_one() {
        let literals = Literals::read(
            ["SELECT length(a) <= 3, length(b) BETWEEN 1 AND 2, length(c) < 99999"].into_iter(),
        );
        assert_eq!(literals.of("a"), [text("xxxx")]);
        assert_eq!(literals.of("b"), [text("xx"), text("xxx")]);
        assert!(literals.of("c").is_empty());
    }

    #[test]
    fn what_decides_about_a_unique_index_shall_have_a_pair() {
        let sql = "CREATE UNIQUE INDEX i ON a(x) WHERE is_default AND NOT gone AND state = 'open'; SELECT 1 WHERE y";
        let literals = Literals::read([sql].into_iter());
        assert_eq!(literals.of("is_default"), [Value::Integer(1)]);
        assert_eq!(literals.of("gone"), [Value::Integer(0)]);
        assert_eq!(literals.of("state"), [text("open")]);
        assert!(literals.shall_have_pair("State") && !literals.shall_have_pair("x"));
        assert!(!literals.shall_have_pair("y"));
    }

    #[test]
    fn a_limit_belongs_to_the_table_that_is_read() {
        let literals = Literals::read(["INSERT INTO b SELECT * FROM A ORDER BY x LIMIT 100"].into_iter());
        assert_eq!((literals.limit("a"), literals.limit("b")), (Some(100), None));
    }
}
