//! References between rows that lead nowhere, before and after a migration.

use std::borrow::Cow;

use migrate_token as token;
use rusqlite::{Connection, ErrorCode};

use crate::failure::Violation;
use crate::names::Names;
use crate::schema::{ForeignKey, Table};
use crate::set::{Migration, Set, Shape};
use crate::text::Text;

/// The broken references of the tables that migrations touch, and of those that refer to them.
pub(crate) struct References(Vec<Child>);

/// The tables that migrations write, drop or rename.
struct Touched {
    names: Names,
    /// What a hook writes, only the hook knows.
    is_all: bool,
}

impl Touched {
    fn by(migrations: &[&Migration]) -> Self {
        let mut names = Names::new();
        for table in migrations.iter().flat_map(|migration| migration.parts.touches.as_slice()) {
            names.insert(&table.to_ascii_lowercase());
        }
        Self { names, is_all: migrations.iter().any(|migration| migration.hook().is_some()) }
    }

    fn is_nothing(&self) -> bool {
        self.names.is_empty() && !self.is_all
    }

    fn has(&self, table: &str) -> bool {
        self.is_all || self.names.contains(&table.to_ascii_lowercase())
    }
}

/// A table that refers to others.
struct Child {
    name: String,
    keys: Vec<Key>,
}

/// A foreign key, known by its columns: SQLite numbers keys anew when one comes.
struct Key {
    columns: String,
    parent: String,
    /// The rows that refer to nothing, ascending; `None` in a table without rowids.
    rows: Vec<Option<i64>>,
}

impl References {
    /// Before `migrations` run, or behind downs. Of a database that is `known` to have the tables of a set at a version, and no
    /// other, nothing else is asked.
    pub(crate) fn read(
        conn: &Connection,
        migrations: &[&Migration],
        known: Option<(&Set, i64)>,
    ) -> rusqlite::Result<Self> {
        let touched = Touched::by(migrations);
        if touched.is_nothing() {
            return Ok(Self(Vec::new()));
        }
        let names = match known.and_then(|(set, version)| known_tables_with_keys(set, version, &touched)) {
            Some(names) => names,
            None => tables_with_keys(conn, &touched)?,
        };
        Self::of(conn, names, &touched)
    }

    /// The same, `migrations` having run since. The build has seen which tables they leave with another text, and the others refer
    /// to what they referred to: nobody else is asked.
    pub(crate) fn read_again(&self, conn: &Connection, migrations: &[&Migration]) -> rusqlite::Result<Self> {
        let touched = Touched::by(migrations);
        if touched.is_nothing() {
            return Ok(Self(Vec::new()));
        }
        let changed =
            migrations.iter().flat_map(|migration| migration.parts.shapes.as_slice()).map(Shape::table);
        Self::of(conn, once(self.0.iter().map(|child| child.name.as_str()).chain(changed)), &touched)
    }

    fn of(conn: &Connection, names: Vec<String>, touched: &Touched) -> rusqlite::Result<Self> {
        let mut children = Vec::new();
        for name in names {
            let mut keys = keys(conn, &name)?;
            if keys.iter().any(|key| touched.has(&name) || touched.has(&key.parent)) {
                find_broken(conn, &name, &mut keys)?;
                children.push(Child { name, keys });
            }
        }
        Ok(Self(children))
    }

    /// The violations that `before` did not have, `migrations` having run since.
    ///
    /// A violation is known by its row. Where a table was made anew in the place of another one, rows may have got other
    /// numbers: there, and in tables without rowids, as many violations as before are taken for the same ones.
    pub(crate) fn new_since(&self, before: &Self, migrations: &[&Migration]) -> Vec<Violation> {
        let mut violations = Vec::new();
        for child in &self.0 {
            let origin = Origin::of(&child.name, migrations);
            let known = origin.old_name().and_then(|name| before.find(name));
            for key in &child.keys {
                let old_key = known.and_then(|known| known.counterpart(key, child));
                let is_fewer = old_key.is_some_and(|old_key| key.rows.len() <= old_key.rows.len());
                let is_known = |row: &Option<i64>| match (&origin, old_key) {
                    (Origin::Same(_), Some(old_key)) if row.is_some() => {
                        old_key.rows.binary_search(row).is_ok()
                    }
                    _ => is_fewer,
                };
                let new = key.rows.iter().filter(|row| !is_known(row));
                violations.extend(new.map(|row| Violation {
                    table: child.name.clone(),
                    rowid: *row,
                    parent: key.parent.clone(),
                }));
            }
        }
        violations
    }

    fn find(&self, name: &str) -> Option<&Child> {
        self.0.iter().find(|child| child.name.eq_ignore_ascii_case(name))
    }
}

impl Child {
    /// The key that `key` of the later `child` was.
    fn counterpart(&self, key: &Key, child: &Self) -> Option<&Key> {
        let same_columns = self.keys.iter().find(|known| known.columns == key.columns);
        // Where a column was renamed, the keys are as many as before, and in their old order.
        let at = child.keys.iter().position(|other| other.columns == key.columns);
        let same_place = at.filter(|_| self.keys.len() == child.keys.len()).and_then(|at| self.keys.get(at));
        same_columns.or(same_place)
    }
}

/// Where a table comes from.
pub(crate) enum Origin {
    /// It was there, under this name.
    Same(String),
    /// It was made in the place of the table of this name, which is gone.
    Instead(String),
    /// It is new.
    New,
}

