//! What was probably meant.

/// The candidate that `word` is most likely a misspelling of: the one at the smallest edit distance, the first of
/// several, and none if every one of them is another word altogether.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |word: &str| word.to_lowercase().replace(['_', ' '], "-");
    let word = plain(word);
    let limit = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &plain(candidate)), candidate))
        .filter(|&(distance, candidate)| distance <= limit && distance < candidate.chars().count())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// How many characters are inserted, left out, replaced or swapped with their neighbour on the way from `a` to `b`.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &to) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(from != to)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && a[i - 1] == to {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_single_edits() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("abc", "acb", 1),
            ("kitten", "sitting", 3),
            ("é", "e", 1),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn a_misspelling_finds_its_word() {
        let words = ["no-transaction", "irreversible", "allow"];
        assert_eq!(nearest("no_transaction", words), Some("no-transaction"));
        assert_eq!(nearest("NoTransaction", words), Some("no-transaction"));
        assert_eq!(nearest("alow", words), Some("allow"));
    }

    #[test]
    fn another_word_finds_none() {
        assert_eq!(nearest("policy", ["dir", "set", "locked", "modules"]), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("", ["dir"]), None);
    }

    #[test]
    fn the_first_of_equals_wins() {
        assert_eq!(nearest("tab", ["tag", "tap"]), Some("tag"));
    }
}
