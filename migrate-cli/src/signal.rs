//! Ctrl-C: the first asks, the second ends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use migrate_runtime::Cancellation;

/// What is to be stopped now.
static CURRENT: Mutex<Option<Cancellation>> = Mutex::new(None);
static WAS_ASKED: AtomicBool = AtomicBool::new(false);

/// The code of a program that a signal has ended.
const ENDED: i32 = 130;

/// Asks the tool to stop what it does, as Ctrl-C does: for a program that has a handler of its own, and calls this from it. What
/// is not committed is rolled back.
pub fn stop() {
    WAS_ASKED.store(true, Ordering::SeqCst);
    if let Some(cancellation) = &*CURRENT.lock().unwrap_or_else(PoisonError::into_inner) {
        cancellation.cancel();
    }
}

/// SQLite rolls back what a process has left open when it has ended, so that the second one can end it at any moment.
fn asked() {
    if WAS_ASKED.load(Ordering::SeqCst) {
        std::process::exit(ENDED);
    }
    anstream::eprintln!("\nstopping; once more ends the program at once");
    stop();
}

/// From here on, a signal is heard. What somebody has chosen to ignore stays ignored, and a program that has a handler keeps it.
pub(crate) fn listen() {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let heard: Vec<i32> =
            [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| !is_ignored(*signal)).collect();
        if let Ok(mut signals) = signal_hook::iterator::Signals::new(heard) {
            std::thread::spawn(move || signals.forever().for_each(|_| asked()));
        }
    }
    #[cfg(not(unix))]
    let _ = ctrlc::try_set_handler(asked);
}

/// Whether the process was started so that it does not hear it: by `nohup`, or in the background of a script.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask & (1 << (signal - 1)) != 0
}

/// From here on, it is this that is stopped; at once, if somebody has asked before.
pub(crate) fn stops(cancellation: &Cancellation) {
    *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = Some(cancellation.clone());
    if WAS_ASKED.load(Ordering::SeqCst) {
        cancellation.cancel();
    }
}
