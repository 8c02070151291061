//! A page that needs nothing but itself: no script, no network, nothing stored.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{glyphs, palette, svg};

/// What no page of this kind may do, whatever stands in it.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

pub(crate) fn document(title: &str, header: &Markup, body: &Markup) -> String {
    let style = format!(
        "{}{}{}",
        palette::variables(),
        include_str!("page.css"),
        palette::within(&format!("{}{}", svg::STYLE, crate::graph::svg::STYLE))
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(concat!("embed-migrations ", env!("CARGO_PKG_VERSION")));
                // Otherwise a browser asks a server for one.
                link rel="icon" href="data:,";
                title { (glyphs::visible(title)) }
                style { (PreEscaped(style)) }
            }
            body {
                a.skip href="#content" { "Skip to the content" }
                header {
                    (colors())
                    (header)
                }
                main id="content" tabindex="-1" { (body) }
            }
        }
    };
    lines(&page) + "\n"
}

/// The markup with its parts on lines of their own, so that two of them can be compared. What is within a text is escaped, so
/// that no text can look like it.
pub(crate) fn lines(markup: &Markup) -> String {
    const PARTS: [&str; 14] = [
        "section", "details", "tr", "g", "a", "figure", "li", "nav", "main", "h1", "h2", "h3", "text", "line",
    ];
    PARTS.iter().fold(markup.0.clone(), |text, tag| {
        [">", " "]
            .iter()
            .fold(text, |text, end| text.replace(&format!("><{tag}{end}"), &format!(">\n<{tag}{end}")))
    })
}

/// Which colours are used. It is state of the page alone: there is nothing to be stored, and nothing that could refuse to.
fn colors() -> Markup {
    html! {
        fieldset.colors {
            legend { "Colours" }
            @for (value, name, is_first) in [("auto", "Auto", true), ("light", "Light", false), ("dark", "Dark", false)] {
                label {
                    input type="radio" name="colors" id=(format!("colors-{value}")) value=(value) checked[is_first];
                    span { (name) }
                }
            }
        }
    }
}
