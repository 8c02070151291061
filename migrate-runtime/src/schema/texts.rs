//! The texts of a whole schema as one number: one look says whether a database has them all and no other.
//!
//! Where it does not, because other sets are there, say, or another SQLite has rewritten a text, those who ask look closer.

use rusqlite::{Connection, Result};

use super::fingerprint::mix;
use crate::set::Migration;

/// Whether a database has the very texts that the build has seen behind this migration, and no other. `false`, too, where they
/// cannot be read: the closer look meets the reason again.
pub(crate) fn are_those_behind(conn: &Connection, migration: Option<&Migration>) -> bool {
    migration.is_some_and(|migration| read(conn).is_ok_and(|number| number == migration.parts.texts))
}

/// The number of the schema that a database has now.
fn read(conn: &Connection) -> Result<u64> {
    let mut statement = conn.prepare("SELECT sql FROM main.sqlite_master")?;
    let mut rows = statement.query([])?;
    let mut sum: u64 = 0;
    while let Some(row) = rows.next()? {
        // An index that comes with its table has none.
        let sql = row.get_ref(0)?.as_bytes_or_null()?;
        sum = sum.wrapping_add(sql.map_or(0, of));
    }
    Ok(sum)
}

/// How the texts of tables begin that are the engine's own, or SQLite's.
const OWN: [&[u8]; 3] =
    [b"CREATE TABLE schema_migrations (", b"CREATE TABLE schema_migration_log (", b"CREATE TABLE sqlite_"];

/// What the object with this text adds to it. The text has everything: what the object is, its name and that of its table.
pub(super) fn of(sql: &[u8]) -> u64 {
    if OWN.iter().any(|own| sql.starts_with(own)) {
        return 0;
    }
    let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let (words, rest) = sql.as_chunks::<8>();
    let hash = words.iter().fold(sql.len() as u64, |hash, word| step(hash, u64::from_le_bytes(*word)));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(step(hash, u64::from_le_bytes(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(sql: &str) -> u64 {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(sql).unwrap();
        read(&conn).unwrap()
    }

    #[test]
    fn the_order_does_not_count_and_each_byte_does() {
        let all = number("CREATE TABLE a (x); CREATE VIEW v AS SELECT 1; CREATE INDEX i ON a (x)");
        assert_eq!(all, number("CREATE VIEW v AS SELECT 1; CREATE TABLE a (x); CREATE INDEX i ON a (x)"));
        for other in [
            "CREATE TABLE a (x); CREATE VIEW v AS SELECT 1; CREATE INDEX i ON a ( x)",
            "CREATE TABLE a (y); CREATE VIEW v AS SELECT 1; CREATE INDEX i ON a (y)",
            "CREATE TABLE a (x); CREATE VIEW v AS SELECT 2; CREATE INDEX i ON a (x)",
            "CREATE TABLE a (x); CREATE VIEW v AS SELECT 1",
            "CREATE TABLE a (x); CREATE VIEW v AS SELECT 1; CREATE INDEX i ON a (x); CREATE TABLE b (x)",
        ] {
            assert_ne!(all, number(other), "{other}");
        }
    }

    #[test]
    fn what_nobody_has_written_does_not_count() {
        let own = "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x UNIQUE)";
        let all = number(own);
        assert_eq!(all, of(own.as_bytes()));
        let conn = Connection::open_in_memory().unwrap();
        crate::record::create_tables(&conn).unwrap();
        conn.execute_batch(&format!("{own}; ANALYZE")).unwrap();
        assert_eq!(read(&conn).unwrap(), all);
    }

    #[test]
    fn opposite_changes_do_not_cancel() {
        let pairs = |one: &str, other: &str| of(one.as_bytes()).wrapping_add(of(other.as_bytes()));
        for at in 0..64 {
            let text = |first: char, second: char| {
                let mut text =
                    "CREATE INDEX i ON a (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx)"
                        .to_owned();
                text.replace_range(at + 20..at + 22, &format!("{first}{second}"));
                text
            };
            assert_ne!(
                pairs(&text('a', 'b'), &text('c', 'd')),
                pairs(&text('a', 'd'), &text('c', 'b')),
                "{at}"
            );
        }
    }
}
