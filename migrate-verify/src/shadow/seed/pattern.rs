//! Texts that fit the pattern of a LIKE or a GLOB.

/// `number` fills what the pattern leaves open, so that texts differ.
pub(super) fn like(pattern: &str, number: i64) -> [String; 2] {
    [number.to_string(), String::new()].map(|gap| {
        let mut text = String::new();
        for letter in pattern.chars() {
            match letter {
                '%' => text.push_str(&gap),
                '_' => text.push('a'),
                letter => text.push(letter),
            }
        }
        text
    })
}

pub(super) fn glob(pattern: &str, number: i64) -> [String; 2] {
    [number.to_string(), String::new()].map(|gap| {
        let (mut text, mut seed) = (String::new(), number);
        let mut rest = pattern.chars();
        while let Some(letter) = rest.next() {
            match letter {
                '*' => text.push_str(&gap),
                '?' => text.push('a'),
                '[' => {
                    let class = class(&mut rest);
                    let at = usize::try_from(seed).unwrap_or(0) % class.len().max(1);
                    text.extend(class.get(at));
                    seed /= 7;
                }
                letter => text.push(letter),
            }
        }
        text
    })
}

/// The letters that are left by `NOT GLOB '*[^a-z]*'`.
pub(super) fn alphabet(pattern: &str) -> Option<Vec<char>> {
    let class_of = pattern.strip_prefix("*[^")?.strip_suffix("]*")?;
    let letters = class(&mut format!("{class_of}]").chars());
    (!letters.is_empty()).then_some(letters)
}

/// The letters that a class allows, `rest` being what follows its bracket.
fn class(rest: &mut std::str::Chars<'_>) -> Vec<char> {
    let inverted = rest.as_str().starts_with('^');
    if inverted {
        rest.next();
    }
    let mut letters: Vec<char> = Vec::new();
    while let Some(letter) = rest.next() {
        match (letter, letters.last().copied()) {
            (']', Some(_)) => break,
            ('-', Some(from)) if !rest.as_str().starts_with(']') => {
                letters.extend((from..=rest.next().unwrap_or(from)).skip(1).take(256));
            }
            (letter, _) => letters.push(letter),
        }
    }
    if inverted { ('!'..='~').filter(|letter| !letters.contains(letter)).collect() } else { letters }
}

#[cfg(test)]
mod tests {
    use super::{glob, like};

    #[test]
    fn a_text_fits_its_pattern() {
        assert_eq!(like("ab%c_", 7), ["ab7ca", "abca"]);
        assert_eq!(glob("x-*?[0-9][^!-b]", 8), ["x-8a8d", "x-a8d"]);
        assert_eq!(glob("[]a][a-", 0), ["]a", "]a"]);
        assert_eq!(super::alphabet("*[^0-3x]*"), Some(vec!['0', '1', '2', '3', 'x']));
        assert_eq!(super::alphabet("*[0-3]*"), None);
    }
}
