//! What a hook has failed on.

use std::any::Any;
use std::error::Error as StdError;

use crate::set::Migration;

/// A migration whose hook failed.
#[derive(Debug)]
pub struct FailedHook {
    pub(crate) set: String,
    pub(crate) version: i64,
    pub(crate) file: String,
    pub(crate) hook: String,
    pub(crate) applied: usize,
    pub(crate) cause: HookCause,
}

/// Why a hook failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum HookCause {
    /// It has returned this error.
    Returned(Box<dyn StdError + Send + Sync>),
    /// It has panicked with this text.
    Panicked(String),
    /// The transaction was over when it returned: a trigger or a constraint has rolled it back.
    EndedTransaction,
    /// It has changed the schema, which is another one now than the build has proved.
    ChangedSchema,
}

impl FailedHook {
    pub(crate) fn new(
        set: &str,
        migration: &Migration,
        hook: &str,
        applied: usize,
        cause: HookCause,
    ) -> Self {
        Self {
            set: set.to_owned(),
            version: migration.version(),
            file: migration.file().to_owned(),
            hook: hook.to_owned(),
            applied,
            cause,
        }
    }

    /// The set.
    pub fn set(&self) -> &str {
        &self.set
    }

    /// The migration's version.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Its file, relative to the package that embeds it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The path of the function, as the program has written it.
    pub fn hook(&self) -> &str {
        &self.hook
    }

    /// How many migrations the same call had applied and committed before.
    pub fn applied_before(&self) -> usize {
        self.applied
    }

    /// Why.
    pub fn cause(&self) -> &HookCause {
        &self.cause
    }

    pub(crate) fn returned(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.cause {
            HookCause::Returned(error) => Some(&**error),
            _ => None,
        }
    }

    /// Whether somebody has interrupted a statement, in whatever error the hook has put that.
    pub(crate) fn is_interrupt(&self) -> bool {
        let mut next = self.returned();
        while let Some(error) = next {
            let code = error.downcast_ref().and_then(rusqlite::Error::sqlite_error_code);
            if code == Some(rusqlite::ErrorCode::OperationInterrupted) {
                return true;
            }
            next = error.source();
        }
        false
    }

    /// SQLite's error, if that is what the hook has returned.
    pub fn sqlite_error(&self) -> Option<&rusqlite::Error> {
        self.returned()?.downcast_ref()
    }
}

impl HookCause {
    /// What `panic!` was given, which is text in all but strange cases.
    pub(crate) fn panicked(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        Self::Panicked(text.unwrap_or("without a text").to_owned())
    }
}
