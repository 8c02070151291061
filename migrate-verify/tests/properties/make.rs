//! New tables, and what is made on them.

use crate::model::{
    Body, Column, Expression, Generated, Id, Index, Key, Kind, Reference, Schema, Table, Trigger, View,
};
use crate::tape::Tape;

const ACTIONS: [&str; 6] = [
    "",
    " ON DELETE CASCADE",
    " ON DELETE SET NULL",
    " ON DELETE RESTRICT",
    " ON UPDATE CASCADE ON DELETE NO ACTION",
    " DEFERRABLE INITIALLY DEFERRED",
];

const EVENTS: [&str; 4] = ["AFTER INSERT", "AFTER UPDATE", "AFTER DELETE", "BEFORE INSERT"];

/// Mostly plain, so that sets can be read; sometimes one that has to be quoted.
pub(crate) fn name(schema: &mut Schema, tape: &mut Tape<'_>, letter: char) -> (Id, String) {
    let id = schema.fresh();
    let name = if tape.one_in(16) && schema.breadth.quotes {
        format!("{letter} {id}")
    } else {
        format!("{letter}{id}")
    };
    (id, name)
}

pub(crate) fn kind(tape: &mut Tape<'_>) -> Kind {
    tape.pick(&[Kind::Integer, Kind::Text, Kind::Text, Kind::Integer, Kind::Real, Kind::Blob])
        .unwrap_or(Kind::Text)
}

/// An ordinary column that may be NULL.
pub(crate) fn column(schema: &mut Schema, tape: &mut Tape<'_>, kind: Kind) -> Column {
    let (id, name) = name(schema, tape, 'c');
    Column { id, name, kind, not_null: false, default: None, nocase: false, check: None, generated: None }
}

/// One with constraints.
pub(crate) fn rich_column(schema: &mut Schema, tape: &mut Tape<'_>) -> Column {
    let kind = kind(tape);
    let mut column = column(schema, tape, kind);
    column.not_null = tape.one_in(3);
    if tape.one_in(4) {
        column.default = tape.pick(literals(kind));
    }
    column.nocase = kind == Kind::Text && tape.one_in(6);
    if tape.one_in(4) {
        column.check = check(tape, &column);
    }
    column
}

/// Values that fit every CHECK below come first.
pub(crate) fn literals(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Integer => &["1", "2", "0", "42"],
        Kind::Text => &["'a'", "'x@y'", "''"],
        Kind::Real => &["0.5", "0.0", "-1.5"],
        Kind::Blob => &["x'00'", "x''"],
    }
}

/// A CHECK that some values fit.
pub(crate) fn check(tape: &mut Tape<'_>, column: &Column) -> Option<Expression> {
    let texts: &[&str] = match column.kind {
        Kind::Integer => &["{} >= 0", "{} IN (1, 2, 3)", "{} BETWEEN 0 AND 1000", "{} <> 7"],
        Kind::Text => {
            &["{} <> ''", "length({}) <= 40", "{} IN ('a', 'b')", "{} LIKE '%@%'", "length({}) > 1"]
        }
        Kind::Real => &["{} >= 0.0", "{} < 1000"],
        Kind::Blob => &["length({}) < 10", "typeof({}) <> 'text'"],
    };
    Some(Expression { text: tape.pick(texts)?, columns: vec![column.id] })
}

/// A condition that some rows fulfil.
pub(crate) fn condition(tape: &mut Tape<'_>, table: &Table) -> Option<Expression> {
    let column = tape.pick(&table.columns)?;
    let texts: &[&str] = match column.kind {
        Kind::Integer => &["{} > 0", "{} IS NOT NULL", "{} = 42", "{} < 0"],
        Kind::Text => &["{} <> ''", "{} IS NOT NULL", "{} = 'a'", "{} LIKE 'a%'"],
        Kind::Real => &["{} > 0", "{} IS NOT NULL"],
        Kind::Blob => &["{} IS NULL", "{} IS NOT NULL"],
    };
    Some(Expression { text: tape.pick(texts)?, columns: vec![column.id] })
}

