//! A shadow database for files that are run one by one, in any order: each is the only migration of a set of its own.

use migrate_runtime::__private::schema::StandIn;
use migrate_runtime::__private::{self as runtime, Failure, Observer, Recovery, Statement};
use migrate_runtime::{Error, Migration};
use rusqlite::{Connection, Result};

use super::sandbox::Sandbox;
use super::stand_in;
use super::tape::Tape;
use migrate_files::options::Options;

/// The database, and what it has seen.
pub(super) struct Bench<'a> {
    options: &'a Options,
    sandbox: Sandbox,
    runs: usize,
}

impl<'a> Bench<'a> {
    /// `steps` is what all runs together may take.
    pub(super) fn open(options: &'a Options, steps: u64) -> Result<Self> {
        let sandbox = Sandbox::open(options, steps)?;
        // A migration may read them.
        runtime::create_tables(sandbox.conn())?;
        Ok(Self { options, sandbox, runs: 0 })
    }

    pub(super) fn conn(&self) -> &Connection {
        self.sandbox.conn()
    }

    pub(super) fn tape(&self) -> Tape {
        self.sandbox.tape()
    }

    pub(super) fn runs(&self) -> usize {
        self.runs
    }

    pub(super) fn run(
        &mut self,
        migration: Migration,
        trial: &mut impl Trial,
    ) -> std::result::Result<(), Error> {
        self.sandbox.tape().lock().may_write = self.options.lets_write(migration.version());
        self.run_freely(migration, trial)
    }

    /// The same, and rows may be changed whatever the policy is.
    pub(super) fn write(
        &mut self,
        migration: Migration,
        trial: &mut impl Trial,
    ) -> std::result::Result<(), Error> {
        self.sandbox.tape().lock().may_write = true;
        self.run_freely(migration, trial)
    }

    fn run_freely(&mut self, migration: Migration, trial: &mut impl Trial) -> std::result::Result<(), Error> {
        self.runs += 1;
        let set = runtime::Set::owned(format!("run {}", self.runs), String::new(), vec![migration]);
        let mut taped = Taped { options: self.options, tape: self.sandbox.tape(), trial };
        runtime::apply_unrecorded(&set, self.sandbox.conn_mut(), &mut taped)
    }
}

/// What is made of the statements of a run.
pub(super) trait Trial {
    /// A statement is compiled and about to run.
    fn running(&mut self, _: &Connection, _: &Statement<'_>, _: &Tape) {}

    fn finished(&mut self, _: &Connection, _: &Statement<'_>, _: &Tape) {}

    /// A statement has failed for want of a value that only the application has, and is passed over.
    fn passed_over(&mut self, _: &Failure<'_>, _: &Tape) {}

    /// A plain table was made instead of a virtual one.
    fn stood_in(&mut self, _: StandIn) {}

    /// A statement has failed, and not for want of what only the application has.
    fn failed(&mut self, conn: &Connection, failure: &Failure<'_>, tape: &Tape) -> Recovery;
}

/// Keeps the tape for a trial.
struct Taped<'a, T> {
    options: &'a Options,
    tape: Tape,
    trial: &'a mut T,
}

impl<T: Trial> Observer for Taped<'_, T> {
    fn started(&mut self, migration: &Migration) {
        self.tape.lock().in_transaction = migration.in_transaction();
    }

    fn proves_the_end(&self) -> bool {
        true
    }

    fn compiling(&mut self, _: usize) {
        self.tape.compiling();
    }

    fn running(&mut self, conn: &Connection, statement: &Statement<'_>) {
        self.tape.resting();
        self.trial.running(conn, statement, &self.tape);
        self.tape.running(conn, statement.text);
    }

    fn finished(&mut self, conn: &Connection, statement: &Statement<'_>) {
        self.tape.resting();
        self.trial.finished(conn, statement, &self.tape);
    }

    fn failed(&mut self, conn: &Connection, failure: &Failure<'_>) -> Recovery {
        self.tape.resting();
        if let Some(stand_in) = stand_in::create(conn, self.options, failure) {
            self.trial.stood_in(stand_in);
            return Recovery::Skip;
        }
        if stand_in::is_made_up(conn, self.options, &self.tape, failure) {
            self.trial.passed_over(failure, &self.tape);
            return Recovery::Skip;
        }
        self.trial.failed(conn, failure, &self.tape)
    }
}
