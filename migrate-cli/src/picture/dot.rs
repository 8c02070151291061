//! A diagram in the language of Graphviz: <https://graphviz.org/doc/info/lang.html>

use migrate_runtime::Action;

use super::diagram::{Diagram, Entity, Relationship};
use super::glyphs;

pub(crate) fn document(diagram: &Diagram) -> String {
    let mut text = "digraph schema {\n    rankdir=RL\n    node [shape=plain fontname=\"monospace\"]\n    edge [dir=both]\n".to_owned();
    for (at, entity) in diagram.entities.iter().enumerate() {
        text.push_str(&node(at, entity));
    }
    diagram.relationships.iter().for_each(|it| text.push_str(&edge(diagram, it)));
    text + "}\n"
}

/// A table of HTML, as Graphviz has it, with a port for each column.
fn node(at: usize, entity: &Entity) -> String {
    let label = entity.kind.label().into_iter().chain(entity.options.iter().map(|it| (*it).to_owned()));
    let label = label.collect::<Vec<_>>().join(", ");
    let label = if label.is_empty() { label } else { format!(" <I>{}</I>", escaped(&label)) };
    let mut text = format!("    t{at} [tooltip={} label=<\n", quoted(&entity.name));
    text.push_str("        <TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"0\" CELLPADDING=\"4\">\n");
    text.push_str(&format!(
        "            <TR><TD PORT=\"t\" COLSPAN=\"2\" BGCOLOR=\"#e8eef7\"><B>{}</B>{label}</TD></TR>\n",
        escaped(&entity.name)
    ));
    for (place, it) in entity.columns.iter().enumerate() {
        let marks =
            if it.marks().is_empty() { String::new() } else { format!(" <I>{}</I>", it.marks().join(" ")) };
        let null = if it.is_nullable { "?" } else { "" };
        let declared = match it.declared_type.as_str() {
            "" => " ".to_owned(),
            declared => format!("{}{null}", escaped(declared)),
        };
        text.push_str(&format!(
            "            <TR><TD PORT=\"c{place}\" ALIGN=\"LEFT\">{}{marks}</TD><TD ALIGN=\"LEFT\">{declared}</TD></TR>\n",
            escaped(&it.name)
        ));
    }
    text + "        </TABLE>>]\n"
}

fn edge(diagram: &Diagram, it: &Relationship) -> String {
    let port = |column: Option<usize>| column.map_or("t".to_owned(), |column| format!("c{column}"));
    let first = it.columns.first();
    let (from, to) = (port(first.map(|(from, _)| *from)), port(first.and_then(|(_, to)| *to)));
    let head = if it.is_required { "tee" } else { "teeodot" };
    let tail = if it.is_single { "tee" } else { "crow" };
    let style = if it.on_delete == Action::Cascade { " style=bold" } else { "" };
    let told = quoted(&diagram.told(it));
    format!(
        "    t{}:{from} -> t{}:{to} [arrowhead={head} arrowtail={tail}{style} tooltip={told}]\n",
        it.child, it.parent
    )
}

/// In a text of HTML.
fn escaped(text: &str) -> String {
    let text = glyphs::visible(text);
    if text.is_empty() {
        return "(no name)".to_owned();
    }
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", glyphs::visible(text).replace('\\', "\\\\").replace('"', "\\\""))
}
