//! Full-text tables that index another table: <https://sqlite.org/fts5.html#external_content_tables>.

use migrate_token::{Token, significant};

use crate::schema::Table;
use crate::text::quoted;

/// What fills such a table from the one that it indexes; `None` for every other table.
pub(super) fn rebuilt(table: &Table) -> Option<String> {
    let is_fulltext =
        table.module().is_some_and(|it| it.eq_ignore_ascii_case("fts5") || it.eq_ignore_ascii_case("fts4"));
    let tokens: Vec<Token<'_>> = significant(table.sql()).collect();
    let names_content = |at: &usize| {
        let text = |offset: usize| tokens.get(at + offset).map_or("", |token| token.text);
        tokens[*at].is_word("content") && text(1) == "=" && !matches!(text(2), "''" | "\"\"" | "")
    };
    let name = quoted(table.name());
    (is_fulltext && (0..tokens.len()).any(|at| names_content(&at)))
        .then(|| format!("INSERT INTO main.{name} ({name}) VALUES ('rebuild')"))
}
