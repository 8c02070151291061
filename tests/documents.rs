//! Documents show the very texts that the program prints.

mod common {
    pub(crate) mod expected;
}

use std::path::Path;

/// The page with every block that a comment gives a name replaced by the message of that name.
fn with_messages(page: &str, root: &Path) -> String {
    let mut written = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        written.push_str(line);
        written.push('\n');
        let Some(name) = line.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->")) else {
            continue;
        };
        let message = std::fs::read_to_string(root.join(format!("tests/messages/{name}.txt")));
        let message = message.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(lines.next(), Some("```text"), "{name}");
        let end = lines.find(|line| *line == "```");
        assert!(end.is_some(), "{name}");
        written.push_str(&format!("```text\n{message}```\n"));
    }
    written
}

#[test]
fn the_page_of_states_shows_what_is_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("docs/states.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let said = with_messages(&page, root);
    assert!(said.matches("<!-- ").count() > 15);
    common::expected::assert_all([(path, said)]);
}

#[test]
fn every_state_has_its_words_on_the_page() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/states.md")).unwrap();
    use embed_migrations::State;
    let states = [
        State::Edited,
        State::Failed,
        State::Held,
        State::Interrupted,
        State::Reverting,
        State::OutOfOrder,
        State::Missing,
        State::Newer,
    ];
    for state in states {
        let help = state.help().unwrap();
        assert!(page.contains(&format!("= help: {state}: {help}")), "{state}");
    }
}
