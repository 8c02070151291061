//! What a command makes for all sets together: it is printed as it is, or written to a file.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::Failure;

/// A text, and what is told as data.
pub(crate) struct Document {
    /// `None` if the data is what was asked for.
    pub(crate) text: Option<String>,
    /// Of each set, or of the database.
    pub(crate) data: Vec<Value>,
    pub(crate) file: Option<PathBuf>,
    /// Whether the text has colours, for a terminal.
    pub(crate) is_painted: bool,
}

/// The file that was named; none if it is `-`, for standard output.
pub(crate) fn file(named: Option<&Path>) -> Option<PathBuf> {
    named.filter(|path| *path != Path::new("-")).map(Path::to_path_buf)
}

/// Writes the file, or what it was before stays. A database is never overwritten: it is easily named by mistake.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(Failure::output_is_directory(path));
    }
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if directory.is_some_and(|directory| !directory.is_dir()) {
        return Err(Failure::no_output_directory(path));
    }
    if is_database(path) {
        return Err(Failure::output_is_database(path));
    }
    std::fs::write(path, text).map_err(|error| Failure::output(path, &error))
}

// https://www.sqlite.org/fileformat.html, 1.3
fn is_database(path: &Path) -> bool {
    // To open a pipe would wait for somebody.
    if !path.is_file() {
        return false;
    }
    let mut start = [0; 16];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && &start == b"SQLite format 3\0"
}
