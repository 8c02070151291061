//! For people, as the build does.

use migrate_cli::__private::paint;
use migrate_files::diagnostic::Severity;

use super::Examined;
use crate::output::Output;

pub(crate) fn all(examined: &[Examined], denies_warnings: bool, output: Output) {
    for (at, examined) in examined.iter().enumerate() {
        if at > 0 && !examined.diagnostics.is_empty() {
            output.told("");
        }
        diagnostics(examined, output);
        output.told(&summary(examined, denies_warnings));
    }
}

/// What is wrong, and unless that is all that is asked for, what is worth a word.
pub(crate) fn diagnostics(examined: &Examined, output: Output) {
    for diagnostic in &examined.diagnostics {
        match diagnostic.severity() {
            Severity::Error => output.line(&format!("{}\n", paint::error(&diagnostic.text()))),
            Severity::Warning => output.told(&format!("{}\n", paint::warning(&diagnostic.text()))),
        }
    }
}

fn summary(examined: &Examined, denies_warnings: bool) -> String {
    let (errors, warnings) = (examined.count(Severity::Error), examined.count(Severity::Warning));
    let counted = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    };
    let found: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| counted(count, what))
        .collect();
    let set = format!("set `{}` in `{}`", examined.set, examined.directory);
    match examined.migrations {
        None => paint::bad(&format!("{set} is rejected: {}", found.join(", "))),
        Some(migrations) => {
            let migrations = counted(migrations, "migration");
            let accepted = format!("{set} is accepted: {}", [vec![migrations], found].concat().join(", "));
            match warnings {
                0 => paint::good(&accepted),
                _ if denies_warnings => paint::bad(&format!("{accepted}, and warnings are denied")),
                _ => accepted,
            }
        }
    }
}
