//! Settings that are the program's own. They end with the migration, like all of a connection; but what they take the place
//! of, nobody could put back: SQLite does not tell. So they are passed over.

use migrate_token::{Token, significant};

/// `busy_timeout` takes the place of a busy handler, `wal_autocheckpoint` that of a hook of the write-ahead log, and
/// `temp_store` drops the temporary tables. <https://sqlite.org/c3ref/busy_handler.html>,
/// <https://sqlite.org/c3ref/wal_hook.html>, <https://sqlite.org/pragma.html#pragma_temp_store>.
pub const PROGRAMS_OWN: [&str; 3] = ["busy_timeout", "temp_store", "wal_autocheckpoint"];

/// Which of them the statement at the start of the text sets, and to what. One that only asks is run.
pub(super) fn set_by(sql: &str) -> Option<(&'static str, &str)> {
    // To explain some of them sets them, too: they take effect when they are compiled.
    let is_explained =
        |token: &Token<'_>| ["EXPLAIN", "QUERY", "PLAN"].iter().any(|word| token.is_word(word));
    let tokens: Vec<Token<'_>> = significant(sql).skip_while(is_explained).take(6).collect();
    let (first, rest) = tokens.split_first()?;
    if !first.is_word("PRAGMA") {
        return None;
    }
    let behind_schema = match rest {
        [_, dot, rest @ ..] if dot.text == "." => rest,
        rest => rest,
    };
    let [name, sets, value, ..] = behind_schema else { return None };
    let name = name.name()?;
    let own = PROGRAMS_OWN.into_iter().find(|own| own.eq_ignore_ascii_case(&name))?;
    matches!(sets.text, "=" | "(").then_some((own, value.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_only_asks_is_answered() {
        for (sql, expected) in [
            ("PRAGMA busy_timeout = 10; SELECT 1", Some(("busy_timeout", "10"))),
            ("pragma main.\"Temp_Store\" (memory)", Some(("temp_store", "memory"))),
            ("/* why */ PRAGMA wal_autocheckpoint=0", Some(("wal_autocheckpoint", "0"))),
            ("EXPLAIN QUERY PLAN PRAGMA busy_timeout = 7", Some(("busy_timeout", "7"))),
            ("PRAGMA busy_timeout", None),
            ("PRAGMA busy_timeout; PRAGMA x = 1", None),
            ("PRAGMA cache_size = 1", None),
            ("SELECT busy_timeout = 1", None),
            ("", None),
        ] {
            assert_eq!(set_by(sql), expected, "{sql}");
        }
    }
}
