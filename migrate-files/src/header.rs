//! `-- migrate: …` directives at the top of a file.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::compatible::CompatibleWith;
use crate::diagnostic::{self, Diagnostic, Place};
use crate::model::File;
use crate::name::{Direction, Name};
use crate::phase::Phase;
use crate::squash::Replaces;
use migrate_token::{Kind, tokens};

mod backfill;
mod directive;
mod foreign;

pub use backfill::{Backfill, has_limit};
pub(crate) use directive::{FOR_DOWN, KNOWN, near};

/// What a file asks for in the comments before its first statement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Directives {
    /// Whether the file runs in a transaction: true unless it says `no-transaction`.
    pub transaction: bool,
    /// Whether foreign keys are enforced while the file runs; `None` if it does not say.
    pub foreign_keys: Option<bool>,
    /// How its statement is repeated, if it is a backfill.
    pub backfill: Option<Backfill>,
    /// The side of a change in two steps that it is on, and where it says so.
    pub phase: Option<(Phase, Range<usize>)>,
    /// The programs that can work with the database behind it, if it says so.
    pub compatible_with: Option<CompatibleWith>,
    /// Why there is no way back, if it says so.
    pub irreversible: Option<String>,
    /// The versions whose files it replaces, if it is a squash.
    pub replaces: Option<Replaces>,
    /// The lints that may stay silent.
    pub allow: Vec<Allow>,
    /// The checksum of the rest of the file. It has been verified.
    pub checksum: Option<[u8; 32]>,
}

impl Default for Directives {
    fn default() -> Self {
        Self {
            transaction: true,
            foreign_keys: None,
            backfill: None,
            phase: None,
            compatible_with: None,
            irreversible: None,
            replaces: None,
            allow: Vec::new(),
            checksum: None,
        }
    }
}

impl Directives {
    /// Whether a failure leaves nothing of the file behind: all of it is one transaction.
    pub fn is_all_or_nothing(&self) -> bool {
        self.transaction && self.backfill.is_none()
    }

    /// The side of a change in two steps that it is on.
    pub fn phase(&self) -> Option<Phase> {
        self.phase.as_ref().map(|(phase, _)| *phase)
    }

    /// Whether foreign keys are enforced while the file runs. Behind the rounds of a backfill nobody could take back what
    /// breaks them, so that there it is the default.
    pub fn enforces_foreign_keys(&self) -> bool {
        self.foreign_keys.unwrap_or(self.backfill.is_some())
    }
}

/// A lint that is allowed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Allow {
    /// The lint's name.
    pub lint: String,
    /// The reason that was given.
    pub reason: String,
    /// Where the name stands in the text.
    pub span: Range<usize>,
}

/// A file with its name.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) name: Name,
    pub(crate) file: File,
    /// Whether something else than the file itself, diesel's `metadata.toml`, keeps it out of a transaction.
    pub(crate) outside_transaction: bool,
}

/// A file of which the top has been read.
#[derive(Clone, Debug)]
pub(crate) struct Headed {
    pub(crate) name: Name,
    pub(crate) file: File,
    pub(crate) directives: Directives,
}

/// Reads the tops of all files.
pub(crate) fn read(sources: Vec<Source>) -> Result<Vec<Headed>, Vec<Diagnostic>> {
    let downs: BTreeMap<i64, String> = sources
        .iter()
        .filter(|source| source.name.direction == Direction::Down)
        .map(|source| (source.name.version, source.file.path.clone()))
        .collect();
    let mut problems = Vec::new();
    let mut headed = Vec::new();
    for source in sources {
        let down = downs.get(&source.name.version);
        problems.extend(unclosed_comment(&source.file));
        let directives = directives(&source, down.map(String::as_str), &mut problems);
        headed.push(Headed { name: source.name, file: source.file, directives });
    }
    if problems.is_empty() { Ok(headed) } else { Err(problems) }
}

/// What is wrong with the comments of a fixture, which has no directives.
pub(crate) fn problems_of_fixture(file: &File) -> Vec<Diagnostic> {
    let directives = directive::comments(&file.text).filter_map(|comment| match directive::find(&comment) {
        directive::Found::Nothing => None,
        directive::Found::Block(span) | directive::Found::Line(directive::Line { span, .. }) => {
            Some(diagnostic::fixture::directive(Place::span(&file.path, &file.text, span)))
        }
    });
    unclosed_comment(file).into_iter().chain(directives).collect()
}

/// SQLite takes the rest of the file for the comment, and says nothing.
fn unclosed_comment(file: &File) -> Option<Diagnostic> {
    let last = tokens(&file.text).last().filter(|token| token.kind == Kind::Comment)?;
    let is_open = last.text.starts_with("/*") && (last.text.len() < 4 || !last.text.ends_with("*/"));
    let place = Place::span(&file.path, &file.text, last.start..last.start + 2);
    is_open.then(|| diagnostic::text::unclosed_comment(place))
}

