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
/// It names nothing but `krate`, `::core` and literals, so that nothing in the user's scope can change it.
pub(crate) fn tokens(schema: &Schema, krate: &TokenStream) -> TokenStream {
    let writer = Writer { path: quote!(#krate::__private::schema) };
    let path = &writer.path;
    let tables = writer.list("Table", schema.tables(), Writer::table);
    let views = writer.list("View", schema.views(), Writer::view);
    let triggers = writer.list("Trigger", schema.triggers(), Writer::trigger);
    quote!(#path::schema(#tables, #views, #triggers))
}

/// What every value needs: where its constructors are.
struct Writer {
    path: TokenStream,
}

impl Writer {
    fn table(&self, table: &Table) -> TokenStream {
        let path = &self.path;
        let (name, sql) = (table.name(), table.sql());
        let module = optional("module", table.module().map(some));
        let columns = self.listed("columns", "Column", table.columns(), Self::column);
        let indexes = self.listed("indexes", "Index", table.indexes(), Self::index);
        let foreign_keys = self.listed("foreign_keys", "ForeignKey", table.foreign_keys(), Self::foreign_key);
        let checks = self.listed("checks", "Text", table.checks(), Self::text);
        let strict = flag("strict", table.strict());
        let without_rowid = flag("without_rowid", table.without_rowid());
        let autoincrement = flag("autoincrement", table.autoincrement());
        quote! {
            #path::table(#path::TableParts {
                name: #name, sql: #sql, #module #columns #indexes #foreign_keys #checks
                #strict #without_rowid #autoincrement ..#path::TABLE
            })
        }
    }

    fn column(&self, column: &Column) -> TokenStream {
        let path = &self.path;
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
            Generated::Virtual => some(quote!(#path::Generated::Virtual)),
            Generated::Stored => some(quote!(#path::Generated::Stored)),
        });
        let generated = optional("generated", generated);
        let expression = optional("expression", column.expression().map(some));
        let hidden = flag("hidden", column.hidden());
        let primary_key = optional("primary_key", column.primary_key().map(some));
        quote! {
            #path::column(#path::ColumnParts {
                name: #name, declared_type: #declared_type, affinity: #path::Affinity::#affinity,
                #not_null #default #collation #generated #expression #hidden #primary_key ..#path::COLUMN
            })
        }
    }

    /// All parts are written out: an index can have them all, and clippy calls an update without a rest needless.
    fn index(&self, index: &Index) -> TokenStream {
        let path = &self.path;
        let (name, unique, partial) = (index.name(), index.unique(), index.partial());
        let (sql, condition) =
            (index.sql().map_or_else(none, some), index.condition().map_or_else(none, some));
        let origin = match index.origin() {
            Origin::Create => quote!(Create),
            Origin::Unique => quote!(Unique),
            Origin::PrimaryKey => quote!(PrimaryKey),
        };
        let columns = self.list("IndexColumn", index.columns(), Self::index_column);
        quote! {
            #path::index(#path::IndexParts {
                name: #name, sql: #sql, unique: #unique, origin: #path::Origin::#origin, partial: #partial,
                condition: #condition, columns: #columns,
            })
        }
    }

    fn index_column(&self, column: &IndexColumn) -> TokenStream {
        let path = &self.path;
        let name = column.name().map_or_else(none, some);
        let expression = column.expression().map_or_else(none, some);
        let (descending, collation) = (column.descending(), column.collation());
        quote!(#path::index_column(#name, #expression, #descending, #collation))
    }

    fn foreign_key(&self, key: &ForeignKey) -> TokenStream {
        let path = &self.path;
        let columns = self.list("Text", key.columns(), Self::text);
        let parent = key.parent();
        let parent_columns = self.list("Text", key.parent_columns(), Self::text);
        let [on_update, on_delete] = [key.on_update(), key.on_delete()].map(|action| match action {
            Action::NoAction => quote!(#path::Action::NoAction),
            Action::Restrict => quote!(#path::Action::Restrict),
            Action::SetNull => quote!(#path::Action::SetNull),
            Action::SetDefault => quote!(#path::Action::SetDefault),
            Action::Cascade => quote!(#path::Action::Cascade),
        });
        quote!(#path::foreign_key(#columns, #parent, #parent_columns, #on_update, #on_delete))
    }

    fn view(&self, view: &View) -> TokenStream {
        let path = &self.path;
        let (name, sql) = (view.name(), view.sql());
        let columns = self.list("Text", view.columns(), Self::text);
        quote!(#path::view(#name, #columns, #sql))
    }

    fn trigger(&self, trigger: &Trigger) -> TokenStream {
        let path = &self.path;
        let (name, table, sql) = (trigger.name(), trigger.table(), trigger.sql());
        quote!(#path::trigger(#name, #table, #sql))
    }

    /// A `'static` slice of the type `of`. It is a constant item of its own: what a function returns is not promoted
    /// to static data outside of a constant, and rustc takes quadratic time for many `const {}` blocks in one body
    /// (500 tables: 17 s instead of 1.4 s).
    fn list<T>(&self, of: &str, items: &[T], item: impl Fn(&Self, &T) -> TokenStream) -> TokenStream {
        if items.is_empty() {
            return quote!(&[]);
        }
        let (path, of) = (&self.path, ident(of));
        let items = items.iter().map(|value| item(self, value));
        quote!({ const LIST: &[#path::#of] = &[#(#items),*]; LIST })
    }

    /// A field that holds a list, if there is something in it.
    fn listed<T>(
        &self,
        field: &str,
        of: &str,
        items: &[T],
        item: impl Fn(&Self, &T) -> TokenStream,
    ) -> Option<TokenStream> {
        optional(field, (!items.is_empty()).then(|| self.list(of, items, item)))
    }

    fn text(&self, text: &Text) -> TokenStream {
        let path = &self.path;
        let text = text.as_str();
        quote!(#path::text(#text))
    }
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
    quote!(::core::option::Option::Some(#value))
}

fn none() -> TokenStream {
    quote!(::core::option::Option::None)
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
