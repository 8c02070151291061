//! Annotations: commands of a GitHub workflow.
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use std::path::Path;

use migrate_files::diagnostic::Diagnostic;

use super::{Examined, remarks, severity};
use crate::output::Output;

pub(crate) fn all(examined: &[Examined], within: &Path, output: Output) {
    for diagnostic in examined.iter().flat_map(|examined| &examined.diagnostics) {
        output.line(&command(diagnostic, within));
    }
}

/// `within` is where the workspace lies in the repository.
fn command(diagnostic: &Diagnostic, within: &Path) -> String {
    let mut properties = Vec::new();
    if let Some(place) = diagnostic.place() {
        properties.push(("file", super::in_repository(within, &place.path)));
        if let Some(at) = place.position {
            properties.push(("line", at.line.to_string()));
            properties.push(("endLine", at.line.to_string()));
            properties.push(("col", at.column.to_string()));
            let width = place.snippet.as_ref().map_or(1, |snippet| snippet.width);
            properties.push(("endColumn", (at.column + width).to_string()));
        }
    }
    let lint = diagnostic.lint().map(|lint| format!(" [{lint}]")).unwrap_or_default();
    properties.push(("title", format!("{}{lint}", diagnostic.title())));
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    let remarks = remarks(diagnostic);
    // Nothing is shown of one without a message.
    let message = if remarks.is_empty() { diagnostic.title().to_owned() } else { remarks.join("\n") };
    format!("::{} {}::{}", severity(diagnostic), properties.join(","), escaped(&message))
}

// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use migrate_files::diagnostic::Place;

    use super::*;

    #[test]
    fn what_means_something_to_a_runner_is_escaped() {
        let text = "SELECT 'é', x;\n";
        let diagnostic = Diagnostic::new("100% wrong: a, b")
            .at(Place::span("a,b: c%/1.sql", text, 13..14))
            .note("one\r\ntwo: 5%, ::error::");
        assert_eq!(
            command(&diagnostic, Path::new("")),
            "::error file=a%2Cb%3A c%25/1.sql,line=1,endLine=1,col=13,endColumn=14,title=100%25 wrong%3A a%2C b\
             ::note: one%0D%0Atwo: 5%25, ::error::"
        );
        let nowhere = Diagnostic::new("wrong").as_warning();
        assert_eq!(command(&nowhere, Path::new("")), "::warning title=wrong::wrong");
    }

    #[test]
    fn a_path_is_that_in_the_repository() {
        let diagnostic = Diagnostic::new("wrong").at(Place::file("migrations/1.sql"));
        let said = command(&diagnostic, Path::new("services/shop"));
        assert_eq!(said, "::error file=services/shop/migrations/1.sql,title=wrong::wrong");
    }
}
