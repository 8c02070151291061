//! One directive.

use std::ops::Range;

use migrate_token::Kind;

use super::{Allow, Directives, backfill};
use crate::checksum;
use crate::compatible::CompatibleWith;
use crate::diagnostic::{self, Diagnostic, Place};
use crate::model::File;
use crate::nearest;
use crate::phase::Phase;
use crate::squash::Replaces;

/// The directives of an up file.
pub(crate) const KNOWN: [&str; 9] = [
    "no-transaction",
    "foreign-keys",
    "backfill",
    "phase",
    "compatible-with",
    "irreversible",
    "replaces",
    "allow",
    "checksum",
];
/// Those that a down file may have, too.
pub(crate) const FOR_DOWN: [&str; 2] = ["no-transaction", "foreign-keys"];

/// A comment.
pub(super) struct Comment<'a> {
    text: &'a str,
    start: usize,
    /// Whether it stands before the first SQL.
    pub(super) at_top: bool,
}

/// What a comment has to say to us.
pub(super) enum Found<'a> {
    Nothing,
    /// A directive.
    Line(Line<'a>),
    /// A directive, but in `/* … */`.
    Block(Range<usize>),
}

/// `migrate: NAME REST`
pub(super) struct Line<'a> {
    /// From `migrate` to the end.
    pub(super) span: Range<usize>,
    pub(super) name: &'a str,
    pub(super) name_span: Range<usize>,
    /// What follows the name.
    rest: Piece<'a>,
}

/// A part of a text that knows where it is.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
}

impl<'a> Piece<'a> {
    pub(super) fn trim(self) -> Self {
        let start = self.start + self.text.len() - self.text.trim_start().len();
        Self { text: self.text.trim(), start }
    }

    /// What follows `prefix`.
    pub(super) fn after(self, prefix: &str) -> Option<Self> {
        let text = self.text.strip_prefix(prefix)?;
        Some(Self { text, start: self.start + prefix.len() }.trim())
    }

    pub(super) fn split(self, at: usize) -> (Self, Self) {
        let (before, after) = self.text.split_at(at);
        (Self { text: before, ..self }, Self { text: after, start: self.start + at })
    }

    pub(super) fn span(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// All comments of `text`.
pub(super) fn comments(text: &str) -> impl Iterator<Item = Comment<'_>> {
    let mut at_top = true;
    migrate_token::tokens(text).filter_map(move |token| {
        at_top &= token.is_blank();
        (token.kind == Kind::Comment).then_some(Comment { text: token.text, start: token.start, at_top })
    })
}

/// What stands in a `--` comment.
pub(super) fn body<'a>(comment: &Comment<'a>) -> Option<&'a str> {
    comment.text.strip_prefix("--").map(str::trim)
}

/// The bytes of the comment, without white space after it.
pub(super) fn span(comment: &Comment<'_>) -> Range<usize> {
    comment.start..comment.start + comment.text.trim_end().len()
}

pub(super) fn find<'a>(comment: &Comment<'a>) -> Found<'a> {
    let whole = Piece { text: comment.text, start: comment.start };
    let in_block = whole.after("/*").is_some();
    let inner = match whole.after("--").or_else(|| whole.after("/*")) {
        Some(inner) => Piece { text: inner.text.trim_start_matches('*'), ..inner },
        None => return Found::Nothing,
    };
    let Some(directive) = inner.trim().after("migrate").and_then(|rest| rest.after(":")) else {
        return Found::Nothing;
    };
    if in_block {
        return Found::Block(span(comment));
    }
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
    let end = directive.text.find(|character| !is_part(character)).unwrap_or(directive.text.len());
    let (name, rest) = directive.split(end);
    Found::Line(Line { span: inner.span(), name: name.text, name_span: name.span(), rest: rest.trim() })
}

/// Whether it is a section of a dbmate file, of which [`foreign`](super::foreign) takes care.
pub(super) fn is_dbmate(name: &str) -> bool {
    matches!(name, "up" | "down")
}

/// The directive of that name.
pub(super) fn known(name: &str) -> Option<&'static str> {
    KNOWN.into_iter().find(|known| *known == name)
}

