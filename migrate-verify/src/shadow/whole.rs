//! The schema as a whole: what SQLite accepts when it is created, and fails on when it is first used.

mod keys;
mod triggers;

pub(crate) use triggers::firing;

pub(crate) use migrate_runtime::__private::quoted;
use migrate_runtime::__private::schema::Schema;
use migrate_runtime::Table;
use rusqlite::{Connection, Result};

use super::explain::{bare, declaration, message, place, told};
use super::objects::{Objects, Origin};
use super::tape::Tape;
use migrate_files::diagnostic::Diagnostic;
use migrate_files::diagnostic::whole as texts;
use migrate_files::model::Set;

/// A schema in use.
pub(super) struct Whole<'a> {
    pub(super) conn: &'a Connection,
    pub(super) tape: &'a Tape,
    pub(super) set: &'a Set,
    pub(super) schema: &'a Schema,
    pub(super) objects: &'a Objects,
}

impl Whole<'_> {
    /// Every view and virtual table that cannot be read, default that cannot be computed, trigger that cannot fire,
    /// foreign key without a parent key, and what `PRAGMA integrity_check` finds.
    pub(super) fn check(&self) -> Result<Vec<Diagnostic>> {
        // Enforced, they would be compiled into every statement, and their defects told as those of triggers.
        self.conn.pragma_update(None, "foreign_keys", false)?;
        let mut problems = self.views();
        problems.extend(self.virtual_tables());
        problems.extend(self.defaults());
        problems.extend(self.triggers()?);
        problems.extend(self.foreign_keys());
        problems.extend(self.integrity()?);
        problems
            .sort_by_key(|problem| problem.place().map(|place| (self.index(&place.path), place.position)));
        Ok(problems)
    }

    fn index(&self, path: &str) -> Option<usize> {
        self.set.migrations().iter().position(|migration| migration.up.path == path)
    }

    /// The statement that made an object. Without a known one, the last file is where it can be mended.
    fn origin(&self, name: &str) -> Origin {
        let last = self.set.migrations().len().saturating_sub(1);
        self.objects.made(name).unwrap_or(Origin { migration: last, start: 0, end: 0 })
    }

    /// What to do about an object that SQLite cannot make sense of.
    fn way_out(&self, origin: Origin, message: &str, otherwise: &str) -> String {
        if let Some(declaration) = declaration(message, self.text(origin)) {
            return declaration;
        }
        if let Some(column) = message.strip_prefix("ambiguous column name: ") {
            return texts::ambiguous(column);
        }
        let missing = message.strip_prefix("no such table: ").map(bare);
        match missing.and_then(|name| Some((name, self.objects.gone(name)?))) {
            Some((name, gone)) if gone.is_before(origin) => texts::gone_before(name, &told(self.set, gone)),
            Some((_, gone)) => texts::gone_after(&told(self.set, gone)),
            None => otherwise.to_owned(),
        }
    }

    /// The text of the statement.
    fn text(&self, origin: Origin) -> &str {
        self.set.migrations()[origin.migration].up.text.get(origin.start..origin.end).unwrap_or("")
    }

    /// A view over a broken one fails as well: the first one made is the one to mend.
    fn views(&self) -> Vec<Diagnostic> {
        let mut views: Vec<(Origin, &str)> =
            self.schema.views().iter().map(|view| (self.origin(view.name()), view.name())).collect();
        views.sort_by_key(|(origin, _)| (origin.migration, origin.start));
        let mut broken: Vec<&str> = Vec::new();
        let mut problems = Vec::new();
        for (origin, name) in views {
            let Err(error) = self.conn.prepare(&format!("SELECT * FROM main.{}", quoted(name))) else {
                continue;
            };
            if !broken.iter().any(|other| self.mentions(origin, other)) {
                let message = message(&error);
                let help = self.way_out(origin, &message, texts::MEND_VIEW);
                problems.push(texts::view(place(self.set, origin), name, &message, help));
            }
            broken.push(name);
        }
        problems
    }

    fn virtual_tables(&self) -> impl Iterator<Item = Diagnostic> {
        let broken = |table: &&Table| {
            // Only reading shows that the content of a full-text index is elsewhere, and not there. It may be endless.
            let select = format!("SELECT * FROM main.{} LIMIT 1", quoted(table.name()));
            self.tape.compiling();
            self.tape.running(self.conn, &select);
            let error = match self.conn.prepare(&select) {
                Ok(mut statement) => statement.raw_query().next().err().map(|error| message(&error)),
                Err(_) => None,
            };
            self.tape.resting();
            // Some modules have tables of which not all can be read so.
            let message = error.filter(|message| message.starts_with("no such "))?;
            let origin = self.origin(table.name());
            Some(texts::virtual_table(place(self.set, origin), table.name(), &message))
        };
        self.schema
            .tables()
            .iter()
            .filter(|table| table.module().is_some())
            .filter_map(move |table| broken(&table))
    }

    /// SQLite looks for the functions of a default when a row needs it.
    fn defaults(&self) -> impl Iterator<Item = Diagnostic> {
        let broken = |table: &Table| {
            let insert = format!("INSERT INTO main.{} DEFAULT VALUES", quoted(table.name()));
            let message = message(&self.conn.prepare(&insert).err()?);
            let function = message.strip_prefix("unknown function: ")?.trim_end_matches("()").to_owned();
            let origin = self.objects.altered(table.name(), |at| self.mentions(at, &function));
            let origin = origin.unwrap_or_else(|| self.origin(table.name()));
            let help = declaration(&format!("no such function: {function}"), self.text(origin));
            Some(texts::default(place(self.set, origin), table.name(), &function, help))
        };
        self.schema.tables().iter().filter(|table| table.module().is_none()).filter_map(broken)
    }

    /// Whether the name stands in the statement.
    fn mentions(&self, origin: Origin, name: &str) -> bool {
        let mut tokens = migrate_token::significant(self.text(origin));
        tokens.any(|token| token.name().is_some_and(|found| found.eq_ignore_ascii_case(name)))
    }

    fn integrity(&self) -> Result<Vec<Diagnostic>> {
        let mut statement = self.conn.prepare("PRAGMA main.integrity_check")?;
        let findings: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_>>()?;
        // A full-text index of what lies elsewhere is behind until it is rebuilt; that is no damage.
        let bad = findings.into_iter().filter(|finding| finding != "ok" && !finding.contains(" for FTS"));
        Ok(bad.map(|finding| texts::integrity(self.set.directory(), &finding)).collect())
    }
}

/// The foreign keys by which rows of the table refer to nothing, in SQLite's numbers, and how many rows do; an error if its
/// foreign keys do not fit their parents.
pub(super) fn orphans(conn: &Connection, table: &str) -> Result<Vec<(i64, i64)>> {
    let mut statement =
        conn.prepare("SELECT fkid, count(*) FROM pragma_foreign_key_check(?1, 'main') GROUP BY fkid")?;
    statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
