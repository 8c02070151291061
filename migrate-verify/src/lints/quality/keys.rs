//! Keys and indexes of a table.

use migrate_files::diagnostic::quality as texts;
use migrate_files::lint::{self, Finding};
use migrate_runtime::{ForeignKey, Index, IndexColumn, Origin as MadeBy, Table, Text};
use migrate_token::{Token, canonical, significant};

use crate::lints::Story;
use crate::shadow::tape::Event;

pub(super) fn find(story: &Story<'_>, table: &Table) -> Vec<Finding> {
    let mut findings: Vec<Finding> = unindexed(story, table).collect();
    findings.extend(nullable(story, table));
    findings.extend(keyless(story, table));
    findings.extend(redundant(story, table));
    findings
}

fn is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}

/// In any ASCII case.
fn contains(text: &str, word: &str) -> bool {
    text.to_ascii_uppercase().contains(word)
}

/// Foreign keys whose columns no index begins with.
fn unindexed<'s>(story: &'s Story<'_>, table: &'s Table) -> impl Iterator<Item = Finding> {
    let is_indexed = |key: &ForeignKey| {
        matches!((key.columns(), table.rowid_alias()), ([only], Some(rowid)) if is(only.as_str(), rowid.name()))
            || table.indexes().iter().any(|index| serves(index, key.columns()))
    };
    table.foreign_keys().iter().filter(move |key| !is_indexed(key)).map(move |key| {
        let columns: Vec<&str> = key.columns().iter().map(Text::as_str).collect();
        let name = free_name(story, table, &columns);
        story.finding_of_column(&lint::FOREIGN_KEY_WITHOUT_INDEX, (table, columns[0]), |place| {
            texts::foreign_key_without_index(place, table.name(), &columns, key.parent(), &name)
        })
    })
}

/// Whether the index begins with the columns, in any order.
fn serves(index: &Index, columns: &[Text]) -> bool {
    let Some(first) = index.columns().get(..columns.len()) else { return false };
    let has =
        |column: &Text| first.iter().any(|part| part.name().is_some_and(|name| is(name, column.as_str())));
    columns.iter().all(has) && (!index.partial() || leaves_out_nulls(index, columns))
}

/// Whether all that a partial index leaves out is NULL in one of the columns, and so refers to nothing.
fn leaves_out_nulls(index: &Index, columns: &[Text]) -> bool {
    let tokens = significant(index.sql().unwrap_or_default()).skip_while(|token| !token.is_word("WHERE"));
    let condition: Vec<Token<'_>> = tokens.skip(1).filter(|token| !matches!(token.text, "(" | ")")).collect();
    let [column, words @ ..] = &condition[..] else { return false };
    let is_column = |name: &str| columns.iter().any(|known| is(known.as_str(), name));
    let are = |expected: &[&str]| {
        words.len() == expected.len() && words.iter().zip(expected).all(|(word, text)| word.is_word(text))
    };
    column.name().is_some_and(|name| is_column(&name)) && (are(&["IS", "NOT", "NULL"]) || are(&["NOTNULL"]))
}

/// For a new index: `note_user_id`.
fn free_name(story: &Story<'_>, table: &Table, columns: &[&str]) -> String {
    let name = format!("{}_{}", table.name(), columns.join("_"));
    let is_taken = story.objects.made(&name).is_some();
    if is_taken { format!("{name}_index") } else { name }
}

/// A primary key with a column that takes NULL: only the rowid, and keys of STRICT and WITHOUT ROWID tables do not.
fn nullable(story: &Story<'_>, table: &Table) -> Option<Finding> {
    if table.rowid_alias().is_some() {
        return None;
    }
    let key = table.primary_key();
    let takes_null: Vec<&str> =
        key.iter().filter(|column| !column.not_null()).map(|column| column.name()).collect();
    let first = takes_null.first()?;
    let is_number = |declared: &str| ["INT", "SERIAL"].iter().any(|word| contains(declared, word));
    let numbered = matches!(key[..], [only] if is_number(only.declared_type()));
    Some(story.finding_of_column(&lint::NULLABLE_PRIMARY_KEY, (table, first), |place| {
        texts::nullable_primary_key(place, table.name(), &takes_null, numbered)
    }))
}

/// A table whose rows have no name. What CREATE TABLE … AS makes never has one, and is another lint's.
fn keyless(story: &Story<'_>, table: &Table) -> Option<Finding> {
    let is_key = |index: &Index| {
        let is_present = |part: &IndexColumn| {
            part.name().and_then(|name| table.column(name)).is_some_and(|column| column.not_null())
        };
        index.unique() && !index.partial() && index.columns().iter().all(is_present)
    };
    if !table.primary_key().is_empty() || table.indexes().iter().any(is_key) {
        return None;
    }
    let origin = story.created(table);
    let mut deeds = story.chapters.iter().flat_map(|chapter| &chapter.deeds);
    let is_copy = deeds.any(|deed| {
        deed.origin == origin && deed.selects > 0 && matches!(deed.events[..], [Event::Creates(_), ..])
    });
    (!is_copy).then(|| {
        story.finding(&lint::NO_PRIMARY_KEY, origin, |place| texts::no_primary_key(place, table.name()))
    })
}

/// Indexes that another one makes useless.
fn redundant<'s>(story: &'s Story<'_>, table: &'s Table) -> impl Iterator<Item = Finding> {
    table.indexes().iter().filter_map(move |index| {
        if index.origin() != MadeBy::Create {
            return None;
        }
        let origin = story.made(index.name());
        // One over some rows finds what a backfill has still to do.
        let by_rowid = table.rowid_alias().is_some_and(|rowid| {
            !index.partial()
                && matches!(index.columns(), [only] if only.name().is_some_and(|name| is(name, rowid.name())))
        });
        let other = table.indexes().iter().find(|other| {
            other.name() != index.name() && stands_for(other, index) && {
                // Of two that are equal, the later one goes.
                !stands_for(index, other)
                    || other.origin() != MadeBy::Create
                    || story.made(other.name()).is_before(origin)
            }
        });
        let by = match other {
            Some(other) => Some((other.origin() == MadeBy::Create).then(|| other.name())),
            None => by_rowid.then_some(None),
        }?;
        Some(story.finding(&lint::REDUNDANT_INDEX, origin, |place| {
            texts::redundant_index(place, index.name(), table.name(), by)
        }))
    })
}

/// What the index is, apart from its name.
fn definition(index: &Index) -> (bool, Option<String>) {
    let sql = index.sql().map(|sql| {
        let mut tokens = significant(sql).skip_while(|token| !token.is_word("ON"));
        tokens.next().map_or(String::new(), |on| canonical(&sql[on.start..]))
    });
    (index.unique(), sql)
}

/// Whether every query and every duplicate that `index` is for is `other`'s as well.
fn stands_for(other: &Index, index: &Index) -> bool {
    let is_plain =
        |index: &Index| !index.partial() && index.columns().iter().all(|part| part.name().is_some());
    if !is_plain(index) {
        return definition(index) == definition(other);
    }
    let is_same = |(part, of_other): (&IndexColumn, &IndexColumn)| {
        part.name().is_some_and(|name| of_other.name().is_some_and(|other| is(name, other)))
            && part.descending() == of_other.descending()
            && is(part.collation(), of_other.collation())
    };
    let begins = other.columns().len() >= index.columns().len()
        && index.columns().iter().zip(other.columns()).all(is_same);
    let refuses = !index.unique() || (other.unique() && other.columns().len() == index.columns().len());
    begins && refuses && !other.partial()
}
