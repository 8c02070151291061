//! What is computed for a row, and may fail or refuse it.

use migrate_files::diagnostic::phases::lack;
use migrate_runtime::{Column, Generated, Index, Table};
use migrate_token::{Kind, Token, significant};
use rusqlite::Connection;

use super::{Both, Lack, is};

impl<'s> Both<'s> {
    /// Expressions that are new, are computed for each row, and have no value for some: SQLite refuses these.
    pub(super) fn failing(&self) -> Vec<Lack> {
        let name = self.known.name();
        let is_known = |text: &str| self.known.indexes().iter().flat_map(parts).any(|it| it == text);
        let may_fail = |text: &str| may_fail(text, self.known);
        let of_index =
            self.found.indexes().iter().flat_map(parts).filter(|text| !is_known(text) && may_fail(text));
        let of_index = of_index.map(|text| Lack::writes(lack::index(name, &tidy(text))));
        let is_indexed = |column: &Column| {
            let mut columns = self.found.indexes().iter().flat_map(Index::columns).filter_map(|it| it.name());
            columns.any(|name| is(name, column.name()))
        };
        let fails = |column: &&'s Column| {
            let is_stored = column.generated() == Some(Generated::Stored);
            // For NULL, most of what is computed is NULL.
            let is_refused = column.generated().is_some() && column.not_null();
            is_refused || ((is_stored || is_indexed(column)) && column.expression().is_some_and(may_fail))
        };
        let of_column = self.new_columns().filter(fails);
        of_index.chain(of_column.map(|column| Lack::writes(lack::computed(name, column.name())))).collect()
    }
}

/// The expressions of an index.
fn parts(index: &Index) -> impl Iterator<Item = &str> {
    let expressions = index.columns().iter().filter_map(|column| column.expression());
    expressions.chain(index.condition())
}

/// The columns of the table that stand in the expression.
pub(super) fn names<'t>(expression: &str, table: &'t Table) -> impl Iterator<Item = &'t Column> {
    let tokens: Vec<String> =
        significant(expression).filter_map(|token| Some(token.name()?.into_owned())).collect();
    table.columns().iter().filter(move |column| tokens.iter().any(|name| is(name, column.name())))
}

/// Functions that have a value for whatever they are given.
const TOTAL: [&str; 35] = [
    "coalesce",
    "concat",
    "concat_ws",
    "date",
    "datetime",
    "format",
    "glob",
    "hex",
    "ifnull",
    "iif",
    "instr",
    "json_valid",
    "julianday",
    "length",
    "like",
    "likelihood",
    "likely",
    "lower",
    "ltrim",
    "max",
    "min",
    "nullif",
    "octet_length",
    "printf",
    "quote",
    "replace",
    "round",
    "rtrim",
    "sign",
    "substr",
    "substring",
    "trim",
    "typeof",
    "unicode",
    "upper",
];

/// Words that a parenthesis may follow, and that call nothing.
const KEYWORDS: [&str; 13] =
    ["and", "between", "case", "cast", "else", "glob", "in", "like", "not", "or", "then", "when", "is"];

/// Whether an expression may have no value but an error, for some row that the table takes.
fn may_fail(expression: &str, known: &Table) -> bool {
    let tokens: Vec<Token<'_>> = significant(expression).collect();
    let calls = |pair: &[Token<'_>]| {
        let is_any = |words: &[&str]| words.iter().any(|word| pair[0].is_word(word));
        pair[1].text == "(" && pair[0].name().is_some() && !is_any(&TOTAL) && !is_any(&KEYWORDS)
    };
    let takes_json_apart = |pair: &[Token<'_>]| {
        let is_json = pair[1].text == "(" && pair[0].text.to_ascii_lowercase().starts_with("json_");
        is_json || pair.iter().any(|token| matches!(token.text, "->" | "->>"))
    };
    // A column that holds JSON and nothing else.
    let is_json = |column: &Column| {
        known.checks().iter().any(|check| {
            let has =
                |word: &str| significant(check).any(|token| token.name().is_some_and(|name| is(&name, word)));
            has("json_valid") && has(column.name())
        })
    };
    let of_json = names(expression, known).all(is_json);
    tokens.windows(2).any(|pair| match takes_json_apart(pair) {
        true => !of_json,
        false => calls(pair),
    })
}

