//! From a connection to a [`Schema`], again and again at the price of what changed.

use rusqlite::{Connection, Result};

use super::catalog::{Catalog, Change, Kind, Object};
use super::pragma::{Pragmas, usable};
use super::{Fingerprint, Index, Schema, Table, Trigger, View};
use crate::text::Text;

/// The schema of `conn`, without the tables `excluded` and what belongs to them.
///
/// It takes several statements: where others may change the schema meanwhile, call it in a transaction.
///
/// # Errors
///
/// What SQLite reports. A view or a virtual table that cannot be used is no error: it has no columns.
pub fn read(conn: &Connection, excluded: &'static [&'static str]) -> Result<Schema> {
    let mut reader = Reader::new(excluded);
    reader.refresh(conn)?;
    let Reader { catalog, tables, .. } = reader;
    assemble(conn, &catalog, tables.into_iter())
}

/// A schema that follows a connection. Every call must be given the same one.
#[derive(Clone, Debug)]
pub struct Reader {
    excluded: &'static [&'static str],
    catalog: Catalog,
    /// By name, in byte order.
    tables: Vec<Table>,
    stand_ins: Vec<StandIn>,
    remembered: Vec<Table>,
}

/// What a look at the schema has found, against the look before.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// The objects whose text came, went or changed.
    pub objects: Vec<Change>,
    /// The tables that went or changed, or whose indexes did, as they were before.
    pub tables: Vec<Table>,
}

/// A virtual table that a plain one stands in for, where its module is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    /// The name of both tables.
    pub name: String,
    /// The module.
    pub module: String,
    /// The statement that creates the virtual table.
    pub sql: String,
}

impl StandIn {
    pub(super) fn find<'s>(stand_ins: &'s [Self], name: &str) -> Option<&'s Self> {
        stand_ins.iter().find(|stand_in| stand_in.name.eq_ignore_ascii_case(name))
    }
}

impl Reader {
    /// A reader that knows nothing yet, and never looks at the tables `excluded` and what belongs to them.
    pub const fn new(excluded: &'static [&'static str]) -> Self {
        Self {
            excluded,
            catalog: Catalog::new(),
            tables: Vec::new(),
            stand_ins: Vec::new(),
            remembered: Vec::new(),
        }
    }

    /// From now on, takes this table for the virtual one that it stands in for.
    pub fn take_for_virtual(&mut self, stand_in: StandIn) {
        self.stand_ins.push(stand_in);
    }

    /// Whether the table stands in for a virtual one.
    pub fn stands_in(&self, table: &str) -> bool {
        StandIn::find(&self.stand_ins, table).is_some()
    }

    /// From now on, a table with the text of one of these, and with its indexes, is that one, and not looked into again.
    pub fn remember<'t>(&mut self, tables: impl Iterator<Item = &'t Table>) {
        // What a virtual table is, its module knows.
        self.remembered = tables.filter(|table| table.module().is_none()).cloned().collect();
    }

    /// Catches up with `conn`. All texts are compared; only tables with a text that changed are looked into.
    ///
    /// # Errors
    ///
    /// What SQLite reports. The reader then knows nothing, and the next call reads everything.
    pub fn refresh(&mut self, conn: &Connection) -> Result<Changes> {
        let result = self.catch_up(conn);
        if result.is_err() {
            *self = Self { stand_ins: std::mem::take(&mut self.stand_ins), ..Self::new(self.excluded) };
        }
        result
    }

    fn catch_up(&mut self, conn: &Connection) -> Result<Changes> {
        let (objects, changed) = self.catalog.refresh(conn, self.excluded, &self.stand_ins)?;
        if changed.is_empty() {
            return Ok(Changes { objects, tables: Vec::new() });
        }
        let is_same = |table: &Table| !changed.contains(table.name());
        let (same, tables) = std::mem::take(&mut self.tables).into_iter().partition(is_same);
        self.tables = same;
        let indexes = self.catalog.indexes_of(&changed);
        let mut pragmas: Option<Pragmas<'_>> = None;
        for object in self.catalog.of(Kind::Table).filter(|table| changed.contains(&table.name)) {
            let at = self.tables.partition_point(|table| table.name() < object.name.as_str());
            let known = self.remembered.iter().find(|known| is_still(known, object, &indexes)).cloned();
            let table = match (known, &mut pragmas) {
                (Some(known), _) => known,
                (None, Some(pragmas)) => pragmas.table(&object.name, &object.sql, &indexes)?,
                (None, none) => {
                    none.insert(Pragmas::prepare(conn)?).table(&object.name, &object.sql, &indexes)?
                }
            };
            self.tables.insert(at, table);
        }
        Ok(Changes { objects, tables })
    }

    /// The tables as of the last [`refresh`](Self::refresh), by name in byte order.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The fingerprint as of the last [`refresh`](Self::refresh).
    pub fn fingerprint(&self) -> Fingerprint {
        self.catalog.fingerprint()
    }

    /// The number of all texts as of the last [`refresh`](Self::refresh): that of a database which has these and no others.
    pub fn texts(&self) -> u64 {
        self.catalog.texts()
    }

    /// The schema as of the last [`refresh`](Self::refresh). The columns of views are read now, because they depend
    /// on other objects than the view.
    ///
    /// # Errors
    ///
    /// What SQLite reports, broken views aside.
    pub fn schema(&self, conn: &Connection) -> Result<Schema> {
        let tables =
            self.tables.iter().cloned().map(|table| match StandIn::find(&self.stand_ins, table.name()) {
                Some(it) => table.into_virtual(&it.module, &it.sql),
                None => table,
            });
        assemble(conn, &self.catalog, tables)
    }
}

/// Whether it is this table, and has these of all `indexes`. What SQLite says of a table comes from their texts alone.
fn is_still(known: &Table, object: &Object, indexes: &[&Object]) -> bool {
    let own = || indexes.iter().filter(|index| index.table == object.name);
    let has = |index: &&Object| {
        let is_it = |known: &Index| known.name() == index.name && known.sql() == Some(index.sql.as_str());
        known.indexes().iter().any(is_it)
    };
    known.name() == object.name
        && known.sql() == object.sql
        && own().count() == known.indexes().iter().filter(|index| index.sql().is_some()).count()
        && own().all(has)
}

fn assemble(conn: &Connection, catalog: &Catalog, tables: impl Iterator<Item = Table>) -> Result<Schema> {
    let mut columns = conn.prepare("SELECT name FROM pragma_table_xinfo(?1, 'main')")?;
    let view = |object: &Object| {
        let names = columns.query_map([&object.name], |row| row.get::<_, String>(0))?;
        Ok(View {
            name: object.name.clone().into(),
            columns: usable(names.collect())?.into_iter().map(Text::from).collect(),
            sql: object.sql.clone().into(),
        })
    };
    let trigger = |object: &Object| Trigger {
        name: object.name.clone().into(),
        table: object.table.clone().into(),
        sql: object.sql.clone().into(),
    };
    Ok(Schema {
        tables: tables.collect(),
        views: catalog.sorted(Kind::View).into_iter().map(view).collect::<Result<_>>()?,
        triggers: catalog.sorted(Kind::Trigger).into_iter().map(trigger).collect(),
    })
}
