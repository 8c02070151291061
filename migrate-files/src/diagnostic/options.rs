//! Arguments of the macro.

use super::{Diagnostic, listed};
use crate::nearest;
use crate::options::{KEYS, Value};

pub(crate) fn unknown(key: &str) -> Diagnostic {
    let valid = format!("the arguments are {}", listed(KEYS));
    let diagnostic = Diagnostic::new(format!("unknown argument `{key}`"));
    match nearest::nearest(key, KEYS) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`? {valid}")),
        None => diagnostic.help(valid),
    }
}

pub(crate) fn repeated(key: &str) -> Diagnostic {
    Diagnostic::new(format!("argument `{key}` is given twice")).help("remove one of them")
}

pub(crate) fn wrong_type(key: &str, expected: &str, found: &Value) -> Diagnostic {
    let example = match key {
        "dir" => "dir = \"migrations\"",
        "set" => "set = \"notes\"",
        "locked" => "locked = true",
        "trusted_through" => "trusted_through = 42",
        "policy" => "policy = reversible",
        "functions" => "functions = [\"uuid7/0\"]",
        "collations" => "collations = [\"UNICODE_CI\"]",
        "modules" => "modules = [\"vec0\"]",
        "hooks" => "hooks = { AddSlug => crate::slugs }",
        "needs" => "needs = { auth = 3 }",
        "allow" => "allow = [drop_table]",
        "warn" => "warn = [drop_table]",
        _ => "deny = [drop_table]",
    };
    Diagnostic::new(format!("argument `{key}`: expected {expected}, found {}", found.told()))
        .help(format!("write it like `{example}`"))
}

pub(crate) fn empty(key: &str) -> Diagnostic {
    let help = match key {
        "dir" => "name a directory beside `Cargo.toml`, or leave the argument out for `migrations`",
        "set" => "name the set, or leave the argument out for the package's name",
        _ => "remove the empty string",
    };
    Diagnostic::new(format!("argument `{key}`: expected a name, found an empty string")).help(help)
}

pub(crate) fn negative_version(version: i64) -> Diagnostic {
    Diagnostic::new(format!("argument `trusted_through`: expected a version, found {version}"))
        .help("versions are numbers from 0 on; give that of the last migration that has run in production")
}

pub(crate) fn unknown_policy<const N: usize>(word: &str, known: [&str; N]) -> Diagnostic {
    let valid = format!("the policies are {}", listed(known));
    let diagnostic = Diagnostic::new(format!("argument `policy`: unknown policy `{word}`"));
    match nearest::nearest(word, known) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`? {valid}")),
        None => diagnostic.help(valid),
    }
}

pub(crate) fn unknown_lint(key: &str, name: &str) -> Diagnostic {
    Diagnostic::new(format!("argument `{key}`: unknown lint `{name}`")).help(super::lint::known(name, true))
}

pub(crate) fn two_levels(key: &str, name: &str, before: &str) -> Diagnostic {
    let twice = if key == before { "twice".to_owned() } else { format!("in `{before}`, too") };
    Diagnostic::new(format!("argument `{key}`: lint `{name}` stands {twice}")).help("remove one of them")
}

pub(crate) fn malformed_function(entry: &str) -> Diagnostic {
    Diagnostic::new(format!("argument `functions`: expected `name/arguments`, found `{entry}`"))
        .help("write `uuid7/0` for a function of no arguments, up to `/127`, or `uuid7` for any number of arguments")
}

pub(crate) fn absolute(directory: &str) -> Diagnostic {
    Diagnostic::new(format!("directory `{directory}` is an absolute path"))
        .note("it exists on this machine only")
        .help("give a path relative to the package's `Cargo.toml`, like `migrations`")
}

pub(crate) fn outside(directory: &str) -> Diagnostic {
    Diagnostic::new(format!("directory `{directory}` is outside the package"))
        .note("`cargo publish` and `cargo vendor` would not ship it")
        .help("move the migrations into the package, or give them a package of their own")
}
