//! The lock. Where a line has to be written, it stands on its own, to be copied as it is.

use super::{Diagnostic, Place, in_shell, listed};
use crate::lock::{Line, Remedy, Unlocked, files, line, line_as};
use crate::model::{File, Set};
use crate::name::Scheme;

/// So many lines are shown.
const SHOWN: usize = 20;

pub(crate) fn missing(path: &str, set: &Set) -> Diagnostic {
    let all: Vec<&File> = set.migrations().iter().flat_map(files).collect();
    let mut lines: Vec<String> = all.iter().take(SHOWN).map(|file| line(file)).collect();
    if all.len() > SHOWN {
        lines.push(format!("… and {} more", all.len() - SHOWN));
    }
    let create = format!("create `{path}` with:\n{}", lines.join("\n"));
    let diagnostic = Diagnostic::new(format!("no lock file `{path}`"));
    let glob = match set.scheme() {
        // Not `fixtures/`.
        Scheme::Diesel => "[0-9]*/*.sql",
        Scheme::Plain | Scheme::Paired | Scheme::Refinery => "*.sql",
    };
    // The shell orders names, not versions, and `sha256sum` does not leave out a BOM or CR.
    if all.is_sorted_by_key(|file| &file.name) && all.iter().all(|file| file.verbatim) {
        let directory = in_shell(set.directory());
        diagnostic
            .help(format!("run `cd {directory} && sha256sum {glob} > migrations.lock`"))
            .help(format!("or {create}"))
    } else {
        diagnostic.help(create)
    }
}

pub(crate) fn conflict(place: Place) -> Diagnostic {
    Diagnostic::new("unmerged conflict in the lock file")
        .at(place)
        .help("keep the lines of both sides, remove the markers, and give the migration that is not released yet the next version")
}

pub(crate) fn malformed(place: Place) -> Diagnostic {
    Diagnostic::new("malformed line in the lock file").at(place).help(
        "expected a checksum of 64 hexadecimal digits, two spaces and the name of a file, or a `#` comment",
    )
}

pub(crate) fn digits(place: Place, found: usize) -> Diagnostic {
    Diagnostic::new(format!("expected a checksum of 64 hexadecimal digits, found {found}"))
        .at(place)
        .help("restore the line from version control")
}

pub(crate) fn not_a_migration(place: Place, file: &str) -> Diagnostic {
    Diagnostic::new(format!("`{file}` is not the name of a migration"))
        .at(place)
        .help("remove the line: only migrations are locked")
}

pub(crate) fn duplicate(place: Place, file: &str, other: usize) -> Diagnostic {
    Diagnostic::new(format!("two lines for `{file}` in the lock file"))
        .at(place)
        .help(format!("the other one is line {other}; remove one of them"))
}

pub(crate) fn out_of_order(place: Place, line: &Line, before: &Line) -> Diagnostic {
    Diagnostic::new("the lock file is out of order")
        .at(place)
        .note("its order is the order of releases, which is that of the versions")
        .help(format!("move the line of `{}` above line {}, `{}`", line.file, before.number, before.file))
}

pub(crate) fn edited(file: &File, locked: &Line, path: &str) -> Diagnostic {
    Diagnostic::new("the file was edited after its release")
        .at(Place::file(&file.path))
        .note(format!(
            "it is not what line {} of `{path}` has: databases that ran it refuse the program",
            locked.number
        ))
        .help("restore it from version control, and write the change as a new migration")
        .help(format!(
            "if only comments or layout were changed, replace line {} with:\n{}",
            locked.number,
            line(file)
        ))
        .solved_by(Remedy::Rewrite(file.name.clone()))
}

pub(crate) fn raw(file: &File, locked: &Line, path: &str) -> Diagnostic {
    Diagnostic::new("the locked checksum is that of the file with CRLF line ends or a byte order mark")
        .at(Place::file(&file.path))
        .note(format!(
            "checksums are those of the text with LF line ends, see line {} of `{path}`",
            locked.number
        ))
        .help(format!("replace line {} with:\n{}", locked.number, line(file)))
        .solved_by(Remedy::Rewrite(file.name.clone()))
}

