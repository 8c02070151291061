//! A verdict to items; or diagnostics to `compile_error!`, and items of the right types, so that one mistake is one error.

use std::path::Path;

use migrate_verify::diagnostic::Diagnostic;
use migrate_verify::diagnostic::lint::more_warnings;
use migrate_verify::model::{File, Migration};
use migrate_verify::options::Options;
use migrate_verify::shadow::Step;
use migrate_verify::{Rejected, Verdict, Verified, guess};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::schema;

/// `directory` is the place of the problems that are in no file.
pub(crate) fn verdict(
    verdict: &Verdict,
    options: &Options,
    directory: Span,
    krate: &TokenStream,
) -> TokenStream {
    let tracked = tracked(verdict, options);
    let items = match &verdict.outcome {
        Ok(verified) => verified_items(verified, verdict, options, krate),
        Err(rejected) => rejected_items(rejected, options, directory, krate),
    };
    quote!(#tracked #items)
}

/// Nothing was verified: it is not clear what.
pub(crate) fn wrong_arguments(errors: &[syn::Error], options: &Options, krate: &TokenStream) -> TokenStream {
    let errors = errors.iter().map(syn::Error::to_compile_error);
    let fallback = fallback(&guess::variants(options), options, krate);
    quote!(#(#errors)* #fallback)
}

/// Cargo rebuilds the crate when one of these files changes. Their bytes do not get into the program.
fn tracked(verdict: &Verdict, options: &Options) -> TokenStream {
    let paths = verdict.tracked.iter().map(|path| match path.strip_prefix(&options.package_root) {
        Ok(relative) => {
            let relative = format!("/{}", slashes(relative));
            quote!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #relative))
        }
        Err(_) => {
            let path = path.to_string_lossy();
            quote!(#path)
        }
    });
    quote!(const _: () = { #(const _: &[::core::primitive::u8] = ::core::include_bytes!(#paths);)* };)
}

fn verified_items(
    verified: &Verified,
    verdict: &Verdict,
    options: &Options,
    krate: &TokenStream,
) -> TokenStream {
    let set = &verified.set;
    let name = &options.set;
    let variants: Vec<_> =
        set.migrations().iter().map(|m| (m.version, m.variant.clone(), m.description.clone())).collect();
    let version = version(&variants, krate);
    let migrations = set
        .migrations()
        .iter()
        .zip(&verified.proof.steps)
        .map(|(m, step)| migration(m, step, options, krate));
    let schema = schema::tokens(&verified.proof.schema, krate);
    let directory = format!("/{}", slashes(Path::new(&options.directory)));
    let entries = verdict.entries.iter();
    let has_lock = verdict.tracked.iter().any(|path| path.ends_with("migrations.lock"));
    let current_test = current_test(krate);
    let warnings = warnings(&verified.proof.warnings);
    let declared = declared(options, krate);
    quote! {
        #version
        #warnings

        /// The migrations, run by the compiler, in the order of their versions.
        pub static MIGRATIONS: #krate::MigrationSet<Version> = #krate::__private::migration_set(
            #krate::__private::Set::new(
                #name,
                ::core::concat!(::core::env!("CARGO_PKG_NAME"), " ", ::core::env!("CARGO_PKG_VERSION")),
                { const LIST: &[#krate::Migration] = &[#(#migrations),*]; LIST },
                &SCHEMA,
                #declared,
                __SOURCE,
            ),
        );

        /// The schema after the last migration.
        pub static SCHEMA: #krate::Schema = #schema;

        // Who does not need it shall not be told that it is unused, not even under `forbid(dead_code)`.
        const _: () = { let _: &#krate::Schema = &SCHEMA; };

        /// Only a debug build knows where it was compiled.
        #[doc(hidden)]
        const __SOURCE: ::core::option::Option<#krate::__private::Source> = if ::core::cfg!(debug_assertions) {
            ::core::option::Option::Some(#krate::__private::Source::new(
                ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #directory),
                &[#(#entries),*],
                #has_lock,
            ))
        } else {
            ::core::option::Option::None
        };

        #current_test
    }
}

/// What the program registers on its connections.
fn declared(options: &Options, krate: &TokenStream) -> TokenStream {
    let functions = options.functions.iter().map(|function| {
        let (name, arguments) = (&function.name, function.arguments.map_or(-1, i32::from));
        quote!((#name, #arguments))
    });
    let (collations, modules) = (&options.collations, &options.modules);
    quote! {
        #krate::__private::Declared {
            functions: &[#(#functions),*],
            collations: &[#(#collations),*],
            modules: &[#(#modules),*],
        }
    }
}

/// On stable Rust a macro cannot warn. The use of something deprecated does, with the reason that was given.
fn warnings(diagnostics: &[Diagnostic]) -> TokenStream {
    let shown = diagnostics.iter().take(MOST_WARNINGS).map(Diagnostic::text);
    let left_out = diagnostics.len().saturating_sub(MOST_WARNINGS);
    let more = (left_out > 0).then(|| more_warnings(left_out));
    let uses = shown.chain(more).map(|text| {
        let note = format!("\n{text}");
        quote! {
            const _: () = {
                #[deprecated(note = #note)]
                const migration: () = ();
                migration
            };
        }
    });
    quote!(#(#uses)*)
}

/// More of them are not read.
const MOST_WARNINGS: usize = 50;

/// On stable Rust cargo does not notice a new file; a test run does.
fn current_test(krate: &TokenStream) -> TokenStream {
    quote! {
        #[cfg(test)]
        #[test]
        fn migrations_are_current() {
            #krate::__private::assert_current(&MIGRATIONS);
        }
    }
}

fn rejected_items(
    rejected: &Rejected,
    options: &Options,
    directory: Span,
    krate: &TokenStream,
) -> TokenStream {
    let errors = rejected.diagnostics.iter().map(|diagnostic| {
        let span = if diagnostic.place().is_some() { Span::call_site() } else { directory };
        syn::Error::new(span, diagnostic.text()).into_compile_error()
    });
    let fallback = fallback(&rejected.variants, options, krate);
    quote!(#(#errors)* #fallback)
}

/// The versions, and `MIGRATIONS` and `SCHEMA` without content: the rest of the crate type-checks, and never runs. No
/// attribute allows a lint that the crate may forbid.
fn fallback(variants: &[(i64, String, String)], options: &Options, krate: &TokenStream) -> TokenStream {
    let set = &options.set;
    let declared = declared(options, krate);
    let version = version(variants, krate);
    quote! {
        #version
        /// Nothing, because of a mistake.
        pub static MIGRATIONS: #krate::MigrationSet<Version> = #krate::__private::migration_set(
            #krate::__private::Set::new(#set, "", &[], &SCHEMA, #declared, ::core::option::Option::None),
        );
        /// Nothing, because of a mistake.
        pub static SCHEMA: #krate::Schema = #krate::__private::schema::schema(&[], &[], &[]);
    }
}

/// The enum of the versions. Each is a number, a name and what the file says of it.
fn version(variants: &[(i64, String, String)], krate: &TokenStream) -> TokenStream {
    let names: Vec<Ident> = variants.iter().map(|(_, name, _)| Ident::new(name, Span::call_site())).collect();
    let numbers = variants.iter().map(|(number, ..)| Literal::i64_unsuffixed(*number));
    let docs = variants.iter().map(|(number, _, description)| format!("{number}: {description}"));
    // An enum without variants cannot have a representation.
    let representation = (!variants.is_empty()).then(|| quote!(#[repr(i64)]));
    let number =
        if variants.is_empty() { quote!(match self {}) } else { quote!(self as ::core::primitive::i64) };
    quote! {
        /// The versions of the migrations, in their order.
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq,
            ::core::cmp::PartialOrd, ::core::cmp::Ord, ::core::hash::Hash
        )]
        #representation
        pub enum Version {
            #(#[doc = #docs] #names = #numbers,)*
        }

        #[automatically_derived]
        impl #krate::MigrationVersion for Version {
            const ALL: &'static [Self] = &[#(Self::#names),*];

            fn number(self) -> ::core::primitive::i64 {
                #number
            }
        }
    }
}

fn migration(migration: &Migration, step: &Step, options: &Options, krate: &TokenStream) -> TokenStream {
    let path = quote!(#krate::__private);
    let text = |text: &str| quote!(#path::text(#text));
    let version = Literal::i64_unsuffixed(migration.version);
    let description = text(&migration.description);
    let file = text(&in_package(&migration.up, options));
    let sql = text(&format!("{}\0", migration.up.text));
    let down = optional(migration.down.as_ref().map(|down| {
        let (file, sql) = (text(&in_package(down, options)), text(&down.text));
        quote!((#file, #sql))
    }));
    let irreversible = optional(migration.directives.irreversible.as_deref().map(text));
    let [checksum, chain, meaning] = [migration.checksum, migration.chain, migration.meaning].map(|digest| {
        let digest = Literal::byte_string(&digest);
        quote!(#krate::Digest::new(*#digest))
    });
    let in_transaction = migration.directives.transaction;
    let foreign_keys = migration.directives.enforces_foreign_keys();
    let backfill = optional(migration.directives.backfill.as_ref().map(|backfill| {
        let pause = backfill.pause.map(|pause| u64::try_from(pause.as_millis()).unwrap_or(u64::MAX));
        let pause = optional(pause.map(|pause| quote!(#pause)));
        quote!(#krate::Backfill::new(#pause))
    }));
    let replaces = optional(migration.directives.replaces.as_ref().map(|replaces| {
        let [first, last] = [replaces.first, replaces.last].map(Literal::i64_unsuffixed);
        let locked = migration.squash.as_ref().and_then(|squash| squash.lock.as_ref()?.pin.as_ref());
        let release = text(locked.map_or(&options.release, |pin| &pin.release));
        quote!(#krate::Replaces::new(#first, #last, #release))
    }));
    let fingerprint = Literal::u64_unsuffixed(step.fingerprint.bits());
    let leaves_traces = step.leaves_traces;
    let touches = step.touches.iter().map(|table| text(table));
    let table_changes = step.table_changes.iter().map(|(from, to)| {
        let (from, to) = (text(from), text(to));
        quote!((#from, #to))
    });
    let shapes = step.shapes.iter().map(|(names, digest)| {
        let digest = Literal::u64_unsuffixed(*digest);
        quote!(#path::Shape::embedded(#names, #digest))
    });
    let gone = step.gone.iter().map(|table| text(table));
    quote! {
        #path::Parts {
            version: #version,
            description: #description,
            file: #file,
            sql: #sql,
            down: #down,
            irreversible: #irreversible,
            checksum: #checksum,
            chain: #chain,
            meaning: #meaning,
            in_transaction: #in_transaction,
            foreign_keys: #foreign_keys,
            backfill: #backfill,
            replaces: #replaces,
            fingerprint: #krate::Fingerprint::from_bits(#fingerprint),
            leaves_traces: #leaves_traces,
            touches: #path::names({ const LIST: &[#krate::Text] = &[#(#touches),*]; LIST }),
            table_changes: #path::pairs({
                const LIST: &[(#krate::Text, #krate::Text)] = &[#(#table_changes),*];
                LIST
            }),
            shapes: #path::shapes({ const LIST: &[#path::Shape] = &[#(#shapes),*]; LIST }),
            gone: #path::names({ const LIST: &[#krate::Text] = &[#(#gone),*]; LIST }),
        }.build()
    }
}

/// The path relative to the package: the program does not know where it was compiled.
fn in_package(file: &File, options: &Options) -> String {
    format!("{}/{}", slashes(Path::new(&options.directory)), file.name)
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

fn slashes(path: &Path) -> String {
    let parts = path.components().map(|component| component.as_os_str().to_string_lossy());
    parts.filter(|part| part != ".").collect::<Vec<_>>().join("/")
}
