//! What goes with a migration, whatever the level of the lints that say so: for who asks before it is run.

use migrate_files::lint::{self, Finding};

use super::Story;
use crate::shadow::tape::{Event, How, Write};

/// For each migration, each thing in a few words.
pub(crate) fn destroys(story: &Story<'_>, findings: &[Finding]) -> Vec<Vec<String>> {
    let of_chapter = |(index, chapter): (usize, &crate::shadow::story::Chapter)| {
        let takes_away = [&lint::DROP_TABLE, &lint::DROP_COLUMN, &lint::RECREATE_TABLE];
        let is_of = |finding: &&Finding| {
            finding.migration == index && takes_away.iter().any(|lint| lint.name == finding.lint.name)
        };
        let found = findings.iter().filter(is_of).map(|finding| finding.diagnostic.title().to_owned());
        let rows = chapter.deeds.iter().flat_map(|deed| {
            let text = story.text(deed.origin);
            let first = migrate_token::significant(text).next();
            // To drop a table deletes its rows, too, and is told of above.
            let deletes = first.is_some_and(|first| first.is_word("DELETE") || first.is_word("WITH"));
            let replaces = replaces(text);
            deed.events.iter().filter_map(move |event| match event {
                Event::Writes(Write { table, .. }) if table.starts_with("sqlite_") => None,
                Event::Writes(Write { table, how: How::Delete, is_direct: true }) if deletes => {
                    Some(format!("rows of `{table}` are deleted"))
                }
                Event::Writes(Write { table, how: How::Insert, is_direct: true }) if replaces => {
                    Some(format!("rows of `{table}` may be replaced"))
                }
                _ => None,
            })
        });
        let mut all: Vec<String> = found.collect();
        for text in rows {
            if !all.contains(&text) {
                all.push(text);
            }
        }
        all
    };
    story.chapters.iter().enumerate().map(of_chapter).collect()
}

/// Whether the statement says REPLACE INTO, or OR REPLACE; a function is called so, too.
fn replaces(sql: &str) -> bool {
    let tokens: Vec<_> = migrate_token::significant(sql).collect();
    tokens.windows(2).any(|pair| {
        (pair[0].is_word("REPLACE") && pair[1].is_word("INTO"))
            || (pair[0].is_word("OR") && pair[1].is_word("REPLACE"))
    })
}
