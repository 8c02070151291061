//! `fixtures`: templates of rows for the tables that the build can make up none for.

use migrate_files::diagnostic::in_sql;
use migrate_files::lint::{Level, Levels};
use migrate_token::significant;
use migrate_verify::schema::{Affinity, Column, Generated, Table};
use migrate_verify::shadow::Lacking;
use migrate_verify::{Verified, verify};

use super::new::create;
use super::{rejected, typed};
use crate::failure::{DONE, FAILED, Failure};
use crate::output::Output;
use crate::sets::Asked;

pub(super) fn run(sets: &[Asked], output: Output) -> Result<u8, Failure> {
    let mut code = DONE;
    for asked in sets {
        code = code.max(write(asked, output)?);
    }
    Ok(code)
}

fn write(asked: &Asked, output: Output) -> Result<u8, Failure> {
    if !asked.errors.is_empty() {
        rejected(asked, asked.errors.clone(), output);
        return Ok(FAILED);
    }
    // Whoever asks for them wants to know of tables for which the lint is silent, too; and no lint is in the way.
    let mut options = asked.options.clone();
    options.levels = Levels::all(Level::Allow);
    let verified = match verify(&options).outcome {
        Ok(verified) => verified,
        Err(rejection) => {
            rejected(asked, rejection.diagnostics, output);
            return Ok(FAILED);
        }
    };
    if verified.proof.lacking.is_empty() {
        output.told(&format!("set `{}` needs no fixture: the build has rows of every table", options.set));
    }
    let root = options.root().map_err(|problem| Failure::directory(&problem))?;
    for lacking in by_migration(&verified) {
        let Some(migration) = lacking.first().and_then(|first| verified.set.migration(first.version)) else {
            continue;
        };
        let path = root.join(migration.fixture_within());
        let tables: Vec<String> = lacking.iter().map(|it| format!("`{}`", it.table.name())).collect();
        let tables = tables.join(", ");
        if path.exists() {
            output.note(&format!(
                "rows of {tables} are still missing\n --> {}\n  = help: the fixture is there, and is not overwritten: add them",
                typed(&path)
            ));
            continue;
        }
        create(&path, &text(&migration.up.name, lacking))?;
        output.told(&typed(&path));
        output.note(&format!("the file waits for rows of {tables}: write values, and take the dashes away"));
    }
    Ok(DONE)
}

/// The tables that lack rows, those of one migration together.
fn by_migration(verified: &Verified) -> impl Iterator<Item = &[Lacking]> {
    verified.proof.lacking.chunk_by(|one, other| one.version == other.version)
}

/// A fixture that does nothing yet.
fn text(migration: &str, lacking: &[Lacking]) -> String {
    let head = format!(
        "-- Rows that the build has behind `{migration}`, and nobody else. It could make up none of these.\n"
    );
    let tables: Vec<String> = lacking.iter().map(|lacking| table(&lacking.table, &lacking.message)).collect();
    format!("{head}\n{}", tables.join("\n"))
}

fn table(table: &Table, message: &str) -> String {
    let columns = || table.columns().iter().filter(|column| !column.hidden());
    let width = columns().map(|column| in_sql(column.name()).chars().count()).max().unwrap_or_default();
    let key = table.rowid_alias().map(Column::name);
    let mut lines = vec![format!("{}: SQLite says {}", table.name(), message.replace('\n', " "))];
    lines.extend(columns().map(|column| {
        let name = in_sql(column.name());
        format!("  {name:width$}  {}", rules(column, key)).trim_end().to_owned()
    }));
    lines.extend(keys(table));
    lines.push("Write values that the table takes, and take the dashes away:".to_owned());
    let stored = || columns().filter(|column| column.generated().is_none());
    let names: Vec<String> = stored().map(|column| in_sql(column.name())).collect();
    let values: Vec<&str> = stored().map(example).collect();
    let insert = match names.len() {
        0 => format!("INSERT INTO {} DEFAULT VALUES;", in_sql(table.name())),
        _ => format!(
            "INSERT INTO {} ({}) VALUES\n    ({});",
            in_sql(table.name()),
            names.join(", "),
            values.join(", ")
        ),
    };
    lines.extend(insert.lines().map(str::to_owned));
    lines.iter().map(|line| format!("-- {line}\n")).collect()
}

/// What a column is declared to hold.
fn rules(column: &Column, key: Option<&str>) -> String {
    let mut words = vec![column.declared_type().to_owned()];
    if key == Some(column.name()) {
        words.push("PRIMARY KEY".to_owned());
    }
    if column.not_null() {
        words.push("NOT NULL".to_owned());
    }
    words.extend(column.collation().map(|collation| format!("COLLATE {collation}")));
    words.extend(column.default().map(|default| format!("DEFAULT {}", default.replace('\n', " "))));
    words.extend(column.generated().map(|generated| {
        let how = if generated == Generated::Stored { "STORED" } else { "VIRTUAL" };
        format!("AS ({}) {how}, not to be written", written(column.expression().unwrap_or_default()))
    }));
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// What the table says of several columns.
fn keys(table: &Table) -> Vec<String> {
    let columns = |names: Vec<String>| names.join(", ");
    let mut lines = Vec::new();
    if table.rowid_alias().is_none() && !table.primary_key().is_empty() {
        let names = table.primary_key().iter().map(|column| in_sql(column.name())).collect();
        lines.push(format!("  PRIMARY KEY ({})", columns(names)));
    }
    for index in table.indexes().iter().filter(|index| index.unique()) {
        let names: Option<Vec<String>> =
            index.columns().iter().map(|column| column.name().map(in_sql)).collect();
        lines.extend(names.map(|names| format!("  UNIQUE ({})", columns(names))));
    }
    for key in table.foreign_keys() {
        let names = key.columns().iter().map(|name| in_sql(name)).collect();
        lines.push(format!("  FOREIGN KEY ({}) REFERENCES {}", columns(names), in_sql(key.parent())));
    }
    lines.extend(table.checks().iter().map(|check| format!("  CHECK ({})", written(check.as_str()))));
    lines
}

/// An expression with the blanks that people write.
fn written(expression: &str) -> String {
    let mut text = String::new();
    for token in significant(expression) {
        if !text.is_empty() && !text.ends_with('(') && !matches!(token.text, ")" | ",") {
            text.push(' ');
        }
        text.push_str(token.text);
    }
    text
}

/// A value of the kind that the column prefers.
fn example(column: &Column) -> &'static str {
    match column.affinity() {
        Affinity::Text => "'…'",
        Affinity::Blob if column.declared_type().is_empty() => "'…'",
        Affinity::Blob => "x'00'",
        Affinity::Real => "1.5",
        Affinity::Numeric | Affinity::Integer => "1",
    }
}
