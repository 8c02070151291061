//! In the language of Graphviz: <https://graphviz.org/doc/info/lang.html>

use super::{Graph, marks};
use crate::picture::dot::quoted;

pub(crate) fn document(graphs: &[Graph]) -> String {
    let mut text = "digraph migrations {\n    rankdir=LR\n    node [fontname=\"monospace\"]\n    edge [fontname=\"monospace\" fontsize=10]\n".to_owned();
    for (set, graph) in graphs.iter().enumerate() {
        text.push_str(&format!("    subgraph cluster_{set} {{\n        label={}\n", quoted(&graph.set)));
        for (at, step) in graph.steps.iter().enumerate() {
            let title = format!("{} {}", step.migration.version(), step.migration.description());
            let marks: Vec<String> = marks(&step.migration).iter().map(|mark| format!(" ({mark})")).collect();
            text.push_str(&format!(
                "        s{set}m{at} [shape=box label={}]\n",
                quoted(&(title + &marks.concat()))
            ));
        }
        for (at, lane) in graph.lanes.iter().enumerate() {
            let shape = if lane.is_view { "ellipse" } else { "cylinder" };
            text.push_str(&format!("        s{set}t{at} [shape={shape} label={}]\n", quoted(&lane.name)));
        }
        for (at, step) in graph.steps.iter().enumerate() {
            for touch in &step.touches {
                let verbs = touch.verbs();
                text.push_str(&format!("        s{set}m{at} -> s{set}t{} [label=\"{verbs}\"]\n", touch.lane));
            }
        }
        text.push_str("    }\n");
    }
    text + "}\n"
}
