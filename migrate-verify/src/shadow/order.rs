//! When a migration needs what a later file makes: which file that is, and an order that works; or the circle, if no
//! order does. Nothing is parsed: files are tried in other orders, on other shadow databases.

use std::collections::HashMap;

use migrate_runtime::__private::schema::read;
use migrate_runtime::__private::{Cause, Failure, Recovery, Statement};
use migrate_token::{Token, significant};
use rusqlite::Connection;

use super::bench::{Bench, Trial};
use super::explain::{bare, message};
use super::objects::Objects;
use super::tape::{Event, Tape};
use super::whole::Whole;
use super::{TABLES, engine_migration};
use migrate_files::diagnostic::Diagnostic;
use migrate_files::diagnostic::order as texts;
use migrate_files::model::Set;
use migrate_files::options::Options;

/// So that a build that fails, fails soon: orders that are tried, and steps of SQLite's virtual machine for all of them.
const MOST_ATTEMPTS: usize = 2_000;
const STEPS: u64 = 100_000_000;

/// The diagnostic of the migration with the index `failed`, and what another order would change about it.
pub(super) fn explained(options: &Options, set: &Set, failed: usize, diagnostic: Diagnostic) -> Diagnostic {
    if Need::read(diagnostic.title()).is_none() || failed + 1 >= set.migrations().len() {
        return diagnostic;
    }
    let Ok(mut search) = Search::new(options, set, failed) else { return diagnostic };
    search.try_all();
    match search.finding(failed) {
        Some(finding) => texts::explain(diagnostic, &finding),
        None => diagnostic,
    }
}

/// What a statement lacks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Need {
    kind: &'static str,
    name: String,
}

impl Need {
    /// SQLite's message, as far as it is about something that another file may make.
    fn read(message: &str) -> Option<Self> {
        // Of an object that an ALTER TABLE has changed: `error in view v after rename: no such column: c`.
        let message = match message.strip_prefix("error in ") {
            Some(about) => about.split_once(": ")?.1,
            None => message,
        };
        let need = |kind, name: &str| Some(Self { kind, name: bare(name).to_ascii_lowercase() });
        for (prefix, kind) in [
            ("no such table: ", "table"),
            ("no such view: ", "view"),
            ("no such index: ", "index"),
            ("no such trigger: ", "trigger"),
            ("no such column: ", "column"),
        ] {
            if let Some(name) = message.strip_prefix(prefix) {
                let name = if kind == "column" { name.rsplit('.').next().unwrap_or(name) } else { name };
                return need(kind, name.trim_matches('"'));
            }
        }
        need("column", message.split_once(" has no column named ")?.1)
    }
}

/// Files in other orders.
struct Search<'a> {
    set: &'a Set,
    bench: Bench<'a>,
    /// The indexes of the migrations that ran, in the order in which they did.
    ran: Vec<usize>,
    /// Those that did not, and what each lacked last.
    stuck: Vec<(usize, Option<Need>)>,
}

impl<'a> Search<'a> {
    /// The migrations before the index `failed` have run.
    fn new(options: &'a Options, set: &'a Set, failed: usize) -> rusqlite::Result<Self> {
        let stuck = (failed..set.migrations().len()).map(|index| (index, None)).collect();
        let mut search = Self { set, bench: Bench::open(options, STEPS)?, ran: Vec::new(), stuck };
        for index in 0..failed {
            let _ = search.attempt(index, Recovery::Fail);
        }
        Ok(search)
    }

    /// Runs one migration, and says whether it has run.
    fn attempt(&mut self, index: usize, recovery: Recovery) -> (bool, Scout) {
        let migration = &self.set.migrations()[index];
        // An attempt that fails must leave nothing behind, so that a transaction is put around it where one can be.
        let must_be_outside =
            |token: Token<'_>| ["VACUUM", "PRAGMA", "BEGIN"].iter().any(|word| token.is_word(word));
        let mut directives = migration.directives.clone();
        directives.transaction |= !significant(&migration.up.text).any(must_be_outside);
        let migration = engine_migration(migration.version, &migration.up, &directives);
        let mut scout = Scout { recovery, need: None, makes: Vec::new() };
        let outcome = self.bench.run(migration, &mut scout);
        (outcome.is_ok(), scout)
    }

    /// Runs what can be run, until nothing else can. After every success the first ones are tried again, so that a
    /// migration comes right behind the one that it was waiting for.
    fn try_all(&mut self) {
        let mut at = 0;
        while at < self.stuck.len() && self.bench.runs() < MOST_ATTEMPTS {
            let (index, _) = self.stuck[at];
            let (ran, scout) = self.attempt(index, Recovery::Fail);
            if ran {
                self.stuck.remove(at);
                self.ran.push(index);
                at = 0;
            } else {
                self.stuck[at].1 = scout.need;
                at += 1;
            }
        }
    }

