//! `-- migrate: backfill`: a file whose one statement is repeated until it changes nothing.

use std::ops::Range;
use std::time::Duration;

use super::directive::Piece;
use crate::diagnostic::{self, Diagnostic, Place};
use crate::model::File;
use migrate_token::{Kind, Token, significant};

/// What a file asks for that is run a few rows at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Backfill {
    /// How long others have their turn between two rounds, at least; `None` if it does not say.
    pub pause: Option<Duration>,
    /// Where the directive stands.
    pub span: Range<usize>,
}

/// Shorter, and nobody gets in; longer, and nobody has meant it.
const PAUSES: std::ops::RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(60);

/// The words that statements begin with which change rows.
const VERBS: [&str; 4] = ["INSERT", "UPDATE", "DELETE", "REPLACE"];

/// Reads what follows the name: nothing, or a comma and options.
pub(super) fn parse(
    rest: Piece<'_>,
    span: &Range<usize>,
    file: &File,
    malformed: impl FnOnce() -> Diagnostic,
) -> Result<Backfill, Diagnostic> {
    let mut backfill = Backfill { pause: None, span: span.clone() };
    if rest.text.is_empty() {
        return Ok(backfill);
    }
    let place = |piece: Piece<'_>| Place::span(&file.path, &file.text, piece.span());
    let Some(options) = rest.after(",").filter(|options| !options.text.is_empty()) else {
        return Err(malformed());
    };
    let mut start = options.start;
    for part in options.text.split(',') {
        let option = Piece { text: part, start }.trim();
        start += part.len() + 1;
        let (name, value) = option.split(option.text.find('=').unwrap_or(option.text.len()));
        let name = name.trim();
        if name.text.is_empty() {
            return Err(malformed());
        }
        if name.text != "pause" {
            return Err(diagnostic::backfill::unknown_option(place(name), name.text));
        }
        if backfill.pause.is_some() {
            return Err(diagnostic::backfill::repeated_option(place(name), name.text));
        }
        let value = value.after("=").unwrap_or(Piece { text: "", ..name });
        let Some(pause) = pause(value.text) else {
            return Err(diagnostic::backfill::malformed_pause(place(option)));
        };
        if !PAUSES.contains(&pause) {
            return Err(diagnostic::backfill::pause_out_of_range(place(value), value.text));
        }
        backfill.pause = Some(pause);
    }
    Ok(backfill)
}

/// `10ms`, `2s`. One that no number can hold is a huge one.
fn pause(text: &str) -> Option<Duration> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let number = if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u64::MAX)) };
    match unit.trim_start() {
        "ms" => number.map(Duration::from_millis),
        "s" => number.map(Duration::from_secs),
        _ => None,
    }
}

/// What is wrong with repeating what stands in the file.
pub(super) fn problem(file: &File, backfill: &Backfill) -> Option<Diagnostic> {
    let place = |span: Range<usize>| Place::span(&file.path, &file.text, span);
    let of = |token: &Token<'_>| place(token.start..token.start + token.text.len());
    let tokens: Vec<Token<'_>> = significant(&file.text).collect();
    let mut statements = tokens.split(|token| token.text == ";").filter(|statement| !statement.is_empty());
    let Some(statement) = statements.next() else {
        return Some(diagnostic::backfill::empty(place(backfill.span.clone())));
    };
    let verb = verb(statement);
    if !VERBS.iter().any(|known| verb.is_word(known)) {
        return Some(diagnostic::backfill::not_of_rows(of(verb), verb.text));
    }
    if let Some(second) = statements.next() {
        return Some(diagnostic::backfill::several(of(&second[0])));
    }
    let zero = statement.windows(2).find(|pair| pair[0].is_word("LIMIT") && is_zero(&pair[1]));
    zero.map(|pair| diagnostic::backfill::limit_of_nothing(of(&pair[1])))
}

/// The word that says what the statement does: behind the tables of a WITH, if it begins with one.
fn verb<'t, 's>(statement: &'t [Token<'s>]) -> &'t Token<'s> {
    if !statement[0].is_word("WITH") {
        return &statement[0];
    }
    let mut depth = 0_i64;
    let is_verb = |pair: &&[Token<'_>]| {
        depth += i64::from(pair[0].text == "(") - i64::from(pair[0].text == ")");
        depth == 0 && pair[0].text == ")" && pair[1].kind == Kind::Word && !pair[1].is_word("AS")
    };
    statement.windows(2).find(is_verb).map_or(&statement[0], |pair| &pair[1])
}

fn is_zero(token: &Token<'_>) -> bool {
    token.kind == Kind::Number && token.text.bytes().all(|byte| byte == b'0')
}

/// Whether a LIMIT stands in the statement of the file that lets only so many rows through.
pub fn has_limit(text: &str) -> bool {
    let tokens: Vec<Token<'_>> = significant(text).collect();
    tokens.windows(2).any(|pair| pair[0].is_word("LIMIT") && pair[1].text != "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verb_of(sql: &str) -> String {
        verb(&significant(sql).collect::<Vec<_>>()).text.to_owned()
    }

    #[test]
    fn the_verb_stands_behind_the_tables_of_a_with() {
        for (sql, expected) in [
            ("UPDATE a SET b = 1", "UPDATE"),
            ("WITH a AS (SELECT 1) UPDATE b SET c = 1", "UPDATE"),
            ("WITH a (x) AS (SELECT (1)), b AS MATERIALIZED (SELECT 2) DELETE FROM c", "DELETE"),
            ("WITH replace AS (SELECT 1) INSERT INTO a SELECT 1", "INSERT"),
            ("WITH RECURSIVE a AS (VALUES (1)) SELECT 1", "SELECT"),
            ("with", "with"),
        ] {
            assert_eq!(verb_of(sql), expected, "{sql}");
        }
    }

    #[test]
    fn a_limit_lets_some_through() {
        assert!(has_limit("UPDATE a SET b = 1 WHERE c IN (SELECT c FROM a LIMIT 10)"));
        assert!(has_limit("INSERT INTO a SELECT 1 FROM b limit (SELECT 5)"));
        for text in
            ["DELETE FROM a", "DELETE FROM a LIMIT -1", "-- LIMIT 10\nDELETE FROM a WHERE b = 'LIMIT 10'"]
        {
            assert!(!has_limit(text), "{text}");
        }
    }

    #[test]
    fn a_pause_has_a_unit() {
        assert_eq!(pause("10ms"), Some(Duration::from_millis(10)));
        assert_eq!(pause("2 s"), Some(Duration::from_secs(2)));
        assert_eq!(pause("99999999999999999999999ms"), Some(Duration::from_millis(u64::MAX)));
        for text in ["", "10", "ms", "-5ms", "1.5s", "10 minutes", "0x10ms"] {
            assert_eq!(pause(text), None, "{text}");
        }
    }
}
