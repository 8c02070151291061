//! What was judged before in this process. An editor expands macros at every keystroke, mostly in files of Rust.

use std::sync::{Arc, Mutex, PoisonError};

use migrate_files::Contents;
use migrate_files::options::Options;

use crate::{Verdict, judged};

/// So many sets are remembered.
const MOST: usize = 4;

struct Known {
    options: Options,
    contents: Contents,
    verdict: Arc<Verdict>,
}

/// From the oldest to the newest.
static KNOWN: Mutex<Vec<Arc<Known>>> = Mutex::new(Vec::new());

/// As [`verify`](crate::verify), which it asks once for the same contents of a directory, to the byte.
pub fn verify_once(options: &Options) -> Arc<Verdict> {
    let lock = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = lock().clone();
    let is_same = |known: &&Arc<Known>| known.options == *options && known.contents.are_there(options);
    if let Some(known) = known.iter().rev().find(is_same) {
        return Arc::clone(&known.verdict);
    }
    // Others need not wait meanwhile.
    let (verdict, contents) = judged(options);
    let verdict = Arc::new(verdict);
    if let Some(contents) = contents {
        let mut known = lock();
        if known.len() == MOST {
            known.remove(0);
        }
        known.push(Arc::new(Known { options: options.clone(), contents, verdict: Arc::clone(&verdict) }));
    }
    verdict
}

#[cfg(test)]
mod tests {
    use std::fs;

    use migrate_files::options::Value;

    use super::*;

    #[test]
    fn the_same_contents_are_judged_once_and_others_anew() {
        let package = tempfile::tempdir().unwrap();
        let options = Options::new(package.path(), "memo");
        let directory = package.path().join("migrations");
        fs::create_dir(&directory).unwrap();
        let put = |name: &str, text: &str| fs::write(directory.join(name), text).unwrap();
        let is_same = |one: &Arc<Verdict>, other: &Arc<Verdict>| Arc::ptr_eq(one, other);

        put("0001_init.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY);\n");
        let first = verify_once(&options);
        assert!(first.outcome.is_ok() && is_same(&first, &verify_once(&options)));
        // A comment changes no set, and the checksum.
        put("0001_init.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY);  \n");
        let edited = verify_once(&options);
        assert!(edited.outcome.is_ok() && !is_same(&first, &edited));
        put("0001_init.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY");
        let broken = verify_once(&options);
        assert!(broken.outcome.is_err() && is_same(&broken, &verify_once(&options)));
        put("0001_init.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY);\n");
        assert!(is_same(&first, &verify_once(&options)));

        put("0002_more.sql", "CREATE TABLE tag (id INTEGER PRIMARY KEY);\n");
        assert!(!is_same(&first, &verify_once(&options)));
        fs::remove_file(directory.join("0002_more.sql")).unwrap();
        // No migration, and yet to be told.
        put("notes.sql", "");
        assert!(verify_once(&options).outcome.is_err());
        fs::remove_file(directory.join("notes.sql")).unwrap();
        put("migrations.lock", "nothing of a lock");
        assert!(verify_once(&options).outcome.is_err());
        fs::remove_file(directory.join("migrations.lock")).unwrap();
        assert!(is_same(&first, &verify_once(&options)));
        let mut others = options.clone();
        others.set_argument("allow", Value::List(vec![Value::Text("all".to_owned())])).unwrap();
        assert!(!is_same(&first, &verify_once(&others)));
    }
}
