//! Which virtual tables hold rows of their own.

use migrate_runtime::Table;
use migrate_token::{Token, significant};

/// Modules whose tables hold what is written into them. Of others it is unknown, and mostly they show what is elsewhere.
const STORING: [&str; 5] = ["fts3", "fts4", "fts5", "rtree", "geopoly"];

/// Whether there are rows in the table that go with it.
pub(crate) fn holds_rows(table: &Table) -> bool {
    let Some(module) = table.module() else { return true };
    STORING.iter().any(|storing| storing.eq_ignore_ascii_case(module)) && !has_content_elsewhere(table.sql())
}

/// The full-text option `content=`. https://www.sqlite.org/fts5.html#external_content_and_contentless_tables
pub(super) fn has_content_elsewhere(sql: &str) -> bool {
    let tokens: Vec<Token<'_>> = significant(sql).collect();
    tokens.windows(2).any(|pair| pair[0].is_word("content") && pair[1].text == "=")
}
