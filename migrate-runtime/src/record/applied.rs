//! The rows of migrations that were run, many at a time.

use rusqlite::{Connection, Result, params};

use super::{NOW, run};
use crate::set::{Migration, Set};

/// A migration that was run a moment ago, and the milliseconds that it took.
pub(crate) type Applied<'m> = (&'m Migration, i64);

/// Writes them into the history, and behind what the log has, with a `note`.
///
/// SQLite compiles a statement anew whenever the schema has changed, and a migration changes it: so these are prepared once for all
/// migrations of a transaction, behind the last of them. A row replaces that of a beginning.
pub(super) fn write(conn: &Connection, set: &Set, applied: &[Applied<'_>], note: Option<&str>) -> Result<()> {
    let (name, program) = (set.name(), set.program());
    // They become true in one moment, with the transaction.
    let now: String = conn.query_row(&format!("SELECT {NOW}"), [], |row| row.get(0))?;
    // No more values than SQLite recommends to allow: <https://sqlite.org/security.html>.
    let mut history = conn.prepare(&format!(
        "INSERT OR REPLACE INTO main.schema_migrations (set_name, version, description, checksum, chain, meaning, applied_at, \
         execution_ms, kind, program, hook, compatible_with) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, '{now}', ?7, 'applied', ?8, ?9, ?10)"
    ))?;
    let mut log = conn.prepare(&format!(
        "INSERT INTO main.schema_migration_log (logged_at, set_name, version, event, file, execution_ms, message, program, \
         sqlite_version) VALUES ('{now}', ?1, ?2, 'applied', ?3, ?4, ?5, ?6, ?7)"
    ))?;
    for (m, milliseconds) in applied {
        let [checksum, chain, meaning] =
            [m.checksum(), m.chain(), m.meaning()].map(|digest| digest.to_string());
        let (version, hook, oldest) = (m.version(), m.hook(), m.compatible_with());
        run(
            &mut history,
            params![
                name,
                version,
                m.description(),
                checksum,
                chain,
                meaning,
                milliseconds,
                program,
                hook,
                oldest
            ],
        )?;
        run(&mut log, params![name, version, m.file(), milliseconds, note, program, rusqlite::version()])?;
    }
    Ok(())
}
