//! What was proved before in this process. An editor expands macros at every keystroke, mostly in files of Rust.

use std::sync::{Mutex, PoisonError};

use migrate_files::diagnostic::Diagnostic;
use migrate_files::model::Set;
use migrate_files::options::Options;

use crate::shadow::Proof;
use crate::squash;

/// So many sets are remembered.
const MOST: usize = 4;

struct Known {
    options: Options,
    set: Set,
    outcome: Outcome,
}

type Outcome = Result<Proof, Vec<Diagnostic>>;

/// From the oldest to the newest.
static KNOWN: Mutex<Vec<Known>> = Mutex::new(Vec::new());

/// As [`squash::prove`], which it asks once for each text of a set.
pub(crate) fn prove(options: &Options, set: &Set) -> Outcome {
    let lock = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = lock().iter().find(|known| known.set == *set && known.options == *options) {
        return known.outcome.clone();
    }
    // Others need not wait meanwhile.
    let outcome = squash::prove(options, set);
    let mut known = lock();
    if known.len() == MOST {
        known.remove(0);
    }
    known.push(Known { options: options.clone(), set: set.clone(), outcome: outcome.clone() });
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_proved_once_and_another_one_anew() {
        let package = tempfile::tempdir().unwrap();
        let options = Options::new(package.path(), "memo");
        std::fs::create_dir(package.path().join("migrations")).unwrap();
        let titles = |sql: &str| {
            std::fs::write(package.path().join("migrations/0001_init.sql"), sql).unwrap();
            let set = migrate_files::read(&options).outcome.unwrap();
            let count = KNOWN.lock().unwrap().iter().filter(|known| known.set == set).count();
            (count, prove(&options, &set).is_ok())
        };
        let good = "CREATE TABLE note (id INTEGER PRIMARY KEY);";
        assert_eq!(titles(good), (0, true));
        assert_eq!(titles("CREATE TABLE note (id INTEGER PRIMARY KEY"), (0, false));
        assert_eq!(titles(good), (1, true));
    }
}
