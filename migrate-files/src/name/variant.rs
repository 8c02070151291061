//! A description as a Rust identifier.

use std::collections::{BTreeMap, BTreeSet};

use super::Name;

/// Version, identifier and description of every migration, in ascending order. Without a duplicate, whatever
/// `names` holds.
pub(crate) fn variants(names: &[Name]) -> Vec<(i64, String, String)> {
    let mut first: BTreeMap<i64, &str> = BTreeMap::new();
    for name in names {
        first.entry(name.version).or_insert(&name.description);
    }
    let mut taken = BTreeSet::new();
    first
        .into_iter()
        .map(|(version, description)| {
            let mut variant = identifier(description);
            while !taken.insert(variant.clone()) {
                variant.push_str(&version.to_string());
            }
            (version, variant, description.to_owned())
        })
        .collect()
}

/// `add_tags` -> `AddTags`. What cannot stand in an identifier separates words, and a first letter that has no upper
/// case comes after a `V`.
fn identifier(description: &str) -> String {
    let mut identifier = String::new();
    for word in description.split(|character| !is_part(character)) {
        let mut rest = word.chars();
        identifier.extend(rest.next().into_iter().flat_map(char::to_uppercase));
        identifier.push_str(rest.as_str());
    }
    if !identifier.starts_with(char::is_uppercase) {
        identifier.insert(0, 'V');
    }
    if identifier == "Self" {
        identifier.push('_');
    }
    identifier
}

/// Whether `character` may stand in an identifier: a letter or an ASCII digit. Of the letters of Unicode those are
/// left out that Rust has no use for (`XID_Continue`): circled ones, and compatibility forms that turn into others.
pub(crate) fn is_part(character: char) -> bool {
    let is_letter = character.is_alphabetic()
        && !matches!(character,
            '\u{37a}' | '\u{2e2f}' | '\u{24b6}'..='\u{24e9}' | '\u{fc5e}'..='\u{fc63}' | '\u{fdfa}'..='\u{fdfb}'
            | '\u{fe70}'..='\u{fe7e}' | '\u{1f130}'..='\u{1f189}');
    is_letter || character.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_and_keep_their_capitals() {
        for (description, expected) in [
            ("init", "Init"),
            ("add_tags", "AddTags"),
            ("addURLTags", "AddURLTags"),
            ("add  url--tags.v2", "AddUrlTagsV2"),
            ("_private_", "Private"),
            ("2fa", "V2fa"),
            ("self", "Self_"),
            ("élan_vital", "ÉlanVital"),
            ("ßtraße", "SStraße"),
            ("добавить_метки", "ДобавитьМетки"),
            ("添加", "V添加"),
            ("x²y", "XY"),
            ("Ⓐb", "B"),
        ] {
            assert_eq!(identifier(description), expected);
        }
    }

    fn of(paths: &[&str]) -> Vec<String> {
        let names: Vec<Name> = paths.iter().map(|path| Name::parse(path).unwrap()).collect();
        variants(&names).into_iter().map(|(_, variant, _)| variant).collect()
    }

    #[test]
    fn the_later_of_two_equal_identifiers_gets_its_version() {
        assert_eq!(of(&["10_a.sql", "2_a.sql", "3_A.sql"]), ["A", "A3", "A10"]);
        assert_eq!(of(&["1_a7.sql", "2_a.sql", "7_a.sql"]), ["A7", "A", "A77"]);
    }

    #[test]
    fn a_version_has_one_identifier() {
        assert_eq!(of(&["1_a.up.sql", "1_a.down.sql", "1_b.up.sql"]), ["A"]);
    }
}
