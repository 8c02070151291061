//! What SQLite's authorizer says of the statements, and what it must not allow.

mod denial;
mod event;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use migrate_runtime::__private::schema::Kind;
use migrate_token::significant;
use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;

pub(super) use denial::Denial;
pub(crate) use event::{Event, How, Write};

use denial::{denial, is_bound};
use event::{event, kind};

/// Who is speaking to SQLite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The engine or the verifier: everything is allowed, and nothing is noted.
    Engine,
    /// A statement of a migration is compiled.
    Compiling,
    /// It runs.
    Running,
}

/// The recording of one statement.
#[derive(Debug)]
pub(super) struct Recording {
    pub(super) phase: Phase,
    pub(super) in_transaction: bool,
    /// Whether rows may be changed.
    pub(super) may_write: bool,
    /// Whether the statement starts with a word that is for rows, so that what it writes are those of no other kind: a
    /// change of the schema writes tables of SQLite's own.
    pub(super) is_data: bool,
    pub(super) events: Vec<Event>,
    /// What it is about, if it makes or drops something: a DROP TABLE drops triggers as well, and is about a table.
    pub(super) kind: Option<Kind>,
    /// The temporary tables that it makes, or inserts into.
    pub(super) temporary: Vec<String>,
    pub(super) denial: Option<Denial>,
    /// Whether it writes SQLite's own catalog, as a change of the schema does, or a statement with writable_schema.
    pub(super) wrote_catalog: bool,
    /// The functions that it calls.
    pub(super) functions: Vec<String>,
    /// The tables and columns that it reads, each once,
    pub(super) reads: Vec<(String, String)>,
    /// and those of them that only a view or a trigger of it does.
    pub(super) indirect: Vec<(String, String)>,
    /// The PRAGMAs that it is, and what it sets them to.
    pub(super) pragmas: Vec<(String, Option<String>)>,
    /// How many SELECTs stand in it.
    pub(super) selects: usize,
    /// Whether it sets the numbers that AUTOINCREMENT goes on from.
    pub(super) sets_sequence: bool,
    /// How much the statement may still take, and how much all that come.
    pub(super) statement: Budget,
    pub(super) total: u64,
}

/// What is left to a statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    steps: u64,
    until: Instant,
}

impl Budget {
    fn new() -> Self {
        Self { steps: STEP_BUDGET, until: Instant::now() + TIME_BUDGET }
    }
}

impl Recording {
    fn creates(&self) -> bool {
        !self.temporary.is_empty() || self.events.iter().any(|event| matches!(event, Event::Creates(_)))
    }

    /// Whether writing to this table is part of a change of the schema: SQLite's own catalog, or anything that a DROP or
    /// an ALTER writes.
    fn changes_schema(&self, table: &str) -> bool {
        let is_change = |event: &Event| matches!(event, Event::Drops(_) | Event::Alters(_));
        table.starts_with("sqlite_") || self.events.iter().any(is_change)
    }

    /// A statement itself writes to one table. Where it writes to another one, a foreign key does.
    fn with_cause(&self, event: Event) -> Event {
        let is_other = |known: &Event, table: &str| matches!(known, Event::Writes(write) if write.is_direct && write.table != table);
        match event {
            Event::Writes(write) if self.events.iter().any(|known| is_other(known, &write.table)) => {
                Event::Writes(Write { is_direct: false, ..write })
            }
            event => event,
        }
    }

    fn note(&mut self, context: &AuthContext<'_>) {
        match context.action {
            AuthAction::Function { function_name } => self.functions.push(function_name.to_owned()),
            AuthAction::Select => self.selects += 1,
            AuthAction::Update { table_name: "sqlite_sequence", .. }
            | AuthAction::Delete { table_name: "sqlite_sequence" }
                if self.phase == Phase::Compiling && self.events.is_empty() =>
            {
                self.sets_sequence = true;
            }
            AuthAction::Pragma { pragma_name, pragma_value } => {
                self.pragmas.push((pragma_name.to_owned(), pragma_value.map(str::to_owned)));
            }
            AuthAction::Read { table_name, column_name } if !table_name.starts_with("sqlite_") => {
                let is_known =
                    |(table, column): &(String, String)| table == table_name && column == column_name;
                if !self.reads.iter().any(is_known) {
                    let read = (table_name.to_owned(), column_name.to_owned());
                    if context.accessor.is_some() {
                        self.indirect.push(read.clone());
                    }
                    self.reads.push(read);
                }
            }
            _ => {}
        }
    }

    /// Whether the statement was stopped.
    pub(super) fn is_spent(&self) -> bool {
        self.statement.steps == 0 || self.total == 0
    }
}

/// A recording that SQLite's callbacks write and the verifier reads.
#[derive(Clone, Debug)]
pub(super) struct Tape(Arc<Mutex<Recording>>);

