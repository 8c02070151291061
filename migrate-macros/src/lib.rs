//! The procedural macros of `embed-migrations`. Use them through it: it passes its own path along, so that the
//! expansion finds the runtime also where the dependency has been renamed.
//!
//! The macro never panics, prints or writes a file. What it decides is decided in `migrate-verify`; here tokens become
//! options, and a verdict becomes tokens.

mod aligned;
mod expand;
mod hooks;
mod image;
mod input;
mod schema;

use proc_macro::TokenStream;

/// Checks while the crate is compiled that a struct fits its table. Documented in `embed-migrations`.
#[proc_macro_derive(Aligned, attributes(aligned, serde))]
pub fn derive_aligned(tokens: TokenStream) -> TokenStream {
    aligned::derive(&syn::parse_macro_input!(tokens as syn::DeriveInput)).into()
}

/// Called by `embed_migrations!` as `embed!([path of the façade] arguments)`.
#[doc(hidden)]
#[proc_macro]
pub fn embed(tokens: TokenStream) -> TokenStream {
    let input = input::parse(tokens.into());
    let items = match input.errors.as_slice() {
        [] => expand::verdict(&migrate_verify::verify_once(&input.options), &input),
        errors => expand::wrong_arguments(errors, &input),
    };
    items.into()
}
