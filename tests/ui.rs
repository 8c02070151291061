//! What only rustc can show: the errors and warnings of a build as a user meets them.
//!
//! A directory in `tests/ui` is a crate with one mistake, for which it is named, and `expected.txt` what rustc says. Only
//! those whose names begin with `warning` compile.
//! `BLESS=1 cargo test --test ui` rewrites every `expected.txt`. Read the difference.
//!
//! Not with trybuild: it builds every case as a file of one package of its own making, and here each case is a
//! package with migrations.

#[path = "common/expected.rs"]
mod expected;
mod scratch;

use std::fs;
use std::path::Path;

use scratch::Package;

#[test]
fn every_mistake_is_told_as_expected() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let mut names: Vec<String> = fs::read_dir(&cases)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() >= 18, "{names:?}");
    expected::assert_all(names.into_iter().map(|name| {
        let package = Package::new(&format!("ui_{name}"), &[]);
        package.copy(&cases.join(&name));
        let said = package.cargo(&["check", "--quiet", "--lib"]);
        assert_eq!(said.success, name.starts_with("warning"), "{name}: {}", said.stderr);
        (cases.join(&name).join("expected.txt"), without_summary(&said.stderr))
    }));
}

/// Without cargo's last line, without paths of this machine, and without line numbers of the engine's sources.
fn without_summary(stderr: &str) -> String {
    let checkout = scratch::checkout().to_str().unwrap();
    let mut is_ours = false;
    let line = |line: &str| {
        if line.contains("--> ") || line.contains("::: ") {
            is_ours = line.contains(checkout);
        }
        if !is_ours {
            return format!("{line}\n");
        }
        let line = line.replace(checkout, "$CHECKOUT");
        let line = line.split_once(".rs:").map_or(line.clone(), |(file, _)| format!("{file}.rs"));
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        format!("{}{}\n", " ".repeat(digits), &line[digits..])
    };
    let is_summary =
        |line: &str| line.starts_with("error: could not compile ") || line.starts_with("warning: `");
    let lines = stderr.lines().filter(|line| !is_summary(line));
    lines.map(line).collect::<String>().trim_end().to_owned() + "\n"
}
