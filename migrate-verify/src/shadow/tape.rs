//! What SQLite's authorizer says of the statements, and what it must not allow.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use migrate_runtime::__private::schema::Kind;
use migrate_runtime::__private::{HISTORY, LOG};
use migrate_token::significant;
use rusqlite::Connection;
use rusqlite::ffi::{SQLITE_ATTACH, SQLITE_DETACH};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;

/// What a statement does to the schema or to a table's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// An object of this name comes into being.
    Creates(String),
    /// An object of this name goes.
    Drops(String),
    /// A table is altered, perhaps renamed.
    Alters(String),
    /// Rows are inserted, updated or deleted.
    Writes(Write),
}

/// What is written, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Write {
    pub(crate) table: String,
    pub(crate) how: How,
    /// Whether the statement itself does it, and not a trigger that it fires or a foreign key.
    pub(crate) is_direct: bool,
}

/// How rows are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Insert,
    /// The column that is set.
    Update(String),
    Delete,
}

impl Event {
    /// The table whose rows it writes.
    pub(crate) fn written(&self) -> Option<&str> {
        match self {
            Self::Writes(write) => Some(&write.table),
            _ => None,
        }
    }

    /// What it makes.
    pub(crate) fn made(&self) -> Option<&str> {
        match self {
            Self::Creates(name) => Some(name),
            _ => None,
        }
    }

    /// What it drops.
    pub(crate) fn dropped(&self) -> Option<&str> {
        match self {
            Self::Drops(name) => Some(name),
            _ => None,
        }
    }
}

/// Why a statement was not allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Denial {
    /// It begins or ends a transaction.
    Transaction,
    /// It reaches for another database.
    Attach,
    /// It writes the database to a file.
    VacuumInto,
    /// It loads native code.
    LoadExtension,
    /// It writes the engine's own table.
    Ledger(String),
    /// It makes a temporary object in a file that may go on in another connection.
    Temporary,
    /// It changes rows, and the policy forbids it.
    Data,
    /// It changes the journal mode inside a transaction; the mode.
    JournalMode(String),
    /// It changes a setting of the whole process.
    ProcessSetting(String),
}

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
        self.events.iter().any(|event| matches!(event, Event::Creates(_)))
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

/// Settings that outlive the connection.
const PROCESS_SETTINGS: [&str; 4] =
    ["data_store_directory", "hard_heap_limit", "soft_heap_limit", "temp_store_directory"];
/// Settings that hold the shadow database in its bounds: there they are let be.
const BOUNDS: [&str; 2] = ["max_page_count", "temp_store"];

