//! The texts of a database's objects, as `sqlite_schema` lists them, and which of them changed since the last look.

use rusqlite::{Connection, Result};

use super::fingerprint::Fingerprint;
use super::reader::StandIn;
use super::texts;
use crate::names::Names;
use migrate_token::significant;

/// What an object is.
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "they are SQL's")]
pub enum Kind {
    Table,
    Index,
    View,
    Trigger,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Table, Self::Index, Self::View, Self::Trigger];

    /// As `sqlite_schema` spells it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Index => "index",
            Self::View => "view",
            Self::Trigger => "trigger",
        }
    }
}

/// A row of `sqlite_schema`.
#[derive(Clone, Debug)]
pub struct Object {
    rowid: i64,
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// The table that an index or a trigger belongs to; otherwise the name itself.
    pub table: String,
    /// The statement that creates it, as SQLite keeps it.
    pub sql: String,
    is_virtual: bool,
    digest: Fingerprint,
    text: u64,
}

/// An object that came, went, or has another text now.
#[derive(Clone, Debug)]
pub struct Change {
    /// As it was; `None` if it is new.
    pub before: Option<Object>,
    /// As it is; `None` if it is gone.
    pub after: Option<Object>,
}

/// All objects that a statement created, automatic indexes and the like left out.
#[derive(Clone, Debug)]
pub(super) struct Catalog {
    /// In the order of `rowid`, which an object keeps when ALTER TABLE rewrites it.
    objects: Vec<Object>,
    /// The names of shadow tables.
    shadows: Names,
}

impl Catalog {
    pub(super) const fn new() -> Self {
        Self { objects: Vec::new(), shadows: Names::new() }
    }

    /// Reads the texts again. Returns what changed, and the names of tables that came, went or changed, or whose indexes
    /// did.
    ///
    /// After an error the catalog is empty.
    pub(super) fn refresh(
        &mut self,
        conn: &Connection,
        excluded: &[&str],
        stand_ins: &[StandIn],
    ) -> Result<(Vec<Change>, Names)> {
        let Self { objects: before, shadows: mut known } = std::mem::replace(self, Self::new());
        let mut before = before.into_iter().peekable();
        let mut objects = Vec::with_capacity(before.len());
        let mut changes = Vec::new();
        let mut changed = Names::new();
        let mut note = |before: Option<Object>, after: Option<Object>| {
            [&before, &after].into_iter().flatten().for_each(|object| object.touch(&mut changed));
            changes.push(Change { before, after });
        };
        // `sqlite_master` is the name that every version of SQLite knows.
        let mut statement = conn.prepare(
            "SELECT rowid, type, name, tbl_name, sql FROM main.sqlite_master WHERE sql IS NOT NULL ORDER BY rowid",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let rowid: i64 = row.get(0)?;
            while let Some(gone) = before.next_if(|object| object.rowid < rowid) {
                note(Some(gone), None);
            }
            let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
            let (name, table, sql) = (text(2)?, text(3)?, text(4)?);
            let is_same =
                |old: &Object| old.rowid == rowid && old.sql == sql && old.name == name && old.table == table;
            // Most are, and nothing else is asked of those.
            if let Some(same) = before.next_if(is_same) {
                objects.push(same);
                continue;
            }
            let kind = text(1)?;
            let Some(kind) = Kind::ALL.into_iter().find(|known| known.as_str() == kind) else { continue };
            if [name, table].into_iter().any(|name| is_reserved(name) || is_any(name, excluded)) {
                continue;
            }
            let old = before.next_if(|object| object.rowid == rowid);
            let object = Object {
                rowid,
                kind,
                name: name.to_owned(),
                table: table.to_owned(),
                sql: sql.to_owned(),
                is_virtual: is_virtual(kind, sql),
                text: texts::of(sql.as_bytes()),
                digest: Fingerprint::of(
                    kind,
                    name,
                    table,
                    StandIn::find(stand_ins, name).map_or(sql, |it| &it.sql),
                ),
            };
            note(old, Some(object.clone()));
            objects.push(object);
        }
        before.for_each(|gone| note(Some(gone), None));
        if !changed.is_empty() {
            let now = shadows(conn, &objects)?;
            let came = now.iter().filter(|name| !known.contains(name));
            let went = known.iter().filter(|name| !now.contains(name));
            came.chain(went).for_each(|name| changed.insert(name));
            known = now;
        }
        *self = Self { objects, shadows: known };
        changes.retain(|change| {
            ![&change.before, &change.after]
                .into_iter()
                .flatten()
                .any(|object| self.shadows.contains(&object.table))
        });
        Ok((changes, changed))
    }

    /// The objects of one kind, without what belongs to shadow tables.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &Object> {
        self.visible().filter(move |object| object.kind == kind)
    }

    /// The objects of one kind, by name.
    pub(super) fn sorted(&self, kind: Kind) -> Vec<&Object> {
        by_name(self.of(kind))
    }

    /// The indexes of these tables, by name.
    pub(super) fn indexes_of(&self, tables: &Names) -> Vec<&Object> {
        by_name(self.of(Kind::Index).filter(|index| tables.contains(&index.table)))
    }

    pub(super) fn fingerprint(&self) -> Fingerprint {
        self.visible().fold(Fingerprint::EMPTY, |sum, object| sum.plus(object.digest))
    }

    /// What [`texts::read`] says of a database with these alone.
    pub(super) fn texts(&self) -> u64 {
        self.visible().fold(0, |sum, object| sum.wrapping_add(object.text))
    }

    fn visible(&self) -> impl Iterator<Item = &Object> {
        self.objects.iter().filter(|object| !self.shadows.contains(&object.table))
    }
}

fn by_name<'o>(objects: impl Iterator<Item = &'o Object>) -> Vec<&'o Object> {
    let mut objects: Vec<_> = objects.collect();
    objects.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    objects
}

impl Object {
    /// Notes its table, if the table's structure depends on it.
    fn touch(&self, changed: &mut Names) {
        if matches!(self.kind, Kind::Table | Kind::Index) {
            changed.insert(&self.table);
        }
    }
}

/// Whether a table with this text is one of a module.
fn is_virtual(kind: Kind, sql: &str) -> bool {
    kind == Kind::Table && significant(sql).nth(1).is_some_and(|token| token.is_word("virtual"))
}

/// The names of shadow tables. Asked only where there can be any, because the pragma resolves every view.
fn shadows(conn: &Connection, objects: &[Object]) -> Result<Names> {
    let mut names = Names::new();
    if !objects.iter().any(|object| object.is_virtual) {
        return Ok(names);
    }
    let mut statement =
        conn.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        names.insert(row.get_ref(0)?.as_str()?);
    }
    Ok(names)
}

/// Whether SQLite keeps names like this one for itself.
fn is_reserved(name: &str) -> bool {
    name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("sqlite_"))
}

fn is_any(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}
