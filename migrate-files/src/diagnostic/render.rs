//! A diagnostic as text, in the layout of rustc.

use super::{Parts, Place, Position, Snippet};

/// A longer line is cut around the place that is meant.
const WIDEST: usize = 140;
/// What a tab becomes, as in rustc: carets stand under the right character whatever the terminal does with tabs.
const TAB: &str = "    ";

pub(super) fn text(diagnostic: &Parts) -> String {
    let mut lines = vec![diagnostic.title.clone()];
    let position = diagnostic.place.as_ref().and_then(|place| place.position);
    let gutter = " ".repeat(position.map_or(1, |position| position.line.to_string().len()));
    if let Some(Place { path, position, snippet }) = &diagnostic.place {
        match position {
            Some(Position { line, column }) => lines.push(format!("{gutter}--> {path}:{line}:{column}")),
            None => lines.push(format!("{gutter}--> {path}")),
        }
        if let (Some(position), Some(snippet)) = (position, snippet) {
            let (line, carets) = marked(snippet, position.column - 1);
            lines.push(format!("{gutter} |"));
            lines.push(format!("{} | {line}", position.line));
            lines.push(format!("{gutter} | {carets}"));
        }
    }
    let lint = diagnostic.lint.map(super::lint::footer);
    let notes = diagnostic.notes.iter().map(|text| ("note", text));
    let help = diagnostic.help.iter().map(|text| ("help", text));
    for (label, text) in notes.chain(help).chain(lint.iter().map(|text| ("lint", text))) {
        let head = format!("{gutter} = {label}: ");
        let indent = format!("\n{}", " ".repeat(head.len()));
        lines.push(head + &text.replace('\n', &indent));
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

/// The line as it is shown, and the carets below it. `start` counts characters from 0.
fn marked(snippet: &Snippet, start: usize) -> (String, String) {
    let shown = |characters: &mut dyn Iterator<Item = char>| characters.map(visible).collect::<String>();
    let before = shown(&mut snippet.line.chars().take(start));
    let meant = shown(&mut snippet.line.chars().skip(start).take(snippet.width));
    let after = shown(&mut snippet.line.chars().skip(start + snippet.width));
    let (from, width) = (before.chars().count(), meant.chars().count().max(1));
    let line: Vec<char> = [before, meant, after].concat().chars().collect();
    if line.len() <= WIDEST {
        return (line.iter().collect(), " ".repeat(from) + &"^".repeat(width));
    }
    let width = width.min(WIDEST - 2);
    let first = (from + width / 2).saturating_sub(WIDEST / 2).min(line.len() - WIDEST).min(from);
    let last = (first + WIDEST).min(line.len());
    let left = if first > 0 { "…" } else { "" };
    let right = if last < line.len() { "…" } else { "" };
    let cut: String = line[first..last].iter().collect();
    let carets = " ".repeat(from - first + left.chars().count())
        + &"^".repeat(width.min(last.saturating_sub(from).max(1)));
    (format!("{left}{cut}{right}"), carets)
}

/// `character` as something that takes one place: a control character would move the carets or worse.
fn visible(character: char) -> String {
    match character {
        '\t' => TAB.to_owned(),
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{fffd}').into(),
        '\u{7f}' => '\u{2421}'.into(),
        // These turn the direction of the text around them.
        '\u{80}'..='\u{9f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}'.into(),
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Diagnostic;
    use super::*;

    fn rendered(text: &str, span: std::ops::Range<usize>) -> String {
        Diagnostic::new("wrong").at(Place::span("a.sql", text, span)).render()
    }

    #[test]
    fn a_snippet_looks_like_that_of_rustc() {
        let text = "\nCREATE INDEX user_email ON user(id, emial);\n";
        let diagnostic = Diagnostic::new("no such column: emial")
            .at(Place::span("migrations/0003_index_email.sql", text, 37..42))
            .help("table `user` has the columns `id`, `name`, `email`");
        assert_eq!(
            diagnostic.render(),
            "error: no such column: emial\n --> migrations/0003_index_email.sql:2:37\n  |\n\
             2 | CREATE INDEX user_email ON user(id, emial);\n  |                                     ^^^^^\n\
             \x20 = help: table `user` has the columns `id`, `name`, `email`"
        );
        assert_eq!(format!("error: {diagnostic}"), diagnostic.render());
    }

    #[test]
    fn the_gutter_is_as_wide_as_the_line_number() {
        let text = "\n".repeat(99) + "SELECT x;";
        let diagnostic =
            Diagnostic::new("wrong").at(Place::span("a.sql", &text, 106..107)).help("one\ntwo").note("why");
        assert_eq!(
            diagnostic.render(),
            "error: wrong\n   --> a.sql:100:8\n    |\n100 | SELECT x;\n    |        ^\n    = note: why\n    = help: one\n            two"
        );
    }

    #[test]
    fn a_file_as_a_whole_has_no_snippet() {
        let diagnostic = Diagnostic::new("wrong").at(Place::file("a.sql")).help("mend it");
        assert_eq!(diagnostic.render(), "error: wrong\n --> a.sql\n  = help: mend it");
        assert_eq!(Diagnostic::new("wrong").help("mend it").render(), "error: wrong\n  = help: mend it");
    }

    #[test]
    fn carets_stand_under_what_follows_a_tab() {
        assert_eq!(rendered("\tab", 2..3), "error: wrong\n --> a.sql:1:3\n  |\n1 |     ab\n  |      ^");
        assert_eq!(rendered("a\tb", 1..2), "error: wrong\n --> a.sql:1:2\n  |\n1 | a    b\n  |  ^^^^");
    }

    #[test]
    fn carets_count_characters_not_bytes() {
        assert_eq!(rendered("éé x", 5..6), "error: wrong\n --> a.sql:1:4\n  |\n1 | éé x\n  |    ^");
    }

    #[test]
    fn control_characters_are_made_visible() {
        assert_eq!(rendered("a\u{1b}\rb", 3..4), "error: wrong\n --> a.sql:1:4\n  |\n1 | a␛␍b\n  |    ^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        for at in [0, 3, 70, 100, 250, 499] {
            let line: String = (0..500).map(|index| if index == at { 'X' } else { '.' }).collect();
            let rendered = rendered(&line, at..at + 1);
            let mut shown = rendered.lines().skip(3).map(|line| line.chars().skip(4).collect::<Vec<_>>());
            let (line, carets) = (shown.next().unwrap(), shown.next().unwrap());
            assert!(line.len() <= WIDEST + 2);
            assert_eq!(line.iter().position(|&c| c == 'X'), carets.iter().position(|&c| c == '^'), "{at}");
        }
    }

    #[test]
    fn a_long_span_in_a_long_line_has_carets_to_the_cut() {
        let rendered = rendered(&"x".repeat(1000), 10..900);
        assert!(rendered.lines().all(|line| line.chars().count() <= WIDEST + 10), "{rendered}");
    }
}
