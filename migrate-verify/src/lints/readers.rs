//! A program of the release before no longer finds what it reads.

use migrate_files::diagnostic::readers as texts;
use migrate_files::lint::{self, Finding};
use migrate_runtime::__private::schema::{Kind, Object};
use migrate_runtime::Table;
use migrate_token::significant;

use super::Scene;
use super::rebuild::is_made_later;
use crate::shadow::lineage::Fate;
use crate::shadow::story::{Alteration, Deed};
use crate::shadow::tape::{Event, How, Write};

pub(super) fn find(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for table in &scene.chapter.before {
        let path = Path::of(table, &scene.chapter.deeds);
        let renamed = path.renamed_columns();
        findings.extend(rename_table(scene, &path));
        findings.extend(rename_columns(scene, &path, &renamed));
        findings.extend(expand_and_contract(scene, &path, &renamed));
    }
    findings.extend(drop_views(scene));
    findings.extend(drop_view_columns(scene));
    findings
}

/// A table of before the migration, on its way through the statements.
struct Path<'a> {
    table: &'a Table,
    /// Each statement with the name that the table has before it.
    steps: Vec<(&'a Deed, &'a str)>,
    /// Its name in the end; `None` if it is dropped.
    now: Option<&'a str>,
}

/// A column with another name than before the migration, and the statement that gave it.
struct RenamedColumn<'a> {
    from: &'a str,
    to: &'a str,
    deed: &'a Deed,
}

impl<'a> Path<'a> {
    fn of(table: &'a Table, deeds: &'a [Deed]) -> Self {
        let mut path = Self { table, steps: Vec::new(), now: Some(table.name()) };
        for deed in deeds {
            let Some(name) = path.now else { break };
            path.steps.push((deed, name));
            path.now = name_after(deed, name);
        }
        path
    }

    fn renamed_columns(&self) -> Vec<RenamedColumn<'a>> {
        let mut renamed: Vec<RenamedColumn<'_>> = Vec::new();
        for &(deed, name) in &self.steps {
            let Some(Alteration::RenamesColumn { table, from, to }) = &deed.alteration else { continue };
            if !is(table, name) {
                continue;
            }
            match renamed.iter_mut().find(|column| is(column.to, from)) {
                Some(column) => (column.to, column.deed) = (to, deed),
                None if self.table.column(from).is_some() => renamed.push(RenamedColumn { from, to, deed }),
                None => {}
            }
        }
        renamed.retain(|column| !is(column.from, column.to));
        renamed
    }
}

/// What the table is called behind the statement.
fn name_after<'a>(deed: &'a Deed, name: &'a str) -> Option<&'a str> {
    match &deed.alteration {
        Some(Alteration::RenamesTable { from, to }) if is(from, name) => Some(to),
        _ => {
            let drops = |event: &Event| matches!(event, Event::Drops(dropped) if is(dropped, name));
            (!deed.events.iter().any(drops)).then_some(name)
        }
    }
}

fn is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}

/// Whether programs find a table or a view of that name behind the migration, which made it.
fn is_left(scene: &Scene<'_>, name: &str) -> bool {
    let mut made = scene.chapter.changes.iter().filter_map(|change| change.after.as_ref());
    made.any(|object| matches!(object.kind, Kind::Table | Kind::View) && is(&object.name, name))
}

fn rename_table(scene: &Scene<'_>, path: &Path<'_>) -> Option<Finding> {
    let (from, to) = (path.table.name(), path.now?);
    if is(from, to) || is_left(scene, from) {
        return None;
    }
    let gives =
        |deed: &Deed| matches!(&deed.alteration, Some(Alteration::RenamesTable { to: new, .. }) if new == to);
    let (deed, _) = path.steps.iter().rfind(|(deed, _)| gives(deed))?;
    Some(scene.finding(&lint::RENAME_TABLE, deed, |place| texts::rename_table(place, from, to)))
}

fn rename_columns<'s>(
    scene: &'s Scene<'_>,
    path: &'s Path<'_>,
    renamed: &'s [RenamedColumn<'_>],
) -> impl Iterator<Item = Finding> {
    let after = path.now.and_then(|now| scene.chapter.after(now));
    // A view of the table's old name may have the column's, too.
    let is_behind_a_view =
        path.now.is_some_and(|now| !is(now, path.table.name())) && is_left(scene, path.table.name());
    let is_missed = move |column: &&RenamedColumn<'_>| {
        // Another column may have its name now.
        let is_another = renamed.iter().any(|other| is(other.to, column.from));
        let is_gone = |after: &Table| after.column(column.from).is_none() || is_another;
        after.is_some_and(|after| is_gone(after) && after.column(column.to).is_some()) && !is_behind_a_view
    };
    renamed.iter().filter(is_missed).map(|column| {
        scene.finding(&lint::RENAME_COLUMN, column.deed, |place| {
            texts::rename_column(place, path.table.name(), column.from, column.to)
        })
    })
}

