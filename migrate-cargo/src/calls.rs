//! The calls of `embed_migrations!` in a source.

use std::collections::BTreeSet;

use migrate_files::diagnostic::Place;
use proc_macro2::{Span, TokenStream, TokenTree};

use crate::sources::Source;

const MACRO: &str = "embed_migrations";

/// A call.
pub(crate) struct Call {
    /// What stands between its parentheses.
    pub(crate) arguments: TokenStream,
    /// Where it begins.
    pub(crate) start: usize,
    /// Where it ends, without the last delimiter's own end.
    pub(crate) end: usize,
    /// Whether its arguments are those of another macro, in which it stands: nobody but rustc knows them.
    pub(crate) is_template: bool,
}

impl Source {
    /// The calls in it, also where the macro has been renamed.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let mut names = BTreeSet::from([MACRO.to_owned()]);
        aliases(self.tokens.clone(), &mut names);
        let mut calls = Vec::new();
        find(self.tokens.clone(), &names, &mut calls);
        calls
    }

    /// The place of a part of it.
    pub(crate) fn place(&self, start: usize, end: usize) -> Place {
        Place::span(&self.path, &self.text, start..end)
    }

    /// The place of tokens of it.
    pub(crate) fn place_of(&self, span: Span) -> Place {
        let range = span.byte_range();
        self.place(range.start, range.end)
    }
}

/// `use embed_migrations::embed_migrations as embed;`
fn aliases(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for window in tokens.windows(3) {
        if let [TokenTree::Ident(name), TokenTree::Ident(word), TokenTree::Ident(alias)] = window
            && name == MACRO
            && word == "as"
        {
            names.insert(alias.to_string());
        }
    }
    for token in tokens {
        if let TokenTree::Group(group) = token {
            aliases(group.stream(), names);
        }
    }
}

fn find(tokens: TokenStream, names: &BTreeSet<String>, calls: &mut Vec<Call>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            find(group.stream(), names, calls);
        }
        let [TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(group), ..] = &tokens[at..]
        else {
            continue;
        };
        if names.contains(&name.to_string()) && bang.as_char() == '!' {
            let start = &tokens[start_of_path(&tokens, at)];
            calls.push(Call {
                arguments: group.stream(),
                start: start.span().byte_range().start,
                end: group.span().byte_range().end,
                is_template: has_dollar(group.stream()),
            });
        }
    }
}

/// Where the path begins whose last word is at `at`.
fn start_of_path(tokens: &[TokenTree], mut at: usize) -> usize {
    let is_colon =
        |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
    while at >= 2 && is_colon(at - 1) && is_colon(at - 2) {
        match at.checked_sub(3).and_then(|before| tokens.get(before)) {
            Some(TokenTree::Ident(_)) => at -= 3,
            _ => return at - 2,
        }
    }
    at
}

fn has_dollar(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Punct(sign) => sign.as_char() == '$',
        TokenTree::Group(group) => has_dollar(group.stream()),
        _ => false,
    })
}
