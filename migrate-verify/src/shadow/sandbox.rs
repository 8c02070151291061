//! A database in memory from which nothing gets out: no file, no other database, no native code, no endless loop.

use std::sync::atomic::{AtomicI64, Ordering};

use rusqlite::functions::FunctionFlags;
use rusqlite::hooks::AuthContext;
use rusqlite::limits::Limit;
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::tape::Tape;
use migrate_files::options::{Function, Options};

/// Bytes of one value: 16 MiB; and 4 KiB pages of the database and of its temporary one: 256 MiB each.
const VALUE_BYTES: i32 = 1 << 24;
const DATABASE_PAGES: i64 = 1 << 16;
/// Steps of SQLite's virtual machine for all statements of a set: some seconds.
pub(super) const WHOLE_SET: u64 = 500_000_000;
/// Between two looks at the budget.
const STEPS_PER_LOOK: u16 = 1_000;

/// The shadow database.
pub(super) struct Sandbox {
    conn: Connection,
    tape: Tape,
}

impl Sandbox {
    /// An empty one, with what the application registers on its connections.
    ///
    /// `steps` is what all statements together may take.
    pub(super) fn open(options: &Options, steps: u64) -> Result<Self> {
        let mut conn = Connection::open_in_memory()?;
        conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES)?;
        // The second wall behind the authorizer. VACUUM alone gets through, while it runs.
        conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        conn.pragma_update(Some("main"), "max_page_count", DATABASE_PAGES)?;
        conn.pragma_update(Some("temp"), "max_page_count", DATABASE_PAGES)?;
        conn.pragma_update(None, "temp_store", "memory")?;
        options.functions.iter().try_for_each(|function| register(&conn, function, 0))?;
        for collation in &options.collations {
            conn.create_collation(collation.as_str(), |left, right| left.cmp(right))?;
        }
        let tape = Tape::new(steps);
        confine(&mut conn, &tape)?;
        Ok(Self { conn, tape })
    }

    pub(super) fn conn(&self) -> &Connection {
        &self.conn
    }

    pub(super) fn conn_mut(&mut self) -> &mut Connection {
        &mut self.conn
    }

    pub(super) fn tape(&self) -> Tape {
        self.tape.clone()
    }
}

/// From now on the tape hears what statements do, and stops those that do too much.
fn confine(conn: &mut Connection, tape: &Tape) -> Result<()> {
    let (authorizer, progress) = (tape.clone(), tape.clone());
    conn.authorizer(Some(move |context: AuthContext<'_>| authorizer.authorize(&context)))?;
    conn.progress_handler(STEPS_PER_LOOK.into(), Some(move || progress.spend(STEPS_PER_LOOK.into())))
}

/// A function in the place of the application's. Its value is never NULL, is true as a condition, and differs from
/// call to call as far as it may: a function with arguments is taken for deterministic, because only such a one can
/// stand in an index or a generated column. With another `seed` it has other values.
pub(super) fn register(conn: &Connection, function: &Function, seed: i64) -> Result<()> {
    let count = function.arguments.map_or(-1, i32::from);
    if count == 0 {
        let calls = AtomicI64::new(1 + (seed << 20));
        return conn.create_scalar_function(
            function.name.as_str(),
            0,
            FunctionFlags::SQLITE_UTF8,
            move |_| Ok(Value::Integer(calls.fetch_add(1, Ordering::Relaxed))),
        );
    }
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function(function.name.as_str(), count, flags, move |context| {
        let mut hash: i64 = 17 + seed;
        for index in 0..context.len() {
            for byte in format!("{:?}", context.get_raw(index)).bytes() {
                hash = hash.wrapping_mul(31).wrapping_add(byte.into());
            }
        }
        Ok(Value::Integer(hash | 1))
    })
}
