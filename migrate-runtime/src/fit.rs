//! Which version of a set a database has.

mod seeds;

use rusqlite::Connection;

use crate::drift::differences;
use crate::error::Error;
use crate::names::Names;
use crate::replay::Replay;
use crate::schema::{Difference, Schema, Table, View};
use crate::set::{Migration, Set};

/// The version whose schema it is; the `stated` one, if it is.
pub(crate) fn version_of(
    set: &Set,
    conn: &Connection,
    found: &Schema,
    stated: Option<i64>,
) -> Result<i64, Error> {
    let ours = ours(set)?;
    let is_ours = |name: &str| ours.contains(&name.to_ascii_lowercase());
    if !names(found).any(is_ours) {
        let set = set.name().to_owned();
        return Err(Error::NoBaseline { set, stated, nearest: None, differences: Vec::new() });
    }
    let (mut fitting, mut nearest): (Vec<&Migration>, Option<(&Migration, Vec<Difference>)>) =
        (Vec::new(), None);
    let mut replay = Replay::new(set)?;
    for migration in set.migrations() {
        replay.go_on(migration)?;
        if stated.is_some_and(|stated| stated != migration.version()) {
            continue;
        }
        let differences = differences(&replay.schema()?, found, is_ours);
        if differences.is_empty() {
            // What the last file that it replaces makes, the squash makes, too: there are not two versions to choose from.
            let is_made =
                |last: &&Migration| migration.replaces().is_some_and(|it| it.last() == last.version());
            if fitting.last().is_some_and(is_made) {
                fitting.pop();
            }
            fitting.push(migration);
        } else if nearest.as_ref().is_none_or(|(_, known)| differences.len() <= known.len()) {
            nearest = Some((migration, differences));
        }
    }
    if fitting.len() > 1 {
        seeds::narrow(set, conn, &mut fitting)?;
    }
    match fitting[..] {
        [only] if stated.is_some() => Ok(only.version()),
        [only] => refuse_hooks(set, only.version()),
        [] => Err(Error::NoBaseline {
            set: set.name().to_owned(),
            stated,
            nearest: nearest
                .as_ref()
                .map(|(migration, _)| (migration.version(), migration.file().to_owned())),
            differences: nearest.map_or_else(Vec::new, |(_, differences)| differences),
        }),
        _ => Err(Error::AmbiguousBaseline {
            set: set.name().to_owned(),
            versions: fitting.iter().map(|migration| migration.version()).collect(),
            files: fitting.iter().map(|migration| migration.file().to_owned()).collect(),
        }),
    }
}

/// Hooks change rows, of which a schema tells nothing: only who states the version can know that they were called.
fn refuse_hooks(set: &Set, version: i64) -> Result<i64, Error> {
    let hooks: Vec<_> =
        set.way(version).filter_map(|it| Some((it.version(), it.hook()?.to_owned()))).collect();
    if hooks.is_empty() {
        return Ok(version);
    }
    Err(Error::UnprovenHooks { set: set.name().to_owned(), version, hooks })
}

/// The names, in lower case, of every table and view that the set ever makes. It takes a replay of its own: to keep the
/// schemas of all versions costs more than to make them twice.
fn ours(set: &Set) -> Result<Names, Error> {
    let (mut ours, mut replay) = (Names::new(), Replay::new(set)?);
    for migration in set.migrations() {
        replay.go_on(migration)?;
        names(&replay.schema()?).for_each(|name| ours.insert(&name.to_ascii_lowercase()));
    }
    Ok(ours)
}

/// The names of the tables and views.
fn names(schema: &Schema) -> impl Iterator<Item = &str> {
    schema.tables().iter().map(Table::name).chain(schema.views().iter().map(View::name))
}