/// A table; it is not in the schema yet.
pub(crate) fn table(schema: &mut Schema, tape: &mut Tape<'_>) -> Table {
    let (id, name) = name(schema, tape, 't');
    let mut table = Table {
        id,
        name,
        columns: Vec::new(),
        key: Key::Rowid { autoincrement: false },
        uniques: Vec::new(),
        checks: Vec::new(),
        references: Vec::new(),
        strict: tape.one_in(4),
        without_rowid: false,
        indexes: Vec::new(),
        triggers: Vec::new(),
    };
    key(schema, tape, &mut table);
    for _ in 0..1 + tape.below(4) {
        table.columns.push(rich_column(schema, tape));
    }
    for _ in 0..tape.below(3) {
        refer(schema, tape, &mut table, true);
    }
    if tape.one_in(4) {
        generate(schema, tape, &mut table);
    }
    if tape.one_in(4) {
        unique(tape, &mut table);
    }
    if tape.one_in(5) {
        relate(tape, &mut table);
    }
    table
}

fn key(schema: &mut Schema, tape: &mut Tape<'_>, table: &mut Table) {
    let choice = tape.below(8);
    let kinds: &[Kind] = match choice {
        4 => &[Kind::Text],
        5 => &[Kind::Integer, Kind::Integer],
        6 => &[Kind::Text, Kind::Integer],
        7 => &[],
        _ => &[Kind::Integer],
    };
    let mut columns: Vec<Column> = kinds.iter().map(|kind| column(schema, tape, *kind)).collect();
    table.key = match choice {
        7 => Key::None,
        4..7 => {
            table.without_rowid = tape.one_in(3);
            let not_null = !tape.one_in(3) || !schema.breadth.oddities;
            columns.iter_mut().for_each(|column| column.not_null = not_null);
            Key::Columns(columns.iter().map(|column| column.id).collect())
        }
        _ => Key::Rowid { autoincrement: choice == 3 },
    };
    table.columns = columns;
}

/// Adds a foreign key, with columns of its own.
pub(crate) fn refer(
    schema: &mut Schema,
    tape: &mut Tape<'_>,
    table: &mut Table,
    may_be_mandatory: bool,
) -> Option<()> {
    let others = schema.tables.iter().filter(|parent| parent.id != table.id);
    let itself = schema.breadth.oddities.then_some(&*table);
    let parents: Vec<Table> = others.chain(itself).cloned().collect();
    let parent = tape.pick(&parents)?;
    let (parent_columns, explicit) = match parent.uniques.first() {
        Some(unique) if tape.one_in(3) => (unique.clone(), true),
        _ => (parent.key_columns(), tape.one_in(2)),
    };
    if parent_columns.is_empty() {
        return None;
    }
    let not_null = may_be_mandatory && parent.id != table.id && tape.one_in(3);
    let mut columns = Vec::new();
    for id in &parent_columns {
        let kind = parent.column(*id)?.kind;
        let column = Column { not_null, ..column(schema, tape, kind) };
        columns.push(column.id);
        table.columns.push(column);
    }
    let actions = tape.pick(&ACTIONS).filter(|actions| !(not_null && actions.ends_with("NULL")));
    let actions = actions.unwrap_or_default();
    table.references.push(Reference { columns, parent: parent.id, parent_columns, explicit, actions });
    Some(())
}

pub(crate) fn generate(schema: &mut Schema, tape: &mut Tape<'_>, table: &mut Table) -> Option<()> {
    let source = tape.pick(&table.plain())?;
    let (kind, texts): (_, &[&str]) = match source.kind {
        Kind::Integer => (Kind::Text, &["{} || '!'"]),
        Kind::Text => (Kind::Text, &["lower({})", "{} || '!'", "coalesce({}, '')"]),
        Kind::Real => (Kind::Integer, &["{} > 0"]),
        Kind::Blob => (Kind::Integer, &["length({})"]),
    };
    let expression = Expression { text: tape.pick(texts)?, columns: vec![source.id] };
    let mut column = column(schema, tape, kind);
    column.generated = Some(Generated { expression, stored: tape.one_in(2) });
    table.columns.push(column);
    Some(())
}

