//! Which migration touches what: from the schemas before and behind it, and from the rows that the build has seen it write.
//!
//! What a migration only reads is not known.

pub(crate) mod dot;
pub(crate) mod json;
pub(crate) mod mermaid;
pub(crate) mod svg;
pub(crate) mod text;

use migrate_runtime::{Difference, Migration, ObjectChange, ObjectKind, Schema};

/// The migrations of a set, and the tables and views that they touch.
pub(crate) struct Graph {
    pub(crate) set: String,
    pub(crate) steps: Vec<Step>,
    pub(crate) lanes: Vec<Lane>,
}

/// A migration.
pub(crate) struct Step {
    pub(crate) migration: Migration,
    pub(crate) touches: Vec<Touch>,
    /// All that is different behind it, but for what is only called otherwise.
    pub(crate) differences: Vec<Difference>,
}

/// A table or a view, from the migration that makes it on, whatever it is called meanwhile.
pub(crate) struct Lane {
    /// As it is called last.
    pub(crate) name: String,
    pub(crate) is_view: bool,
    /// The steps at which it comes, and those at which it goes, in turns.
    pub(crate) turns: Vec<usize>,
}

/// What a migration does to a table or a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Touch {
    pub(crate) lane: usize,
    /// As it is called behind the migration; or was, if that drops it.
    pub(crate) name: String,
    pub(crate) change: Option<Change>,
    /// Whether it writes rows. Of a table that it drops, only renames or gives a foreign key, that is not known.
    pub(crate) writes: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Creates,
    /// The table itself, or its indexes or triggers.
    Changes,
    /// It was called this before.
    Renames(String),
    Drops,
}

impl Change {
    pub(crate) const fn verb(&self) -> &'static str {
        match self {
            Self::Creates => "creates",
            Self::Changes => "changes",
            Self::Renames(_) => "renames",
            Self::Drops => "drops",
        }
    }
}

impl Touch {
    /// `changes, writes`.
    pub(crate) fn verbs(&self) -> String {
        let writes = self.writes.then_some("writes");
        let verbs: Vec<&str> = self.change.as_ref().map(Change::verb).into_iter().chain(writes).collect();
        verbs.join(", ")
    }
}

