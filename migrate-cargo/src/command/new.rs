//! `new`: the files of a migration that is still to be written.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use migrate_files::draft::{NoDraft, Wish, draft};
use migrate_files::options::Policy;

use super::{directories, rejected, typed};
use crate::arguments::New;
use crate::failure::{DONE, FAILED, Failure};
use crate::output::Output;
use crate::sets::Asked;

pub(super) fn run(sets: &[Asked], new: &New, output: Output) -> Result<u8, Failure> {
    let name = new.name.join(" ");
    let directories = directories(sets);
    let (Some(asked), [_]) = (sets.first(), &directories[..]) else {
        return Err(Failure::which_directory("`new`", &directories));
    };
    if !asked.errors.is_empty() {
        rejected(asked, asked.errors.clone(), output);
        return Ok(FAILED);
    }
    let now = now()?;
    let wish = Wish { name: &name, down: new.down, timestamp: new.timestamp, now: &now };
    let draft = match draft(&asked.options, wish) {
        Ok(draft) => draft,
        Err(NoDraft::Rejected(diagnostics)) => {
            rejected(asked, diagnostics, output);
            return Ok(FAILED);
        }
        Err(why) => return Err(Failure::no_draft(&name, &why)),
    };
    let files: Vec<(PathBuf, &str)> =
        draft.files.iter().map(|(path, text)| (draft.root.join(path), text.as_str())).collect();
    create_all(&files)?;
    for (path, _) in &files {
        output.told(&typed(path));
    }
    if asked.options.policy == Some(Policy::Reversible) && !new.down {
        output.note("the set has `policy = reversible`: the file has to say why it is not, `-- migrate: irreversible: REASON`; or make it with `--down`");
    }
    Ok(DONE)
}

/// The time in the digits of a version, in UTC.
fn now() -> Result<String, Failure> {
    let clock = rusqlite::Connection::open_in_memory();
    let asked =
        clock.and_then(|db| db.query_row("SELECT strftime('%Y%m%d%H%M%S', 'now')", [], |row| row.get(0)));
    asked.map_err(|error| Failure::clock(&error))
}

/// Makes all of the files, or none.
fn create_all(files: &[(PathBuf, &str)]) -> Result<(), Failure> {
    let mut made: Vec<&Path> = Vec::new();
    for (path, text) in files {
        if let Err(failure) = create(path, text) {
            // What was made has nobody seen.
            made.iter().for_each(|path| drop(fs::remove_file(path)));
            return Err(failure);
        }
        made.push(path);
    }
    Ok(())
}

/// Makes a file, and the directories that it is in. One that is there stays as it is.
pub(super) fn create(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory).map_err(|error| Failure::unwritable(path, &error))?;
    }
    let written = File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::exists(path),
        _ => Failure::unwritable(path, &error),
    })
}
