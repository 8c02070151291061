//! One run through the whole set, on rows of one kind.

use std::collections::BTreeSet;

use migrate_files::diagnostic::lint::trust;
use migrate_files::diagnostic::rows as texts;
use migrate_files::lint::{FOREIGN_KEY_ON_ROWS, NOT_SEEDED};
use migrate_runtime::{ForeignKey, Table};
use rusqlite::Result;

use super::doubt::Watch;
use super::judge::{Judgement, depends, judge};
use super::sweep::Sweep;
use super::walk::{Ran, Stepped, Walk};
use super::{Facts, Found};
use crate::shadow::explain::place;
use crate::shadow::lineage::Fate;
use crate::shadow::objects::Origin;
use crate::shadow::orphans::Broken;
use crate::shadow::seed::{Refuses, Style, Unseeded};
use crate::shadow::story::{Chapter, Deed};
use crate::shadow::tape::{Event, How};
use crate::shadow::{Lacking, Step};

/// What one run has shown.
#[derive(Default)]
pub(super) struct Run {
    pub(super) found: Vec<Found>,
    pub(super) sweeps: Vec<Sweep>,
    /// The tables that no row could be made up for, once each.
    unseeded: BTreeSet<String>,
    /// Those of them for which a fixture might do better.
    pub(super) lacking: Vec<Lacking>,
}

impl Run {
    /// `watch` is told when there is anything to say, or a copy may lose what only plain rows show.
    pub(super) fn through(facts: &Facts<'_>, style: Style, watch: Option<Watch<'_>>) -> Result<Self> {
        let mut run = Self::default();
        let first = facts.first_due();
        let mut walk = Walk::through(facts, style, first)?;
        let doubt = |is_open: bool| watch.iter().filter(|_| is_open).for_each(Watch::doubt);
        doubt(!walk.seed_all()?.is_empty() || facts.chapters[first..].iter().any(Chapter::copies));
        for index in first..facts.set.migrations().len() {
            let stepped = walk.step(index)?;
            doubt(!stepped.is_fine());
            // Where migrations have written rows that had to go, it is looked at once more with all of them.
            let whole = if !stepped.is_fine() && walk.lacks_rows(index) {
                Some(Walk::since(facts, style, index, index)?.step(index)?)
            } else {
                None
            };
            match (stepped, whole) {
                (Stepped::Ran(ran), None) | (Stepped::Ran(_), Some(Stepped::Ran(ran))) => {
                    run.take(facts, style, index, ran)?;
                }
                (Stepped::Ran(_), Some(Stepped::Failed(_))) => {}
                (Stepped::Failed(_), Some(Stepped::Ran(_))) => walk.pass(index)?,
                (Stepped::Failed(failed), None) | (Stepped::Failed(_), Some(Stepped::Failed(failed))) => {
                    let judged = failed.map(|failed| judge(&mut walk, facts, style, index, *failed));
                    let Judgement { found, ran } = judged.transpose()?.unwrap_or_default();
                    run.found.extend(found);
                    match ran {
                        Some(ran) => run.take(facts, style, index, ran)?,
                        None => walk.pass(index)?,
                    }
                }
            }
            let unseeded = walk.seed()?;
            doubt(!unseeded.is_empty());
            for unseeded in unseeded {
                run.note_unseeded(facts, style, index, unseeded);
            }
        }
        Ok(run)
    }

    fn take(&mut self, facts: &Facts<'_>, style: Style, index: usize, mut ran: Ran) -> Result<()> {
        if ran.fixture.is_some() {
            // It need not fit beside rows that were made up.
            ran.fixture = Walk::through(facts, style, index)?.fixture(index);
        }
        self.found.extend(ran.rescued.iter().filter_map(|failed| depends(index, failed)));
        for finding in ran.losses {
            let place = finding.diagnostic.place().and_then(|place| place.position);
            self.found.push(Found {
                migration: index,
                subject: format!("{} at {place:?}", finding.lint.name),
                lint: Some(finding.lint),
                diagnostic: finding.diagnostic,
            });
        }
        let is_known = |broken: &Broken| {
            facts.chapters[..=index].iter().any(|chapter| chapter.orphans.contains(&broken.table))
        };
        for Broken { table, keys } in ran.broken.into_iter().filter(|broken| !is_known(broken)) {
            self.found.extend(keys.iter().map(|key| reference(facts, style, index, &table, key)));
        }
        self.found.extend(ran.fixture.map(|diagnostic| Found {
            migration: index,
            subject: "fixture".to_owned(),
            lint: None,
            diagnostic,
        }));
        self.sweeps.extend(ran.sweeps.into_iter().map(|(start, table)| Sweep {
            migration: index,
            start,
            table,
        }));
        Ok(())
    }

