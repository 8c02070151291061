//! Texts that are kept in files. `BLESS=1` writes the files instead; read the difference then.

use std::path::PathBuf;

/// Compares what was said with what the files say, and tells all that differ.
#[track_caller]
pub(crate) fn assert_all(said: impl IntoIterator<Item = (PathBuf, String)>) {
    let is_blessed = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for (path, said) in said {
        if is_blessed {
            std::fs::write(&path, &said).unwrap();
        }
        match std::fs::read_to_string(&path) {
            Ok(expected) if expected == said => {}
            Ok(expected) => {
                wrong.push(format!("== {}: expected\n{expected}-- found\n{said}", path.display()))
            }
            Err(error) => wrong.push(format!("== {}: {error}\n-- found\n{said}", path.display())),
        }
    }
    assert!(wrong.is_empty(), "{}\nBLESS=1 rewrites what is expected", wrong.join("\n"));
}
