//! The schema as a whole: what SQLite accepts when it is created, and fails on when it is first used.

use migrate_runtime::__private::schema::{ForeignKey, Schema, Text, View};
use migrate_token::{Kind, significant};
use rusqlite::{Connection, Result};

use super::explain::{bare, message, place, told};
use super::objects::{Objects, Origin};
use super::sandbox::Sandbox;
use migrate_files::diagnostic::Diagnostic;
use migrate_files::diagnostic::whole as texts;
use migrate_files::model::Set;
use migrate_files::options::Options;

/// Every view that cannot be read, trigger that cannot fire, foreign key without a parent key, row without a parent,
/// and what `PRAGMA integrity_check` finds. Objects of trusted migrations are not reported.
pub(super) fn check(
    options: &Options,
    set: &Set,
    sandbox: &mut Sandbox,
    schema: &Schema,
    objects: &Objects,
) -> Result<Vec<Diagnostic>> {
    let whole = Whole { options, set, schema, objects, conn: sandbox.conn() };
    whole.conn.pragma_update(None, "foreign_keys", false)?;
    let mut problems = whole.views();
    problems.extend(whole.triggers()?);
    problems.extend(whole.foreign_keys()?);
    problems.extend(whole.integrity()?);
    let in_the_order_of_the_files =
        |problem: &Diagnostic| problem.place().map(|place| (whole.index(&place.path), place.position));
    problems.sort_by_key(in_the_order_of_the_files);
    Ok(problems)
}

struct Whole<'a> {
    options: &'a Options,
    set: &'a Set,
    schema: &'a Schema,
    objects: &'a Objects,
    conn: &'a Connection,
}

