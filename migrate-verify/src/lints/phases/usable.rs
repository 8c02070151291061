//! Whether a program that was compiled against one schema can work on another: what it reads is there, and an INSERT that
//! names the columns it knows works as before.

use migrate_files::diagnostic::phases::lack;
use migrate_runtime::__private::schema::facts;
use migrate_runtime::{Column, ForeignKey, Generated, Index, Origin, Schema, Table, Trigger};
use migrate_token::{Token, significant};

/// What a program that was compiled against the schema `known` lacks where it finds the schema `found`. What a trigger does to
/// rows, no schema tells, but that it may refuse one.
pub(super) fn lacks(known: &Schema, found: &Schema) -> Vec<String> {
    let tables = known.tables().iter().flat_map(|table| lacks_of_table(table, found));
    let views = known.views().iter().flat_map(|view| {
        let columns: Vec<&str> = view.columns().iter().map(|column| column.as_str()).collect();
        readable(view.name(), &columns, found).unwrap_or_else(|| vec![lack::view(view.name())])
    });
    let is_gone = |name: &str| !found.triggers().iter().any(|trigger| is(trigger.name(), name));
    // One of a table that is gone is no matter of its own.
    let is_there = |name: &str| found.table(name).is_some() || found.view(name).is_some();
    let triggers = known.triggers().iter().filter(|it| is_gone(it.name()) && is_there(it.table()));
    let triggers = triggers.map(|it| lack::trigger(it.name(), it.table()));
    let is_known = |it: &Trigger| known.triggers().iter().any(|other| other.sql() == it.sql());
    let may_refuse = |it: &&Trigger| {
        let of_known = known.table(it.table()).is_some() || known.view(it.table()).is_some();
        of_known && !is_known(it) && significant(it.sql()).any(|token| token.is_word("RAISE"))
    };
    let refusing = found.triggers().iter().filter(may_refuse).map(|it| lack::refuses(it.name(), it.table()));
    tables.chain(views).chain(triggers).chain(refusing).collect()
}

fn is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}

/// The columns that are missing in the table or the view of that name; `None` if there is neither.
fn readable(name: &str, columns: &[&str], found: &Schema) -> Option<Vec<String>> {
    let there: Vec<&str> = match (found.table(name), found.view(name)) {
        (Some(table), _) => table.columns().iter().map(Column::name).collect(),
        (None, Some(view)) => view.columns().iter().map(|column| column.as_str()).collect(),
        (None, None) => return None,
    };
    let missing = columns.iter().filter(|column| !there.iter().any(|it| is(it, column)));
    Some(missing.map(|column| lack::column(name, column)).collect())
}

fn lacks_of_table(known: &Table, found: &Schema) -> Vec<String> {
    let name = known.name();
    let Some(table) = found.table(name) else {
        let columns: Vec<&str> = known.columns().iter().map(Column::name).collect();
        let mut lacks = readable(name, &columns, found).unwrap_or_else(|| vec![lack::table(name)]);
        if lacks.is_empty() && !found.triggers().iter().any(|trigger| is(trigger.table(), name)) {
            lacks.push(lack::writes(name));
        }
        return lacks;
    };
    if known.module() != table.module() {
        return vec![lack::module(name)];
    }
    let mut lacks: Vec<String> =
        known.columns().iter().flat_map(|column| lacks_of_column(known, column, table)).collect();
    lacks.extend(
        new_columns(known, table)
            .filter(|column| is_required(column))
            .map(|it| lack::required(name, it.name())),
    );
    let key = |table: &Table| -> Vec<String> {
        table.primary_key().iter().map(|column| column.name().to_ascii_lowercase()).collect()
    };
    if key(known) != key(table) || known.without_rowid() != table.without_rowid() {
        lacks.push(lack::key(name));
    }
    if table.strict() && !known.strict() {
        lacks.push(lack::strict(name));
    }
    lacks.extend(lacks_of_constraints(known, table));
    lacks.extend(failing(known, table));
    lacks
}

/// What is computed for each row, and may fail for some: SQLite refuses these.
fn failing<'t>(known: &'t Table, table: &'t Table) -> impl Iterator<Item = String> + 't {
    let is_known = |text: &str| known.indexes().iter().flat_map(parts).any(|it| it == text);
    let of_index =
        table.indexes().iter().flat_map(parts).filter(move |text| !is_known(text) && may_fail(text));
    let is_indexed = |column: &Column| {
        let mut columns = table.indexes().iter().flat_map(Index::columns).filter_map(|it| it.name());
        columns.any(|name| is(name, column.name()))
    };
    let is_computed = move |column: &&Column| {
        column.generated() == Some(Generated::Stored) || column.not_null() || is_indexed(column)
    };
    let of_column = new_columns(known, table).filter(is_computed);
    let of_column = of_column.filter(|column| column.expression().is_some_and(may_fail));
    of_index
        .map(|text| lack::index(known.name(), text))
        .chain(of_column.map(|column| lack::computed(known.name(), column.name())))
}

/// The expressions of an index.
fn parts(index: &Index) -> impl Iterator<Item = &str> {
    let expressions = index.columns().iter().filter_map(|column| column.expression());
    expressions.chain(index.condition())
}

