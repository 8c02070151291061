//! The structure of a schema as one number.

use super::facts::columns_in_order;
use super::{Facts, Part};
use crate::schema::{Fingerprint, Schema};

/// A number that two schemas share if nothing [differs](Schema::differences) between them, and else as good as never. It
/// stands in the locks of those who squash: other words for a fact would make all of them stale.
pub fn structure(schema: &Schema) -> Fingerprint {
    Part::all(schema).iter().fold(Fingerprint::EMPTY, |sum, part| {
        let mut facts = part.facts();
        facts.sort_unstable();
        match part.facts {
            Facts::Table(table) if table.module().is_none() => facts.push(columns_in_order(table, table)),
            _ => {}
        }
        sum.plus(Fingerprint::of_facts(part.kind, part.name, part.table.unwrap_or(""), &facts))
    })
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::structure;
    use crate::schema::reader::read;

    fn digest(sql: &str) -> String {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(sql).unwrap();
        structure(&read(&db, &[]).unwrap()).to_string()
    }

    #[test]
    fn it_is_the_same_in_every_release() {
        let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT NOT NULL DEFAULT 'x' COLLATE NOCASE, \
                   y INTEGER UNIQUE REFERENCES a (id) ON DELETE CASCADE, z TEXT AS (x || y), CHECK (x <> '')) STRICT; \
                   CREATE INDEX i ON a (x DESC) WHERE y > 0; CREATE VIEW v AS SELECT x FROM a; \
                   CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a WHERE id < 0; END";
        assert_eq!(digest(sql), "42d5a4781a551404");
    }

    #[test]
    fn layout_quotes_and_the_place_of_a_constraint_do_not_count() {
        assert_eq!(
            digest("CREATE TABLE a (x TEXT UNIQUE)"),
            digest("create table [A](\n  \"X\" text, UNIQUE (x))")
        );
    }

    #[test]
    fn the_order_of_columns_and_whose_an_object_is_count() {
        let all = [
            "",
            "CREATE TABLE a (x, y)",
            "CREATE TABLE a (y, x)",
            "CREATE TABLE a (x, y); CREATE TABLE b (x, y)",
            "CREATE TABLE a (x, y); CREATE TABLE b (x, y); CREATE INDEX i ON a (x)",
            "CREATE TABLE a (x, y); CREATE TABLE b (x, y); CREATE INDEX i ON b (x)",
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(all[at + 1..].iter().all(|other| digest(one) != digest(other)), "{one}");
        }
    }
}
