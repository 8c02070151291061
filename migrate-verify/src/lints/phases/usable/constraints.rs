//! What is unique, checked, and referred to.

use migrate_files::diagnostic::phases::lack;
use migrate_runtime::__private::schema::facts;
use migrate_runtime::{ForeignKey, Index, Origin, Table};

use super::expressions::{holds_by_default, is_widened, names, tidy};
use super::{Both, Lack, is};

impl Both<'_> {
    pub(super) fn lacks_of_constraints(&self) -> Vec<Lack> {
        let (name, known, found) = (self.known.name(), self.known, self.found);
        let more = unique(found)
            .filter(|index| !unique(known).any(|it| is_same(it, index)) && self.is_narrower(index));
        let more = more.map(|index| Lack::writes(lack::unique(name, &facts::key_columns(index))));
        let less = unique(known).filter(|index| !unique(found).any(|it| is_same(it, index)));
        let less = less.map(|index| Lack::writes(lack::not_unique(name, &facts::key_columns(index))));
        let checks = self.new_checks().map(|check| Lack::writes(lack::check(name, &tidy(check))));
        let keys = found.foreign_keys().iter().filter(|key| self.is_in_the_way(key));
        let keys = keys.map(|key| {
            let columns = facts::joined(key.columns().iter().map(|column| column.as_str()));
            Lack::writes(lack::foreign_key(name, &columns, key.parent()))
        });
        let reactions = |table: &Table| -> Vec<String> {
            facts::table_facts(table).into_iter().filter(|fact| fact.contains(" ON CONFLICT ")).collect()
        };
        let kept = reactions(found);
        let lost = reactions(known).into_iter().filter(|fact| !kept.contains(fact));
        let lost = lost.map(|fact| Lack::writes(lack::reaction(name, &tidy(&fact))));
        more.chain(less).chain(checks).chain(keys).chain(lost).collect()
    }

    /// Whether a row of a program that does not know the index may be refused by it.
    fn is_narrower(&self, index: &Index) -> bool {
        let columns = || index.columns().iter().map(|column| column.name());
        // NULL is like no other.
        let stays_null = columns().flatten().any(|column| self.stays_null(column));
        // What is unique in fewer columns is so in more.
        let is_covered = |known: &Index| {
            let known = known.columns().iter().map(|column| column.name());
            known
                .into_iter()
                .all(|column| column.is_some_and(|column| columns().flatten().any(|it| is(it, column))))
        };
        let keys = self.known.indexes().iter().filter(|it| it.unique() && !it.partial());
        let is_rowid =
            self.known.rowid_alias().is_some_and(|id| columns().flatten().any(|it| is(it, id.name())));
        let covers_none = index.condition().is_some_and(|condition| {
            self.all_new(condition) && !holds_by_default(condition, self.found, false)
        });
        !(stays_null || is_rowid || covers_none || keys.into_iter().any(is_covered))
    }

    /// CHECKs that may refuse a row which the known ones take.
    fn new_checks(&self) -> impl Iterator<Item = &str> {
        let texts =
            |table: &'_ Table| table.checks().iter().map(|check| check.to_string()).collect::<Vec<_>>();
        let (known, found) = (texts(self.known), texts(self.found));
        let lost: Vec<String> = known.iter().filter(|check| !found.contains(check)).cloned().collect();
        self.found.checks().iter().map(|check| check.as_str()).filter(move |check| {
            let is_known = known.iter().any(|it| it == check) || lost.iter().any(|it| is_widened(it, check));
            let holds = is_known || (self.all_new(check) && holds_by_default(check, self.found, true));
            !holds
        })
    }

    /// Whether it names no column that a program of before writes, or that is computed of one.
    fn all_new(&self, expression: &str) -> bool {
        let is_plain =
            |column: &&migrate_runtime::Column| self.is_new(column.name()) && column.generated().is_none();
        names(expression, self.found).all(|column| is_plain(&column))
    }

    /// Whether a row of a program that does not know the key may be refused by it.
    fn is_in_the_way(&self, key: &ForeignKey) -> bool {
        let (known, found) = (self.schemas.known, self.schemas.found);
        // ALTER TABLE follows a parent that gets another name.
        let is_renamed =
            |it: &ForeignKey| found.table(it.parent()).is_none() && known.table(key.parent()).is_none();
        let is_same = |it: &&ForeignKey| {
            it.columns() == key.columns()
                && it.parent_columns() == key.parent_columns()
                && (is(it.parent(), key.parent()) || is_renamed(it))
        };
        let stays_null = key.columns().iter().any(|column| self.stays_null(column.as_str()));
        !stays_null && !self.known.foreign_keys().iter().any(|it| is_same(&it))
    }
}

/// What is unique but for the primary key.
fn unique(table: &Table) -> impl Iterator<Item = &Index> {
    table.indexes().iter().filter(|index| index.unique() && index.origin() != Origin::PrimaryKey)
}

/// Whether both refuse the same rows: the order of columns is a matter of speed.
fn is_same(one: &Index, other: &Index) -> bool {
    let rule = |index: &Index| {
        let mut columns: Vec<_> = index
            .columns()
            .iter()
            .map(|it| {
                (it.name().map(str::to_ascii_lowercase), it.expression(), it.collation().to_ascii_uppercase())
            })
            .map(|(name, expression, collation)| format!("{name:?} {expression:?} {collation}"))
            .collect();
        columns.sort();
        (columns, index.condition().map(str::to_owned))
    };
    rule(one) == rule(other)
}
