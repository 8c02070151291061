//! In the language of Mermaid: <https://mermaid.js.org/syntax/flowchart.html>

use super::{Graph, marks};
use crate::picture::mermaid::quoted;

pub(crate) fn document(graphs: &[Graph]) -> String {
    let mut text = "flowchart LR\n".to_owned();
    for (set, graph) in graphs.iter().enumerate() {
        for (at, step) in graph.steps.iter().enumerate() {
            let title = format!("{} {}", step.migration.version(), step.migration.description());
            let marks: Vec<String> = marks(&step.migration).iter().map(|mark| format!(" ({mark})")).collect();
            text.push_str(&format!("    s{set}m{at}[{}]\n", quoted(&(title + &marks.concat()))));
        }
        for (at, lane) in graph.lanes.iter().enumerate() {
            let name = quoted(&lane.name);
            let shape = if lane.is_view { format!("([{name}])") } else { format!("[({name})]") };
            text.push_str(&format!("    s{set}t{at}{shape}\n"));
        }
        for (at, step) in graph.steps.iter().enumerate() {
            for touch in &step.touches {
                text.push_str(&format!("    s{set}m{at} -->|{}| s{set}t{}\n", touch.verbs(), touch.lane));
            }
        }
    }
    text
}