/// A UNIQUE of one or two columns.
pub(crate) fn unique(tape: &mut Tape<'_>, table: &mut Table) -> Option<()> {
    let alone: Vec<Column> =
        table.plain().into_iter().filter(|column| !table.is_of_a_pair(column.id)).collect();
    let first = tape.pick(&alone)?.id;
    let second = tape.pick(&alone)?.id;
    let is_pair = second != first && tape.one_in(2);
    table.uniques.push(if is_pair { vec![first, second] } else { vec![first] });
    Some(())
}

/// A CHECK between two columns.
fn relate(tape: &mut Tape<'_>, table: &mut Table) -> Option<()> {
    let first = tape.pick(&table.plain())?;
    let second = tape.pick(&table.plain())?;
    if first.id == second.id {
        return None;
    }
    let (text, columns) = if first.kind == second.kind && tape.one_in(2) {
        ("{} IS NULL OR {} >= {}", vec![first.id, second.id, first.id])
    } else {
        ("{} IS NOT NULL OR {} IS NOT NULL", vec![first.id, second.id])
    };
    table.checks.push(Expression { text, columns });
    Some(())
}

pub(crate) fn index(schema: &mut Schema, tape: &mut Tape<'_>, table: &Table) -> Option<Index> {
    let mut terms = Vec::new();
    for _ in 0..1 + tape.below(2) {
        let column = tape.pick(&table.columns)?;
        let texts: &[&str] = match column.kind {
            Kind::Text => &["{}", "{}", "{}", "lower({})", "length({})", "json_extract({}, '$.a')"],
            _ => &["{}", "{}", "-{}"],
        };
        terms.push(Expression { text: tape.pick(texts)?, columns: vec![column.id] });
    }
    let unique =
        tape.one_in(4) && !terms.iter().flat_map(|term| &term.columns).any(|id| table.is_of_a_pair(*id));
    // A known gap: two made-up rows need not fulfil a later condition.
    let is_picky = unique || terms.iter().any(|term| term.text.starts_with("json"));
    let filter = if tape.one_in(4) && !is_picky { condition(tape, table) } else { None };
    Some(Index { name: name(schema, tape, 'i').1, unique, terms, filter })
}

pub(crate) fn view(schema: &mut Schema, tape: &mut Tape<'_>) -> Option<View> {
    let table = tape.pick(&schema.tables)?;
    let mut columns: Vec<Id> = table.columns.iter().map(|column| column.id).collect();
    columns.truncate(1 + tape.below(columns.len()));
    let filter = if tape.one_in(2) { condition(tape, &table) } else { None };
    Some(View { name: name(schema, tape, 'v').1, table: table.id, columns, filter })
}

pub(crate) fn trigger(schema: &mut Schema, tape: &mut Tape<'_>, table: &Table) -> Option<Trigger> {
    let has_rowid = matches!(table.key, Key::Rowid { .. });
    let other = tape.pick(&schema.tables)?;
    let (event, body) = match tape.below(4) {
        0 => (tape.pick(&EVENTS)?, Body::Log(other.id)),
        1 => ("BEFORE INSERT", Body::Refuse(condition(tape, table)?)),
        2 if has_rowid => ("AFTER INSERT", Body::Fill(tape.pick(&table.plain())?.id)),
        3 if has_rowid => {
            // A known gap: rows that belong together by a trigger alone are not made up.
            let reference = other.references.iter().find(|reference| reference.parent == table.id)?;
            ("AFTER DELETE", Body::Sweep(other.id, *reference.columns.first()?))
        }
        _ => return None,
    };
    // A table that fills itself never ends where triggers are recursive; here it only blurs what is tested.
    if other.id == table.id && body.table().is_some() {
        return None;
    }
    Some(Trigger { name: name(schema, tape, 'g').1, event, body })
}
