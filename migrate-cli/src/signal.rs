//! Ctrl-C: the first asks, the second ends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use migrate_runtime::Cancellation;

/// What is to be stopped now.
static CURRENT: Mutex<Option<Cancellation>> = Mutex::new(None);
static WAS_ASKED: AtomicBool = AtomicBool::new(false);

/// The code of a program that a signal has ended.
const ENDED: i32 = 130;

/// From here on, a signal stops what is done with the connection. SQLite rolls back what a process has left open when it has
/// ended, so that the second one can end it at any moment.
pub(crate) fn stops(cancellation: &Cancellation) {
    *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = Some(cancellation.clone());
    // A program that has a handler of its own keeps it.
    let _ = ctrlc::try_set_handler(|| {
        if WAS_ASKED.swap(true, Ordering::SeqCst) {
            std::process::exit(ENDED);
        }
        anstream::eprintln!("stopping; once more ends the program at once");
        if let Some(cancellation) = &*CURRENT.lock().unwrap_or_else(PoisonError::into_inner) {
            cancellation.cancel();
        }
    });
}
