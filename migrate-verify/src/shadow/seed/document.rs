//! Texts of JSON that have something at given paths.

/// A text with a value at each of the paths: numbers where `label` is empty, texts otherwise.
pub(super) fn with(paths: &[String], number: i64, label: &str) -> String {
    let paths: Vec<Vec<&str>> = paths.iter().map(|path| steps(path)).collect();
    object(&paths.iter().map(Vec::as_slice).collect::<Vec<_>>(), number, label)
}

/// The steps of a path, as `a` and `[0]` of `$.a[0]`; a name alone is one.
fn steps(path: &str) -> Vec<&str> {
    let Some(path) = path.strip_prefix('$') else { return vec![path] };
    path.split(['.', '[']).map(|step| step.trim_matches(['"', ' '])).filter(|step| !step.is_empty()).collect()
}

fn object(paths: &[&[&str]], number: i64, label: &str) -> String {
    let mut heads: Vec<&str> = paths.iter().filter_map(|path| path.first().copied()).collect();
    heads.dedup();
    if heads.is_empty() {
        return if label.is_empty() { number.to_string() } else { format!("\"{label} {number}\"") };
    }
    let below = |head: &str| {
        let tails: Vec<&[&str]> =
            paths.iter().filter(|path| path.first() == Some(&head)).map(|path| &path[1..]).collect();
        object(&tails, number, label)
    };
    // The index of an array ends with its bracket.
    if heads.iter().all(|head| head.ends_with(']')) {
        return format!("[{}]", below(heads[0]));
    }
    heads.sort_unstable();
    heads.dedup();
    let members: Vec<String> = heads.iter().map(|head| format!("\"{head}\":{}", below(head))).collect();
    format!("{{{}}}", members.join(","))
}

#[cfg(test)]
mod tests {
    use super::with;

    #[test]
    fn paths_share_their_beginnings() {
        let paths = ["$.a.b", "name", "$.a.\"c\"", "$.d[0].e"].map(str::to_owned);
        assert_eq!(with(&paths, 7, ""), r#"{"a":{"b":7,"c":7},"d":[{"e":7}],"name":7}"#);
        assert_eq!(with(&paths[1..2], 7, "x"), r#"{"name":"x 7"}"#);
    }
}
