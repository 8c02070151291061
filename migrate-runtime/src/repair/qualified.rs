//! Statements that mean the database itself, whatever temporary tables the connection has.

use migrate_token::{Token, significant};

use crate::text::quoted;

/// A CREATE statement as SQLite keeps it, for `main`.
pub(super) fn in_main(sql: &str) -> String {
    let kinds = ["TABLE", "INDEX", "VIEW", "TRIGGER"];
    let mut tokens = significant(sql);
    let is_kind = |token: &Token<'_>| kinds.iter().any(|kind| token.is_word(kind));
    match tokens.find(is_kind).and_then(|_| tokens.next()) {
        Some(name) => format!("{}main.{}", &sql[..name.start], &sql[name.start..]),
        None => sql.to_owned(),
    }
}

pub(super) fn dropped(kind: &str, name: &str) -> String {
    format!("DROP {kind} main.{}", quoted(name))
}

#[cfg(test)]
mod tests {
    use super::in_main;

    #[test]
    fn the_name_is_what_comes_behind_the_kind() {
        for (sql, expected) in [
            ("CREATE TABLE \"table\" (a)", "CREATE TABLE main.\"table\" (a)"),
            ("CREATE UNIQUE INDEX i ON t (a)", "CREATE UNIQUE INDEX main.i ON t (a)"),
            ("CREATE VIRTUAL TABLE s USING fts5(a)", "CREATE VIRTUAL TABLE main.s USING fts5(a)"),
            (
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
                "CREATE TRIGGER main.t AFTER INSERT ON a BEGIN SELECT 1; END",
            ),
        ] {
            assert_eq!(in_main(sql), expected);
        }
    }
}
