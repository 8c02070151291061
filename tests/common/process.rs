//! Programs that share a database: the test program, started again.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

/// Names the database; there only in a program that a test has started.
const DATABASE: &str = "EMBED_MIGRATIONS_TEST_DATABASE";

/// The line that a started program prints when it is about to do its work.
const READY: &str = "ready";

/// The database to work on, in a program that a test has started.
pub(crate) fn database() -> Option<PathBuf> {
    std::env::var_os(DATABASE).map(PathBuf::from)
}

/// Starts this program again, to run the test `name` only, which finds [`database`].
pub(crate) fn start(name: &str, database: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env(DATABASE, database)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Tells the one who started this program.
pub(crate) fn say_ready() {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{READY}").unwrap();
    out.flush().unwrap();
}

/// Waits until a started program is ready. What it prints then can be read from the result.
pub(crate) fn wait_until_ready(child: &mut Child) -> BufReader<ChildStdout> {
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while line.trim_end() != READY {
        line.clear();
        assert_ne!(out.read_line(&mut line).unwrap(), 0, "the program ended before it was ready");
    }
    out
}

/// A gate that stays closed for started programs as long as this lives.
pub(crate) struct Gate {
    _lock: File,
}

impl Gate {
    pub(crate) fn close(database: &Path) -> Self {
        let file = File::create(gate(database)).unwrap();
        file.lock().unwrap();
        Self { _lock: file }
    }
}

/// Waits until the gate is open.
pub(crate) fn pass_gate(database: &Path) {
    File::open(gate(database)).unwrap().lock_shared().unwrap();
}

fn gate(database: &Path) -> PathBuf {
    database.with_extension("gate")
}
