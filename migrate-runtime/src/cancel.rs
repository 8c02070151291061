//! How another thread stops a migration.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, InterruptHandle};

/// Stops what is being applied through a connection, from another thread or a signal handler's.
///
/// What has not been committed is rolled back, and `apply` returns [`Error::Cancelled`](crate::Error::Cancelled). A statement
/// that runs is interrupted; one that begins at that very moment runs to its end.
///
/// ```
/// # use migrate_runtime::{Cancellation, Error, MigrationSet, MigrationVersion};
/// # fn f<V: MigrationVersion>(migrations: &MigrationSet<V>, db: &mut rusqlite::Connection) -> Result<(), Error> {
/// let cancellation = Cancellation::of(db);
/// let other = cancellation.clone();
/// std::thread::spawn(move || {
///     // when the operator says so
///     other.cancel();
/// });
/// migrations.runner().cancellation(&cancellation).apply(db)?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Cancellation {
    is_cancelled: Arc<AtomicBool>,
    interrupt: Arc<InterruptHandle>,
}

impl Cancellation {
    /// For a connection. It may be used again and again, until somebody cancels.
    pub fn of(conn: &Connection) -> Self {
        Self { is_cancelled: Arc::default(), interrupt: Arc::new(conn.get_interrupt_handle()) }
    }

    /// Stops it, now or as soon as it is begun.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::SeqCst);
        self.interrupt.interrupt();
    }

    /// Whether somebody has cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::SeqCst)
    }
}

impl std::fmt::Debug for Cancellation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cancellation").field("is_cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}
