//! Which table is which: tables are made, filled, renamed and dropped, and what bears a name in the end need not be what
//! bore it before.

use std::collections::BTreeSet;

use migrate_runtime::__private::schema::Kind;

use super::objects::Origin;
use super::story::Alteration;
use super::story::Deed;

/// The tables of a migration, from its start to its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lineage(Vec<Life>);

/// A table, under whatever name.
#[derive(Clone, Debug)]
struct Life {
    /// Its name before the migration; `None` if the migration makes it.
    before: Option<String>,
    now: Now,
    is_temporary: bool,
    made: Option<Origin>,
    /// The statement that gave it its name.
    named: Option<Origin>,
    /// The statements that insert rows of others into it, and whose rows they are.
    fills: Vec<(Origin, BTreeSet<usize>)>,
}

/// Where a table is.
#[derive(Clone, Debug)]
enum Now {
    Called(String),
    Dropped(Origin),
}

/// What has become of a table that was there before the migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate<'l> {
    /// It is there under its name, perhaps altered.
    Kept,
    /// It bears this name now.
    Renamed(&'l str),
    /// Another table bears its name.
    Rebuilt(Rebuilt<'l>),
    /// It is gone, and no other bears its name.
    Dropped(Origin),
}

/// A table in the place of one that was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rebuilt<'l> {
    /// The statement that made it; `None` if an earlier migration did.
    pub(crate) made: Option<Origin>,
    /// The one by which it has the name: that, or an ALTER TABLE.
    pub(crate) named: Origin,
    /// The one by which the old table lost the name: a DROP, or an ALTER TABLE.
    pub(crate) freed: Origin,
    /// The name of the old table, if it is still there.
    pub(crate) left: Option<&'l str>,
    /// The statements that insert rows into the new table which the old one had, perhaps by way of others.
    pub(crate) copies: Vec<Origin>,
    /// Whether rows come from anywhere else.
    pub(crate) has_others: bool,
}

