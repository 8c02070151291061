//! Colours, once for light and once for dark. Texts have a contrast of 4.5 at least with what is behind them, lines of 3.

/// A colour by what it is for.
pub(crate) struct Color {
    pub(crate) name: &'static str,
    pub(crate) light: &'static str,
    pub(crate) dark: &'static str,
}

pub(crate) const COLORS: [Color; 15] = [
    Color { name: "page", light: "#ffffff", dark: "#15171c" },
    Color { name: "panel", light: "#f6f7f9", dark: "#1d2027" },
    Color { name: "card", light: "#ffffff", dark: "#1a1d23" },
    Color { name: "ink", light: "#1b1f24", dark: "#e4e7ec" },
    Color { name: "muted", light: "#586270", dark: "#a0a9b8" },
    Color { name: "border", light: "#d6dae1", dark: "#363c48" },
    Color { name: "line", light: "#78818f", dark: "#77839a" },
    Color { name: "accent", light: "#0b5cad", dark: "#84bcff" },
    Color { name: "good", light: "#1a6b35", dark: "#72d08e" },
    Color { name: "bad", light: "#b0231a", dark: "#ff938a" },
    Color { name: "odd", light: "#805300", dark: "#e6b868" },
    Color { name: "table", light: "#e8eef7", dark: "#262f3f" },
    Color { name: "virtual", light: "#f2ebf9", dark: "#332a41" },
    Color { name: "view", light: "#e9f3e9", dark: "#25342a" },
    Color { name: "absent", light: "#f9eceb", dark: "#3d2a2a" },
];

/// A style in which `{ink}` stands for a colour: for a picture that stands alone, in light, and in dark where that is wanted.
pub(crate) fn alone(style: &str) -> String {
    let light = replaced(style, |color| color.light.to_owned());
    let dark = replaced(style, |color| color.dark.to_owned());
    // What has no colour in it need not be said twice.
    let colored = style
        .lines()
        .zip(dark.lines())
        .filter(|(line, _)| line.contains("{"))
        .filter(|(line, dark)| line != dark);
    let dark: Vec<&str> = colored.map(|(_, dark)| dark).collect();
    format!("{light}@media (prefers-color-scheme: dark) {{\n{}\n}}\n", dark.join("\n"))
}

/// The same on a page, which has the colours as variables.
pub(crate) fn within(style: &str) -> String {
    replaced(style, |color| format!("var(--{})", color.name))
}

/// The variables.
pub(crate) fn variables() -> String {
    let lines = COLORS.iter().map(|it| format!("  --{}: light-dark({}, {});\n", it.name, it.light, it.dark));
    format!(":root {{\n  color-scheme: light dark;\n{}}}\n", lines.collect::<String>())
}

fn replaced(style: &str, by: impl Fn(&Color) -> String) -> String {
    COLORS.iter().fold(style.to_owned(), |style, it| style.replace(&format!("{{{}}}", it.name), &by(it)))
}

#[cfg(test)]
mod tests {
    use super::*;

    // https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    fn luminance(color: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn everything_can_be_read_in_light_and_dark() {
        let texts = ["ink", "muted", "accent", "good", "bad", "odd"];
        let grounds = ["page", "panel", "card", "table", "virtual", "view", "absent"];
        let of = |name: &str| COLORS.iter().find(|color| color.name == name).unwrap();
        let pairs = |names: &[&str], least: f64| {
            for (name, ground) in names.iter().flat_map(|name| grounds.map(|ground| (*name, ground))) {
                let (text, ground) = (of(name), of(ground));
                for (mode, found) in [
                    ("light", contrast(text.light, ground.light)),
                    ("dark", contrast(text.dark, ground.dark)),
                ] {
                    assert!(found >= least, "{name} on {}, {mode}: {found:.2}", ground.name);
                }
            }
        };
        pairs(&texts, 4.5);
        pairs(&["line"], 3.0);
    }
}
