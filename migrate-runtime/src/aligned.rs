//! Whether a struct fits its table: found by the compiler, or on a live database.

mod message;

use std::fmt;

use rusqlite::Connection;

use crate::drift::live;
use crate::error::Error;
use crate::schema::{Affinity, Column, Schema, Table};
pub use message::Message;

/// A struct whose fields are the columns of a table or view: derive it with `#[derive(Aligned)]`.
pub trait Aligned {
    /// The table or view.
    const TABLE: &'static str;

    #[doc(hidden)]
    const FIELDS: &'static [Field];

    #[doc(hidden)]
    const PARTIAL: bool;

    /// The same check on a live database, for programs that do not migrate it. It only reads.
    ///
    /// # Errors
    ///
    /// [`Error::Misaligned`] with everything that does not fit; [`Error::Busy`] and [`Error::Sqlite`] if the schema cannot be
    /// read.
    fn check_aligned(conn: &Connection) -> Result<(), Error> {
        let schema = live(conn)?;
        let fields = Self::FIELDS.iter().filter_map(|it| field(&schema, Self::TABLE, it));
        let problems = fields.chain(columns(&schema, Self::TABLE, Self::FIELDS, Self::PARTIAL));
        let problems: Vec<String> = problems.map(|message| message.as_str().to_owned()).collect();
        if problems.is_empty() {
            return Ok(());
        }
        Err(Error::Misaligned { table: Self::TABLE.to_owned(), problems })
    }
}

/// A type that the values of a column are read into.
///
/// A type of the program's own is one by one line:
///
/// ```
/// # use migrate_runtime::{Affinity, ColumnType};
/// struct UserId(i64);
/// impl ColumnType for UserId { const AFFINITIES: &'static [Affinity] = i64::AFFINITIES; }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type that a column is known to be read into",
    label = "no `ColumnType`",
    note = "implement it: `impl ColumnType for {Self} {{ const AFFINITIES: &'static [Affinity] = i64::AFFINITIES; }}`"
)]
pub trait ColumnType {
    /// The affinities of columns that hold such values.
    const AFFINITIES: &'static [Affinity];
    /// Whether it can be NULL.
    const NULLABLE: bool = false;
}

const NUMBERS: &[Affinity] = &[Affinity::Integer, Affinity::Numeric];
const REALS: &[Affinity] = &[Affinity::Real, Affinity::Numeric];
/// Dates are texts, and SQLite takes `DATETIME` for NUMERIC.
const TEXTS: &[Affinity] = &[Affinity::Text, Affinity::Numeric];
const BYTES: &[Affinity] = &[Affinity::Blob];
const ALL: &[Affinity] =
    &[Affinity::Text, Affinity::Numeric, Affinity::Integer, Affinity::Real, Affinity::Blob];