pub(crate) fn edited_down(file: &File, locked: &Line, path: &str) -> Diagnostic {
    Diagnostic::new("the down file was edited after its release")
        .at(Place::file(&file.path))
        .note(format!("it is not what line {} of `{path}` has", locked.number))
        .help(format!(
            "restore it from version control; if the edit is meant, replace line {} with:\n{}",
            locked.number,
            line(file)
        ))
        .solved_by(Remedy::Rewrite(file.name.clone()))
}

pub(crate) fn missing_file(place: Place, line: &Line) -> Diagnostic {
    Diagnostic::new(format!("the released file `{}` is missing", line.file))
        .at(place)
        .help("restore it from version control")
}

pub(crate) fn renamed(place: Place, locked: &Line, file: &File, keeps_version: bool) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(format!("`{}` was renamed to `{}` after its release", locked.file, file.name))
            .at(place);
    match keeps_version {
        true => diagnostic
            .help(format!("rename it back to `{}`", locked.file))
            .help(format!("if the new name is meant, replace line {} with:\n{}", locked.number, line(file)))
            .solved_by(Remedy::Rewrite(file.name.clone())),
        false => diagnostic
            .note(format!(
                "databases have it as version {}, and would run it again under the new one",
                locked.version
            ))
            .help(format!("rename it back to `{}`", locked.file)),
    }
}

pub(crate) fn replaced(place: Place, locked: &Line, file: &File) -> Diagnostic {
    Diagnostic::new(format!("`{}` was renamed to `{}` and edited after its release", locked.file, file.name))
        .at(place)
        .note("databases that ran it refuse the program")
        .help(format!(
            "restore `{}` from version control, and write the change as a new migration",
            locked.file
        ))
}

/// `files` are those of one migration, its up file last.
pub(crate) fn unlocked(files: &[&File], path: &str) -> Diagnostic {
    let lines: Vec<String> = files.iter().map(|file| line(file)).collect();
    let these = if lines.len() == 1 { "this line" } else { "these lines" };
    Diagnostic::new(format!("the migration is not in `{path}`"))
        .solved_by(Remedy::Add(Unlocked { lines: lines.clone(), below: None }))
        .at(Place::file(files.last().map_or(path, |file| &file.path)))
        .help(format!("add {these} to `{path}`:\n{}", lines.join("\n")))
}

/// The other file of the migration is in the lock.
pub(crate) fn unlocked_beside(file: &File, path: &str, beside: &Line) -> Diagnostic {
    let line = line(file);
    Diagnostic::new(format!("the file is not in `{path}`"))
        .at(Place::file(&file.path))
        .help(format!("add this line below line {} of `{path}`:\n{line}", beside.number))
        .solved_by(Remedy::Add(Unlocked { lines: vec![line], below: Some(beside.number) }))
}

/// `files` are those of one migration, its up file last; `later` are their names as the next migration.
pub(crate) fn inserted(files: &[&File], path: &str, later: &[String], highest: i64) -> Diagnostic {
    let lines: Vec<String> = files.iter().zip(later).map(|(file, name)| line_as(file, name)).collect();
    let diagnostic = Diagnostic::new("the migration was inserted before a released one")
        .at(Place::file(files.last().map_or(path, |file| &file.path)))
        .note(format!("version {highest} is released: databases that have it are past this file"));
    match lines.len() {
        0 => diagnostic.help(format!("give it a version above {highest}")),
        count => {
            let these = if count == 1 { "this line" } else { "these lines" };
            diagnostic.help(format!(
                "rename to {}, and add {these} to `{path}`:\n{}",
                listed(later),
                lines.join("\n")
            ))
        }
    }
}
