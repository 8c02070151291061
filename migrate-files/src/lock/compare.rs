//! Lines against files.

use std::collections::{BTreeMap, BTreeSet};

use super::{Line, files};
use crate::checksum::checksum;
use crate::diagnostic::{self, Diagnostic, Place};
use crate::model::{File, Set};
use crate::name::{self, Direction, Name};
use crate::squash;

/// Every difference between the lock at `path` and the set.
pub(super) fn compare(path: &str, text: &str, lines: &[Line], set: &Set, names: &[Name]) -> Vec<Diagnostic> {
    let names_by_path: BTreeMap<&str, &Name> = names.iter().map(|name| (&*name.path, name)).collect();
    let all = || set.migrations().iter().flat_map(files);
    let files_by_name: BTreeMap<&str, &File> = all().map(|file| (&*file.name, file)).collect();
    let locked: BTreeSet<&str> = lines.iter().map(|line| &*line.file).collect();
    // Files that the lock has under another name.
    let mut renamed: BTreeSet<&str> = BTreeSet::new();
    let mut problems = Vec::new();
    for line in lines {
        let place = || Place::line(path, text, line.number);
        let name_of = |file: &File| names_by_path.get(&*file.name);
        let Some(file) = files_by_name.get(&*line.file) else {
            let is_free = |file: &&File| !locked.contains(&*file.name) && !renamed.contains(&*file.name);
            let is_equal = |file: &&File| checksum(&file.text) == line.checksum;
            let is_successor = |file: &&File| {
                name_of(file)
                    .is_some_and(|name| (name.version, name.direction) == (line.version, line.direction))
            };
            let free: Vec<&File> = all().filter(is_free).collect();
            let successor = free.iter().copied().find(is_successor);
            if successor.is_none() && squash::stands_for(set, line.version) {
                continue;
            }
            let found =
                successor.filter(is_equal).or_else(|| free.iter().copied().find(is_equal)).or(successor);
            renamed.extend(found.map(|file| &*file.name));
            problems.push(match found {
                Some(file) if is_equal(&file) => {
                    diagnostic::lock::renamed(place(), line, file, is_successor(&file))
                }
                Some(file) => diagnostic::lock::replaced(place(), line, file),
                None => diagnostic::lock::missing_file(place(), line),
            });
            continue;
        };
        if checksum(&file.text) != line.checksum {
            problems.push(match name_of(file).map(|name| name.direction) {
                _ if is_of_raw(&file.text, line.checksum) => diagnostic::lock::raw(file, line, path),
                Some(Direction::Down) => diagnostic::lock::edited_down(file, line, path),
                _ => diagnostic::lock::edited(file, line, path),
            });
        }
    }
    let highest = lines.iter().map(|line| line.version).max();
    let mut step = 0;
    for migration in set.migrations() {
        let is_new = |file: &&File| !locked.contains(&*file.name) && !renamed.contains(&*file.name);
        let new: Vec<&File> = files(migration).filter(is_new).collect();
        let Some(last) = new.last() else { continue };
        let beside = lines.iter().rev().find(|line| line.version == migration.version);
        problems.push(match (beside, highest) {
            (Some(line), _) => diagnostic::lock::unlocked_beside(last, path, line),
            (None, Some(highest)) if migration.version < highest => {
                step += 1;
                let prefix = name::following(names, step);
                let later = |file: &&File| Some(names_by_path.get(&*file.name)?.renumbered(prefix.as_ref()?));
                let later: Vec<String> = new.iter().filter_map(later).collect();
                diagnostic::lock::inserted(&new, path, &later, highest)
            }
            // What else the lock has to say of it is known when it has run.
            _ if squash::is_beside_its_files(set, migration) => continue,
            _ => diagnostic::lock::unlocked(&new, path),
        });
    }
    problems
}

/// Whether the checksum is that of the same text with CRLF line ends or a byte order mark, as `sha256sum` sees it.
fn is_of_raw(text: &str, locked: [u8; 32]) -> bool {
    let crlf = text.replace('\n', "\r\n");
    let raw = [format!("\u{feff}{text}"), format!("\u{feff}{crlf}"), crlf];
    raw.iter().any(|raw| checksum(raw) == locked)
}
