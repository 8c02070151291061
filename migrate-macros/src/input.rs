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
    /// What the arguments ask for, or one error for each that is wrong.
    pub(crate) options: Result<Options, Vec<syn::Error>>,
}

pub(crate) fn parse(tokens: TokenStream) -> Input {
    let mut krate = TokenStream::new();
    let parser = |input: ParseStream<'_>| {
        let path;
        bracketed!(path in input);
        krate = path.parse()?;
        Arguments::parse(input)
    };
    let arguments = parser.parse2(tokens);
    let options = arguments.map_err(|error| vec![error]).and_then(options);
    Input { krate, options }
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
        let key = input.call(Ident::parse_any)?;
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
    input.call(Ident::parse_any).map(|word| Value::Word(word.to_string()))
}

fn options(Arguments(arguments): Arguments) -> Result<Options, Vec<syn::Error>> {
    // Not tracked, and need not be: cargo rebuilds a crate whose manifest it finds elsewhere or under another name.
    let variable = |name| env::var(name).map_err(|_| vec![syn::Error::new(Span::call_site(), NO_CARGO)]);
    let mut options =
        Options::new(PathBuf::from(variable("CARGO_MANIFEST_DIR")?), variable("CARGO_PKG_NAME")?);
    if let Ok(directory) = env::current_dir() {
        options.shown_from = directory;
    }
    let set = |argument: Argument| {
        let outcome = options.set_argument(&argument.key, argument.value);
        outcome.err().map(|diagnostic| syn::Error::new(argument.span, diagnostic.text()))
    };
    let errors: Vec<syn::Error> = arguments.into_iter().filter_map(set).collect();
    if errors.is_empty() { Ok(options) } else { Err(errors) }
}

const NO_CARGO: &str = "`CARGO_MANIFEST_DIR` and `CARGO_PKG_NAME` are not set
= help: build with cargo, or set them as cargo does";
