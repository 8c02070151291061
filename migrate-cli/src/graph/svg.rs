//! As SVG: a row for each migration, and a line for the life of each table.

use maud::{Markup, PreEscaped, html};

use super::{Change, Graph, Lane, Step, Touch, marks};
use crate::picture::svg::{CHARACTER, width_of};
use crate::picture::{glyphs, page, palette};

const ROW: f64 = 30.0;
const LANE: f64 = 30.0;
const MARGIN: f64 = 16.0;
const LONGEST: usize = 30;

/// What the shapes look like; `{ink}` is a colour. Texts are those of diagrams.
pub(crate) const STYLE: &str = "\
.life .row { stroke: {border}; }
.life .lane { stroke: {line}; stroke-width: 1.5; }
.life .lane.of-view { stroke-dasharray: 3 3; }
.life .writes { fill: {card}; stroke: {accent}; stroke-width: 1.5; }
.life .creates { fill: {good}; stroke: {good}; }
.life .changes { fill: {accent}; stroke: {accent}; }
.life .renames { fill: {card}; stroke: {accent}; stroke-width: 1.5; }
.life .drops { fill: none; stroke: {bad}; stroke-width: 2.25; }
";

/// A file of its own.
pub(crate) fn document(graphs: &[Graph]) -> String {
    let style =
        palette::alone(&format!(".er {{ background: {{page}}; }}\n{}{STYLE}", crate::picture::svg::STYLE));
    let parts: Vec<(Markup, f64, f64)> = graphs.iter().map(drawn).collect();
    let is_several = graphs.len() > 1;
    let title = if is_several { 28.0 } else { 0.0 };
    let width = parts.iter().map(|(_, width, _)| *width).fold(0.0, f64::max);
    let mut tops = vec![0.0];
    parts.iter().for_each(|(_, _, height)| tops.push(tops[tops.len() - 1] + height + title));
    let height = tops[tops.len() - 1] + 28.0;
    let whole = html! {
        svg.er.life xmlns="http://www.w3.org/2000/svg" width=(width) height=(height)
            viewBox=(format!("0 0 {width} {height}")) role="img" aria-label="which migration touches which table"
        {
            title { "which migration touches which table" }
            style { (PreEscaped(style)) }
            @for ((part, _, _), (graph, top)) in parts.iter().zip(graphs.iter().zip(&tops)) {
                @if is_several { text.title x=(MARGIN) y=(top + 24.0) { (glyphs::short(&graph.set, LONGEST)) } }
                g transform=(format!("translate(0 {})", top + title)) { (part) }
            }
            (legend(height - 16.0))
        }
    };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", page::lines(&whole))
}

/// A part of a page.
pub(crate) fn within(graph: &Graph) -> Markup {
    let (picture, width, height) = drawn(graph);
    let height = height + 28.0;
    html! {
        svg.er.life xmlns="http://www.w3.org/2000/svg" width=(width) height=(height)
            viewBox=(format!("0 0 {width} {height}")) role="img"
            aria-label="which migration touches which table; the list of migrations tells the same"
            style=(width_of(width))
        {
            (picture)
            (legend(height - 16.0))
        }
    }
}

fn legend(y: f64) -> Markup {
    let marks = [
        ("creates", Some(Change::Creates)),
        ("changes", Some(Change::Changes)),
        ("renames", Some(Change::Renames(String::new()))),
        ("drops", Some(Change::Drops)),
        ("writes rows", None),
    ];
    let step = |at: usize| MARGIN + 6.0 + at as f64 * 92.0;
    html! {
        @for (at, (name, change)) in marks.iter().enumerate() {
            (mark(change.as_ref(), change.is_none(), step(at), y - 4.0))
            text.label x=(step(at) + 12.0) y=(y) { (name) }
        }
    }
}

