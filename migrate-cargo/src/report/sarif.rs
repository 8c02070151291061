//! SARIF 2.1.0, which code scanning reads. <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::path::Path;

use migrate_files::diagnostic::{Diagnostic, Place, Snippet};
use migrate_files::lint::{self, Level, Lint};
use serde_json::{Value, json};

use super::{Examined, in_repository, remarks, severity};
use crate::package::Package;

/// What is no lint: a set that does not work.
const REJECTED: &str = "rejected";

/// `within` is where the workspace lies in the repository.
pub(crate) fn document(package: &Package, examined: &[Examined], within: &Path) -> String {
    let rules: Vec<Value> = std::iter::once(rejected()).chain(lint::all().map(rule)).collect();
    // A result without a place is nowhere to be shown.
    let nowhere = Place::file(package.shown(&package.root.join("Cargo.toml")));
    let all = examined.iter().flat_map(|examined| &examined.diagnostics);
    let results: Vec<Value> = all.map(|diagnostic| result(diagnostic, &nowhere, within)).collect();
    let whole = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo-migrate",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            } },
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": { "%SRCROOT%": { "description": { "text": "the root of the repository" } } },
            "results": results,
        }],
    });
    format!("{whole:#}")
}

fn rejected() -> Value {
    json!({
        "id": REJECTED,
        "shortDescription": { "text": "the build rejects the migrations" },
        "fullDescription": { "text": "A migration does not run, loses rows, or is not what was released." },
        "help": { "text": "each result says what to do" },
        "helpUri": concat!(env!("CARGO_PKG_REPOSITORY"), "#what-the-build-proves-and-what-it-does-not"),
        "defaultConfiguration": { "level": "error" },
    })
}

fn rule(lint: &'static Lint) -> Value {
    let (level, is_enabled) = match lint.level {
        Level::Allow => ("note", false),
        Level::Warn => ("warning", true),
        Level::Deny => ("error", true),
    };
    json!({
        "id": lint.name,
        "shortDescription": { "text": lint.what },
        "fullDescription": { "text": format!("{}: {}", lint.what, lint.why) },
        "help": { "text": lint.way_out },
        "helpUri": format!("{}/blob/main/docs/lints.md#{}", env!("CARGO_PKG_REPOSITORY"), lint.name),
        "defaultConfiguration": { "level": level, "enabled": is_enabled },
        "properties": { "tags": [lint.family.as_str()] },
    })
}

fn result(diagnostic: &Diagnostic, nowhere: &Place, within: &Path) -> Value {
    let rule = diagnostic.lint().unwrap_or(REJECTED);
    let index = lint::all().position(|lint| lint.name == rule).map_or(0, |at| at + 1);
    let message: Vec<String> =
        std::iter::once(diagnostic.title().to_owned()).chain(remarks(diagnostic)).collect();
    json!({
        "ruleId": rule,
        "ruleIndex": index,
        "level": severity(diagnostic),
        "message": { "text": message.join("\n") },
        "locations": [{ "physicalLocation": location(diagnostic.place().unwrap_or(nowhere), within) }],
    })
}

fn location(place: &Place, within: &Path) -> Value {
    let uri = encoded(&in_repository(within, &place.path));
    let artifact = json!({ "uri": uri, "uriBaseId": "%SRCROOT%" });
    match (place.position, &place.snippet) {
        (Some(at), Some(Snippet { line, width })) => {
            let units = |count: usize| line.chars().take(count).map(char::len_utf16).sum::<usize>();
            let (start, end) = (units(at.column - 1) + 1, units(at.column - 1 + width) + 1);
            // An empty place behind the end of the line is still a place.
            let region = json!({
                "startLine": at.line, "startColumn": start, "endLine": at.line, "endColumn": end.max(start),
                "snippet": { "text": line },
            });
            json!({ "artifactLocation": artifact, "region": region })
        }
        _ => json!({ "artifactLocation": artifact }),
    }
}

/// A path as a relative URI reference. <https://www.rfc-editor.org/rfc/rfc3986#section-4.2>
fn encoded(path: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    path.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf_16_and_paths_are_uris() {
        let place = Place::span("a b/é#.sql", "SELECT '🙂é', x;\n", 16..17);
        assert_eq!(place.position.map(|at| at.column), Some(13));
        let region = &location(&place, Path::new("shop"));
        assert_eq!(region["region"]["startColumn"], 14);
        assert_eq!(region["region"]["endColumn"], 15);
        assert_eq!(region["artifactLocation"]["uri"], "shop/a%20b/%C3%A9%23.sql");
    }

    #[test]
    fn a_result_names_its_rule_by_number_too() {
        let package = Package {
            name: "notes".to_owned(),
            version: "1.4.2".to_owned(),
            root: "/notes".into(),
            workspace: "/notes".into(),
            targets: Vec::new(),
        };
        let diagnostics =
            lint::all().map(|lint| Diagnostic::new("x").of_lint(lint.name)).chain([Diagnostic::new("y")]);
        let examined = Examined {
            set: "notes".to_owned(),
            directory: "migrations".to_owned(),
            call: None,
            migrations: None,
            diagnostics: diagnostics.collect(),
        };
        let document: Value = serde_json::from_str(&document(&package, &[examined], Path::new(""))).unwrap();
        let run = &document["runs"][0];
        for result in run["results"].as_array().unwrap() {
            let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], result["ruleId"]);
            assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "Cargo.toml");
        }
    }
}
