//! The same SQL by hand, in one transaction, by somebody who knows what is pending: what there is to pay without any tool.
//!
//! `with-raw dump FILE` writes what a database holds, without the tables of the tools.

use measure::{Result, Tool};
use rusqlite::{Connection, types::ValueRef};

macro_rules! list {
    ($($text:expr),* $(,)?) => { &[$($text),*] };
}
const MIGRATIONS: &[&str] = include!("../set/list.rs");

struct Raw(Connection);

impl Raw {
    fn run(&mut self, migrations: &[&str]) -> Result<()> {
        let transaction = self.0.transaction()?;
        for text in migrations {
            transaction.execute_batch(text)?;
        }
        Ok(transaction.commit()?)
    }
}

impl Tool for Raw {
    fn open(path: &str) -> Result<Self> {
        Ok(Self(Connection::open(path)?))
    }

    fn apply(&mut self, applied: usize) -> Result<()> {
        match &MIGRATIONS[applied..] {
            [] => Ok(()),
            pending => self.run(pending),
        }
    }

    fn apply_to(&mut self, applied: usize, last: usize) -> Result<()> {
        self.run(&MIGRATIONS[applied..last])
    }

    fn execute(&mut self, sql: &str) -> Result<()> {
        Ok(self.0.execute_batch(sql)?)
    }

    fn number(&mut self, sql: &str) -> Result<i64> {
        Ok(self.0.query_row(sql, [], |row| row.get(0))?)
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [dump, path] if dump == "dump" => dump_file(path),
        _ => measure::main::<Raw>(),
    }
}

fn dump_file(path: &str) -> Result<()> {
    let db = Connection::open(path)?;
    // All names of a set end with a number, and no tool's do.
    let of_the_set = "FROM sqlite_schema WHERE tbl_name GLOB '*_[0-9]*'";
    dump(&db, &format!("SELECT type, name, tbl_name, sql {of_the_set} ORDER BY name"))?;
    let mut names = db.prepare(&format!("SELECT name {of_the_set} AND type = 'table' ORDER BY name"))?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    names.iter().try_for_each(|name| dump(&db, &format!("SELECT '{name}', * FROM {name} ORDER BY id")))
}

fn dump(db: &Connection, query: &str) -> Result<()> {
    let mut statement = db.prepare(query)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let values: Vec<ValueRef<'_>> = (0..columns).map(|column| row.get_ref_unwrap(column)).collect();
        println!("{values:?}");
    }
    Ok(())
}
