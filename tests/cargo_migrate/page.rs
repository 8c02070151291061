//! `docs/cargo-migrate.md` shows what is printed.

use std::path::Path;
use std::process::Command;

use super::{Package, UNGUESSABLE, call, expected, program, said};

/// The page with the output of every command in its `console` blocks, run from the first to the last in one package.
fn with_outputs(page: &str, package: &Package) -> String {
    let mut path = vec![program().parent().unwrap().to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
    let path = std::env::join_paths(path).unwrap();
    let mut written = String::new();
    let mut is_console = false;
    for line in page.lines() {
        let is_command = is_console && line.starts_with("$ ");
        match line {
            "```console" => is_console = true,
            "```" => is_console = false,
            // Old output.
            _ if is_console && !is_command => continue,
            _ => {}
        }
        written += &format!("{line}\n");
        if let Some(command) = line.strip_prefix("$ ").filter(|_| is_command) {
            let mut shell = Command::new("sh");
            shell.args(["-c", &format!("{command} 2>&1")]).env("PATH", &path).current_dir(package.root());
            let said = said(&mut shell);
            written += said.stdout.trim_end();
            if !said.stdout.trim().is_empty() {
                written.push('\n');
            }
        }
    }
    written
}

// `sed -i` is another one elsewhere.
#[cfg(target_os = "linux")]
#[test]
fn the_page_shows_what_is_printed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cargo-migrate.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let package = Package::new(&[
        ("src/main.rs", &format!("mod migrations {{\n    {}}}\n", call(""))),
        (
            "migrations/0001_init.sql",
            &format!("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n{UNGUESSABLE}"),
        ),
    ]);
    let written = with_outputs(&page, &package);
    assert!(written.matches("\n$ cargo migrate ").count() >= 8, "{written}");
    expected::assert_all([(path, written)]);
}
