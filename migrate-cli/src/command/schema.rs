//! `schema`: that of the program, or of a database, in one of several languages.

use maud::{Markup, html};
use migrate_runtime::Schema;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::arguments::{Schema as Wanted, SchemaFormat};
use crate::document::{self, Document};
use crate::failure::Failure;
use crate::output::Output;
use crate::picture::diagram::Diagram;
use crate::picture::{dot, json, mermaid, page, svg, tables};
use crate::sets::Set;

/// A schema, and whose it is.
struct Subject {
    /// `None` of a database, which may have several sets and more.
    set: Option<&'static str>,
    version: Option<i64>,
    schema: Schema,
}

/// What the program was compiled against.
pub(super) fn compiled(
    sets: &[&'static dyn Set],
    wanted: &Wanted,
    output: Output,
) -> Result<Document, Failure> {
    let subject = |set: &&'static dyn Set| {
        let migrations = set.migrations();
        let (at, schema) = match wanted.at {
            None => (migrations.last(), set.schema().clone()),
            Some(version) => {
                let at = migrations.iter().position(|migration| migration.version() == version);
                let known = || migrations.iter().map(|migration| migration.version()).collect::<Vec<_>>();
                let at = at.ok_or_else(|| Failure::no_version(set.name(), version, &known()))?;
                (Some(&migrations[at]), set.schemas()?.swap_remove(at))
            }
        };
        Ok(Subject { set: Some(set.name()), version: at.map(|migration| migration.version()), schema })
    };
    let subjects: Vec<Subject> = sets.iter().map(subject).collect::<Result<_, Failure>>()?;
    let names: Vec<String> = subjects.iter().map(told).collect();
    Ok(document(&subjects, &format!("Schema of {}", names.join(" and ")), wanted, output))
}

/// What the database has, whoever has made it.
pub(super) fn live(
    conn: &Connection,
    database: &str,
    wanted: &Wanted,
    output: Output,
) -> Result<Document, Failure> {
    let subject = Subject { set: None, version: None, schema: Schema::read(conn)? };
    Ok(document(&[subject], &format!("Schema of {database}"), wanted, output))
}

fn document(subjects: &[Subject], title: &str, wanted: &Wanted, output: Output) -> Document {
    let otherwise = if output.json { SchemaFormat::Json } else { SchemaFormat::Sql };
    let diagram = || subjects.iter().map(|it| Diagram::of(&it.schema)).fold(Diagram::default(), Diagram::and);
    let text = match wanted.format.unwrap_or(otherwise) {
        SchemaFormat::Json => None,
        SchemaFormat::Sql => Some(sql(subjects)),
        SchemaFormat::Mermaid => Some(mermaid::document(&diagram())),
        SchemaFormat::Dot => Some(dot::document(&diagram())),
        SchemaFormat::Svg => Some(svg::document(&diagram())),
        SchemaFormat::Html => Some(html(subjects, title)),
    };
    let data = subjects.iter().map(|it| {
        let mut data = json::schema(&it.schema);
        data["version"] = it.version.into();
        json!({ "set": it.set, "data": data })
    });
    Document {
        text,
        data: data.collect::<Vec<Value>>(),
        file: document::file(wanted.output.as_deref()),
        is_painted: false,
    }
}

fn sql(subjects: &[Subject]) -> String {
    match subjects {
        [only] => only.schema.to_string(),
        several => {
            let one = |it: &Subject| {
                // A comment ends with its line.
                let title = crate::picture::glyphs::visible(&told(it));
                format!("-- {title}\n{}", it.schema)
            };
            several.iter().map(one).collect::<Vec<_>>().join("\n")
        }
    }
}

fn html(subjects: &[Subject], title: &str) -> String {
    let several = subjects.len() > 1;
    let body: Markup = html! {
        @for (at, it) in subjects.iter().enumerate() {
            @let diagram = Diagram::of(&it.schema);
            section aria-labelledby=(format!("set-{}", at + 1)) {
                h2 id=(format!("set-{}", at + 1)) { @if several { (told(it)) } @else { "Diagram" } }
                p.lead { (svg::summary(&diagram)) }
                (tables::schema(&it.schema, &diagram, &format!("schema-{}", at + 1)))
            }
        }
    };
    page::document(title, &html! { h1 { (title) } }, &body)
}

fn told(subject: &Subject) -> String {
    match (subject.set, subject.version) {
        (Some(set), Some(version)) => format!("{set} at version {version}"),
        (Some(set), None) => set.to_owned(),
        (None, _) => "the database".to_owned(),
    }
}
