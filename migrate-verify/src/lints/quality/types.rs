//! Declared types.

use migrate_files::diagnostic::quality as texts;
use migrate_files::lint::{self, Finding};
use migrate_runtime::{Affinity, Column, Table};
use migrate_token::{Kind, significant};

use crate::lints::Story;

pub(super) fn find(story: &Story<'_>, table: &Table) -> Vec<Finding> {
    // SQLite takes only types that it knows.
    if table.strict() {
        return Vec::new();
    }
    let (swallowed, others): (Vec<&Column>, Vec<&Column>) =
        table.columns().iter().partition(|column| swallowed(column).is_some());
    let mut findings: Vec<Finding> =
        swallowed.into_iter().filter_map(|column| swallowed_comma(story, table, column)).collect();
    findings.extend(surprising_affinity(story, table, &others));
    findings
}

/// The words of a declared type, in capitals, without what stands in parentheses.
fn words(declared: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut words = Vec::new();
    for token in significant(declared) {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ if depth == 0 && token.kind != Kind::Operator => {
                words.extend(token.name().map(|name| name.to_ascii_uppercase()));
            }
            _ => {}
        }
    }
    words
}

/// Types of text or bytes by other databases' names, which are numbers to SQLite.
#[rustfmt::skip]
const TEXTS: [&str; 20] = [
    "ANY", "BINARY", "BYTEA", "BYTES", "CIDR", "EMAIL", "ENUM", "GUID", "HSTORE", "INET", "JSON", "JSONB",
    "MACADDR", "STRING", "ULID", "URI", "URL", "UUID", "VARBINARY", "XML",
];

/// One finding for all such columns of the table.
fn surprising_affinity(story: &Story<'_>, table: &Table, columns: &[&Column]) -> Option<Finding> {
    let surprises = |column: &&&Column| {
        let words = words(column.declared_type());
        match column.affinity() {
            Affinity::Numeric => words.iter().any(|word| TEXTS.contains(&word.as_str())),
            Affinity::Integer => {
                words.iter().any(|word| word.contains("INT")) && !words.iter().any(|word| is_integer(word))
            }
            Affinity::Text | Affinity::Real | Affinity::Blob => false,
        }
    };
    let found: Vec<(&str, &str, &str)> = columns
        .iter()
        .filter(surprises)
        .map(|column| (column.name(), column.declared_type(), told(column.affinity())))
        .collect();
    let (first, ..) = found.first()?;
    Some(story.finding_of_column(&lint::SURPRISING_AFFINITY, (table, first), |place| {
        texts::surprising_affinity(place, table.name(), &found)
    }))
}

fn told(affinity: Affinity) -> &'static str {
    if affinity == Affinity::Integer { "INTEGER" } else { "NUMERIC" }
}

/// `INT`, `BIGINT`, `UINT32`, `INTEGER`: what ends with it, apart from digits.
fn is_integer(word: &str) -> bool {
    const BEFORE: [&str; 10] =
        ["", "BIG", "HUGE", "LONG", "MEDIUM", "SMALL", "TINY", "U", "UBIG", "UNSIGNED"];
    let word = word.trim_end_matches(|character: char| character.is_ascii_digit());
    let before = word.strip_suffix("INTEGER").or_else(|| word.strip_suffix("INT"));
    before.is_some_and(|before| BEFORE.contains(&before))
}

/// Words that are a type by themselves.
#[rustfmt::skip]
const TYPES: [&str; 28] = [
    "BIGINT", "BLOB", "BOOL", "BOOLEAN", "CHAR", "CLOB", "DATE", "DATETIME", "DECIMAL", "DOUBLE", "FLOAT",
    "INT", "INTEGER", "JSON", "MEDIUMINT", "NCHAR", "NUMERIC", "NVARCHAR", "REAL", "SMALLINT", "STRING",
    "TEXT", "TIME", "TIMESTAMP", "TINYINT", "UUID", "VARCHAR", "NUMBER",
];

/// Words that stand in types of several words.
#[rustfmt::skip]
const PARTS: [&str; 20] = [
    "ALWAYS", "BIG", "BINARY", "CHARACTER", "GENERATED", "LARGE", "LOCAL", "LONG", "NATIONAL", "NATIVE",
    "OBJECT", "PRECISION", "SIGNED", "UNSIGNED", "VARYING", "WITH", "WITHOUT", "ZEROFILL", "ZONE",
    "IDENTITY",
];

/// The type, the name and the type of which a declared type is made up: `INTEGER name TEXT`.
fn swallowed(column: &Column) -> Option<(String, String, String)> {
    let names: Vec<String> =
        significant(column.declared_type()).filter_map(|token| Some(token.name()?.into_owned())).collect();
    let is_any = |word: &str, known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(word));
    let is_it = |three: &[String]| {
        is_any(&three[0], &TYPES) && !is_any(&three[1], &PARTS) && is_any(&three[2], &TYPES)
    };
    if let Some(three) = names.windows(3).find(|three| is_it(three)) {
        return Some((three[0].clone(), three[1].clone(), three[2].clone()));
    }
    // `first_name last_name TEXT`: no type has a name like that.
    match &names[..] {
        [name] if is_column(name) => Some((String::new(), name.clone(), String::new())),
        [name, behind] if is_column(name) && is_any(behind, &TYPES) => {
            Some((String::new(), name.clone(), behind.clone()))
        }
        _ => None,
    }
}

/// Whether it looks like the name of a column, and like no type.
fn is_column(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let is_type = |part: &str| TYPES.contains(&part) || PARTS.contains(&part) || TEXTS.contains(&part);
    name.contains('_')
        && !upper.split('_').any(is_type)
        && !["INT", "CHAR", "REAL"].iter().any(|word| upper.contains(word))
}

fn swallowed_comma(story: &Story<'_>, table: &Table, column: &Column) -> Option<Finding> {
    let (before, name, behind) = swallowed(column)?;
    let written = [column.name(), &before, &name, &behind];
    let origin = story.shaped(table, column.name());
    let alters = significant(story.text(origin)).next().is_some_and(|first| first.is_word("ALTER"));
    Some(story.finding_of_column(&lint::SWALLOWED_COMMA, (table, column.name()), |place| {
        texts::swallowed_comma(place, table.name(), column.declared_type(), written, alters)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_an_int_in_it_is_not_always_an_integer() {
        for word in ["INT", "INTEGER", "BIGINT", "INT8", "UINT32", "MEDIUMINT"] {
            assert!(is_integer(word), "{word}");
        }
        for word in ["POINT", "PRINT", "CONSTRAINT", "INTERVAL", "INTERNAL"] {
            assert!(!is_integer(word), "{word}");
        }
    }

    #[test]
    fn sizes_are_no_words() {
        assert_eq!(words("DECIMAL(10, 2) unsigned"), ["DECIMAL", "UNSIGNED"]);
    }
}