/// Whether the expression is true of a row to which nobody has given anything: NULL is as good, if `or_null`. It names
/// columns that have a value of their own. What cannot be computed does not hold.
pub(super) fn holds_by_default(expression: &str, table: &Table, or_null: bool) -> bool {
    let column = |column: &Column| {
        let name = column.name().replace('"', "\"\"");
        let default = column.default().map(|default| match significant(default).count() {
            1 => format!(" DEFAULT {default}"),
            _ => format!(" DEFAULT ({default})"),
        });
        format!("\"{name}\" {}{}", column.declared_type(), default.unwrap_or_default())
    };
    let columns: Vec<String> = names(expression, table).map(column).collect();
    let computed = || -> rusqlite::Result<Option<bool>> {
        let conn = Connection::open_in_memory()?;
        let columns = if columns.is_empty() { "x".to_owned() } else { columns.join(", ") };
        conn.execute_batch(&format!("CREATE TABLE t ({columns}); INSERT INTO t DEFAULT VALUES"))?;
        conn.query_row(&format!("SELECT ({expression}) <> 0 FROM t"), [], |row| row.get(0))
    };
    computed().is_ok_and(|value| value.unwrap_or(or_null))
}

/// Whether a CHECK takes all that another one takes: the same words, and lists that have more in them.
pub(super) fn is_widened(known: &str, found: &str) -> bool {
    let (known, found) = (Listed::read(known), Listed::read(found));
    known.words == found.words
        && known
            .lists
            .iter()
            .zip(&found.lists)
            .all(|(known, found)| known.iter().all(|value| found.contains(value)))
}

/// An expression, with the values of its lists apart.
#[derive(Default)]
struct Listed {
    words: Vec<String>,
    lists: Vec<Vec<String>>,
}

impl Listed {
    fn read(expression: &str) -> Self {
        let tokens: Vec<Token<'_>> = significant(expression).collect();
        let mut listed = Self::default();
        let mut at = 0;
        while at < tokens.len() {
            let word = tokens[at].text.to_ascii_lowercase();
            let opens = at > 0 && tokens[at - 1].is_word("IN") && word == "(";
            let is_negated = at > 1 && tokens[at - 2].is_word("NOT");
            let end = (at..tokens.len()).find(|end| tokens[*end].text == ")");
            match end.filter(|_| opens && !is_negated) {
                Some(end) => {
                    let values = tokens[at + 1..end].split(|token| token.text == ",");
                    let value =
                        |value: &[Token<'_>]| value.iter().map(|token| token.text).collect::<String>();
                    listed.lists.push(values.map(value).collect());
                    listed.words.push("(…)".to_owned());
                    at = end;
                }
                None if tokens[at].kind == Kind::String => listed.words.push(tokens[at].text.to_owned()),
                None => listed.words.push(word),
            }
            at += 1;
        }
        listed
    }
}

/// An expression without layout, as people write it.
pub(super) fn tidy(expression: &str) -> String {
    let pairs = [("( ", "("), (" )", ")"), (" ,", ","), (" . ", ".")];
    pairs.iter().fold(expression.to_owned(), |text, (loose, tight)| text.replace(loose, tight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_has_more_in_it_is_wider() {
        let check = "kind in ('a', 'b') and n > 0";
        assert!(is_widened(check, "kind IN ('a','b','c') AND n > 0"));
        assert!(is_widened(check, check));
        for other in [
            "kind in ('a') and n > 0",
            "kind in ('A', 'b') and n > 0",
            "kind in ('a', 'b') and n > 1",
            "n > 0",
        ] {
            assert!(!is_widened(check, other), "{other}");
        }
        assert!(!is_widened("kind not in ('a')", "kind not in ('a', 'b')"));
    }
}
