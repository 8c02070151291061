//! A diagram in the language of Mermaid: <https://mermaid.js.org/syntax/entityRelationshipDiagram.html>

use super::diagram::{Attribute, Diagram, Kind};
use super::glyphs;

pub(crate) fn document(diagram: &Diagram) -> String {
    let names = names(diagram);
    let mut text = "erDiagram\n".to_owned();
    for (entity, name) in diagram.entities.iter().zip(&names) {
        let label =
            entity.kind.label().map(|label| format!("[{}]", quoted(&format!("{} ({label})", entity.name))));
        text.push_str(&format!("    {name}{}", label.unwrap_or_default()));
        if entity.columns.is_empty() {
            text.push('\n');
            continue;
        }
        text.push_str(" {\n");
        entity.columns.iter().for_each(|it| text.push_str(&format!("        {}\n", attribute(it))));
        text.push_str("    }\n");
    }
    for it in &diagram.relationships {
        let parent = if it.is_required { "||" } else { "|o" };
        let child = if it.is_single { "o|" } else { "o{" };
        let columns = it.columns.iter().map(|(column, _)| &*diagram.entities[it.child].columns[*column].name);
        let columns = quoted(&columns.collect::<Vec<_>>().join(", "));
        text.push_str(&format!(
            "    {} {parent}--{child} {} : {columns}\n",
            names[it.parent], names[it.child]
        ));
    }
    text
}

/// In quotes, anything but some characters is a name. Two that are the same but for these are told apart.
fn names(diagram: &Diagram) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entity in &diagram.entities {
        let mut name = quoted(&entity.name);
        while names.contains(&name) {
            name.insert(name.len() - 1, '\'');
        }
        names.push(name);
    }
    debug_assert!(diagram.entities.iter().all(|it| it.kind != Kind::Absent || it.columns.is_empty()));
    names
}

/// Mermaid knows characters by names, too: <https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters>
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    let text = glyphs::visible(text);
    // `direction LR` counts wherever it stands in a line, and whatever stands between the two words.
    let is_told = text.to_ascii_lowercase().contains("direction");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("#quot;"),
            '<' => quoted.push_str("#lt;"),
            '>' => quoted.push_str("#gt;"),
            '&' => quoted.push_str("#amp;"),
            '#' | '%' | '\\' | '`' | '*' | ';' => {
                quoted.push_str(&format!("#{};", u32::from(character)));
            }
            space if is_told && space.is_whitespace() => {
                quoted.push_str(&format!("#{};", u32::from(space)));
            }
            other => quoted.push(other),
        }
    }
    if quoted.len() == 1 {
        quoted.push_str("(no name)");
    }
    quoted + "\""
}

fn attribute(it: &Attribute) -> String {
    let name = word(&it.name);
    let declared = if it.declared_type.is_empty() { "any".to_owned() } else { word(&it.declared_type) };
    let mut text = format!("{declared} {name}");
    if !it.marks().is_empty() {
        text.push_str(&format!(" {}", it.marks().join(", ")));
    }
    let original = (name != it.name).then(|| format!(" {}", quoted(&it.name)));
    text + &original.unwrap_or_default()
}

/// What may be the name or the type of a column.
fn word(text: &str) -> String {
    let is_allowed = |character: char| {
        character.is_ascii_alphanumeric()
            || "_-[]()".contains(character)
            || (character >= '\u{c0}' && !character.is_whitespace())
    };
    let mut word: String =
        glyphs::visible(text).chars().map(|it| if is_allowed(it) { it } else { '_' }).collect();
    let is_first = |first: char| first.is_ascii_alphabetic() || first == '_' || first >= '\u{c0}';
    // A key by its letters, wherever a word ends.
    let is_key = |word: &str| {
        let start = word.get(..2).unwrap_or_default();
        ["pk", "fk", "uk"].iter().any(|key| start.eq_ignore_ascii_case(key))
            && !word[2..].starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
    };
    if !word.starts_with(is_first) || is_key(&word) {
        word.insert(0, '_');
    }
    word
}
