//! One schema with everything in it.

use super::{database, schema};
use crate::schema::reader::{Reader, StandIn, read};
use crate::schema::{Action, Affinity, Column, Generated, Origin, Table};

const RICH: &str = include_str!("rich.sql");

fn names<'a, T>(list: &'a [T], name: fn(&'a T) -> &'a str) -> Vec<&'a str> {
    list.iter().map(name).collect()
}

#[test]
fn objects_are_sorted_and_what_sqlite_keeps_for_itself_is_left_out() {
    let rich = schema(RICH);
    assert_eq!(names(rich.tables(), Table::name), ["child", "docs", "parent", "wéird \"name\""]);
    assert_eq!(rich.views().iter().map(|view| view.name()).collect::<Vec<_>>(), ["broken", "names"]);
    assert_eq!(rich.triggers()[0].name(), "on");
    assert_eq!(rich.triggers()[0].table(), "child");
    assert!(rich.table("WéIRD \"NAME\"").is_some() && rich.table("WÉIRD \"NAME\"").is_none());
}

#[test]
fn options_of_tables_are_those_that_sqlite_reports() {
    let db = database(RICH);
    for table in read(&db, &[]).unwrap().tables() {
        let (kind, without_rowid, strict): (String, bool, bool) = db
            .query_row(
                "SELECT type, wr, strict FROM pragma_table_list WHERE name = ?1",
                [table.name()],
                |row| row.try_into(),
            )
            .unwrap();
        assert_eq!((table.strict(), table.without_rowid()), (strict, without_rowid), "{}", table.name());
        assert_eq!(table.module().is_some(), kind == "virtual", "{}", table.name());
        assert_eq!(table.autoincrement(), table.name().starts_with('w'));
    }
}

#[test]
fn columns_keep_what_the_statement_says() {
    let rich = schema(RICH);
    let weird = rich.table("wéird \"name\"").unwrap();
    assert_eq!(names(weird.columns(), Column::name), ["id", "a b", "c,d"]);
    assert_eq!(weird.checks(), ["\"c,d\" > 0", "\"a b\" <> ''"]);
    let text = weird.column("A B").unwrap();
    assert_eq!((text.declared_type(), text.affinity()), ("ANY", Affinity::Blob));
    assert_eq!((text.default(), text.collation()), (Some("'it''s'"), Some("nocase")));
    let real = weird.column("c,d").unwrap();
    assert_eq!((real.default(), real.not_null(), real.collation()), (Some("1 + 2"), true, None));
    assert_eq!(rich.table("parent").unwrap().column("any").unwrap().affinity(), Affinity::Numeric);
}

