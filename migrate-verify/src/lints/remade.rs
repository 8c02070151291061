//! Tables that a migration makes anew, with the rows of the old ones.

use migrate_files::diagnostic::Place;
use migrate_runtime::__private::schema::facts::{columns_in_order, table_facts};
use migrate_runtime::__private::schema::without;
use migrate_runtime::{Column, Table};
use migrate_token::{Kind, Token, canonical, significant};

use super::Scene;
use super::altered::altered;
use crate::shadow::lineage::{Fate, Rebuilt};
use crate::shadow::story::Alteration;

/// A table as it was, and the one in its place.
pub(super) struct Remade<'a> {
    pub(super) before: &'a Table,
    pub(super) after: &'a Table,
    pub(super) rebuilt: Rebuilt<'a>,
    /// The columns that have, or seem to have, another name.
    renamed: Vec<(&'a str, &'a str)>,
    /// The columns that an ALTER TABLE drops before.
    dropped: Vec<String>,
}

impl<'a> Remade<'a> {
    /// Those of the migration. A virtual table says of nothing that it could lose.
    pub(super) fn all(scene: &Scene<'a>) -> Vec<Self> {
        let remade = |before: &'a Table| {
            let Fate::Rebuilt(rebuilt) = scene.chapter.lineage.fate(before.name()) else { return None };
            let after = scene.chapter.after(before.name())?;
            let is_plain = before.module().is_none() && after.module().is_none();
            let mut remade = Self { before, after, rebuilt, renamed: Vec::new(), dropped: Vec::new() };
            remade.follow(scene);
            let has_rows = !remade.rebuilt.copies.is_empty() || remade.is_filled_before(scene);
            (is_plain && has_rows).then_some(remade)
        };
        scene.chapter.before.iter().filter_map(remade).collect()
    }

    /// Whether the table in its place was there, and an earlier migration has filled it with rows of the old one.
    fn is_filled_before(&self, scene: &Scene<'_>) -> bool {
        let named = scene.chapter.deed(self.rebuilt.named).and_then(|deed| deed.alteration.as_ref());
        let Some(Alteration::RenamesTable { from, .. }) = named else { return false };
        let mut earlier = scene.story.chapters[..scene.index].iter();
        let is_it = |heir: &str| heir.eq_ignore_ascii_case(from);
        self.rebuilt.made.is_none()
            && earlier.any(|chapter| chapter.lineage.heirs(self.before.name()).any(is_it))
    }

    /// Finds out which columns have become which.
    fn follow(&mut self, scene: &Scene<'a>) {
        for column in altered(scene.chapter, self.before) {
            let pair = self.before.column(&column.was).zip(self.after.column(&column.now));
            match pair.filter(|_| column.was != column.now) {
                Some((old, new)) => self.renamed.push((old.name(), new.name())),
                None if column.dropped.is_some() => self.dropped.push(column.was),
                None => {}
            }
        }
        let guessed = self.renames(scene);
        self.renamed.extend(guessed);
    }

    /// The columns that are gone, that the copy reads, and for each the one of its type that has come in its place: the
    /// first for the first if they are as many, else the one behind the same column, or the same in number.
    fn renames(&self, scene: &Scene<'a>) -> Vec<(&'a str, &'a str)> {
        let deeds = self.rebuilt.copies.iter().filter_map(|copy| scene.chapter.deed(*copy));
        let reads: Vec<&str> =
            deeds.flat_map(|deed| deed.reads.iter().map(|(_, column)| column.as_str())).collect();
        let is_read = |name: &str| reads.iter().any(|read| read.eq_ignore_ascii_case(name));
        let is_known = |name: &str| self.renamed.iter().any(|(old, new)| [*old, *new].contains(&name));
        let lacks = |table: &Table, column: &Column| {
            table.column(column.name()).is_none() && !is_known(column.name())
        };
        let has_type =
            |old: &Column, new: &Column| old.declared_type().eq_ignore_ascii_case(new.declared_type());
        let (old, new) = (self.before.columns(), self.after.columns());
        let gone: Vec<&Column> =
            old.iter().filter(|column| lacks(self.after, column) && is_read(column.name())).collect();
        let come: Vec<&Column> = new.iter().filter(|column| lacks(self.before, column)).collect();
        let pairs = || gone.iter().copied().zip(come.iter().copied());
        if gone.len() == come.len() && pairs().all(|(old, new)| has_type(old, new)) {
            return pairs().map(|(old, new)| (old.name(), new.name())).collect();
        }
        let mut renamed: Vec<(&str, &str)> = Vec::new();
        for column in gone {
            let at = old.iter().position(|known| known.name() == column.name()).unwrap_or_default();
            let behind = at.checked_sub(1).and_then(|at| {
                let before = old[at].name();
                let named = renamed.iter().find(|(old, _)| *old == before).map_or(before, |(_, new)| *new);
                new.iter().position(|column| column.name().eq_ignore_ascii_case(named))
            });
            let fits = |found: &&Column| {
                lacks(self.before, found)
                    && has_type(column, found)
                    && !renamed.iter().any(|(_, taken)| *taken == found.name())
            };
            let places = [behind.map(|at| at + 1), Some(at)];
            let found = places.into_iter().flatten().filter_map(|at| new.get(at)).find(fits);
            renamed.extend(found.map(|found| (column.name(), found.name())));
        }
        renamed
    }

    /// The name that a column of the old table has in the new one, if it is there.
    pub(super) fn name<'n>(&self, old: &'n str) -> Option<&'n str>
    where
        'a: 'n,
    {
        let renamed = self.renamed.iter().find(|(from, _)| from.eq_ignore_ascii_case(old));
        renamed.map(|(_, to)| *to).or_else(|| self.after.column(old).map(|_| old))
    }

    /// The names that these columns have in the new table, if all of them are there.
    pub(super) fn names<'n>(&self, old: &[&'n str]) -> Option<Vec<&'n str>>
    where
        'a: 'n,
    {
        old.iter().map(|name| self.name(name)).collect()
    }

    /// The column in the place of an old one.
    pub(super) fn column(&self, old: &str) -> Option<&'a Column> {
        let after = self.after;
        after.column(self.name(old)?)
    }

    /// The columns that the old table has and the new one has under both names.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&'a Column, &'a Column)> {
        self.before.columns().iter().filter_map(|old| Some((old, self.column(old.name())?)))
    }

    /// Whether an ALTER TABLE drops the column before the table is made anew.
    pub(super) fn is_dropped(&self, column: &str) -> bool {
        self.dropped.iter().any(|dropped| dropped == column)
    }

    /// The columns that have other names.
    pub(super) fn renamed(&self) -> &[(&'a str, &'a str)] {
        &self.renamed
    }

    /// The columns of the old table that the text names.
    pub(super) fn named_in(&self, text: &str) -> Vec<&'a str> {
        let columns = self.before.columns().iter().map(Column::name);
        columns.filter(|column| mentions(text, column)).collect()
    }

    /// The columns of the new table that the text names.
    pub(super) fn named_in_new(&self, text: &str) -> Vec<&'a str> {
        let columns = self.after.columns().iter().map(Column::name);
        columns.filter(|column| mentions(text, column)).collect()
    }

    /// The text without layout, with the names that the columns have now.
    pub(super) fn with_new_names(&self, text: &str) -> String {
        let text = canonical(text);
        if self.renamed.is_empty() {
            return text;
        }
        let token = |token: Token<'_>| {
            let new = name(&token)
                .and_then(|name| self.renamed.iter().find(|(old, _)| old.eq_ignore_ascii_case(&name)));
            new.map_or_else(|| token.text.to_owned(), |(_, new)| canonical(&format!("\"{new}\"")))
        };
        significant(&text).map(token).collect::<Vec<_>>().join(" ")
    }

    /// What holds of the old table alone, and what of the new one.
    pub(super) fn facts(&self) -> (Vec<String>, Vec<String>) {
        let (before, after) = (table_facts(self.before), table_facts(self.after));
        (without(&before, &after), without(&after, &before))
    }

    /// Whether one clause is all in which the two differ.
    pub(super) fn differ_in_one(&self) -> bool {
        let (lost, added) = self.facts();
        lost.len() == 1
            && added.len() <= 1
            && columns_in_order(self.before, self.before) == columns_in_order(self.after, self.after)
    }

    /// Where the new table is made; where it gets its name, if an earlier migration made it.
    pub(super) fn made(&self, scene: &Scene<'_>) -> Place {
        scene.at(self.rebuilt.made.unwrap_or(self.rebuilt.named))
    }
}

/// Whether the name stands in the text.
pub(super) fn mentions(text: &str, wanted: &str) -> bool {
    significant(text).any(|token| name(&token).is_some_and(|name| name.eq_ignore_ascii_case(wanted)))
}

/// What may be the name of a column.
fn name<'t>(token: &Token<'t>) -> Option<std::borrow::Cow<'t, str>> {
    token.name().filter(|_| matches!(token.kind, Kind::Word | Kind::Quoted))
}
