//! The files that rustc reads: those of the targets, and the modules behind them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::failure::Failure;
use crate::package::Package;

/// A file of Rust.
pub(crate) struct Source {
    /// As it is shown.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) tokens: TokenStream,
}

/// The sources of all targets, each file once. A module whose file is missing is left out: it may be one of another system
/// or feature.
pub(crate) fn sources(package: &Package) -> Result<Vec<Source>, Failure> {
    let mut walk = Walk { package, seen: BTreeSet::new(), sources: Vec::new() };
    for target in &package.targets {
        let directory = target.parent().unwrap_or(Path::new(""));
        walk.file(target, directory)?;
    }
    Ok(walk.sources)
}

struct Walk<'a> {
    package: &'a Package,
    seen: BTreeSet<PathBuf>,
    sources: Vec<Source>,
}

/// Where a module's own modules are looked for.
/// <https://doc.rust-lang.org/reference/items/modules.html#module-source-filenames>
struct Place<'a> {
    /// The directory of the file.
    file: &'a Path,
    /// That of the modules in it.
    modules: &'a Path,
    /// Whether the module stands in the file, in braces.
    is_inline: bool,
}

impl Walk<'_> {
    fn file(&mut self, path: &Path, modules: &Path) -> Result<(), Failure> {
        let is_new =
            path.is_file() && self.seen.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()));
        if !is_new {
            return Ok(());
        }
        let text = std::fs::read_to_string(path).map_err(|error| Failure::unreadable(path, &error))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        let shown = self.package.shown(path);
        let tokens: TokenStream = text.parse().map_err(|error: proc_macro2::LexError| {
            let start = error.span().start();
            Failure::not_rust(&format!("{shown}:{}:{}", start.line, start.column + 1))
        })?;
        self.sources.push(Source { path: shown, text, tokens: tokens.clone() });
        let file = path.parent().unwrap_or(Path::new(""));
        self.modules(tokens, &Place { file, modules, is_inline: false })
    }

    fn modules(&mut self, tokens: TokenStream, place: &Place<'_>) -> Result<(), Failure> {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut path: Option<String> = None;
        for (at, token) in tokens.iter().enumerate() {
            match (token, tokens.get(at + 1), tokens.get(at + 2)) {
                (TokenTree::Punct(hash), Some(TokenTree::Group(attribute)), _) if hash.as_char() == '#' => {
                    path = path_of(attribute.stream()).or(path);
                }
                (TokenTree::Ident(word), Some(TokenTree::Ident(name)), Some(TokenTree::Punct(end)))
                    if word == "mod" && end.as_char() == ';' =>
                {
                    self.module(&name.to_string(), path.take(), place)?;
                }
                (TokenTree::Ident(word), Some(TokenTree::Ident(name)), Some(TokenTree::Group(body)))
                    if word == "mod" && body.delimiter() == Delimiter::Brace =>
                {
                    let name = path.take().unwrap_or_else(|| plain(&name.to_string()).to_owned());
                    let modules = place.modules.join(name);
                    self.modules(body.stream(), &Place { modules: &modules, is_inline: true, ..*place })?;
                }
                (TokenTree::Ident(word), Some(TokenTree::Punct(bang)), Some(TokenTree::Group(file)))
                    if word == "include" && bang.as_char() == '!' =>
                {
                    if let Some(included) = literal(file.stream()) {
                        self.file(&place.file.join(included), place.modules)?;
                    }
                }
                // What is in braces behind `mod NAME` has been looked at.
                (TokenTree::Group(group), ..) if !is_module(&tokens, at) => {
                    self.modules(group.stream(), place)?;
                }
                (TokenTree::Punct(end), ..) if end.as_char() == ';' => path = None,
                _ => {}
            }
        }
        Ok(())
    }

    /// `mod name;`
    fn module(&mut self, name: &str, path: Option<String>, place: &Place<'_>) -> Result<(), Failure> {
        if let Some(path) = path {
            let path = if place.is_inline { place.modules } else { place.file }.join(path);
            let directory = path.parent().unwrap_or(Path::new("")).to_owned();
            return self.file(&path, &directory);
        }
        let directory = place.modules.join(plain(name));
        self.file(&directory.with_extension("rs"), &directory)?;
        self.file(&directory.join("mod.rs"), &directory)
    }
}

/// Whether the group at `at` is the body of a module.
fn is_module(tokens: &[TokenTree], at: usize) -> bool {
    let word = at.checked_sub(2).and_then(|at| tokens.get(at));
    let is_word = matches!(word, Some(TokenTree::Ident(word)) if word == "mod");
    let is_name = matches!(at.checked_sub(1).and_then(|at| tokens.get(at)), Some(TokenTree::Ident(_)));
    is_word && is_name
}

/// `r#type` is the module `type`.
fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// `path = "other.rs"`
fn path_of(attribute: TokenStream) -> Option<String> {
    let mut tokens = attribute.into_iter();
    let is_path = matches!(tokens.next()?, TokenTree::Ident(word) if word == "path");
    let is_equal = matches!(tokens.next()?, TokenTree::Punct(sign) if sign.as_char() == '=');
    if is_path && is_equal { literal(tokens.collect()) } else { None }
}

/// The text of one string literal.
fn literal(tokens: TokenStream) -> Option<String> {
    syn::parse2::<syn::LitStr>(tokens).ok().map(|literal| literal.value())
}
