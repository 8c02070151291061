//! The ratios as data, ours ÷ theirs.

use crate::Row;
use crate::job::Journal;
use crate::program::Tool;

/// A list of `{job, migrations, journal, yardstick, ratio}`; the journal of a build is `null`.
pub fn json(rows: &[Row]) -> String {
    let objects: Vec<String> = rows.iter().flat_map(of_row).collect();
    format!("[\n{}\n]\n", objects.join(",\n"))
}

fn of_row(row: &Row) -> impl Iterator<Item = String> {
    let Row { job, migrations, journal, medians } = row;
    let journal = match journal {
        Journal::None => String::from("null"),
        journal => format!("\"{}\"", journal.name()),
    };
    // No name needs an escape.
    Tool::ALL.iter().zip(medians).skip(1).map(move |(yardstick, theirs)| {
        format!(
            "  {{\"job\": \"{}\", \"migrations\": {migrations}, \"journal\": {journal}, \"yardstick\": \"{}\", \"ratio\": {:.3}}}",
            job.name(),
            yardstick.name(),
            medians[0] / theirs,
        )
    })
}
