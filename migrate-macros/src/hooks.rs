//! What a set has of the program beside its files: functions, and the names of other sets.

use migrate_verify::model::Migration;
use migrate_verify::options::Options;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use crate::input::Input;

/// The hook of the migration, if there is one: a closure that holds nothing, so that it is a pointer to a function.
pub(crate) fn call(migration: &Migration, input: &Input) -> Option<TokenStream> {
    let Input { options, hooks, krate, .. } = input;
    let (hook, function) =
        options.hooks.iter().zip(hooks).find(|(hook, _)| hook.variant == migration.variant)?;
    // What does not fit is told where the function is named; and no function of the program is taken for a variable.
    let span = function.span();
    let [db, returned, error] =
        ["db", "returned", "error"].map(|name| Ident::new(name, Span::mixed_site().located_at(span)));
    let called = quote_spanned! {Span::call_site().located_at(span)=>
        {
            let #returned: ::core::result::Result<(), _> = #function(#db);
            match #returned {
                ::core::result::Result::Ok(()) => ::core::result::Result::Ok(()),
                ::core::result::Result::Err(#error) => ::core::result::Result::Err(::core::convert::Into::into(#error)),
            }
        }
    };
    let path = &hook.path;
    Some(quote!(#krate::__private::Call::new(#path, |#db| #called)))
}

/// The sets that this one needs, as a call that says so.
pub(crate) fn needs(options: &Options, krate: &TokenStream) -> Option<TokenStream> {
    let needs = options.needs.iter().map(|need| {
        let (set, version) = (&need.set, Literal::i64_unsuffixed(need.version));
        quote!(#krate::Need::new(#set, #version))
    });
    (!options.needs.is_empty())
        .then(|| quote!(.needing({ const LIST: &[#krate::Need] = &[#(#needs),*]; LIST })))
}
