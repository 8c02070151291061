//! The table for people.

use crate::exponent::fitted;
use crate::job::{Job, Journal};
use crate::program::Tool;
use crate::{Medians, Row};

pub fn print(rows: &[Row]) {
    print!("{:<13}{:>10}  {:<7}{:>9}", "job", "migrations", "journal", Tool::Ours.name());
    Tool::ALL.iter().skip(1).for_each(|tool| print!("{:>20}", tool.name()));
    println!();
    for job in Job::ALL {
        for journal in [Journal::Delete, Journal::Wal, Journal::Memory, Journal::None] {
            let alike: Vec<&Row> =
                rows.iter().filter(|row| row.job == job && row.journal == journal).collect();
            alike.iter().for_each(|row| print_row(row));
            if alike.len() > 1 {
                print_exponents(&alike);
            }
        }
    }
}

fn print_row(row: &Row) {
    print!("{:<13}{:>10}  {:<7}", row.job.name(), row.migrations, row.journal.name());
    print_cells(&row.medians, told, |ours, theirs| format!("×{:.2}", ours / theirs));
}

fn print_exponents(rows: &[&Row]) {
    print!("{:<13}{:>10}  {:<7}", "", "exponent", "");
    let exponents = exponents(rows);
    print_cells(&exponents, |exponent| format!("{exponent:.2}"), |_, _| String::new());
}

fn print_cells(values: &Medians, told: fn(f64) -> String, ratio: fn(f64, f64) -> String) {
    print!("{:>9}", told(values[0]));
    values.iter().skip(1).for_each(|value| print!("{:>12} {:<7}", told(*value), ratio(values[0], *value)));
    println!();
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
