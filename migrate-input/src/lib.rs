//! The arguments of `embed_migrations!`: tokens go in, options come out.
//!
//! It is a crate of its own because the macro is not the only one who reads them: a proc-macro crate exports nothing, and
//! a tool that gives the verdict of the build has to understand every argument as the build does.

use migrate_files::diagnostic::Diagnostic;
use migrate_files::options::{Options, Value};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Ident, Lit, LitStr, Path, Token, braced, bracketed};

/// What stands in an invocation.
#[non_exhaustive]
pub struct Input {
    /// Where everything is named.
    pub places: Places,
    /// The functions of `hooks`, in the order in which they are given.
    pub hooks: Vec<Path>,
    /// What the arguments ask for, as far as they are right.
    pub options: Options,
    /// One for each that is wrong.
    pub errors: Vec<syn::Error>,
}

/// Reads the arguments; `options` are those of an invocation without any.
pub fn parse(tokens: TokenStream, mut options: Options) -> Input {
    let (mut arguments, mut errors) = (Vec::new(), Vec::new());
    let parser = |input: ParseStream<'_>| {
        // What stands before a mistake is still of use: the directory, mostly.
        if let Err(error) = read(input, &mut arguments) {
            errors.push(error);
            input.parse::<TokenStream>()?;
        }
        Ok(())
    };
    let rest = parser.parse2(tokens);
    // syn goes on to complain of what stands behind a mistake in brackets.
    if errors.is_empty() {
        errors.extend(rest.err());
    }
    let (mut places, mut hooks) = (Places(Vec::new()), Vec::new());
    for Argument { key, value, span, entries } in arguments {
        let (spans, paths): (Vec<Span>, Vec<Option<Path>>) = entries.into_iter().unzip();
        places.0.push((key.clone(), span, spans));
        match options.set_argument(&key, value) {
            Ok(()) => hooks.extend(paths.into_iter().flatten()),
            Err(diagnostic) => {
                // Of an argument that is given twice, the second place counts.
                let place = diagnostic.argument().map_or(span, |_| places.of(&diagnostic));
                errors.push(syn::Error::new(place, diagnostic.text()));
            }
        }
    }
    Input { places, hooks, options, errors }
}

/// Where the arguments stand, and what is listed in them.
pub struct Places(Vec<(String, Span, Vec<Span>)>);

impl Places {
    /// Of a problem that is in no file: the argument that it is in, or else the directory, or the whole invocation.
    pub fn of(&self, diagnostic: &Diagnostic) -> Span {
        self.find(diagnostic).unwrap_or_else(Span::call_site)
    }

    /// The same; `None` for the whole invocation.
    pub fn find(&self, diagnostic: &Diagnostic) -> Option<Span> {
        let (key, entry) = diagnostic.argument().unwrap_or(("dir", None));
        let (_, span, entries) = self.0.iter().rfind(|(known, ..)| known == key)?;
        Some(entry.and_then(|at| entries.get(at)).copied().unwrap_or(*span))
    }
}

struct Argument {
    key: String,
    value: Value,
    span: Span,
    /// Of pairs in braces, the place of each, and the function.
    entries: Vec<(Span, Option<Path>)>,
}

