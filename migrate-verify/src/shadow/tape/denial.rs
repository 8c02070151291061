//! What no statement of a migration may do.

use migrate_runtime::__private::TABLES;
use rusqlite::ffi::{SQLITE_ATTACH, SQLITE_DETACH};
use rusqlite::hooks::{AuthAction, AuthContext};

use super::{Phase, Recording};

/// Why a statement was not allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::shadow) enum Denial {
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

/// Settings that outlive the connection.
const PROCESS_SETTINGS: [&str; 4] =
    ["data_store_directory", "hard_heap_limit", "soft_heap_limit", "temp_store_directory"];
/// Settings that hold the shadow database in its bounds: there they are let be.
const BOUNDS: [&str; 2] = ["max_page_count", "temp_store"];

/// Why it is not allowed; `None` if it is.
pub(super) fn denial(context: &AuthContext<'_>, recording: &Recording) -> Option<Denial> {
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
            if compiling && TABLES.iter().any(|own| own.eq_ignore_ascii_case(table_name)) =>
        {
            Some(Denial::Ledger(table_name.to_owned()))
        }
        AuthAction::Insert { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Delete { table_name }
            if compiling
                && !recording.may_write
                && (recording.is_data
                    || (context.database_name != Some("temp") && !recording.changes_schema(table_name))) =>
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
pub(super) fn is_bound(context: &AuthContext<'_>) -> bool {
    let AuthAction::Pragma { pragma_name, pragma_value: Some(_) } = context.action else { return false };
    BOUNDS.iter().any(|name| pragma_name.eq_ignore_ascii_case(name))
}
