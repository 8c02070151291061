//! `check`: what the build says.

use std::path::Path;

use migrate_files::diagnostic::Severity;
use migrate_verify::verify;

use crate::arguments::{Check, Format};
use crate::failure::{DONE, FAILED, Failure};
use crate::output::Output;
use crate::package::Package;
use crate::report::{Examined, github, human, json, sarif, short};
use crate::sets::Asked;

pub(super) fn run(package: &Package, sets: &[Asked], check: &Check, output: Output) -> Result<u8, Failure> {
    let examined: Vec<Examined> = sets.iter().map(examine).collect();
    let is_denied = |examined: &Examined| {
        let has_warning = examined.count(Severity::Warning) > 0;
        examined.migrations.is_none() || (check.deny_warnings && has_warning)
    };
    let code = if examined.iter().any(is_denied) { FAILED } else { DONE };
    // Annotations are found by paths in the repository, of which the workspace may be a part.
    let repository =
        std::env::var_os("GITHUB_WORKSPACE").and_then(|root| Path::new(&root).canonicalize().ok());
    let workspace = package.workspace.canonicalize().unwrap_or_else(|_| package.workspace.clone());
    let within =
        repository.and_then(|repository| workspace.strip_prefix(repository).ok().map(Path::to_owned));
    let within = within.unwrap_or_default();
    match check.format {
        Format::Human => human::all(&examined, check.deny_warnings, output),
        Format::Short => short::all(&examined, output),
        Format::Github => github::all(&examined, &within, output),
        Format::Json => output.line(&json::document(package, &examined, code)),
        Format::Sarif => output.line(&sarif::document(package, &examined, &within)),
    }
    Ok(code)
}

fn examine(asked: &Asked) -> Examined {
    if !asked.errors.is_empty() {
        return Examined::rejected(asked, asked.errors.clone());
    }
    match verify(&asked.options).outcome {
        Ok(verified) => Examined::accepted(asked, &verified),
        Err(rejected) => Examined::rejected(asked, rejected.diagnostics),
    }
}
