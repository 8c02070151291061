//! A diagram as SVG.

use maud::{Markup, PreEscaped, html};

use super::diagram::{Attribute, Diagram, Entity, Kind, Relationship};
use super::layout::{self, Line, Point, Size};
use super::{glyphs, page, palette};

/// Of a monospaced font: most are a little narrower.
pub(crate) const CHARACTER: f64 = 0.61;
const FONT: f64 = 13.0;
const HEADING: f64 = 32.0;
const ROW: f64 = 22.0;
const PADDING: f64 = 12.0;
const MARGIN: f64 = 16.0;
/// What a line needs for its ends.
const END: f64 = 18.0;
/// Names are cut behind so many columns.
const LONGEST_NAME: usize = 36;
const LONGEST_TYPE: usize = 24;

/// What the shapes look like; `{ink}` is a colour.
pub(crate) const STYLE: &str = "\
.er text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace; white-space: pre; }
.er text { fill: {ink}; }
.er .title { font-weight: 600; }
.er .label, .er .type { fill: {muted}; }
.er .label, .er .mark { font-size: 10.5px; }
.er .mark { fill: {accent}; font-weight: 600; }
.er .generated { font-style: italic; }
.er .card { fill: {card}; stroke: {border}; }
.er .head { stroke: {border}; }
.er .table .head { fill: {table}; }
.er .virtual .head { fill: {virtual}; }
.er .view .head { fill: {view}; }
.er .absent .head { fill: {absent}; stroke-dasharray: 4 3; }
.er .link path { fill: none; stroke-width: 1.25; }
.er .link path { stroke: {line}; }
.er .link circle { fill: {card}; stroke: {line}; stroke-width: 1.25; }
.er .link .near { stroke: transparent; stroke-width: 12; }
.er .link:hover path:not(.near), .er .link:hover circle { stroke: {accent}; stroke-width: 2; }
";

/// A file of its own.
pub(crate) fn document(diagram: &Diagram) -> String {
    let style = format!(".er {{ background: {{page}}; }}\n{STYLE}");
    let picture = picture(diagram, Some(&palette::alone(&style)), None);
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", page::lines(&picture))
}

/// A part of a page, where each table leads to the place `PREFIX-TABLE`.
pub(crate) fn within(diagram: &Diagram, prefix: &str) -> Markup {
    picture(diagram, None, Some(prefix))
}

