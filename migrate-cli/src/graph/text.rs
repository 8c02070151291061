//! For people.

use super::{Graph, Touch, marks};
use crate::paint;

pub(crate) fn document(graph: &Graph) -> String {
    let width = graph.steps.iter().map(|step| step.migration.version().to_string().len()).max().unwrap_or(0);
    let mut lines = Vec::new();
    for step in &graph.steps {
        let migration = &step.migration;
        let title = format!("{:>width$} {}", migration.version(), migration.description());
        let marks: Vec<String> = marks(migration).iter().map(|mark| format!("  ({mark})")).collect();
        lines.push(format!("{}  {}{}", paint::bold(&title), paint::dim(migration.file()), marks.concat()));
        let indent = " ".repeat(width + 1);
        let differences = step.differences.iter().map(ToString::to_string);
        let more = step.touches.iter().filter_map(more);
        let before = lines.len();
        for text in differences.chain(more) {
            lines.extend(text.lines().map(|line| paint::notes(&format!("{indent}{line}"))));
        }
        if lines.len() == before {
            lines.push(format!("{indent}touches no table"));
        }
    }
    if lines.is_empty() { "no migration".to_owned() } else { lines.join("\n") }
}

/// What no difference tells.
fn more(touch: &Touch) -> Option<String> {
    let name = &touch.name;
    match &touch.change {
        Some(super::Change::Renames(from)) => Some(format!("~ table `{from}` is called `{name}`")),
        _ if touch.writes => Some(format!("writes rows of table `{name}`")),
        _ => None,
    }
}
