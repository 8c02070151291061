//! What only a program has, and a database in memory gets in its place: SQL functions, collations, and modules of virtual
//! tables.

use std::sync::atomic::{AtomicI64, Ordering};

use migrate_token::{Kind, Token, significant};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use crate::schema::reader::StandIn;
use crate::set::Declared;
use crate::statement::{Cause, Failure};
use crate::text::quoted;

/// All that the program declares.
pub(crate) fn register(conn: &Connection, declared: &Declared) -> Result<()> {
    declared.functions.iter().try_for_each(|(name, arguments)| function(conn, name, *arguments, 0))?;
    declared.collations.iter().try_for_each(|name| collation(conn, name))
}

/// Puts something in the place of the function or collation that SQLite says is not there. Says whether it could.
pub(crate) fn missing(conn: &Connection, message: &str) -> bool {
    if let Some(name) = message.strip_prefix("no such function: ") {
        return function(conn, name, -1, 0).is_ok();
    }
    message.strip_prefix("no such collation sequence: ").is_some_and(|name| collation(conn, name).is_ok())
}

/// A function in the place of the program's. Its value is never NULL, is true as a condition, and differs from
/// call to call as far as it may: a function with arguments is taken for deterministic, because only such a one can
/// stand in an index or a generated column. With another `seed` it has other values.
pub fn function(conn: &Connection, name: &str, arguments: i32, seed: i64) -> Result<()> {
    if arguments == 0 {
        let calls = AtomicI64::new(1 + (seed << 20));
        return conn.create_scalar_function(name, 0, FunctionFlags::SQLITE_UTF8, move |_| {
            Ok(Value::Integer(calls.fetch_add(1, Ordering::Relaxed)))
        });
    }
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function(name, arguments, flags, move |context| {
        let mut hash: i64 = 17 + seed;
        for index in 0..context.len() {
            for byte in format!("{:?}", context.get_raw(index)).bytes() {
                hash = hash.wrapping_mul(31).wrapping_add(byte.into());
            }
        }
        Ok(Value::Integer(hash | 1))
    })
}

/// A collation in the place of the program's: the order of bytes.
pub fn collation(conn: &Connection, name: &str) -> Result<()> {
    conn.create_collation(name, |left, right| left.cmp(right))
}

/// Creates a plain table in whose place SQLite said "no such module", if the program has one of that name: with the
/// columns that the module's arguments seem to name, because a module cannot be made up in safe Rust.
pub fn table(conn: &Connection, has_module: impl Fn(&str) -> bool, failure: &Failure<'_>) -> Option<StandIn> {
    let statement = failure.statement.text;
    let module = missing_module(failure).filter(|module| has_module(module))?;
    let tokens: Vec<Token<'_>> = significant(statement).filter(|token| token.text != ";").collect();
    let using = tokens.iter().position(|token| token.is_word("USING"))?;
    let name = tokens[..using].last()?.name()?.into_owned();
    let columns: Vec<String> = columns(&tokens[using + 2..]).iter().map(|column| quoted(column)).collect();
    let columns = if columns.is_empty() { "\"value\"".to_owned() } else { columns.join(", ") };
    conn.execute(&format!("CREATE TABLE main.{} ({columns})", quoted(&name)), []).ok()?;
    let sql = statement.trim_end_matches(|end: char| end == ';' || end.is_whitespace());
    Some(StandIn { name, module: module.to_owned(), sql: sql.to_owned() })
}

fn missing_module<'f>(failure: &'f Failure<'_>) -> Option<&'f str> {
    let Cause::Sqlite(error) = &failure.cause else { return None };
    let message = match error {
        rusqlite::Error::SqlInputError { msg, .. } | rusqlite::Error::SqliteFailure(_, Some(msg)) => msg,
        _ => return None,
    };
    message.strip_prefix("no such module: ")
}

/// The first word of each argument between the outer parentheses that is not `option = value`.
fn columns(arguments: &[Token<'_>]) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    let mut depth = 0;
    let mut first = false;
    for (index, token) in arguments.iter().enumerate() {
        match token.text {
            "(" => {
                depth += 1;
                first = depth == 1;
            }
            ")" => depth -= 1,
            "," if depth == 1 => first = true,
            "+" if first => {}
            _ if first => {
                first = false;
                let is_option = arguments.get(index + 1).is_some_and(|next| next.text == "=");
                let is_name = matches!(token.kind, Kind::Word | Kind::Quoted);
                let name = token.name().filter(|_| is_name && !is_option).map(|name| name.into_owned());
                columns.extend(
                    name.filter(|name| !columns.iter().any(|known| known.eq_ignore_ascii_case(name))),
                );
            }
            _ => {}
        }
    }
    columns
}
