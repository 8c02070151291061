//! The picture for the README: a panel for each job, both axes logarithmic. Its colours are readable on light and on dark.

use crate::Row;
use crate::job::{Job, Journal};
use crate::program::Tool;
use crate::table::told;

const PANEL: (f64, f64) = (320.0, 236.0);
/// Of the axes in their panel: left, top, width, height.
const AXES: (f64, f64, f64, f64) = (62.0, 34.0, 240.0, 160.0);
const LEGEND: f64 = 36.0;

const STYLE: &str = "text{font:12px system-ui,sans-serif;fill:#24292f}.small{font-size:11px}.title{font-weight:600}\
.grid{stroke:#8c959f;stroke-opacity:.3}path{fill:none;stroke-width:1.5;stroke-linejoin:round}.ours{stroke-width:3}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}}";

pub fn svg(rows: &[Row]) -> String {
    let (width, height) = (PANEL.0 * 3.0, LEGEND + PANEL.1 * 2.0);
    // What tests ask for is nothing that a user waits for.
    let jobs = Job::ALL.into_iter().filter(|job| *job != Job::InMemory);
    let panels: String = jobs.enumerate().map(|(index, job)| placed(index, job, rows)).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>What migrating costs, by the number of migrations and by tool</title>\n\
         <style>{STYLE}</style>\n{}{panels}</svg>\n",
        legend()
    )
}

fn legend() -> String {
    let entry = |(index, tool): (usize, &Tool)| {
        let x = AXES.0 + index as f64 * 145.0;
        let line = path(*tool, &[(x, 18.0), (x + 20.0, 18.0)]);
        format!("{line}<text x=\"{}\" y=\"22\">{}</text>\n", x + 26.0, label(*tool))
    };
    Tool::ALL.iter().enumerate().map(entry).collect()
}

fn label(tool: Tool) -> &'static str {
    match tool {
        Tool::Ours => "embed-migrations",
        Tool::Raw => "the SQL by hand",
        Tool::Diesel => "diesel_migrations",
        tool => tool.name(),
    }
}

fn colour(tool: Tool) -> &'static str {
    match tool {
        Tool::Ours => "#e8590c",
        Tool::Raw => "#868e96",
        Tool::RusqliteMigration => "#228be6",
        Tool::Refinery => "#2f9e44",
        Tool::Sqlx => "#be4bdb",
        Tool::Diesel => "#b08800",
    }
}

fn placed(index: usize, job: Job, rows: &[Row]) -> String {
    // In files, as SQLite has them without being asked.
    let journal = job.journals().first().copied().unwrap_or(Journal::None);
    let rows: Vec<&Row> = rows.iter().filter(|row| row.job == job && row.journal == journal).collect();
    let inner = match (job, rows.as_slice()) {
        (_, []) => return String::new(),
        (Job::ColdBuild, [row, ..]) => bars(row),
        (_, rows) => lines(rows),
    };
    let (x, y) = ((index % 3) as f64 * PANEL.0, LEGEND + (index / 3) as f64 * PANEL.1);
    let title = match job {
        Job::Start => "Start, up to date",
        Job::FreshFile => "All on a new file",
        Job::FreshMemory => "All in memory",
        Job::InMemory => "For a test",
        Job::UpgradeOne => "The last one pending",
        Job::UpgradeMany => "The last tenth pending",
        Job::ColdBuild => "Build from nothing",
    };
    format!(
        "<g transform=\"translate({x} {y})\">\n<text class=\"title\" x=\"{}\" y=\"20\">{title}</text>\n{inner}</g>\n",
        AXES.0
    )
}

fn lines(rows: &[&Row]) -> String {
    let (left, top, width, height) = AXES;
    let costs = || rows.iter().flat_map(|row| row.medians);
    let (low, high) =
        (costs().fold(f64::MAX, f64::min).log10().floor(), costs().fold(0.0, f64::max).log10().ceil());
    let counts: Vec<f64> = rows.iter().map(|row| row.migrations as f64).collect();
    let (first, last) = (counts[0].log10(), counts[counts.len() - 1].log10());
    let x = |count: f64| left + (count.log10() - first) / (last - first).max(f64::EPSILON) * width;
    let y = |cost: f64| top + (high - cost.log10()) / (high - low) * height;

    let mut drawn = String::new();
    for decade in low as i32..=high as i32 {
        let cost = 10f64.powi(decade);
        let y = y(cost);
        drawn += &format!(
            "<line class=\"grid\" x1=\"{left}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\"/>",
            left + width
        );
        drawn += &text(left - 6.0, y + 4.0, "end", &told(cost).replace(".00", "").replace(".0 ", " "));
    }
    for count in counts {
        drawn += &text(x(count), top + height + 16.0, "middle", &count.to_string());
    }
    // Ours above the others.
    for (index, tool) in Tool::ALL.iter().enumerate().rev() {
        let points: Vec<_> =
            rows.iter().map(|row| (x(row.migrations as f64), y(row.medians[index]))).collect();
        drawn += &path(*tool, &points);
    }
    drawn + "\n"
}

fn bars(row: &Row) -> String {
    let (left, top, width, height) = AXES;
    let longest = row.medians.iter().copied().fold(0.0, f64::max);
    let step = height / row.medians.len() as f64;
    let bar = |(index, time): (usize, &f64)| {
        let (y, length) = (top + index as f64 * step, time / longest * (width - 46.0));
        let colour = colour(Tool::ALL[index]);
        let bar = format!(
            "<rect x=\"{left}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"16\" fill=\"{colour}\"/>"
        );
        bar + &text(left + length + 6.0, y + 12.0, "start", &told(*time)) + "\n"
    };
    row.medians.iter().enumerate().map(bar).collect()
}

fn path(tool: Tool, points: &[(f64, f64)]) -> String {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let look = match tool {
        Tool::Ours => " class=\"ours\"",
        Tool::Raw => " stroke-dasharray=\"5 4\"",
        _ => "",
    };
    format!("<path{look} stroke=\"{}\" d=\"M{}\"/>", colour(tool), points.join("L"))
}

fn text(x: f64, y: f64, anchor: &str, text: &str) -> String {
    format!("<text class=\"small\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>")
}
