//! Migrations in an order that does not work.

#![allow(missing_docs, reason = "each function is its text, for one stage of the verifier")]

use super::Diagnostic;

/// What another order would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The migration works behind a later one.
    Later {
        /// The file that makes what it needs.
        maker: String,
        /// All migrations from the failed one on, if they work in this order.
        order: Option<Vec<String>>,
    },
    /// Each needs what the next one makes, and the last one what the first one makes.
    Circle(Vec<Link>),
}

/// A file that needs another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub file: String,
    pub kind: &'static str,
    pub name: String,
    pub maker: String,
}

/// A longer order would bury the message.
const SHOWN_FILES: usize = 20;

pub fn explain(diagnostic: Diagnostic, finding: &Finding) -> Diagnostic {
    match finding {
        Finding::Later { maker, order: None } => diagnostic
            .note(format!("a later file makes it: `{maker}`"))
            .only_help(format!("give `{maker}` a version below this file's")),
        Finding::Later { maker, order: Some(order) } => {
            let shown = order.iter().take(SHOWN_FILES).cloned().collect::<Vec<_>>().join("\n  ");
            let more = match order.len().saturating_sub(SHOWN_FILES) {
                0 => String::new(),
                more => format!("\n  … and {more} more in their order"),
            };
            diagnostic.note(format!("a later file makes it: `{maker}`")).only_help(format!(
                "rename the files so that they run in this order, which works:\n  {shown}{more}"
            ))
        }
        Finding::Circle(links) => {
            let line = |link: &Link| {
                format!("`{}` needs {} `{}` of `{}`", link.file, link.kind, link.name, link.maker)
            };
            let lines = links.iter().map(line).collect::<Vec<_>>().join("\n  ");
            diagnostic
                .note(format!("these files need each other in a circle, so that no order works:\n  {lines}"))
                .only_help("move one of these statements to a new file behind the others")
        }
    }
}
