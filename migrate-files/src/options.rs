//! What the macro's arguments or the tool's flags ask for.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{self, Diagnostic};
use crate::lint::{Level, Levels, Unsettable};

/// Which directory is read, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The directory of the package's `Cargo.toml`.
    pub package_root: PathBuf,
    /// The package's name.
    pub package: String,
    /// The package's name and version, as they are pinned where files are replaced.
    pub release: String,
    /// Paths in diagnostics are relative to this directory, which must hold the package: else to the package.
    pub shown_from: PathBuf,
    /// The directory of the migrations, relative to the package.
    pub directory: String,
    /// The name under which the set keeps its history.
    pub set: String,
    /// Whether a missing lock file is an error.
    pub locked: bool,
    /// Migrations up to this version have run in production.
    pub trusted_through: Option<i64>,
    /// What all migrations of the set have to be; `None` if each may be what it is.
    pub policy: Option<Policy>,
    /// SQL functions that the application registers on its connections.
    pub functions: Vec<Function>,
    /// Collations that it registers.
    pub collations: Vec<String>,
    /// Virtual table modules that it registers.
    pub modules: Vec<String>,
    /// Functions of the application that are called behind migrations, in the order in which they are given.
    pub hooks: Vec<Hook>,
    /// Sets that have to be in a database before this one.
    pub needs: Vec<Need>,
    /// What is done about lints.
    pub levels: Levels,
    /// What the lock is taken to hold, in the place of what lies on the disk: a tool that is about to write it asks what
    /// the build will say.
    pub lock: Option<String>,
    given: BTreeSet<&'static str>,
}

/// A path with forward slashes, and without what stays where it is.
pub fn slashes(path: &Path) -> String {
    let parts = path.components().map(|component| component.as_os_str().to_string_lossy());
    parts.filter(|part| part != ".").collect::<Vec<_>>().join("/")
}

/// What all migrations of a set have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Each has a down, or says why not.
    Reversible,
    /// None has a down.
    ForwardOnly,
    /// None has a down, none changes rows, and the files are in the order of their names.
    SchemaOnly,
}

impl Policy {
    const ALL: [Self; 3] = [Self::Reversible, Self::ForwardOnly, Self::SchemaOnly];

    /// As the argument spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reversible => "reversible",
            Self::ForwardOnly => "forward_only",
            Self::SchemaOnly => "schema_only",
        }
    }

    fn parse(word: &str) -> Result<Self, Diagnostic> {
        let found = Self::ALL.into_iter().find(|policy| policy.as_str() == word);
        found.ok_or_else(|| diagnostic::options::unknown_policy(word, Self::ALL.map(Self::as_str)))
    }
}

/// An SQL function of the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// How many arguments it takes, 0 to 127; `None` for any number.
    pub arguments: Option<u8>,
}

/// A function that is called behind a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    /// The migration, as the variant of `Version` is called.
    pub variant: String,
    /// The path of the function, as it is written.
    pub path: String,
}

/// A set that has to be in a database before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Its name.
    pub set: String,
    /// The least version that will do.
    pub version: i64,
}

/// The value of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A string literal.
    Text(String),
    /// An integer.
    Number(i64),
    /// `true` or `false`.
    Flag(bool),
    /// A bare identifier.
    Word(String),
    /// `[…]`.
    List(Vec<Value>),
    /// `{…}`: names, and what belongs to each.
    Pairs(Vec<(String, Value)>),
}

impl Value {
    /// The value as a sentence calls it.
    pub(crate) fn told(&self) -> String {
        match self {
            Self::Text(text) => format!("the string {text:?}"),
            Self::Number(number) => format!("the number {number}"),
            Self::Flag(flag) => format!("`{flag}`"),
            Self::Word(word) => format!("the word `{word}`"),
            Self::List(_) => "a list".to_owned(),
            Self::Pairs(_) => "pairs in braces".to_owned(),
        }
    }
}

/// The keys of the arguments.
pub(crate) const KEYS: [&str; 13] = [
    "dir",
    "set",
    "locked",
    "trusted_through",
    "policy",
    "functions",
    "collations",
    "modules",
    "hooks",
    "needs",
    "allow",
    "warn",
    "deny",
];