/// What it shows, in words.
pub(crate) fn summary(diagram: &Diagram) -> String {
    let count = |of: fn(&Kind) -> bool, one: &str, many: &str| match diagram
        .entities
        .iter()
        .filter(|entity| of(&entity.kind))
        .count()
    {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let keys = match diagram.relationships.len() {
        0 => None,
        1 => Some("1 foreign key".to_owned()),
        n => Some(format!("{n} foreign keys")),
    };
    let parts = [
        count(|kind| *kind == Kind::Table, "table", "tables"),
        count(|kind| matches!(kind, Kind::Virtual(_)), "virtual table", "virtual tables"),
        count(|kind| *kind == Kind::View, "view", "views"),
        count(|kind| *kind == Kind::Absent, "table that is not there", "tables that are not there"),
        keys,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "no table".to_owned() } else { parts.join(", ") }
}

/// How wide it is, for a page: it may be narrower there, but not until nobody can read it.
pub(crate) fn width_of(width: f64) -> String {
    format!("--width: {width}px")
}

/// Where an entity is told of, on a page.
pub(crate) fn anchor(prefix: &str, at: usize) -> String {
    format!("{prefix}-{}", at + 1)
}

fn picture(diagram: &Diagram, style: Option<&str>, prefix: Option<&str>) -> Markup {
    let sizes: Vec<Size> = diagram.entities.iter().map(size).collect();
    let line = |it: &Relationship| Line {
        child: it.child,
        child_at: it.columns.first().map_or(HEADING / 2.0, |(column, _)| middle(*column)),
        parent: it.parent,
        parent_at: it.columns.first().and_then(|(_, column)| *column).map_or(HEADING / 2.0, middle),
    };
    let lines: Vec<Line> = diagram.relationships.iter().map(line).collect();
    let layout = layout::layout(&sizes, &lines);
    let width = (layout.size.width + 2.0 * MARGIN).ceil().max(160.0);
    let height = (layout.size.height + 2.0 * MARGIN).ceil().max(64.0);
    html! {
        svg.er xmlns="http://www.w3.org/2000/svg" width=(width) height=(height)
            viewBox=(format!("{} {} {width} {height}", -MARGIN, -MARGIN)) role="img"
            aria-label=(format!("entity-relationship diagram: {}", summary(diagram)))
            style=[prefix.map(|_| width_of(width))]
        {
            @if let Some(style) = style {
                title { (summary(diagram)) }
                style { (PreEscaped(style)) }
            }
            @if diagram.entities.is_empty() { text.type x="0" y="20" { "no table" } }
            @for (it, route) in diagram.relationships.iter().zip(&layout.routes) {
                (link(&glyphs::visible(&diagram.told(it)), it, route))
            }
            @for (at, (entity, (corner, width))) in diagram.entities.iter().zip(&layout.boxes).enumerate() {
                @let shape = entity_at(entity, *corner, *width, sizes[at].height);
                @match prefix {
                    // Those who go by keyboard find the same links in the list below.
                    Some(prefix) if entity.kind != Kind::Absent => {
                        a href=(format!("#{}", anchor(prefix, at))) tabindex="-1" { (shape) }
                    }
                    _ => (shape),
                }
            }
        }
    }
}

fn size(entity: &Entity) -> Size {
    let wide = |text: &str, font: f64| glyphs::columns(text) as f64 * font * CHARACTER;
    let marks = marks_width(entity);
    let row = |it: &Attribute| {
        let name = wide(&name_of(&it.name), FONT);
        let of_type = type_of(it);
        marks + name + if of_type.is_empty() { 0.0 } else { 20.0 + wide(&of_type, FONT) }
    };
    let label = label(entity);
    let title =
        wide(&name_of(&entity.name), FONT) + if label.is_empty() { 0.0 } else { 16.0 + wide(&label, 10.5) };
    let widest = entity.columns.iter().map(row).fold(title.max(96.0), f64::max);
    let rows = entity.columns.len() as f64 * ROW;
    Size {
        width: (widest + 2.0 * PADDING).ceil(),
        height: HEADING + if entity.columns.is_empty() { 0.0 } else { rows + 6.0 },
    }
}

/// A name, as it is drawn.
fn name_of(name: &str) -> String {
    match glyphs::short(name, LONGEST_NAME) {
        empty if empty.is_empty() => "(no name)".to_owned(),
        name => name,
    }
}

fn label(entity: &Entity) -> String {
    let options = entity.options.iter().map(|option| (*option).to_owned());
    let all: Vec<String> = entity.kind.label().into_iter().chain(options).collect();
    glyphs::short(&all.join(", "), 40)
}

/// A type that may be NULL ends with a question mark.
fn type_of(attribute: &Attribute) -> String {
    let null = if attribute.is_nullable { "?" } else { "" };
    let name = glyphs::short(&attribute.declared_type.to_ascii_lowercase(), LONGEST_TYPE);
    if name.is_empty() && attribute.is_nullable { "any?".to_owned() } else { name + null }
}

fn marks_width(entity: &Entity) -> f64 {
    let most = entity.columns.iter().map(|it| it.marks().join(" ").len()).max().unwrap_or(0);
    if most == 0 { 0.0 } else { most as f64 * 10.5 * CHARACTER + 8.0 }
}

/// The middle of a column's row, from the top.
fn middle(column: usize) -> f64 {
    HEADING + 3.0 + ROW * (column as f64 + 0.5)
}

fn entity_at(entity: &Entity, Point { x, y }: Point, width: f64, height: f64) -> Markup {
    let class = match entity.kind {
        Kind::Table => "table",
        Kind::Virtual(_) => "virtual",
        Kind::View => "view",
        Kind::Absent => "absent",
    };
    let has_rows = !entity.columns.is_empty();
    let head = if has_rows {
        // Round above, and straight where the rows begin.
        format!(
            "M{x} {}v{}a6 6 0 0 1 6 -6h{}a6 6 0 0 1 6 6v{}z",
            y + HEADING,
            6.0 - HEADING,
            width - 12.0,
            HEADING - 6.0
        )
    } else {
        let (across, down) = (width - 12.0, HEADING - 12.0);
        format!(
            "M{x} {}a6 6 0 0 1 6 -6h{across}a6 6 0 0 1 6 6v{down}a6 6 0 0 1 -6 6h-{across}a6 6 0 0 1 -6 -6z",
            y + 6.0
        )
    };
    let marks = marks_width(entity);
    html! {
        g class=(class) {
            title { (glyphs::visible(&entity.name)) }
            rect.card x=(x) y=(y) width=(width) height=(height) rx="6" {}
            path.head d=(head) {}
            text.title x=(x + PADDING) y=(y + 21.0) { (name_of(&entity.name)) }
            @let label = label(entity);
            @if !label.is_empty() {
                text.label x=(x + width - PADDING) y=(y + 20.5) text-anchor="end" { (label) }
            }
            @for (at, it) in entity.columns.iter().enumerate() {
                @let base = y + middle(at) + 4.5;
                @if !it.marks().is_empty() {
                    text.mark x=(x + PADDING) y=(base - 0.5) { (it.marks().join(" ")) }
                }
                @let name = name_of(&it.name);
                text.generated[it.is_generated] x=(x + PADDING + marks) y=(base) {
                    @if name != it.name { title { (glyphs::visible(&it.name)) } }
                    (name)
                }
                @if !type_of(it).is_empty() {
                    text.type x=(x + width - PADDING) y=(base) text-anchor="end" { (type_of(it)) }
                }
            }
        }
    }
}

fn link(told: &str, it: &Relationship, route: &[Point]) -> Markup {
    let (Some(child), Some(parent)) = (route.first(), route.last()) else { return html! {} };
    // Which way the line leaves: to the right, or to the left.
    let (child_way, parent_way) = match route {
        [one, other] if it.child == it.parent => (1.0, if one.x <= other.x { 1.0 } else { -1.0 }),
        _ if child.x < parent.x => (1.0, -1.0),
        _ => (-1.0, 1.0),
    };
    let path = if it.child == it.parent { own(*child, *parent) } else { curve(route) };
    let (x, y) = (child.x, child.y);
    let foot = if it.is_single {
        format!("M{} {}v10", x + 8.0 * child_way, y - 5.0)
    } else {
        let tip = x + 10.0 * child_way;
        format!("M{tip} {y}L{x} {}M{tip} {y}L{x} {}", y - 5.0, y + 5.0)
    };
    let bar = format!("M{} {}v10", parent.x + 7.0 * parent_way, parent.y - 5.0);
    // The other columns of a key join the first one.
    let others = |place: fn(&(usize, Option<usize>)) -> Option<usize>, end: &Point, way: f64| {
        let heights = it.columns.iter().skip(1).filter_map(place).map(middle);
        let first = it.columns.first().and_then(place).map_or(0.0, middle);
        let join = |height: f64| format!("M{} {}h{}V{}", end.x, end.y - first + height, END * way, end.y);
        heights.map(join).collect::<String>()
    };
    let joined = others(|(column, _)| Some(*column), child, child_way)
        + &others(|(_, column)| *column, parent, parent_way);
    html! {
        g.link {
            title { (told) }
            path.near d=(path) {}
            path d=(path) {}
            path d=(foot) {}
            path d=(bar) {}
            @if !joined.is_empty() { path d=(joined) {} }
            @if !it.is_required { circle cx=(parent.x + 13.0 * parent_way) cy=(parent.y) r="3.5" {} }
        }
    }
}

/// Curves between ranks, and straight through them, and where the ends are drawn.
fn curve(route: &[Point]) -> String {
    let mut path = format!("M{} {}", route[0].x, route[0].y);
    let last = route.len() - 2;
    for (at, pair) in route.windows(2).enumerate() {
        let (from, to) = (pair[0], pair[1]);
        if at % 2 == 1 {
            path.push_str(&format!("H{}", to.x));
            continue;
        }
        let way = if from.x < to.x { END } else { -END };
        let start = from.x + if at == 0 { way } else { 0.0 };
        let stop = to.x - if at == last { way } else { 0.0 };
        let half = ((start + stop) / 2.0).round();
        path.push_str(&format!("H{start}C{half} {} {half} {} {stop} {}H{}", from.y, to.y, to.y, to.x));
    }
    path
}

/// From a table to itself, around its right side.
fn own(from: Point, to: Point) -> String {
    let (out, r) = (from.x + 26.0, 6.0);
    if from.y == to.y {
        // A row that refers to itself.
        return format!("M{} {}H{out}v8H{}", from.x, from.y - 4.0, from.x);
    }
    let way = if to.y < from.y { -1.0 } else { 1.0 };
    let turn = if to.y < from.y { 0 } else { 1 };
    format!(
        "M{x} {y}H{}a{r} {r} 0 0 {turn} {r} {}V{}a{r} {r} 0 0 {turn} -{r} {}H{x}",
        out - r,
        r * way,
        to.y - r * way,
        r * way,
        x = from.x,
        y = from.y,
    )
}