/// The directives of one file. `down` is the path of the down file of its version.
fn directives(source: &Source, down: Option<&str>, problems: &mut Vec<Diagnostic>) -> Directives {
    let Source { name, file, outside_transaction } = source;
    let mut directives = Directives { transaction: !outside_transaction, ..Directives::default() };
    let foreign = foreign::problem(name, file);
    let is_foreign = foreign.is_some();
    problems.extend(foreign);
    let mut seen: Vec<(&str, Range<usize>)> = Vec::new();
    for comment in directive::comments(&file.text) {
        let place = |span: Range<usize>| Place::span(&file.path, &file.text, span);
        let line = match directive::find(&comment) {
            directive::Found::Nothing => continue,
            directive::Found::Block(span) => {
                problems.push(diagnostic::header::block_comment(place(span)));
                continue;
            }
            directive::Found::Line(line) => line,
        };
        if directive::is_dbmate(line.name) {
            continue;
        }
        if is_foreign && !comment.at_top {
            continue;
        }
        if !comment.at_top {
            problems.push(diagnostic::header::too_late(place(line.span.clone())));
            continue;
        }
        let Some(known) = directive::known(line.name) else {
            problems.push(diagnostic::header::unknown(place(line.name_span.clone()), line.name));
            continue;
        };
        if name.direction == Direction::Down && !directive::FOR_DOWN.contains(&known) {
            problems.push(diagnostic::header::not_in_down(place(line.span.clone()), known));
            continue;
        }
        if let Some((_, first)) = seen.iter().find(|(name, _)| *name == known && known != "allow") {
            let first = place(first.clone()).position.map_or(1, |position| position.line);
            problems.push(diagnostic::header::repeated(place(line.span.clone()), known, first));
            continue;
        }
        seen.push((known, line.span.clone()));
        if let Err(problem) = directive::take(known, &line, file, &mut directives) {
            problems.push(problem);
        }
        if let (Some(down), "irreversible") = (down, known) {
            problems.push(diagnostic::header::irreversible_with_down(place(line.span.clone()), down));
        }
        if let (Some(down), "replaces") = (down, known) {
            problems.push(diagnostic::squash::with_down(place(line.span.clone()), down));
        }
    }
    if let Some(replaces) = directives.replaces.as_ref().filter(|_| !directives.transaction) {
        let place = Place::span(&file.path, &file.text, replaces.span.clone());
        problems.push(diagnostic::squash::without_transaction(place));
    }
    if let (Some((_, span)), Some(_)) = (&directives.phase, &directives.replaces) {
        let place = Place::span(&file.path, &file.text, span.clone());
        problems.push(diagnostic::squash::with_phase(place));
    }
    if let Some(backfill) = &directives.backfill {
        let place = || Place::span(&file.path, &file.text, backfill.span.clone());
        if !directives.transaction {
            problems.push(diagnostic::backfill::without_transaction(place()));
        }
        if directives.replaces.is_some() {
            problems.push(diagnostic::backfill::squash(place()));
        }
        problems.extend(backfill::problem(file, backfill));
    }
    directives
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headed(text: &str) -> Result<Directives, Vec<String>> {
        let name = Name::parse("0001_init.sql").unwrap();
        let file = File {
            name: "0001_init.sql".to_owned(),
            path: "migrations/0001_init.sql".to_owned(),
            text: text.to_owned(),
            verbatim: true,
        };
        match read(vec![Source { name, file, outside_transaction: false }]) {
            Ok(headed) => Ok(headed[0].directives.clone()),
            Err(problems) => Err(problems.iter().map(|problem| problem.title().to_owned()).collect()),
        }
    }

    #[test]
    fn spacing_is_free() {
        for text in
            ["-- migrate: no-transaction", "--migrate:no-transaction  ", "--\tmigrate :\tno-transaction\r"]
        {
            assert!(!headed(text).unwrap().transaction, "{text}");
        }
        for text in
            ["-- migrate: foreign-keys = on", "-- migrate: foreign-keys=on", "--migrate:foreign-keys =on"]
        {
            assert_eq!(headed(text).unwrap().foreign_keys, Some(true), "{text}");
        }
    }

    #[test]
    fn other_comments_ask_for_nothing() {
        for text in
            ["", "-- we migrate: a lot", "-- migrates", "-- migrate the users", "/* -- migrate: x */", "--"]
        {
            assert_eq!(headed(text), Ok(Directives::default()), "{text}");
        }
    }

    #[test]
    fn blank_lines_and_comments_may_stand_before_a_directive() {
        let text =
            "/* licence */\n\n-- words\n  -- migrate: irreversible: rows are gone\n\nDELETE FROM user;";
        assert_eq!(headed(text).unwrap().irreversible.as_deref(), Some("rows are gone"));
    }

    #[test]
    fn every_allowed_lint_keeps_its_reason_and_its_place() {
        let text =
            "-- migrate: allow(drop-table, rows-lost): empty: since 2.0\n-- migrate: allow(drop-column): y";
        let allow = headed(text).unwrap().allow;
        let found: Vec<_> = allow.iter().map(|allow| (&*allow.lint, &*allow.reason)).collect();
        assert_eq!(
            found,
            [("drop-table", "empty: since 2.0"), ("rows-lost", "empty: since 2.0"), ("drop-column", "y")]
        );
        assert!(allow.iter().all(|allow| text[allow.span.clone()] == allow.lint));
    }

    #[test]
    fn a_checksum_does_not_cover_its_own_line() {
        let rest = "-- first\nSELECT 1;\n";
        let hex = crate::checksum::hex(&crate::checksum::checksum(rest));
        let text = format!("-- first\n-- migrate: checksum sha256:{hex}\nSELECT 1;\n");
        assert!(headed(&text).unwrap().checksum.is_some());
        assert!(headed(&text.replace("SELECT 1", "SELECT 2")).is_err());
    }
}
