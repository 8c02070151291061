//! The lints: each looks at what the run on the empty database has shown, and at the schema in the end. One module for
//! each family; what they find is worded in `migrate_files::diagnostic`, and described in `migrate_files::lint`.
//!
//! Those of the family `rows`, and what else needs rows to be seen, are found where rows are: in `shadow/rows`.

pub(crate) mod altered;
mod calls;
mod destroys;
mod destructive;
mod determinism;
pub(crate) mod phases;
mod pragmas;
mod quality;
mod readers;
mod rebuild;
mod remade;

use std::collections::BTreeMap;
use std::ops::Range;

pub(crate) use destroys::destroys;
use migrate_files::diagnostic::{Diagnostic, Place};
use migrate_files::lint::{Finding, Lint};
use migrate_files::model::{Migration, Set};
use migrate_files::options::Hook;
use migrate_files::phase::Phase;
use migrate_runtime::{Schema, Table};
use migrate_token::significant;
use rusqlite::Connection;

use crate::shadow::objects::{Objects, Origin};
use crate::shadow::story::{Chapter, Deed};

/// What there is to look at.
pub(crate) struct Story<'a> {
    pub(crate) set: &'a Set,
    /// What the program does behind migrations.
    pub(crate) hooks: &'a [Hook],
    /// One for each migration.
    pub(crate) chapters: &'a [Chapter],
    /// The schema in the end, and who made what in it.
    pub(crate) schema: &'a Schema,
    /// The schema behind those migrations, by their index, of which [`phases::wanted`] asks for it.
    pub(crate) schemas: &'a BTreeMap<usize, Schema>,
    pub(crate) objects: &'a Objects,
    /// A database that has the schema, and no rows but those of the migrations.
    pub(crate) conn: &'a Connection,
}

/// Everything that is found, whatever its level.
pub(crate) fn find(story: &Story<'_>) -> rusqlite::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (index, chapter) in story.chapters.iter().enumerate() {
        let scene = Scene { story, index, chapter };
        let mut taking = destructive::find(&scene);
        // Nobody who reads what a contract takes away runs any more: it says so.
        if scene.migration().directives.phase() != Some(Phase::Contract) {
            taking.extend(readers::find(&scene));
        }
        findings.extend(phases::find(&scene, &taking));
        findings.extend(taking);
        findings.extend(rebuild::find(&scene));
        findings.extend(pragmas::find(&scene)?);
        findings.extend(determinism::find(&scene));
        findings.extend(quality::find(&scene)?);
    }
    findings.extend(determinism::in_the_end(story));
    findings.extend(quality::in_the_end(story)?);
    Ok(findings)
}

impl<'a> Story<'a> {
    /// The text of a statement.
    fn text(&self, origin: Origin) -> &'a str {
        self.set.migrations()[origin.migration].up.text.get(origin.start..origin.end).unwrap_or("")
    }

    /// Whether the name stands in the statement.
    fn mentions(&self, origin: Origin, name: &str) -> bool {
        let mut tokens = significant(self.text(origin));
        tokens.any(|token| token.name().is_some_and(|found| found.eq_ignore_ascii_case(name)))
    }

    /// The tables in the end that are no virtual ones.
    fn tables(&self) -> impl Iterator<Item = &'a Table> {
        self.schema.tables().iter().filter(|table| table.module().is_none())
    }

    /// The statement that made the table, or the last one that altered it and names `part` of it.
    fn shaped(&self, table: &Table, part: &str) -> Origin {
        let shaped = self.objects.shaped(table.name(), |origin| self.mentions(origin, part));
        shaped.unwrap_or_else(|| self.unknown())
    }

    /// The statement that made the table, whatever its name was then.
    fn created(&self, table: &Table) -> Origin {
        self.objects.shaped(table.name(), |_| false).unwrap_or_else(|| self.unknown())
    }

    /// The statement that made an index, a view or a trigger.
    fn made(&self, name: &str) -> Origin {
        self.objects.made(name).unwrap_or_else(|| self.unknown())
    }

    /// Of what nobody knows who made it: the last file is where it can be mended.
    fn unknown(&self) -> Origin {
        Origin { migration: self.set.migrations().len().saturating_sub(1), start: 0, end: 0 }
    }

    /// A finding at a statement.
    fn finding(
        &self,
        lint: &'static Lint,
        origin: Origin,
        text: impl FnOnce(Place) -> Diagnostic,
    ) -> Finding {
        let place = crate::shadow::explain::place(self.set, origin);
        Finding { lint, migration: origin.migration, diagnostic: text(place) }
    }

    /// A finding at a column, in the statement that made it.
    fn finding_of_column(
        &self,
        lint: &'static Lint,
        (table, column): (&Table, &str),
        text: impl FnOnce(Place) -> Diagnostic,
    ) -> Finding {
        let origin = self.shaped(table, column);
        // The name of the table comes before the parenthesis, or before ADD.
        let mut tokens = significant(self.text(origin))
            .skip_while(|token| token.text != "(" && !token.is_word("ADD"))
            .skip(1);
        let found = tokens.find(|token| token.name().is_some_and(|name| name.eq_ignore_ascii_case(column)));
        let spot = found.map_or(origin, |token| {
            let start = origin.start + token.start;
            Origin { start, end: start + token.text.len(), ..origin }
        });
        self.finding(lint, spot, text)
    }
}

/// One migration.
pub(crate) struct Scene<'a> {
    story: &'a Story<'a>,
    index: usize,
    chapter: &'a Chapter,
}

impl<'a> Scene<'a> {
    fn migration(&self) -> &'a Migration {
        &self.story.set.migrations()[self.index]
    }

    /// Whether the program does something behind it that the build does not see.
    fn has_hook(&self) -> bool {
        self.story.hooks.iter().any(|hook| hook.variant == self.migration().variant)
    }

    /// The schema before it, if somebody has asked for it.
    fn before(&self) -> Option<&'a Schema> {
        match self.index.checked_sub(1) {
            Some(before) => self.story.schemas.get(&before),
            None => Some(Schema::EMPTY),
        }
    }

    /// The schema behind it, if somebody has asked for it.
    fn after(&self) -> Option<&'a Schema> {
        self.story.schemas.get(&self.index)
    }

    /// The place of some bytes of its file.
    fn spot(&self, span: &Range<usize>) -> Place {
        let file = &self.migration().up;
        Place::span(&file.path, &file.text, span.clone())
    }

    /// The text of a statement.
    fn text(&self, deed: &Deed) -> &'a str {
        self.story.text(deed.origin)
    }

    /// The place of a statement.
    fn at(&self, origin: Origin) -> Place {
        crate::shadow::explain::place(self.story.set, origin)
    }

    /// A finding of which everything is said.
    fn said(&self, lint: &'static Lint, diagnostic: Diagnostic) -> Finding {
        Finding { lint, migration: self.index, diagnostic }
    }

    /// A finding at a statement.
    fn finding(&self, lint: &'static Lint, deed: &Deed, text: impl FnOnce(Place) -> Diagnostic) -> Finding {
        self.story.finding(lint, deed.origin, text)
    }

    /// A finding in a file as a whole.
    fn finding_in_file(&self, lint: &'static Lint, text: impl FnOnce(Place) -> Diagnostic) -> Finding {
        let place = Place::file(&*self.migration().up.path);
        Finding { lint, migration: self.index, diagnostic: text(place) }
    }
}