    fn finding(&mut self, failed: usize) -> Option<texts::Finding> {
        let file = |index: usize| self.set.migrations()[index].up.path.clone();
        if let Some(position) = self.ran.iter().position(|&index| index == failed) {
            let maker = *self.ran[..position].last()?;
            let works = self.stuck.is_empty() && self.is_whole();
            let order = works.then(|| self.ran.iter().copied().map(file).collect());
            return Some(texts::Finding::Later { maker: file(maker), order });
        }
        let makers = self.makers();
        let needs: HashMap<usize, Need> =
            self.stuck.iter().filter_map(|(index, need)| Some((*index, need.clone()?))).collect();
        let Some(circle) = circle(failed, &needs, &makers) else {
            // A later file makes it, and has a mistake of its own, or comes behind one that takes something away.
            let maker = *makers.get(needs.get(&failed)?).filter(|&&maker| maker != failed)?;
            return Some(texts::Finding::Later { maker: file(maker), order: None });
        };
        let link = |(index, need, maker): (usize, Need, usize)| texts::Link {
            file: self.set.migrations()[index].up.path.clone(),
            kind: need.kind,
            name: need.name,
            maker: self.set.migrations()[maker].up.path.clone(),
        };
        Some(texts::Finding::Circle(circle.into_iter().map(link).collect()))
    }

    /// Whether the schema that they have made works.
    fn is_whole(&self) -> bool {
        let conn = self.bench.conn();
        let problems = read(conn, TABLES).and_then(|schema| {
            let (tape, objects) = (self.bench.tape(), Objects::default());
            Whole { conn, tape: &tape, set: self.set, schema: &schema, objects: &objects }.check()
        });
        problems.is_ok_and(|problems| problems.is_empty())
    }

    /// Which of the stuck migrations makes what, found by running all of their statements that can be run.
    fn makers(&mut self) -> HashMap<Need, usize> {
        let mut makers = HashMap::new();
        let stuck: Vec<usize> = self.stuck.iter().map(|(index, _)| *index).collect();
        // A file may need what another one makes: a second round finds what it makes behind that.
        for _ in 0..3 {
            let known = makers.len();
            for &index in stuck.iter().take(MOST_ATTEMPTS) {
                let (_, scout) = self.attempt(index, Recovery::Skip);
                for need in scout.makes {
                    makers.entry(need).or_insert(index);
                }
            }
            if makers.len() == known {
                break;
            }
        }
        makers
    }
}

/// From need to maker, until a migration comes up again.
fn circle(
    failed: usize,
    needs: &HashMap<usize, Need>,
    makers: &HashMap<Need, usize>,
) -> Option<Vec<(usize, Need, usize)>> {
    let mut path: Vec<(usize, Need, usize)> = Vec::new();
    let mut at = failed;
    loop {
        let need = needs.get(&at)?;
        let maker = *makers.get(need).filter(|&&maker| maker != at)?;
        path.push((at, need.clone(), maker));
        if let Some(first) = path.iter().position(|(index, ..)| *index == maker) {
            return Some(path.split_off(first));
        }
        at = maker;
    }
}

/// Sees what a migration lacks and makes.
struct Scout {
    recovery: Recovery,
    need: Option<Need>,
    makes: Vec<Need>,
}

impl Trial for Scout {
    fn finished(&mut self, _: &Connection, statement: &Statement<'_>, tape: &Tape) {
        for event in &tape.lock().events {
            match event {
                // Which kind it is does not matter: names of tables, views, indexes and triggers are told apart.
                Event::Creates(name) => self.makes.extend(
                    ["table", "view", "index", "trigger"]
                        .map(|kind| Need { kind, name: name.to_ascii_lowercase() }),
                ),
                // One of the words is the column that it adds, or the new name that it gives.
                Event::Alters(_) => {
                    self.makes.extend(significant(statement.text).filter_map(|token| token.name()).flat_map(
                        |name| ["table", "column"].map(|kind| Need { kind, name: name.to_ascii_lowercase() }),
                    ))
                }
                Event::Drops(_) | Event::Writes(_) => {}
            }
        }
    }

    fn failed(&mut self, _: &Connection, failure: &Failure<'_>, _: &Tape) -> Recovery {
        if let Cause::Sqlite(error) = &failure.cause
            && self.need.is_none()
        {
            self.need = Need::read(&message(error));
        }
        match &failure.cause {
            // A transaction that has ended cannot be gone on with.
            Cause::EndedTransaction
            | Cause::LeftTransactionOpen
            | Cause::Endless { .. }
            | Cause::Restless => Recovery::Fail,
            Cause::Sqlite(_) | Cause::Parameter => self.recovery,
        }
    }
}
