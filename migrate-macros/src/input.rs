//! An invocation to options.

use std::env;
use std::path::PathBuf;

use migrate_input::Places;
use migrate_verify::options::Options;
use proc_macro2::{Span, TokenStream};
use syn::parse::{ParseStream, Parser as _};
use syn::{Path, bracketed};

/// What stands in the invocation.
pub(crate) struct Input {
    /// The path of the façade, as `$crate` has it.
    pub(crate) krate: TokenStream,
    /// Where everything is named.
    pub(crate) places: Places,
    /// The functions of `hooks`, in the order in which they are given.
    pub(crate) hooks: Vec<Path>,
    /// What the arguments ask for, as far as they are right.
    pub(crate) options: Options,
    /// One for each that is wrong.
    pub(crate) errors: Vec<syn::Error>,
}

pub(crate) fn parse(tokens: TokenStream) -> Input {
    let mut krate = TokenStream::new();
    let parser = |input: ParseStream<'_>| {
        let path;
        bracketed!(path in input);
        krate = path.parse()?;
        input.parse::<TokenStream>()
    };
    let (arguments, mut errors) = match parser.parse2(tokens) {
        Ok(arguments) => (arguments, Vec::new()),
        Err(error) => (TokenStream::new(), vec![error]),
    };
    let options = package(&mut errors);
    let input = migrate_input::parse(arguments, options);
    errors.extend(input.errors);
    Input { krate, places: input.places, hooks: input.hooks, options: input.options, errors }
}

/// The options of an invocation without arguments.
fn package(errors: &mut Vec<syn::Error>) -> Options {
    // Not tracked, and need not be: cargo rebuilds a crate whose manifest it finds elsewhere or under another name.
    let mut variable = |name| {
        env::var(name).unwrap_or_else(|_| {
            errors.push(syn::Error::new(Span::call_site(), format!("`{name}` is not set{NO_CARGO}")));
            String::new()
        })
    };
    let mut options = Options::new(PathBuf::from(variable("CARGO_MANIFEST_DIR")), variable("CARGO_PKG_NAME"));
    options.release = format!("{} {}", options.package, variable("CARGO_PKG_VERSION"));
    if let Ok(directory) = env::current_dir() {
        options.shown_from = directory;
    }
    options
}

const NO_CARGO: &str = "\n = help: build with cargo, or set the variable as cargo does";
