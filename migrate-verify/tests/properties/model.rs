//! A schema, as far as its rows have to fit it. Tables and columns have numbers that stay when they are renamed.

pub(crate) type Id = usize;

#[derive(Clone, Debug, Default)]
pub(crate) struct Schema {
    pub(crate) tables: Vec<Table>,
    pub(crate) views: Vec<View>,
    pub(crate) breadth: Breadth,
    last: Id,
}

/// What may come up in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Breadth {
    /// Tables that refer to themselves, and keys that may be NULL. Known gaps: of the rows of such a table, the verifier
    /// makes up only some.
    pub(crate) oddities: bool,
    /// Names that have to be quoted.
    pub(crate) quotes: bool,
}

impl Default for Breadth {
    fn default() -> Self {
        Self { oddities: true, quotes: true }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) key: Key,
    pub(crate) uniques: Vec<Vec<Id>>,
    pub(crate) checks: Vec<Expression>,
    pub(crate) references: Vec<Reference>,
    pub(crate) strict: bool,
    pub(crate) without_rowid: bool,
    pub(crate) indexes: Vec<Index>,
    pub(crate) triggers: Vec<Trigger>,
}

/// The primary key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    None,
    /// The first column.
    Rowid {
        autoincrement: bool,
    },
    Columns(Vec<Id>),
}

#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) not_null: bool,
    /// As SQL.
    pub(crate) default: Option<&'static str>,
    pub(crate) nocase: bool,
    pub(crate) check: Option<Expression>,
    pub(crate) generated: Option<Generated>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Text,
    Real,
    Blob,
}

#[derive(Clone, Debug)]
pub(crate) struct Generated {
    pub(crate) expression: Expression,
    pub(crate) stored: bool,
}

/// A text in which `{}` stands for the columns, in their order.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub(crate) text: &'static str,
    pub(crate) columns: Vec<Id>,
}

/// A foreign key.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) columns: Vec<Id>,
    pub(crate) parent: Id,
    pub(crate) parent_columns: Vec<Id>,
    /// Whether the parent's columns are written.
    pub(crate) explicit: bool,
    /// What comes behind, with a space before.
    pub(crate) actions: &'static str,
}

#[derive(Clone, Debug)]
pub(crate) struct Index {
    pub(crate) name: String,
    pub(crate) unique: bool,
    pub(crate) terms: Vec<Expression>,
    pub(crate) filter: Option<Expression>,
}

#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) name: String,
    pub(crate) table: Id,
    pub(crate) columns: Vec<Id>,
    pub(crate) filter: Option<Expression>,
}

#[derive(Clone, Debug)]
pub(crate) struct Trigger {
    pub(crate) name: String,
    pub(crate) event: &'static str,
    pub(crate) body: Body,
}

/// What a trigger does.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// Writes a row with defaults into a table.
    Log(Id),
    /// Refuses new rows for which the expression holds.
    Refuse(Expression),
    /// Fills a column of the new row.
    Fill(Id),
    /// Deletes what has the column of the other table that is the rowid of the old row.
    Sweep(Id, Id),
}

impl Schema {
    pub(crate) fn fresh(&mut self) -> Id {
        self.last += 1;
        self.last
    }

    pub(crate) fn table(&self, id: Id) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    pub(crate) fn table_mut(&mut self, id: Id) -> Option<&mut Table> {
        self.tables.iter_mut().find(|table| table.id == id)
    }

    pub(crate) fn replace(&mut self, table: Table) {
        if let Some(old) = self.table_mut(table.id) {
            *old = table;
        }
    }

    /// Whether something that is no part of the table names it.
    pub(crate) fn is_used(&self, id: Id) -> bool {
        self.views.iter().any(|view| view.table == id)
            || self.tables.iter().filter(|table| table.id != id).any(|table| {
                table.references.iter().any(|reference| reference.parent == id)
                    || table.triggers.iter().any(|trigger| trigger.body.table() == Some(id))
            })
    }

    /// Columns that triggers write.
    pub(crate) fn filled(&self) -> impl Iterator<Item = Id> {
        self.tables.iter().flat_map(|table| &table.triggers).filter_map(|trigger| match trigger.body {
            Body::Fill(column) => Some(column),
            _ => None,
        })
    }
}

impl Body {
    /// The other table that it is about.
    pub(crate) fn table(&self) -> Option<Id> {
        match self {
            Self::Log(table) | Self::Sweep(table, _) => Some(*table),
            Self::Refuse(_) | Self::Fill(_) => None,
        }
    }
}

impl Table {
    pub(crate) fn column(&self, id: Id) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }

    pub(crate) fn column_mut(&mut self, id: Id) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.id == id)
    }

    /// The columns that are the rowid or make up the primary key.
    pub(crate) fn key_columns(&self) -> Vec<Id> {
        match &self.key {
            Key::None => Vec::new(),
            Key::Rowid { .. } => self.columns.first().map(|column| column.id).into_iter().collect(),
            Key::Columns(columns) => columns.clone(),
        }
    }

    /// Columns that can be written, without those of the primary key.
    pub(crate) fn plain(&self) -> Vec<Column> {
        let key = self.key_columns();
        let is_plain = |column: &&Column| column.generated.is_none() && !key.contains(&column.id);
        self.columns.iter().filter(is_plain).cloned().collect()
    }

    /// Whether there must not be two rows with the same value in the column, beside others perhaps.
    pub(crate) fn is_unique(&self, id: Id) -> bool {
        let mut indexed = self.indexes.iter().filter(|index| index.unique).flat_map(|index| &index.terms);
        self.uniques.iter().any(|unique| unique.contains(&id))
            || indexed.any(|term| term.columns.contains(&id))
    }

    /// Whether what fits in the column depends on other values, of other rows or of the same one.
    pub(crate) fn is_bound(&self, id: Id) -> bool {
        self.is_unique(id)
            || self.checks.iter().any(|check| check.columns.contains(&id))
            || self.references.iter().any(|reference| reference.columns.contains(&id))
    }

    /// Whether the column is unique together with others. A known gap: made-up rows do not differ in one of them only.
    pub(crate) fn is_of_a_pair(&self, id: Id) -> bool {
        let indexed = self.indexes.iter().filter(|index| index.unique);
        let indexed = indexed.map(|index| index.terms.iter().flat_map(|term| term.columns.clone()).collect());
        let key = self.key_columns();
        let mut keys = self.uniques.iter().cloned().chain(indexed).chain([key]);
        keys.any(|key: Vec<Id>| key.len() > 1 && key.contains(&id))
    }

    /// Whether there is a key but a rowid.
    pub(crate) fn is_unique_somewhere(&self) -> bool {
        matches!(self.key, Key::Columns(_))
            || !self.uniques.is_empty()
            || self.indexes.iter().any(|index| index.unique)
    }

    /// Whether another part of the table's definition than the column itself names it.
    pub(crate) fn uses(&self, id: Id) -> bool {
        let names = |expression: &Expression| expression.columns.contains(&id);
        self.key_columns().contains(&id)
            || self.uniques.iter().any(|unique| unique.contains(&id))
            || self.checks.iter().any(names)
            || self
                .columns
                .iter()
                .any(|column| column.generated.as_ref().is_some_and(|generated| names(&generated.expression)))
            || self.references.iter().any(|reference| {
                reference.columns.contains(&id)
                    || (reference.parent == self.id && reference.parent_columns.contains(&id))
            })
    }
}
