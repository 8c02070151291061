//! What a schema holds, as a part of a page: all that a diagram leaves out, and what stands for it where it cannot be seen.

use maud::{Markup, html};
use migrate_runtime::{Index, Origin, Schema, Table, Trigger, View};

use super::diagram::{Diagram, Entity, Kind};
use super::{glyphs, svg};

/// The diagram, and behind it each table and view, which the diagram leads to.
pub(crate) fn schema(schema: &Schema, diagram: &Diagram, prefix: &str) -> Markup {
    html! {
        (framed(svg::within(diagram, prefix), "diagram"))
        @if !diagram.entities.is_empty() {
            p.legend {
                "A line leads from the table that refers to the one that is referred to: " b { "PK" }
                " primary key, " b { "FK" } " foreign key, " b { "UK" } " unique. A type with a " code { "?" }
                " may be NULL. A circle at its end: the reference may be missing."
            }
        }
        @for (at, entity) in diagram.entities.iter().enumerate() {
            @let anchor = svg::anchor(prefix, at);
            @match entity.kind {
                Kind::Table | Kind::Virtual(_) => @if let Some(table) = schema.table(&entity.name) {
                    (of_table(table, entity, diagram, at, schema.triggers(), &anchor))
                },
                Kind::View => @if let Some(view) = schema.view(&entity.name) {
                    (of_view(view, schema.triggers(), &anchor))
                },
                Kind::Absent => {}
            }
        }
    }
}

/// A picture that may be wider than the page.
pub(crate) fn framed(picture: Markup, what: &str) -> Markup {
    html! {
        figure.picture {
            label.fit { input type="checkbox"; " Fit to width" }
            div.scroll tabindex="0" role="region" aria-label=(format!("{what}, which can be scrolled")) { (picture) }
        }
    }
}

fn of_table(
    table: &Table,
    entity: &Entity,
    diagram: &Diagram,
    at: usize,
    triggers: &[Trigger],
    anchor: &str,
) -> Markup {
    let kind = table.module().map_or("table".to_owned(), |module| format!("virtual table, {module}"));
    let options = entity.options.iter().map(|option| (*option).to_owned());
    let what: Vec<String> = [kind].into_iter().chain(options).collect();
    let relationships = diagram.relationships.iter().filter(|it| it.child == at || it.parent == at);
    let told: Vec<String> = relationships.map(|it| diagram.told(it)).collect();
    let indexes: Vec<&Index> = table.indexes().iter().collect();
    entry(
        table.name(),
        &what.join(", "),
        anchor,
        &html! {
            div.scroll tabindex="0" role="region" aria-label="columns" {
                table {
                    thead { tr { th scope="col" { "column" } th scope="col" { "type" } th scope="col" { "NULL" } th scope="col" { "key" } th scope="col" { "default" } } }
                    tbody {
                        @for column in table.columns() {
                            @let drawn = entity.columns.iter().find(|it| it.name == column.name());
                            tr {
                                th scope="row" { code { (glyphs::visible(column.name())) } }
                                td { code { (glyphs::visible(column.declared_type())) } }
                                td { @if drawn.is_some_and(|it| it.is_nullable) { "allowed" } }
                                td { @if let Some(drawn) = drawn { (drawn.marks().join(" ")) } @else { "hidden" } }
                                td {
                                    @if let Some(default) = column.default() { code { (glyphs::visible(default)) } }
                                    @if let Some(expression) = column.expression() { "generated as " code { (glyphs::visible(expression)) } }
                                }
                            }
                        }
                    }
                }
            }
            (list("References", told.iter().map(|told| html! { (glyphs::visible(told)) }).collect()))
            (list("Indexes", indexes.into_iter().map(of_index).collect()))
            (list("Checks", table.checks().iter().map(|check| html! { code { (glyphs::visible(check)) } }).collect()))
            (of_triggers(triggers, table.name()))
            (sql(table.sql()))
        },
    )
}

fn of_view(view: &View, triggers: &[Trigger], anchor: &str) -> Markup {
    let columns = view.columns().iter().map(|name| html! { code { (glyphs::visible(name)) } }).collect();
    entry(
        view.name(),
        "view",
        anchor,
        &html! {
            (list("Columns", columns))
            (of_triggers(triggers, view.name()))
            (sql(view.sql()))
        },
    )
}

fn of_triggers(triggers: &[Trigger], table: &str) -> Markup {
    let own = triggers.iter().filter(|trigger| trigger.table().eq_ignore_ascii_case(table));
    list("Triggers", own.map(|it| html! { code { (glyphs::visible(it.name())) } (sql(it.sql())) }).collect())
}

fn of_index(index: &Index) -> Markup {
    let columns = index.columns().iter().map(|column| {
        let name = column.name().or(column.expression()).unwrap_or("rowid");
        format!("{name}{}", if column.descending() { " DESC" } else { "" })
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    let origin = match index.origin() {
        Origin::Create => "",
        Origin::Unique => ", of a constraint",
        Origin::PrimaryKey => ", of the primary key",
    };
    html! {
        code { (glyphs::visible(index.name())) } " on " code { (glyphs::visible(&columns)) }
        @if index.unique() { ", unique" }
        (origin)
        @if let Some(condition) = index.condition() { ", where " code { (glyphs::visible(condition)) } }
    }
}

fn entry(name: &str, what: &str, anchor: &str, body: &Markup) -> Markup {
    html! {
        details {
            summary { code { (glyphs::visible(name)) } " " span.what { (glyphs::visible(what)) } }
            // Whoever comes to what is inside finds it open.
            div.body id=(anchor) { (body) }
        }
    }
}

fn list(title: &str, items: Vec<Markup>) -> Markup {
    html! {
        @if !items.is_empty() {
            p.subtitle { (title) }
            ul { @for item in items { li { (item) } } }
        }
    }
}

/// A text of SQL.
pub(crate) fn sql(text: &str) -> Markup {
    html! {
        pre tabindex="0" role="region" aria-label="SQL" { code { (glyphs::visible_lines(text.trim_end())) } }
    }
}
