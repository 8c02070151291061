//! `lock`: what the lock lacks is added, and what is there stays.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use migrate_files::diagnostic::{Diagnostic, Remedy, Unlocked, in_shell};
use migrate_files::lock::{FILE, NotRewritten, rewritten, with};
use migrate_files::options::Options;
use migrate_verify::verify;

use super::{directories, rejected, typed};
use crate::arguments::Lock;
use crate::failure::{DONE, FAILED, Failure, NOT_CURRENT};
use crate::output::Output;
use crate::sets::Asked;

const MARK: &str = "\u{feff}";

pub(super) fn run(sets: &[Asked], lock: &Lock, output: Output) -> Result<u8, Failure> {
    if let (Some(file), Some(reason)) = (&lock.rewrite, &lock.because) {
        return rewrite(sets, file, reason, output);
    }
    let mut code = DONE;
    for asked in sets {
        code = code.max(complete(asked, lock.check, output)?);
    }
    Ok(code)
}

/// Adds what is missing. Nothing is written for a set that the build rejects for another reason: what does not run is
/// released by nobody.
fn complete(asked: &Asked, only_looks: bool, output: Output) -> Result<u8, Failure> {
    let written = match Written::read(asked) {
        Ok(written) if asked.errors.is_empty() => written,
        Ok(_) => return Ok(refused(asked, asked.errors.clone(), output)),
        Err(problem) => return problem.told(asked, output),
    };
    let (text, lines) = match completed(&asked.options, &written.text) {
        Ok(completed) => completed,
        Err(diagnostics) => return Ok(refused(asked, diagnostics, output)),
    };
    let path = typed(&written.path);
    if lines.is_empty() && written.bytes.is_some() {
        output.told(&format!("`{path}` is up to date"));
        return Ok(DONE);
    }
    let count = if lines.len() == 1 { "1 line".to_owned() } else { format!("{} lines", lines.len()) };
    if only_looks {
        output.error(&format!(
            "`{path}` lacks {count}:\n{}\n  = help: `cargo migrate lock` adds them",
            shown(&lines)
        ));
        return Ok(NOT_CURRENT);
    }
    written.replace(&text)?;
    output.told(&format!("added {count} to `{path}`:\n{}", shown(&lines)));
    Ok(DONE)
}

fn shown(lines: &[String]) -> String {
    lines.iter().map(|line| format!("  + {line}")).collect::<Vec<_>>().join("\n")
}

fn refused(asked: &Asked, diagnostics: Vec<Diagnostic>, output: Output) -> u8 {
    rejected(asked, diagnostics, output);
    FAILED
}

/// The text of the lock with everything that the build asks for, and what that is; or what the build says beside it.
fn completed(options: &Options, text: &str) -> Result<(String, Vec<String>), Vec<Diagnostic>> {
    let (mut options, mut text, mut lines) = (options.clone(), text.to_owned(), Vec::new());
    loop {
        // Without what is missing here, the build does not look at what comes behind.
        options.lock = Some(text.clone());
        let Err(rejection) = verify(&options).outcome else { return Ok((text, lines)) };
        let lacking: Vec<&Unlocked> = rejection.diagnostics.iter().filter_map(lacks).collect();
        if lacking.len() < rejection.diagnostics.len() {
            return Err(rejection
                .diagnostics
                .into_iter()
                .filter(|it| lacks(it).is_none())
                .map(told)
                .collect());
        }
        let has = |line: &String| text.lines().any(|known| known == line);
        if lacking.iter().all(|unlocked| unlocked.lines.iter().all(has)) {
            return Err(rejection.diagnostics);
        }
        lines.extend(lacking.iter().flat_map(|unlocked| unlocked.lines.clone()));
        text = with(&text, lacking);
    }
}

/// The lines that would solve it.
fn lacks(diagnostic: &Diagnostic) -> Option<&Unlocked> {
    match diagnostic.remedy()? {
        Remedy::Add(unlocked) => Some(unlocked),
        Remedy::Rewrite(_) => None,
    }
}

/// With what this tool can do about it, besides.
fn told(diagnostic: Diagnostic) -> Diagnostic {
    match diagnostic.remedy() {
        Some(Remedy::Rewrite(file)) => {
            let command = format!(
                "`cargo migrate lock --rewrite {} --because REASON` replaces the line",
                in_shell(file)
            );
            diagnostic.help(command)
        }
        _ => diagnostic,
    }
}

