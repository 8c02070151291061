//! The sets of a package: what its calls of the macro ask for, or else the arguments.

use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use migrate_files::diagnostic::{Diagnostic, Place};
use migrate_files::options::{Options, Value};
use migrate_input::{Input, Places};

use crate::arguments::Common;
use crate::calls::Call;
use crate::failure::Failure;
use crate::output::Output;
use crate::package::Package;
use crate::sources::{Source, sources};

/// A set that is asked for.
pub(crate) struct Asked {
    /// As the macro has them.
    pub(crate) options: Options,
    /// What is wrong with the arguments of the call.
    pub(crate) errors: Vec<Diagnostic>,
    called: Option<Called>,
}

/// The call of the macro.
struct Called {
    source: Rc<Source>,
    place: Place,
    arguments: Places,
}

impl Asked {
    /// Where the macro is called; `None` if nobody does.
    pub(crate) fn place(&self) -> Option<&Place> {
        self.called.as_ref().map(|called| &called.place)
    }

    /// The diagnostic with a place: one that is in no file is told at its argument, or at the call.
    pub(crate) fn placed(&self, diagnostic: Diagnostic) -> Diagnostic {
        let Some(called) = self.called.as_ref().filter(|_| diagnostic.place().is_none()) else {
            return diagnostic;
        };
        let argument = called.arguments.find(&diagnostic).map(|span| called.source.place_of(span));
        diagnostic.at(argument.unwrap_or_else(|| called.place.clone()))
    }

    fn of(package: &Package, source: &Rc<Source>, call: Call) -> Self {
        let Input { places, options, errors, .. } = migrate_input::parse(call.arguments, options(package));
        let place = source.place(call.start, call.end);
        let error = |error: &syn::Error| {
            let range = error.span().byte_range();
            // What is missing at the end is nowhere.
            let place = if range.is_empty() { place.clone() } else { source.place_of(error.span()) };
            taken_apart(&error.to_string()).at(place)
        };
        let errors = errors.iter().map(error).collect();
        let called = Called { source: Rc::clone(source), place, arguments: places };
        Self { options, errors, called: Some(called) }
    }
}

/// The sets that the package's calls ask for, each once; or those of one directory.
pub(crate) fn sets(package: &Package, common: &Common, output: Output) -> Result<Vec<Asked>, Failure> {
    let mut all: Vec<Asked> = Vec::new();
    let mut templates: Vec<Place> = Vec::new();
    for source in sources(package)?.into_iter().map(Rc::new) {
        for call in source.calls() {
            if call.is_template {
                templates.push(source.place(call.start, call.end));
                continue;
            }
            let asked = Asked::of(package, &source, call);
            let is_known = |known: &Asked| known.options == asked.options && known.errors.is_empty();
            if !asked.errors.is_empty() || !all.iter().any(is_known) {
                all.push(asked);
            }
        }
    }
    let had_calls = !all.is_empty();
    if common.dir.is_none() {
        templates.iter().for_each(|place| output.note(&passed_over(place)));
    }
    if let Some(directory) = &common.dir {
        let wanted = plain(directory);
        all.retain(|asked| plain(&asked.options.directory) == wanted);
    }
    if all.is_empty() {
        let mut options = options(package);
        if let Some(directory) = &common.dir {
            let directory = options.set_argument("dir", Value::Text(directory.clone()));
            directory.and_then(|()| options.root()).map_err(|problem| Failure::directory(&problem))?;
        }
        output.note(&no_call(package, &options, had_calls));
        all.push(Asked { options, errors: Vec::new(), called: None });
    }
    Ok(all)
}

/// As the macro has them without arguments.
fn options(package: &Package) -> Options {
    let mut options = Options::new(&package.root, &package.name);
    options.release = format!("{} {}", package.name, package.version);
    options.shown_from.clone_from(&package.workspace);
    options
}

fn plain(directory: &str) -> PathBuf {
    Path::new(directory).components().filter(|component| *component != Component::CurDir).collect()
}

/// The text of an error at an argument: a title, and what to do.
fn taken_apart(text: &str) -> Diagnostic {
    let mut lines = text.lines();
    let diagnostic = Diagnostic::new(lines.next().unwrap_or_default());
    lines.fold(diagnostic, |diagnostic, line| {
        let line = line.trim_start();
        match (line.strip_prefix("= help: "), line.strip_prefix("= note: ")) {
            (Some(help), _) => diagnostic.help(help),
            (_, Some(note)) => diagnostic.note(note),
            (None, None) => diagnostic.help(line),
        }
    })
}

fn passed_over(place: &Place) -> String {
    let at = place.position.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
    format!(
        "a call is passed over: it stands in another macro, which has its arguments\n --> {}{at}\n  \
         = help: say the directory, `--dir DIR`; its set is looked at as if the call had no other arguments",
        place.path
    )
}

fn no_call(package: &Package, options: &Options, had_calls: bool) -> String {
    let (name, directory) = (&package.name, &options.directory);
    let none = if had_calls {
        format!("no call of `embed_migrations!` in package `{name}` names `{directory}`")
    } else {
        format!("no call of `embed_migrations!` in package `{name}`")
    };
    format!("{none}: `{directory}` is looked at as if there were one without further arguments")
}
