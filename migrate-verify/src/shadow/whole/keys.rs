//! Foreign keys without a parent key.

use migrate_runtime::__private::schema::{ForeignKey, Table, Text, View};

use super::{Whole, orphans};
use crate::shadow::explain::{message, place, told};
use migrate_files::diagnostic::Diagnostic;
use migrate_files::diagnostic::whole as texts;
use migrate_files::nearest::nearest;

impl Whole<'_> {
    pub(super) fn foreign_keys(&self) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for table in self.schema.tables().iter().filter(|table| !table.foreign_keys().is_empty()) {
            let keys = table.foreign_keys().iter();
            problems
                .extend(keys.filter(|key| !self.exists(key.parent())).map(|key| self.missing(table, key)));
            if let Err(error) = orphans(self.conn, table.name()) {
                let message = message(&error);
                // `foreign key mismatch - "child" referencing "parent"`
                let parent = message.rsplit('"').nth(1).unwrap_or_default();
                let keys =
                    table.foreign_keys().iter().filter(|key| key.parent().eq_ignore_ascii_case(parent));
                let ways_out: Vec<String> = keys.filter_map(|key| self.mismatch(table, key)).collect();
                let origin = self.objects.altered(table.name(), |at| self.mentions(at, parent));
                let origin = origin.unwrap_or_else(|| self.origin(table.name()));
                problems.push(texts::mismatch(place(self.set, origin), &message, &ways_out));
            }
        }
        problems
    }

    fn exists(&self, name: &str) -> bool {
        self.schema.table(name).is_some() || self.is_view(name)
    }

    fn is_view(&self, name: &str) -> bool {
        let is_it = |view: &View| view.name().eq_ignore_ascii_case(name);
        self.schema.views().iter().any(is_it)
    }

    /// At the statement that took the parent away, or else at the one that named it.
    fn missing(&self, table: &Table, key: &ForeignKey) -> Diagnostic {
        let (name, parent) = (table.name(), key.parent());
        let named = self.objects.altered(name, |at| self.mentions(at, parent));
        let named = named.unwrap_or_else(|| self.origin(name));
        match self.objects.gone(parent).filter(|gone| named.is_before(*gone)) {
            Some(gone) => texts::parent_taken(place(self.set, gone), name, parent, &told(self.set, named)),
            None => {
                let tables = self.schema.tables().iter().map(Table::name);
                let near = nearest(parent, tables.filter(|other| *other != name));
                texts::missing_parent(place(self.set, named), name, parent, near)
            }
        }
    }

    /// What is wrong with the key, if it is this one.
    fn mismatch(&self, table: &Table, key: &ForeignKey) -> Option<String> {
        let parent_name = key.parent();
        if self.is_view(parent_name) {
            return Some(texts::view_as_parent(parent_name));
        }
        let parent = self.schema.table(parent_name)?;
        let named: Vec<&str> = key.parent_columns().iter().map(Text::as_str).collect();
        let primary: Vec<&str> = parent.primary_key().into_iter().map(|column| column.name()).collect();
        if let Some(unknown) = named.iter().find(|column| parent.column(column).is_none()) {
            let known = parent.columns().iter().map(|column| column.name());
            return Some(texts::unknown_parent_column(parent_name, unknown, known));
        }
        if !named.is_empty() {
            return Some(texts::not_unique(parent_name, &named));
        }
        if primary.is_empty() {
            return Some(texts::no_primary_key(parent_name));
        }
        (primary.len() != key.columns().len())
            .then(|| texts::key_length(table.name(), key.columns().len(), parent_name, &primary))
    }
}
