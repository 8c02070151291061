//! Whether a new database may get at once what the migrations leave: whether the latest schema and some rows are all of it.

mod content;

use migrate_files::model::Set;
use migrate_files::options::Options;
use migrate_runtime::__private::{AtOnce, create, stand_in, texts};
use migrate_runtime::Schema;
use rusqlite::{Connection, Result};

use super::sandbox::{Sandbox, WHOLE_SET, register};
use super::story::Deed;
use super::vary::{CLOCKS, vary};
use super::watch::Run;
use super::{TABLES, run_unrecorded};

/// What a new database may get in the place of the migrations; all that they leave.
#[derive(Clone, Debug)]
pub struct AllAtOnce {
    /// The order of the objects, as places in the list of their texts.
    pub order: Vec<u16>,
    /// Statements that insert, each with the place of the table behind which it runs.
    pub rows: Vec<(u16, String)>,
}

/// Functions of SQLite, besides [`CLOCKS`], that do not give the same on every run, connection and release.
const VARYING: [&str; 10] = [
    "changes",
    "current_date",
    "current_time",
    "current_timestamp",
    "last_insert_rowid",
    "random",
    "randomblob",
    "sqlite_source_id",
    "sqlite_version",
    "total_changes",
];

/// What the migrations leave; `None` if there is more to it, it is not the same in every run, or is longer than their files.
///
/// It is tried: what it makes has to have the same catalog, text by text and in the same order, and the same rows.
pub(super) fn found(
    options: &Options,
    set: &Set,
    run: &Run,
    conn: &Connection,
    schema: &Schema,
) -> Result<Option<AllAtOnce>> {
    if !is_only_schema(options, set, run, schema) || has_numbers(conn)? {
        return Ok(None);
    }
    let catalog = catalog(conn)?;
    let texts = texts(schema);
    let place =
        |text: &str| texts.iter().position(|other| *other == text).and_then(|at| u16::try_from(at).ok());
    // What has no text comes with its table.
    let written = catalog.iter().filter_map(|object| object.sql.as_deref());
    let Some(order) = written.map(place).collect::<Option<Vec<u16>>>() else { return Ok(None) };
    let Some(rows) = content::inserts(conn, schema, &order)? else { return Ok(None) };
    let length: usize = set.migrations().iter().map(|migration| migration.up.text.len()).sum();
    let is_short = rows.iter().map(|(_, insert)| insert.len()).sum::<usize>() <= length;
    let is_constant = rows.is_empty() || (is_short && is_steady(options, set)?);
    if !is_constant {
        return Ok(None);
    }
    let other = bare(options)?;
    let inserts: Vec<(u16, &str)> = rows.iter().map(|(place, insert)| (*place, insert.as_str())).collect();
    let is_same = create(&other, schema, AtOnce { order: &order, rows: &inserts }).is_ok()
        && is_same(&other, conn, schema)?;
    Ok(is_same.then_some(AllAtOnce { order, rows }))
}

/// A database that has nothing but what the program registers on its connections.
pub(super) fn bare(options: &Options) -> Result<Connection> {
    let conn = Connection::open_in_memory()?;
    register(&conn, options, 0)?;
    options.collations.iter().try_for_each(|collation| stand_in::collation(&conn, collation))?;
    Ok(conn)
}

/// Whether no clock and no chance is asked, in a default value or a trigger either, and nothing of the program.
fn is_steady(options: &Options, set: &Set) -> Result<bool> {
    if !options.collations.is_empty() || !options.functions.is_empty() {
        return Ok(false);
    }
    let mut sandbox = Sandbox::open(options, WHOLE_SET)?;
    let asked = vary(sandbox.conn(), options, 1)?;
    let run = run_unrecorded(options, set, &mut sandbox);
    Ok(run.is_ok_and(|run| run.failure.is_none()) && asked.runs() == 1)
}

/// Whether nothing that the files do can be told apart from what the schema tells.
fn is_only_schema(options: &Options, set: &Set, run: &Run, schema: &Schema) -> bool {
    let directives = || set.migrations().iter().map(|migration| &migration.directives);
    let deeds = || run.chapters.iter().flat_map(|chapter| &chapter.deeds);
    options.hooks.is_empty()
        && !run.lacks_rows
        && options.trusted_through.is_none()
        && directives().all(|directives| directives.is_all_or_nothing())
        && schema.tables().iter().all(|table| table.module().is_none())
        && deeds().all(|deed| is_seen(options, deed))
}

/// Whether all that it does is in the schema that it leaves, on every database without its tables.
fn is_seen(options: &Options, deed: &Deed) -> bool {
    // A statement of no effect here, DROP … IF EXISTS say, may have one beside tables of other sets.
    !deed.events.is_empty()
        && deed.pragmas.is_empty()
        && deed.temporary.is_empty()
        && !deed.functions.iter().any(|name| varies(options, name))
}

/// Whether the function may give something else in the next run.
pub(super) fn varies(options: &Options, name: &str) -> bool {
    let is = |other: &str| other.eq_ignore_ascii_case(name);
    CLOCKS.iter().any(|(clock, _)| is(clock))
        || VARYING.iter().any(|other| is(other))
        || options.functions.iter().any(|function| is(&function.name))
}

/// Whether both have the same objects in the same order, and the same rows.
pub(super) fn is_same(one: &Connection, other: &Connection, schema: &Schema) -> Result<bool> {
    Ok(catalog(one)? == catalog(other)? && content::is_same(one, other, schema)?)
}

/// A row of the catalog, in its order.
#[derive(PartialEq)]
struct Object {
    kind: String,
    name: String,
    table: String,
    sql: Option<String>,
}

fn catalog(conn: &Connection) -> Result<Vec<Object>> {
    let mut statement =
        conn.prepare("SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY rowid")?;
    let object = |row: &rusqlite::Row<'_>| {
        Ok(Object { kind: row.get(0)?, name: row.get(1)?, table: row.get(2)?, sql: row.get(3)? })
    };
    let mut objects: Vec<Object> = statement.query_map([], object)?.collect::<Result<_>>()?;
    objects.retain(|object| !TABLES.contains(&object.table.as_str()));
    // SQLite makes it with the first table that counts.
    objects.retain(|object| object.name != "sqlite_sequence");
    Ok(objects)
}

/// Whether the file keeps a number for the program.
fn has_numbers(conn: &Connection) -> Result<bool> {
    let number = |name: &str| conn.pragma_query_value(Some("main"), name, |row| row.get::<_, i64>(0));
    Ok(number("user_version")? != 0 || number("application_id")? != 0)
}
