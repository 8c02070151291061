//! The pages of a new database to which the set was applied, if they are the same whoever applies it, and when.

use migrate_files::model::{Migration, Set};
use migrate_files::options::Options;
use migrate_runtime::__private::{self as runtime, AtOnce, Image, NOTE, create, create_tables};
use migrate_runtime::{Digest, Schema};
use rusqlite::{Connection, Result};

use super::at_once::{AllAtOnce, bare, is_same, varies};
use super::sandbox::{Sandbox, WHOLE_SET};
use super::vary::vary;
use super::watch::Run;
use super::{engine_parts, engine_set, run_unrecorded};

/// Bytes of the packed pages. More of them, and it is rustc that takes long.
const MOST_BYTES: usize = 8 << 20;

/// What is copied in the place of a database like `conn`, on which the set has run; `None` if another run might leave
/// something else, or it is too large.
pub(super) fn made(
    options: &Options,
    set: &Set,
    run: &Run,
    conn: &Connection,
    schema: &Schema,
    at_once: Option<&AllAtOnce>,
) -> Result<Option<Image<Vec<u8>>>> {
    if set.migrations().is_empty() || !options.needs.is_empty() {
        return Ok(None);
    }
    let recorded = engine_set(options, set, |migration| recorded(options, migration));
    let image = match at_once {
        Some(all) => Some(of_what_is_made_at_once(options, &recorded, schema, all)?),
        None if is_of_the_files_alone(options, run) => of_a_run(options, set, &recorded, conn, schema)?,
        None => None,
    };
    Ok(image.filter(|image| image.parts().3.len() <= MOST_BYTES))
}

fn of_what_is_made_at_once(
    options: &Options,
    recorded: &runtime::Set,
    schema: &Schema,
    all: &AllAtOnce,
) -> Result<Image<Vec<u8>>> {
    let mut conn = bare(options)?;
    keep_nothing(&conn)?;
    create_tables(&conn)?;
    let rows: Vec<(u16, &str)> = all.rows.iter().map(|(place, insert)| (*place, insert.as_str())).collect();
    create(&conn, schema, AtOnce { order: &all.order, rows: &rows })?;
    Image::make(&mut conn, recorded, Some(NOTE))
}

fn of_a_run(
    options: &Options,
    set: &Set,
    recorded: &runtime::Set,
    conn: &Connection,
    schema: &Schema,
) -> Result<Option<Image<Vec<u8>>>> {
    let mut sandbox = Sandbox::open(options, WHOLE_SET)?;
    keep_nothing(sandbox.conn())?;
    let asked = vary(sandbox.conn(), options, 1)?;
    let run = run_unrecorded(options, set, &mut sandbox);
    let is_whole = run.is_ok_and(|run| run.failure.is_none());
    // The other run had a history: a statement may have read it, and ANALYZE has counted it.
    if !is_whole || asked.runs() != 1 || has_statistics(conn)? || !is_same(sandbox.conn(), conn, schema)? {
        return Ok(None);
    }
    Image::make(sandbox.conn_mut(), recorded, None).map(Some)
}

/// Whether nothing takes part but the files and SQLite, and no function that may give something else in the next run.
fn is_of_the_files_alone(options: &Options, run: &Run) -> bool {
    let mut deeds = run.chapters.iter().flat_map(|chapter| &chapter.deeds);
    options.hooks.is_empty()
        && options.functions.is_empty()
        && options.collations.is_empty()
        && options.modules.is_empty()
        && !deeds.any(|deed| deed.functions.iter().any(|name| varies(options, name)))
}

fn has_statistics(conn: &Connection) -> Result<bool> {
    conn.prepare("SELECT 1 FROM main.sqlite_schema WHERE name LIKE 'sqlite_stat%'")?.exists([])
}

/// What is deleted is overwritten, so that no program holds it. And rows come in the order of their tables, not in that of
/// their references.
fn keep_nothing(conn: &Connection) -> Result<()> {
    conn.execute_batch("PRAGMA main.secure_delete = ON; PRAGMA foreign_keys = OFF")
}

/// The migration as the history has it.
fn recorded(options: &Options, migration: &Migration) -> migrate_runtime::Migration {
    let mut parts = engine_parts(migration.version, &migration.up, &migration.directives);
    parts.description = migration.description.clone().into();
    parts.file = options.in_package(&migration.up.name).into();
    [parts.checksum, parts.chain, parts.meaning] =
        [migration.checksum, migration.chain, migration.meaning].map(Digest::new);
    parts.compatible_with = migration.directives.compatible_with.as_ref().map(|promise| promise.version);
    parts.build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shadow::prove;

    /// What the build says of the set twice.
    fn images(files: &[&str]) -> [Option<Image<Vec<u8>>>; 2] {
        let package = tempfile::tempdir().unwrap();
        let options = Options::new(package.path(), "notes");
        std::fs::create_dir(package.path().join("migrations")).unwrap();
        for (at, text) in files.iter().enumerate() {
            std::fs::write(package.path().join(format!("migrations/{at}_file.sql")), text).unwrap();
        }
        let set = migrate_files::read(&options).outcome.unwrap();
        [(); 2].map(|()| prove(&options, &set).unwrap().image)
    }

    #[test]
    fn two_builds_of_the_same_files_make_the_same_image() {
        for files in [
            [
                "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);",
                "INSERT INTO note (text) VALUES ('a');",
            ],
            ["CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);", "PRAGMA user_version = 3;"],
            [
                "CREATE VIRTUAL TABLE note USING fts5(text);",
                "INSERT INTO note VALUES ('a'), ('a b'), ('b c');",
            ],
        ] {
            let [one, other] = images(&files).map(Option::unwrap);
            assert_eq!(one.parts(), other.parts());
        }
    }

    #[test]
    fn what_is_deleted_is_in_no_image() {
        let secret = "only for a while";
        let insert = format!("INSERT INTO note (text) VALUES ('{secret}'); DELETE FROM note;");
        let create = "PRAGMA user_version = 3; CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);";
        let [image, _] = images(&[create, &insert]).map(Option::unwrap);
        let (.., packed) = image.parts();
        assert!(!packed.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()));
    }

    #[test]
    fn what_would_take_rustc_long_has_no_image() {
        let create = "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);";
        let fill = |bytes: usize| {
            format!(
                "WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < {})
                 INSERT INTO note (text) SELECT printf('%01000d', n) FROM n;",
                bytes / 1000
            )
        };
        assert!(images(&[create, &fill(MOST_BYTES / 2)])[0].is_some());
        assert!(images(&[create, &fill(MOST_BYTES)])[0].is_none());
    }
}