/// Views that are gone. One that only goes with its table is no matter of its own; and one that a table has left behind
/// under its old name is there to be dropped.
fn drop_views(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    let lineage = &scene.chapter.lineage;
    let is_dropped = |name: &str| matches!(lineage.fate(name), Fate::Dropped(_));
    let gone = move |view: &Object| {
        let mut names = significant(&view.sql).filter_map(|token| token.name());
        let goes_along = names.any(|name| scene.chapter.before(&name).is_some() && is_dropped(&name));
        !goes_along
            && !is_left(scene, &view.name)
            && !is_made_later(scene, Kind::View, &view.name)
            && !is_left_behind(scene, &view.name)
    };
    let views = scene.chapter.changes.iter().filter_map(|change| change.before.as_ref());
    let gone = views.filter(|object| object.kind == Kind::View).filter(move |view| gone(view));
    gone.filter_map(|view| {
        let drops = |deed: &&Deed| deed.dropped(Kind::View).is_some_and(|name| is(name, &view.name));
        let deed = scene.chapter.deeds.iter().rev().find(drops)?;
        Some(scene.finding(&lint::DROP_VIEW, deed, |place| texts::drop_view(place, &view.name)))
    })
}

/// Columns that a view has lost when it was made anew.
fn drop_view_columns(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    scene.chapter.views.iter().filter(|(_, after)| !after.is_empty()).filter_map(|(view, after)| {
        let mut earlier = scene.story.chapters[..scene.index].iter().rev().flat_map(|chapter| &chapter.views);
        let (_, before) = earlier.find(|(name, _)| is(name, view))?;
        let is_gone = |column: &&String| !after.iter().any(|now| is(now, column));
        let gone: Vec<&str> = before.iter().filter(is_gone).map(String::as_str).collect();
        // Without a DROP it is another statement that has changed the view, which is told of.
        let drops = |deed: &Deed| deed.dropped(Kind::View).is_some_and(|name| is(name, view));
        let makes = |deed: &&Deed| deed.made(Kind::View).is_some_and(|name| is(name, view));
        let deeds = &scene.chapter.deeds;
        let deed = deeds.iter().rev().find(makes).filter(|_| !gone.is_empty() && deeds.iter().any(drops))?;
        Some(scene.finding(&lint::DROP_VIEW, deed, |place| texts::drop_view_columns(place, view, &gone)))
    })
}

/// Whether the view was made when a table gave up its name.
fn is_left_behind(scene: &Scene<'_>, view: &str) -> bool {
    let earlier = scene.story.chapters[..scene.index].iter().rev();
    let makes = |deed: &Deed| deed.made(Kind::View).is_some_and(|name| is(name, view));
    let made = earlier.into_iter().find(|chapter| chapter.deeds.iter().any(makes));
    made.is_some_and(|chapter| chapter.before(view).is_some())
}

/// A column goes, and the same migration has carried its values to where they are new.
fn expand_and_contract(scene: &Scene<'_>, path: &Path<'_>, renamed: &[RenamedColumn<'_>]) -> Option<Finding> {
    let (chapter, name) = (scene.chapter, path.table.name());
    let after = chapter.after(name).or_else(|| chapter.after(path.now?))?;
    let is_renamed = |column: &str| renamed.iter().any(|renamed| is(renamed.from, column));
    let gone: Vec<&str> =
        names(path.table).filter(|column| after.column(column).is_none() && !is_renamed(column)).collect();
    let is_target = |column: &str| renamed.iter().any(|renamed| is(renamed.to, column));
    let is_new = |column: &str| path.table.column(column).is_none() && !is_target(column);
    let has_new = names(after).any(is_new);
    let goes_to_new = |at: usize, write: &Write| match &write.how {
        How::Update(column) => {
            is(&write.table, path.steps[at].1) && is_new(column) && after.column(column).is_some()
        }
        How::Insert => match made_anew(scene, at, &write.table) {
            // What takes the table's name is the table made anew.
            Some(made) if is(made, name) => has_new,
            Some(made) => chapter.before(made).is_none(),
            None => false,
        },
        How::Delete => false,
    };
    path.steps.iter().enumerate().find_map(|(at, (deed, now))| {
        let (_, column) = deed
            .reads
            .iter()
            .find(|(table, column)| is(table, now) && gone.iter().any(|gone| is(gone, column)))?;
        let carries = deed
            .events
            .iter()
            .any(|event| matches!(event, Event::Writes(write) if write.is_direct && goes_to_new(at, write)));
        carries.then(|| {
            scene.finding(&lint::EXPAND_AND_CONTRACT, deed, |place| {
                texts::expand_and_contract(place, name, column)
            })
        })
    })
}

fn names(table: &Table) -> impl Iterator<Item = &str> {
    table.columns().iter().map(|column| column.name())
}

/// What a table that the migration has made before the statement `at` is called in the end.
fn made_anew<'s>(scene: &'s Scene<'_>, at: usize, table: &'s str) -> Option<&'s str> {
    let (before, behind) = scene.chapter.deeds.split_at(at);
    let makes = |deed: &Deed| {
        deed.events.iter().any(|event| matches!(event, Event::Creates(name) if is(name, table)))
            // A name that a rename has freed may be taken by an old table as well; that one is not made.
            || matches!(&deed.alteration, Some(Alteration::RenamesTable { to, .. }) if is(to, table))
    };
    let made = before.iter().rev().find(|deed| makes(deed))?;
    if made.alteration.is_some() {
        return None;
    }
    behind.iter().try_fold(table, |name, deed| name_after(deed, name))
}
