//! An object as a list of facts, in words that SQL has for them. Names are in lower case, because their case does not
//! count; literals are as they are.

#![allow(missing_docs, reason = "each function is named after what it tells of")]

use super::clauses;
use crate::schema::{Action, Column, ForeignKey, Generated, Index, Origin, Table, Text};
use migrate_token::{canonical, significant};

pub fn table_facts(table: &Table) -> Vec<String> {
    let mut facts = Vec::new();
    if table.module().is_some() {
        // A module makes of its arguments what it likes.
        facts.push(canonical(table.sql()));
        return facts;
    }
    facts.extend(table.columns().iter().map(column));
    facts.extend(primary_key(table));
    let constraints = table.indexes().iter().filter(|index| index.origin() == Origin::Unique);
    facts.extend(constraints.map(|index| format!("UNIQUE ({})", key_columns(index))));
    facts.extend(table.foreign_keys().iter().map(foreign_key));
    facts.extend(table.checks().iter().map(|check| format!("CHECK ({check})")));
    let options = [
        ("STRICT", table.strict()),
        ("WITHOUT ROWID", table.without_rowid()),
        ("AUTOINCREMENT", table.autoincrement()),
    ];
    facts.extend(options.into_iter().filter(|(_, on)| *on).map(|(option, _)| option.to_owned()));
    facts.extend(clauses::of(table.sql()));
    facts
}

fn primary_key(table: &Table) -> Option<String> {
    let is_key = |index: &&Index| index.origin() == Origin::PrimaryKey;
    match (table.rowid_alias(), table.indexes().iter().find(is_key)) {
        (Some(alias), _) => Some(format!("INTEGER PRIMARY KEY ({})", quoted(alias.name()))),
        // How it compares is told by its index alone.
        (None, Some(index)) => Some(format!("PRIMARY KEY ({})", key_columns(index))),
        (None, None) => None,
    }
}

pub fn column(column: &Column) -> String {
    let mut fact = format!("column {}", quoted(column.name()));
    if !column.declared_type().is_empty() {
        fact.push_str(&format!(" {}", column.declared_type().to_ascii_uppercase()));
    }
    if column.not_null() {
        fact.push_str(" NOT NULL");
    }
    if let Some(default) = column.default() {
        fact.push_str(&format!(" DEFAULT {}", value(default)));
    }
    if let Some(collation) = column.collation() {
        fact.push_str(&format!(" COLLATE {}", collation.to_ascii_uppercase()));
    }
    if let (Some(generated), Some(expression)) = (column.generated(), column.expression()) {
        let kept = if generated == Generated::Stored { "STORED" } else { "VIRTUAL" };
        fact.push_str(&format!(" AS ({expression}) {kept}"));
    }
    fact
}

/// A default; a bare word that is no keyword is a string, whose case counts.
fn value(default: &str) -> String {
    let mut tokens = significant(default);
    match (tokens.next(), tokens.next()) {
        (Some(_), None) => canonical(&format!("x DEFAULT {default}")).split_off("x default ".len()),
        _ => canonical(default),
    }
}

/// The columns that another table has, too, in the order of this one.
pub fn columns_in_order(table: &Table, other: &Table) -> String {
    let has = |name: &&str| other.column(name).is_some();
    format!("columns in the order {}", joined(table.columns().iter().map(Column::name).filter(has)))
}

pub fn foreign_key(key: &ForeignKey) -> String {
    let names = |columns: &[Text]| joined(columns.iter().map(Text::as_str));
    let mut fact = format!("FOREIGN KEY ({}) REFERENCES {}", names(key.columns()), quoted(key.parent()));
    if !key.parent_columns().is_empty() {
        fact.push_str(&format!(" ({})", names(key.parent_columns())));
    }
    for (event, action) in [("UPDATE", key.on_update()), ("DELETE", key.on_delete())] {
        if action != Action::NoAction {
            fact.push_str(&format!(" ON {event} {}", action.as_str()));
        }
    }
    fact
}

pub fn index_facts(index: &Index) -> Vec<String> {
    let mut facts = vec![format!("on ({})", key_columns(index))];
    if index.unique() {
        facts.push("UNIQUE".to_owned());
    }
    facts.extend(index.condition().map(|condition| format!("WHERE {condition}")));
    facts
}

pub fn key_columns(index: &Index) -> String {
    let columns = index.columns().iter().map(|column| {
        let collation = match column.collation() {
            collation if collation.eq_ignore_ascii_case("BINARY") => String::new(),
            collation => format!(" COLLATE {}", collation.to_ascii_uppercase()),
        };
        let order = if column.descending() { " DESC" } else { "" };
        let name = match (column.name(), column.expression()) {
            (Some(name), _) => quoted(name),
            // It has its COLLATE itself.
            (None, Some(expression)) => return format!("{expression}{order}"),
            (None, None) => "rowid".to_owned(),
        };
        format!("{name}{collation}{order}")
    });
    columns.collect::<Vec<_>>().join(", ")
}

pub fn joined<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(quoted).collect::<Vec<_>>().join(", ")
}

pub fn quoted(name: &str) -> String {
    format!("`{}`", name.to_ascii_lowercase())
}
