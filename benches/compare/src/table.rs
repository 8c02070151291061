//! The table for people.

use crate::exponent::fitted;
use crate::job::{Job, Journal};
use crate::program::Tool;
use crate::{Medians, Row};

pub fn table(rows: &[Row]) -> String {
    let mut table = format!("{:<13}{:>10}  {:<7}{:>9}", "job", "migrations", "journal", Tool::Ours.name());
    table.extend(Tool::ALL.iter().skip(1).map(|tool| format!("{:>20}", tool.name())));
    table.push('\n');
    for job in Job::ALL {
        for journal in [Journal::Delete, Journal::Wal, Journal::Memory, Journal::None] {
            let alike: Vec<&Row> =
                rows.iter().filter(|row| row.job == job && row.journal == journal).collect();
            table.extend(alike.iter().map(|row| line(row)));
            if alike.len() > 1 {
                table.push_str(&last_line(&alike));
            }
        }
    }
    table
}

pub fn line(row: &Row) -> String {
    let cells = cells(&row.medians, told, |ours, theirs| format!("×{:.2}", ours / theirs));
    format!("{:<13}{:>10}  {:<7}{cells}\n", row.job.name(), row.migrations, row.journal.name())
}

fn last_line(rows: &[&Row]) -> String {
    let cells = cells(&exponents(rows), |exponent| format!("{exponent:.2}"), |_, _| String::new());
    format!("{:<13}{:>10}  {:<7}{cells}\n", "", "exponent", "")
}

fn cells(values: &Medians, told: fn(f64) -> String, ratio: fn(f64, f64) -> String) -> String {
    let others = values.iter().skip(1);
    let others: String =
        others.map(|value| format!("{:>12} {:<7}", told(*value), ratio(values[0], *value))).collect();
    format!("{:>9}{others}", told(values[0]))
}

/// Of rows with one job and one journal.
fn exponents(rows: &[&Row]) -> Medians {
    std::array::from_fn(|tool| {
        let points: Vec<(usize, f64)> = rows.iter().map(|row| (row.migrations, row.medians[tool])).collect();
        fitted(&points)
    })
}

/// Nanoseconds, with three digits.
pub fn told(time: f64) -> String {
    let (value, unit) = match time {
        ..1e6 => (time / 1e3, "µs"),
        1e6..1e9 => (time / 1e6, "ms"),
        _ => (time / 1e9, "s"),
    };
    match value {
        ..10.0 => format!("{value:.2} {unit}"),
        10.0..100.0 => format!("{value:.1} {unit}"),
        _ => format!("{value:.0} {unit}"),
    }
}
