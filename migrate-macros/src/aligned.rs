//! `#[derive(Aligned)]`: one constant for each field, and one for the struct, which the compiler cannot compute if
//! something does not fit.

use migrate_input::tightened;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DeriveInput, Expr, ExprLit, Field, Fields, GenericParam, Lit, Meta, Path, Result, Token,
    Type,
};

/// What `#[aligned(…)]` says of the struct.
struct Container {
    schema: Path,
    table: String,
    partial: bool,
    krate: Path,
}

pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    expand(input).unwrap_or_else(|error| error.into_compile_error())
}

fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let container = container(input)?;
    let Data::Struct(data) = &input.data else {
        return Err(error(input.ident.span(), "only a struct has fields that can be columns"));
    };
    let Fields::Named(named) = &data.fields else {
        return Err(error(input.ident.span(), "columns have names, and so must the fields"));
    };
    let Container { schema, table, partial, krate } = container;
    let name = &input.ident;
    let statics = statics(input)?;
    let fields = quote!(<#name #statics as #krate::Aligned>::FIELDS);
    let path = quote!(#krate::__private::aligned);
    let (mut list, mut checks) = (Vec::new(), Vec::new());
    for field in &named.named {
        let Some((ident, column)) = field.ident.as_ref().zip(column(field)?) else { continue };
        let (name, ty) = (ident.unraw().to_string(), &field.ty);
        let (written, span) = (written(ty), ty.span());
        let of = quote_spanned!(span=> <#ty as #krate::ColumnType>);
        list.push(quote! {
            #path::Field {
                name: #name,
                column: #column,
                ty: #written,
                affinities: #of::AFFINITIES,
                nullable: #of::NULLABLE,
            }
        });
        let at = list.len() - 1;
        checks.push(quote_spanned! {ident.span()=>
            const _: () = match #path::field(&#schema, #table, &#fields[#at]) {
                ::core::option::Option::Some(message) if !#path::is_unknown(&#schema) => ::core::panic!("{}", message.as_str()),
                _ => {}
            };
        });
    }
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    let columns = quote_spanned! {name.span()=>
        const _: () = match #path::columns(&#schema, #table, #fields, #partial) {
            ::core::option::Option::Some(message) if !#path::is_unknown(&#schema) => ::core::panic!("{}", message.as_str()),
            _ => {}
        };
    };
    Ok(quote! {
        const _: () = {
            #columns
            #(#checks)*
            #[automatically_derived]
            impl #impl_generics #krate::Aligned for #name #type_generics #where_clause {
                const TABLE: &'static ::core::primitive::str = #table;
                const FIELDS: &'static [#path::Field] = &[#(#list),*];
                const PARTIAL: ::core::primitive::bool = #partial;
            }
        };
    })
}

/// The type as people write it.
fn written(ty: &Type) -> String {
    tightened(quote!(#ty).to_string())
}

/// The arguments with which a constant can name the type.
fn statics(input: &DeriveInput) -> Result<TokenStream> {
    let params = &input.generics.params;
    if let Some(other) = params.iter().find(|param| !matches!(param, GenericParam::Lifetime(_))) {
        return Err(error(other.span(), "which columns fit a generic type, nobody can say"));
    }
    let statics = params.iter().map(|_| quote!('static));
    Ok(if params.is_empty() { TokenStream::new() } else { quote!(<#(#statics),*>) })
}

fn error(span: Span, text: &str) -> syn::Error {
    syn::Error::new(span, text)
}

const EXPECTED: &str = "expected `#[aligned(migrations::SCHEMA, table = \"…\")]`";

fn container(input: &DeriveInput) -> Result<Container> {
    let Some(attribute) = input.attrs.iter().find(|attribute| attribute.path().is_ident("aligned")) else {
        return Err(error(input.ident.span(), EXPECTED));
    };
    let (mut schema, mut table, mut partial, mut krate) = (None, None, false, None);
    for meta in metas(attribute)? {
        match meta {
            Meta::Path(path) if path.is_ident("partial") => partial = true,
            Meta::Path(path) => schema = Some(path),
            Meta::NameValue(pair) if pair.path.is_ident("table") => table = Some(text(&pair.value)?),
            Meta::NameValue(pair) if pair.path.is_ident("crate") => {
                krate = Some(syn::parse_str(&text(&pair.value)?)?);
            }
            other => {
                let expected =
                    "expected the path of a `SCHEMA`, `table = \"…\"`, `partial` or `crate = \"…\"`";
                return Err(error(other.span(), expected));
            }
        }
    }
    match (schema, table) {
        (Some(schema), Some(table)) => {
            let krate = krate.unwrap_or_else(|| syn::parse_quote!(::embed_migrations));
            Ok(Container { schema, table, partial, krate })
        }
        _ => Err(error(attribute.span(), EXPECTED)),
    }
}

/// The column of a field; `None` if it is none. What `aligned` says goes before what serde says.
fn column(field: &Field) -> Result<Option<String>> {
    let mut column = field.ident.as_ref().map(|ident| ident.unraw().to_string());
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        for meta in metas(attribute)? {
            match &meta {
                Meta::NameValue(pair) if pair.path.is_ident("rename") => column = Some(text(&pair.value)?),
                Meta::List(list) if list.path.is_ident("rename") => {
                    let both = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)?;
                    for meta in both {
                        if let Meta::NameValue(pair) = &meta
                            && pair.path.is_ident("deserialize")
                        {
                            column = Some(text(&pair.value)?);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("aligned")) {
        for meta in metas(attribute)? {
            match &meta {
                Meta::NameValue(pair) if pair.path.is_ident("rename") => column = Some(text(&pair.value)?),
                Meta::Path(path) if path.is_ident("skip") => return Ok(None),
                other => return Err(error(other.span(), "expected `rename = \"…\"` or `skip`")),
            }
        }
    }
    Ok(column)
}

fn metas(attribute: &Attribute) -> Result<Punctuated<Meta, Token![,]>> {
    attribute.parse_args_with(Punctuated::parse_terminated)
}

fn text(value: &Expr) -> Result<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text.value()),
        other => Err(error(other.span(), "expected a text in double quotes")),
    }
}