impl Options {
    /// What an invocation without arguments means.
    pub fn new(package_root: impl Into<PathBuf>, package: impl Into<String>) -> Self {
        let package_root = package_root.into();
        let package = package.into();
        Self {
            shown_from: package_root.clone(),
            package_root,
            directory: "migrations".to_owned(),
            set: package.clone(),
            release: package.clone(),
            package,
            locked: false,
            trusted_through: None,
            policy: None,
            functions: Vec::new(),
            collations: Vec::new(),
            modules: Vec::new(),
            hooks: Vec::new(),
            needs: Vec::new(),
            levels: Levels::default(),
            lock: None,
            given: BTreeSet::new(),
        }
    }

    /// The path of a file of the directory, relative to the package: a program does not know where it was compiled.
    pub fn in_package(&self, file: &str) -> String {
        format!("{}/{file}", slashes(Path::new(&self.directory)))
    }

    /// The directory of the migrations on the disk.
    ///
    /// # Errors
    ///
    /// It is absolute, or out of the package.
    pub fn root(&self) -> Result<PathBuf, Diagnostic> {
        Ok(self.package_root.join(inside(&self.directory)?))
    }

    /// Whether the migration of this version may change rows. What has run in production cannot do otherwise any more.
    pub fn lets_write(&self, version: i64) -> bool {
        self.policy != Some(Policy::SchemaOnly) || self.trusted_through >= Some(version)
    }

    /// Takes the argument `key = value`.
    ///
    /// # Errors
    ///
    /// One diagnostic without a place: the caller knows where the argument stands, and its
    /// [entry](Diagnostic::argument).
    pub fn set_argument(&mut self, key: &str, value: Value) -> Result<(), Diagnostic> {
        let Some(&key) = KEYS.iter().find(|known| **known == key) else {
            return Err(diagnostic::options::unknown(key));
        };
        if !self.given.insert(key) {
            return Err(diagnostic::options::repeated(key));
        }
        match key {
            "dir" => {
                let directory = text(key, value)?;
                inside(&directory)?;
                self.directory = directory;
            }
            "set" => self.set = text(key, value)?,
            "locked" => match value {
                Value::Flag(flag) => self.locked = flag,
                other => return Err(diagnostic::options::wrong_type(key, "`true` or `false`", &other)),
            },
            "trusted_through" => match value {
                Value::Number(version @ 0..) => self.trusted_through = Some(version),
                Value::Number(version) => return Err(diagnostic::options::negative_version(version)),
                other => return Err(diagnostic::options::wrong_type(key, "a version number", &other)),
            },
            "policy" => match value {
                Value::Word(word) => self.policy = Some(Policy::parse(&word)?),
                other => return Err(diagnostic::options::wrong_type(key, "a policy", &other)),
            },
            "functions" => {
                self.functions =
                    texts(key, value)?.iter().map(|entry| function(entry)).collect::<Result<_, _>>()?;
            }
            "collations" => self.collations = texts(key, value)?,
            "modules" => self.modules = texts(key, value)?,
            "hooks" => self.hooks = hooks(key, value)?,
            "needs" => self.needs = needs(key, value)?,
            "allow" => self.set_levels(key, value, Level::Allow)?,
            "warn" => self.set_levels(key, value, Level::Warn)?,
            _ => self.set_levels(key, value, Level::Deny)?,
        }
        Ok(())
    }

    fn set_levels(&mut self, key: &str, value: Value, level: Level) -> Result<(), Diagnostic> {
        for name in words(key, value)? {
            self.levels.set(&name, level).map_err(|problem| match problem {
                Unsettable::Unknown => diagnostic::options::unknown_lint(key, &name),
                Unsettable::Twice(before) => diagnostic::options::two_levels(key, &name, before.as_str()),
            })?;
        }
        Ok(())
    }
}

/// `directory` without `.` and `..`, relative to the package. A path out of the package is refused.
pub(crate) fn inside(directory: &str) -> Result<PathBuf, Diagnostic> {
    let mut path = PathBuf::new();
    for component in Path::new(directory).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => path.push(name),
            Component::ParentDir if path.pop() => {}
            Component::ParentDir => return Err(diagnostic::options::outside(directory)),
            Component::RootDir | Component::Prefix(_) => {
                return Err(diagnostic::options::absolute(directory));
            }
        }
    }
    Ok(path)
}

