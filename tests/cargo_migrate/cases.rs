//! `check` says what the macro says, of every mistake that has a case: see `migrate-verify/tests/golden.rs`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Package;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("migrate-verify/cases")
}

/// The names of the cases that are a directory of files.
fn names() -> Vec<String> {
    let is_package = |case: &PathBuf| {
        let entries = case.read_dir().into_iter().flatten().map(|entry| entry.unwrap().file_name());
        entries.into_iter().any(|name| name != "expected.txt")
    };
    let found = cases().read_dir().unwrap().map(|entry| entry.unwrap().path()).filter(is_package);
    let mut names: Vec<String> =
        found.map(|case| case.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// The arguments of the case, as they stand in an invocation.
fn arguments(case: &Path) -> Vec<String> {
    let text = fs::read_to_string(case.join("arguments")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap().map(|entry| entry.unwrap()) {
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// What is said of each set of the package, by the directory of its call's file.
fn said(package: &Package) -> BTreeMap<String, String> {
    let said = package.migrate(&["check", "--format", "json"]);
    let document: Value = serde_json::from_str(&said.stdout).unwrap_or_else(|_| panic!("{}", said.stderr));
    let set = |set: &Value| {
        let call = set["call"]["file"].as_str().unwrap().to_owned();
        let texts: Vec<String> =
            set["diagnostics"].as_array().unwrap().iter().map(|it| text(it, &call)).collect();
        let text = if texts.is_empty() { "ok\n".to_owned() } else { texts.join("\n") };
        (call, without_numbers_of_the_system(&text))
    };
    document["sets"].as_array().unwrap().iter().map(set).collect()
}

/// As it is printed, without the place of the call, which rustc tells of the macro.
fn text(diagnostic: &Value, call: &str) -> String {
    let rendered = diagnostic["rendered"].as_str().unwrap();
    let mut lines: Vec<&str> = rendered.lines().collect();
    if diagnostic["place"]["file"] == call {
        lines.drain(1..5);
    }
    lines.join("\n") + "\n"
}

/// `(os error 40)` has another number elsewhere.
fn without_numbers_of_the_system(text: &str) -> String {
    let mut parts = text.split(" (os error ");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| text + part.split_once(')').unwrap().1)
}

#[test]
fn check_says_what_the_macro_says_of_every_case() {
    // All in one package, each in a directory of its own; but for those that say which, or in which another is found.
    let package = Package::new(&[]);
    let mut modules = String::new();
    let mut alone = Vec::new();
    for name in names() {
        let case = cases().join(&name);
        let arguments = arguments(&case);
        if arguments.iter().any(|argument| argument.starts_with("dir"))
            || name.starts_with("directory_missing")
        {
            alone.push((name, arguments));
            continue;
        }
        copy(&case, &package.root().join("cases").join(&name));
        modules += &format!("mod {name};\n");
        let all = [vec![format!("\"cases/{name}/migrations\"")], arguments].concat();
        package.write(&format!("src/{name}.rs"), super::call(&all.join(", ")));
    }
    package.write("src/lib.rs", modules);
    let mut found = Vec::new();
    for (call, text) in said(&package) {
        let name = call.strip_prefix("src/").unwrap().strip_suffix(".rs").unwrap();
        found.push((name.to_owned(), text.replace(&format!("cases/{name}/migrations"), "migrations")));
    }
    for (name, arguments) in alone {
        let package = Package::calling(&arguments.join(", "), &[]);
        copy(&cases().join(&name), package.root());
        found.extend(said(&package).into_values().map(|text| (name.clone(), text)));
    }
    assert!(found.len() > 400, "{}", found.len());
    assert_eq!(found.len(), names().len());
    let wrong = |(name, text): &(String, String)| {
        let expected = fs::read_to_string(cases().join(name).join("expected.txt")).unwrap();
        (expected != *text).then(|| format!("== {name}: the macro\n{expected}-- `check`\n{text}"))
    };
    let wrong: Vec<String> = found.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