/// With its width and its height.
fn drawn(graph: &Graph) -> (Markup, f64, f64) {
    let title = |step: &Step| glyphs::short(step.migration.description(), LONGEST);
    let tags = |step: &Step| glyphs::short(&marks(&step.migration).join(", "), 44);
    let wide = |text: &str, font: f64| glyphs::columns(text) as f64 * font * CHARACTER;
    let version =
        graph.steps.iter().map(|step| step.migration.version().to_string().len()).max().unwrap_or(1);
    let number = wide(&"0".repeat(version), 13.0);
    let of_step = |step: &Step| {
        let tags = tags(step);
        wide(&title(step), 13.0) + if tags.is_empty() { 0.0 } else { 12.0 + wide(&tags, 10.5) }
    };
    let labels = graph.steps.iter().map(of_step).fold(0.0, f64::max);
    let first = (MARGIN + number + 12.0 + labels + 32.0).ceil();
    // Names stand aslant above their lines.
    let names =
        graph.lanes.iter().map(|lane| wide(&glyphs::short(&lane.name, LONGEST), 13.0)).fold(0.0, f64::max);
    let aslant = std::f64::consts::FRAC_1_SQRT_2;
    let top = MARGIN + (names * aslant).ceil() + 24.0;
    let x = |lane: usize| first + lane as f64 * LANE;
    let y = |step: usize| top + (step as f64 + 0.5) * ROW;
    let over =
        |(at, lane): (usize, &Lane)| x(at) + wide(&glyphs::short(&lane.name, LONGEST), 13.0) * aslant + 16.0;
    let right = graph.lanes.iter().enumerate().map(over).fold(x(graph.lanes.len()), f64::max);
    let width = (right + MARGIN).ceil().max(500.0);
    let height = top + graph.steps.len() as f64 * ROW + MARGIN;
    let end = top + graph.steps.len() as f64 * ROW;
    let picture = html! {
        @for (at, step) in graph.steps.iter().enumerate() {
            line.row x1=(MARGIN) x2=(x(graph.lanes.len()) - LANE / 2.0) y1=(y(at) + ROW / 2.0) y2=(y(at) + ROW / 2.0) {}
            text.type x=(MARGIN + number) y=(y(at) + 4.5) text-anchor="end" { (step.migration.version()) }
            text x=(MARGIN + number + 12.0) y=(y(at) + 4.5) { (title(step)) }
            @let tags = tags(step);
            @if !tags.is_empty() {
                text.label x=(first - 26.0) y=(y(at) + 4.0) text-anchor="end" { (tags) }
            }
        }
        @for (at, lane) in graph.lanes.iter().enumerate() {
            text transform=(format!("translate({} {}) rotate(-45)", x(at) + 4.0, top - 8.0)) {
                title { (glyphs::visible(&lane.name)) }
                (glyphs::short(&lane.name, LONGEST))
            }
            @for turn in lane.turns.chunks(2) {
                @let until = turn.get(1).map_or(end, |end| y(*end));
                line.lane.of-view[lane.is_view] x1=(x(at)) x2=(x(at)) y1=(y(turn[0])) y2=(until) {}
            }
        }
        @for (at, step) in graph.steps.iter().enumerate() {
            @for touch in &step.touches {
                g {
                    title { (told(step, touch)) }
                    (mark(touch.change.as_ref(), touch.writes, x(touch.lane), y(at)))
                }
            }
        }
    };
    (picture, width, height)
}

fn told(step: &Step, touch: &Touch) -> String {
    let (version, name) = (step.migration.version(), glyphs::visible(&touch.name));
    match &touch.change {
        Some(Change::Renames(from)) => format!("{version} renames {} to {name}", glyphs::visible(from)),
        _ => format!("{version} {} {name}", touch.verbs()),
    }
}

/// Told apart by their form, not by their colour alone.
fn mark(change: Option<&Change>, writes: bool, x: f64, y: f64) -> Markup {
    let diamond = |r: f64| format!("M{} {y}L{x} {}L{} {y}L{x} {}z", x - r, y - r, x + r, y + r);
    html! {
        @match change {
            None => circle.writes cx=(x) cy=(y) r="4" {},
            Some(change) => {
                @if writes { circle.writes cx=(x) cy=(y) r="9" {} }
                @match change {
                    Change::Creates => circle.creates cx=(x) cy=(y) r="5" {},
                    Change::Changes => path.changes d=(diamond(5.5)) {},
                    Change::Renames(_) => path.renames d=(diamond(5.5)) {},
                    Change::Drops => path.drops d=(format!("M{} {}l10 10m0 -10l-10 10", x - 5.0, y - 5.0)) {},
                }
            }
        }
    }
}