#[test]
fn generated_columns_and_keys_are_known() {
    let rich = schema(RICH);
    let child = rich.table("child").unwrap();
    let generated =
        |name| child.column(name).map(|column| (column.generated(), column.expression())).unwrap();
    assert_eq!(generated("a"), (None, None));
    assert_eq!(generated("both"), (Some(Generated::Virtual), Some("a || b")));
    assert_eq!(generated("small"), (Some(Generated::Stored), Some("lower ( a )")));
    assert_eq!(child.primary_key().iter().map(|column| column.name()).collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(child.column("a").unwrap().primary_key(), Some(2));
    assert!(child.column("a").unwrap().not_null(), "a key without a rowid refuses NULL");
}

#[test]
fn foreign_keys_come_in_the_order_of_the_statement() {
    let rich = schema(RICH);
    let [to_parent, to_itself] = rich.table("child").unwrap().foreign_keys() else { panic!() };
    assert_eq!((to_parent.parent(), to_parent.parent_columns().len()), ("parent", 0));
    assert_eq!(to_parent.columns(), ["up"]);
    assert_eq!((to_parent.on_update(), to_parent.on_delete()), (Action::NoAction, Action::NoAction));
    assert_eq!(to_itself.columns(), ["up", "code"]);
    assert_eq!(to_itself.parent(), "child");
    assert_eq!(to_itself.parent_columns(), ["b", "a"]);
    assert_eq!((to_itself.on_update(), to_itself.on_delete()), (Action::Cascade, Action::SetNull));
}

#[test]
fn indexes_keep_expressions_directions_and_collations() {
    let rich = schema(RICH);
    let [small, unique, key] = rich.table("child").unwrap().indexes() else { panic!() };
    assert_eq!((small.name(), small.origin()), ("by small", Origin::Create));
    assert!(small.unique() && small.partial() && small.sql().is_some());
    let parts: Vec<_> = small
        .columns()
        .iter()
        .map(|column| (column.name(), column.descending(), column.collation()))
        .collect();
    assert_eq!(small.columns()[0].expression(), Some("lower ( a )"));
    assert_eq!(small.condition(), Some("a > 'x'"));
    assert_eq!((small.columns()[1].expression(), key.condition()), (None, None));
    assert_eq!(parts, [(None, true, "BINARY"), (Some("code"), false, "rtrim"), (Some("up"), true, "nocase")]);
    assert_eq!((unique.origin(), unique.sql()), (Origin::Unique, None));
    assert_eq!((key.origin(), key.unique(), key.partial()), (Origin::PrimaryKey, true, false));
}

#[test]
fn a_virtual_table_has_its_columns_and_hides_its_shadows() {
    let rich = schema(RICH);
    let docs = rich.table("docs").unwrap();
    assert_eq!(docs.module(), Some("fts5"));
    let columns: Vec<_> = docs.columns().iter().map(|column| (column.name(), column.hidden())).collect();
    assert_eq!(columns, [("title", false), ("docs", true), ("rank", true)]);
}

#[test]
fn a_virtual_table_without_its_module_has_no_columns() {
    let db = database("PRAGMA writable_schema = on");
    db.execute_batch(
        "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)
         VALUES ('table', 'map', 'map', 0, 'CREATE VIRTUAL TABLE map USING nothing_of_the_kind(a)');
         PRAGMA writable_schema = reset",
    )
    .unwrap();
    let map = read(&db, &[]).unwrap();
    assert_eq!(map.table("map").unwrap().module(), Some("nothing_of_the_kind"));
    assert!(map.table("map").unwrap().columns().is_empty());
}

#[test]
fn a_broken_view_has_no_columns() {
    let rich = schema(RICH);
    let [broken, names] = rich.views() else { panic!() };
    assert!(broken.columns().is_empty());
    assert_eq!(names.columns(), ["first", "up"]);
}

#[test]
fn the_dump_creates_the_same_schema() {
    let rich = schema(RICH);
    let again = schema(&rich.to_string());
    assert_eq!(again.to_string(), rich.to_string());
    assert_eq!(again.fingerprint(), rich.fingerprint());
}

#[test]
fn a_comment_at_the_end_of_a_text_does_not_hide_the_semicolon() {
    let view = schema("CREATE TABLE a (b); CREATE VIEW v AS SELECT b FROM a -- all of them\n;");
    assert!(view.views()[0].sql().ends_with("them"), "SQLite keeps the comment: {view:?}");
    assert_eq!(schema(&view.to_string()).views().len(), 1);
}

#[test]
fn excluded_tables_take_their_indexes_and_triggers_with_them() {
    let db = database(
        "CREATE TABLE Log (a UNIQUE); CREATE INDEX i ON log (a); CREATE TABLE kept (a);
         CREATE TRIGGER t AFTER INSERT ON log BEGIN SELECT 1; END;",
    );
    let rest = read(&db, &["log"]).unwrap();
    assert_eq!(rest, schema("CREATE TABLE kept (a)"));
    assert_eq!(rest.fingerprint(), schema("CREATE TABLE kept (a)").fingerprint());
}

#[test]
fn temporary_objects_do_not_count_even_under_the_same_name() {
    let db = database("CREATE TABLE a (main TEXT); CREATE TEMP TABLE a (other); CREATE TEMP TABLE b (c)");
    assert_eq!(read(&db, &[]).unwrap(), schema("CREATE TABLE a (main TEXT)"));
}

#[test]
fn a_stand_in_is_taken_for_the_virtual_table() {
    let sql = "CREATE VIRTUAL TABLE map USING atlas(place)";
    let stand_in = StandIn { name: "map".to_owned(), module: "atlas".to_owned(), sql: sql.to_owned() };
    let db = database("CREATE TABLE map (place)");
    let mut reader = Reader::new(&[]);
    reader.take_for_virtual(stand_in);
    reader.refresh(&db).unwrap();
    let schema = reader.schema(&db).unwrap();
    let map = schema.table("map").unwrap();
    assert_eq!((map.module(), map.sql(), map.columns()[0].name()), (Some("atlas"), sql, "place"));
    assert_eq!(reader.fingerprint(), schema.fingerprint());
}
