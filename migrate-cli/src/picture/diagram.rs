//! A schema as entities and relationships.

use migrate_runtime::{Action, Column, ForeignKey, Index, Schema, Table};

/// What is drawn of a schema.
#[derive(Clone, Debug, Default)]
pub(crate) struct Diagram {
    pub(crate) entities: Vec<Entity>,
    pub(crate) relationships: Vec<Relationship>,
}

/// A table, a view, or a table that a foreign key names and nobody has.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) columns: Vec<Attribute>,
    /// STRICT, WITHOUT ROWID, AUTOINCREMENT.
    pub(crate) options: Vec<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Table,
    /// Of this module.
    Virtual(String),
    View,
    Absent,
}

impl Kind {
    /// What it is, where that is not a table.
    pub(crate) fn label(&self) -> Option<String> {
        match self {
            Self::Table => None,
            Self::Virtual(module) => Some(format!("virtual, {module}")),
            Self::View => Some("view".to_owned()),
            Self::Absent => Some("not there".to_owned()),
        }
    }
}

/// A column of it.
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    /// As declared; of a view, nothing is known.
    pub(crate) declared_type: String,
    pub(crate) is_nullable: bool,
    pub(crate) is_generated: bool,
    /// Part of the primary key.
    pub(crate) is_key: bool,
    /// Part of a foreign key.
    pub(crate) refers: bool,
    /// Unique by itself.
    pub(crate) is_unique: bool,
}

impl Attribute {
    /// PK, FK, UK, as the field abbreviates them.
    pub(crate) fn marks(&self) -> Vec<&'static str> {
        let marks = [("PK", self.is_key), ("FK", self.refers), ("UK", self.is_unique && !self.is_key)];
        marks.into_iter().filter(|(_, has)| *has).map(|(mark, _)| mark).collect()
    }
}

/// A foreign key.
#[derive(Clone, Debug)]
pub(crate) struct Relationship {
    /// The entity that refers.
    pub(crate) child: usize,
    /// The entity that is referred to.
    pub(crate) parent: usize,
    /// The places of the columns that refer, and of those that are referred to, where they are known.
    pub(crate) columns: Vec<(usize, Option<usize>)>,
    /// Whether every row has a parent.
    pub(crate) is_required: bool,
    /// Whether a parent has one child at most.
    pub(crate) is_single: bool,
    pub(crate) on_update: Action,
    pub(crate) on_delete: Action,
}

impl Diagram {
    pub(crate) fn of(schema: &Schema) -> Self {
        let mut diagram = Self::default();
        diagram.entities.extend(schema.tables().iter().map(table));
        diagram.entities.extend(schema.views().iter().map(|view| Entity {
            name: view.name().to_owned(),
            kind: Kind::View,
            columns: view.columns().iter().map(|name| of_view(name)).collect(),
            options: Vec::new(),
        }));
        for (child, table) in schema.tables().iter().enumerate() {
            for key in table.foreign_keys() {
                let parent = diagram.find_or_absent(key.parent());
                let relationship = relationship(child, table, key, parent, schema.table(key.parent()));
                diagram.relationships.push(relationship);
            }
        }
        diagram
    }

    /// What is drawn of several schemas beside each other.
    pub(crate) fn and(mut self, other: Self) -> Self {
        let before = self.entities.len();
        self.entities.extend(other.entities);
        self.relationships.extend(other.relationships.into_iter().map(|it| Relationship {
            child: it.child + before,
            parent: it.parent + before,
            ..it
        }));
        self
    }

    fn find_or_absent(&mut self, name: &str) -> usize {
        let found = self.entities.iter().position(|it| it.name.eq_ignore_ascii_case(name));
        found.unwrap_or_else(|| {
            let (name, columns, options) = (name.to_owned(), Vec::new(), Vec::new());
            self.entities.push(Entity { name, kind: Kind::Absent, columns, options });
            self.entities.len() - 1
        })
    }

