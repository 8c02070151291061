//! What SQLite's authorizer says of the statements, and what it must not allow.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use migrate_runtime::__private::{HISTORY, LOG};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

/// What a statement does to the schema or to a table's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// An object of this name comes into being.
    Creates(String),
    /// An object of this name goes.
    Drops(String),
    /// A table is altered, perhaps renamed.
    Alters(String),
    /// Rows are inserted, updated or deleted, also by a trigger.
    Writes(String),
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
    /// It changes the journal mode inside a transaction.
    JournalMode,
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
    pub(super) events: Vec<Event>,
    pub(super) denial: Option<Denial>,
    /// How many steps the statement may still take.
    pub(super) steps: u64,
}

/// A recording that SQLite's callbacks write and the verifier reads.
#[derive(Clone, Debug)]
pub(super) struct Tape(Arc<Mutex<Recording>>);

/// Of SQLite's virtual machine, for one statement. A row costs about ten: this is time for a million.
pub(super) const STEP_BUDGET: u64 = 25_000_000;

/// Settings that outlive the connection.
const PROCESS_SETTINGS: [&str; 4] =
    ["data_store_directory", "hard_heap_limit", "soft_heap_limit", "temp_store_directory"];

impl Tape {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(Recording {
            phase: Phase::Engine,
            in_transaction: true,
            events: Vec::new(),
            denial: None,
            steps: STEP_BUDGET,
        })))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Recording> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new statement comes.
    pub(super) fn rewind(&self, phase: Phase) {
        let mut recording = self.lock();
        recording.phase = phase;
        recording.events.clear();
        recording.denial = None;
        recording.steps = STEP_BUDGET;
    }

    pub(super) fn set_phase(&self, phase: Phase) {
        self.lock().phase = phase;
    }

    /// For the progress handler: whether the statement has to be stopped.
    pub(super) fn spend(&self, steps: u64) -> bool {
        let mut recording = self.lock();
        if recording.phase == Phase::Running {
            recording.steps = recording.steps.saturating_sub(steps);
        }
        recording.steps == 0
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
        if context.database_name != Some("temp") {
            recording.events.extend(event(context));
        }
        Authorization::Allow
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
        AuthAction::Pragma { pragma_name, pragma_value: Some(value) } => {
            let is = |name: &&str| pragma_name.eq_ignore_ascii_case(name);
            if PROCESS_SETTINGS.iter().any(is) {
                Some(Denial::ProcessSetting(pragma_name.to_owned()))
            } else if is(&"journal_mode") && value.eq_ignore_ascii_case("wal") && recording.in_transaction {
                Some(Denial::JournalMode)
            } else {
                None
            }
        }
        AuthAction::Insert { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Delete { table_name }
        | AuthAction::DropTable { table_name }
        | AuthAction::AlterTable { table_name, .. }
            if compiling && [HISTORY, LOG].iter().any(|own| own.eq_ignore_ascii_case(table_name)) =>
        {
            Some(Denial::Ledger(table_name.to_owned()))
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
        AuthAction::Insert { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Delete { table_name }
            if !table_name.starts_with("sqlite_") =>
        {
            Some(Event::Writes(name(table_name)))
        }
        _ => None,
    }
}
