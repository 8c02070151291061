//! The numbers that AUTOINCREMENT goes on from: <https://sqlite.org/autoinc.html>.

use rusqlite::{Connection, OptionalExtension as _, Result};

use super::{RepairAction, RepairStep};
use crate::schema::{Schema, Table};
use crate::text::quoted;

/// Raises those that are below a rowid that is taken: the next row would get a number that another one may have had.
pub(super) fn raised(conn: &Connection, expected: &Schema, found: &Schema) -> Result<Vec<RepairStep>> {
    let own = expected.tables().iter().filter_map(|table| found.table(table.name()));
    let mut steps = Vec::new();
    for table in own.filter(|table| table.autoincrement()) {
        let Some(alias) = table.rowid_alias() else { continue };
        let query = format!("SELECT max({}) FROM main.{}", quoted(alias.name()), quoted(table.name()));
        let highest: Option<i64> = conn.query_row(&query, [], |row| row.get(0))?;
        // Nothing keeps anybody from writing something else there.
        let sequence: Option<Option<i64>> = conn
            .query_row(
                "SELECT CASE typeof(seq) WHEN 'integer' THEN seq END FROM main.sqlite_sequence WHERE name = ?1",
                [table.name()],
                |row| row.get(0),
            )
            .optional()?;
        if let Some(highest) = highest.filter(|highest| Some(*highest) > sequence.flatten()) {
            steps.push(raise(table, highest, sequence.is_some()));
        }
    }
    Ok(steps)
}

fn raise(table: &Table, highest: i64, is_there: bool) -> RepairStep {
    let name = table.name().replace('\'', "''");
    let sql = if is_there {
        format!("UPDATE main.sqlite_sequence SET seq = {highest} WHERE name = '{name}'")
    } else {
        format!("INSERT INTO main.sqlite_sequence (name, seq) VALUES ('{name}', {highest})")
    };
    let subject = format!("the sequence of table `{}` to {highest}", table.name());
    RepairStep::new(RepairAction::RaiseSequence, subject, vec![sql])
}
