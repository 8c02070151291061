//! SHA-256 of texts, histories and meanings.

use hmac_sha256::Hash;
use migrate_token as token;

/// SHA-256 of `text`. For a file without BOM and CRLF it is what `sha256sum` prints.
pub fn checksum(text: &str) -> [u8; 32] {
    Hash::hash(text.as_bytes())
}

/// SHA-256 over `before`, the version in eight bytes, big end first, and the checksum: one value that proves the
/// whole history up to this version.
pub fn chain(before: Option<[u8; 32]>, version: i64, checksum: [u8; 32]) -> [u8; 32] {
    let mut hasher = Hash::new();
    if let Some(before) = before {
        hasher.update(before);
    }
    hasher.update(version.to_be_bytes());
    hasher.update(checksum);
    hasher.finalize()
}

/// SHA-256 over the SQL tokens of `text`: comments and white space do not count.
pub fn meaning(text: &str) -> [u8; 32] {
    let mut hasher = Hash::new();
    for token in token::significant(text) {
        hasher.update(token.text);
        // No token holds a NUL byte, so two lists of tokens never hash the same bytes.
        hasher.update([0]);
    }
    hasher.finalize()
}

/// A checksum in 64 lower-case digits.
pub fn hex(checksum: &[u8; 32]) -> String {
    checksum.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The checksum that 64 digits, in either case, spell.
pub fn parse(hex: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        hex.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    let mut checksum = [0; 32];
    if digits.len() != 2 * checksum.len() {
        return None;
    }
    for (byte, pair) in checksum.iter_mut().zip(digits.chunks(2)) {
        *byte = pair[0] << 4 | pair[1];
    }
    Some(checksum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_that_of_sha256sum() {
        assert_eq!(hex(&checksum("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn a_checksum_survives_its_spelling() {
        let sum = checksum("x");
        assert_eq!(parse(&hex(&sum)), Some(sum));
        assert_eq!(parse(&hex(&sum).to_uppercase()), Some(sum));
        assert_eq!(parse(&hex(&sum)[1..]), None);
        assert_eq!(parse(&"é".repeat(64)), None);
        assert_eq!(parse(""), None);
    }

    #[test]
    fn a_chain_depends_on_all_of_its_past() {
        let first = chain(None, 1, checksum("a"));
        let second = chain(Some(first), 2, checksum("b"));
        assert_ne!(first, chain(None, 2, checksum("a")));
        assert_ne!(first, chain(None, 1, checksum("b")));
        assert_ne!(second, chain(Some(chain(None, 1, checksum("c"))), 2, checksum("b")));
        let joined: Vec<u8> = [&first[..], &2_i64.to_be_bytes(), &checksum("b")].concat();
        assert_eq!(second, Hash::hash(&joined));
    }

    #[test]
    fn comments_and_white_space_have_no_meaning() {
        let sql = "CREATE TABLE user(id INTEGER PRIMARY KEY, name TEXT DEFAULT 'a b');";
        for same in [
            "-- the users\nCREATE TABLE user(id INTEGER PRIMARY KEY, name TEXT DEFAULT 'a b');\n",
            "CREATE TABLE user(\n\tid INTEGER PRIMARY KEY, /* ; */\n\tname TEXT DEFAULT 'a b'\n);",
        ] {
            assert_eq!(meaning(sql), meaning(same));
            assert_ne!(checksum(sql), checksum(same));
        }
    }

    #[test]
    fn literals_names_and_the_ends_of_tokens_have_meaning() {
        let sql = "SELECT 'a b', c d";
        for other in [
            "SELECT 'a  b', c d",
            "SELECT 'A b', c d",
            "SELECT 'a b', cd",
            "SELECT 'a b', c d, e",
            "SELECT 'a b' , c",
        ] {
            assert_ne!(meaning(sql), meaning(other), "{other}");
        }
    }
}