impl Origin {
    pub(crate) fn of(name: &str, migrations: &[&Migration]) -> Self {
        let mut old = name;
        for (from, to) in migrations.iter().rev().flat_map(|m| m.parts.table_changes.as_slice().iter().rev())
        {
            if to.eq_ignore_ascii_case(old) {
                if from.is_empty() {
                    return if is_gone(name, migrations) {
                        Self::Instead(name.to_owned())
                    } else {
                        Self::New
                    };
                }
                old = from.as_str();
            }
        }
        Self::Same(old.to_owned())
    }

    pub(crate) fn old_name(&self) -> Option<&str> {
        match self {
            Self::Same(name) | Self::Instead(name) => Some(name),
            Self::New => None,
        }
    }
}

/// Whether the table that had this name before was dropped since, under whatever name.
fn is_gone(name: &str, migrations: &[&Migration]) -> bool {
    let mut now = name;
    for (from, to) in migrations.iter().flat_map(|m| m.parts.table_changes.as_slice()) {
        if from.eq_ignore_ascii_case(now) {
            if to.is_empty() {
                return true;
            }
            now = to.as_str();
        }
    }
    false
}

/// The names, each of them once in whatever case.
fn once<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut known = Names::new();
    let mut each = Vec::new();
    for name in names {
        let folded = name.to_ascii_lowercase();
        if !known.contains(&folded) {
            known.insert(&folded);
            each.push(name.to_owned());
        }
    }
    each
}

/// The tables of the set that may have such a foreign key at the version: those that have one at the latest version, and all that
/// change between.
fn known_tables_with_keys(set: &Set, version: i64, touched: &Touched) -> Option<Vec<String>> {
    let refers = |table: &&Table| {
        let parents = || table.foreign_keys().iter().map(ForeignKey::parent);
        parents().any(|parent| touched.has(parent))
            || (parents().next().is_some() && touched.has(table.name()))
    };
    let latest = set.schema()?.tables().iter().filter(refers).map(Table::name);
    let behind = &set.migrations()[set.migrations().partition_point(|m| m.version() <= version)..];
    let changed = behind.iter().flat_map(|Migration { parts }| {
        let names = parts.table_changes.as_slice().iter().flat_map(|(from, to)| [from.as_str(), to.as_str()]);
        let gone = parts.gone.as_slice().iter().map(Text::as_str);
        parts.shapes.as_slice().iter().map(Shape::table).chain(gone).chain(names)
    });
    // A table that comes has no name before, and one that goes has none behind.
    Some(once(latest.chain(changed).filter(|name| !name.is_empty())))
}

/// The tables that, by their texts, may have a foreign key from or to one that is touched. To ask SQLite of each table costs more
/// than a migration, where there are many.
fn tables_with_keys(conn: &Connection, touched: &Touched) -> rusqlite::Result<Vec<String>> {
    let mut statement = conn.prepare("SELECT name, sql FROM main.sqlite_schema WHERE type = 'table'")?;
    let mut rows = statement.query([])?;
    let mut names = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, sql) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
        // What stands there in a comment or a string, names no table, or one too many.
        let refers = || parents(sql).any(|parent| parent.is_none_or(|parent| touched.has(&parent)));
        if (touched.has(name) && parents(sql).next().is_some()) || refers() {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// What is named behind each `REFERENCES` of the text; `None` where that is no name.
fn parents(sql: &str) -> impl Iterator<Item = Option<Cow<'_, str>>> {
    const KEYWORD: &[u8] = b"references";
    let mut from = 0;
    std::iter::from_fn(move || {
        let text = &sql.as_bytes()[from..];
        // The first letter decides nearly always.
        let is_it = |(at, byte): (usize, &u8)| {
            byte.eq_ignore_ascii_case(&KEYWORD[0])
                && text.get(at..at + KEYWORD.len()).is_some_and(|word| word.eq_ignore_ascii_case(KEYWORD))
        };
        from += text.iter().enumerate().position(is_it)? + KEYWORD.len();
        Some(token::significant(&sql[from..]).next().and_then(|token| token.name()))
    })
}

/// The foreign keys of a table, in SQLite's numbering.
fn keys(conn: &Connection, table: &str) -> rusqlite::Result<Vec<Key>> {
    let mut statement = conn.prepare(&asked("foreign_key_list", table))?;
    let mut rows = statement.query([])?;
    let mut keys: Vec<Key> = Vec::new();
    // Key by key, and column by column.
    while let Some(row) = rows.next()? {
        let column = row.get_ref("from")?.as_str()?.to_ascii_lowercase();
        match keys.last_mut() {
            Some(key) if row.get::<_, i64>("seq")? > 0 => key.columns.push_str(&format!(", {column}")),
            _ => keys.push(Key { columns: column, parent: row.get("table")?, rows: Vec::new() }),
        }
    }
    Ok(keys)
}

/// The PRAGMA itself, because the function of its name would run that in a virtual table of its own.
fn asked(pragma: &str, table: &str) -> String {
    format!("PRAGMA main.{pragma}(\"{}\")", table.replace('"', "\"\""))
}

/// Sorts the rows of the table that refer to nothing to their keys.
fn find_broken(conn: &Connection, table: &str, keys: &mut [Key]) -> rusqlite::Result<()> {
    let mut find = || {
        let mut statement = conn.prepare(&asked("foreign_key_check", table))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key = usize::try_from(row.get::<_, i64>("fkid")?).ok().and_then(|key| keys.get_mut(key));
            if let Some(key) = key {
                key.rows.push(row.get("rowid")?);
            }
        }
        Ok(())
    };
    match find() {
        // The parent's key is not unique. The build reports that; rows cannot be judged.
        Err(error) if is_mismatch(&error) => Ok(()),
        outcome => outcome,
    }
}

fn is_mismatch(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::Unknown)
        && error.to_string().contains("foreign key mismatch")
}
