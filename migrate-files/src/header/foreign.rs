//! Files that other tools cut into an up and a down section. Taken as they are, both sections would run, one after
//! the other.

use super::directive::{self, Comment};
use crate::diagnostic::{self, Diagnostic, Place};
use crate::model::File;
use crate::name::{Direction, Name};

/// What another tool reads in a comment.
#[derive(Clone, Copy)]
struct Mark {
    tool: &'static str,
    /// The section that starts here.
    section: Option<Direction>,
    /// Whether it asks for no transaction.
    is_option: bool,
}

/// What is wrong with taking `file` as it is.
pub(super) fn problem(name: &Name, file: &File) -> Option<Diagnostic> {
    let place = |comment| Place::span(&file.path, &file.text, directive::span(comment));
    let comments: Vec<Comment<'_>> = directive::comments(&file.text).collect();
    let marks = || comments.iter().filter_map(|comment| Some((mark(directive::body(comment)?)?, comment)));
    // A section that goes the way of the file is only a comment.
    let other_way = |mark: &Mark| mark.section.is_some_and(|section| section != name.direction);
    match (marks().find(|(mark, _)| other_way(mark)), name.direction) {
        (Some((mark, comment)), Direction::Up) => {
            Some(diagnostic::header::down_section(place(comment), mark.tool, name))
        }
        (Some((mark, comment)), Direction::Down) => {
            Some(diagnostic::header::up_section(place(comment), mark.tool))
        }
        (None, _) => {
            let (_, comment) = marks().find(|(mark, _)| mark.is_option)?;
            Some(diagnostic::header::foreign_option(place(comment), directive::body(comment)?))
        }
    }
}

fn mark(body: &str) -> Option<Mark> {
    let words = body.to_ascii_lowercase().replace("migrate: ", "migrate:");
    let words: Vec<&str> = words.split_whitespace().collect();
    let (tool, section, options) = match words[..] {
        ["migrate:up", ref options @ ..] => ("dbmate", Some(Direction::Up), options),
        ["migrate:down", ref options @ ..] => ("dbmate", Some(Direction::Down), options),
        ["+goose", "up", ref options @ ..] => ("goose", Some(Direction::Up), options),
        ["+goose", "down", ref options @ ..] => ("goose", Some(Direction::Down), options),
        ["+goose", "no", ref options @ ..] => ("goose", None, options),
        ["+migrate", "up", ref options @ ..] => ("sql-migrate", Some(Direction::Up), options),
        ["+migrate", "down", ref options @ ..] => ("sql-migrate", Some(Direction::Down), options),
        _ => return None,
    };
    let is_option = matches!(options, ["transaction:false" | "transaction" | "notransaction", ..]);
    Some(Mark { tool, section, is_option })
}
