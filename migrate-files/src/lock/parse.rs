//! The lines of a lock.

use super::Line;
use crate::checksum;
use crate::diagnostic::{self, Diagnostic, Place};
use crate::name::Name;

/// Reads the text of the lock at `path`.
pub(super) fn lines(path: &str, text: &str) -> Result<Vec<Line>, Vec<Diagnostic>> {
    // The lines between the markers are two versions of the lock: nothing that they say is one problem more.
    if let Some(number) = conflict(text) {
        return Err(vec![diagnostic::lock::conflict(Place::line(path, text, number))]);
    }
    let mut problems = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    for (index, written) in text.split('\n').enumerate() {
        let number = index + 1;
        let written = written.trim_end();
        if written.is_empty() || written.starts_with('#') {
            continue;
        }
        let place = || Place::line(path, text, number);
        match line(number, written) {
            Ok(line) => match lines.iter().find(|other| other.file == line.file) {
                Some(other) => problems.push(diagnostic::lock::duplicate(place(), &line.file, other.number)),
                None => lines.push(line),
            },
            Err(Malformed::Shape) => problems.push(diagnostic::lock::malformed(place())),
            Err(Malformed::Digits(found)) => problems.push(diagnostic::lock::digits(place(), found)),
            Err(Malformed::File(file)) => problems.push(diagnostic::lock::not_a_migration(place(), &file)),
        }
    }
    let mut highest: Option<&Line> = None;
    for line in &lines {
        match highest.filter(|highest| highest.version > line.version) {
            Some(_) => {
                let before = lines.iter().find(|other| other.version > line.version).unwrap_or(line);
                problems.push(diagnostic::lock::out_of_order(
                    Place::line(path, text, line.number),
                    line,
                    before,
                ));
            }
            None => highest = Some(line),
        }
    }
    problems.sort_by_key(|problem| problem.place().and_then(|place| place.position));
    if problems.is_empty() { Ok(lines) } else { Err(problems) }
}

/// The first line of an unmerged conflict.
fn conflict(text: &str) -> Option<usize> {
    let is_marker = |line: &str| {
        line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>") || line.trim_end() == "======="
    };
    text.split('\n').position(is_marker).map(|index| index + 1)
}

enum Malformed {
    Shape,
    /// How many hexadecimal digits there are.
    Digits(usize),
    /// No migration has such a file.
    File(String),
}

/// `HEX  FILE`, or `HEX *FILE` as `sha256sum --binary` writes it.
fn line(number: usize, written: &str) -> Result<Line, Malformed> {
    let (hex, rest) = written.split_once(' ').ok_or(Malformed::Shape)?;
    let file = rest.strip_prefix([' ', '*']).filter(|file| !file.is_empty()).ok_or(Malformed::Shape)?;
    if hex.is_empty() || !hex.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(Malformed::Shape);
    }
    let checksum = checksum::parse(hex).ok_or(Malformed::Digits(hex.len()))?;
    let file = file.strip_prefix("./").unwrap_or(file).to_owned();
    match Name::parse(&file) {
        Ok(Name { version, direction, .. }) => Ok(Line { number, checksum, file, version, direction }),
        Err(_) => Err(Malformed::File(file)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sha256sum_writes_is_read() {
        let hex = "0".repeat(64);
        let text = format!(
            "# released\n\n{hex}  0001_a b.sql\n{hex} *0002_b.sql  \n{}  ./V3__c.sql",
            "A".repeat(64)
        );
        let lines = lines("migrations.lock", &text).unwrap();
        let found: Vec<_> = lines.iter().map(|line| (line.number, &*line.file, line.version)).collect();
        assert_eq!(found, [(3, "0001_a b.sql", 1), (4, "0002_b.sql", 2), (5, "V3__c.sql", 3)]);
        assert_eq!(lines[2].checksum, [0xaa; 32]);
    }

    #[test]
    fn the_files_of_one_version_stand_in_any_order() {
        let hex = "0".repeat(64);
        for pair in [["1_a.up.sql", "1_a.down.sql"], ["1_a.down.sql", "1_a.up.sql"]] {
            assert!(
                lines("x", &format!("{hex}  {}\n{hex}  {}\n{hex}  2_b.up.sql", pair[0], pair[1])).is_ok()
            );
        }
    }

    #[test]
    fn an_empty_lock_has_no_lines() {
        assert_eq!(lines("x", ""), Ok(Vec::new()));
    }
}
