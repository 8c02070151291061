//! Names in double quotes that are strings.

use migrate_files::diagnostic::Place;
use migrate_files::diagnostic::quality as texts;
use migrate_files::lint::{self, Finding};
use migrate_files::nearest::nearest;
use migrate_runtime::{Column, Table};
use rusqlite::Result;

use crate::lints::{Scene, Story};
use crate::shadow::objects::Origin;
use crate::shadow::quotes::{self, NamesOnly};
use crate::shadow::whole::{firing, quoted};

/// Those that SQLite takes for strings when a statement is compiled.
pub(super) fn in_statements(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    scene.chapter.deeds.iter().filter_map(|deed| {
        let (start, name) = deed.string.as_ref()?;
        Some(finding(scene.story, deed.origin, *start, name))
    })
}

/// Those that it takes for strings when a view is read, a trigger fires, or a row gets its defaults.
pub(super) fn in_the_end(story: &Story<'_>) -> Result<Vec<Finding>> {
    let mut findings: Vec<Finding> = story.tables().filter_map(|table| in_defaults(story, table)).collect();
    let mut uses = Vec::new();
    for view in story.schema.views().iter().filter(|view| view.sql().contains('"')) {
        uses.push((view.name(), format!("SELECT * FROM main.{}", quoted(view.name()))));
    }
    for trigger in story.schema.triggers().iter().filter(|trigger| trigger.sql().contains('"')) {
        uses.push((trigger.name(), firing(story.conn, trigger)?));
    }
    let names_only = NamesOnly::on(story.conn)?;
    findings.extend(uses.into_iter().filter_map(|(used, statement)| {
        let name = names_only.in_what_it_uses(&statement)?;
        let origin = story.made(used);
        // It may stand in another view or trigger that is used as well.
        let token = quotes::find(story.text(origin), &name)?;
        Some(finding(story, origin, origin.start + token.start, &name))
    }));
    Ok(findings)
}

fn finding(story: &Story<'_>, origin: Origin, start: usize, name: &str) -> Finding {
    let file = &story.set.migrations()[origin.migration].up;
    let place = Place::span(&*file.path, &file.text, start..start + quoted(name).len());
    let near = nearest(name, columns(story, origin)).filter(|near| !near.eq_ignore_ascii_case(name));
    story.finding(&lint::DOUBLE_QUOTED_STRING, origin, |_| texts::double_quoted(place, name, near))
}

/// The columns of the tables that the statement names.
fn columns<'s>(story: &'s Story<'_>, origin: Origin) -> impl Iterator<Item = &'s str> {
    let before = story.chapters[origin.migration].before.iter();
    let named = story.tables().chain(before).filter(move |table| story.mentions(origin, table.name()));
    named.flat_map(Table::columns).map(Column::name)
}

/// In a DEFAULT no name can stand, so that nothing else can be meant.
fn in_defaults(story: &Story<'_>, table: &Table) -> Option<Finding> {
    let is_quoted = |column: &&Column| column.default().is_some_and(|default| default.starts_with('"'));
    let columns: Vec<&str> = table.columns().iter().filter(is_quoted).map(Column::name).collect();
    let first = columns.first()?;
    Some(story.finding_of_column(&lint::DOUBLE_QUOTED_STRING, (table, first), |place| {
        texts::double_quoted_default(place, table.name(), &columns)
    }))
}