impl Lineage {
    /// What `deeds` do, where the tables `known` are.
    pub(super) fn new<'n>(deeds: &[Deed], known: impl Iterator<Item = &'n str>) -> Self {
        let known = known.map(|name| Life { before: Some(name.to_owned()), ..Life::new(name, None) });
        let mut lineage = Self(known.collect());
        deeds.iter().for_each(|deed| lineage.note(deed));
        lineage
    }

    fn note(&mut self, deed: &Deed) {
        let read: BTreeSet<usize> = deed.reads.iter().filter_map(|(table, _)| self.alive(table)).collect();
        let mut filled: Vec<usize> = Vec::new();
        for name in &deed.temporary {
            let known = self.find(name, true);
            filled.push(known.unwrap_or_else(|| self.make(name, deed.origin, true)));
        }
        // CREATE TABLE IF NOT EXISTS says it of a table that there is, too.
        if let Some(name) = deed.made(Kind::Table)
            && self.find(name, false).is_none()
        {
            filled.push(self.make(name, deed.origin, false));
        }
        filled.extend(deed.inserted().filter_map(|name| self.find(name, false)));
        for life in filled {
            let from: BTreeSet<usize> = read.iter().copied().filter(|read| *read != life).collect();
            if !from.is_empty() {
                self.0[life].fills.push((deed.origin, from));
            }
        }
        if let Some(life) = deed.dropped(Kind::Table).and_then(|name| self.find(name, false)) {
            self.0[life].now = Now::Dropped(deed.origin);
        }
        if let Some(Alteration::RenamesTable { from, to }) = &deed.alteration
            && let Some(life) = self.find(from, false)
        {
            self.0[life].now = Now::Called(to.clone());
            self.0[life].named = Some(deed.origin);
        }
    }

    fn make(&mut self, name: &str, origin: Origin, is_temporary: bool) -> usize {
        self.0.push(Life { is_temporary, ..Life::new(name, Some(origin)) });
        self.0.len() - 1
    }

    fn find(&self, name: &str, is_temporary: bool) -> Option<usize> {
        self.0.iter().position(|life| life.is_temporary == is_temporary && life.is_called(name))
    }

    /// The table that a statement means by `name`: a temporary one hides others.
    fn alive(&self, name: &str) -> Option<usize> {
        self.find(name, true).or_else(|| self.find(name, false))
    }

    fn old(&self, name: &str) -> Option<usize> {
        let is_it = |life: &Life| life.before.as_deref().is_some_and(|old| old.eq_ignore_ascii_case(name));
        self.0.iter().position(is_it)
    }

    /// Whether rows of `source` may be in what `from` names.
    fn holds(&self, from: &BTreeSet<usize>, source: usize, seen: &mut BTreeSet<usize>) -> bool {
        from.contains(&source)
            || from.iter().any(|life| {
                seen.insert(*life)
                    && self.0[*life].fills.iter().any(|(_, from)| self.holds(from, source, seen))
            })
    }

    fn copies(&self, source: usize, life: usize) -> Vec<Origin> {
        let fills = self.0[life].fills.iter();
        fills
            .filter(|(_, from)| self.holds(from, source, &mut BTreeSet::new()))
            .map(|(origin, _)| *origin)
            .collect()
    }

    /// What has become of a table, by the name that it had before the migration.
    pub(crate) fn fate(&self, table: &str) -> Fate<'_> {
        let Some(at) = self.old(table) else { return Fate::Kept };
        let old = &self.0[at];
        if old.is_called(table) {
            return Fate::Kept;
        }
        let new = self.find(table, false);
        let copies = new.map(|new| self.copies(at, new)).unwrap_or_default();
        let (left, freed) = match &old.now {
            Now::Dropped(origin) if new.is_none() => return Fate::Dropped(*origin),
            Now::Dropped(origin) => (None, Some(*origin)),
            // Two different tables, where nothing is carried from one to the other.
            Now::Called(name) if copies.is_empty() => return Fate::Renamed(name),
            Now::Called(name) => (Some(name.as_str()), old.named),
        };
        let new = new.map(|new| &self.0[new]);
        let Some((new, (named, freed))) = new.and_then(|new| Some((new, new.named.zip(freed)?))) else {
            return Fate::Kept;
        };
        let has_others = new.fills.len() > copies.len();
        Fate::Rebuilt(Rebuilt { made: new.made, named, freed, left, has_others, copies })
    }

    /// The statement that made the table of this name, if the migration did.
    pub(crate) fn made(&self, table: &str) -> Option<Origin> {
        self.0[self.find(table, false)?].made
    }

    /// The tables by way of which alone rows of this one have come into the one that is in its place.
    pub(crate) fn ways<'l>(&'l self, table: &str) -> impl Iterator<Item = &'l str> {
        let old = self.old(table);
        let fills = self.find(table, false).filter(|new| Some(*new) != old);
        let fills = fills.into_iter().flat_map(|new| &self.0[new].fills);
        let ways = fills.filter(move |(_, from)| old.is_some_and(|old| !from.contains(&old)));
        ways.flat_map(|(_, from)| from)
            .filter(move |way| old.is_some_and(|old| !self.copies(old, **way).is_empty()))
            .filter_map(|way| self.0[*way].name().filter(|_| !self.0[*way].is_temporary))
    }

    /// The statement that gave the table of this name its name, if the migration did.
    pub(crate) fn named(&self, table: &str) -> Option<Origin> {
        self.0[self.find(table, false)?].named
    }

    /// The tables that there were before the migration.
    pub(crate) fn known(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|life| life.before.as_deref())
    }

    /// The tables that there are now and that the migration has filled with rows of this one, by the name that it had
    /// before; the one in its place left out.
    pub(crate) fn heirs<'l>(&'l self, table: &'l str) -> impl Iterator<Item = &'l str> {
        let source = self.old(table);
        let heirs = (0..self.0.len()).filter(move |life| {
            let is_other = Some(*life) != source && !self.0[*life].is_temporary;
            is_other && source.is_some_and(|source| !self.copies(source, *life).is_empty())
        });
        heirs.filter_map(|life| self.0[life].name()).filter(move |name| !name.eq_ignore_ascii_case(table))
    }
}

impl Life {
    fn new(name: &str, made: Option<Origin>) -> Self {
        let now = Now::Called(name.to_owned());
        Self { before: None, now, is_temporary: false, made, named: made, fills: Vec::new() }
    }

    fn name(&self) -> Option<&str> {
        match &self.now {
            Now::Called(name) => Some(name),
            Now::Dropped(_) => None,
        }
    }

    fn is_called(&self, name: &str) -> bool {
        self.name().is_some_and(|now| now.eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests;