/// Changes the line of one file.
fn rewrite(sets: &[Asked], file: &str, reason: &str, output: Output) -> Result<u8, Failure> {
    if reason.trim().is_empty() {
        return Err(Failure::no_reason());
    }
    let mut found = Vec::new();
    let mut missing = None;
    for asked in sets.iter().filter(|asked| is_first(sets, asked)) {
        let written = match Written::read(asked) {
            Ok(written) => written,
            Err(problem) => return problem.told(asked, output),
        };
        let name = within(&written.path, &asked.options, file);
        match rewritten(&asked.options, &written.text, &name, reason) {
            Ok(line) => found.push((asked, written, line)),
            Err(NotRewritten::Unreadable(diagnostics)) => return Ok(refused(asked, diagnostics, output)),
            Err(_) if written.bytes.is_none() => missing = missing.or(Some(Failure::no_lock(&written.path))),
            Err(NotRewritten::NoFile(near)) => {
                missing = missing.or(Some(Failure::no_locked_file(file, &near)))
            }
            Err(NotRewritten::NoLine) => missing = Some(Failure::not_released(file)),
            Err(NotRewritten::Same(number)) => {
                output.told(&format!("line {number} of `{}` is that of the file", typed(&written.path)));
                return Ok(DONE);
            }
        }
    }
    match (&found[..], missing) {
        ([(_, written, line)], _) => {
            written.replace(&line.text)?;
            let (number, after) = &line.line;
            let path = typed(&written.path);
            output.told(&format!("line {number} of `{path}`:\n  - {}\n  + {after}", line.before));
            output.note("databases that have run the file accept it only if nothing but comments and layout is other than it was");
            Ok(DONE)
        }
        ([], Some(failure)) => Err(failure),
        _ => Err(Failure::which_directory("`--rewrite` with this file", &directories(sets))),
    }
}

/// Whether it is the first of those with its directory.
fn is_first(sets: &[Asked], asked: &Asked) -> bool {
    let first = sets.iter().find(|other| other.options.directory == asked.options.directory);
    first.is_some_and(|first| std::ptr::eq(first, asked))
}

/// The name within the directory of the lock, of a file that is called by that or by a path from here.
fn within(lock: &Path, options: &Options, file: &str) -> String {
    let real = Path::new(file).canonicalize().ok();
    let root = lock.parent().and_then(|root| root.canonicalize().ok());
    let name = real.zip(root).and_then(|(real, root)| real.strip_prefix(root).ok().map(Path::to_owned));
    let name = name.or_else(|| Path::new(file).strip_prefix(&options.directory).ok().map(Path::to_owned));
    let name = name.unwrap_or_else(|| PathBuf::from(file));
    name.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// A lock as it lies on the disk.
struct Written {
    path: PathBuf,
    /// Without a byte order mark, and with LF; empty if there is none.
    text: String,
    bytes: Option<Vec<u8>>,
}

/// Why it cannot be read.
enum Unread {
    /// The build says so, too.
    Rejected(Vec<Diagnostic>),
    Failed(Failure),
}

impl Unread {
    fn told(self, asked: &Asked, output: Output) -> Result<u8, Failure> {
        match self {
            Self::Rejected(diagnostics) => Ok(refused(asked, diagnostics, output)),
            Self::Failed(failure) => Err(failure),
        }
    }
}

impl Written {
    fn read(asked: &Asked) -> Result<Self, Unread> {
        let path = asked.options.root().map_err(|problem| Unread::Rejected(vec![problem]))?.join(FILE);
        // Where it is a symlink, the file is replaced, and not the link.
        let path = path.canonicalize().unwrap_or(path);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Self { path, text: String::new(), bytes: None });
            }
            Err(error) => return Err(Unread::Failed(Failure::unreadable(&path, &error))),
        };
        match std::str::from_utf8(&bytes) {
            Ok(text) => {
                let text = text.strip_prefix(MARK).unwrap_or(text).replace("\r\n", "\n");
                Ok(Self { path, text, bytes: Some(bytes) })
            }
            Err(_) => {
                let rejection = verify(&asked.options).outcome.err();
                Err(Unread::Rejected(rejection.map(|it| it.diagnostics).unwrap_or_default()))
            }
        }
    }

    /// Puts `text` in its place, at once or not at all, with the line ends and the mark that it has had.
    fn replace(&self, text: &str) -> Result<(), Failure> {
        let before = self.bytes.as_deref().unwrap_or_default();
        let mut text = text.to_owned();
        if before.windows(2).any(|pair| pair == b"\r\n") {
            text = text.replace('\n', "\r\n");
        }
        if before.starts_with(MARK.as_bytes()) {
            text.insert_str(0, MARK);
        }
        let is_same = match fs::read(&self.path) {
            Ok(now) => self.bytes.as_ref() == Some(&now),
            Err(_) => self.bytes.is_none(),
        };
        if !is_same {
            return Err(Failure::changed(&self.path));
        }
        persist(&self.path, text.as_bytes()).map_err(|error| Failure::unwritable(&self.path, &error))
    }
}

/// Writes a file beside it, hidden, and renames that.
fn persist(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".migrations.lock.");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(bytes)?;
    if let Ok(metadata) = fs::metadata(path) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