/// Of SQLite's virtual machine, for one statement. A row costs about ten: this is time for a million.
pub(super) const STEP_BUDGET: u64 = 25_000_000;
/// Steps can be long ones. This is for what would otherwise never end, and no statement that is meant comes near.
const TIME_BUDGET: Duration = Duration::from_secs(10);

impl Tape {
    /// `total` is the number of steps for all statements together. Rows may be changed.
    pub(super) fn new(total: u64) -> Self {
        Self(Arc::new(Mutex::new(Recording {
            phase: Phase::Engine,
            in_transaction: true,
            may_write: true,
            is_data: false,
            events: Vec::new(),
            kind: None,
            temporary: Vec::new(),
            denial: None,
            wrote_catalog: false,
            functions: Vec::new(),
            reads: Vec::new(),
            indirect: Vec::new(),
            pragmas: Vec::new(),
            selects: 0,
            sets_sequence: false,
            statement: Budget::new(),
            total,
        })))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Recording> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new statement comes, and is compiled.
    pub(super) fn compiling(&self) {
        let mut recording = self.lock();
        recording.phase = Phase::Compiling;
        recording.events.clear();
        recording.kind = None;
        recording.temporary.clear();
        recording.functions.clear();
        recording.reads.clear();
        recording.indirect.clear();
        recording.pragmas.clear();
        recording.selects = 0;
        recording.sets_sequence = false;
        recording.denial = None;
        recording.is_data = false;
        recording.wrote_catalog = false;
        recording.statement = Budget::new();
    }

    /// It is compiled. A table that is copied as a whole, some versions of SQLite do not say that they read; its SELECT
    /// alone tells.
    pub(super) fn compiled(&self, conn: &Connection, statement: &str) {
        let is_copy = {
            let recording = self.lock();
            let is_told = recording.selects > 0 || !recording.reads.is_empty();
            let inserts = |event: &Event| matches!(event, Event::Writes(Write { how: How::Insert, .. }));
            !is_told && recording.events.iter().any(inserts)
        };
        if !is_copy {
            return;
        }
        // INSERT OR REPLACE INTO main.a AS b SELECT: no columns are named.
        if let Some(select) = significant(statement).take(10).find(|token| token.is_word("SELECT")) {
            self.lock().phase = Phase::Compiling;
            // Where nothing is told, nothing is known.
            let _ = conn.prepare(&statement[select.start..]);
            self.resting();
        }
    }

    /// It runs. Only VACUUM attaches something: a nameless file in which it works.
    pub(super) fn running(&self, conn: &Connection, statement: &str) {
        self.lock().phase = Phase::Running;
        let vacuums = statement.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("VACUUM"));
        let _ = conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, vacuums.into());
    }

    /// It has run or failed.
    pub(super) fn resting(&self) {
        self.lock().phase = Phase::Engine;
    }

    /// For the progress handler: whether the statement has to be stopped.
    pub(super) fn spend(&self, steps: u64) -> bool {
        let mut recording = self.lock();
        if recording.phase == Phase::Engine {
            return false;
        }
        recording.statement.steps = recording.statement.steps.saturating_sub(steps);
        recording.total = recording.total.saturating_sub(steps);
        if Instant::now() > recording.statement.until {
            recording.statement.steps = 0;
        }
        recording.is_spent()
    }

    pub(super) fn authorize(&self, context: &AuthContext<'_>) -> Authorization {
        let mut recording = self.lock();
        if recording.phase == Phase::Engine {
            return Authorization::Allow;
        }
        if let Some(denial) = denial(context, &recording) {
            recording.denial = Some(denial);
            return Authorization::Deny;
        }
        recording.note(context);
        if database(context) == Some("temp") {
            recording.temporary.extend(temporary(&context.action));
        } else {
            recording.kind = recording.kind.or_else(|| kind(&context.action));
            let event = event(context).map(|event| recording.with_cause(event));
            recording.events.extend(event);
            recording.wrote_catalog |= writes_catalog(context);
        }
        if is_bound(context) { Authorization::Ignore } else { Authorization::Allow }
    }
}

/// The database that the action is about. Of an ALTER TABLE … DROP COLUMN, SQLite tells the column where it otherwise
/// tells the database.
fn database<'c>(context: &AuthContext<'c>) -> Option<&'c str> {
    match context.action {
        AuthAction::AlterTable { database_name, .. } => Some(database_name),
        _ => context.database_name,
    }
}

fn writes_catalog(context: &AuthContext<'_>) -> bool {
    match context.action {
        AuthAction::Insert { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Delete { table_name } => {
            matches!(table_name, "sqlite_master" | "sqlite_schema")
        }
        _ => false,
    }
}

/// The temporary table that is made or filled.
fn temporary(action: &AuthAction<'_>) -> Option<String> {
    match *action {
        AuthAction::CreateTempTable { table_name } | AuthAction::Insert { table_name } => {
            (!table_name.starts_with("sqlite_")).then(|| table_name.to_owned())
        }
        _ => None,
    }
}
