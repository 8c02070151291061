//! `graph`: which migration touches what.

use serde_json::{Value, json};

use crate::arguments::{Graph as Wanted, GraphFormat};
use crate::document::{self, Document};
use crate::failure::Failure;
use crate::graph::{Graph, dot, json, mermaid, svg, text};
use crate::output::Output;
use crate::paint;
use crate::sets::Set;

pub(super) fn graph(sets: &[&'static dyn Set], wanted: &Wanted, output: Output) -> Result<Document, Failure> {
    let graph = |set: &&'static dyn Set| Ok(Graph::of(set.name(), set.migrations(), &set.schemas()?));
    let graphs: Vec<Graph> = sets.iter().map(graph).collect::<Result<_, Failure>>()?;
    let otherwise = if output.json { GraphFormat::Json } else { GraphFormat::Text };
    let format = wanted.format.unwrap_or(otherwise);
    let is_painted = format == GraphFormat::Text;
    let text = match format {
        GraphFormat::Json => None,
        GraphFormat::Text => Some(told(&graphs)),
        GraphFormat::Mermaid => Some(mermaid::document(&graphs)),
        GraphFormat::Dot => Some(dot::document(&graphs)),
        GraphFormat::Svg => Some(svg::document(&graphs)),
    };
    let data = graphs.iter().map(|it| json!({ "set": it.set, "data": json::graph(it) }));
    Ok(Document {
        text,
        data: data.collect::<Vec<Value>>(),
        file: document::file(wanted.output.as_deref()),
        is_painted,
    })
}

fn told(graphs: &[Graph]) -> String {
    let one = |graph: &Graph| {
        let title =
            if graphs.len() > 1 { paint::bold(&format!("`{}`", graph.set)) + "\n" } else { String::new() };
        format!("{title}{}\n", text::document(graph))
    };
    graphs.iter().map(one).collect::<Vec<_>>().join("\n")
}
