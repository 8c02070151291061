//! The model as SQL.

use crate::model::{Body, Column, Expression, Id, Index, Key, Kind, Reference, Schema, Table, Trigger, View};

/// A name with a blank has to be quoted.
pub(crate) fn quoted(name: &str) -> String {
    if name.contains(' ') { format!("\"{name}\"") } else { name.to_owned() }
}

impl Kind {
    pub(crate) const fn declared(self) -> &'static str {
        match self {
            Self::Integer => "INTEGER",
            Self::Text => "TEXT",
            Self::Real => "REAL",
            Self::Blob => "BLOB",
        }
    }
}

impl Table {
    pub(crate) fn sql_name(&self) -> String {
        quoted(&self.name)
    }

    pub(crate) fn names(&self, columns: &[Id]) -> String {
        let names: Vec<String> =
            columns.iter().filter_map(|id| self.column(*id)).map(|column| quoted(&column.name)).collect();
        names.join(", ")
    }

    /// `prefix` is `NEW.` in a trigger.
    pub(crate) fn expression(&self, expression: &Expression, prefix: &str) -> String {
        let mut text = expression.text.to_owned();
        for id in &expression.columns {
            let name = self.column(*id).map_or_else(String::new, |column| quoted(&column.name));
            text = text.replacen("{}", &format!("{prefix}{name}"), 1);
        }
        text
    }

    fn filter(&self, filter: Option<&Expression>) -> String {
        filter.map_or_else(String::new, |filter| format!(" WHERE {}", self.expression(filter, "")))
    }

    /// What stands behind `ADD COLUMN`, without a foreign key.
    pub(crate) fn definition(&self, column: &Column) -> String {
        let mut text = format!("{} {}", quoted(&column.name), column.kind.declared());
        if let (Key::Rowid { autoincrement }, true) = (&self.key, self.key_columns() == [column.id]) {
            text += if *autoincrement { " PRIMARY KEY AUTOINCREMENT" } else { " PRIMARY KEY" };
        }
        if column.not_null {
            text += " NOT NULL";
        }
        if let Some(default) = column.default {
            text += &format!(" DEFAULT {default}");
        }
        if column.nocase {
            text += " COLLATE NOCASE";
        }
        if let Some(check) = &column.check {
            text += &format!(" CHECK ({})", self.expression(check, ""));
        }
        if let Some(generated) = &column.generated {
            let stored = if generated.stored { " STORED" } else { "" };
            text += &format!(" AS ({}){stored}", self.expression(&generated.expression, ""));
        }
        text
    }

    pub(crate) fn create(&self, schema: &Schema, name: &str) -> String {
        let mut parts: Vec<String> = self.columns.iter().map(|column| self.definition(column)).collect();
        if let Key::Columns(columns) = &self.key {
            parts.push(format!("PRIMARY KEY ({})", self.names(columns)));
        }
        parts.extend(self.uniques.iter().map(|unique| format!("UNIQUE ({})", self.names(unique))));
        parts.extend(self.checks.iter().map(|check| format!("CHECK ({})", self.expression(check, ""))));
        let foreign = |reference: &Reference| {
            format!("FOREIGN KEY ({}) {}", self.names(&reference.columns), reference.text(schema, self))
        };
        parts.extend(self.references.iter().map(foreign));
        let options: Vec<&str> = [(self.strict, "STRICT"), (self.without_rowid, "WITHOUT ROWID")]
            .into_iter()
            .filter_map(|(is_set, option)| is_set.then_some(option))
            .collect();
        let options = options.join(", ");
        let space = if options.is_empty() { "" } else { " " };
        format!("CREATE TABLE {} (\n    {}\n){space}{options};", quoted(name), parts.join(",\n    "))
    }

    pub(crate) fn create_index(&self, index: &Index) -> String {
        let unique = if index.unique { "UNIQUE " } else { "" };
        let terms: Vec<String> = index.terms.iter().map(|term| self.expression(term, "")).collect();
        let (name, terms) = (quoted(&index.name), terms.join(", "));
        let filter = self.filter(index.filter.as_ref());
        format!("CREATE {unique}INDEX {name} ON {} ({terms}){filter};", self.sql_name())
    }

    pub(crate) fn create_trigger(&self, schema: &Schema, trigger: &Trigger) -> String {
        let other = |id: &Id| schema.table(*id).map_or_else(String::new, Table::sql_name);
        let key = self.names(&self.key_columns());
        let (when, statement) = match &trigger.body {
            Body::Log(table) => (String::new(), format!("INSERT INTO {} DEFAULT VALUES;", other(table))),
            Body::Refuse(expression) => (
                format!("\nWHEN {}", self.expression(expression, "NEW.")),
                "SELECT RAISE(ABORT, 'refused');".to_owned(),
            ),
            Body::Fill(column) => {
                let column = self.names(&[*column]);
                let table = self.sql_name();
                (
                    format!("\nWHEN NEW.{column} IS NULL"),
                    format!("UPDATE {table} SET {column} = NEW.{key} WHERE {key} = NEW.{key};"),
                )
            }
            Body::Sweep(table, column) => {
                let column = schema.table(*table).map_or_else(String::new, |table| table.names(&[*column]));
                (String::new(), format!("DELETE FROM {} WHERE {column} = OLD.{key};", other(table)))
            }
        };
        let (name, event, table) = (quoted(&trigger.name), trigger.event, self.sql_name());
        format!("CREATE TRIGGER {name} {event} ON {table}{when}\nBEGIN\n    {statement}\nEND;")
    }
}

impl Reference {
    pub(crate) fn text(&self, schema: &Schema, child: &Table) -> String {
        let parent = if self.parent == child.id { Some(child) } else { schema.table(self.parent) };
        let Some(parent) = parent else { return String::new() };
        let columns = match self.explicit {
            true => format!(" ({})", parent.names(&self.parent_columns)),
            false => String::new(),
        };
        format!("REFERENCES {}{columns}{}", parent.sql_name(), self.actions)
    }
}

impl View {
    pub(crate) fn create(&self, schema: &Schema) -> String {
        let Some(table) = schema.table(self.table) else { return String::new() };
        let (columns, filter) = (table.names(&self.columns), table.filter(self.filter.as_ref()));
        format!("CREATE VIEW {} AS SELECT {columns} FROM {}{filter};", quoted(&self.name), table.sql_name())
    }
}
