//! The objects that have changed since a moment, as they were then: a schema is compared at the price of what has changed.

use std::collections::BTreeMap;

use migrate_runtime::__private::schema::{Change, Changes, Kind, Object, Part, between};
use migrate_runtime::{Difference, Table};

/// What is known of a moment, by names in lower case. `None` is what was not there, or is not there now.
#[derive(Default)]
pub(super) struct Past {
    tables: BTreeMap<String, Option<Table>>,
    /// Views and triggers.
    texts: BTreeMap<(Kind, String), Passage>,
}

/// An object as it was and as it is.
#[derive(Default)]
struct Passage {
    then: Option<Object>,
    now: Option<Object>,
}

impl Past {
    /// Takes in what has changed since, in its order. `tables` are those that changed, as they were before it.
    pub(super) fn follow(&mut self, tables: &[Table], changes: &[Change]) {
        for table in tables {
            self.tables.entry(table.name().to_ascii_lowercase()).or_insert_with(|| Some(table.clone()));
        }
        for old in changes.iter().filter_map(|change| change.before.as_ref()) {
            if let Some(key) = key(old) {
                let passage = self.texts.entry(key);
                passage.or_insert_with(|| Passage { then: Some(old.clone()), now: None }).now = None;
            }
        }
        for new in changes.iter().filter_map(|change| change.after.as_ref()) {
            if new.kind == Kind::Table {
                self.tables.entry(new.name.to_ascii_lowercase()).or_insert(None);
            } else if let Some(key) = key(new) {
                self.texts.entry(key).or_default().now = Some(new.clone());
            }
        }
    }

    /// As [`follow`](Self::follow).
    pub(super) fn follow_all(&mut self, changes: &Changes) {
        self.follow(&changes.tables, &changes.objects);
    }

    /// What is otherwise now, where `tables` are all of them.
    pub(super) fn differences(&self, tables: &[Table]) -> Vec<Difference> {
        let is_known = |table: &&Table| self.tables.contains_key(&table.name().to_ascii_lowercase());
        let mut then: Vec<Part<'_>> = self.tables.values().flatten().flat_map(Part::of_table).collect();
        let mut now: Vec<Part<'_>> = tables.iter().filter(is_known).flat_map(Part::of_table).collect();
        for ((kind, _), passage) in &self.texts {
            then.extend(passage.then.as_ref().map(|it| Part::of_text(*kind, &it.name, &it.table, &it.sql)));
            now.extend(passage.now.as_ref().map(|it| Part::of_text(*kind, &it.name, &it.table, &it.sql)));
        }
        between(&then, &now)
    }
}

/// What a view or a trigger is found by; `None` for what belongs to tables.
fn key(object: &Object) -> Option<(Kind, String)> {
    matches!(object.kind, Kind::View | Kind::Trigger).then(|| (object.kind, object.name.to_ascii_lowercase()))
}
