//! diesel's `metadata.toml`, which has one key.

use crate::diagnostic::{self, Diagnostic, Place};

/// Whether the migration that the file belongs to runs in a transaction.
pub(crate) fn runs_in_transaction(path: &str, text: &str) -> Result<bool, Diagnostic> {
    let mut found = None;
    for (index, line) in text.lines().enumerate() {
        let line = line.split_once('#').map_or(line, |(value, _)| value).trim();
        if line.is_empty() {
            continue;
        }
        let place = || Place::line(path, text, index + 1);
        let value = match line.split_once('=').map(|(key, value)| (key.trim(), value.trim())) {
            Some(("run_in_transaction", "true")) => true,
            Some(("run_in_transaction", "false")) => false,
            _ => return Err(diagnostic::header::metadata(place())),
        };
        if found.replace(value).is_some() {
            return Err(diagnostic::header::metadata_repeated(place()));
        }
    }
    Ok(found.unwrap_or(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_is_the_default() {
        for (text, expected) in [
            ("", true),
            ("# words = 1\n\n", true),
            ("run_in_transaction = true\n", true),
            ("  run_in_transaction=false # VACUUM\n", false),
        ] {
            assert_eq!(runs_in_transaction("metadata.toml", text), Ok(expected), "{text}");
        }
    }
}