/// Functions that have a value for whatever they are given.
const TOTAL: [&str; 24] = [
    "coalesce",
    "format",
    "glob",
    "hex",
    "ifnull",
    "iif",
    "instr",
    "length",
    "like",
    "likelihood",
    "likely",
    "lower",
    "ltrim",
    "nullif",
    "octet_length",
    "printf",
    "quote",
    "replace",
    "rtrim",
    "sign",
    "substr",
    "trim",
    "typeof",
    "upper",
];

/// Words that a parenthesis may follow, and that call nothing.
const KEYWORDS: [&str; 13] =
    ["and", "between", "case", "cast", "else", "glob", "in", "like", "not", "or", "then", "when", "is"];

/// Whether an expression may have no value but an error, for some row.
fn may_fail(expression: &str) -> bool {
    let tokens: Vec<Token<'_>> = significant(expression).collect();
    let calls = |pair: &[Token<'_>]| {
        let is_any = |words: &[&str]| words.iter().any(|word| pair[0].is_word(word));
        pair[1].text == "(" && pair[0].name().is_some() && !is_any(&TOTAL) && !is_any(&KEYWORDS)
    };
    // They take JSON apart.
    let is_arrow = |token: &Token<'_>| token.text == "->" || token.text == "->>";
    tokens.windows(2).any(calls) || tokens.iter().any(is_arrow)
}

fn new_columns<'t>(known: &'t Table, table: &'t Table) -> impl Iterator<Item = &'t Column> {
    table.columns().iter().filter(|column| known.column(column.name()).is_none())
}

/// Whether an INSERT has to name the column.
pub(super) fn is_required(column: &Column) -> bool {
    column.not_null() && column.default().is_none() && column.generated().is_none() && !column.hidden()
}

/// At most one for each column: the rest follows.
fn lacks_of_column(known: &Table, column: &Column, table: &Table) -> Option<String> {
    let (name, of) = (column.name(), known.name());
    let Some(now) = table.column(name) else { return Some(lack::column(of, name)) };
    // The key of rows is never NULL, whatever is declared.
    let is_rowid = |table: &Table| table.rowid_alias().is_some_and(|alias| is(alias.name(), name));
    let takes_null = |table: &Table, column: &Column| !column.not_null() && !is_rowid(table);
    let kind = |column: &Column| (column.affinity(), column.collation().map(str::to_ascii_uppercase));
    let computed = |column: &Column| column.expression().map(str::to_owned);
    Some(if computed(column) != computed(now) {
        lack::generated(of, name)
    } else if kind(column) != kind(now) {
        lack::kind(of, name)
    } else if !takes_null(known, column) && takes_null(table, now) {
        lack::null(of, name)
    } else if takes_null(known, column) && !takes_null(table, now) && !is_rowid(table) {
        lack::not_null(of, name)
    } else if is_required(now) && !is_required(column) && !is_rowid(table) {
        lack::default(of, name)
    } else {
        return None;
    })
}

fn lacks_of_constraints<'t>(known: &'t Table, table: &'t Table) -> impl Iterator<Item = String> + 't {
    let name = known.name();
    let is_new = |column: &str| known.column(column).is_none();
    // A row of an older program has NULL there, which is like no other.
    let stays_null =
        move |column: &str| is_new(column) && table.column(column).is_some_and(|it| it.default().is_none());
    let unique = move |index: &&Index| {
        let columns = index.columns();
        !columns.iter().all(|column| column.name().is_some_and(stays_null))
    };
    let more = without(table, known).filter(unique).map(|it| lack::unique(name, &facts::key_columns(it)));
    let less = without(known, table).map(|it| lack::no_longer_unique(name, &facts::key_columns(it)));
    let names_known = |check: &str| {
        let mut names = significant(check).filter_map(|token| token.name());
        names.any(|name| known.column(&name).is_some())
    };
    let has = |check: &str| known.checks().iter().any(|it| it.as_str() == check);
    let checks = table.checks().iter().map(|check| check.as_str());
    let checks =
        checks.filter(move |check| !has(check) && names_known(check)).map(|it| lack::check(name, it));
    let key = |key: &ForeignKey| facts::foreign_key(key);
    let is_known = move |it: &&ForeignKey| known.foreign_keys().iter().any(|other| key(other) == key(it));
    let of_new = move |it: &&ForeignKey| it.columns().iter().all(|column| is_new(column.as_str()));
    let keys = table.foreign_keys().iter().filter(move |it| !is_known(it) && !of_new(it)).map(move |it| {
        let columns = facts::joined(it.columns().iter().map(|column| column.as_str()));
        lack::foreign_key(name, &columns, it.parent())
    });
    more.chain(less).chain(checks).chain(keys)
}

/// What is unique in the one table, and not in the other, but for its primary key.
fn without<'t>(one: &'t Table, other: &'t Table) -> impl Iterator<Item = &'t Index> {
    let rule = |index: &Index| (facts::key_columns(index), index.condition().map(str::to_owned));
    let unique = |table: &'t Table| {
        table.indexes().iter().filter(|index| index.unique() && index.origin() != Origin::PrimaryKey)
    };
    unique(one).filter(move |index| !unique(other).any(|it| rule(it) == rule(index)))
}