/// What stands beside the name of a migration.
pub(crate) fn marks(migration: &Migration) -> Vec<String> {
    let replaces = migration.replaces().map(|it| format!("replaces {}..{}", it.first(), it.last()));
    [
        migration.phase().map(|phase| phase.as_str().to_owned()),
        migration.hook().map(|hook| format!("hook {hook}")),
        migration.backfill().map(|_| "backfill".to_owned()),
        (!migration.in_transaction()).then(|| "no transaction".to_owned()),
        migration.compatible_with().map(|version| format!("compatible with {version}")),
        replaces,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether the table has a foreign key that it had not before: the rows of such a table count as touched.
fn gains_reference(difference: &Difference, table: &str) -> bool {
    let ObjectChange::Changed { added, .. } = difference.change() else { return false };
    difference.name().eq_ignore_ascii_case(table) && added.iter().any(|fact| fact.starts_with("FOREIGN KEY"))
}

impl Graph {
    /// Of a set; with the schema behind each migration.
    pub(crate) fn of(set: &str, migrations: &[Migration], schemas: &[Schema]) -> Self {
        let mut graph = Self { set: set.to_owned(), steps: Vec::new(), lanes: Vec::new() };
        let mut before = Schema::EMPTY;
        for (migration, behind) in migrations.iter().zip(schemas) {
            let step = graph.step(migration, before, behind);
            graph.steps.push(step);
            before = behind;
        }
        graph
    }

    fn step(&mut self, migration: &Migration, before: &Schema, behind: &Schema) -> Step {
        let renames = migration.renames();
        let mut touches = Vec::new();
        // From names that others get, too: each is taken away before one is given.
        let lanes: Vec<Option<usize>> = renames.iter().map(|(from, _)| self.living(from)).collect();
        for ((from, to), lane) in renames.iter().zip(lanes) {
            if let Some(lane) = lane {
                self.lanes[lane].name = (*to).to_owned();
                let change = Some(Change::Renames((*from).to_owned()));
                touches.push(Touch { lane, name: (*to).to_owned(), change, writes: false });
            }
        }
        let is_renamed = |name: &str| {
            renames.iter().any(|(from, to)| from.eq_ignore_ascii_case(name) || to.eq_ignore_ascii_case(name))
        };
        // With its table, an index or a trigger is lost and found again.
        let owner = |it: &Difference| it.table().unwrap_or(it.name()).to_owned();
        let all = before.differences(behind);
        let comes_again = |it: &Difference| {
            it.kind() != ObjectKind::Table
                && all.iter().any(|other| other.name() == it.name() && other.change() != it.change())
        };
        let is_moved = |it: &Difference| {
            !matches!(it.change(), ObjectChange::Changed { .. })
                && is_renamed(&owner(it))
                && (it.kind() == ObjectKind::Table || comes_again(it))
        };
        let differences: Vec<Difference> = all.iter().filter(|it| !is_moved(it)).cloned().collect();
        for difference in &differences {
            let owner = owner(difference);
            let is_own = matches!(difference.kind(), ObjectKind::Table | ObjectKind::View);
            let change = match difference.change() {
                ObjectChange::Added if is_own => Change::Creates,
                ObjectChange::Lost if is_own => Change::Drops,
                _ => Change::Changes,
            };
            self.touch(&mut touches, owner, difference.kind() == ObjectKind::View, change);
        }
        for name in migration.touches() {
            if let Some(it) = touches.iter_mut().find(|it| it.name.eq_ignore_ascii_case(name)) {
                let is_own = matches!(it.change, Some(Change::Creates | Change::Changes));
                it.writes = is_own && !differences.iter().any(|other| gains_reference(other, name));
            } else if let Some(lane) = self.living(name).filter(|_| behind.table(name).is_some()) {
                let name = self.lanes[lane].name.clone();
                touches.push(Touch { lane, name, change: None, writes: true });
            }
        }
        touches.sort_by_key(|touch| touch.lane);
        Step { migration: migration.clone(), touches, differences }
    }

    /// Notes what becomes of a table or a view. What happens to its indexes does not count where it comes or goes itself.
    fn touch(&mut self, touches: &mut Vec<Touch>, name: String, is_view: bool, change: Change) {
        let now = self.steps.len();
        if touches.iter().any(|it| it.name.eq_ignore_ascii_case(&name)) {
            return;
        }
        let living = self.living(&name);
        let lane = match (living, &change) {
            (Some(lane), Change::Drops) => {
                self.lanes[lane].turns.push(now);
                lane
            }
            (Some(lane), _) => lane,
            (None, Change::Creates) => self.begin(&name, is_view, now),
            // A trigger of something that is not there.
            (None, _) => return,
        };
        touches.push(Touch { lane, name, change: Some(change), writes: false });
    }

    /// A lane of that name that has ended goes on.
    fn begin(&mut self, name: &str, is_view: bool, now: usize) -> usize {
        let ended = self.lanes.iter().position(|lane| {
            lane.name.eq_ignore_ascii_case(name) && lane.is_view == is_view && lane.turns.len() % 2 == 0
        });
        let lane = ended.unwrap_or_else(|| {
            self.lanes.push(Lane { name: name.to_owned(), is_view, turns: Vec::new() });
            self.lanes.len() - 1
        });
        self.lanes[lane].turns.push(now);
        lane
    }

    /// The one that has this name now.
    fn living(&self, name: &str) -> Option<usize> {
        let is_it = |lane: &Lane| lane.turns.len() % 2 == 1 && lane.name.eq_ignore_ascii_case(name);
        self.lanes.iter().position(is_it)
    }
}
