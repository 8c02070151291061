//! The example `daemon`, as a person runs it: it answers while it migrates, and stops when it is told.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::LazyLock;

use rusqlite::Connection;

static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--offline", "--example", "daemon", "--target-dir"]);
    build.arg(profile.parent().unwrap()).current_dir(env!("CARGO_MANIFEST_DIR"));
    if profile.ends_with("release") {
        build.arg("--release");
    }
    let built = build.output().unwrap();
    assert!(built.status.success() && built.stderr.is_empty(), "{}", String::from_utf8_lossy(&built.stderr));
    profile.join("examples/daemon")
});

struct Daemon {
    child: Child,
    out: BufReader<ChildStdout>,
    address: String,
}

impl Daemon {
    fn start(directory: &Path) -> Self {
        let mut command = Command::new(&*PROGRAM);
        command.args(["notes.db", "127.0.0.1:0"]).current_dir(directory).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on ");
        let address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { child, out, address }
    }

    fn ask(&self, number: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        writeln!(stream, "{number}").unwrap();
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer).unwrap();
        answer.trim_end().to_owned()
    }

    /// Sends Ctrl-C: the code, and what it has printed meanwhile.
    fn stop(mut self) -> (Option<i32>, String) {
        let sent = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let mut printed = String::new();
        self.out.read_to_string(&mut printed).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut printed).unwrap();
        (self.child.wait().unwrap().code(), printed)
    }
}

#[test]
fn it_answers_while_it_migrates_and_goes_on_where_it_was_stopped() {
    let directory = tempfile::tempdir().unwrap();
    let daemon = Daemon::start(directory.path());
    // The last note gets its slug last.
    assert!(daemon.ask("500").starts_with("The Title of Note 500 (-)  ["), "it answers before");
    assert!(daemon.ask("501").starts_with("no such note"));
    let (code, printed) = daemon.stop();
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("stopped; what is done stays, and the next start goes on"), "{printed}");

    let db = Connection::open(directory.path().join("notes.db")).unwrap();
    let kind = "SELECT kind FROM schema_migrations ORDER BY version DESC LIMIT 1";
    assert_eq!(db.query_row(kind, [], |row| row.get::<_, String>(0)).unwrap(), "running");

    let daemon = Daemon::start(directory.path());
    while !daemon.ask("500").ends_with("[up to date]") {
        std::thread::yield_now();
    }
    assert_eq!(daemon.ask("500"), "The Title of Note 500 (the-title-of-note-500)  [up to date]");
    let (code, printed) = daemon.stop();
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("`notes` applied 1 migration") && printed.contains("stopped"), "{printed}");
    let copies = std::fs::read_dir(directory.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_str().unwrap().contains(".backup-"));
    assert!(copies.count() > 0);
}
