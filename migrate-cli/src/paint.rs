//! Colour for texts that have none: those of the engine.

use anstyle::{AnsiColor, Style};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const ODD: Style = AnsiColor::Yellow.on_default();
const PLACE: Style = AnsiColor::Blue.on_default().bold();

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// An error like those of the build: its title behind the word, and its notes.
pub fn error(text: &str) -> String {
    titled(BAD, "error", text)
}

/// The same, of what is no error.
pub fn warning(text: &str) -> String {
    titled(ODD, "warning", text)
}

fn titled(style: Style, word: &str, text: &str) -> String {
    let (title, rest) = text.split_once('\n').map_or((text, None), |(title, rest)| (title, Some(rest)));
    let head = format!("{}: {}", styled(style.bold(), word), styled(BOLD, title));
    rest.map_or(head.clone(), |rest| format!("{head}\n{}", notes(rest)))
}

/// Places, notes, SQL and differences, line by line.
pub fn notes(text: &str) -> String {
    text.lines().map(note).collect::<Vec<_>>().join("\n")
}

fn note(line: &str) -> String {
    let inner = line.trim_start();
    let indent = &line[..line.len() - inner.len()];
    for mark in ["-->", "= note:", "= help:", "= lint:", "|"] {
        if let Some(rest) = inner.strip_prefix(mark) {
            return format!("{indent}{}{rest}", styled(PLACE, mark));
        }
    }
    match inner.get(..2) {
        Some("+ ") => format!("{indent}{}", styled(GOOD, inner)),
        Some("- ") => format!("{indent}{}", styled(BAD, inner)),
        Some("~ ") => format!("{indent}{}", styled(ODD, inner)),
        _ => line.to_owned(),
    }
}

/// A table: its first line is the heading. `states` are the words that are told apart, and whether each is good, or bad.
pub(crate) fn table(text: &str, states: &[(&str, Option<bool>)]) -> String {
    let mut lines = text.lines();
    let heading = lines.next().map(|heading| styled(DIM, heading));
    let row = |line: &str| {
        let found = states.iter().find(|(state, _)| line.contains(&format!("  {state}")));
        match found {
            Some((state, is_good)) => {
                let style = is_good.map_or(ODD, |is_good| if is_good { GOOD } else { BAD });
                line.replacen(&format!("  {state}"), &format!("  {}", styled(style, state)), 1)
            }
            None => note(line),
        }
    };
    heading.into_iter().chain(lines.map(row)).collect::<Vec<_>>().join("\n")
}

/// What has been done.
pub fn good(text: &str) -> String {
    styled(GOOD, text)
}

/// What goes.
pub fn bad(text: &str) -> String {
    styled(BAD, text)
}

/// What stands out.
pub fn bold(text: &str) -> String {
    styled(BOLD, text)
}

/// What is of less interest.
pub(crate) fn dim(text: &str) -> String {
    styled(DIM, text)
}

/// What has to wait.
pub(crate) fn odd(text: &str) -> String {
    styled(ODD, text)
}
