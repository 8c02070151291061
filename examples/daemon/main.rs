//! A daemon that answers from the first moment on, and migrates meanwhile.
//!
//! ```sh
//! cargo run --example daemon -- notes.db 127.0.0.1:7878      # Ctrl-C stops it, and goes on next time
//! printf '7\n' | nc 127.0.0.1 7878                           # the note 7, and how far the migration is
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program prints")]

use std::error::Error;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use embed_migrations::{Backup, Cancellation, Error as MigrationError, Migration, Observer, Progress};
use migrations::{MIGRATIONS, Version};
use rusqlite::{Connection, OptionalExtension as _};

mod migrations {
    embed_migrations::embed_migrations!("examples/daemon/migrations", set = "notes");
}

/// How far the migration is, in words.
type State = Arc<Mutex<String>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [database, address] = arguments.as_slice() else {
        eprintln!("usage: daemon DATABASE ADDRESS");
        return ExitCode::from(2);
    };
    match run(database.as_ref(), address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("daemon: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(database: &Path, address: &str) -> Result<(), Box<dyn Error>> {
    let mut db = Connection::open(database)?;
    db.busy_timeout(Duration::from_secs(10))?;
    // Whoever reads does not wait for who writes.
    db.pragma_update(None, "journal_mode", "wal")?;
    // What it cannot answer without, it makes before; this is nothing but CREATE TABLE and ADD COLUMN, and takes no time.
    MIGRATIONS.apply_to(&mut db, Version::AddSlug)?;

    let listener = TcpListener::bind(address)?;
    println!("listening on {}", listener.local_addr()?);
    let state = State::default();
    let cancellation = Cancellation::of(&db);
    let asked = cancellation.clone();
    ctrlc::set_handler(move || asked.cancel())?;
    let (told, path) = (Arc::clone(&state), database.to_owned());
    std::thread::spawn(move || serve(&listener, &path, &told));

    // The rest is a backfill, in rounds: others read and write meanwhile.
    let mut observer = Teller { state };
    let runner = MIGRATIONS.runner().cancellation(&cancellation).backup(Backup::beside().keep(3));
    match runner.observer(&mut observer).apply(&mut db) {
        Ok(report) => println!("{report}"),
        Err(MigrationError::Cancelled { .. }) => {
            println!("stopped; what is done stays, and the next start goes on");
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    observer.say("up to date");
    while !cancellation.is_cancelled() {
        std::thread::sleep(Duration::from_millis(20));
    }
    println!("stopped");
    Ok(())
}

/// Tells whoever asks what the migration does.
struct Teller {
    state: State,
}

impl Teller {
    fn say(&self, text: impl Into<String>) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = text.into();
    }
}

impl Observer for Teller {
    fn progress(&mut self, migration: &Migration, progress: Progress) {
        self.say(format!("{}: {} rows", migration.description(), progress.rows()));
    }
}

fn serve(listener: &TcpListener, database: &PathBuf, state: &State) {
    for stream in listener.incoming().flatten() {
        if let Err(error) = answer(&stream, database, state) {
            eprintln!("daemon: {error}");
        }
    }
}

/// A number on each line is a note; so is the answer.
fn answer(stream: &TcpStream, database: &PathBuf, state: &State) -> Result<(), Box<dyn Error>> {
    let db = Connection::open(database)?;
    db.busy_timeout(Duration::from_secs(10))?;
    // A note has its slug already, or not yet.
    let mut note = db.prepare("SELECT title, coalesce(slug, '-') FROM note WHERE id = ?1")?;
    for line in BufReader::new(stream).lines() {
        let found = note.query_row([line?], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
        let state = state.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut out = stream;
        match found.optional()? {
            Some((title, slug)) => writeln!(out, "{title} ({slug})  [{state}]")?,
            None => writeln!(out, "no such note  [{state}]")?,
        }
    }
    Ok(())
}
