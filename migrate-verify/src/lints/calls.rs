//! Calls of functions whose value changes from run to run. SQLite tells that a statement calls a function; with which
//! arguments, and whether in the statement itself or in a DEFAULT, its tokens tell.

use migrate_token::{Kind, Token, significant};

/// What a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The time of the run.
    Time,
    /// Chance.
    Chance,
    /// What the connection has done before.
    Connection,
}

/// A call, by the name as it is written, and where its value comes from.
pub(super) type Call<'s> = (&'s str, Source);

const CHANCE: [&str; 2] = ["random", "randomblob"];
const CONNECTION: [&str; 3] = ["changes", "last_insert_rowid", "total_changes"];
const DATES: [&str; 7] = ["date", "datetime", "julianday", "strftime", "time", "timediff", "unixepoch"];
/// They stand without parentheses.
const TIMES: [&str; 3] = ["current_date", "current_time", "current_timestamp"];

/// Those that stand in the text.
pub(super) fn changing(sql: &str) -> Vec<Call<'_>> {
    let tokens: Vec<Token<'_>> = significant(sql).collect();
    let call = |at: usize| {
        let token = &tokens[at];
        let is_any = |names: &[&str]| names.iter().any(|name| token.is_word(name));
        if is_any(&TIMES) {
            return Some((token.text, Source::Time));
        }
        let arguments = arguments(tokens.get(at + 1..)?)?;
        if is_any(&CHANCE) {
            Some((token.text, Source::Chance))
        } else if is_any(&CONNECTION) {
            Some((token.text, Source::Connection))
        } else if is_any(&DATES) && is_of_now(token, arguments) {
            Some((token.text, Source::Time))
        } else {
            None
        }
    };
    (0..tokens.len()).filter_map(call).collect()
}

/// What stands between the parentheses that start `tokens`.
fn arguments<'t, 's>(tokens: &'t [Token<'s>]) -> Option<&'t [Token<'s>]> {
    tokens.first().filter(|open| open.text == "(")?;
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return tokens.get(1..at);
        }
    }
    None
}

/// Whether a date function is asked for the time of the run: by `'now'`, or because it is given no time.
fn is_of_now(function: &Token<'_>, arguments: &[Token<'_>]) -> bool {
    let is = |token: &Token<'_>, text: &str| {
        matches!(token.kind, Kind::String | Kind::Quoted)
            && token.name().is_some_and(|name| name.eq_ignore_ascii_case(text))
    };
    let only = |text: &str| matches!(arguments, [only] if is(only, text));
    arguments.iter().any(|token| is(token, "now"))
        || arguments.is_empty()
        || (function.is_word("strftime") && !arguments.iter().any(|token| token.text == ","))
        || only("subsec")
        || only("subsecond")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_of_now_only_if_it_is_not_given_another_time() {
        for (sql, expected) in [
            ("datetime('now', '-1 day')", true),
            ("unixepoch()", true),
            ("unixepoch('subsec')", true),
            ("strftime('%s')", true),
            ("strftime('%s', 'NOW')", true),
            ("date(coalesce(due, 'now'))", true),
            ("CURRENT_TIMESTAMP", true),
            ("datetime(due)", false),
            ("datetime(1234, 'unixepoch')", false),
            ("strftime('%s', due)", false),
            ("'datetime(''now'')'", false),
            ("date = 'now'", false),
            ("\"current_timestamp\"", false),
            ("date(", false),
            (")", false),
        ] {
            assert_eq!(!changing(sql).is_empty(), expected, "{sql}");
        }
    }
}
