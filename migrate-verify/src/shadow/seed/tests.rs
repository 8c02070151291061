//! Rows arrive, and are such as SQLite lets stand.

mod awkward;
mod refusals;
mod rows;

use migrate_runtime::__private::schema::Reader;
use migrate_runtime::Table;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;

use std::sync::Arc;

use super::{Seeder, Style, Unseeded, quoted};

/// A database that is filled again and again.
struct Shadow {
    conn: Connection,
    reader: Reader,
    seeder: Seeder,
}

impl Shadow {
    fn new(sql: &str, style: Style) -> Self {
        let conn = Connection::open_in_memory().unwrap();
        conn.pragma_update(None, "foreign_keys", true).unwrap();
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        conn.create_scalar_function("slug", 1, flags, |context| Ok(context.get_raw(0).data_type() as i64))
            .unwrap();
        let mut shadow = Self { conn, reader: Reader::new(&[]), seeder: Seeder::new(style, &Arc::default()) };
        shadow.run(sql);
        shadow
    }

    fn run(&mut self, sql: &str) {
        self.conn.execute_batch(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
        self.reader.refresh(&self.conn).unwrap();
    }

    fn seed(&mut self) -> Vec<Unseeded> {
        self.seed_if(|_| true)
    }

    fn seed_if(&mut self, is_due: impl Fn(&Table) -> bool) -> Vec<Unseeded> {
        self.seeder.seed(&self.conn, self.reader.tables(), is_due).unwrap()
    }

    fn rows(&self, query: &str) -> Vec<Vec<Value>> {
        let mut statement = self.conn.prepare(query).unwrap_or_else(|error| panic!("{error}: {query}"));
        let count = statement.column_count();
        let rows = statement.query_map([], |row| (0..count).map(|at| row.get(at)).collect()).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap_or_else(|error| panic!("{error}: {query}"))
    }

    fn number(&self, query: &str) -> i64 {
        self.conn.query_row(query, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{error}: {query}"))
    }

    fn count(&self, table: &Table) -> i64 {
        self.number(&format!("SELECT count(*) FROM {}", quoted(table.name())))
    }

    /// What SQLite holds against the rows; `integrity_check` looks at CHECK and NOT NULL, too.
    fn complaints(&self) -> Vec<String> {
        let mut complaints: Vec<String> =
            self.rows("PRAGMA foreign_key_check").iter().map(|row| format!("{row:?}")).collect();
        let integrity = self.rows("PRAGMA integrity_check");
        complaints
            .extend(integrity.iter().map(|row| format!("{row:?}")).filter(|row| !row.contains("\"ok\"")));
        if !self.conn.is_autocommit() {
            complaints.push("a transaction is open".to_owned());
        }
        if self.number("PRAGMA foreign_keys") != 1 {
            complaints.push("foreign keys are off".to_owned());
        }
        complaints
    }
}
