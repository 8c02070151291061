//! `check`, and what it prints.

use std::path::Path;

use serde_json::Value;

use super::{Package, expected, program, said};

/// An error and warnings: in SQL with letters that take more than one byte, in files with other line ends, in the
/// arguments of a call, and in no place at all.
fn mistaken() -> Package {
    Package::new(&[
        (
            "src/lib.rs",
            "mod a { embed_migrations::embed_migrations!(\"a b\", set = \"a\", warn = [quality]); }\n\
             mod b { embed_migrations::embed_migrations!(\"b\", set = \"b, b\", polcy = reversible); }\n\
             mod c { embed_migrations::embed_migrations!(\"c\", set = \"c\"); }\n\
             mod d { embed_migrations::embed_migrations!(\"nowhere\"); }\n",
        ),
        ("a b/0001_init.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);\r\n"),
        ("a b/0002_drop,it.sql", "-- 100 % of it:\r\nDROP TABLE note;\r\n"),
        ("c/0001_é.sql", "SELECT '🙂é', emial;\n"),
    ])
}

#[test]
fn every_format_says_the_same_in_its_own_way() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cargo_migrate/said");
    let package = mistaken();
    let tell = |format: &str| {
        let said = package.migrate(&["check", "--format", format]);
        assert_eq!((said.code, &*said.stderr), (1, ""));
        let text = match format {
            "sarif" => format!("{:#}\n", without_catalogue(&said.stdout)),
            _ => said.stdout,
        };
        (directory.join(format!("{format}.txt")), text)
    };
    expected::assert_all(["human", "short", "github", "json", "sarif"].map(tell));
}

/// The rules are those of the catalogue of lints, which has its own tests.
fn without_catalogue(text: &str) -> Value {
    let mut document: Value = serde_json::from_str(text).unwrap();
    let rules = document["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap();
    rules.truncate(2);
    document
}

#[test]
fn a_document_of_sarif_has_what_its_schema_requires() {
    let text = mistaken().migrate(&["check", "--format", "sarif"]).stdout;
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["version"], "2.1.0");
    let run = &document["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "cargo-migrate");
    let rules = driver["rules"].as_array().unwrap();
    assert!(rules.len() > 50, "{}", rules.len());
    let mut ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[text]["text"].as_str().unwrap().is_empty(), "{rule}");
        }
        assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"), "{rule}");
        let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
        assert!(["error", "warning", "note"].contains(&level), "{rule}");
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rules.len());
    for result in run["results"].as_array().unwrap() {
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()), "{result}");
        let location = &result["locations"][0]["physicalLocation"];
        let uri = location["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.is_ascii() && !uri.contains(' ') && !uri.starts_with('/'), "{uri}");
        assert_eq!(location["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        if let Some(region) = location.get("region") {
            let [start, end] = ["startColumn", "endColumn"].map(|key| region[key].as_u64().unwrap());
            assert!(start >= 1 && end >= start && region["startLine"].as_u64().unwrap() >= 1, "{region}");
        }
    }
}

#[test]
fn the_page_of_lints_has_a_heading_for_each_rule() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lints.md")).unwrap();
    let text = mistaken().migrate(&["check", "--format", "sarif"]).stdout;
    let document: Value = serde_json::from_str(&text).unwrap();
    for rule in document["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().iter().skip(1) {
        let id = rule["id"].as_str().unwrap();
        assert!(rule["helpUri"].as_str().unwrap().ends_with(&format!("/docs/lints.md#{id}")));
        assert!(page.contains(&format!("\n## {id}\n")), "{id}");
    }
}

#[test]
fn paths_are_those_of_the_repository_where_a_workflow_says_which() {
    let package = Package::new(&[]);
    for (path, text) in [
        (
            "services/shop/Cargo.toml",
            "[package]\nname = \"shop\"\nversion = \"1.0.0\"\nedition = \"2024\"\n[workspace]\n",
        ),
        ("services/shop/src/lib.rs", "embed_migrations!();\n"),
        ("services/shop/migrations/0001_x.sql", "SELECT x;\n"),
    ] {
        package.write(path, text);
    }
    for (format, part) in [
        ("github", "::error file=services/shop/migrations/0001_x.sql,line=1,"),
        ("sarif", "\"uri\": \"services/shop/migrations/0001_x.sql\""),
        ("human", " --> migrations/0001_x.sql:1:8\n"),
    ] {
        // By `env`, since the variable of the machine that tests is taken away.
        let workspace = format!("GITHUB_WORKSPACE={}", package.root().display());
        let mut through = std::process::Command::new("env");
        through.arg(workspace).arg(program()).args(["check", "--format", format]);
        through.current_dir(package.root().join("services/shop"));
        said(&mut through).says(1, part);
    }
}

#[test]
fn warnings_are_denied_on_request() {
    let files = [
        ("migrations/0001_init.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY);\n"),
        ("migrations/0002_drop.sql", "DROP TABLE note;\n"),
    ];
    let package = Package::calling("", &files);
    package.migrate(&["check"]).says(0, "set `notes` in `migrations` is accepted: 2 migrations, 1 warning\n");
    let denied = package.migrate(&["check", "--deny-warnings"]);
    denied.says(1, "is accepted: 2 migrations, 1 warning, and warnings are denied\n");
    package
        .migrate(&["check", "--deny-warnings", "--format", "github"])
        .says(1, "::warning file=migrations/0002_drop.sql");
    package.migrate(&["check", "-q"]).is("");
    let allowed = Package::calling("allow = [drop_table]", &files);
    allowed
        .migrate(&["check", "--deny-warnings"])
        .is("set `notes` in `migrations` is accepted: 2 migrations\n");
}

#[test]
fn the_arguments_of_the_call_are_those_of_the_build() {
    let sql = "CREATE TABLE note (id INTEGER PRIMARY KEY, at TEXT DEFAULT (uuid7()));\n";
    let call = "functions = [\"uuid7/0\"], trusted_through = 1, policy = schema_only";
    let package = Package::calling(call, &[("migrations/0001_init.sql", sql)]);
    package.migrate(&["check"]).is("set `notes` in `migrations` is accepted: 1 migration\n");
    package.write("src/lib.rs", super::call(""));
    package.migrate(&["check"]).says(1, "uuid7");
    package.write("src/lib.rs", super::call(&format!("{call}, hooks = {{ Nobody => crate::f }}")));
    let said = package.migrate(&["check"]);
    said.says(1, "Nobody");
    said.says(1, " --> src/lib.rs:1:");
}

#[test]
fn a_set_that_is_embedded_twice_is_told_once() {
    let package = Package::new(&[
        (
            "src/lib.rs",
            "mod a { embed_migrations!(); }\nmod b { embed_migrations!(); }\nmod c { embed_migrations!(set = \"c\"); }\n",
        ),
        ("migrations/0001_init.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY);\n"),
    ]);
    let accepted = |set: &str| format!("set `{set}` in `migrations` is accepted: 1 migration\n");
    package.migrate(&["check"]).is(&(accepted("notes") + &accepted("c")));
}