/// `"db/migrations", set = "notes"`.
fn read(input: ParseStream<'_>, arguments: &mut Vec<Argument>) -> syn::Result<()> {
    while !input.is_empty() {
        arguments.push(if arguments.is_empty() && input.peek(LitStr) {
            let path: LitStr = input.parse()?;
            Argument {
                key: "dir".to_owned(),
                value: Value::Text(path.value()),
                span: path.span(),
                entries: Vec::new(),
            }
        } else {
            input.parse()?
        });
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
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
        let (name, span) = (key.to_string(), key.span());
        let written = [HOOKS, NEEDS].into_iter().find(|pairs| pairs.key == name);
        let (value, entries) = match written.filter(|_| input.peek(syn::token::Brace)) {
            Some(pairs) => pairs.parse(input)?,
            None => (value(input)?, Vec::new()),
        };
        Ok(Self { key: name, value, span, entries })
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
            Lit::Int(number) => number.base10_parse().map(Value::Number).map_err(|_| {
                syn::Error::new(
                    number.span(),
                    format!("expected a number up to {}, found `{number}`{NUMBERS}", i64::MAX),
                )
            }),
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

/// How pairs in braces are written.
struct Pairs {
    key: &'static str,
    separator: &'static str,
    example: &'static str,
}

const HOOKS: Pairs =
    Pairs { key: "hooks", separator: "=>", example: "hooks = { AddSlug => path::to::function }" };
const NEEDS: Pairs =
    Pairs { key: "needs", separator: "=", example: "needs = { auth = 3, \"other-library\" = 7 }" };

/// Pairs, and the place of each with the function that it names.
type Entries = (Value, Vec<(Span, Option<Path>)>);

impl Pairs {
    fn parse(&self, input: ParseStream<'_>) -> syn::Result<Entries> {
        let content;
        braced!(content in input);
        let (mut pairs, mut entries) = (Vec::new(), Vec::new());
        while !content.is_empty() {
            let (name, span) = self.name(&content)?;
            self.separator(&content)?;
            let (value, path) = self.value(&content)?;
            pairs.push((name, value));
            entries.push((span, path));
            if !content.is_empty() && content.parse::<Token![,]>().is_err() {
                return Err(self.expected(content.span(), "`,`"));
            }
        }
        Ok((Value::Pairs(pairs), entries))
    }

    fn name(&self, content: ParseStream<'_>) -> syn::Result<(String, Span)> {
        if self.key == NEEDS.key && content.peek(LitStr) {
            let name: LitStr = content.parse()?;
            return Ok((name.value(), name.span()));
        }
        let what = if self.key == HOOKS.key { "a variant of `Version`" } else { "the name of a set" };
        let name = content.call(Ident::parse_any).map_err(|error| self.expected(error.span(), what))?;
        if content.peek(Token![-]) && !content.peek(Token![->]) {
            return Err(self.expected(content.span(), "a name with `-` in quotes"));
        }
        // `r#type` is the variant or set `type`.
        Ok((name.unraw().to_string(), name.span()))
    }

    fn separator(&self, content: ParseStream<'_>) -> syn::Result<()> {
        let found = match (content.peek(Token![=>]), content.peek(Token![=])) {
            (true, _) => "=>",
            (_, true) => "=",
            _ => "",
        };
        if found != self.separator {
            return Err(self.expected(content.span(), &format!("`{}`", self.separator)));
        }
        if found == "=>" {
            content.parse::<Token![=>]>().map(drop)
        } else {
            content.parse::<Token![=]>().map(drop)
        }
    }

    fn value(&self, content: ParseStream<'_>) -> syn::Result<(Value, Option<Path>)> {
        if self.key == NEEDS.key || content.peek(Lit) {
            return Ok((value(content)?, None));
        }
        let path = |_| self.expected(content.span(), "the path of a function");
        let path: Path = content.fork().parse().map_err(path).and_then(|_: Path| content.parse())?;
        if !content.is_empty() && !content.peek(Token![,]) {
            return Err(self.expected(content.span(), "`,`"));
        }
        Ok((Value::Word(tightened(quote!(#path).to_string())), Some(path)))
    }

    fn expected(&self, span: Span, what: &str) -> syn::Error {
        syn::Error::new(span, format!("expected {what}\n = help: write it like `{}`", self.example))
    }
}

/// The text of tokens without the blanks between them that nobody writes.
pub fn tightened(mut text: String) -> String {
    for (loose, tight) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
        (" ;", ";"),
    ] {
        text = text.replace(loose, tight);
    }
    text
}

const EXPECTED: &str = "the arguments are a path in quotes, and pairs like `set = \"notes\"` or `locked = true`, \
                        separated by commas";

const HYPHEN: &str = "a name with `-` stands in quotes, or is written with `_`";

const NUMBERS: &str = "\n = help: versions are 64-bit integers; give one that a migration has";
