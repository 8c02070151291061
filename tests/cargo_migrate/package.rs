//! Which package, and which sets.

use super::{Package, call, manifest};

const INIT: (&str, &str) = ("migrations/0001_init.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY);\n");

/// A workspace of these packages; those with a call have it, and the dependency, too.
fn workspace(packages: &[(&str, bool)]) -> Package {
    let workspace = Package::new(&[]);
    let names: Vec<String> = packages.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    workspace
        .write("Cargo.toml", format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", names.join(", ")));
    for (name, uses) in packages {
        let dependencies = if *uses { "\n[dependencies]\nembed-migrations = \"0.1\"\n" } else { "" };
        workspace.write(&format!("{name}/Cargo.toml"), manifest(name) + dependencies);
        workspace.write(&format!("{name}/src/lib.rs"), if *uses { call("") } else { String::new() });
        workspace.write(&format!("{name}/{}", INIT.0), INIT.1);
    }
    workspace
}

#[test]
fn without_a_package_nothing_is_done() {
    let package = Package::new(&[]);
    std::fs::remove_file(package.root().join("Cargo.toml")).unwrap();
    let said = package.migrate(&["check"]);
    said.says(2, "error: cargo finds no package: could not find `Cargo.toml` in");
    said.says(2, "= help: go to the directory of a package, or say `--manifest-path PATH`");
    package
        .migrate(&["check", "--manifest-path", "nowhere/Cargo.toml"])
        .says(2, "error: cargo finds no package");
    package.write("Cargo.toml", "[package\n");
    package.migrate(&["check"]).says(2, "error: cargo finds no package");
}

#[test]
fn of_several_packages_one_has_to_be_named() {
    let two = workspace(&[("shop", true), ("stock", true), ("tools", false)]);
    let said = two.migrate(&["check"]);
    said.says(2, "error: several packages of the workspace have migrations");
    said.says(2, "= help: say which one it is about: `-p NAME`, of `shop`, `stock`\n");
    two.migrate(&["check", "-p", "stock"]).is("set `stock` in `migrations` is accepted: 1 migration\n");
    two.migrate(&["check", "-p", "stok"])
        .says(2, "help: did you mean `stock`? the packages are `shop`, `stock`, `tools`");
    let manifest = ["check", "--manifest-path", "shop/Cargo.toml"];
    two.migrate(&manifest).is("set `shop` in `migrations` is accepted: 1 migration\n");
    let accepted = "set `shop` in `migrations` is accepted: 1 migration\n";
    two.migrate_in("shop/migrations", &["check"]).is(accepted);
    workspace(&[("shop", true), ("tools", false)]).migrate(&["check"]).is(accepted);
    let none = workspace(&[("tools", false), ("more", false)]).migrate(&["check"]);
    none.says(2, "error: no package of the workspace depends on `embed-migrations`");
}

#[test]
fn paths_are_told_from_the_workspace_as_cargo_does() {
    let two = workspace(&[("shop", true), ("stock", true)]);
    two.write("shop/migrations/0002_x.sql", "SELECT x;\n");
    let said = two.migrate_in("shop", &["check", "--format", "short"]);
    assert_eq!((said.code, &*said.stdout), (1, "shop/migrations/0002_x.sql:1:8: error: no such column: x\n"));
}

#[test]
fn the_calls_are_those_that_rustc_would_find() {
    let package = Package::new(&[
        (
            "src/main.rs",
            "mod a;\nmod b { mod c; }\n#[path = \"other/place.rs\"]\nmod d;\nmod gone;\nfn main() {}\n",
        ),
        (
            "src/a.rs",
            "//! embed_migrations!(\"in_a_comment\")\nmod e;\nconst S: &str = \"embed_migrations!(x)\";\n",
        ),
        ("src/a/e/mod.rs", &call("\"m/e\"")),
        (
            "src/b/c.rs",
            "use embed_migrations::embed_migrations as embed;\nmod x { super::embed! { \"m/c\" } }\n",
        ),
        ("src/other/place.rs", "mod f;\n"),
        ("src/other/f.rs", &call("dir = \"m/f\"")),
        ("src/nobody_includes.rs", &call("\"m/nobody\"")),
        ("tests/it.rs", "include!(\"../src/a/e/mod.rs\");\n"),
        ("build.rs", &call("\"m/build\"")),
    ]);
    for directory in ["m/e", "m/c", "m/f"] {
        package.write(&format!("{directory}/1_x.sql"), INIT.1);
    }
    let said = package.migrate(&["check"]);
    let accepted = |directory| format!("set `notes` in `{directory}` is accepted: 1 migration\n");
    said.is(&["m/e", "m/c", "m/f"].map(accepted).concat());
    assert_eq!(said.stderr, "");
}

#[test]
fn what_another_macro_has_is_passed_over_and_said() {
    let template = "macro_rules! embed { ($($a:tt)*) => { embed_migrations::embed_migrations!($($a)*); } }\n";
    let package = Package::new(&[INIT, ("src/lib.rs", template)]);
    let said = package.migrate(&["check"]);
    said.is("set `notes` in `migrations` is accepted: 1 migration\n");
    assert!(said.stderr.contains("note: a call is passed over"), "{}", said.stderr);
    assert!(said.stderr.contains(" --> src/lib.rs:1:39\n"), "{}", said.stderr);
}

#[test]
fn without_a_call_the_directory_is_looked_at_and_that_is_said() {
    let package = Package::new(&[INIT]);
    let said = package.migrate(&["check"]);
    said.is("set `notes` in `migrations` is accepted: 1 migration\n");
    let note = "note: no call of `embed_migrations!` in package `notes`: `migrations` is looked at as if there were one \
                without further arguments\n";
    assert_eq!(said.stderr, note);
    assert_eq!(package.migrate(&["check", "-q"]).stderr, "");
    package.migrate(&["check", "--dir", "migration"]).says(1, "no directory `migration`");
    package.migrate(&["check", "--dir", "../notes"]).says(2, "directory `../notes` is outside the package");
}

#[test]
fn a_directory_chooses_among_the_calls() {
    let package = Package::new(&[
        INIT,
        (
            "src/lib.rs",
            "mod a { embed_migrations!(\"./migrations\", set = \"a\"); }\nmod b { embed_migrations!(\"b\", set = \"b\"); }\n",
        ),
        ("b/0001_x.sql", "SELECT x;\n"),
    ]);
    let said = package.migrate(&["check", "--dir", "migrations/"]);
    said.is("set `a` in `./migrations` is accepted: 1 migration\n");
    assert_eq!(said.stderr, "");
    package.migrate(&["check", "--dir", "b"]).says(1, "set `b` in `b` is rejected: 1 error");
    let both = package.migrate(&["check"]);
    both.says(1, "set `a` in `./migrations` is accepted: 1 migration");
    both.says(1, "set `b` in `b` is rejected: 1 error");
    package
        .migrate(&["new", "x"])
        .says(2, "= help: say which one it is about: `--dir DIR`, of `./migrations`, `b`");
}

#[test]
fn a_source_that_is_not_rust_is_told_by_its_place() {
    let package = Package::new(&[INIT, ("src/lib.rs", "fn f() {\n    \"open\n")]);
    package.migrate(&["check"]).says(1, "a source file of the package is not Rust\n --> src/lib.rs:");
}
