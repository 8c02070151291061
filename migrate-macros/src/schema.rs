//! A [`Schema`] as the constant expression that makes it again.

use migrate_verify::schema::{
    Action, Affinity, Column, ForeignKey, Generated, Index, IndexColumn, Origin, Schema, Table, Text,
    Trigger, View,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// An expression of type `Schema` that is equal to `schema`, for a `const` or a `static`. `krate` is the path of the
/// façade.
///
/// It names nothing but `krate`, which has a short name within it, and literals, so that nothing in the user's scope can change it.
pub(crate) fn tokens(schema: &Schema, krate: &TokenStream) -> TokenStream {
    let tables = list("Table", schema.tables(), table);
    let views = list("View", schema.views(), view);
    let triggers = list("Trigger", schema.triggers(), trigger);
    // A short name for what stands there a thousand times.
    quote!({ use #krate::__private::schema as __schema; __schema::schema(#tables, #views, #triggers) })
}

fn table(table: &Table) -> TokenStream {
    let (name, sql) = (table.name(), table.sql());
    let module = optional("module", table.module().map(some));
    let columns = listed("columns", "Column", table.columns(), column);
    let indexes = listed("indexes", "Index", table.indexes(), index);
    let foreign_keys = listed("foreign_keys", "ForeignKey", table.foreign_keys(), foreign_key);
    let checks = listed("checks", "Text", table.checks(), text);
    let strict = flag("strict", table.strict());
    let without_rowid = flag("without_rowid", table.without_rowid());
    let autoincrement = flag("autoincrement", table.autoincrement());
    quote! {
        __schema::table(__schema::TableParts {
            name: #name, sql: #sql, #module #columns #indexes #foreign_keys #checks
            #strict #without_rowid #autoincrement ..__schema::TABLE
        })
    }
}

fn column(column: &Column) -> TokenStream {
    let (name, declared_type) = (column.name(), column.declared_type());
    let affinity = match column.affinity() {
        Affinity::Text => quote!(Text),
        Affinity::Numeric => quote!(Numeric),
        Affinity::Integer => quote!(Integer),
        Affinity::Real => quote!(Real),
        Affinity::Blob => quote!(Blob),
    };
    let not_null = flag("not_null", column.not_null());
    let default = optional("default", column.default().map(some));
    let collation = optional("collation", column.collation().map(some));
    let generated = column.generated().map(|generated| match generated {
        Generated::Virtual => some(quote!(__schema::Generated::Virtual)),
        Generated::Stored => some(quote!(__schema::Generated::Stored)),
    });
    let generated = optional("generated", generated);
    let expression = optional("expression", column.expression().map(some));
    let hidden = flag("hidden", column.hidden());
    let primary_key = optional("primary_key", column.primary_key().map(some));
    quote! {
        __schema::column(__schema::ColumnParts {
            name: #name, declared_type: #declared_type, affinity: __schema::Affinity::#affinity,
            #not_null #default #collation #generated #expression #hidden #primary_key ..__schema::COLUMN
        })
    }
}

/// All parts are written out: an index can have them all, and clippy calls an update without a rest needless.
fn index(index: &Index) -> TokenStream {
    let (name, unique, partial) = (index.name(), index.unique(), index.partial());
    let (sql, condition) = (index.sql().map_or_else(none, some), index.condition().map_or_else(none, some));
    let origin = match index.origin() {
        Origin::Create => quote!(Create),
        Origin::Unique => quote!(Unique),
        Origin::PrimaryKey => quote!(PrimaryKey),
    };
    let columns = list("IndexColumn", index.columns(), index_column);
    quote! {
        __schema::index(__schema::IndexParts {
            name: #name, sql: #sql, unique: #unique, origin: __schema::Origin::#origin, partial: #partial,
            condition: #condition, columns: #columns,
        })
    }
}

fn index_column(column: &IndexColumn) -> TokenStream {
    let name = column.name().map_or_else(none, some);
    let expression = column.expression().map_or_else(none, some);
    let (descending, collation) = (column.descending(), column.collation());
    quote!(__schema::index_column(#name, #expression, #descending, #collation))
}

fn foreign_key(key: &ForeignKey) -> TokenStream {
    let columns = list("Text", key.columns(), text);
    let parent = key.parent();
    let parent_columns = list("Text", key.parent_columns(), text);
    let [on_update, on_delete] = [key.on_update(), key.on_delete()].map(|action| match action {
        Action::NoAction => quote!(__schema::Action::NoAction),
        Action::Restrict => quote!(__schema::Action::Restrict),
        Action::SetNull => quote!(__schema::Action::SetNull),
        Action::SetDefault => quote!(__schema::Action::SetDefault),
        Action::Cascade => quote!(__schema::Action::Cascade),
    });
    quote!(__schema::foreign_key(#columns, #parent, #parent_columns, #on_update, #on_delete))
}

fn view(view: &View) -> TokenStream {
    let (name, sql) = (view.name(), view.sql());
    let columns = list("Text", view.columns(), text);
    quote!(__schema::view(#name, #columns, #sql))
}

fn trigger(trigger: &Trigger) -> TokenStream {
    let (name, table, sql) = (trigger.name(), trigger.table(), trigger.sql());
    quote!(__schema::trigger(#name, #table, #sql))
}

/// A `'static` slice of the type `of`. It is a constant item of its own: what a function returns is not promoted
/// to static data outside of a constant, and rustc takes quadratic time for many `const {}` blocks in one body
/// (500 tables: 17 s instead of 1.4 s).
fn list<T>(of: &str, items: &[T], item: impl Fn(&T) -> TokenStream) -> TokenStream {
    if items.is_empty() {
        return quote!(&[]);
    }
    let of = ident(of);
    let items = items.iter().map(item);
    quote!({ const LIST: &[__schema::#of] = &[#(#items),*]; LIST })
}

/// A field that holds a list, if there is something in it.
fn listed<T>(field: &str, of: &str, items: &[T], item: impl Fn(&T) -> TokenStream) -> Option<TokenStream> {
    optional(field, (!items.is_empty()).then(|| list(of, items, item)))
}

fn text(text: &Text) -> TokenStream {
    let text = text.as_str();
    quote!(__schema::text(#text))
}

/// A field that is `true`, if it is.
fn flag(field: &str, is_set: bool) -> Option<TokenStream> {
    optional(field, is_set.then(|| quote!(true)))
}

/// A field, if there is something in it; otherwise it comes from the constant that the parts start from.
fn optional(field: &str, value: Option<TokenStream>) -> Option<TokenStream> {
    let field = ident(field);
    value.map(|value| quote!(#field: #value,))
}

fn some(value: impl quote::ToTokens) -> TokenStream {
    quote!(__schema::Some(#value))
}

fn none() -> TokenStream {
    quote!(__schema::None)
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
