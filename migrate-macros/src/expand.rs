//! A verdict to items; or diagnostics to `compile_error!`, and items of the right types, so that one mistake is one error.

use std::path::Path;

use migrate_verify::diagnostic::Diagnostic;
use migrate_verify::diagnostic::lint::more_warnings;
use migrate_verify::model::Migration;
use migrate_verify::options::{Options, slashes};
use migrate_verify::phase::Phase;
use migrate_verify::shadow::{Effects, Loss, Step, Text};
use migrate_verify::{Rejected, Verdict, Verified, guess};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens as _, quote};

use crate::input::Input;
use crate::{hooks, image, schema};

pub(crate) fn verdict(verdict: &Verdict, input: &Input) -> TokenStream {
    let tracked = tracked(verdict, &input.options);
    let items = match &verdict.outcome {
        Ok(verified) => verified_items(verified, verdict, input),
        Err(rejected) => rejected_items(rejected, input),
    };
    quote!(#tracked #items)
}

/// Nothing was verified: it is not clear what.
pub(crate) fn wrong_arguments(errors: &[syn::Error], input: &Input) -> TokenStream {
    let errors = errors.iter().map(syn::Error::to_compile_error);
    let fallback = fallback(&guess::variants(&input.options), input);
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

fn verified_items(verified: &Verified, verdict: &Verdict, input: &Input) -> TokenStream {
    let Input { options, krate, .. } = input;
    let set = &verified.set;
    let name = &options.set;
    let variants: Vec<_> =
        set.migrations().iter().map(|m| (m.version, m.variant.clone(), m.description.clone())).collect();
    let version = version(&variants, krate);
    let migrations =
        set.migrations().iter().zip(&verified.proof.steps).map(|(m, step)| migration(m, step, input));
    let schema = schema::tokens(&verified.proof.schema, krate);
    let directory = format!("/{}", slashes(Path::new(&options.directory)));
    let entries = verdict.entries.iter();
    let has_lock = verdict.tracked.iter().any(|path| path.ends_with("migrations.lock"));
    let current_test = current_test(krate);
    let warnings = warnings(&verified.proof.warnings);
    let declared = declared(options, krate);
    let needs = hooks::needs(options, krate);
    let at_once = verified.proof.at_once.as_ref().map(|all| {
        let order = all.order.iter().map(|place| Literal::u16_unsuffixed(*place));
        let rows = all.rows.iter().map(|(place, insert)| {
            let place = Literal::u16_unsuffixed(*place);
            quote!((#place, #insert))
        });
        quote!(.made_at_once(#krate::__private::AtOnce { order: &[#(#order),*], rows: &[#(#rows),*] }))
    });
    let image = verified.proof.image.as_ref().map(|image| image::call(image, krate));
    quote! {
        #version
        #warnings

        /// The migrations, run by the compiler, in the order of their versions.
        pub static MIGRATIONS: #krate::MigrationSet<Version> = #krate::__private::migration_set(
            #krate::__private::Set::new(
                #name,
                ::core::concat!(::core::env!("CARGO_PKG_NAME"), " ", ::core::env!("CARGO_PKG_VERSION")),
                {
                    // Each token costs the macro and rustc: short names, and none that a hook may name.
                    use #krate::{self as __krate, __private};
                    const LIST: &[__krate::Migration] = &[#(#migrations),*];
                    LIST
                },
                &SCHEMA,
                #declared,
                __SOURCE,
            )#needs #at_once #image,
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

fn rejected_items(rejected: &Rejected, input: &Input) -> TokenStream {
    let errors = rejected.diagnostics.iter().map(|diagnostic| {
        let span = if diagnostic.place().is_some() { Span::call_site() } else { input.places.of(diagnostic) };
        syn::Error::new(span, diagnostic.text()).into_compile_error()
    });
    let fallback = fallback(&rejected.variants, input);
    quote!(#(#errors)* #fallback)
}

/// The versions, and `MIGRATIONS` and `SCHEMA` without content: the rest of the crate type-checks, and never runs. No
/// attribute allows a lint that the crate may forbid.
fn fallback(variants: &[(i64, String, String)], input: &Input) -> TokenStream {
    let Input { options, krate, hooks, .. } = input;
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
        // They would be unused.
        #(const _: () = { let _ = #hooks; };)*
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

fn migration(migration: &Migration, step: &Step, input: &Input) -> TokenStream {
    let Input { options, .. } = input;
    let text = |text: &str| quote!(__private::text(#text));
    let version = Literal::i64_unsuffixed(migration.version);
    let description = text(&migration.description);
    let file = text(&options.in_package(&migration.up.name));
    let sql = text(&format!("{}\0", migration.up.text));
    let down = optional(migration.down.as_ref().map(|down| {
        let (file, sql) = (text(&options.in_package(&down.name)), text(&format!("{}\0", down.text)));
        let directives = migration.down_directives.as_ref();
        let in_transaction = directives.is_none_or(|directives| directives.transaction);
        let foreign_keys = directives.is_some_and(|directives| directives.foreign_keys == Some(true));
        let effects = optional(step.down.as_ref().map(self::effects));
        quote! {
            __private::Down {
                file: #file,
                sql: #sql,
                in_transaction: #in_transaction,
                foreign_keys: #foreign_keys,
                effects: #effects,
            }
        }
    }));
    let irreversible = optional(migration.directives.irreversible.as_deref().map(text));
    let [checksum, chain, meaning] = [migration.checksum, migration.chain, migration.meaning].map(|digest| {
        let digest = Literal::byte_string(&digest);
        quote!(__krate::Digest::new(*#digest))
    });
    let in_transaction = migration.directives.transaction;
    let foreign_keys = migration.directives.enforces_foreign_keys();
    let backfill = optional(migration.directives.backfill.as_ref().map(|backfill| {
        let pause = backfill.pause.map(|pause| u64::try_from(pause.as_millis()).unwrap_or(u64::MAX));
        let pause = optional(pause.map(|pause| quote!(#pause)));
        quote!(__krate::Backfill::new(#pause))
    }));
    let phase = optional(migration.directives.phase().map(|phase| match phase {
        Phase::Expand => quote!(__krate::Phase::Expand),
        Phase::Contract => quote!(__krate::Phase::Contract),
    }));
    let promise = migration.directives.compatible_with.as_ref();
    let compatible_with =
        optional(promise.map(|promise| Literal::i64_unsuffixed(promise.version).into_token_stream()));
    let replaces = optional(migration.directives.replaces.as_ref().map(|replaces| {
        let [first, last] = [replaces.first, replaces.last].map(Literal::i64_unsuffixed);
        let locked = migration.squash.as_ref().and_then(|squash| squash.lock.as_ref()?.pin.as_ref());
        let release = text(locked.map_or(&options.release, |pin| &pin.release));
        quote!(__krate::Replaces::new(#first, #last, #release))
    }));
    let hook = optional(hooks::call(migration, input));
    let fingerprint = Literal::u64_unsuffixed(step.fingerprint.bits());
    let texts = Literal::u64_unsuffixed(step.texts);
    let leaves_traces = step.leaves_traces;
    let touches = names(step.touches.iter());
    let destroys = names(step.destroys.iter());
    let table_changes = pairs(step.table_changes.iter().map(|(from, to)| (from, to)));
    let shapes = step.shapes.iter().map(|(names, digest)| {
        let digest = Literal::u64_unsuffixed(*digest);
        quote!(__private::Shape::embedded(#names, #digest))
    });
    let shapes = embedded("shapes", quote!(__private::Shape), shapes);
    let gone = names(step.gone.iter());
    quote! {
        __private::Parts {
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
            phase: #phase,
            compatible_with: #compatible_with,
            replaces: #replaces,
            hook: #hook,
            fingerprint: __krate::Fingerprint::from_bits(#fingerprint),
            texts: #texts,
            leaves_traces: #leaves_traces,
            touches: #touches,
            destroys: #destroys,
            table_changes: #table_changes,
            shapes: #shapes,
            gone: #gone,
        }.build()
    }
}

/// What a down does.
fn effects(effects: &Effects) -> TokenStream {
    let leaves_traces = effects.leaves_traces;
    let touches = names(effects.touches.iter().map(Text::as_str));
    let table_changes = pairs(effects.table_changes.iter().map(|(from, to)| (from.as_str(), to.as_str())));
    let losses = effects.losses.iter().map(|loss| match loss {
        Loss::Table(table) => {
            let table = table.as_str();
            quote!(__private::Loss::Table(__private::text(#table)))
        }
        Loss::Column(table, column) => {
            let (table, column) = (table.as_str(), column.as_str());
            quote!(__private::Loss::Column(__private::text(#table), __private::text(#column)))
        }
        Loss::Rows(table) => {
            let table = table.as_str();
            quote!(__private::Loss::Rows(__private::text(#table)))
        }
    });
    let losses = embedded("losses", quote!(__private::Loss), losses);
    quote! {
        __private::Effects {
            leaves_traces: #leaves_traces,
            touches: #touches,
            table_changes: #table_changes,
            losses: #losses,
        }
    }
}

/// An embedded list of names.
fn names(names: impl Iterator<Item = impl AsRef<str>>) -> TokenStream {
    let names = names.map(|name| {
        let name = name.as_ref();
        quote!(__private::text(#name))
    });
    embedded("names", quote!(__krate::Text), names)
}

/// Embedded pairs of names.
fn pairs(pairs: impl Iterator<Item = (impl AsRef<str>, impl AsRef<str>)>) -> TokenStream {
    let pairs = pairs.map(|(from, to)| {
        let (from, to) = (from.as_ref(), to.as_ref());
        quote!((__private::text(#from), __private::text(#to)))
    });
    embedded("pairs", quote!((__krate::Text, __krate::Text)), pairs)
}

/// What `function` of the engine makes of a list of the type `of`. Most are empty, and a constant item for each would be dear.
fn embedded(function: &str, of: TokenStream, items: impl Iterator<Item = TokenStream>) -> TokenStream {
    let function = Ident::new(function, Span::call_site());
    let mut items = items.peekable();
    if items.peek().is_none() {
        return quote!(__private::#function(&[]));
    }
    quote!(__private::#function({ const LIST: &[#of] = &[#(#items),*]; LIST }))
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(__private::Some(#value)),
        None => quote!(__private::None),
    }
}