/// The directive that `name` may be a misspelling of.
pub(crate) fn near(name: &str) -> Option<&'static str> {
    nearest::nearest(name, KNOWN)
}

/// Takes the directive `known` into `directives`.
pub(super) fn take(
    known: &'static str,
    line: &Line<'_>,
    file: &File,
    directives: &mut Directives,
) -> Result<(), Diagnostic> {
    let place = |span: Range<usize>| Place::span(&file.path, &file.text, span);
    let malformed = || diagnostic::header::malformed(place(line.span.clone()), known);
    let reason = |rest: Piece<'_>| match rest.after(":") {
        Some(reason) if !reason.text.is_empty() => Ok(reason.text.to_owned()),
        Some(_) => Err(diagnostic::header::without_reason(place(line.span.clone()), known)),
        None if rest.text.is_empty() => {
            Err(diagnostic::header::without_reason(place(line.span.clone()), known))
        }
        None => Err(malformed()),
    };
    match known {
        "no-transaction" if line.rest.text.is_empty() => directives.transaction = false,
        "foreign-keys" => match line.rest.after("=").map(|value| value.text) {
            Some("on") => directives.foreign_keys = Some(true),
            Some("off") => directives.foreign_keys = Some(false),
            _ => return Err(malformed()),
        },
        "backfill" => directives.backfill = Some(backfill::parse(line.rest, &line.span, file, malformed)?),
        "phase" => {
            let phase = Phase::ALL.into_iter().find(|phase| phase.as_str() == line.rest.text);
            directives.phase = Some((phase.ok_or_else(malformed)?, line.span.clone()));
        }
        "compatible-with" => {
            let version = number(line.rest.text).ok_or_else(malformed)?;
            directives.compatible_with = Some(CompatibleWith { version, span: line.span.clone() });
        }
        "irreversible" => directives.irreversible = Some(reason(line.rest)?),
        "replaces" => {
            let (first, last) = line.rest.text.split_once("..").ok_or_else(malformed)?;
            let (Some(first), Some(last)) = (number(first), number(last)) else {
                return Err(malformed());
            };
            if first > last {
                return Err(diagnostic::squash::backwards(place(line.rest.span()), first, last));
            }
            directives.replaces = Some(Replaces { first, last, span: line.span.clone() });
        }
        "allow" => {
            let inner = line.rest.after("(").ok_or_else(malformed)?;
            let (names, rest) = inner.split(inner.text.find(')').ok_or_else(malformed)?);
            let reason = reason(rest.after(")").ok_or_else(malformed)?)?;
            let mut start = names.start;
            for part in names.text.split(',') {
                let lint = Piece { text: part, start }.trim();
                start += part.len() + 1;
                if lint.text.is_empty() || lint.text.contains(char::is_whitespace) {
                    return Err(malformed());
                }
                if crate::lint::find(lint.text).is_none() {
                    return Err(diagnostic::header::unknown_lint(place(lint.span()), lint.text));
                }
                if directives.allow.iter().any(|allow| allow.lint == lint.text) {
                    return Err(diagnostic::header::allowed_twice(place(lint.span()), lint.text));
                }
                let lint = Allow { lint: lint.text.to_owned(), reason: reason.clone(), span: lint.span() };
                directives.allow.push(lint);
            }
        }
        "checksum" => {
            let found = checksum::checksum(&without_line(&file.text, line.span.start));
            match line.rest.after("sha256:").and_then(|hex| checksum::parse(hex.text)) {
                Some(written) if written == found => directives.checksum = Some(found),
                Some(written) => {
                    let place = place(line.span.clone());
                    return Err(diagnostic::header::checksum_differs(place, &written, &found));
                }
                None => {
                    return Err(diagnostic::header::checksum_malformed(place(line.span.clone()), &found));
                }
            }
        }
        _ => return Err(malformed()),
    }
    Ok(())
}

/// A version, of digits alone.
fn number(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// `text` without the line that the byte `at` is in.
fn without_line(text: &str, at: usize) -> String {
    let first = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let last = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    [&text[..first], &text[last..]].concat()
}