fn text(key: &str, value: Value) -> Result<String, Diagnostic> {
    match value {
        Value::Text(text) if text.is_empty() => Err(diagnostic::options::empty(key)),
        Value::Text(text) => Ok(text),
        other => Err(diagnostic::options::wrong_type(key, "a string", &other)),
    }
}

fn texts(key: &str, value: Value) -> Result<Vec<String>, Diagnostic> {
    match value {
        Value::List(values) => values
            .into_iter()
            .map(|value| match value {
                Value::Text(text) if text.is_empty() => Err(diagnostic::options::empty(key)),
                Value::Text(text) => Ok(text),
                other => Err(diagnostic::options::wrong_type(key, "a list of strings", &other)),
            })
            .collect(),
        other => Err(diagnostic::options::wrong_type(key, "a list of strings", &other)),
    }
}

/// `AddSlug => crate::slugs`.
fn hooks(key: &'static str, value: Value) -> Result<Vec<Hook>, Diagnostic> {
    let mut hooks: Vec<Hook> = Vec::new();
    for (at, (variant, function)) in pairs(key, "functions for migrations", value)?.into_iter().enumerate() {
        let Value::Word(path) = function else {
            return Err(diagnostic::options::wrong_type(key, "the path of a function", &function)
                .in_argument(key, Some(at)));
        };
        if hooks.iter().any(|known| known.variant == variant) {
            return Err(diagnostic::hooks::repeated(&variant).in_argument(key, Some(at)));
        }
        hooks.push(Hook { variant, path });
    }
    Ok(hooks)
}

/// `auth = 3`.
fn needs(key: &'static str, value: Value) -> Result<Vec<Need>, Diagnostic> {
    let mut needs: Vec<Need> = Vec::new();
    for (at, (set, version)) in pairs(key, "versions of other sets", value)?.into_iter().enumerate() {
        let version = match version {
            Value::Number(version @ 0..) => Ok(version),
            Value::Number(version) => Err(diagnostic::needs::negative_version(&set, version)),
            other => Err(diagnostic::options::wrong_type(key, "a version number", &other)),
        };
        let version = version.map_err(|problem| problem.in_argument(key, Some(at)))?;
        if set.is_empty() {
            return Err(diagnostic::options::empty(key).in_argument(key, Some(at)));
        }
        if needs.iter().any(|known| known.set == set) {
            return Err(diagnostic::needs::repeated(&set).in_argument(key, Some(at)));
        }
        needs.push(Need { set, version });
    }
    Ok(needs)
}

fn pairs(key: &str, expected: &str, value: Value) -> Result<Vec<(String, Value)>, Diagnostic> {
    match value {
        Value::Pairs(pairs) => Ok(pairs),
        other => Err(diagnostic::options::wrong_type(key, expected, &other)),
    }
}

/// `drop_table` or `"drop-table"`.
fn words(key: &str, value: Value) -> Result<Vec<String>, Diagnostic> {
    let expected = "a list of lints";
    let Value::List(values) = value else {
        return Err(diagnostic::options::wrong_type(key, expected, &value));
    };
    let word = |value| match value {
        Value::Text(name) if !name.is_empty() => Ok(name),
        Value::Word(name) => Ok(name.replace('_', "-")),
        other => Err(diagnostic::options::wrong_type(key, expected, &other)),
    };
    values.into_iter().map(word).collect()
}

/// `uuid7/0`, or `uuid7` for any number of arguments.
fn function(entry: &str) -> Result<Function, Diagnostic> {
    let (name, arguments) = match entry.split_once('/') {
        None => (entry, None),
        Some((name, count)) => match count.parse() {
            // What SQLite takes without being built for more.
            Ok(count @ 0..=127) => (name, Some(count)),
            _ => return Err(diagnostic::options::malformed_function(entry)),
        },
    };
    let whole = !name.is_empty() && name.trim() == name && !name.contains('\0');
    let function = Function { name: name.to_owned(), arguments };
    if whole { Ok(function) } else { Err(diagnostic::options::malformed_function(entry)) }
}
