//! Whether a program that was compiled against one schema can work on another: what it reads is there, and an INSERT that
//! names the columns it knows works as before.

mod constraints;
mod expressions;
mod triggers;

use migrate_files::diagnostic::phases::lack;
use migrate_runtime::{Column, Schema, Table};

/// Something that a program lacks.
pub(super) struct Lack {
    pub(super) aspect: Aspect,
    /// In words.
    pub(super) text: String,
}

/// Where the program meets it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    /// Something of that name is not there.
    Missing,
    /// What it reads is not as it was.
    Reads,
    /// One of its INSERTs may fail.
    Writes,
}

impl Lack {
    fn missing(text: String) -> Self {
        Self { aspect: Aspect::Missing, text }
    }

    fn reads(text: String) -> Self {
        Self { aspect: Aspect::Reads, text }
    }

    fn writes(text: String) -> Self {
        Self { aspect: Aspect::Writes, text }
    }
}

/// What a program that was compiled against the schema `known` lacks where it finds the schema `found`. What a trigger does to
/// rows, no schema tells, but that it may refuse one.
pub(super) fn lacks(known: &Schema, found: &Schema) -> Vec<Lack> {
    let schemas = Schemas { known, found };
    let tables = known.tables().iter().flat_map(|table| schemas.lacks_of_table(table));
    let views = known.views().iter().flat_map(|view| {
        let columns: Vec<&str> = view.columns().iter().map(|column| column.as_str()).collect();
        schemas.missing(view.name(), &columns).unwrap_or_else(|| vec![Lack::missing(lack::view(view.name()))])
    });
    tables.chain(views).chain(triggers::lacks(&schemas)).collect()
}

fn is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}

/// What a program knows, and what it finds.
struct Schemas<'s> {
    known: &'s Schema,
    found: &'s Schema,
}

impl<'s> Schemas<'s> {
    /// The columns that are not there, in the table or the view of that name; `None` if there is neither.
    fn missing(&self, name: &str, columns: &[&str]) -> Option<Vec<Lack>> {
        let there: Vec<&str> = match (self.found.table(name), self.found.view(name)) {
            (Some(table), _) => table.columns().iter().map(Column::name).collect(),
            (None, Some(view)) => view.columns().iter().map(|column| column.as_str()).collect(),
            (None, None) => return None,
        };
        let missing = columns.iter().filter(|column| !there.iter().any(|it| is(it, column)));
        Some(missing.map(|column| Lack::missing(lack::column(name, column))).collect())
    }

    fn lacks_of_table(&self, known: &'s Table) -> Vec<Lack> {
        let name = known.name();
        let Some(found) = self.found.table(name) else {
            let columns: Vec<&str> = known.columns().iter().map(Column::name).collect();
            let missing = self.missing(name, &columns);
            let mut lacks = missing.unwrap_or_else(|| vec![Lack::missing(lack::table(name))]);
            if lacks.is_empty() && !triggers::take_writes(self.found, name) {
                lacks.push(Lack::writes(lack::writes(name)));
            }
            return lacks;
        };
        if known.module() != found.module() {
            return vec![Lack::reads(lack::module(name))];
        }
        let both = Both { schemas: self, known, found };
        let mut lacks: Vec<Lack> =
            known.columns().iter().filter_map(|column| both.lack_of_column(column)).collect();
        let required = both.new_columns().filter(|column| is_required(column));
        lacks.extend(required.map(|column| Lack::writes(lack::required(name, column.name()))));
        if key(known) != key(found) || known.without_rowid() != found.without_rowid() {
            lacks.push(Lack::writes(lack::key(name)));
        }
        if found.strict() && !known.strict() {
            lacks.push(Lack::writes(lack::strict(name)));
        }
        lacks.extend(both.lacks_of_constraints());
        lacks.extend(both.failing());
        lacks
    }
}

/// The columns of the primary key, and whether it is the rowid, which SQLite gives where nobody does.
fn key(table: &Table) -> (Vec<String>, bool) {
    let columns = table.primary_key();
    (columns.iter().map(|column| column.name().to_ascii_lowercase()).collect(), table.rowid_alias().is_some())
}

/// A table that a program knows, and the one that it finds.
struct Both<'s> {
    schemas: &'s Schemas<'s>,
    known: &'s Table,
    found: &'s Table,
}

impl<'s> Both<'s> {
    fn is_new(&self, column: &str) -> bool {
        self.known.column(column).is_none()
    }

    fn new_columns(&self) -> impl Iterator<Item = &'s Column> {
        let known = self.known;
        self.found.columns().iter().filter(|column| known.column(column.name()).is_none())
    }

    /// Whether a row of a program that does not know the column has NULL there.
    fn stays_null(&self, column: &str) -> bool {
        let found = self.found.column(column);
        self.is_new(column) && found.is_some_and(|it| !has_default(it) && it.generated().is_none())
    }

    /// At most one for each column: the rest follows.
    fn lack_of_column(&self, column: &Column) -> Option<Lack> {
        let (name, of) = (column.name(), self.known.name());
        // What is not there at all.
        let Some(now) = self.found.column(name) else { return Some(Lack::missing(lack::column(of, name))) };
        // The key of rows is never NULL, whatever is declared.
        let is_rowid = |table: &Table| table.rowid_alias().is_some_and(|alias| is(alias.name(), name));
        let takes_null = |table: &Table, column: &Column| !column.not_null() && !is_rowid(table);
        let collation = |column: &Column| {
            let collation = column.collation().map(str::to_ascii_uppercase);
            collation.filter(|collation| collation != "BINARY")
        };
        let kind = |column: &Column| (column.affinity(), collation(column));
        let computed = |column: &Column| column.expression().map(str::to_owned);
        Some(if computed(column) != computed(now) {
            Lack::reads(lack::generated(of, name))
        } else if kind(column) != kind(now) {
            Lack::reads(lack::kind(of, name))
        } else if !takes_null(self.known, column) && takes_null(self.found, now) {
            Lack::reads(lack::null(of, name))
        } else if takes_null(self.known, column) && !takes_null(self.found, now) && !is_rowid(self.found) {
            Lack::writes(lack::not_null(of, name))
        } else if is_required(now) && !is_required(column) && !is_rowid(self.found) {
            Lack::writes(lack::default(of, name))
        } else {
            return None;
        })
    }
}

/// Whether an INSERT has to name the column.
fn is_required(column: &Column) -> bool {
    column.not_null() && !has_default(column) && column.generated().is_none() && !column.hidden()
}

/// Whether it has a value where nobody gives one.
fn has_default(column: &Column) -> bool {
    column.default().is_some_and(|default| !default.eq_ignore_ascii_case("NULL"))
}
