//! A walk from migration to migration, on tables that hold rows.

use std::collections::{BTreeMap, BTreeSet};

use migrate_files::diagnostic::{Diagnostic, Place, rows as texts};
use migrate_files::lint::Finding;
use migrate_files::model::{File, Migration};
use migrate_runtime::__private::schema::{Kind, Table};
use rusqlite::Result;

use super::loss::{self, Passage};
use super::marks::Marks;
use super::trial::{Failed, Rescue, Traces, Watched};
use super::{Facts, content};
use crate::shadow::bench::Bench;
use crate::shadow::orphans::{Broken, Orphans};
use crate::shadow::seed::{Seeder, Style, Unseeded};
use crate::shadow::storing::holds_rows;
use crate::shadow::story::{Alteration, Chapter, with_parents};
use crate::shadow::whole::orphans;
use crate::shadow::{engine_migration, sandbox};

/// A database, and the rows in it.
pub(super) struct Walk<'a> {
    facts: &'a Facts<'a>,
    style: Style,
    bench: Bench<'a>,
    /// The schema as it is now, by name: that of the run on the empty database, which need not be read again.
    tables: Vec<Table>,
    seeder: Seeder,
    orphans: Orphans,
    /// The tables, in lower case, that shall get rows.
    due: BTreeSet<String>,
    marks: Marks,
    /// The tables, in lower case, that had to lose rows which migrations have written.
    lacking: BTreeSet<String>,
}

/// What became of a migration.
pub(super) enum Stepped {
    Ran(Ran),
    /// `None` if no statement is to blame.
    Failed(Option<Box<Failed>>),
}

/// A migration has run.
pub(super) struct Ran {
    pub(super) losses: Vec<Finding>,
    pub(super) broken: Vec<Broken>,
    pub(super) sweeps: Vec<(usize, String)>,
    /// Statements that have failed, and run when rows were taken out.
    pub(super) rescued: Vec<Failed>,
    /// Why its fixture has not.
    pub(super) fixture: Option<Diagnostic>,
}

impl Stepped {
    /// Whether there is nothing to say of it.
    pub(super) fn is_fine(&self) -> bool {
        match self {
            Self::Ran(ran) => {
                ran.losses.is_empty()
                    && ran.broken.is_empty()
                    && ran.rescued.is_empty()
                    && ran.fixture.is_none()
            }
            Self::Failed(_) => false,
        }
    }
}

impl<'a> Walk<'a> {
    /// One that has come through the first `count` migrations without rows.
    pub(super) fn through(facts: &'a Facts<'a>, style: Style, count: usize) -> Result<Self> {
        let mut walk = Self {
            facts,
            style,
            bench: Bench::open(facts.options, sandbox::WHOLE_SET)?,
            tables: Vec::new(),
            seeder: Seeder::new(style, &facts.literals),
            orphans: Orphans::default(),
            due: BTreeSet::new(),
            marks: Marks::default(),
            lacking: BTreeSet::new(),
        };
        for index in 0..count {
            // It runs on the empty database, as is known, and so here; but for what stands in for functions.
            let _ = walk.run(index, BTreeMap::new());
            walk.arrive(index);
            walk.run_fixture(index);
        }
        Ok(walk)
    }

    /// One that has come through the first `count` migrations, and has got rows then, in the tables that the migration
    /// `index` is about.
    pub(super) fn since(facts: &'a Facts<'a>, style: Style, count: usize, index: usize) -> Result<Self> {
        let mut walk = Self::through(facts, style, count)?;
        walk.due = with_parents(&walk.tables, facts.chapters[index].involved());
        walk.seed()?;
        Ok(walk)
    }

