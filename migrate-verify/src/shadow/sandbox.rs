//! A database in memory from which nothing gets out: no file, no other database, no native code, no endless loop.

use migrate_files::options::Options;
use migrate_runtime::__private::stand_in;
use rusqlite::hooks::AuthContext;
use rusqlite::limits::Limit;
use rusqlite::{Connection, Result};

use super::tape::Tape;

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
        register(&conn, options, 0)?;
        options.collations.iter().try_for_each(|collation| stand_in::collation(&conn, collation))?;
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

/// The functions of the application, replaced. With another `seed` they have other values.
pub(super) fn register(conn: &Connection, options: &Options, seed: i64) -> Result<()> {
    options.functions.iter().try_for_each(|function| {
        stand_in::function(conn, &function.name, function.arguments.map_or(-1, i32::from), seed)
    })
}

/// From now on the tape hears what statements do, and stops those that do too much.
fn confine(conn: &mut Connection, tape: &Tape) -> Result<()> {
    let (authorizer, progress) = (tape.clone(), tape.clone());
    conn.authorizer(Some(move |context: AuthContext<'_>| authorizer.authorize(&context)))?;
    conn.progress_handler(STEPS_PER_LOOK.into(), Some(move || progress.spend(STEPS_PER_LOOK.into())))
}