    /// The relationship in words.
    pub(crate) fn told(&self, it: &Relationship) -> String {
        let (child, parent) = (&self.entities[it.child], &self.entities[it.parent]);
        let from = it.columns.iter().map(|(column, _)| child.columns[*column].name.as_str());
        let to: Option<Vec<&str>> =
            it.columns.iter().map(|(_, column)| Some(parent.columns[(*column)?].name.as_str())).collect();
        let to = to.map_or(String::new(), |to| format!(" ({})", to.join(", ")));
        let from = from.collect::<Vec<_>>().join(", ");
        let mut told = format!("{} ({from}) refers to {}{to}", child.name, parent.name);
        for (event, action) in [("update", it.on_update), ("delete", it.on_delete)] {
            if action != Action::NoAction {
                told.push_str(&format!(", on {event} {}", action.as_str().to_ascii_lowercase()));
            }
        }
        told
    }
}

fn table(table: &Table) -> Entity {
    let refers = |column: &Column| {
        let mut all = table.foreign_keys().iter().flat_map(ForeignKey::columns);
        all.any(|name| name.eq_ignore_ascii_case(column.name()))
    };
    let attribute = |column: &Column| Attribute {
        name: column.name().to_owned(),
        declared_type: column.declared_type().to_owned(),
        is_nullable: is_nullable(table, column),
        is_generated: column.generated().is_some(),
        is_key: column.primary_key().is_some(),
        refers: refers(column),
        is_unique: is_unique(table, &[column.name()]),
    };
    let options = [
        ("strict", table.strict()),
        ("without rowid", table.without_rowid()),
        ("autoincrement", table.autoincrement()),
    ];
    Entity {
        name: table.name().to_owned(),
        kind: table.module().map_or(Kind::Table, |module| Kind::Virtual(module.to_owned())),
        columns: table.columns().iter().filter(|column| !column.hidden()).map(attribute).collect(),
        options: options.into_iter().filter(|(_, is_on)| *is_on).map(|(name, _)| name).collect(),
    }
}

fn of_view(name: &str) -> Attribute {
    let (is_nullable, is_generated, is_key, refers, is_unique) = (false, false, false, false, false);
    let (name, declared_type) = (name.to_owned(), String::new());
    Attribute { name, declared_type, is_nullable, is_generated, is_key, refers, is_unique }
}

/// Of a virtual table, only its module knows.
fn is_nullable(table: &Table, column: &Column) -> bool {
    let is_alias = table.rowid_alias().is_some_and(|alias| alias.name() == column.name());
    table.module().is_none() && !column.not_null() && !is_alias
}

fn relationship(
    child: usize,
    table: &Table,
    key: &ForeignKey,
    parent: usize,
    found: Option<&Table>,
) -> Relationship {
    let names: Vec<&str> = key.columns().iter().map(|name| name.as_str()).collect();
    let implied = || found.map(|found| found.primary_key().iter().map(|it| it.name()).collect::<Vec<_>>());
    let to: Vec<&str> = match key.parent_columns() {
        [] => implied().unwrap_or_default(),
        stated => stated.iter().map(|name| name.as_str()).collect(),
    };
    let place = |table: &Table, name: &str| {
        let mut shown = table.columns().iter().filter(|column| !column.hidden());
        shown.position(|column| column.name().eq_ignore_ascii_case(name))
    };
    let pair = |(at, name): (usize, &&str)| {
        let there = to.get(at).and_then(|to| place(found?, to));
        Some((place(table, name)?, there))
    };
    Relationship {
        child,
        parent,
        columns: names.iter().enumerate().filter_map(pair).collect(),
        is_required: names.iter().all(|name| table.column(name).is_some_and(|it| !is_nullable(table, it))),
        is_single: is_unique(table, &names),
        on_update: key.on_update(),
        on_delete: key.on_delete(),
    }
}

/// Whether no two rows have the same values in these columns.
fn is_unique(table: &Table, names: &[&str]) -> bool {
    let has = |column: &str| names.iter().any(|name| name.eq_ignore_ascii_case(column));
    let covers = |index: &Index| {
        let mut columns = index.columns().iter();
        index.unique() && !index.partial() && columns.all(|column| column.name().is_some_and(has))
    };
    let is_alias = table.rowid_alias().is_some_and(|alias| has(alias.name()));
    is_alias || table.indexes().iter().any(covers)
}
