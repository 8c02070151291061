//! A schema as data: its shape is documented in `docs/pictures.md`.

use migrate_runtime::{
    Affinity, Column, ForeignKey, Generated, Index, IndexColumn, Origin, Schema, Table, Text,
};
use serde_json::{Value, json};

pub(crate) fn schema(schema: &Schema) -> Value {
    let views = schema
        .views()
        .iter()
        .map(|view| json!({ "name": view.name(), "columns": texts(view.columns()), "sql": view.sql() }));
    let triggers = schema
        .triggers()
        .iter()
        .map(|trigger| json!({ "name": trigger.name(), "table": trigger.table(), "sql": trigger.sql() }));
    json!({
        "tables": schema.tables().iter().map(|it| table(it, schema)).collect::<Vec<_>>(),
        "views": views.collect::<Vec<_>>(),
        "triggers": triggers.collect::<Vec<_>>(),
    })
}

fn table(table: &Table, schema: &Schema) -> Value {
    json!({
        "name": table.name(),
        "module": table.module(),
        "strict": table.strict(),
        "without_rowid": table.without_rowid(),
        "autoincrement": table.autoincrement(),
        "columns": table.columns().iter().map(column).collect::<Vec<_>>(),
        "primary_key": table.primary_key().iter().map(|column| column.name()).collect::<Vec<_>>(),
        "foreign_keys": table.foreign_keys().iter().map(|key| foreign_key(key, schema)).collect::<Vec<_>>(),
        "checks": texts(table.checks()),
        "indexes": table.indexes().iter().map(index).collect::<Vec<_>>(),
        "sql": table.sql(),
    })
}

fn column(column: &Column) -> Value {
    let generated = column.generated().map(|generated| match generated {
        Generated::Virtual => "virtual",
        Generated::Stored => "stored",
    });
    let affinity = match column.affinity() {
        Affinity::Text => "text",
        Affinity::Numeric => "numeric",
        Affinity::Integer => "integer",
        Affinity::Real => "real",
        Affinity::Blob => "blob",
    };
    json!({
        "name": column.name(),
        "type": column.declared_type(),
        "affinity": affinity,
        "not_null": column.not_null(),
        "default": column.default(),
        "collation": column.collation(),
        "generated": generated,
        "expression": column.expression(),
        "hidden": column.hidden(),
        "primary_key": column.primary_key(),
    })
}

/// With the columns that are meant, where the parent's primary key is.
fn foreign_key(key: &ForeignKey, schema: &Schema) -> Value {
    let implied = || {
        let parent = schema.table(key.parent());
        parent.map(|parent| parent.primary_key().iter().map(|column| column.name()).collect::<Vec<_>>())
    };
    let parent_columns = match key.parent_columns() {
        [] => implied().unwrap_or_default(),
        stated => texts(stated),
    };
    json!({
        "columns": texts(key.columns()),
        "parent": key.parent(),
        "parent_columns": parent_columns,
        "on_update": key.on_update().as_str().to_ascii_lowercase(),
        "on_delete": key.on_delete().as_str().to_ascii_lowercase(),
    })
}

fn index(index: &Index) -> Value {
    let origin = match index.origin() {
        Origin::Create => "create_index",
        Origin::Unique => "unique",
        Origin::PrimaryKey => "primary_key",
    };
    let column = |column: &IndexColumn| {
        json!({
            "name": column.name(),
            "expression": column.expression(),
            "descending": column.descending(),
            "collation": column.collation(),
        })
    };
    json!({
        "name": index.name(),
        "unique": index.unique(),
        "origin": origin,
        "condition": index.condition(),
        "columns": index.columns().iter().map(column).collect::<Vec<_>>(),
        "sql": index.sql(),
    })
}

fn texts(list: &[Text]) -> Vec<&str> {
    list.iter().map(Text::as_str).collect()
}
