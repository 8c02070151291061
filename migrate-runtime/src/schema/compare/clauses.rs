//! `ON CONFLICT …` and `DEFERRABLE …`, of which no pragma tells: each with the constraint that it belongs to, wherever that
//! stands.

use super::facts::quoted;
use migrate_token::{Definition, Token, canonical, closing, significant};

/// The clauses of a `CREATE TABLE` statement that change what it does.
pub(super) fn of(sql: &str) -> Vec<String> {
    Definition::parse(sql).columns.iter().flat_map(|item| of_item(&sql[item.span.clone()])).collect()
}

/// Those of a column, or of a constraint of the table.
fn of_item(item: &str) -> Vec<String> {
    let tokens: Vec<Token<'_>> = significant(item).collect();
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is_word(word));
    let mut constraint = String::new();
    let mut clauses = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].text == "(" {
            at = closing(&tokens, at);
        } else if at > 0 && is(at, "NOT") && is(at + 1, "NULL") {
            constraint = format!("NOT NULL {}", columns(item, &tokens, at + 2));
        } else if is(at, "UNIQUE") && (at > 0 || is_table_constraint(&tokens)) {
            constraint = format!("UNIQUE {}", columns(item, &tokens, at + 1));
        } else if is(at, "PRIMARY") && is(at + 1, "KEY") {
            constraint = format!("PRIMARY KEY {}", columns(item, &tokens, at + 2));
        } else if is(at, "FOREIGN") && is(at + 1, "KEY") {
            constraint = format!("FOREIGN KEY {}", columns(item, &tokens, at + 2));
        } else if is(at, "REFERENCES") {
            if !constraint.starts_with("FOREIGN KEY") {
                constraint = format!("FOREIGN KEY {}", columns(item, &tokens, tokens.len()));
            }
            let parent = tokens.get(at + 1).and_then(Token::name).unwrap_or_default();
            constraint += &format!(" REFERENCES {}", quoted(&parent));
        } else if is(at, "ON") && is(at + 1, "CONFLICT") {
            let reaction = tokens.get(at + 2).map_or("", |token| token.text).to_ascii_uppercase();
            // That is what happens without the clause.
            if reaction != "ABORT" {
                clauses.push(format!("{constraint} ON CONFLICT {reaction}"));
            }
        } else if is(at, "DEFERRABLE")
            && !(at > 0 && is(at - 1, "NOT"))
            && is(at + 1, "INITIALLY")
            && is(at + 2, "DEFERRED")
        {
            clauses.push(format!("{constraint} DEFERRABLE INITIALLY DEFERRED"));
        }
        at += 1;
    }
    clauses.dedup();
    clauses
}

/// Whether the item is `UNIQUE (…)`, and no column of that name.
fn is_table_constraint(tokens: &[Token<'_>]) -> bool {
    tokens.get(1).is_some_and(|token| token.text == "(")
}

/// The columns in the parentheses at `open`, or the column that the item is.
fn columns(item: &str, tokens: &[Token<'_>], open: usize) -> String {
    let name = |token: &Token<'_>| canonical(&item[token.start..token.start + token.text.len()]);
    if tokens.get(open).is_none_or(|token| token.text != "(") {
        return format!("( {} )", tokens.first().map(name).unwrap_or_default());
    }
    // How it is compared is told by its index.
    let starts = (open + 1..closing(tokens, open)).filter(|at| matches!(tokens[at - 1].text, "(" | ","));
    format!("( {} )", starts.map(|at| name(&tokens[at])).collect::<Vec<_>>().join(" , "))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn each_stands_with_its_constraint_wherever_that_is_written() {
        let sql = "CREATE TABLE t (a TEXT NOT NULL ON CONFLICT FAIL UNIQUE ON CONFLICT IGNORE, \"B\" REFERENCES p (x) \
                   DEFERRABLE INITIALLY DEFERRED, c REFERENCES q NOT DEFERRABLE INITIALLY DEFERRED, \
                   PRIMARY KEY (a, c) ON CONFLICT REPLACE, \
                   CONSTRAINT k FOREIGN KEY (b, c) REFERENCES r DEFERRABLE INITIALLY DEFERRED, UNIQUE (c) ON CONFLICT ABORT, conflict INT)";
        assert_eq!(
            of(sql),
            [
                "NOT NULL ( a ) ON CONFLICT FAIL",
                "UNIQUE ( a ) ON CONFLICT IGNORE",
                "FOREIGN KEY ( b ) REFERENCES `p` DEFERRABLE INITIALLY DEFERRED",
                "PRIMARY KEY ( a , c ) ON CONFLICT REPLACE",
                "FOREIGN KEY ( b , c ) REFERENCES `r` DEFERRABLE INITIALLY DEFERRED",
            ]
        );
        assert_eq!(
            of("CREATE TABLE t (a, UNIQUE (a) ON CONFLICT FAIL)"),
            of("CREATE TABLE t (A UNIQUE ON CONFLICT fail)")
        );
    }
}
