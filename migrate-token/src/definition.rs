//! What SQLite says of a table only in its text: the clauses that no pragma reports.
//!
//! Every word that is looked for is reserved outside of quotes, and an expression stands in parentheses, so that
//! the word at the top level of a definition is the clause.

use std::ops::Range;

use crate::canonical::canonical;
use crate::{Kind, Token, significant};

/// The clauses of a `CREATE TABLE` statement.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Definition {
    /// The module of a virtual table.
    pub module: Option<String>,
    /// Its columns, in order, with what only the text tells of them.
    pub columns: Vec<Clauses>,
    /// Its CHECKs, without layout.
    pub checks: Vec<String>,
    /// Whether it is STRICT.
    pub strict: bool,
    /// Whether it is WITHOUT ROWID.
    pub without_rowid: bool,
    /// Whether it has an AUTOINCREMENT.
    pub autoincrement: bool,
    /// Whether it has a foreign key.
    pub references: bool,
}

/// The clauses of one column.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Clauses {
    /// The column's name, without quotes.
    pub name: String,
    /// The bytes of the whole definition.
    pub span: Range<usize>,
    /// Its COLLATE.
    pub collation: Option<String>,
    /// What it is computed from, without layout.
    pub expression: Option<String>,
}

impl Definition {
    /// Reads `sql`, as it stands in `sqlite_schema`.
    pub fn parse(sql: &str) -> Self {
        let tokens: Vec<Token<'_>> = significant(sql).collect();
        if tokens.get(1).is_some_and(|token| token.is_word("virtual")) {
            let using = tokens.iter().position(|token| token.is_word("using"));
            let module = using.and_then(|at| tokens.get(at + 1)?.name());
            return Self { module: Some(module.unwrap_or_default().into_owned()), ..Self::default() };
        }
        let Some(open) = tokens.iter().position(|token| is(token, "(")) else { return Self::default() };
        let close = closing(&tokens, open);
        let mut definition = Self {
            // `PRAGMA table_list` knows these two, too, but resolves every view of the database on each call.
            strict: tokens[close..].iter().any(|token| token.is_word("strict")),
            without_rowid: tokens[close..].iter().any(|token| token.is_word("without")),
            autoincrement: tokens.iter().any(|token| token.is_word("autoincrement")),
            references: tokens.iter().any(|token| token.is_word("references")),
            ..Self::default()
        };
        let mut rest = &tokens[open + 1..close];
        while !rest.is_empty() {
            rest = definition.item(sql, rest);
        }
        definition
    }

    /// Reads the column or constraint that starts `tokens`, and returns what comes after its comma.
    fn item<'t, 'a>(&mut self, sql: &str, tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
        let mut clauses =
            Clauses { name: tokens[0].name().unwrap_or_default().into_owned(), ..Clauses::default() };
        // The first token of a column is its name, even where it reads like a clause.
        let mut at = 1;
        if tokens[0].is_word("check") {
            at = 0;
        }
        let end = loop {
            let Some(token) = tokens.get(at) else { break at };
            let next = tokens.get(at + 1);
            if is(token, ",") {
                break at;
            } else if token.is_word("collate") {
                clauses.collation = next.and_then(Token::name).map(Into::into);
            } else if token.is_word("check") && next.is_some_and(|next| is(next, "(")) {
                self.checks.push(inside(sql, tokens, at + 1));
            } else if token.is_word("as") && next.is_some_and(|next| is(next, "(")) {
                clauses.expression = Some(inside(sql, tokens, at + 1));
            }
            at = if is(token, "(") { closing(tokens, at) + 1 } else { at + 1 };
        };
        let last = tokens[..tokens.len().min(end)].last().unwrap_or(&tokens[0]);
        clauses.span = tokens[0].start..last.start + last.text.len();
        self.columns.push(clauses);
        &tokens[tokens.len().min(end + 1)..]
    }
}

/// The text between the parenthesis at `open` and the one that closes it, without layout.
fn inside(sql: &str, tokens: &[Token<'_>], open: usize) -> String {
    let close = closing(tokens, open);
    let end = tokens.get(close).map_or(sql.len(), |token| token.start);
    canonical(&sql[tokens[open].start + 1..end])
}

/// Where the parenthesis at `open` is closed; the end of `tokens` if it never is.
pub fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        if is(token, "(") {
            depth += 1;
        } else if is(token, ")") {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        }
    }
    tokens.len()
}

fn is(token: &Token<'_>, operator: &str) -> bool {
    token.kind == Kind::Operator && token.text == operator
}

#[cfg(test)]
mod tests {
    use super::Definition;

    #[test]
    fn a_clause_is_found_where_it_stands_and_not_in_names_types_or_expressions() {
        let definition = Definition::parse(
            r#"CREATE TABLE "strict (" ("check" "as" (3),
             b TEXT DEFAULT (c COLLATE nocase) CHECK (d IN (1, 2)) COLLATE "rtrim",
             'e' AS ((b) || ',') CHECK (e), /* COLLATE x, */
             PRIMARY KEY (b COLLATE nocase) CHECK (b > (1)), CHECK(c))"#,
        );
        assert_eq!(definition.checks, ["d in ( 1 , 2 )", "e", "b > ( 1 )", "c"]);
        let columns = definition.columns[..3].iter();
        assert_eq!(
            columns
                .map(|of| (&*of.name, of.collation.as_deref(), of.expression.as_deref()))
                .collect::<Vec<_>>(),
            [("check", None, None), ("b", Some("rtrim"), None), ("e", None, Some("( b ) || ','"))]
        );
        assert!(!definition.strict && !definition.without_rowid && !definition.autoincrement);
        assert!(!definition.references);
    }

    #[test]
    fn half_a_statement_tells_what_it_can() {
        for sql in [
            "",
            "CREATE",
            "CREATE TABLE t",
            "CREATE TABLE t (",
            "CREATE TABLE t (a CHECK (",
            "CREATE VIRTUAL TABLE t USING",
        ] {
            Definition::parse(sql);
        }
        assert_eq!(
            Definition::parse("CREATE TABLE t (a COLLATE b").columns[0].collation.as_deref(),
            Some("b")
        );
    }
}
