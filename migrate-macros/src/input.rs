//! Tokens to options.

use std::env;
use std::path::PathBuf;

use migrate_verify::options::{Options, Value};
use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Ident, Lit, LitStr, Token, bracketed};

/// What stands in the invocation.
pub(crate) struct Input {
    /// The path of the façade, as `$crate` has it.
    pub(crate) krate: TokenStream,
    /// Where the directory is named, or else the whole invocation.
    pub(crate) directory: Span,
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
        Arguments::parse(input)
    };
    let (Arguments(arguments), mut errors) = match parser.parse2(tokens) {
        Ok(arguments) => (arguments, Vec::new()),
        Err(error) => (Arguments(Vec::new()), vec![error]),
    };
    let mut options = package(&mut errors);
    let mut directory = Span::call_site();
    for argument in arguments {
        if argument.key == "dir" {
            directory = argument.span;
        }
        if let Err(diagnostic) = options.set_argument(&argument.key, argument.value) {
            errors.push(syn::Error::new(argument.span, diagnostic.text()));
        }
    }
    Input { krate, directory, options, errors }
}

/// `"db/migrations", set = "notes"`.
struct Arguments(Vec<Argument>);

struct Argument {
    key: String,
    value: Value,
    span: Span,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Vec::new();
        while !input.is_empty() {
            arguments.push(if arguments.is_empty() && input.peek(LitStr) {
                let path: LitStr = input.parse()?;
                Argument { key: "dir".to_owned(), value: Value::Text(path.value()), span: path.span() }
            } else {
                input.parse()?
            });
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(Self(arguments))
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let not_a_key = |error: syn::Error| syn::Error::new(error.span(), EXPECTED);
        let key = input.call(Ident::parse_any).map_err(not_a_key)?;
        if !input.peek(Token![=]) {
            let known = format!("expected `{key} = …`, found `{key}` alone\n = help: {EXPECTED}");
            return Err(syn::Error::new(key.span(), known));
        }
        input.parse::<Token![=]>()?;
        Ok(Self { key: key.to_string(), value: value(input)?, span: key.span() })
    }
}

fn value(input: ParseStream<'_>) -> syn::Result<Value> {
    if input.peek(syn::token::Bracket) {
        let content;
        bracketed!(content in input);
        let values = content.parse_terminated(value, Token![,])?;
        return Ok(Value::List(values.into_iter().collect()));
    }
    if input.peek(Token![-]) {
        input.parse::<Token![-]>()?;
        return match input.parse()? {
            Lit::Int(number) => number.base10_parse::<i64>().map(|number| Value::Number(-number)),
            other => Err(syn::Error::new(other.span(), "expected a number behind `-`")),
        };
    }
    if input.peek(Lit) {
        return match input.parse()? {
            Lit::Str(text) => Ok(Value::Text(text.value())),
            Lit::Int(number) => number.base10_parse().map(Value::Number),
            Lit::Bool(flag) => Ok(Value::Flag(flag.value)),
            other => {
                Err(syn::Error::new(other.span(), "expected a string, a number, `true`, `false` or a list"))
            }
        };
    }
    let word = input.call(Ident::parse_any)?;
    if input.peek(Token![-]) {
        return Err(syn::Error::new(word.span(), HYPHEN));
    }
    Ok(Value::Word(word.to_string()))
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

const EXPECTED: &str = "the arguments are a path in quotes, and pairs like `set = \"notes\"` or `locked = true`, \
                        separated by commas";

const HYPHEN: &str = "a name with `-` stands in quotes, or is written with `_`";

const NO_CARGO: &str = "\n = help: build with cargo, or set the variable as cargo does";