macro_rules! column_types {
    ($($affinities:ident: $($ty:ty),*;)*) => {
        $($(impl ColumnType for $ty { const AFFINITIES: &'static [Affinity] = $affinities; })*)*
    };
}

column_types! {
    NUMBERS: i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, bool;
    REALS: f32, f64;
    TEXTS: String, Box<str>, std::rc::Rc<str>, std::sync::Arc<str>, std::borrow::Cow<'_, str>, &str;
    BYTES: Vec<u8>, Box<[u8]>, std::sync::Arc<[u8]>, &[u8];
}

impl ColumnType for rusqlite::types::Value {
    const AFFINITIES: &'static [Affinity] = ALL;
    const NULLABLE: bool = true;
}

impl<T: ColumnType> ColumnType for Option<T> {
    const AFFINITIES: &'static [Affinity] = T::AFFINITIES;
    const NULLABLE: bool = true;
}

impl<const N: usize> ColumnType for [u8; N] {
    const AFFINITIES: &'static [Affinity] = BYTES;
}

/// A field of a struct.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "only the macro makes and reads it")]
pub struct Field {
    pub name: &'static str,
    pub column: &'static str,
    /// The type as it is written.
    pub ty: &'static str,
    pub affinities: &'static [Affinity],
    pub nullable: bool,
}

/// What is wrong with a field; `None` if it fits. Of a view only the names are known.
pub const fn field(schema: &Schema, table: &str, field: &Field) -> Option<Message> {
    let Some(found) = schema.table(table) else {
        return if has_view(schema, table, Some(field.column)) {
            None
        } else if has_view(schema, table, None) {
            Some(no_column(field, table))
        } else {
            // Said once, of the struct.
            None
        };
    };
    let Some(column) = found.column(field.column) else {
        return Some(no_column_of(field, found));
    };
    if !fits(column, field.affinities) {
        let message = start(field, table).push(" is ").push(declared(column)).push(", and `").push(field.ty);
        return Some(
            message.push("` is not: write `").push(advice(column, is_nullable(found, column))).push("`"),
        );
    }
    match (is_nullable(found, column), field.nullable) {
        (true, false) => {
            let message = start(field, table).push(" can be NULL: write `Option<").push(field.ty);
            Some(message.push(">`, or declare the column NOT NULL"))
        }
        // What takes every value cannot leave one out.
        (false, true) if field.affinities.len() < ALL.len() => {
            Some(start(field, table).push(" is never NULL: write `").push(without_option(field.ty)).push("`"))
        }
        _ => None,
    }
}

/// The columns that no field is for, unless only a part of them shall be; or that there is no such table.
pub const fn columns(schema: &Schema, table: &str, fields: &[Field], partial: bool) -> Option<Message> {
    let Some(found) = schema.table(table) else {
        return if has_view(schema, table, None) {
            None
        } else {
            Some(Message::new().push("there is no table or view `").push(table).push("` in the schema"))
        };
    };
    let (mut at, mut message, mut count) = (0, Message::new(), 0);
    while at < found.columns().len() && !partial {
        let column = &found.columns()[at];
        if !column.hidden() && !has_field(fields, column.name()) {
            message = message.push(if count == 0 { "no field is for `" } else { ", `" });
            message = message.push(column.name()).push("`");
            count += 1;
        }
        at += 1;
    }
    if count == 0 {
        return None;
    }
    Some(
        message
            .push(" of table `")
            .push(table)
            .push("`: add what is missing, or say `partial` in `#[aligned(…)]`"),
    )
}

const fn start(field: &Field, table: &str) -> Message {
    let message = Message::new().push("field `").push(field.name).push("`: column `").push(field.column);
    message.push("` of table `").push(table).push("`")
}

const fn no_column(field: &Field, table: &str) -> Message {
    let message = Message::new().push("field `").push(field.name).push("`: `").push(table);
    message
        .push("` has no column `")
        .push(field.column)
        .push("`: rename the field, or say `#[aligned(rename = \"…\")]`")
}

/// With the columns that there are.
const fn no_column_of(field: &Field, table: &Table) -> Message {
    let mut message = no_column(field, table.name()).push("; there are");
    let mut at = 0;
    while at < table.columns().len() {
        message = message.push(if at == 0 { " `" } else { ", `" }).push(table.columns()[at].name()).push("`");
        at += 1;
    }
    message
}

/// `i64` for `Option<i64>`.
const fn without_option(ty: &str) -> &str {
    const START: &str = "Option<";
    if ty.len() <= START.len() || !ty.split_at(START.len()).0.eq_ignore_ascii_case(START) {
        return "the type without Option";
    }
    let inner = ty.split_at(START.len()).1;
    inner.split_at(inner.len() - 1).0
}

const fn has_field(fields: &[Field], column: &str) -> bool {
    let mut at = 0;
    while at < fields.len() {
        if fields[at].column.eq_ignore_ascii_case(column) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether there is such a view, with such a column.
const fn has_view(schema: &Schema, name: &str, column: Option<&str>) -> bool {
    let mut at = 0;
    while at < schema.views().len() {
        let view = &schema.views()[at];
        if view.name().eq_ignore_ascii_case(name) {
            let Some(column) = column else { return true };
            let mut at = 0;
            while at < view.columns().len() {
                if view.columns()[at].as_str().eq_ignore_ascii_case(column) {
                    return true;
                }
                at += 1;
            }
            return false;
        }
        at += 1;
    }
    false
}

/// What has no type takes everything.
const fn fits(column: &Column, affinities: &[Affinity]) -> bool {
    let is_any =
        column.declared_type().eq_ignore_ascii_case("ANY") && matches!(column.affinity(), Affinity::Blob);
    let mut at = 0;
    while at < affinities.len() {
        if affinities[at] as u8 == column.affinity() as u8 {
            return true;
        }
        at += 1;
    }
    is_any || column.declared_type().is_empty()
}

/// Only a rowid, and what says so, is never NULL. https://www.sqlite.org/lang_createtable.html#primkeyconst
const fn is_nullable(table: &Table, column: &Column) -> bool {
    let in_key = column.primary_key().is_some();
    let keeps_keys = table.strict() || table.without_rowid();
    !(column.not_null() || (in_key && (keeps_keys || table.rowid_alias().is_some())))
}

const fn declared(column: &Column) -> &str {
    match column.affinity() {
        _ if !column.declared_type().is_empty() => column.declared_type(),
        _ => "without a type",
    }
}

/// The usual type for a column.
const fn advice(column: &Column, nullable: bool) -> &'static str {
    match (column.affinity(), nullable) {
        (Affinity::Integer, false) => "i64",
        (Affinity::Integer, true) => "Option<i64>",
        (Affinity::Real, false) => "f64",
        (Affinity::Real, true) => "Option<f64>",
        (Affinity::Text, false) => "String",
        (Affinity::Text, true) => "Option<String>",
        (Affinity::Blob, false) => "Vec<u8>",
        (Affinity::Blob, true) => "Option<Vec<u8>>",
        (Affinity::Numeric, false) => advice_of_numeric(column.declared_type(), ["String", "bool", "f64"]),
        (Affinity::Numeric, true) => {
            advice_of_numeric(column.declared_type(), ["Option<String>", "Option<bool>", "Option<f64>"])
        }
    }
}

/// Of dates, flags and other numbers.
const fn advice_of_numeric(declared: &str, [date, flag, number]: [&'static str; 3]) -> &'static str {
    if contains(declared, "DATE") || contains(declared, "TIME") {
        date
    } else if contains(declared, "BOOL") {
        flag
    } else {
        number
    }
}

/// In any ASCII case; `word` is in capitals.
const fn contains(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let mut start = 0;
    while start + word.len() <= text.len() {
        let mut at = 0;
        while at < word.len() && text[start + at].to_ascii_uppercase() == word[at] {
            at += 1;
        }
        if at == word.len() {
            return true;
        }
        start += 1;
    }
    false
}

/// Whether it is what a rejected set leaves, of which the build says enough.
pub const fn is_unknown(schema: &Schema) -> bool {
    schema.tables().is_empty() && schema.views().is_empty()
}

/// Several problems as one text.
pub(crate) fn told(f: &mut fmt::Formatter<'_>, table: &str, problems: &[String]) -> fmt::Result {
    write!(f, "a struct of this program does not fit `{table}` in the database")?;
    problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))?;
    f.write_str("\n  = help: migrate the database, or run the program that fits it")
}
