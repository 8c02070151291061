//! A lock with other lines.

use super::{FILE, Line, Unlocked, line, parse};
use crate::checksum::hex;
use crate::diagnostic::{Diagnostic, listed};
use crate::directory::{self, Reader};
use crate::name::Name;
use crate::nearest::nearest;
use crate::options::Options;

/// The text of a lock with what it lacks. What stands there stays.
pub fn with<'a>(text: &str, lacking: impl IntoIterator<Item = &'a Unlocked>) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let count = lines.len();
    let mut lacking: Vec<&Unlocked> = lacking.into_iter().collect();
    // Stable: what belongs below the same line keeps its order. From the last line up, so that the numbers stay true.
    lacking.sort_by_key(|unlocked| unlocked.below.unwrap_or(count));
    for Unlocked { lines: more, below } in lacking.into_iter().rev() {
        let at = below.unwrap_or(count).min(lines.len());
        lines.splice(at..at, more.iter().map(String::as_str));
    }
    let mut whole = lines.join("\n");
    if !whole.is_empty() {
        whole.push('\n');
    }
    whole
}

/// A lock in which one line has become that of the file as it is now.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rewritten {
    /// The whole lock.
    pub text: String,
    /// The line that is there now, and its number.
    pub line: (usize, String),
    /// What it was, without layout.
    pub before: String,
}

/// Why no line of a lock is rewritten.
#[derive(Clone, Debug)]
pub enum NotRewritten {
    /// The lock, the directory or the file cannot be read.
    Unreadable(Vec<Diagnostic>),
    /// There is no such file. What could be meant, as it stands in a sentence.
    NoFile(String),
    /// The lock has no line for it, so that it is not released.
    NoLine,
    /// Its line is right; the number.
    Same(usize),
}

/// Makes the line of a released `file` that of the file as it is now, with the `reason` in a comment above it. A file that
/// has another name now and the same version has the line of the old name.
///
/// `text` is that of the lock; `file` is the name within the directory.
///
/// # Errors
///
/// See [`NotRewritten`].
pub fn rewritten(options: &Options, text: &str, file: &str, reason: &str) -> Result<Rewritten, NotRewritten> {
    let listing = directory::list(options).map_err(NotRewritten::Unreadable)?;
    let lines = parse::lines(&listing.shown(FILE), text).map_err(NotRewritten::Unreadable)?;
    let Some(name) = Name::parse(file).ok().filter(|_| listing.has(file)) else {
        return Err(NotRewritten::NoFile(near(file, &lines)));
    };
    let found = Reader::default().file(&listing, file);
    let found = found.map_err(|problem| NotRewritten::Unreadable(vec![problem]))?;
    let is_its = |line: &&Line| line.file == file;
    let is_before = |line: &&Line| {
        (line.version, line.direction) == (name.version, name.direction) && !listing.has(&line.file)
    };
    let locked = lines.iter().find(is_its).or_else(|| lines.iter().find(is_before));
    let Some(locked) = locked else { return Err(NotRewritten::NoLine) };
    let (line, before) = (line(&found), format!("{}  {}", hex(&locked.checksum), locked.file));
    if line == before {
        return Err(NotRewritten::Same(locked.number));
    }
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut whole: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = locked.number - 1;
    whole.splice(at..=at, [format!("# was {before}: {reason}"), line.clone()]);
    let text = whole.join("\n") + "\n";
    Ok(Rewritten { text, line: (locked.number + 1, line), before })
}

/// What could be meant by `file`.
fn near(file: &str, lines: &[Line]) -> String {
    match nearest(file, lines.iter().map(|line| &*line.file)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if lines.is_empty() => "the lock has no line yet".to_owned(),
        None => format!("the lock has {}", listed(lines.iter().map(|line| &line.file))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unlocked(lines: &[&str], below: Option<usize>) -> Unlocked {
        Unlocked { lines: lines.iter().map(|&line| line.to_owned()).collect(), below }
    }

    #[test]
    fn lines_come_in_order_and_nothing_that_was_there_goes() {
        let text = "# ours\na\n\nb # no comment\n# end";
        let more = [unlocked(&["x"], None), unlocked(&["y"], Some(2)), unlocked(&["z", "zz"], None)];
        assert_eq!(with(text, &more), "# ours\na\ny\n\nb # no comment\n# end\nx\nz\nzz\n");
        assert_eq!(with("", &more[..1]), "x\n");
        assert_eq!(with("a\n", []), "a\n");
        assert_eq!(with("", []), "");
    }
}