    fn note_unseeded(&mut self, facts: &Facts<'_>, style: Style, index: usize, unseeded: Unseeded) {
        let Unseeded { table: made, message, refuses } = unseeded;
        let table = made.name().to_owned();
        if style == Style::Adversarial || !self.unseeded.insert(table.to_ascii_lowercase()) {
            return;
        }
        let migration = &facts.set.migrations()[index];
        let place = place(facts.set, maker(facts, index, &table, &message));
        if self.found.iter().any(|found| found.lint.is_none() && found.diagnostic.title() == message) {
            return;
        }
        let (lint, diagnostic) = match refuses {
            Some(Refuses::Every) => (None, texts::refuses_every_row(place, &table, &message)),
            Some(Refuses::Dates) => (None, texts::refuses_dates(place, &table, &message)),
            None => {
                let fixture = facts.set.fixture_path(migration);
                let version = migration.version;
                self.lacking.push(Lacking { version, table: *made, message: message.clone() });
                (Some(&NOT_SEEDED), texts::not_seeded(place, &table, &message, &fixture))
            }
        };
        self.found.push(Found { migration: index, subject: format!("seed {table}"), lint, diagnostic });
    }
}

/// The statement of a migration that made a table what it is: where SQLite speaks of an index, the one that made that.
fn maker(facts: &Facts<'_>, index: usize, table: &str, message: &str) -> Origin {
    let chapter = &facts.chapters[index];
    let indexes = chapter.changes.iter().filter_map(|change| change.after.as_ref());
    let is_index = |name: &str| {
        indexes
            .clone()
            .any(|object| object.name.eq_ignore_ascii_case(name) && !object.name.eq_ignore_ascii_case(table))
    };
    let of_index = message
        .ends_with("an index")
        .then(|| chapter.deeds.iter().find(|deed| deed.creates().any(is_index)).map(|deed| deed.origin));
    let start = Origin { migration: index, start: 0, end: 0 };
    let of_table = || facts.objects.altered(table, |origin| origin.migration == index);
    of_index.flatten().or_else(of_table).or_else(|| facts.objects.made(table)).unwrap_or(start)
}

/// Rows of the table refer to nothing any more, by this key of it.
fn reference(facts: &Facts<'_>, style: Style, index: usize, table: &str, key: &ForeignKey) -> Found {
    let (chapter, parent) = (&facts.chapters[index], key.parent());
    let origin = breaker(chapter, table, parent);
    let origin = origin.unwrap_or(Origin { migration: index, start: 0, end: 0 });
    let place = place(facts.set, origin);
    let has_key = |before: &Table| is_old(key, before, &facts.steps[index]);
    let is_new = chapter.after(table).is_some() && !chapter.before(table).is_some_and(has_key);
    let is_certain = !is_new && style != Style::Adversarial && is_taken(chapter, parent);
    let diagnostic = if is_new {
        texts::new_reference(place, table, parent)
    } else {
        texts::broken_reference(place, table, parent, is_certain)
    };
    let diagnostic =
        if is_certain { diagnostic.help(trust(facts.set.migrations()[index].version)) } else { diagnostic };
    Found {
        migration: index,
        subject: format!("reference {table} {parent}"),
        lint: (!is_certain).then_some(&FOREIGN_KEY_ON_ROWS),
        diagnostic,
    }
}

/// The statement that took the rows of the parent, or made them anew; or else the last one that wrote either table.
fn breaker(chapter: &Chapter, table: &str, parent: &str) -> Option<Origin> {
    let copy = match chapter.lineage.fate(parent) {
        Fate::Rebuilt(rebuilt) => rebuilt.copies.last().copied(),
        _ => None,
    };
    let is_either = |name: &str| [table, parent].iter().any(|known| known.eq_ignore_ascii_case(name));
    let last = |is_it: &dyn Fn(&Deed) -> bool| {
        chapter.deeds.iter().rev().find(|deed| is_it(deed)).map(|deed| deed.origin)
    };
    last(&|deed| deletes(deed, parent)).or(copy).or_else(|| last(&|deed| deed.changes().any(is_either)))
}

/// Whether the statement itself deletes rows of the table, and does not drop it.
fn deletes(deed: &Deed, table: &str) -> bool {
    let is_it = |event: &Event| match event {
        Event::Writes(write) => {
            write.is_direct && write.how == How::Delete && write.table.eq_ignore_ascii_case(table)
        }
        _ => false,
    };
    deed.events.iter().any(is_it) && !deed.events.iter().any(|event| matches!(event, Event::Drops(_)))
}

/// Whether all rows of the parent go, and not those that a condition has chosen.
fn is_taken(chapter: &Chapter, parent: &str) -> bool {
    let drops_it = |event: &Event| matches!(event, Event::Drops(table) if table.eq_ignore_ascii_case(parent));
    let is_gone = chapter.after(parent).is_none() && chapter.events().any(drops_it);
    let is_emptied = match chapter.lineage.fate(parent) {
        Fate::Rebuilt(rebuilt) => rebuilt.copies.is_empty() && !rebuilt.has_others,
        _ => false,
    };
    let reads = |deed: &Deed| deed.reads.iter().any(|(table, _)| table.eq_ignore_ascii_case(parent));
    is_gone || is_emptied || chapter.deeds.iter().any(|deed| deletes(deed, parent) && !reads(deed))
}

/// Whether the table had the key before, under whatever name of the parent.
fn is_old(key: &ForeignKey, before: &Table, step: &Step) -> bool {
    let is_parent = |name: &str| {
        let mut renames = step.table_changes.iter().filter(|(_, to)| to.eq_ignore_ascii_case(key.parent()));
        name.eq_ignore_ascii_case(key.parent()) || renames.any(|(from, _)| from.eq_ignore_ascii_case(name))
    };
    before.foreign_keys().iter().any(|old| old.columns() == key.columns() && is_parent(old.parent()))
}