impl Whole<'_> {
    fn index(&self, path: &str) -> Option<usize> {
        self.set.migrations().iter().position(|migration| migration.up.path == path)
    }

    /// The statement that made an object, unless it ran in production already.
    fn origin(&self, name: &str) -> Option<Origin> {
        let last = self.set.migrations().len().saturating_sub(1);
        // Without a known origin, the last file is where it can be mended.
        let origin = self.objects.made(name).unwrap_or(Origin { migration: last, start: 0, end: 0 });
        let version = self.set.migrations()[origin.migration].version;
        (self.options.trusted_through < Some(version)).then_some(origin)
    }

    /// For "no such table: main.x": who took it away.
    fn gone(&self, message: &str) -> Option<String> {
        let name = bare(message.strip_prefix("no such table: ")?);
        Some(told(self.set, self.objects.gone(name)?))
    }

    fn views(&self) -> Vec<Diagnostic> {
        let broken = |name: &str| {
            let error = self.conn.prepare(&format!("SELECT * FROM main.{}", quoted(name))).err()?;
            let message = message(&error);
            Some(texts::view(place(self.set, self.origin(name)?), name, &message, self.gone(&message)))
        };
        self.schema.views().iter().filter_map(|view| broken(view.name())).collect()
    }

    /// A trigger is compiled with the statement that fires it, together with all others that this statement fires. So
    /// where one does not compile, each is tried alone.
    fn triggers(&self) -> Result<Vec<Diagnostic>> {
        let fire = |trigger: &Trigger| self.conn.prepare(&trigger.firing).err().map(|error| message(&error));
        let triggers: Vec<Trigger> =
            self.schema.triggers().iter().map(|trigger| self.trigger(trigger)).collect::<Result<_>>()?;
        if triggers.iter().all(|trigger| fire(trigger).is_none()) {
            return Ok(Vec::new());
        }
        let mut problems = Vec::new();
        for alone in &triggers {
            self.conn.execute_batch("SAVEPOINT alone")?;
            for other in triggers.iter().filter(|other| other.name != alone.name) {
                self.conn.execute(&format!("DROP TRIGGER main.{}", quoted(&other.name)), [])?;
            }
            let problem = fire(alone);
            self.conn.execute_batch("ROLLBACK TO alone; RELEASE alone")?;
            if let (Some(message), Some(origin)) = (problem, self.origin(&alone.name)) {
                let gone = self.gone(&message);
                problems.push(texts::trigger(place(self.set, origin), &alone.name, &message, gone));
            }
        }
        Ok(problems)
    }

    fn trigger(&self, trigger: &migrate_runtime::Trigger) -> Result<Trigger> {
        let table = quoted(trigger.table());
        let event = significant(trigger.sql()).find(|token| {
            token.kind == Kind::Word
                && ["DELETE", "INSERT", "UPDATE"].iter().any(|event| token.is_word(event))
        });
        let firing = match event {
            Some(event) if event.is_word("DELETE") => format!("DELETE FROM main.{table}"),
            Some(event) if event.is_word("UPDATE") => {
                let columns = self.settable_columns(trigger.table())?;
                let assignments = columns.iter().map(|column| format!("{0} = {0}", quoted(column)));
                format!("UPDATE main.{table} SET {}", assignments.collect::<Vec<_>>().join(", "))
            }
            _ => format!("INSERT INTO main.{table} DEFAULT VALUES"),
        };
        Ok(Trigger { name: trigger.name().to_owned(), firing })
    }

    /// All but the generated ones.
    fn settable_columns(&self, table: &str) -> Result<Vec<String>> {
        let mut columns =
            self.conn.prepare("SELECT name FROM pragma_table_xinfo(?1, 'main') WHERE hidden = 0")?;
        columns.query_map([table], |row| row.get(0))?.collect()
    }

    fn foreign_keys(&self) -> Result<Vec<Diagnostic>> {
        let mut problems = Vec::new();
        for table in self.schema.tables().iter().filter(|table| !table.foreign_keys().is_empty()) {
            let Some(origin) = self.origin(table.name()) else { continue };
            let here = || place(self.set, origin);
            let missing: Vec<&str> = table
                .foreign_keys()
                .iter()
                .map(|key| key.parent())
                .filter(|parent| !self.exists(parent))
                .collect();
            for parent in &missing {
                let gone = self.objects.gone(parent).map(|origin| told(self.set, origin));
                problems.push(texts::missing_parent(here(), table.name(), parent, gone));
            }
            match self.orphans(table.name()) {
                Ok(parents) => {
                    let wrote =
                        self.objects.written(table.name()).map_or_else(here, |at| place(self.set, at));
                    let known = parents.iter().filter(|parent| self.exists(parent));
                    problems.extend(known.map(|parent| texts::orphan(wrote.clone(), table.name(), parent)));
                }
                Err(error) => {
                    let message = message(&error);
                    // `foreign key mismatch - "child" referencing "parent"`
                    let parent = message.rsplit('"').nth(1).unwrap_or_default();
                    let keys =
                        table.foreign_keys().iter().filter(|key| key.parent().eq_ignore_ascii_case(parent));
                    let keys = keys.map(parent_key);
                    problems.push(texts::mismatch(here(), &message, keys));
                }
            }
        }
        Ok(problems)
    }

    fn exists(&self, name: &str) -> bool {
        let is_it = |view: &View| view.name().eq_ignore_ascii_case(name);
        self.schema.table(name).is_some() || self.schema.views().iter().any(is_it)
    }

    /// The parents that rows of the table lack.
    fn orphans(&self, table: &str) -> Result<Vec<String>> {
        let mut statement =
            self.conn.prepare("SELECT DISTINCT parent FROM pragma_foreign_key_check(?1, 'main')")?;
        statement.query_map([table], |row| row.get(0))?.collect()
    }

    fn integrity(&self) -> Result<Vec<Diagnostic>> {
        let trusted =
            self.set.migrations().last().is_none_or(|m| self.options.trusted_through >= Some(m.version));
        let mut statement = self.conn.prepare("PRAGMA main.integrity_check")?;
        let findings: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_>>()?;
        let bad = findings.into_iter().filter(|finding| finding != "ok" && !trusted);
        Ok(bad.map(|finding| texts::integrity(self.set.directory(), &finding)).collect())
    }
}

/// What a foreign key refers to: a table, and columns of it; none for its primary key.
fn parent_key(key: &ForeignKey) -> (&str, Vec<&str>) {
    (key.parent(), key.parent_columns().iter().map(Text::as_str).collect())
}

struct Trigger {
    name: String,
    /// A statement that fires it.
    firing: String,
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
