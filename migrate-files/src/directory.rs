//! The only door to the file system.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{self, Diagnostic};
use crate::header::Source;
use crate::model::File;
use crate::name::{Name, Scheme};
use crate::options::{self, Options};
use crate::{lock, metadata, nearest, text};

/// What lies in a directory of migrations, hidden files left out.
#[derive(Debug, PartialEq)]
pub(crate) struct Listing {
    /// The directory.
    pub(crate) root: PathBuf,
    /// The directory as it is shown.
    pub(crate) path: String,
    /// In the order of their names.
    pub(crate) entries: Vec<Entry>,
}

/// A name in a directory. Symlinks have been followed.
#[derive(Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Kind {
    File,
    Directory(Vec<Entry>),
    /// A pipe, a socket, a device.
    Other,
}

impl Listing {
    /// The path within the directory, as it is shown.
    pub(crate) fn shown(&self, path: &str) -> String {
        within(&self.path, path)
    }

    /// What lies in the directory `name`; nothing if there is none.
    pub(crate) fn children(&self, name: &str) -> &[Entry] {
        self.entries
            .iter()
            .find_map(|entry| match &entry.kind {
                Kind::Directory(children) if entry.name == name => Some(children.as_slice()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Whether there is such a file or directory, at most one level down.
    pub(crate) fn has(&self, path: &str) -> bool {
        let (first, second) =
            path.split_once('/').map_or((path, None), |(first, second)| (first, Some(second)));
        self.entries.iter().filter(|entry| entry.name == first).any(|entry| match (&entry.kind, second) {
            (Kind::Directory(children), Some(second)) => children.iter().any(|child| child.name == second),
            (_, second) => second.is_none(),
        })
    }
}

/// Looks into the directory.
pub(crate) fn list(options: &Options) -> Result<Listing, Vec<Diagnostic>> {
    let relative = options::inside(&options.directory).map_err(|problem| vec![problem])?;
    let root = options.package_root.join(&relative);
    let path = shown(options, &root);
    let metadata = match root.metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let similar = similar(&options.package_root, &relative);
            return Err(vec![diagnostic::directory::missing(&path, similar.as_deref())]);
        }
        Err(error) => return Err(vec![diagnostic::directory::unreadable(&path, &error)]),
    };
    if !metadata.is_dir() {
        return Err(vec![diagnostic::directory::not_a_directory(&path)]);
    }
    let mut problems = Vec::new();
    let entries = entries(&root, &path, 1, &mut problems);
    if problems.is_empty() { Ok(Listing { root, path, entries }) } else { Err(problems) }
}

/// As [`list`], of a directory that need not be there yet, unless another one is that was probably meant.
pub(crate) fn list_or_begin(options: &Options) -> Result<Listing, Vec<Diagnostic>> {
    let relative = options::inside(&options.directory).map_err(|problem| vec![problem])?;
    let root = options.package_root.join(&relative);
    let is_missing = matches!(root.try_exists(), Ok(false));
    if is_missing && similar(&options.package_root, &relative).is_none() {
        return Ok(Listing { path: shown(options, &root), root, entries: Vec::new() });
    }
    list(options)
}

/// What lies in the directory, or in the one that was probably meant, as far as it can be seen.
pub(crate) fn glimpse(options: &Options) -> Vec<Entry> {
    let Ok(relative) = options::inside(&options.directory) else { return Vec::new() };
    let root = options.package_root.join(&relative);
    let root = match similar(&options.package_root, &relative) {
        Some(similar) if !root.is_dir() => options.package_root.join(similar),
        _ => root,
    };
    entries(&root, "", 1, &mut Vec::new())
}

/// What lies in `root`, and `depth` levels down.
fn entries(root: &Path, shown: &str, depth: usize, problems: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let found: Result<Vec<_>, io::Error> =
        root.read_dir().and_then(|entries| entries.map(|entry| Ok(entry?.file_name())).collect());
    let mut names = match found {
        Ok(names) => names,
        Err(error) => {
            problems.push(diagnostic::directory::unreadable(shown, &error));
            return Vec::new();
        }
    };
    names.sort();
    let mut entries = Vec::new();
    for name in names.into_iter().filter(|name| !name.to_string_lossy().starts_with('.')) {
        let path = root.join(&name);
        let Ok(name) = name.into_string().map_err(|name| {
            problems.push(diagnostic::directory::name_not_utf8(shown, &name.to_string_lossy()));
        }) else {
            continue;
        };
        let shown = within(shown, &name);
        let kind = match path.metadata() {
            Ok(metadata) if metadata.is_file() => Kind::File,
            Ok(metadata) if metadata.is_dir() && depth > 0 => {
                Kind::Directory(self::entries(&path, &shown, depth - 1, problems))
            }
            Ok(metadata) if metadata.is_dir() => Kind::Directory(Vec::new()),
            Ok(_) => Kind::Other,
            Err(error) => {
                problems.push(match path.read_link() {
                    Ok(target) if error.kind() == io::ErrorKind::NotFound => {
                        diagnostic::directory::dangling(&shown, &target.to_string_lossy())
                    }
                    _ => diagnostic::directory::unreadable(&shown, &error),
                });
                continue;
            }
        };
        entries.push(Entry { name, kind });
    }
    entries
}

/// A directory that may have been meant by the missing `relative`, relative to the package.
fn similar(package: &Path, relative: &Path) -> Option<String> {
    let usual = [
        "migrations",
        "migration",
        "db/migrations",
        "database/migrations",
        "sql/migrations",
        "sql",
        "src/migrations",
    ];
    let parent = relative.parent().unwrap_or(Path::new(""));
    let mut siblings: Vec<String> = package
        .join(parent)
        .read_dir()
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| package.join(parent).join(name).is_dir())
        .collect();
    siblings.sort();
    let near = relative
        .file_name()
        .and_then(|wanted| nearest::nearest(&wanted.to_string_lossy(), siblings.iter().map(String::as_str)));
    match near {
        Some(near) => Some(slashed(&parent.join(near))),
        None => usual.into_iter().find(|usual| package.join(usual).is_dir()).map(str::to_owned),
    }
}

/// A path as diagnostics show it.
fn shown(options: &Options, path: &Path) -> String {
    let base = if options.package_root.starts_with(&options.shown_from) {
        &options.shown_from
    } else {
        &options.package_root
    };
    slashed(path.strip_prefix(base).unwrap_or(path))
}

/// The path `path` in the directory that is shown as `directory`.
pub(crate) fn within(directory: &str, path: &str) -> String {
    if directory == "." { path.to_owned() } else { format!("{directory}/{path}") }
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// What a directory held when a set was read from it.
#[derive(Debug)]
pub struct Contents {
    pub(crate) listing: Listing,
    pub(crate) files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Contents {
    /// Whether it holds the same now: the same names, and in the files that were read the same bytes. Who asks with the same
    /// options would read the same set.
    pub fn are_there(&self, options: &Options) -> bool {
        let is_same =
            |(path, bytes): (&PathBuf, &Vec<u8>)| std::fs::read(path).is_ok_and(|now| now == *bytes);
        list(options).is_ok_and(|listing| listing == self.listing) && self.files.iter().all(is_same)
    }
}

/// Reads files and remembers which.
#[derive(Default)]
pub(crate) struct Reader {
    /// Absolute paths, and what was there.
    pub(crate) files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Reader {
    /// The text of the file at `path` in the directory, and whether it is what stands on the disk, byte for byte.
    pub(crate) fn text(&mut self, listing: &Listing, path: &str) -> Result<(String, bool), Diagnostic> {
        let (file, shown) = (listing.root.join(path), listing.shown(path));
        let bytes =
            std::fs::read(&file).map_err(|error| diagnostic::directory::unreadable(&shown, &error))?;
        self.files.insert(std::path::absolute(&file).unwrap_or(file), bytes.clone());
        text::decode(&shown, bytes)
    }

    /// The lock, if there is one.
    pub(crate) fn lock(&mut self, listing: &Listing) -> Result<Option<String>, Vec<Diagnostic>> {
        match listing.entries.iter().find(|entry| entry.name == lock::FILE).map(|entry| &entry.kind) {
            Some(Kind::File) => match self.text(listing, lock::FILE) {
                Ok((text, _)) => Ok(Some(text)),
                Err(problem) => Err(vec![problem]),
            },
            _ => Ok(None),
        }
    }

    /// The files called `names`.
    pub(crate) fn sources(
        &mut self,
        listing: &Listing,
        names: &[Name],
    ) -> Result<Vec<Source>, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let mut sources = Vec::new();
        for name in names {
            match self.source(listing, name) {
                Ok(source) => sources.push(source),
                Err(problem) if problems.contains(&problem) => {}
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(sources) } else { Err(problems) }
    }

    /// The file at `path` in the directory.
    pub(crate) fn file(&mut self, listing: &Listing, path: &str) -> Result<File, Diagnostic> {
        let (text, verbatim) = self.text(listing, path)?;
        Ok(File { name: path.to_owned(), path: listing.shown(path), text, verbatim })
    }

    fn source(&mut self, listing: &Listing, name: &Name) -> Result<Source, Diagnostic> {
        let file = self.file(listing, &name.path)?;
        let metadata = name.path.rsplit_once('/').map(|(parent, _)| format!("{parent}/metadata.toml"));
        let outside_transaction =
            match metadata.filter(|path| name.scheme == Scheme::Diesel && listing.has(path)) {
                Some(path) => {
                    !metadata::runs_in_transaction(&listing.shown(&path), &self.text(listing, &path)?.0)?
                }
                None => false,
            };
        Ok(Source { name: name.clone(), file, outside_transaction })
    }
}