    fn migration(&self, index: usize) -> &'a Migration {
        &self.facts.set.migrations()[index]
    }

    /// Puts rows into every table.
    pub(super) fn seed_all(&mut self) -> Result<Vec<Unseeded>> {
        self.due = self.tables.iter().map(|table| table.name().to_ascii_lowercase()).collect();
        self.seed()
    }

    /// Puts rows into the tables that are due.
    pub(super) fn seed(&mut self) -> Result<Vec<Unseeded>> {
        let due = std::mem::take(&mut self.due);
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let (conn, tables) = (self.bench.conn(), self.tables.as_slice());
        let is_due = |table: &Table| due.contains(&table.name().to_ascii_lowercase());
        let before = Marks::before(conn, tables.iter().filter(|table| is_due(table)));
        let unseeded = self.seeder.seed(conn, tables, is_due)?;
        self.marks.mark(conn, tables, before);
        Ok(unseeded)
    }

    /// Puts rows of another kind in the place of those that were made up, in the tables that a migration is about. Says
    /// whether that is possible: a file without a transaction may have left something behind.
    pub(super) fn replace_rows(&mut self, index: usize, style: Style) -> Result<bool> {
        if !self.migration(index).directives.is_all_or_nothing() {
            return Ok(false);
        }
        let involved = self.take_out(index)?;
        let other = Seeder::new(style, &self.facts.literals);
        let own = std::mem::replace(&mut self.seeder, other);
        self.due = with_parents(&self.tables, involved);
        self.seed()?;
        self.seeder = own;
        self.due.clear();
        Ok(true)
    }

    /// Takes out what was made up, of the tables that a migration is about.
    fn take_out(&mut self, index: usize) -> Result<BTreeSet<String>> {
        let involved = self.facts.chapters[index].involved();
        let is_involved = |table: &&Table| involved.contains(&table.name().to_ascii_lowercase());
        let tables = self.tables.iter().filter(is_involved);
        let emptied = self.marks.take_out(self.bench.conn(), tables)?;
        self.note_lacking(index, emptied);
        Ok(involved)
    }

    /// All rows of these tables had to go, before the migration `index`.
    fn note_lacking(&mut self, index: usize, emptied: Vec<String>) {
        let is_written = |table: &String| {
            let mut events = self.facts.chapters[..index].iter().flat_map(Chapter::events);
            events.any(|event| event.written().is_some_and(|written| written.eq_ignore_ascii_case(table)))
        };
        self.lacking.extend(emptied.into_iter().filter(is_written));
    }

    /// Whether rows that are not there may be the reason for what a migration does.
    pub(super) fn lacks_rows(&self, index: usize) -> bool {
        !self.lacking.is_empty()
            && with_parents(&self.tables, self.facts.chapters[index].involved())
                .iter()
                .any(|table| self.lacking.contains(table))
    }

    /// Runs the next migration, and looks at what it has done to rows.
    pub(super) fn step(&mut self, index: usize) -> Result<Stepped> {
        let step = &self.facts.steps[index];
        let deeds = &self.facts.chapters[index].deeds;
        let sets_sequence = deeds.iter().any(|deed| deed.sets_sequence);
        let loses_column = |name: &str| {
            deeds.iter().any(|deed| match &deed.alteration {
                Some(Alteration::DropsColumn { table, .. }) => table.eq_ignore_ascii_case(name),
                _ => false,
            })
        };
        let is_touched = |table: &&Table| {
            let is_it = |name: &String| name.eq_ignore_ascii_case(table.name());
            holds_rows(table)
                && (step.touches.iter().any(is_it)
                    || self.is_swept_along(index, table)
                    || (sets_sequence && table.autoincrement())
                    || loses_column(table.name()))
        };
        let touched: Vec<&Table> = self.tables.iter().filter(is_touched).collect();
        let mut before = loss::read(self.bench.conn(), &touched);
        let counts = before.iter().map(|(table, before)| (table.clone(), before.content.count)).collect();
        let (outcome, seen) = self.run(index, counts);
        if outcome.is_err() {
            return Ok(Stepped::Failed(seen.failed.map(Box::new)));
        }
        self.arrive(index);
        let mut broken = self.orphans.newly(self.bench.conn(), &self.tables, step);
        // What refers to the rows that were taken out is nobody's fault.
        broken.retain(|_| seen.disturbed.is_empty());
        before.retain(|table, _| !seen.disturbed.contains(&table.to_ascii_lowercase()));
        let passage = Passage {
            facts: self.facts,
            index,
            conn: self.bench.conn(),
            tables: &self.tables,
            traces: &seen.traces,
        };
        let losses = loss::find(&passage, &before);
        let fixture = self.run_fixture(index);
        let is_empty =
            |table: &&String| content::count(self.bench.conn(), table).is_ok_and(|count| count == 0);
        self.due.extend(before.keys().filter(is_empty).map(|table| table.to_ascii_lowercase()));
        self.due.extend(seen.disturbed);
        Ok(Stepped::Ran(Ran { losses, broken, sweeps: seen.traces.sweeps, rescued: seen.rescued, fixture }))
    }

    /// Where foreign keys are enforced, rows go with those that they refer to.
    fn is_swept_along(&self, index: usize, table: &Table) -> bool {
        self.migration(index).directives.enforces_foreign_keys() && !table.foreign_keys().is_empty()
    }

    /// Goes on behind a migration that has failed on rows: without those in the tables that it is about, or else without
    /// any.
    pub(super) fn pass(&mut self, index: usize) -> Result<()> {
        if self.migration(index).directives.is_all_or_nothing() {
            let involved = self.take_out(index)?;
            if self.run(index, BTreeMap::new()).0.is_ok() {
                self.arrive(index);
                let step = &self.facts.steps[index];
                // What refers to the rows that were taken out is nobody's fault.
                drop(self.orphans.newly(self.bench.conn(), &self.tables, step));
                self.run_fixture(index);
                self.due.extend(involved);
                return Ok(());
            }
        }
        *self = Self::through(self.facts, self.style, index + 1)?;
        self.due = self.tables.iter().map(|table| table.name().to_ascii_lowercase()).collect();
        Ok(())
    }

    /// A migration has run. Tables that are new, or other ones than before, shall get rows that are written to them as
    /// they are now.
    fn arrive(&mut self, index: usize) {
        let chapter = &self.facts.chapters[index];
        self.tables.retain(|table| !chapter.before.iter().any(|before| before.name() == table.name()));
        for table in &chapter.after {
            let at = self.tables.partition_point(|known| known.name() < table.name());
            self.tables.insert(at, table.clone());
        }
        self.marks.follow(&chapter.changes, &chapter.after);
        let tables = chapter.changes.iter().filter_map(|change| change.after.as_ref());
        let names = tables.filter(|object| object.kind == Kind::Table).map(|object| &object.name);
        self.due.extend(names.map(|name| name.to_ascii_lowercase()));
    }

    fn run(
        &mut self,
        index: usize,
        counts: BTreeMap<String, i64>,
    ) -> (std::result::Result<(), migrate_runtime::Error>, Seen) {
        let migration = self.migration(index);
        let up = engine_migration(migration.version, &migration.up, &migration.directives);
        let directives = &migration.directives;
        // Of plain rows others are tried first, and where foreign keys are enforced nothing can be taken out alone.
        let can_rescue = self.style == Style::Adversarial
            && directives.is_all_or_nothing()
            && !directives.enforces_foreign_keys();
        let rescue =
            can_rescue.then(|| Rescue { tables: &self.tables, marks: &mut self.marks, emptied: Vec::new() });
        let mut watched = Watched::new(self.facts.set, index, &migration.up, counts, rescue);
        let outcome = self.bench.run(up, &mut watched);
        let Watched { traces, failed, rescue, rescued, disturbed, .. } = watched;
        let emptied = rescue.map_or_else(Vec::new, |rescue| rescue.emptied);
        self.note_lacking(index, emptied);
        (outcome, Seen { traces, failed, rescued, disturbed })
    }

    /// Runs the next migration, and says why its fixture fails, if it does.
    pub(super) fn fixture(&mut self, index: usize) -> Option<Diagnostic> {
        let _ = self.run(index, BTreeMap::new());
        self.arrive(index);
        self.run_fixture(index)
    }

    /// Writes the rows that the author gives. `None` if all is well.
    fn run_fixture(&mut self, index: usize) -> Option<Diagnostic> {
        let migration = self.migration(index);
        let fixture = migration.fixture.as_ref()?;
        let rows = engine_migration(migration.version, fixture, &Default::default());
        let mut watched = Watched::new(self.facts.set, index, fixture, BTreeMap::new(), None);
        let outcome = self.bench.write(rows, &mut watched);
        if outcome.is_ok() {
            return self.fixture_orphan(fixture);
        }
        let failed = watched.failed?;
        Some(texts::fixture_fails(failed.diagnostic, &migration.up.path))
    }

    /// A row of a fixture that refers to nothing.
    fn fixture_orphan(&self, fixture: &File) -> Option<Diagnostic> {
        let mut tables = self.tables.iter().filter(|table| !table.foreign_keys().is_empty());
        tables.find_map(|table| {
            let (number, _) = orphans(self.bench.conn(), table.name()).ok()?.into_iter().next()?;
            let key = table.foreign_keys().iter().rev().nth(usize::try_from(number).ok()?)?;
            Some(texts::fixture_orphan(Place::file(&*fixture.path), table.name(), key.parent()))
        })
    }
}

/// What a run has seen.
struct Seen {
    traces: Traces,
    failed: Option<Failed>,
    rescued: Vec<Failed>,
    disturbed: BTreeSet<String>,
}