impl Tape {
    /// `total` is the number of steps for all statements together. Rows may be changed.
    pub(super) fn new(total: u64) -> Self {
        Self(Arc::new(Mutex::new(Recording {
            phase: Phase::Engine,
            in_transaction: true,
            may_write: true,
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
        recording.wrote_catalog = false;
        recording.statement = Budget::new();
    }

    /// It is compiled. A table that is copied as a whole, some versions of SQLite do not say that they read; its SELECT
    /// alone tells.
    pub(super) fn compiled(&self, conn: &Connection, statement: &str) {
        let recording = self.lock();
        let is_told = recording.selects > 0 || !recording.reads.is_empty();
        let inserts = |event: &Event| matches!(event, Event::Writes(Write { how: How::Insert, .. }));
        let is_copy = !is_told && recording.events.iter().any(inserts);
        drop(recording);
        // INSERT OR REPLACE INTO main.a AS b SELECT: no columns are named.
        let select = significant(statement).take(10).find(|token| is_copy && token.is_word("SELECT"));
        if let Some(select) = select {
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

fn denial(context: &AuthContext<'_>, recording: &Recording) -> Option<Denial> {
    let compiling = recording.phase == Phase::Compiling;
    match context.action {
        AuthAction::Transaction { .. } if compiling && recording.in_transaction => Some(Denial::Transaction),
        AuthAction::Attach { .. } | AuthAction::Detach { .. } if compiling => Some(Denial::Attach),
        // VACUUM attaches a nameless database while it runs; VACUUM INTO attaches a file.
        AuthAction::Attach { filename } if !filename.is_empty() => Some(Denial::VacuumInto),
        AuthAction::Function { function_name } if function_name.eq_ignore_ascii_case("load_extension") => {
            Some(Denial::LoadExtension)
        }
        // What is attached or detached is no literal, so that SQLite does not name it.
        AuthAction::Unknown { code: SQLITE_ATTACH | SQLITE_DETACH, .. } => Some(Denial::Attach),
        AuthAction::Pragma { pragma_name, pragma_value: Some(value) } => {
            let is = |name: &&str| pragma_name.eq_ignore_ascii_case(name);
            if PROCESS_SETTINGS.iter().any(is) {
                Some(Denial::ProcessSetting(pragma_name.to_owned()))
            } else if is(&"journal_mode") && recording.in_transaction {
                Some(Denial::JournalMode(value.to_owned()))
            } else {
                None
            }
        }
        AuthAction::Insert { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Delete { table_name }
        | AuthAction::DropTable { table_name }
        | AuthAction::AlterTable { table_name, .. }
        | AuthAction::CreateTrigger { table_name, .. }
        | AuthAction::CreateTempTrigger { table_name, .. }
        | AuthAction::CreateIndex { table_name, .. }
            if compiling && [HISTORY, LOG].iter().any(|own| own.eq_ignore_ascii_case(table_name)) =>
        {
            Some(Denial::Ledger(table_name.to_owned()))
        }
        AuthAction::Insert { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Delete { table_name }
            if compiling
                && !recording.may_write
                && context.database_name != Some("temp")
                && !recording.changes_schema(table_name) =>
        {
            Some(Denial::Data)
        }
        AuthAction::CreateTempTable { .. }
        | AuthAction::CreateTempView { .. }
        | AuthAction::CreateTempTrigger { .. }
            if compiling && !recording.in_transaction =>
        {
            Some(Denial::Temporary)
        }
        // CREATE TABLE … AS SELECT: no other statement that creates something reads while it is compiled.
        AuthAction::Select if compiling && !recording.may_write && recording.creates() => Some(Denial::Data),
        _ => None,
    }
}

/// Whether a PRAGMA would widen the shadow database. It has no effect there, and in production its own.
fn is_bound(context: &AuthContext<'_>) -> bool {
    let AuthAction::Pragma { pragma_name, pragma_value: Some(_) } = context.action else { return false };
    BOUNDS.iter().any(|name| pragma_name.eq_ignore_ascii_case(name))
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

/// The kind of object that is made or dropped.
fn kind(action: &AuthAction<'_>) -> Option<Kind> {
    match action {
        AuthAction::CreateTable { .. }
        | AuthAction::CreateVtable { .. }
        | AuthAction::DropTable { .. }
        | AuthAction::DropVtable { .. } => Some(Kind::Table),
        AuthAction::CreateIndex { .. } | AuthAction::DropIndex { .. } => Some(Kind::Index),
        AuthAction::CreateView { .. } | AuthAction::DropView { .. } => Some(Kind::View),
        AuthAction::CreateTrigger { .. } | AuthAction::DropTrigger { .. } => Some(Kind::Trigger),
        _ => None,
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

fn event(context: &AuthContext<'_>) -> Option<Event> {
    let name = |name: &str| name.to_owned();
    match context.action {
        AuthAction::CreateTable { table_name } | AuthAction::CreateVtable { table_name, .. } => {
            Some(Event::Creates(name(table_name)))
        }
        AuthAction::CreateIndex { index_name, .. } => Some(Event::Creates(name(index_name))),
        AuthAction::CreateView { view_name } => Some(Event::Creates(name(view_name))),
        AuthAction::CreateTrigger { trigger_name, .. } => Some(Event::Creates(name(trigger_name))),
        AuthAction::DropTable { table_name } | AuthAction::DropVtable { table_name, .. } => {
            Some(Event::Drops(name(table_name)))
        }
        AuthAction::DropIndex { index_name, .. } => Some(Event::Drops(name(index_name))),
        AuthAction::DropView { view_name } => Some(Event::Drops(name(view_name))),
        AuthAction::DropTrigger { trigger_name, .. } => Some(Event::Drops(name(trigger_name))),
        AuthAction::AlterTable { table_name, .. } => Some(Event::Alters(name(table_name))),
        AuthAction::Insert { table_name } => write(context, table_name, How::Insert),
        AuthAction::Update { table_name, column_name } => {
            write(context, table_name, How::Update(name(column_name)))
        }
        AuthAction::Delete { table_name } => write(context, table_name, How::Delete),
        _ => None,
    }
}

fn write(context: &AuthContext<'_>, table: &str, how: How) -> Option<Event> {
    let is_direct = context.accessor.is_none();
    (!table.starts_with("sqlite_")).then(|| Event::Writes(Write { table: table.to_owned(), how, is_direct }))
}
