//! The lints: each looks at what the run on the empty database has shown, and at the schema in the end. One module for
//! each family; what they find is worded in `migrate_files::diagnostic`, and described in `migrate_files::lint`.
//!
//! Those of the family `rows`, and what else needs rows to be seen, are found where rows are: in `shadow/rows`.

mod altered;
mod destructive;
mod pragmas;
mod rebuild;
mod remade;

use migrate_files::diagnostic::{Diagnostic, Place};
use migrate_files::lint::{Finding, Lint};
use migrate_files::model::{Migration, Set};
use migrate_runtime::Schema;
use rusqlite::Connection;

use crate::shadow::objects::{Objects, Origin};
use crate::shadow::story::{Chapter, Deed};

/// What there is to look at.
pub(crate) struct Story<'a> {
    pub(crate) set: &'a Set,
    /// One for each migration.
    pub(crate) chapters: &'a [Chapter],
    /// The schema in the end, and who made what in it.
    pub(crate) schema: &'a Schema,
    pub(crate) objects: &'a Objects,
    /// A database that has the schema, and no rows but those of the migrations.
    pub(crate) conn: &'a Connection,
}

/// Everything that is found, whatever its level.
pub(crate) fn find(story: &Story<'_>) -> rusqlite::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (index, chapter) in story.chapters.iter().enumerate() {
        let scene = Scene { story, index, chapter };
        findings.extend(destructive::find(&scene));
        findings.extend(rebuild::find(&scene));
        findings.extend(pragmas::find(&scene));
    }
    Ok(findings)
}

/// One migration.
pub(crate) struct Scene<'a> {
    story: &'a Story<'a>,
    index: usize,
    chapter: &'a Chapter,
}

impl Scene<'_> {
    fn migration(&self) -> &Migration {
        &self.story.set.migrations()[self.index]
    }

    fn finding(&self, lint: &'static Lint, diagnostic: Diagnostic) -> Finding {
        Finding { lint, migration: self.index, diagnostic }
    }

    fn place(&self, deed: &Deed) -> Place {
        self.at(deed.origin)
    }

    fn at(&self, origin: Origin) -> Place {
        place(self.story.set, origin)
    }
}

/// The place of a statement.
fn place(set: &Set, origin: Origin) -> Place {
    crate::shadow::explain::place(set, origin)
}
